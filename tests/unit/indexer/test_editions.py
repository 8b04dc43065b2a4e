"""Editions of one document are found, and their passages brought together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from plans import TOPICS, passage, passages, split

from indexer.editions import align, group_editions, is_same_document, titles_agree
from indexer.splitting import SplitDocument
from search.model import Passage

OTHER = [passage(f"方案{n}", text[::-1]) for n, text in zip("子丑寅卯辰", TOPICS, strict=True)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("勞動部109年度施政計畫", "勞動部 109 年度施政計畫"),
        ("勞動部１０９年度施政計畫", "勞動部一〇九年度施政計畫"),
        ("勞動部109年度施政計畫", "勞動部109年度施政計畫（核定本）"),
        ("109年度施政計畫", "勞動部109年度施政計畫"),
        ("示範市政府勞工局109年度施政計畫", "示範市政府勞工局109年施政計畫"),
    ],
)
def test_titles_of_one_document(first: str, second: str) -> None:
    assert titles_agree(first, second)
    assert titles_agree(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("勞動部109年度施政計畫", "勞動部110年度施政計畫"),
        ("第3屆第5次定期會施政報告", "第3屆第6次定期會施政報告"),
        ("身心障礙者就業計畫", "青年職涯發展方案"),
        ("", "施政計畫"),
    ],
)
def test_titles_of_two_documents(first: str, second: str) -> None:
    assert not titles_agree(first, second)


def edited(number: int) -> list[Passage]:
    """The passages with the first few of them worded otherwise."""
    return [
        replace(one, text=one.text.replace("，", "、並且，")) if at < number else one
        for at, one in enumerate(passages())
    ]


def test_the_same_text_is_the_same_document() -> None:
    assert is_same_document(split(passages()), split(passages()))


def test_a_revised_text_is_the_same_document() -> None:
    assert is_same_document(split(passages()), split(edited(5)))


def test_one_title_over_two_texts_is_two_documents() -> None:
    assert not is_same_document(split(passages()), split(OTHER))


def test_a_document_without_text_is_alone() -> None:
    assert not is_same_document(split([]), split(passages()))
    assert not is_same_document(split([]), split([]))


@pytest.mark.parametrize(
    "other",
    [
        lambda: split(passages(), agency="示範市政府社會局"),
        lambda: split(passages(), year=2021),
        lambda: split(passages(), kind="施政績效報告"),
        lambda: split(OTHER),
    ],
)
def test_what_differs_in_agency_year_kind_or_text_stays_apart(
    other: Callable[[], SplitDocument],
) -> None:
    assert group_editions([split(passages()), other()], ["a", "b"]) == [[0], [1]]


def test_the_undamaged_edition_comes_first_then_the_fuller() -> None:
    damaged = [replace(passages()[0], damaged=True), *passages()[1:]]
    splits = [split(damaged), split(passages()[:4]), split(passages())]
    assert group_editions(splits, ["a", "b", "c"]) == [[2, 1, 0]]


def test_equally_good_editions_are_ordered_by_name() -> None:
    splits = [split(passages()), split(passages())]
    assert group_editions(splits, ["b", "a"]) == [[1, 0]]


def test_two_documents_in_one_file_are_never_editions_of_each_other() -> None:
    assert group_editions([split(passages())] * 2, ["a", "a"]) == [[0], [1]]


def titles(groups: list[tuple[Passage, ...]]) -> list[list[str]]:
    return [[one.title for one in group] for group in groups]


def test_equal_editions_align_one_to_one() -> None:
    assert titles(align([passages(), passages()])) == [[f"計畫{n}"] * 2 for n in "甲乙丙丁戊"]


def test_reworded_and_moved_passages_align() -> None:
    moved = [edited(2)[4], *edited(2)[:4]]
    assert titles(align([passages(), moved])) == [[f"計畫{n}"] * 2 for n in "甲乙丙丁戊"]


def test_retitled_passages_align_by_their_text() -> None:
    retitled = [replace(passages()[0], title="一、全新的名稱"), *passages()[1:]]
    assert titles(align([passages(), retitled]))[0] == ["計畫甲", "一、全新的名稱"]


def test_what_one_edition_alone_has_stands_where_it_was() -> None:
    extra = passage("計畫己", TOPICS[0][::-1])
    second = [passages()[0], extra, *passages()[2:]]
    groups = align([passages(), second])
    assert titles(groups) == [
        ["計畫甲", "計畫甲"],
        ["計畫己"],
        ["計畫乙"],
        ["計畫丙", "計畫丙"],
        ["計畫丁", "計畫丁"],
        ["計畫戊", "計畫戊"],
    ]


def test_what_stands_before_all_comes_first() -> None:
    extra = passage("計畫己", TOPICS[0][::-1])
    assert titles(align([passages(), [extra, *passages()]]))[0] == ["計畫己"]


def test_kinds_are_never_mixed() -> None:
    goals = [replace(one, kind="goal") for one in passages()]
    assert all(len(group) == 1 for group in align([passages(), goals]))


def test_three_editions_align() -> None:
    groups = align([passages(), edited(1), passages()[1:]])
    assert [len(group) for group in groups] == [2, 3, 3, 3, 3]


def test_repeated_passages_are_paired_in_order() -> None:
    repeated = [passages()[0]] * 3
    assert [len(group) for group in align([repeated, repeated[:2]])] == [2, 2, 1]
