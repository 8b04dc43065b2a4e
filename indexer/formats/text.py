"""Reader for plain text and Markdown, tables of tabs included."""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter

from indexer.blocks import Block, Furniture, ReadFile, Table
from indexer.formats.text_tables import around_tables, begins_table, end_of_tables, table_at
from indexer.layout import page as printed
from indexer.layout.barred_cells import barred_table, row_ends
from indexer.layout.cell_flow import flowing_table
from indexer.layout.delimiters import with_tabs
from indexer.layout.lines import Line, lines_of
from indexer.layout.page import PrintedLine
from indexer.layout.text_furniture import take_out
from indexer.layout.text_grid import unruled_table
from indexer.layout.text_paragraphs import edges_of, paragraphs_of
from indexer.layout.widths import width
from indexer.packages.decoding import decode
from indexer.tables.heads import names_columns
from indexer.tables.numbered_cell_lines import stacked_table


def read_text(data: bytes) -> ReadFile:
    """Read a text file.

    Args:
        data: its bytes, in UTF-8, UTF-16, Big5 or a relative of it.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, omissions = decode(data)
    lines, found = body_lines(text)
    last_end = end_of_tables(lines)
    lines, marks = with_tabs(lines)
    edges = edges_of(lines)
    row_ends_at = row_ends(lines)
    blocks: list[Block] = [*found, *marks]
    prose: list[Line] = []
    tables = 0
    index = 0
    while index < len(lines):
        table = _table_from(lines, index, tables + 1, row_ends_at, last_end)
        if table is None:
            prose.append(lines[index])
            index += 1
            continue
        blocks += paragraphs_of(prose, edges)
        prose = []
        tables += 1
        index, made = table
        blocks += made
    blocks += paragraphs_of(prose, edges)
    blocks.sort(key=_start)
    return ReadFile(text, tuple(blocks), "txt", omissions=omissions)


def _table_from(
    lines: list[Line], index: int, number: int, row_ends_at: list[int], last_end: int
) -> tuple[int, list[Block]] | None:
    """Read the table that begins at a line, whatever parts its cells; None where none does."""
    if barred := barred_table(lines, index, number, row_ends_at):
        return barred
    if unruled := unruled_table(lines, index, number, names_columns):
        end, table, again = unruled
        return end, [table, *again]
    if flowing := flowing_table(lines, index, number):
        end, table = flowing
        return end, [table]
    if stacked := stacked_table(lines, index, number):
        end, table = stacked
        return end, [table]
    if begins_table(lines, index, last_end):
        return table_at(lines, index, number, last_end)
    return None


def body_lines(text: str) -> tuple[list[Line], list[Furniture]]:
    """Part the lines of a text from what belongs to its pages."""
    return take_out(around_tables(lines_of(text)))


def printed_lines(data: bytes) -> Iterator[PrintedLine]:
    """All lines with something on them, measured in half-width characters and lines.

    Raises:
        DocumentError: the bytes are not text.
    """
    lines, furniture = body_lines(decode(data)[0])
    found = [(line.number, line.page, line.text, None) for line in lines if not line.blank]
    of_pages = [(one.line or 0, one.page, one.text, one.role) for one in furniture]
    for number, page_no, text, role in sorted([*found, *of_pages], key=itemgetter(0)):
        left, right = width(text) - width(text.lstrip()), width(text.rstrip())
        line = printed.Line(
            text.strip(), left, right, number, number + 1, 2, page=page_no, number=number
        )
        yield line, role


def _start(block: Block) -> int:
    if isinstance(block, Table):
        return min(
            (s for row in block.rows for cell in row.cells for s, _ in cell.spans), default=0
        )
    return block.spans[0][0]
