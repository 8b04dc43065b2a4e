"""Tables whose columns a PDF extraction broke, made small: one program, three projects a page."""

from __future__ import annotations

import pytest
from small_texts import grid, one, passages, read, roles, split, tables

from indexer.blocks import Cell, Row, Table
from indexer.tables.broken_columns import are_broken, paper_width, regroup
from indexer.tables.legible import legible

HEAD = ("工作計畫名稱", "重要計畫項目", "實施內容")
LINES = (
    "一、辦理營造工地聯合稽查與宣導活動全年四百場次並追蹤改善情形以提升安全",
    "水準，結合公會與職業工會推動自主管理制度建立輔導團隊協助中小型事業單位",
    "改善作業環境與設備更新，補助經費並辦理教育訓練及觀摩活動，落實源頭管理",
    "與分級輔導。",
)
CONTENT = "".join(LINES)
NAMES = "甲乙丙丁戊"


def page(names: str, joined: str = "\t", *, first: bool = True) -> list[str]:
    """Printed lines of a project for each name: a program and a name over two lines each."""
    out = []
    for place, name in enumerate(names):
        program = ("勞動檢查業", "務推動") if first and place == 0 else ("", "")
        out += [
            f"{program[0]}\t營造工地減災{joined}{LINES[0]}",
            f"{program[1]}\t計畫{name}{joined}{LINES[1]}",
            f"\t{joined}{LINES[2]}",
            f"\t{joined}{LINES[3]}",
        ]
    return out


def text_of(*pages: list[str]) -> str:
    return "\n\n".join("\n".join(lines) for lines in pages) + "\n"


def rows_of(lines: list[str]) -> list[Row]:
    return [
        Row(tuple(Cell(text) for text in line.split("\t")), number)
        for number, line in enumerate(lines, 1)
    ]


WHOLE = [
    ["勞動檢查業務推動", "營造工地減災計畫甲", CONTENT],
    *(["", f"營造工地減災計畫{name}", CONTENT] for name in NAMES[1:]),
]


def test_printed_lines_become_rows() -> None:
    text = text_of(["\t".join(HEAD), *page(NAMES)])
    (table,) = tables(text)
    assert table.damaged
    assert grid(table) == [list(HEAD), *WHOLE]
    assert [row.line for row in table.rows[1:3]] == [2, 6]


@pytest.mark.parametrize(
    ("head", "joined"),
    [
        # Each page has its header; where the converter cut it apart the lines may be whole.
        ("\t".join(HEAD), "\t"),
        ("工作計畫\t名稱\t重要計畫項目\t實施內容", "\t"),
        ("工作計畫名稱\t重要計畫\t項目實施\t內容", "\t"),
        # A name runs together with the text beside it: the widths on paper tell them apart.
        ("工作計畫名稱\t重要計畫項目實施內容", ""),
    ],
)
def test_a_page_is_mapped_by_its_own_header(head: str, joined: str) -> None:
    second = page("己庚", joined, first=False)
    text = text_of(["\t".join(HEAD), *page(NAMES)], [head, *second])
    (table,) = tables(text)
    assert len(table.rows) == 8
    assert [row[2] for row in grid(table)[1:]] == [CONTENT] * 7
    assert grid(table)[1:6] == WHOLE
    assert [row[1] for row in grid(table)[6:]] == ["營造工地減災計畫己", "營造工地減災計畫庚"]
    assert roles(text)[-1] == ("重複表頭", head.replace("\t", " "))


def test_ghost_lines_are_furniture_and_rows_say_that_they_are_damaged() -> None:
    lines = page(NAMES)
    lines.insert(8, "| / l\t. ,\t- ~ '")
    text = text_of(["\t".join(HEAD), *lines])
    (table,) = tables(text)
    assert ("無法辨識", "| / l . , - ~ '") in roles(text)
    assert len(table.rows) == 6


def test_a_lost_line_damages_its_row_alone() -> None:
    lines = page(NAMES)
    lines[4] = "\t營造工地減災\t. ' ~ -"
    text = text_of(["\t".join(HEAD), *lines])
    damaged = [p.title for p in passages(text, "project") if p.damaged]
    assert damaged == ["營造工地減災計畫乙"]


def test_all_characters_are_kept() -> None:
    text = text_of(
        ["\t".join(HEAD), *page(NAMES)], ["工作計畫名稱\t重要計畫項目實施內容", *page("己庚", "")]
    )
    document = split(text)
    assert document.covered == document.characters
    assert not document.uncovered


def test_tables_of_whole_rows_are_not_broken() -> None:
    rows = [f"業務{n}\t項目{n}\t辦理第{n}項工作。" for n in range(40)]
    (table,) = tables("\n".join(["\t".join(HEAD), *rows]))
    assert not table.damaged
    assert len(table.rows) == 41
    assert not are_broken([rows_of(rows)])
    assert not are_broken([])


def test_without_a_legible_header_nothing_is_regrouped() -> None:
    assert regroup([rows_of(["甲\t乙\t丙", *page(NAMES)])], 1) is None


@pytest.mark.parametrize(
    ("text", "wide"),
    [("甲乙", 4), ("甲,乙", 6), ("甲，乙", 6), ("(甲)", 6), (" 甲 ", 2), ("ab", 2)],
)
def test_width_on_paper(text: str, wide: int) -> None:
    assert paper_width(text) == wide


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("勞動檢查", "勞動檢查"),
        ("「友善」職場、計畫（甲）", "「友善」職場、計畫（甲）"),
        ("5-7-1", "5-7-1"),
        ("ISO45001", "ISO45001"),
        ("l / | ,", ""),
        ("勞動 l i | 檢查", "勞動檢查"),
        # Characters outside Big5 are strokes that were taken for characters.
        ("们这", ""),
        ("", ""),
    ],
)
def test_what_can_be_read_of_a_narrow_cell(cell: str, seen: str) -> None:
    assert legible(cell) == seen


def test_columns_of_white_space_are_read_like_columns_of_tabs() -> None:
    text = (
        "工作計畫名稱      重要計畫項目      實施內容\n"
        "勞動檢查業務      營造減災          辦理稽查。\n"
        "                                    辦理宣導。\n"
        "職業訓練業務      青年就業          開設課程。\n\n參、結語\n"
    )
    table = next(block for block in read(text).blocks if isinstance(block, Table))
    assert grid(table) == [
        list(HEAD),
        ["勞動檢查業務", "營造減災", "辦理稽查。\n辦理宣導。"],
        ["職業訓練業務", "青年就業", "開設課程。"],
    ]


def test_prose_with_gaps_is_no_table() -> None:
    assert tables("主旨    說明\n本府辦理各項工作，敬請參考。\n") == []
    assert one("主旨    說明\n本府辦理各項工作，敬請參考。\n", "narrative").title == "前言"


def test_headers_may_stand_centred_over_their_columns() -> None:
    text = (
        "    工作計畫名稱         重要計畫項目              實施內容\n"
        "消防業務            充實車輛            購置水箱車，並辦理駕駛\n"
        "                    與裝備              訓練。\n"
        "                    招募義消            辦理說明會。\n"
    )
    (table,) = tables(text)
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == [
        ["消防業務", "充實車輛與裝備", "購置水箱車，並辦理駕駛訓練。"],
        ["", "招募義消", "辦理說明會。"],
    ]
