from __future__ import annotations

import pytest

from indexer.layout.lines import (
    ends_sentence,
    heading_level,
    lines_of,
    unlisted,
    visible,
)
from indexer.layout.widths import width


def test_lines_know_their_place() -> None:
    found = lines_of("  甲 \n\n乙丙")
    assert [(line.text, line.start, line.number, line.page) for line in found] == [
        ("  甲", 0, 1, None),
        ("", 5, 2, None),
        ("乙丙", 6, 3, None),
    ]
    assert [(line.span, line.end, line.blank) for line in found] == [
        ((2, 3), 3, False),
        ((5, 5), 5, True),
        ((6, 8), 8, False),
    ]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("甲\n\f乙\n\f\f丙", [1, 2, 4]),
        ("甲\n第 3 頁\n乙", [None, 3, 3]),
        ("- 第4頁，共 9 頁 -\n甲\nPage 5 of 9\n乙", [4, 4, 5, 5]),
        ("甲第3頁", [None]),
    ],
)
def test_pages(text: str, pages: list[int | None]) -> None:
    assert [line.page for line in lines_of(text)] == pages


@pytest.mark.parametrize(("text", "wide"), [("甲乙", 4), ("ab1", 3), ("（甲）a", 7), ("", 0)])
def test_width(text: str, wide: int) -> None:
    assert width(text) == wide


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (" 甲 ", "甲"),
        ("<b>甲</b>乙", "甲乙"),
        ("甲<br/>乙", "甲\n乙"),
        ("<p>甲</p> <p class='a'>乙</p>", "甲\n乙"),
        ("**甲**、乙", "甲、乙"),
        ("甲[bookmark: _Toc1]乙", "甲乙"),
        ("失業率<4%，且>3%", "失業率<4%，且>3%"),
        ("[bookmark: a]", ""),
    ],
)
def test_marks_of_converters_are_not_visible(raw: str, seen: str) -> None:
    assert visible(raw) == seen


@pytest.mark.parametrize(
    ("line", "level", "rest"),
    [("# 甲", 1, "甲"), ("  ### 甲", 3, "甲"), ("#甲", None, "#甲"), ("甲 # 乙", None, "甲 # 乙")],
)
def test_markdown_headings(line: str, level: int | None, rest: str) -> None:
    assert heading_level(line) == (level, rest)


@pytest.mark.parametrize(
    ("line", "rest"),
    [("- （一）甲", "（一）甲"), ("* 1.甲", "1.甲"), ("- 甲", "- 甲"), ("一、甲", "一、甲")],
)
def test_list_marks_before_numbers(line: str, rest: str) -> None:
    assert unlisted(line) == rest


@pytest.mark.parametrize(
    ("line", "ends"),
    [("甲。", True), ("甲）  ", True), ("甲：", True), ("甲，", False), ("", False)],
)
def test_ends_of_sentences(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends
