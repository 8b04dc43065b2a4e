"""Rows of a table that are none: the title lines over its header, the notes beneath its last row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.blocks import Block, Furniture, Row, Table, Text
from indexer.tables.heads import header_rows, lies_on_its_side
from indexer.tables.units import unit_over_table
from indexer.vocabulary import fold

NOTE = re.compile(r"(?:附?註|備註|備考|說明|資料來源|附記|填表說明)\s*\d*\s*[：:]|[※＊*]|註\d")
_MOST_TITLES = 6
_LONGEST_TITLE = 60
_MOST_OVER = 3
"""Lines over a table among which one may give its unit."""


def with_surroundings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a file, with titles and notes inside tables made paragraphs around them."""
    parts = tuple(part for block in blocks for part in _parts(block))
    out: list[Block] = []
    for at, block in enumerate(parts):
        if isinstance(block, Table):
            lines = [
                one.text
                for one in parts[max(0, at - _MOST_OVER) : at]
                if isinstance(one, Text | Furniture)
            ]
            over = next(filter(None, map(unit_over_table, reversed(lines))), None)
            block = replace(block, unit=over)
        out.append(block)
    return tuple(out)


def _parts(block: Block) -> Iterator[Block]:
    if not isinstance(block, Table):
        yield block
        return
    rows = block.rows
    first = _titles(rows)
    last = len(rows) - _notes(rows[first:])
    yield from _paragraphs(rows[:first], block)
    if first or last < len(rows):
        kept = rows[first:last]
        yield replace(block, rows=kept, line=kept[0].line or block.line)
    else:
        yield block
    yield from _paragraphs(rows[last:], block)


def _titles(rows: Sequence[Row]) -> int:
    """How many rows of one cell stand over the header, where there is a header beneath them."""
    count = 0
    while count < min(len(rows) - 2, _MOST_TITLES) and _lone(rows[count]) is not None:
        count += 1
    if not count or not any(len(row.cells) > 1 for row in rows):
        return 0
    beneath = rows[count:]
    cells = [row.cells for row in beneath]
    return count if header_rows(cells, beneath) or lies_on_its_side(cells) else 0


def _lone(row: Row) -> str | None:
    """The text of a row with one filled cell that may be a title, or None."""
    texts = [cell.text for cell in row.cells if cell.text]
    if len(texts) != 1 or len(fold(texts[0])) > _LONGEST_TITLE:
        return None
    return texts[0]


def _notes(rows: Sequence[Row]) -> int:
    """How many rows at the end are notes: the first of them says so."""
    for count, row in enumerate(reversed(rows[2:]), 1):
        texts = [cell.text for cell in row.cells if cell.text]
        if len(texts) > 1:
            return 0
        if texts and NOTE.match(texts[0].strip()):
            # Notes of a note that is printed above this one stand above it.
            return count
    return 0


def _paragraphs(rows: Sequence[Row], table: Table) -> Iterator[Text]:
    """One for each row; a row of empty cells is none."""
    for row in rows:
        text = "\n".join(cell.text for cell in row.cells if cell.text)
        spans = tuple(span for cell in row.cells for span in cell.spans)
        if text:
            yield Text(text, spans, page=row.page or table.page, line=row.line)
