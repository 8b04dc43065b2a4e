from __future__ import annotations

import pytest
from made import ODF, list_style, odt

from indexer.blocks import Furniture, Table, Text
from indexer.formats.odt import read_odt
from search.errors import DocumentError

PLAN = list_style(
    "L", [("", "壹, 貳, 參, ...", "、"), ("（", "一, 二, 三, ...", "）"), ("", "1", ".")]
)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_odt(data).blocks if isinstance(block, Text)]


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def item(text: str, inner: str = "", attributes: str = "") -> str:
    return f"<text:list-item{attributes}>{p(text)}{inner}</text:list-item>"


def test_list_numbers_are_written_out_level_by_level() -> None:
    second = f"<text:list>{item('培訓')}{item('輔導')}</text:list>"
    body = f'<text:list text:style-name="L">{item("目標", second)}{item("計畫")}</text:list>'
    assert texts(odt(body, automatic=PLAN)) == ["壹、目標", "（一）培訓", "（二）輔導", "貳、計畫"]


def test_a_list_goes_on_where_it_says_so_and_starts_where_it_is_told() -> None:
    body = (
        f'<text:list text:style-name="L">{item("甲")}</text:list>{p("說明")}'
        f'<text:list text:style-name="L" text:continue-numbering="true">{item("乙")}</text:list>'
        f'<text:list text:style-name="L">{item("丙")}'
        f"{item('丁', attributes=' text:start-value=' + chr(34) + '6' + chr(34))}</text:list>"
    )
    assert texts(odt(body, automatic=PLAN)) == ["壹、甲", "說明", "貳、乙", "壹、丙", "陸、丁"]


def test_only_the_first_paragraph_of_an_item_is_numbered() -> None:
    body = (
        f'<text:list text:style-name="L"><text:list-header>{p("前言")}</text:list-header>'
        f"<text:list-item>{p('甲')}{p('續')}</text:list-item>{item('乙')}</text:list>"
    )
    assert texts(odt(body, automatic=PLAN)) == ["前言", "壹、甲", "續", "貳、乙"]


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-suffix="."/></text:outline-style>'
    )
    body = (
        '<text:h text:outline-level="1">目標</text:h><text:h text:outline-level="2">次標</text:h>'
    )
    blocks = read_odt(odt(body, styles=outline)).blocks
    assert [(b.text, b.level) for b in blocks if isinstance(b, Text)] == [
        ("1.目標", 1),
        ("次標", 2),
    ]


def test_merged_cells_repeated_cells_and_header_rows() -> None:
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        f'<table:table-cell table:number-columns-spanned="2">{p("計畫")}</table:table-cell>'
        f"<table:covered-table-cell/><table:table-cell>{p('類別')}</table:table-cell>"
        "</table:table-row></table:table-header-rows><table:table-row>"
        f'<table:table-cell table:number-rows-spanned="2">{p("規劃")}</table:table-cell>'
        f'<table:table-cell table:number-columns-repeated="2">{p("同")}</table:table-cell>'
        "</table:table-row><table:table-row><table:covered-table-cell/>"
        f"<table:table-cell>{p('管考')}{p('追蹤')}</table:table-cell><table:table-cell/>"
        "</table:table-row></table:table>"
    )
    (table,) = (block for block in read_odt(odt(body)).blocks if isinstance(block, Table))
    assert [[(c.text, c.colspan, c.rowspan) for c in row.cells] for row in table.rows] == [
        [("計畫", 2, 1), ("類別", 1, 1)],
        [("規劃", 1, 2), ("同", 1, 1), ("同", 1, 1)],
        [("管考\n追蹤", 1, 1), ("", 1, 1)],
    ]
    assert [row.is_header for row in table.rows] == [True, False, False]


def test_deletions_notes_boxes_and_comments() -> None:
    body = (
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        f"{p('刪去的字')}</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>甲<text:change text:change-id="c"/><text:note text:note-class="footnote">'
        f"<text:note-citation>1</text:note-citation><text:note-body>{p('依統計')}</text:note-body>"
        f"</text:note><office:annotation>{p('請查')}</office:annotation>"
        f"<draw:frame><draw:text-box>{p('方塊')}</draw:text-box></draw:frame>乙</text:p>"
    )
    read = read_odt(odt(body))
    assert [b.text for b in read.blocks if isinstance(b, Text)] == ["甲乙", "註1：依統計", "方塊"]
    assert [one.told for one in read.omissions] == [
        "追蹤修訂以全部接受處理（插入 0 處、刪除 1 處）"
    ]
    assert read.warnings == ("略過註解 1 則",)


def test_hidden_text_is_left_out_and_told() -> None:
    hidden = (
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    body = '<text:p>公開<text:span text:style-name="H">內部</text:span></text:p>'
    read = read_odt(odt(body, automatic=hidden))
    assert read.text == "公開\n"
    assert [one.told for one in read.omissions] == ["略過隱藏文字 2 字"]


def test_contents_headers_and_footers_are_furniture() -> None:
    styles = (
        f"<style:master-page><style:header>{p('示範市')}</style:header><style:footer><text:p>"
        "<text:page-number>1</text:page-number></text:p></style:footer></style:master-page>"
    )
    body = (
        "<text:table-of-content><text:index-body><text:p>壹、目標<text:tab/>1</text:p>"
        f"</text:index-body></text:table-of-content>{p('壹、目標')}"
    )
    blocks = read_odt(odt(body, styles=styles)).blocks
    assert [(b.role, b.text) for b in blocks if isinstance(b, Furniture)] == [
        ("頁首", "示範市"),
        ("目錄", "壹、目標 1"),
        ("頁碼", "1"),
    ]


def test_line_breaks_and_blanks_are_read_as_printed() -> None:
    body = "<text:p>一、\n  甲<text:s text:c='3'/>B<text:line-break/>二、乙</text:p>"
    assert texts(odt(body)) == ["一、 甲 B", "二、乙"]


def test_a_file_without_a_body_says_so() -> None:
    with pytest.raises(DocumentError, match="沒有內文"):
        read_odt(odt("", kind="chart"))


def test_hidden_sections_are_left_out_and_told_and_protected_ones_read() -> None:
    section = "<text:section {}><text:p>{}</text:p></text:section>"
    body = (
        section.format('text:display="none"', "藏甲")
        + section.format('text:display="condition" text:is-hidden="true"', "藏乙丙")
        + section.format('text:display="condition" text:is-hidden="false"', "看")
        + section.format('text:protected="true"', "護")
    )
    read = read_odt(odt(body))
    assert read.text == "看\n護\n"
    assert [(one.reason, one.characters) for one in read.omissions] == [("hidden", 5)]


def test_objects_are_read_or_told_and_pictures_told() -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    content = f"<office:document-content {ODF}><office:body><office:{{}}></office:body></office:document-content>"
    sheet = content.format(
        f"spreadsheet><table:table><table:table-row>{cell.format('甲')}{cell.format('1')}"
        "</table:table-row></table:table></office:spreadsheet"
    )
    chart = content.format(
        "chart><text:p>件數</text:p><table:table><table:table-row>"
        f"{cell.format('乙')}{cell.format('2')}</table:table-row></table:table></office:chart"
    )
    math = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mfrac><mi>丙</mi><mi>丁</mi>'
        "</mfrac><annotation>丙 over 丁</annotation></semantics></math>"
    )
    objects = {"Object 1": sheet, "Object 2": chart, "Object 3": math}
    frame = (
        '<draw:frame svg:width="{}cm" svg:height="2cm">{}<draw:image xlink:href="x"/></draw:frame>'
    )
    body = "<text:p>附表" + "".join(
        frame.format(9, f'<draw:object xlink:href="./{name}"/>') for name in objects
    )
    body += frame.format(9, "") + frame.format(0.5, "") + frame.format(9, "<draw:object-ole/>")
    read = read_odt(odt(f"{body}</text:p>", objects=objects))
    assert read.text == "附表\n甲\t1\n件數\n乙\t2\n丙/丁\n"
    assert [one.reason for one in read.omissions] == ["object", "image", "object"]
    assert read.omissions[0].guessed
