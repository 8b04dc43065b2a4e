from __future__ import annotations

import io
import re
import zipfile

import pytest
from made import docx, listed, numbering, p, xlsx, zipped

from indexer.blocks import Furniture, Table, Text
from indexer.formats import read_bytes
from indexer.formats.docx import read_docx
from search.errors import DocumentError

PLAN = numbering(
    [
        ("ideographLegalTraditional", "%1、"),
        ("taiwaneseCountingThousand", "（%2）"),
        ("decimal", "%3."),
    ]
)


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_docx(data).blocks if isinstance(block, Text)]


def table(data: bytes) -> Table:
    (found,) = (block for block in read_docx(data).blocks if isinstance(block, Table))
    return found


def test_automatic_numbers_are_written_out() -> None:
    body = (
        listed("目標")
        + listed("培訓", 1)
        + listed("輔導", 1)
        + listed("開班", 2)
        + p("說明")
        + listed("重要計畫")
        + listed("檢查", 1)
    )
    assert texts(docx(body, numbering=PLAN)) == [
        "壹、目標", "（一）培訓", "（二）輔導", "1.開班", "說明", "貳、重要計畫", "（一）檢查",
    ]  # fmt: skip


def test_lists_of_one_definition_go_on_counting_unless_one_starts_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    lists = numbering([("decimal", "%1.")], n1="", n2="", n3=override)
    body = "".join(listed("甲", 0, number) for number in (1, 2, 3, 3))
    assert texts(docx(body, numbering=lists)) == ["1.甲", "2.甲", "1.甲", "2.甲"]


def test_numbers_come_from_styles_too_and_can_be_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="Item"><w:basedOn w:val="Base"/></w:style>'
    )
    body = (
        p("有", '<w:pStyle w:val="Item"/>')
        + p("無", '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("又有", '<w:pStyle w:val="Item"/>')
    )
    assert texts(docx(body, styles=styles, numbering=PLAN)) == ["壹、有", "無", "貳、又有"]


def test_headings_have_the_level_that_their_style_says() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="C"><w:basedOn w:val="A"/></w:style>'
    )
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in "ABC") + p("D")
    blocks = read_docx(docx(body, styles=styles)).blocks
    assert [block.level for block in blocks if isinstance(block, Text)] == [2, 1, 2, None]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_become_spans_and_header_rows_are_marked() -> None:
    body = (
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>"
        + cell("工作計畫", '<w:gridSpan w:val="2"/>')
        + cell("類別")
        + "</w:tr><w:tr>"
        + cell("綜合規劃", '<w:vMerge w:val="restart"/>')
        + cell("研究")
        + cell("社會發展")
        + "</w:tr><w:tr>"
        + cell("", "<w:vMerge/>")
        + cell("管考")
        + cell("其他")
        + "</w:tr></w:tbl>"
    )
    rows = table(docx(body)).rows
    assert [[(c.text, c.colspan, c.rowspan) for c in row.cells] for row in rows] == [
        [("工作計畫", 2, 1), ("類別", 1, 1)],
        [("綜合規劃", 1, 2), ("研究", 1, 1), ("社會發展", 1, 1)],
        [("管考", 1, 1), ("其他", 1, 1)],
    ]
    assert [(row.number, row.is_header) for row in rows] == [(1, True), (2, False), (3, False)]


def test_paragraphs_of_a_cell_are_lines_with_their_numbers() -> None:
    inside = listed("開班", 2) + listed("輔導", 2) + p("")
    body = f"<w:tbl><w:tr><w:tc>{inside}</w:tc>{cell('甲')}</w:tr></w:tbl>"
    assert table(docx(body, numbering=PLAN)).rows[0].cells[0].text == "1.開班\n2.輔導"


def test_a_table_in_a_cell_becomes_lines_of_that_cell() -> None:
    inner = f"<w:tbl><w:tr>{cell('一')}{cell('二')}</w:tr><w:tr>{cell('三')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('甲')}{inner}{p('')}</w:tc>{cell('乙')}</w:tr></w:tbl>"
    assert [c.text for c in table(docx(body)).rows[0].cells] == ["甲\n一 二\n三", "乙"]


def test_a_frame_of_one_cell_around_a_table_is_taken_off() -> None:
    inner = f"<w:tbl><w:tr>{cell('一')}{cell('二')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{p('標題')}{inner}{p('')}</w:tc></w:tr></w:tbl>"
    first, second = read_docx(docx(body)).blocks
    assert isinstance(first, Text)
    assert first.text == "標題"
    assert isinstance(second, Table)
    assert second.number == 1


def test_tracked_changes_are_accepted_and_told() -> None:
    body = (
        "<w:p><w:r><w:t>補助</w:t></w:r><w:del><w:r><w:delText>一千</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>二千</w:t></w:r></w:ins><w:r><w:t>元</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>'
        + p("後半")
    )
    read = read_docx(docx(body))
    assert [block.text for block in read.blocks if isinstance(block, Text)] == [
        "補助二千元",
        "前半後半",
    ]
    assert [one.told for one in read.omissions] == [
        "追蹤修訂以全部接受處理（插入 1 處、刪除 1 處）"
    ]


def test_hidden_text_and_comments_are_left_out_and_told() -> None:
    body = (
        "<w:p><w:r><w:t>公開</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>內部</w:t></w:r>"
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    read = read_docx(docx(body))
    assert read.text == "公開\n"
    assert [one.told for one in read.omissions] == ["略過隱藏文字 2 字"]
    assert read.warnings == ("略過註解 1 則",)


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('方塊')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>後</w:t></w:r></w:p>"
    )
    assert texts(docx(body)) == ["前後", "方塊"]


def test_footnotes_follow_their_paragraph_and_endnotes_the_text() -> None:
    body = (
        '<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        '<w:p><w:r><w:t>乙</w:t></w:r><w:r><w:endnoteReference w:id="3"/></w:r></w:p>' + p("丙")
    )
    data = docx(
        body,
        footnotes=f'<w:footnote w:id="2">{p("依統計")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{p("資料來源")}</w:endnote>',
    )
    assert texts(data) == ["甲", "註1：依統計", "乙", "丙", "註1：資料來源"]


def test_headers_footers_and_page_numbers_are_furniture() -> None:
    page = (
        '<w:p><w:r><w:t>第</w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r>'
        "</w:fldSimple><w:r><w:t>頁</w:t></w:r></w:p>"
    )
    blocks = read_docx(docx(p("內文"), header1=p("示範市政府"), footer1=page)).blocks
    assert [(b.role, b.text) for b in blocks if isinstance(b, Furniture)] == [
        ("頁首", "示範市政府"),
        ("頁碼", "第3頁"),
    ]


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_a_table_of_contents_is_furniture_and_field_codes_are_not_text() -> None:
    body = (
        f"<w:p>{mark('begin')}<w:r><w:instrText> TOC \\o </w:instrText></w:r>{mark('separate')}"
        f"<w:r><w:t>壹、目標</w:t><w:tab/><w:t>1</w:t></w:r></w:p>"
        f"<w:p><w:r><w:t>貳、計畫</w:t></w:r>{mark('end')}</w:p>" + p("壹、目標")
    )
    blocks = read_docx(docx(body)).blocks
    assert [type(block).__name__ for block in blocks] == ["Furniture", "Furniture", "Text"]
    assert [block.text for block in blocks if isinstance(block, Furniture)] == [
        "壹、目標 1",
        "貳、計畫",
    ]


def test_a_heading_broken_by_hand_is_one_and_lines_of_a_paragraph_are_several() -> None:
    broken = "<w:r><w:t>示範市</w:t><w:br/><w:t>施政計畫</w:t></w:r>"
    body = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{broken}</w:p><w:p>{broken}</w:p>'
    assert texts(docx(body)) == ["示範市施政計畫", "示範市", "施政計畫"]


def test_a_document_without_text_says_so() -> None:
    with pytest.raises(DocumentError, match="沒有可讀的文字"):
        read_docx(docx(p(" ")))


def chunk(content: bytes, name: str) -> list[str]:
    data = docx(
        p("前") + f'<w:altChunk r:id="{name}"/>' + p("後"), files={name: ("aFChunk", content)}
    )
    return [
        block.text if isinstance(block, Text) else "|".join(c.text for c in block.rows[0].cells)
        for block in read_docx(data).blocks
        if not isinstance(block, Furniture)
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("<html><p>中</p><table><tr><td>甲</td><td>乙</td></tr></table></html>".encode(), "a.htm"),
        (docx(p("中") + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p>"
              "<w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"), "a.docx"),
        (
            b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            + "<p>中</p><table><tr><td>甲</td><td>乙</td></tr></table>".encode(),
            "a.mht",
        ),
    ],
)  # fmt: skip
def test_a_file_put_in_stands_in_its_place(content: bytes, name: str) -> None:
    assert chunk(content, name) == ["前", "中", "甲|乙", "後"]


def test_a_file_put_in_again_and_again_ends() -> None:
    inner = docx(p("底"))
    for _ in range(5):
        inner = docx(p("層") + '<w:altChunk r:id="a.docx"/>', files={"a.docx": ("aFChunk", inner)})
    read = read_docx(inner)
    assert read.text == "層\n" * 4
    assert [one.reason for one in read.omissions] == ["object"]


def test_an_embedded_sheet_is_read_and_what_is_no_document_told() -> None:
    sheet = xlsx(
        '<sheetData><row r="1"><c r="A1" t="str"><v>甲</v></c><c r="B1" t="str"><v>乙</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row></sheetData>'
    )
    body = p("附表") + "".join(
        f'<w:p><w:r><w:object><o:OLEObject Type="Embed" r:id="{name}"/></w:object></w:r></w:p>'
        for name in ("s.xlsx", "e.bin", "gone")
    )
    read = read_docx(
        docx(body, files={"s.xlsx": ("package", sheet), "e.bin": ("oleObject", b"\0\1\2" * 99)})
    )
    assert read.text == "附表\n甲\t乙\n1\t2\n"
    assert [(one.reason, one.place) for one in read.omissions] == [("object", "「附表」之後")] * 2


def test_fields_without_a_result_are_printed_or_told() -> None:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    codes = (r"eq \f(甲,乙)", r"EQ \o\ac(○,21)", "XE 索引", "AUTONUM", r"SYMBOL 254 \f Wingdings")
    body = "<w:p><w:r><w:t>率</w:t></w:r>" + "".join(
        f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{end}" for code in codes
    )
    box = body + (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/>'
        "</w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText>"
        f"</w:r>{end}</w:p>"
    )
    read = read_docx(docx(box))
    assert read.text == "率甲/乙㉑☑☑\n"
    assert [one.told for one in read.omissions] == [
        "文件開頭有功能變數（AUTONUM）沒有存下結果，沒有讀到"
    ]


def test_formulas_are_a_line() -> None:
    body = (
        "<w:p><w:r><w:t>率＝</w:t></w:r><m:oMath><m:f><m:num><m:r><m:t>甲-乙</m:t></m:r></m:num>"
        "<m:den><m:r><m:t>丙</m:t></m:r></m:den></m:f><m:rad><m:deg/><m:e><m:r><m:t>丁</m:t></m:r>"
        "</m:e></m:rad></m:oMath></w:p>"
    )
    assert texts(docx(body)) == ["率＝(甲-乙)/丙√丁"]


def test_deleted_cells_and_hidden_rows_are_left_out_and_told() -> None:
    cell = "<w:tc><w:tcPr>%s</w:tcPr><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>"
    body = (
        "<w:tbl><w:tr>" + cell % ("", "留") + cell % ("<w:cellDel/>", "舊值") + cell % ("", "新")
        + "</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>" + cell % ("", "藏起來") + "</w:tr></w:tbl>"
    )  # fmt: skip
    read = read_docx(docx(body))
    assert read.text == "留\t新\n"
    assert [(one.reason, one.characters) for one in read.omissions] == [
        ("hidden", 3),
        ("deleted", 2),
    ]


def test_large_pictures_are_told_with_their_place() -> None:
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="%d" cy="%d"/><a:blip/></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )
    read = read_docx(docx(p("預算") + drawing % (9_000_000, 900_000) + drawing % (90_000, 90_000)))
    assert [(one.reason, one.place) for one in read.omissions] == [("image", "「預算」之後")]


def test_strict_and_flat_files_are_read_as_any_other() -> None:
    data = docx(p("甲"))
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    strict = {
        name: re.sub(rb"http://schemas.openxmlformats.org/(\w+)/2006/(main|relationships/)",
                     rb"http://purl.oclc.org/ooxml/\1/\2", content)
        for name, content in members.items()
    }  # fmt: skip
    assert b"purl" in strict["word/document.xml"]
    assert read_bytes(zipped(strict)).text == "甲\n"
    flat = "".join(
        f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content.decode()}</pkg:xmlData></pkg:part>'
        for name, content in members.items()
        if not name.startswith("[")
    )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    whole = f'<?xml version="1.0"?><pkg:package xmlns:pkg="{space}">{flat}</pkg:package>'
    assert read_bytes(whole.encode()).text == "甲\n"


def test_a_paragraph_whose_end_is_hidden_or_deleted_goes_on_or_stands_alone() -> None:
    hidden, deleted = ("<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:del/></w:rPr>")
    cell = f"<w:tbl><w:tr><w:tc>{p('格', deleted)}</w:tc></w:tr></w:tbl>"
    body = p("標題。", hidden) + p("內文") + p("末", deleted) + cell + p("又末", deleted)
    read = read_docx(docx(body))
    assert read.text == "標題。內文\n末\n格\n又末\n"


def test_characters_that_an_office_made_are_told_with_what_stands_round_them() -> None:
    read = read_bytes(docx(p("主任陳\ue123明核定")))
    assert [(one.reason, one.characters) for one in read.omissions] == [("unknown-characters", 1)]
    assert "「主任陳\ue123明核定」" in read.omissions[0].told
