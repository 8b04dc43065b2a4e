from __future__ import annotations

import pytest
from small_texts import grid, roles, tables, texts

from indexer.layout.contents import without_leader
from indexer.layout.lines import lines_of
from indexer.layout.text_furniture import take_out

PAGE = "".join(f"第{word}件事。\n" for word in "甲乙丙丁戊己庚辛")


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
        (f"甲。\n\n1\n\n{PAGE}\n2\n\n丙。", [("頁碼", "1"), ("頁碼", "2")]),
        # Those of the rows of a table stand closer.
        ("甲。\n\n1\n\n乙。\n\n2\n\n丙。", []),
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
    assert take_out(lines)[1] == []


def test_a_leader_far_below_the_contents_does_not_stretch_them() -> None:
    text = (
        "目錄\n第一章 前言 ...... 1\n第二章 目標 ...... 2\n\n第一章 前言\n本文。\n"
        + "內文。\n" * 30
    )
    lines = lines_of(text + "填表人核章：………………\n")
    assert [one.line for one in take_out(lines)[1]] == [1, 2, 3]


@pytest.mark.parametrize("text", ["x", "12", "12\n", "1\n\n一段文字。\n\n7\n"])
def test_a_lone_number_without_page_marks_is_text(text: str) -> None:
    assert take_out(lines_of(text))[1] == []


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
    text = f"甲\n\n3-1\n\n{PAGE}\n3-2\n\n丙\n"
    assert roles(text) == [("頁碼", "3-1"), ("頁碼", "3-2")]


def test_contents_may_end_in_a_page_behind_one_space_or_none() -> None:
    text = "目次\n壹、前言 1\n貳、成果2\n壹、前言\n內文。\n貳、成果\n"
    assert texts(text) == ["壹、前言", "內文。", "貳、成果"]


def test_what_the_end_of_a_page_cut_stands_together_again() -> None:
    table = "計畫名稱\t金額\n甲\t1\n\n7\n\n乙\t2\n丙\t3\n"
    text = f"{PAGE}\n6\n\n{PAGE}{table}"
    assert roles(text) == [("頁碼", "6"), ("頁碼", "7")]
    (found,) = tables(text)
    assert grid(found) == [["計畫名稱", "金額"], ["甲", "1"], ["乙", "2"], ["丙", "3"]]


def test_heads_of_several_lines_are_furniture() -> None:
    pages = [
        f"示範局\n工作報告\n\n{body}的事。\n{PAGE}{number}\n\f"
        for number, body in enumerate("甲乙丙丁", 8)
    ]
    found = roles("".join(pages))
    assert found.count(("頁首", "示範局")) == 3
    assert found.count(("頁首", "工作報告")) == 3


def test_a_line_that_repeats_but_for_an_amount_is_text() -> None:
    pages = [
        f"{body}的事。\n核定 {amount}\n\f"
        for body, amount in zip("甲乙丙丁", (32, 18, 24, 77), strict=True)
    ]
    assert roles("".join(pages)) == []


def test_a_line_that_comes_back_page_after_page_is_furniture_without_page_numbers() -> None:
    body = [f"第{page}頁的第{line}件事。" for page in range(6) for line in range(40)]
    lines = [
        x for at, line in enumerate(body) for x in ([line] if at % 40 else ["示範局工作報告", line])
    ]
    assert roles("\n".join(lines)) == [("頁首", "示範局工作報告")] * 5
    # A label in a form comes back too, but always over the same line.
    form = [
        x for at, line in enumerate(body) for x in ([line] if at % 40 else ["指標", "名稱", line])
    ]
    assert roles("\n".join(form)) == []
