"""A passage that is split, joined, retitled or of another kind now is still found by its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from plans import passage, passages, split

from indexer.assembly import Past, SplitFile, assemble
from search import agencies
from search.model import Location, Passage, Source
from search.store.records import LedgerEntry
from search.store.writing import Content

FILE, SOURCE = "plans/plan.txt", Source("plan.txt", "0" * 64)
A, B, C = passages()[:3]


def read(passages: Sequence[Passage], past: Content | None = None) -> Content:
    """Assemble one file of these passages, in their order."""
    placed = [replace(one, location=Location(at, at + 1)) for at, one in enumerate(passages)]
    made = SplitFile(FILE, SOURCE, "txt", None, "", split(placed))
    before = Past() if past is None else Past(past.editions_ever, past.ledger)
    return assemble([made], (), (), before, agencies.load())


def by_title(content: Content) -> dict[str, str]:
    return {one.title: one.id for group in content.groups for one in group.passages}


def entry(content: Content, id_: str) -> LedgerEntry:
    return next(one for one in content.ledger if one.id == id_)


@pytest.mark.parametrize(
    "now",
    [
        replace(A, kind="goal"),
        replace(A, kind="narrative", title="其他"),
    ],
    ids=["another kind", "another kind and title"],
)
def test_a_passage_whose_text_stands_elsewhere_leads_there(now: Passage) -> None:
    before = read([A, C])
    after = read([now, C], before)
    old = by_title(before)[A.title]
    assert not entry(after, old).alive
    assert entry(after, old).moved_to == by_title(after)[now.title]
    assert old not in after.parts


def test_passages_that_are_joined_lead_to_the_one_that_holds_them() -> None:
    before = read([A, B, C])
    joined = passage("綜合", "".join(one.title + one.text for one in (A, B, C)))
    after = read([joined], before)
    moved = {one.moved_to or one.id for one in after.ledger}
    assert moved == {by_title(after)["綜合"]}


def test_a_passage_that_falls_apart_names_its_parts_the_largest_first() -> None:
    whole = passage("合併計畫", A.text + B.text + C.text[:5])
    before = read([whole])
    after = read([replace(one, kind="goal") for one in (B, A, C)], before)
    old = by_title(before)["合併計畫"]
    assert entry(after, old).moved_to is None
    assert after.parts[old] == tuple(by_title(after)[one.title] for one in (A, B))


def test_what_is_left_of_a_passage_keeps_its_id_and_names_where_the_rest_is() -> None:
    before = read([passage(A.title, A.text + B.text), C])
    after = read([A, passage("另立的計畫", B.text), C], before)
    old = by_title(before)[A.title]
    assert by_title(after)[A.title] == old
    assert after.parts[old] == (by_title(after)["另立的計畫"],)


def test_a_text_that_is_nowhere_names_what_stands_in_its_place() -> None:
    before = read([A, B, C])
    after = read([A, C], before)
    assert after.parts[by_title(before)[B.title]] == (by_title(after)[A.title],)
    first = read([B, C], before)
    assert first.parts[by_title(before)[A.title]] == (by_title(first)[B.title],)


def test_an_address_follows_its_text_from_reading_to_reading() -> None:
    first = read([A, C])
    second = read([replace(A, kind="goal"), C], first)
    third = read([replace(A, kind="narrative", title="前言"), C], second)
    old = by_title(first)[A.title]
    assert entry(third, old).moved_to == by_title(third)["前言"]
    back = read([A, C], third)
    assert by_title(back)[A.title] == old


def test_a_text_of_phrases_that_all_share_is_found_among_many() -> None:
    many = [passage(f"計畫{n}", f"依規定辦理，完成{n}案。") for n in range(60)]
    before = read(many)
    after = read([replace(one, kind="goal") for one in many], before)
    moved = {one.last.title: one.moved_to for one in after.ledger if not one.alive}
    assert moved == by_title(after)


def test_topics_of_another_document_are_no_successors() -> None:
    before = read([A])
    other = replace(split([A]), title="示範市政府勞工局110年度施政計畫", year=2021)
    made = SplitFile("plans/other.txt", Source("other.txt", "1" * 64), "txt", None, "", other)
    past = Past(before.editions_ever, before.ledger)
    after = assemble([made], (), (), past, agencies.load())
    assert entry(after, by_title(before)[A.title]).moved_to is None
    assert not after.parts
