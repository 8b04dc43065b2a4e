"""Reader for plain text and Markdown, tables of tabs included."""

from __future__ import annotations

from indexer.blocks import Block, ReadFile, Table
from indexer.formats.text_tables import around_tables, begins_table, end_of_tables, table_at
from indexer.layout.delimiters import with_tabs
from indexer.layout.lines import Line, lines_of
from indexer.layout.stacked import stacked_table
from indexer.layout.text_furniture import take_out
from indexer.layout.text_paragraphs import edges_of, paragraphs_of
from indexer.packages.decoding import decode


def read_text(data: bytes) -> ReadFile:
    """Read a text file.

    Args:
        data: its bytes, in UTF-8, UTF-16, Big5 or a relative of it.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, omissions = decode(data)
    lines, found = take_out(around_tables(lines_of(text)))
    last_end = end_of_tables(lines)
    lines, marks = with_tabs(lines)
    edges = edges_of(lines)
    blocks: list[Block] = [*found, *marks]
    prose: list[Line] = []
    tables = 0
    index = 0
    while index < len(lines):
        stacked = stacked_table(lines, index, tables + 1)
        if stacked is None and not begins_table(lines, index, last_end):
            prose.append(lines[index])
            index += 1
            continue
        blocks += paragraphs_of(prose, edges)
        prose = []
        tables += 1
        if stacked is not None:
            index, table = stacked
            blocks.append(table)
        else:
            index, made = table_at(lines, index, tables, last_end)
            blocks += made
    blocks += paragraphs_of(prose, edges)
    blocks.sort(key=_start)
    told = tuple(one.told for one in omissions)
    return ReadFile(text, tuple(blocks), "txt", warnings=told, omissions=omissions)


def _start(block: Block) -> int:
    if isinstance(block, Table):
        return min(
            (s for row in block.rows for cell in row.cells for s, _ in cell.spans), default=0
        )
    return block.spans[0][0]
