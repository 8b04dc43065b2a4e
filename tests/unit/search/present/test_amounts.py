"""Amounts of work programs, as budgets and plans print them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from search.live import open_searcher
from search.present.amounts import Amounts, amounts
from search.searcher import Searcher

FIRE = "示範市政府消防局"
CORPUS = Path(__file__).resolve().parents[4] / "corpus"


ROWS = (
    ("00020000000", "示範市政府主管", "9,100"),
    ("00020010000", "示範市政府消防局", "5,100"),
    ("37020010100", "一般行政", "1,200"),
    ("37020010200", "火災預防業務", "3,900"),
    ("00020020000", "示範市政府環境保護局", "4,000"),
    ("71020020100", "一般行政", "4,000"),
)
BOOK = (
    "<h1>示範市政府113年度總預算案歲出機關別預算表</h1><p>單位：新臺幣千元</p>"
    "<table><tr><th>科目名稱及編號<th>本年度預算數<th>說明</tr>"
    + "".join(f"<tr><td>{code} {name}<td>{sum_}<td></tr>" for code, name, sum_ in ROWS)
    + "</table>"
)


def test_amounts_in_the_book_of_a_city_are_those_under_the_bureau_s_own_row(tmp_path: Path) -> None:
    (tmp_path / "book.html").write_text(BOOK, encoding="utf-8")
    pipeline.run([tmp_path / "book.html"], tmp_path / "data", "whoosh", lambda *_: None)
    opened = open_searcher(tmp_path / "data", "whoosh")
    held = Amounts(opened.store)
    wanted = {
        "示範市政府消防局": ["1,200"],
        "示範市政府環境保護局": ["4,000"],
        "示範市政府社會局": [],
    }
    assert {agency: [one.raw for one in held.of(agency, "一般行政")] for agency in wanted} == wanted
    opened.close()


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("money")
    files = [CORPUS / name for name in ("sample-fire-113-program.odt", "sample-fire-111-plan.html")]
    pipeline.run(files, folder, "whoosh", lambda *_: None)
    opened = open_searcher(folder, "whoosh")
    yield opened
    opened.close()


def test_an_amount_is_given_as_printed_with_its_unit_and_place(searcher: Searcher) -> None:
    (one,) = [a for a in Amounts(searcher.store).of(FIRE, "緊急救護業務") if a.passage.year == 2024]
    assert (one.raw, one.unit, one.likeness, one.is_doubtful) == ("31,760", "千元", 1.0, False)
    document = searcher.store.document(one.passage.document)
    assert document is not None
    assert one.raw in document.editions[0].text


@pytest.mark.parametrize(
    ("agency", "name", "doubtful"),
    [
        (FIRE, "救護業務", True),
        (FIRE, "海洋保育", None),
        (FIRE, "業", None),
        ("示範市政府社會局", "緊急救護業務", None),
    ],
)
def test_names_that_are_less_alike_are_doubtful_and_others_are_not_linked(
    searcher: Searcher, agency: str, name: str, doubtful: bool | None
) -> None:
    told = {one.is_doubtful for one in Amounts(searcher.store).of(agency, name)}
    assert told == (set() if doubtful is None else {doubtful})


def test_a_printed_place_is_given_once_with_the_name_most_like_it(searcher: Searcher) -> None:
    found = amounts(searcher.store, [(FIRE, "救護業務"), (FIRE, "緊急救護業務")])
    places = [(one.passage.id, one.raw) for one in found]
    assert len(places) == len(set(places))
    assert {one.sought for one in found if one.passage.year == 2024} == {"緊急救護業務"}
