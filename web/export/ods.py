"""A pack as a spreadsheet in OpenDocument format: a sheet for each of its tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files

from lxml import etree
from odfdo import Document

from search import clock, pace
from search.evidence.pack import Pack
from web.export.blocks import Cell, Heading, Paper, Paragraph, Table
from web.export.content import paper
from web.export.elements import SPACES, element, packed, style
from web.export.phrases import running_head
from web.export.sheet import COLUMNS, PRINTED_COLUMNS, Value, evidence_rows
from web.export.texts import clean

EVIDENCE = "佐證資料"
_SUMMARY = "摘要"
_SUMMARY_CM = (4.0, 12.5)
_PLAIN_CM = 1.8
_UPRIGHT_CM = 20.0
"""Sheets that are wider are printed on paper on its side."""


def ods_bytes(pack: Pack) -> bytes:
    """Write a pack as an ODS file; its evidence has a column a fact."""
    names, widths, _ = zip(*COLUMNS, strict=True)

    def evidence(automatic: etree._Element) -> etree._Element:
        sheet = _sheet(automatic, EVIDENCE, widths, names, list(evidence_rows(pack)))
        last = chr(ord("A") + PRINTED_COLUMNS - 1)
        area = f"{EVIDENCE}.A1:{EVIDENCE}.{last}{len(pack.evidence) + 1}"
        sheet.set(f"{{{SPACES['table']}}}print-ranges", area)
        return sheet

    return paper_ods(paper(pack), running_head(pack), pack.made_at, evidence)


def paper_ods(
    made: Paper,
    head: str,
    made_at: datetime,
    evidence: Callable[[etree._Element], etree._Element] | None = None,
) -> bytes:
    """Write a paper as an ODS file; cells are text or numbers, never formulas.

    Args:
        made: what it holds.
        head: stands on top of each page.
        made_at: now.
        evidence: makes the sheet that stands in place of the table of that name.
    """
    automatic = element("office:automatic-styles", *_fixed_styles())
    book = element("office:spreadsheet")
    summary: list[list[Value]] = [[made.title], [made.subtitle]]
    for block in made.blocks:
        match block:
            case Heading():
                summary += [[], [block.text]]
            case Paragraph():
                # In the wide column: merged cells would not grow with their text.
                summary.append(["", "".join(span.text for span in block.line)])
            case Table() if not block.head:
                # Label and value, so that the sheet is no wider than its paper.
                summary += [
                    [_text(cell) for cell in row[at : at + 2]]
                    for row in block.rows
                    for at in range(0, len(row), 2)
                ]
            case Table():
                pass
    book.append(_sheet(automatic, _SUMMARY, _SUMMARY_CM, (), summary))
    if evidence is not None:
        book.append(evidence(automatic))
    for block in made.blocks:
        if isinstance(block, Table) and block.head and not block.tall and block.name != EVIDENCE:
            rows = [[_text(cell) for cell in row] for row in block.rows]
            widths = tuple(width * _PLAIN_CM for width in block.widths)
            book.append(_sheet(automatic, block.name, widths, block.head, rows))
    root = element(
        "office:document-content",
        automatic,
        element("office:body", book),
    )
    styles = etree.fromstring(files("web.export").joinpath("ods_styles.xml").read_bytes())
    for header in styles.iterfind(".//style:header/text:p", dict(SPACES)):
        header.text = clean(head)
    parts = {"styles.xml": styles, "content.xml": root}
    return packed(Document("spreadsheet"), parts, made.title, made_at)


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
        style(
            "Row",
            "table-row",
            element("style:table-row-properties", style__use_optimal_row_height="true"),
        ),
    ]


def table_ods(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]
) -> tuple[bytes, str]:
    """Write any table as an ODS file of one sheet, with its media type."""
    automatic = element("office:automatic-styles", *_fixed_styles())
    widths = [4.0, 4.0, *[2.4] * (len(head) - 2)]
    book = element("office:spreadsheet")
    book.append(_sheet(automatic, title, widths, head, rows))
    root = element("office:document-content", automatic, element("office:body", book))
    content = packed(Document("spreadsheet"), {"content.xml": root}, title, clock.now())
    return content, "application/vnd.oasis.opendocument.spreadsheet"


def _sheet(
    automatic: etree._Element,
    name: str,
    widths: Sequence[float],
    head: Sequence[str],
    rows: Sequence[Sequence[Value]],
) -> etree._Element:
    across = sum(widths) > _UPRIGHT_CM
    page = "Across" if across else "Upright"
    automatic.append(style(f"{name}.sheet", "table", style__master_page_name=page))
    made = element("table:table", table__name=name, table__style_name=f"{name}.sheet")
    for place, width in enumerate(widths):
        column = f"{name}.{place}"
        look = element("style:table-column-properties", style__column_width=f"{width:.2f}cm")
        automatic.append(style(column, "table-column", look))
        made.append(element("table:table-column", table__style_name=column))
    if head:
        row = element("table:table-row", *(_cell(one, "HeadCell") for one in head))
        made.append(element("table:table-header-rows", row))
    for values in rows:
        pace.step()
        cells = [_cell(value, "Cell") for value in values] or [element("table:table-cell")]
        made.append(element("table:table-row", *cells, table__style_name="Row"))
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


def _text(cell: Cell) -> str:
    return "\n".join("".join(span.text for span in line) for line in cell)
