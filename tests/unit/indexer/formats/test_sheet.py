from __future__ import annotations

import pytest
from made import odt, xlsx

from indexer.blocks import Table, Text
from indexer.formats import sniff
from indexer.formats.sheet import read_csv, read_ods, read_xlsx


def cells(blocks: tuple[object, ...]) -> list[list[tuple[str, int, int]]]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [[(c.text, c.colspan, c.rowspan) for c in row.cells] for row in table.rows]


def plain(blocks: tuple[object, ...]) -> list[list[str]]:
    return [[text for text, _, _ in row] for row in cells(blocks)]


def test_csv_keeps_quoted_lines_and_drops_empty_ends() -> None:
    data = '指標,目標值,\r\n"提升率\r\n（%）","1,240",\r\n,,\r\n'.encode("utf-8-sig")
    assert plain(read_csv(data).blocks) == [["指標", "目標值"], ["提升率\n（%）", "1,240"]]


@pytest.mark.parametrize(
    ("text", "suffix", "format_name"),
    [
        ("指標,目標\n甲,1\n", "", "csv"),
        ("指標;目標\n甲;1\n", "", "csv"),
        ("一、依據 A, B 辦理\n二、檢討\n", "", "text"),
        ("指標,目標\n甲,1,註\n", ".csv", "csv"),
        ("指標,目標\n甲,1,註\n", ".txt", "text"),
        ("職業災害\n預防\n", ".csv", "text"),
    ],
)
def test_csv_is_known_by_its_content(text: str, suffix: str, format_name: str) -> None:
    assert sniff(text.encode(), suffix) == format_name


def test_xlsx_strings_numbers_and_merges() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>目標</t>'
        '</is></c></row><row r="2"><c r="A2" t="str"><v>甲</v></c><c r="B2"><v>0.1</v></c>'
        '<c r="C2" s="1"><v>0.855</v></c></row><row r="3"><c r="B3"><v>1240</v></c>'
        '<c r="C3" s="2"><v>45658</v></c></row><row r="4" hidden="1"><c r="A4"><v>9</v></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="A2:A3"/></mergeCells>'
    )
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="3"/></cellXfs>'
    read = read_xlsx(xlsx(sheet, strings=["指標"], styles=styles))
    assert cells(read.blocks) == [
        [("指標", 2, 1), ("目標", 1, 1)],
        [("甲", 1, 2), ("0.1", 1, 1), ("85.50%", 1, 1)],
        [("1240", 1, 1), ("2025/1/1", 1, 1)],
    ]


def test_a_hidden_sheet_is_left_out_and_told() -> None:
    sheet = '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>'
    read = read_xlsx(xlsx(sheet, state="hidden"))
    assert read.text == "甲\n"
    assert read.warnings == ("略過隱藏的工作表：工作表2",)


def test_sheets_stand_under_their_names_where_there_are_several() -> None:
    sheet = '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData>'
    blocks = read_xlsx(xlsx(sheet, state="visible")).blocks
    assert [block.text for block in blocks if isinstance(block, Text)] == ["工作表1", "工作表2"]


def test_ods_cells_are_read_as_shown() -> None:
    body = (
        '<table:table table:name="指標"><table:table-row><table:table-cell><text:p>指標</text:p>'
        '</table:table-cell><table:table-cell office:value="0.5"><text:p>50%</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16382"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048575">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    assert plain(read_ods(odt(body, kind="spreadsheet")).blocks) == [["指標", "50%"]]
