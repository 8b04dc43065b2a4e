"""The tables of a sheet: lines over the header words are its text, and may part one from the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from indexer.blocks import Block, Row, Table, Text
from indexer.vocabulary import load

_LEAST_WORDS = 2


def parts_of_sheet(table: Table) -> Iterator[Block]:
    """The texts and tables of a sheet that a reader gives as one table.

    Rows of one cell directly over a row of header words title what is beneath them: the first
    print what the document is, later ones begin another table.
    """
    rows = table.rows
    heads = [index for index, row in enumerate(rows) if _names_columns(row)]
    begun = [(_first_title(rows, index), index) for index in heads]
    cuts = [(first, index) for first, index in begun if first < index]
    if not cuts or (cuts[0][0] > 0 and heads[0] != 0):
        yield table
        return
    start = 0
    for first, index in cuts:
        if first > start:
            yield replace(table, rows=rows[start:first])
        for row in rows[first:index]:
            yield Text(next(cell.text for cell in row.cells if cell.text), ())
        start = index
    yield replace(table, rows=rows[start:])


def _first_title(rows: tuple[Row, ...], index: int) -> int:
    """The first of the rows of one cell that stand directly over a row."""
    while index and len([cell for cell in rows[index - 1].cells if cell.text]) == 1:
        index -= 1
    return index


def _names_columns(row: Row) -> bool:
    texts = [cell.text for cell in row.cells if cell.text]
    known = sum(load().header(text).field not in (None, "value") for text in texts)
    return known >= _LEAST_WORDS and 2 * known >= len(texts)
