"""The two editions of the 109 plan, compared as a page shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from search.analysis import load_analyzer
from search.comparison import compare
from search.searcher import Searcher
from web.passage_page import differences
from web.years.aligned import item_pairs

COUNTERPARTS = json.loads(Path(__file__).with_name("counterparts-106-109.json").read_text("utf-8"))[
    "items"
]
LEAST_RIGHT = 0.95
EIGHT = [
    ("僱主", "雇主"),
    ("促進法及訂定相關子法", "促進法之立法工作"),
    ("瞭解", "暸解"),
    ("、", "及"),
    ("化學品", "學品"),
    ("職", ""),
    ("勞保", "勞工保險"),
    ("職災個案慰助", "職業災害個案慰助"),
]
"""What the PDF's text has and what the Word file's has, found by a character diff of both files."""


def editions(searcher: Searcher) -> tuple[str, str]:
    document = searcher.store.document("mol-109-plan")
    assert document is not None
    by_file = {edition.source.file: edition.id for edition in document.editions}
    return by_file["mol-109-plan-from-pdf.txt"], by_file["mol-109-plan-from-word.txt"]


def test_the_editions_differ_in_exactly_eight_places(searcher: Searcher) -> None:
    pairs = compare(searcher.store, *editions(searcher))
    assert {pair.state for pair in pairs} == {"same", "changed"}
    found = []
    for pair in pairs:
        if pair.old is None or pair.new is None or pair.state == "same":
            continue
        for one in differences(pair.new, pair.old, load_analyzer().cut):
            written = "".join(
                {"same": "｜", "removed": f"〔-{p.text}〕", "added": f"〔+{p.text}〕"}[p.change]
                for p in one.pieces
            )
            for place in filter(None, written.split("｜")):
                removed = re.findall("〔-(.*?)〕", place)
                added = re.findall("〔\\+(.*?)〕", place)
                found.append(("".join(removed), "".join(added)))
    assert found == EIGHT


def test_the_other_way_round_tells_the_same(searcher: Searcher) -> None:
    first, second = editions(searcher)
    there = [pair.state for pair in compare(searcher.store, first, second)]
    back = [pair.state for pair in compare(searcher.store, second, first)]
    assert sorted(there) == sorted(back)


@pytest.mark.parametrize(
    ("first", "second"),
    [("mol-106-plan", "mol-109-plan"), ("mol-114-review", "taichung-labor-115-plan")],
)
def test_every_passage_of_both_sides_is_there_once(
    searcher: Searcher, first: str, second: str
) -> None:
    store = searcher.store
    sides = [store.document(id_) for id_ in (first, second)]
    ids = [side.editions[0].id for side in sides if side is not None]
    pairs = compare(store, ids[0], ids[1])
    olds = [pair.old.id for pair in pairs if pair.old is not None]
    news = [pair.new.id for pair in pairs if pair.new is not None]
    assert sorted(olds) == sorted(one.id for one in store.passages_of(ids[0]))
    assert news == [one.id for one in store.passages_of(ids[1])]


def test_items_stand_beside_those_of_the_other_year_that_go_on_with_them(
    searcher: Searcher,
) -> None:
    first = searcher.store.document("mol-106-plan")
    assert first is not None
    second, _ = editions(searcher)
    wanted = {(title, old, new) for title, numbers in COUNTERPARTS for old, new in numbers}
    assert len(wanted) == 60
    found = set()
    for pair in compare(searcher.store, first.editions[0].id, second):
        old, new = pair.old, pair.new
        for title, _ in COUNTERPARTS if old and new else ():
            if old is None or new is None or old.kpi or not old.title.startswith(title):
                continue
            places = [
                [number_of(one) for one in (side.old, side.new)] for side in item_pairs(old, new)
            ]
            found |= {(title, *both) for both in places if None not in both}
    assert len(found & wanted) >= LEAST_RIGHT * len(wanted), sorted(wanted - found)


def number_of(item: str | None) -> int | None:
    numbered = re.match("[（(]?([一二三四五六七八九])", item or "")
    return "一二三四五六七八九".index(numbered[1]) + 1 if numbered else None
