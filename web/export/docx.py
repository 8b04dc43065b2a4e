"""A pack as a text document for Word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt, RGBColor
from lxml import etree

from search import pace
from search.evidence.pack import Pack
from web.export import picture
from web.export.blocks import Heading, Line, Paragraph, Picture, Table
from web.export.content import paper
from web.export.elements import element
from web.export.phrases import running_head
from web.export.texts import clean

_KAI, _LATIN = "標楷體", "Times New Roman"
_WIDTH_CM, _WIDE_CM = 17.0, 26.3
_TWIPS_A_CM = 567
_TALL_TWIPS = "1814"
_CELL_STYLE = "BodyText3"
_LOOKS = (
    ("Normal", 12),
    ("Title", 22),
    ("Subtitle", 11),
    ("Heading 1", 16),
    ("Heading 2", 13),
    ("Body Text 3", 10),
    ("Header", 9),
    ("Footer", 9),
)


def docx_bytes(pack: Pack) -> bytes:
    """Write a pack as a DOCX file, A4, in Traditional Chinese."""
    made = paper(pack)
    document = Document()
    _set_styles(document)
    _lay_out(document.sections[0], wide=made.wide)
    _head_and_foot(document.sections[0], running_head(pack))
    for text, style in ((made.title, "Title"), (made.subtitle, "Subtitle")):
        document.add_paragraph(clean(text), style).alignment = WD_ALIGN_PARAGRAPH.CENTER
    wide = made.wide
    for block, following in zip(made.blocks, (*made.blocks[1:], None), strict=True):
        match block:
            case Heading():
                turned = made.wide or (isinstance(following, Table) and following.wide)
                if block.level == 1 and turned != wide:
                    _lay_out(document.add_section(WD_SECTION.NEW_PAGE), wide=turned)
                    wide = turned
                heading = document.add_heading(clean(block.text), block.level)
                heading.paragraph_format.page_break_before = block.new_page
            case Paragraph():
                paragraph = document.add_paragraph(style=_paragraph_style(block.style))
                for run in _runs(block.line, document):
                    paragraph._p.append(run)
            case Table():
                _add_table(document, block, wide=wide or block.wide)
            case Picture():
                _add_picture(document, block)
    document.core_properties.title = made.title
    document.core_properties.author = clean(pack.head.prepared_by)
    document.core_properties.language = "zh-TW"
    document.core_properties.comments = ""
    document.core_properties.created = pack.made_at.astimezone(UTC).replace(tzinfo=None)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraph_style(name: str) -> str:
    return {"body": "Normal", "quote": "Quote", "note": "Normal", "warning": "Intense Quote"}[name]


def _set_styles(document: Docx) -> None:
    for name, size_pt in _LOOKS:
        style = document.styles[name]
        style.font.size = Pt(size_pt)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _KAI)):
            fonts.set(qn(f"w:{script}"), font)
            # A theme's font would win over a named one.
            fonts.attrib.pop(qn(f"w:{script}Theme"), None)
        style.element.rPr.append(element("w:lang", w__val="en-US", w__eastAsia="zh-TW"))
    for name in ("Subtitle", "Quote", "Intense Quote"):
        document.styles[name].font.italic = False
        document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    document.styles["Title"].font.bold = True
    cells = document.styles["Body Text 3"].paragraph_format
    cells.space_after = Pt(0)
    # Fonts differ by half in how tall they call a line.
    cells.line_spacing = Pt(14)


def _lay_out(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(29.7), Cm(21.0)) if wide else (Cm(21.0), Cm(29.7))
    section.left_margin = section.right_margin = Cm(1.7 if wide else 2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)


def _head_and_foot(section: Section, text: str) -> None:
    header = section.header.paragraphs[0]
    header.text = clean(text)
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, field in (("第 ", "PAGE"), (" 頁，共 ", "NUMPAGES")):
        footer.add_run(before)
        number = element("w:r", element("w:t", "1"))
        footer._p.append(element("w:fldSimple", number, w__instr=field))
    footer.add_run(" 頁")


def _add_picture(document: Docx, block: Picture) -> None:
    caption = document.add_paragraph(clean(picture.caption(block.title, block.panel)))
    caption.paragraph_format.keep_with_next = True
    width, _ = picture.size_cm(block.panel)
    shape = document.add_picture(BytesIO(picture.png(block.panel)), width=Cm(width))
    shape._inline.docPr.set("descr", clean(block.panel.summary))


def _add_table(document: Docx, table: Table, *, wide: bool) -> None:
    unit = (_WIDE_CM if wide else _WIDTH_CM) * _TWIPS_A_CM / sum(table.widths)
    widths = [str(round(width * unit)) for width in table.widths]
    columns = (element("w:gridCol", w__w=width) for width in widths)
    made = element("w:tbl", _table_look(), element("w:tblGrid", *columns))
    body = document.element.body
    # The last element of a body is the layout of its last pages. A table that is put in before its
    # rows takes them one by one; put in whole, a large one takes ten times as long.
    body.insert(len(body) - 1, made)
    if table.head:
        head = [[[element("w:r", _bold(), _text(clean(name)))]] for name in table.head]
        repeats = [element("w:tblHeader")]
        made.append(_row(head, widths, repeats, shaded=True))
    for row in table.rows:
        pace.step()
        cells = [[_runs(line, document) for line in cell] for cell in row]
        tall = [element("w:trHeight", w__val=_TALL_TWIPS, w__hRule="atLeast")] if table.tall else []
        made.append(_row(cells, widths, tall, shaded=False))
    document.add_paragraph()


def _table_look() -> etree._Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = (
        element(f"w:{side}", w__val="single", w__sz="4", w__color="555555") for side in sides
    )
    return element(
        "w:tblPr",
        element("w:tblBorders", *borders),
        element("w:tblLayout", w__type="fixed"),
    )


def _row(
    cells: Sequence[Sequence[Sequence[etree._Element]]],
    widths: Sequence[str],
    properties: Sequence[etree._Element],
    *,
    shaded: bool,
) -> etree._Element:
    row = element("w:tr", element("w:trPr", *properties))
    for lines, width in zip(cells, widths, strict=True):
        look = element("w:tcPr", element("w:tcW", w__w=width, w__type="dxa"))
        if shaded:
            look.append(element("w:shd", w__val="clear", w__fill="E6EBF2"))
        paragraphs = (_small(runs) for runs in lines or [[]])
        row.append(element("w:tc", look, *paragraphs))
    return row


def _small(runs: Sequence[etree._Element]) -> etree._Element:
    return element("w:p", element("w:pPr", element("w:pStyle", w__val=_CELL_STYLE)), *runs)


def _runs(line: Line, document: Docx) -> list[etree._Element]:
    made = []
    for span in line:
        run = element("w:r")
        if span.marked or span.strong:
            look = _bold()
            if span.marked:
                look.append(element("w:u", w__val="single"))
                look.append(element("w:shd", w__val="clear", w__fill="FFE9A8"))
            run.append(look)
        elif span.address:
            blue = element("w:color", w__val="1A4F8B")
            run.append(element("w:rPr", blue, element("w:u", w__val="single")))
        run.append(_text(clean(span.text)))
        if span.address:
            relation = document.part.relate_to(
                clean(span.address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
            )
            run = element("w:hyperlink", run, r__id=relation)
        made.append(run)
    return made


def _bold() -> etree._Element:
    return element("w:rPr", element("w:b"))


def _text(text: str) -> etree._Element:
    return element("w:t", text, xml__space="preserve")
