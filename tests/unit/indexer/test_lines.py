from __future__ import annotations

import pytest
from small_texts import roles, texts

from indexer.layout.lines import (
    ends_sentence,
    heading_level,
    lines_of,
    page_furniture,
    unlisted,
    visible,
    width,
    without_leader,
)


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


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("一、前言........ 3", "一、前言"),
        ("一、前言 . . . . . 12", "一、前言"),
        ("前言…………iv", "前言"),
        ("前言‧‧‧", "前言‧‧‧"),
        ("等等……", "等等……"),
        ("比例 1.5", "比例 1.5"),
        ("代號......12345", "代號......12345"),
        ("." * 50 + "甲", "." * 50 + "甲"),
    ],
)
def test_leaders(line: str, entry: str) -> None:
    assert without_leader(line) == entry


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。\n第 3 頁\n乙。", [("頁碼", "第 3 頁")]),
        ("甲。\n\n12\n\f乙。", [("頁碼", "12")]),
        ("甲。\n\n- 12 -\n\f乙。", [("頁碼", "- 12 -")]),
        # Lone numbers that count up.
        ("甲。\n\n1\n\n乙。\n\n2\n\n丙。", [("頁碼", "1"), ("頁碼", "2")]),
        # A lone number that does not is text.
        ("甲。\n\n85\n\n乙。\n\n12\n\n丙。", []),
        # Numbers without blank lines are text.
        ("甲。\n1\n2\n乙。", []),
        ("甲。\n----\n乙。", [("標記", "----")]),
        ("甲。\n-\n乙。", [("標記", "-")]),
        ("甲。\n![](圖/1.png)\n乙。", [("圖片", "![](圖/1.png)")]),
        ("甲。\n[bookmark: _Toc]\n乙。", [("標記", "[bookmark: _Toc]")]),
    ],
)
def test_page_furniture(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


def test_contents_with_leaders_end_where_the_first_entry_is_printed_again() -> None:
    text = "目 錄\n壹、前言........ 1\n貳、目標........ 2\n附錄\n壹、前言\n本府推動各項工作。\n貳、目標\n"
    assert roles(text) == [
        ("目錄", "目 錄"),
        ("目錄", "壹、前言........ 1"),
        ("目錄", "貳、目標........ 2"),
        ("目錄", "附錄"),
    ]
    assert texts(text) == ["壹、前言", "本府推動各項工作。", "貳、目標"]


def test_contents_without_a_heading_need_three_leaders() -> None:
    two = "甲........ 1\n乙........ 2\n丙。"
    assert roles(two) == []
    three = "甲........ 1\n乙........ 2\n丙........ 3\n丁。"
    assert len(roles(three)) == 3
    assert texts(three) == ["丁。"]


def test_a_lone_heading_of_contents_takes_nothing_with_it() -> None:
    assert roles("目錄\n壹、前言\n本府推動各項工作。") == [("目錄", "目錄")]


def test_leaders_on_a_form_do_not_make_a_table_of_contents_of_the_text() -> None:
    body = "\n".join(f"{number}、甲乙丙丁戊己庚辛。" for number in range(1, 40))
    text = f"機關首長：………………\n{body}\n填表人：………………\n核章：………………\n"
    lines = lines_of(text)
    assert page_furniture(lines) == {}


def test_a_leader_far_below_the_contents_does_not_stretch_them() -> None:
    text = (
        "目錄\n第一章 前言 ...... 1\n第二章 目標 ...... 2\n\n第一章 前言\n本文。\n"
        + "內文。\n" * 30
    )
    lines = lines_of(text + "填表人核章：………………\n")
    assert sorted(page_furniture(lines)) == [0, 1, 2]


@pytest.mark.parametrize("text", ["x", "12", "12\n", "1\n\n一段文字。\n\n7\n"])
def test_a_lone_number_without_page_marks_is_text(text: str) -> None:
    assert page_furniture(lines_of(text)) == {}


def test_the_document_s_name_on_each_page_is_furniture() -> None:
    pages = "".join(f"內文{n}。\n示範市政府112年度施政計畫\n{n}\n" for n in (1, 2, 3))
    text = f"示範市政府112年度施政計畫\n{pages}"
    assert roles(text) == [
        pair for n in "123" for pair in (("頁首", "示範市政府112年度施政計畫"), ("頁碼", n))
    ]
    assert texts(text)[0] == "示範市政府112年度施政計畫"
    # A heading that comes once more is none.
    assert roles("示範市政府112年度施政計畫\n甲。\n示範市政府112年度施政計畫\n乙。") == []


def test_far_indented_numbers_that_count_up_are_of_pages() -> None:
    indent = " " * 30
    assert roles(f"甲。\n{indent}1\n乙。\n{indent}2\n丙。") == [("頁碼", "1"), ("頁碼", "2")]
    assert roles("甲。\n  1\n乙。\n  2\n丙。") == []


@pytest.mark.parametrize("page", ["26-1", "民政-3", "12", "iv"])
def test_entries_end_in_pages_of_any_count(page: str) -> None:
    assert without_leader(f"一、環境分析…………{page}") == "一、環境分析"


def test_running_heads_are_furniture_but_for_the_title() -> None:
    pages = [f"{body}\n\n{'':>30}{page}\n示範市計畫\n" for page, body in enumerate("甲乙丙", 1)]
    assert texts("示範市計畫\n" + "".join(pages) + "丁\n") == ["示範市計畫", "甲", "乙", "丙", "丁"]
    assert roles("".join(pages) + "丁\n").count(("頁首", "示範市計畫")) == 3


def test_a_line_that_is_printed_elsewhere_too_is_no_running_head() -> None:
    pages = [f"\f衡量標準：\n{body}\n衡量標準：\n又{body}\n" for body in "甲乙丙"]
    assert [role for role, _ in roles("".join(pages))] == []


def test_page_numbers_with_the_number_of_their_chapter() -> None:
    text = "甲\n\n3-1\n\n乙\n\n3-2\n\n丙\n"
    assert roles(text) == [("頁碼", "3-1"), ("頁碼", "3-2")]


def test_contents_may_end_in_a_page_behind_one_space_or_none() -> None:
    text = "目次\n壹、前言 1\n貳、成果2\n壹、前言\n內文。\n貳、成果\n"
    assert texts(text) == ["壹、前言", "內文。", "貳、成果"]
