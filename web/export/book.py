"""A pack as the sheets of a spreadsheet, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.export.blocks import Cell, Heading, Paper, Paragraph, Picture, Table
from web.export.sheet import Value

SUMMARY, OTHERS = "摘要", "附表"
_SUMMARY_CM = (4.0, 12.5)
_LEAST_CM = 2.3
"""Six characters of ten points and the room around them."""
_CM_A_UNIT = 1.0
_PICTURE_COLUMN = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; a head is set apart from what is under it."""

    values: tuple[Value, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet.

    Attributes:
        name: unlike that of any other sheet of the file.
        widths: of each column in centimetres.
        head: repeated on each page; empty for none.
        rows: what is under it.
        printed: how many of the columns are printed, None for all.
        pictures: charts under the rows.
    """

    name: str
    widths: tuple[float, ...]
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    printed: int | None = None
    pictures: tuple[Picture, ...] = ()


def sheets(made: Paper, evidence: Sequence[Sheet] = ()) -> tuple[Sheet, ...]:
    """Lay a paper out as sheets: a summary, tables of their own, small ones under each other.

    Args:
        made: the paper.
        evidence: sheets that stand in place of its tables of evidence.
    """
    summary: list[Row] = [Row((made.title,), head=True), Row((made.subtitle,))]
    wide: dict[tuple[str, ...], list[tuple[str, Table]]] = {}
    small: list[tuple[str, Table]] = []
    pictures: list[Picture] = []
    heading = ""
    for block in made.blocks:
        match block:
            case Heading():
                heading = block.text
                summary += [Row(()), Row((block.text,), head=True)]
            case Paragraph():
                # In the wide column: merged cells would not grow with their text.
                summary.append(Row(("", "".join(span.text for span in block.line))))
            case Picture():
                pictures.append(block)
            case Table() if not block.head:
                # Label and value, so that the sheet is no wider than its paper.
                summary += [
                    Row(tuple(_text(cell) for cell in row[at : at + 2]))
                    for row in block.rows
                    for at in range(0, len(row), 2)
                ]
            case Table() if block.tall or (evidence and block.is_evidence):
                pass
            case Table() if block.wide:
                wide.setdefault(block.head, []).append((heading, block))
            case Table():
                small.append((block.name, block))
    found = [Sheet(SUMMARY, _SUMMARY_CM, (), tuple(summary)), *evidence]
    for head, tables in wide.items():
        rows = tuple(_stacked(tables, heads=False))
        widths = tuple(max(_LEAST_CM, width * _CM_A_UNIT) for width in tables[0][1].widths)
        found.append(Sheet(tables[0][1].name, widths, head, rows))
    if small:
        columns = max(len(table.head) for _, table in small)
        widths = tuple(
            max(
                max(_LEAST_CM, table.widths[at] * _CM_A_UNIT)
                for _, table in small
                if at < len(table.widths)
            )
            for at in range(columns)
        )
        found.append(Sheet(OTHERS, widths, (), tuple(_stacked(small, heads=True))))
    if pictures:
        found.append(Sheet("指標圖", (16.0,), (), (), pictures=tuple(pictures)))
    return tuple(found)


def _stacked(tables: Sequence[tuple[str, Table]], *, heads: bool) -> list[Row]:
    rows: list[Row] = []
    for name, table in tables:
        if heads or len(tables) > 1:
            rows += [Row(())] if rows else []
            rows.append(Row((name,), head=True))
        if heads:
            rows.append(Row(table.head, head=True))
        rows += [Row(tuple(map(_text, row))) for row in table.rows]
    return rows


def _text(cell: Cell) -> str:
    return "\n".join("".join(span.text for span in line) for line in cell)
