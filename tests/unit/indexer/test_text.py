from __future__ import annotations

import pytest
from small_texts import grid, read, roles, tables, texts

from indexer.blocks import Table, Text
from indexer.layout.text_paragraphs import tidy

LONG = "本府為提升職場安全辦理各項輔導與訓練並結合民間團體推動自主管理"


def wrapped(*paragraphs: str, width: int = 20) -> str:
    """Paragraphs broken into lines of so many characters."""
    return "\n".join(
        paragraph[at : at + width]
        for paragraph in paragraphs
        for at in range(0, len(paragraph), width)
    )


def test_wrapped_lines_are_rejoined_and_headings_are_not() -> None:
    paragraphs = [
        "壹、年度施政目標",
        "一、提升職場安全",
        *[f"（{number}）{LONG * 3}，並追蹤{number}項成果。" for number in "一二三四五六"],
        "二、促進就業",
        f"（一）{LONG * 2}。",
    ]
    assert texts(wrapped(*paragraphs)) == paragraphs


def test_a_short_line_ends_a_paragraph_of_wrapped_text() -> None:
    paragraphs = [LONG * 4 + "。", "工作重點", LONG * 4 + "。", "辦理單位", LONG * 4 + "。"]
    assert texts(wrapped(*paragraphs)) == paragraphs


def test_a_paragraph_that_a_page_end_cuts_is_rejoined() -> None:
    half = wrapped(*[LONG * 4 + "。"] * 3)
    lines = half.split("\n")
    lines[3:3] = ["", "第 2 頁", ""]
    assert texts("\n".join(lines)) == [LONG * 4 + "。"] * 3


def test_latin_words_keep_their_space_where_lines_are_rejoined() -> None:
    body = [LONG * 3 + "。"] * 5
    lines = [
        *wrapped(*body).split("\n"),
        LONG[:15] + "採用 Open",
        "Data 規格" + LONG[:15],
        "辦理。",
    ]
    assert texts("\n".join(lines))[-1] == f"{LONG[:15]}採用 Open Data 規格{LONG[:15]}辦理。"


def test_lines_of_unwrapped_text_are_paragraphs() -> None:
    assert texts("本府辦理訓練\n本府補助設備\n") == ["本府辦理訓練", "本府補助設備"]


def test_a_sentence_that_a_blank_line_cuts_is_rejoined() -> None:
    start = "本府推動多項措施；其中職業安全訓練課程由各區輔導團隊分別規劃並且"
    assert texts(f"{start}\n\n完成辦理。\n") == [f"{start}完成辦理。"]
    assert texts(f"{start}。\n\n完成辦理。\n") == [f"{start}。", "完成辦理。"]


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("內　　政", "內政"),
        ("壹、勞　動　部", "壹、勞動部"),
        ("第一章　前言", "第一章　前言"),
        ("第一章　前　言", "第一章　前言"),
        ("示範市政府　勞工局", "示範市政府　勞工局"),
        ("勞 動 部", "勞 動 部"),
        ("本府推動，  落實管理。", "本府推動，落實管理。"),
        (
            "本府推動各項職業安全衛生輔導 計畫，並結合民間團體辦理。",
            "本府推動各項職業安全衛生輔導計畫，並結合民間團體辦理。",
        ),
        (
            "示範市政府勞工局　一百零九年度施政計畫暨預算重點說明資料",
            "示範市政府勞工局　一百零九年度施政計畫暨預算重點說明資料",
        ),
        ("採用 ISO 標準", "採用 ISO 標準"),
    ],
)
def test_spaces_of_a_layout(raw: str, tidied: str) -> None:
    assert tidy(raw) == tidied


@pytest.mark.parametrize(
    ("raw", "text", "level"),
    [
        ("# 前言", "前言", 1),
        ("### （一）訪視", "（一）訪視", 3),
        ("**前言**", "前言", None),
        ("- （一）訪視", "（一）訪視", None),
        ("  前言  ", "前言", None),
        ("<p>前言</p>", "前言", None),
    ],
)
def test_marks_of_markdown(raw: str, text: str, level: int | None) -> None:
    (block,) = read(raw).blocks
    assert isinstance(block, Text)
    assert (block.text, block.level, block.line) == (text, level, 1)
    assert [raw[a:b] for a, b in block.spans] == [raw.strip()]


def test_pages_of_blocks() -> None:
    assert [block.page for block in read("甲。\n\f乙。\n").blocks] == [1, 2]


def test_pipes() -> None:
    text = "說明如下。\n\n| 計畫項目 | 實施內容 |\n|:---|---:|\n| **訪視** | 辦理。 |\n| 補助 |  |\n\n結語。"
    (table,) = tables(text)
    assert grid(table) == [["計畫項目", "實施內容"], ["訪視", "辦理。"], ["補助", ""]]
    assert [row.is_header for row in table.rows] == [True, False, False]
    assert texts(text) == ["說明如下。", "結語。"]
    assert [role for role, _ in roles(text)] == ["標記"]


def test_a_pipe_in_prose_is_no_table() -> None:
    assert texts("甲|乙\n丙|丁") == ["甲|乙", "丙|丁"]


HTML = "<table border=1>\n<tr><th>計畫項目</th><th>實施內容</th></tr>\n<tr><td>訪視&amp;輔導</td><td>辦理。</td></tr>\n</table>"


def test_html_tables() -> None:
    text = f"說明。\n{HTML}\n結語。"
    (table,) = tables(text)
    assert grid(table) == [["計畫項目", "實施內容"], ["訪視&輔導", "辦理。"]]
    assert (table.number, table.line) == (1, 2)
    assert [row.line for row in table.rows] == [3, 4]
    assert texts(text) == ["說明。", "結語。"]


def test_spans_of_html_tables_are_merged_cells() -> None:
    (table,) = tables(
        "<table><tr><td rowspan=2>檢查</td><td colspan='2'>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>"
    )
    assert [(c.text, c.rowspan, c.colspan) for c in table.rows[0].cells] == [
        ("檢查", 2, 1),
        ("甲", 1, 2),
    ]


@pytest.mark.parametrize(
    ("text", "tables_", "texts_"),
    [
        # Text before and behind a table on its own lines.
        ("前<table><tr><td>甲</td></tr></table>後", [[["甲"]]], ["前", "後"]),
        (
            "<table><tr><td>甲</td></tr></table><table><tr><td>乙</td></tr></table>",
            [[["甲"]], [["乙"]]],
            [],
        ),
        # A table that is never closed is none: it would take the rest of the file.
        ("<table>\n<tr><td>甲\n乙。", [], ["<table>", "<tr><td>甲", "乙。"]),
        # Text outside the cells.
        ("<table><caption>表一</caption><tr><td>甲</td></tr></table>", [[["甲"]]], ["表一"]),
        ("<table><tr><td>甲</td></tr>漏<tr><td>乙</td></tr></table>", [[["甲 漏"], ["乙"]]], []),
        ("<table></table>", [], []),
        ("<table>\n無列\n</table>", [], ["無列"]),
        # A table inside a cell.
        (
            "<table><tr><td>甲<table><tr><td>乙</td></tr></table></td></tr></table>後",
            [[["甲"], ["乙"]]],
            ["後"],
        ),
    ],
)
def test_careless_html(text: str, tables_: list[list[list[str]]], texts_: list[str]) -> None:
    assert [grid(table) for table in tables(text)] == tables_
    assert texts(text) == texts_


def test_tables_and_text_stand_in_reading_order() -> None:
    text = "甲。\n計畫項目\t實施內容\n訪視\t辦理。\n乙。\n"
    assert [type(block) for block in read(text).blocks] == [Text, Table, Text]
    assert [block.line for block in read(text).blocks] == [1, 2, 4]
