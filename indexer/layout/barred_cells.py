"""Tables of which each cell stands on lines of its own with a bar behind it, as stored web pages have them."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import gcd

from indexer.blocks import Block, Cell, Furniture, Row, Span, Table, Text
from indexer.layout.lines import Line, cell_text, visible

_BARS = re.compile(r"\s*(\|+)$")
_ROW_END = re.compile(r"\s*\|{2,}\s*")
_MOST_LINES = 20
"""Lines of one cell; so many without a bar are no cell."""
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 24
_LEAST_ROWS, _ENOUGH_ROWS = 2, 8
_MOST_UNFILLED = 400
"""Lines without several bars at the end of a row; each line may be looked at as often."""


@dataclass(frozen=True, slots=True)
class _Barred:
    """What stands before a bar, and the line on which the bar ends it."""

    lines: tuple[Line, ...]
    end: int


def row_ends(lines: Sequence[Line]) -> list[int]:
    """The places of lines of several bars and nothing else; a table has two or more."""
    return [at for at, line in enumerate(lines) if _ROW_END.fullmatch(line.text)]


def barred_table(
    lines: Sequence[Line], index: int, number: int, ends: Sequence[int]
) -> tuple[int, list[Block]] | None:
    """Read the table whose first cell is a line with a bar behind it or on the line below.

    A row has as many bars as there are columns: where cells of the rows above reach down, or cells
    cover several columns, the missing bars follow at its end, all on one line. So the number of
    columns is what divides the bars before the end of each such line.

    Args:
        lines: of the text.
        index: of the first line of the first cell.
        number: of the table in the file.
        ends: as row_ends gives them.

    Returns:
        One past its last line, and the table, with what heads all of its columns as text before
        it; None where none begins here.
    """
    near = bisect(ends, index + _MOST_UNFILLED) - bisect(ends, index)
    if not near or not _may_begin(lines, index):
        return None
    cells, padded = _cells(lines, index)
    wide = gcd(*padded)
    if len(padded) < _LEAST_ROWS or not _LEAST_COLUMNS <= wide <= _MOST_COLUMNS:
        return None
    whole = len(cells) // wide * wide
    grid = [cells[at : at + wide] for at in range(0, whole, wide)]
    lacking = set(map(_missing, grid))
    begun = len(cells) - whole
    if begun > 1 and wide - begun in lacking:
        # The text ends before the last row has all of its bars.
        grid.append([*cells[whole:], *[_Barred((), cells[-1].end)] * (wide - begun)])
    spare = min(lacking)
    above: list[Block] = []
    made: list[list[Cell]] = []
    firsts: list[Line] = []
    # Of each column the last cell, as its row and its place in it.
    last: list[tuple[int, int]] = []
    for row in grid:
        shift = _missing(row) - spare
        own = [_cell(cell) for cell in row[: wide - spare - shift]]
        first = next((line for cell in row for line in cell.lines), None)
        if first is None:
            continue
        if not last and 2 * shift > wide:
            # It heads all columns, and names none.
            above += (Text(one.text, one.spans, line=first.number) for one in own if one.text)
            continue
        if not last:
            own, shift = [Cell("")] * shift + own, 0
            last = [(0, place) for place in range(len(own))]
        for row_at, place in last[:shift]:
            made[row_at][place] = replace(
                made[row_at][place], rowspan=made[row_at][place].rowspan + 1
            )
        last[shift:] = [(len(made), place) for place in range(len(own))]
        made.append(own)
        firsts.append(first)
    if len(made) < _LEAST_ROWS:
        return None
    rows = tuple(
        Row(tuple(own), number, page=first.page, line=first.number)
        for number, (own, first) in enumerate(zip(made, firsts, strict=True), 1)
    )
    end = grid[-1][-1].end
    bars = tuple(span for line in lines[index:end] if (span := _bars_of(line)) is not None)
    return end, [
        Furniture("|", bars, "標記", line=lines[index].number),
        *above,
        Table(rows, number, firsts[0].page, firsts[0].number),
    ]


def _may_begin(lines: Sequence[Line], index: int) -> bool:
    text = lines[index].text.strip()
    if not text.strip("|") or text.startswith("|") or "|" in text[:-1]:
        return False
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return text.endswith("|") or _BARS.fullmatch(below) is not None


def _cells(lines: Sequence[Line], index: int) -> tuple[list[_Barred], list[int]]:
    """The cells from a line on, and how many there are at the end of each line of several bars."""
    cells: list[_Barred] = []
    padded: list[int] = []
    open_: list[Line] = []
    filled = index
    for at in range(index, len(lines)):
        line = lines[at]
        bars = _BARS.search(line.text)
        text = line.text[: bars.start()] if bars else line.text
        if "|" in text or len(open_) == _MOST_LINES:
            break
        if text.strip():
            open_.append(replace(line, text=text))
        if bars:
            cells.append(_Barred(tuple(open_), at + 1))
            cells += [_Barred((), at + 1)] * (len(bars[1]) - 1)
            open_ = []
            if len(bars[1]) > 1:
                padded.append(len(cells))
                filled = at
        if at - filled > _MOST_UNFILLED or _is_hopeless(padded):
            break
    else:
        # The text ends within a cell, or behind the table.
        if open_ and len(open_) < _MOST_LINES:
            cells.append(_Barred(tuple(open_), len(lines)))
    return cells, padded


def _is_hopeless(padded: Sequence[int]) -> bool:
    """True if no more lines can give a number of columns."""
    wide = gcd(*padded)
    return 0 < wide < _LEAST_COLUMNS or (len(padded) > _ENOUGH_ROWS and wide > _MOST_COLUMNS)


def _bars_of(line: Line) -> Span | None:
    bars = _BARS.search(line.text)
    return None if bars is None else (line.start + bars.start(1), line.start + bars.end(1))


def _missing(row: Sequence[_Barred]) -> int:
    """How many cells at the end of a row are empty."""
    filled = (place for place, cell in enumerate(row, 1) if cell.lines)
    return len(row) - max(filled, default=0)


def _cell(cell: _Barred) -> Cell:
    texts = [visible(line.text) for line in cell.lines]
    return Cell(cell_text(texts), tuple(line.span for line in cell.lines))
