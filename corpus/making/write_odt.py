"""Sample documents as ODT whose numbers come from list styles."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.saxutils import escape

from odfdo import Document, Element

from making.parts import NOTICE, Part, Point, Table, Title
from making.write_docx import repacked

# Numbering format and what stands before and after the number, for each level of points.
_LEVELS = (
    ("壹, 貳, 參, ...", "", "、"),
    ("一, 二, 三, ...", "", "、"),
    ("一, 二, 三, ...", "（", "）"),
    ("1", "", "."),
    ("1", "(", ")"),
)
_LIST = "Outline_numbers"


def as_odt(parts: tuple[Part, ...]) -> bytes:
    """A document with a list style, spanned cells and header rows."""
    document = Document("text")
    body = document.body
    body.clear()
    document.get_part("content.xml").get_element("//office:automatic-styles").append(_list_style())
    counted = 0
    for part in parts:
        if isinstance(part, Table):
            counted += 1
            body.append(Element.from_tag(_table(part, counted)))
        elif isinstance(part, Title):
            body.append(
                Element.from_tag(f'<text:p text:style-name="Title">{escape(part.text)}</text:p>')
            )
        elif isinstance(part, Point):
            body.append(Element.from_tag(_point(part)))
        else:
            body.append(Element.from_tag(f"<text:p>{escape(part.text)}</text:p>"))
    meta = document.meta
    meta.title = next(part.text for part in parts if isinstance(part, Title))
    meta.description = NOTICE
    out = io.BytesIO()
    document.save(out)
    return _undated(repacked(out.getvalue()))


def _list_style() -> Element:
    levels = "".join(
        f'<text:list-level-style-number text:level="{place}" style:num-format="{escape(kind)}"'
        f' style:num-prefix="{before}" style:num-suffix="{after}"/>'
        for place, (kind, before, after) in enumerate(_LEVELS, start=1)
    )
    return Element.from_tag(f'<text:list-style style:name="{_LIST}">{levels}</text:list-style>')


def _point(part: Point) -> str:
    """A list of one item, nested as deep as its level, going on with the count so far."""
    text = escape(part.text)
    inner = (
        f'<text:h text:outline-level="{part.level}">{text}</text:h>'
        if part.level <= 2
        else f"<text:p>{text}</text:p>"
    )
    for depth in range(part.level):
        outermost = depth == part.level - 1
        about = f' text:style-name="{_LIST}" text:continue-numbering="true"' if outermost else ""
        inner = f"<text:list{about}><text:list-item>{inner}</text:list-item></text:list>"
    return inner


def _table(table: Table, number: int) -> str:
    rows = []
    for row in table.rows:
        cells = []
        for cell in row:
            if cell is None:
                cells.append("<table:covered-table-cell/>")
                continue
            spans = "".join(
                f' table:number-{key}-spanned="{count}"'
                for key, count in (("columns", cell.columns), ("rows", cell.rows))
                if cell.rows > 1 or cell.columns > 1
            )
            inner = "".join(f"<text:p>{escape(text)}</text:p>" for text in cell.text.split("\n"))
            cells.append(
                f'<table:table-cell office:value-type="string"{spans}>{inner}</table:table-cell>'
            )
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{len(table.rows[0])}"/>'
    heads = f"<table:table-header-rows>{''.join(rows[: table.heads])}</table:table-header-rows>"
    return f'<table:table table:name="表{number}">{columns}{heads}{"".join(rows[table.heads :])}</table:table>'


def _undated(packed: bytes) -> bytes:
    """Replace the dates that saving puts into meta.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "meta.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2025-01-02T09:00:00", content)
            new.writestr(entry, content, compresslevel=9)
    return out.getvalue()
