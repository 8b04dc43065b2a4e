from __future__ import annotations

import csv
import io

import pytest
from made import odt, xlsx

from indexer.blocks import Furniture, Table, Text
from indexer.formats import sniff
from indexer.formats.delimited import read_delimited as read_csv
from indexer.formats.ods import read_ods
from indexer.formats.xlsx import read_xlsx


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
        ("指標|目標\n甲|1\n", "", "csv"),
        ("|指標|目標|\n|---|---|\n|甲|1|\n", "", "text"),
        ("指標\t目標\n甲\t1\n", "", "text"),
        ('指標\t目標\n"甲\n乙"\t1\n', "", "csv"),
        ("指標|目標\n甲|1\n", ".csv", "csv"),
        ("指標\t目標\n甲\t1\n", ".tsv", "csv"),
        ("sep=#\n甲#1\n", ".csv", "csv"),
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
    assert [one.told for one in read.omissions] == ["略過隱藏的工作表：工作表2"]


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


def test_columns_and_rows_that_are_hidden_are_left_out_alike() -> None:
    sheet = (
        '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>'
        + "".join(
            f'<row r="{row}" hidden="{int(row == 2)}">'
            + "".join(f'<c r="{c}{row}" t="str"><v>{c}{row}</v></c>' for c in "ABC")
            + "</row>"
            for row in (1, 2, 3)
        )
        + '</sheetData><mergeCells><mergeCell ref="B3:C3"/></mergeCells>'
    )
    xml = read_xlsx(xlsx(sheet))
    rows = "".join(
        f"<table:table-row table:visibility='{'filter' if row == 2 else 'visible'}'>"
        + "".join(
            f"<table:table-cell{spans}><text:p>{c}{row}</text:p></table:table-cell>"
            if not covered
            else "<table:covered-table-cell/>"
            for c, spans, covered in (
                ("A", "", False),
                ("B", ' table:number-columns-spanned="2"' if row == 3 else "", False),
                ("C", "", row == 3),
            )
        )
        + "</table:table-row>"
        for row in (1, 2, 3)
    )
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    body = f'<table:table table:name="工作表1">{columns}<table:table-column/>{rows}</table:table>'
    ods = read_ods(odt(body, kind="spreadsheet"))
    assert cells(xml.blocks) == cells(ods.blocks)
    assert plain(xml.blocks) == [["A1", "C1"], ["A3", "B3"]]
    told = "工作表「工作表1」隱藏的第 2 列、B 欄沒有讀"
    for read in (xml, ods):
        assert [(one.reason, one.told[: len(told)]) for one in read.omissions] == [("hidden", told)]


def test_sheets_that_their_style_hides_are_left_out_and_told() -> None:
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    sheet = (
        '<table:table table:name="{0}" table:style-name="{1}"><table:table-row><table:table-cell>'
        "<text:p>{0}</text:p></table:table-cell></table:table-row></table:table>"
    )
    body = sheet.format("甲", "s") + sheet.format("乙", "h")
    read = read_ods(odt(body, automatic=style, kind="spreadsheet"))
    assert read.text == "甲\n"
    assert [one.told for one in read.omissions] == ["略過隱藏的工作表：乙"]


def test_formulas_without_a_stored_value_and_cells_that_show_nothing_are_told() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1"><f>A1+1</f><v></v></c>'
        '<c r="C1" t="str"><f>A1</f><v></v></c><c r="D1" s="1"><v>5</v></c></row></sheetData>'
    )
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode=";;;"/></numFmts><cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="164"/></cellXfs>'
    )
    read = read_xlsx(xlsx(sheet, styles=styles))
    assert read.text == "甲\n"
    assert [(one.reason, one.told.split("：")[1][:2]) for one in read.omissions] == [
        ("hidden", "D1"),
        ("formula", "B1"),
    ]


def test_headers_and_footers_of_a_sheet_are_furniture() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c></row></sheetData><headerFooter>'
        '<oddHeader>&amp;C&amp;"標楷體"&amp;14青溪縣政府計畫</oddHeader><oddFooter>第&amp;P頁'
        "</oddFooter></headerFooter>"
    )
    blocks = read_xlsx(xlsx(sheet)).blocks
    furniture = [(b.text, b.role) for b in blocks if isinstance(b, Furniture)]
    assert furniture == [("青溪縣政府計畫", "頁首"), ("第頁", "頁碼")]


def test_numbers_that_are_kept_from_losing_their_zeros_are_read_as_shown() -> None:
    data = '代碼,名稱\n="00123",甲\n"=""007""",乙\n'.encode()
    assert plain(read_csv(data).blocks) == [["代碼", "名稱"], ["00123", "甲"], ["007", "乙"]]


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
def test_the_delimiter_is_the_one_that_parts_the_rows(delimiter: str) -> None:
    rows = [["計畫", "金額", "說明"], ["甲", "1,200", '含"引號"；'], ["乙", "007", "兩\n行"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert plain(read_csv(out.getvalue().encode()).blocks) == rows


def test_an_open_quotation_mark_costs_no_row() -> None:
    lines = ["計畫,說明", '"甲,1', *(f"列{at},{at}" for at in range(30_000)), '乙,5" 管']
    rows = plain(read_csv("\n".join(lines).encode()).blocks)
    assert len(rows) == 30_003
    assert (rows[1], rows[-1]) == (['"甲', "1"], ["乙", '5" 管'])


def test_very_long_lines_are_cut_to_the_columns_of_a_sheet() -> None:
    data = ("甲," * 200_000 + "\n") * 3 + '"' + "長" * 200_000
    table = plain(read_csv(data.encode()).blocks)
    assert [len(row) for row in table] == [1024] * 4
    assert len(table[3][0]) == 200_001


def test_a_cell_far_to_the_right_of_a_long_sheet_costs_no_more_than_itself() -> None:
    data = "甲,1\n" * 2_000 + "," * 1_000 + "遠\n"
    rows = plain(read_csv(data.encode()).blocks)
    assert (rows[0], rows[-1]) == (["甲", "1", ""], ["", "", "遠"])
