"""Sample documents as DOCX whose numbers are automatic, as offices make them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from making.parts import NOTICE, Part, Point, Table, Title

_WHEN = datetime(2025, 1, 2, 9, 0, tzinfo=UTC)
_FONT = "Noto Serif CJK TC"
# Numbering definition: a format and a text for each level of points.
_LEVELS = (
    ("ideographLegalTraditional", "%1、"),
    ("taiwaneseCountingThousand", "%2、"),
    ("taiwaneseCountingThousand", "（%3）"),
    ("decimal", "%4."),
    ("decimal", "(%5)"),
)
_OUR_NUMBERS = "77"


def as_docx(parts: tuple[Part, ...]) -> bytes:
    """A document with styles, a numbering part, merged cells and repeated header rows."""
    document = docx.Document()
    _prepare(document)
    for part in parts:
        if isinstance(part, Table):
            _table(document, part)
        elif isinstance(part, Title):
            paragraph = document.add_paragraph(part.text, style="Title")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif isinstance(part, Point):
            style = f"Heading {part.level}" if part.level <= 2 else "Normal"
            _number(document.add_paragraph(part.text, style=style), part.level)
        else:
            document.add_paragraph(part.text)
    title = next(part.text for part in parts if isinstance(part, Title))
    document.core_properties.title = title
    document.core_properties.author = "示範市政府"
    document.core_properties.comments = NOTICE
    document.core_properties.created = document.core_properties.modified = _WHEN.replace(
        tzinfo=None
    )
    document.sections[0].footer.paragraphs[0].text = "示範語料"
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def repacked(packed: bytes) -> bytes:
    """Write a ZIP anew with one fixed date, so that the same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (2025, 1, 2, 9, 0, 0))
            # ODF wants its mimetype first and stored as it is.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, old.read(name), compresslevel=9)
    return out.getvalue()


def _prepare(document: docx.document.Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _FONT
        style.font.size = Pt({"Normal": 11, "Title": 18}.get(name, 13))
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for place, (kind, text) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_OUR_NUMBERS}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    # The schema wants all abstract definitions before the first that uses one.
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_OUR_NUMBERS}">'
            f'<w:abstractNumId w:val="{_OUR_NUMBERS}"/></w:num>'
        )
    )


def _number(paragraph: docx.text.paragraph.Paragraph, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level - 1
    properties.get_or_add_numId().val = int(_OUR_NUMBERS)


def _table(document: docx.document.Document, table: Table) -> None:
    made = document.add_table(rows=len(table.rows), cols=len(table.rows[0]))
    made.style = "Table Grid"
    made.autofit = False
    whole = sum(table.widths)
    for column, share in enumerate(table.widths):
        made.columns[column].width = Cm(17 * share / whole)
    for place, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            target = made.cell(place, column)
            if cell.rows > 1 or cell.columns > 1:
                target = target.merge(made.cell(place + cell.rows - 1, column + cell.columns - 1))
            first, *rest = cell.text.split("\n")
            target.paragraphs[0].text = first
            for extra in target.paragraphs[1:]:
                extra._p.getparent().remove(extra._p)
            for text in rest:
                target.add_paragraph(text)
        if place < table.heads:
            made.rows[place]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
