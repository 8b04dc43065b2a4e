from __future__ import annotations

import pytest
from made import docx, listed, numbering, p

from indexer.blocks import Furniture, Table, Text
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
    assert read.warnings == ("追蹤修訂以全部接受處理（插入 1 處、刪除 1 處）",)


def test_hidden_text_and_comments_are_left_out_and_told() -> None:
    body = (
        "<w:p><w:r><w:t>公開</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>內部</w:t></w:r>"
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    read = read_docx(docx(body))
    assert read.text == "公開\n"
    assert read.warnings == ("略過隱藏文字 2 字", "略過註解 1 則")


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
