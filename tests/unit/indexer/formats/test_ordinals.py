from __future__ import annotations

import pytest

from indexer.packages.ordinals import Counter, Level, ordinal


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("zero", 3, "03"),
        ("wide", 10, "１０"),
        ("letter", 1, "a"),
        ("letter", 28, "bb"),
        ("LETTER", 26, "Z"),
        ("roman", 14, "xiv"),
        ("ROMAN", 1994, "MCMXCIV"),
        ("chinese", 1, "一"),
        ("chinese", 10, "十"),
        ("chinese", 11, "十一"),
        ("chinese", 20, "二十"),
        ("chinese", 101, "一百零一"),
        ("chinese", 110, "一百一十"),
        ("formal", 3, "參"),
        ("formal", 10, "壹拾"),
        ("formal", 21, "貳拾壹"),
        ("digits", 105, "一〇五"),
        ("stem", 4, "丁"),
        ("stem", 11, "甲"),
        ("branch", 12, "亥"),
        ("circled", 20, "⑳"),
        ("circled", 21, "21"),
        ("bracketed", 2, "⑵"),
        ("stopped", 2, "⒉"),
        ("circled-chinese", 10, "㊉"),
        ("none", 5, ""),
        ("chinese", 0, "0"),
        ("chinese", -3, "-3"),
        ("chinese", 10_000_000, "10000000"),
        ("no such style", 7, "7"),
    ],
)
def test_a_count_is_printed_in_its_style(style: str, number: int, printed: str) -> None:
    assert ordinal(style, number) == printed


LEVELS = [
    Level("formal", "%1、"),
    Level("chinese", "%2、"),
    Level("decimal", "%1.%2.%3", legal=True),
]


def test_deeper_levels_start_again_below_each_number() -> None:
    counter = Counter()
    labels = [counter.next(depth, LEVELS) for depth in (0, 1, 1, 2, 0, 1, 2, 2)]
    assert labels == ["壹、", "一、", "二、", "1.2.1", "貳、", "一、", "2.1.1", "2.1.2"]


def test_a_level_can_go_on_counting_over_its_parents() -> None:
    levels = [Level("formal", "%1、"), Level("decimal", "%2.", restart=-1)]
    counter = Counter()
    assert [counter.next(depth, levels) for depth in (0, 1, 1, 0, 1)] == [
        "壹、", "1.", "2.", "貳、", "3.",
    ]  # fmt: skip


def test_a_level_below_none_counts_its_parents_as_begun() -> None:
    assert Counter().next(2, LEVELS) == "1.1.1"


def test_a_restart_sets_the_next_number() -> None:
    counter = Counter()
    counter.next(1, LEVELS)
    counter.restart(1, 5)
    assert counter.next(1, LEVELS) == "五、"


def test_a_level_that_the_list_does_not_have_prints_nothing() -> None:
    assert Counter().next(7, LEVELS) == ""
