"""A pack as a spreadsheet in OpenDocument format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from lxml import etree
from odfdo import Document

from search import clock, pace
from search.evidence.pack import Pack
from web.export import picture
from web.export.book import Row, Sheet
from web.export.elements import SPACES, element, framed, packed, style
from web.export.evidence_sheets import pack_sheets
from web.export.measures import LINE_POINTS, across, lines_in
from web.export.phrases import running_head
from web.export.sheet import Value
from web.export.texts import clean

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_UPRIGHT_CM = 20.0
"""Sheets that are wider are printed on paper on its side."""
_AROUND_PICTURE_CM = 0.3
_POINTS_A_CM = 28.35


def ods_bytes(pack: Pack) -> bytes:
    """Write a pack as an ODS file; its evidence has a column a fact."""
    return book_ods(pack_sheets(pack), running_head(pack), "答復資料", pack.made_at)


def book_ods(sheets: Sequence[Sheet], head: str, title: str, made_at: datetime) -> bytes:
    """Write sheets as an ODS file; cells are text or numbers, never formulas.

    Args:
        sheets: in order.
        head: stands on top of each page.
        title: what the file says of itself, as is made_at.
        made_at: now.
    """
    automatic = element("office:automatic-styles", *_fixed_styles())
    book = element("office:spreadsheet")
    pictures: dict[str, bytes] = {}
    heights: set[int] = set()
    for sheet in sheets:
        book.append(_sheet(automatic, sheet, pictures, heights))
    root = element("office:document-content", automatic, element("office:body", book))
    styles = etree.fromstring(files("web.export").joinpath("ods_styles.xml").read_bytes())
    for header in styles.iterfind(".//style:header/text:p", dict(SPACES)):
        header.text = clean(head)
    parts = {"styles.xml": styles, "content.xml": root}
    return packed(Document("spreadsheet"), parts, title, made_at, pictures)


def table_ods(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]
) -> tuple[bytes, str]:
    """Write any table as an ODS file of one sheet, with its media type."""
    widths = (4.0, 4.0, *[2.4] * (len(head) - 2))
    sheet = Sheet(title, widths, tuple(head), tuple(Row(tuple(row)) for row in rows))
    return book_ods((sheet,), title, title, clock.now()), MEDIA_TYPE


def _fixed_styles() -> list[etree._Element]:
    def cell(name: str, *text: etree._Element, **look: str) -> etree._Element:
        properties = element(
            "style:table-cell-properties",
            fo__wrap_option="wrap",
            style__vertical_align="top",
            **look,
        )
        return style(name, "table-cell", properties, *text)

    bold = element("style:text-properties", fo__font_weight="bold", style__font_weight_asian="bold")
    return [
        cell("Cell"),
        cell("HeadCell", bold, fo__background_color="#e6ebf2"),
    ]


def _row(automatic: etree._Element, lines: int, known: set[int]) -> str:
    """The style of a row of so many lines: what LibreOffice measures itself it clips on paper."""
    name = f"Row{lines}"
    if lines not in known:
        known.add(lines)
        height = (lines * LINE_POINTS + 2) / _POINTS_A_CM
        look = element(
            "style:table-row-properties",
            style__row_height=f"{height:.2f}cm",
            style__use_optimal_row_height="false",
        )
        automatic.append(style(name, "table-row", look))
    return name


def _sheet(
    automatic: etree._Element, sheet: Sheet, pictures: dict[str, bytes], heights: set[int]
) -> etree._Element:
    printed = sheet.printed or len(sheet.widths)
    page = "Across" if sum(sheet.widths[:printed]) > _UPRIGHT_CM else "Upright"
    automatic.append(style(f"{sheet.name}.sheet", "table", style__master_page_name=page))
    made = element("table:table", table__name=sheet.name, table__style_name=f"{sheet.name}.sheet")
    for place, width in enumerate(sheet.widths):
        column = f"{sheet.name}.{place}"
        look = element("style:table-column-properties", style__column_width=f"{width:.2f}cm")
        automatic.append(style(column, "table-column", look))
        made.append(element("table:table-column", table__style_name=column))
    columns = across(sheet.widths)

    def row(values: Sequence[Value], look_of: str) -> etree._Element:
        cells = [_cell(value, look_of) for value in values] or [element("table:table-cell")]
        height = _row(automatic, lines_in(values, columns), heights)
        return element("table:table-row", *cells, table__style_name=height)

    if sheet.head:
        made.append(element("table:table-header-rows", row(sheet.head, "HeadCell")))
    for one in sheet.rows:
        pace.step()
        made.append(row(one.values, "HeadCell" if one.head else "Cell"))
    for chart in sheet.pictures:
        name = f"{sheet.name}.{len(pictures)}"
        width, height = picture.size_cm(chart.panel)
        tall = element(
            "style:table-row-properties", style__row_height=f"{height + _AROUND_PICTURE_CM:.2f}cm"
        )
        automatic.append(style(name, "table-row", tall))
        made.append(row((picture.caption(chart.title, chart.panel),), "Cell"))
        drawn = element("table:table-cell", framed(chart.panel, pictures))
        made.append(element("table:table-row", drawn, table__style_name=name))
    if sheet.printed and sheet.rows:
        last = chr(ord("A") + printed - 1)
        area = f"'{sheet.name}'.A1:'{sheet.name}'.{last}{len(sheet.rows) + bool(sheet.head)}"
        made.set(f"{{{SPACES['table']}}}print-ranges", area)
    return made


def _cell(value: Value, style_name: str) -> etree._Element:
    if isinstance(value, int):
        return element(
            "table:table-cell",
            element("text:p", str(value)),
            office__value_type="float",
            office__value=str(value),
            table__style_name=style_name,
        )
    lines = (element("text:p", clean(line)) for line in value.split("\n"))
    return element(
        "table:table-cell", *lines, office__value_type="string", table__style_name=style_name
    )
