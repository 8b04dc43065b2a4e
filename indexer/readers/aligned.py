"""Tables whose columns are parted by white space alone, as text taken from a page keeps them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Cell, Row
from indexer.readers.lines import Line, width
from indexer.vocabulary import load

_GAP = re.compile(r"(?:[ 　]{2,}|　)")
_LEAST_COLUMNS = 2
_TOLERANCE = 4


def segments(text: str) -> list[tuple[int, str]]:
    """The pieces of a line between wide gaps, each with its place in the line."""
    out = []
    place = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[place:end]
        if piece.strip():
            out.append((place + len(piece) - len(piece.lstrip()), piece.strip()))
        place = gap.end() if gap else end
    return out


def heads_columns(text: str) -> bool:
    """Whether a line is a row of header words set apart by white space."""
    pieces = [piece for _, piece in segments(text)]
    if len(pieces) < _LEAST_COLUMNS:
        return False
    return all(load().header(piece).field is not None for piece in pieces)


def aligned_rows(lines: Sequence[Line], index: int) -> tuple[int, list[Row]]:
    """Read the table that is headed by a line.

    A piece belongs to the column under whose header it begins. A line that fills the last
    column alone goes on with the row above; the table ends where a line keeps to no column.

    Returns:
        Where the table ends, and its rows, the header first.
    """
    head = lines[index]
    starts = [width(head.text[:at]) for at, _ in segments(head.text)]
    rows = [_row(head, [[piece] for piece in segments(head.text)])]
    end = index + 1
    while end < len(lines):
        line = lines[end]
        if line.blank:
            after = next((n for n in lines[end + 1 : end + 3] if not n.blank), None)
            placed = _columns(after, starts) if after else None
            if placed is None or (placed[0] and not any(placed[1:])):
                break
            end += 1
            continue
        placed = _columns(line, starts)
        if placed is None:
            break
        rows.append(_row(line, placed))
        end += 1
    return end, rows


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of whole cells: a line with nothing in its first columns goes on with the row above."""
    out: list[Row] = []
    for row in rows:
        filled = [i for i, cell in enumerate(row.cells) if cell.text]
        if out and len(out) > 1 and filled and min(filled) == len(row.cells) - 1:
            above = out[-1].cells
            last = above[-1]
            text = f"{last.text}\n{row.cells[-1].text}" if last.text else row.cells[-1].text
            out[-1] = Row(
                (*above[:-1], Cell(text, last.spans + row.cells[-1].spans)),
                out[-1].number,
                page=out[-1].page,
                line=out[-1].line,
            )
        else:
            out.append(row)
    return out


def _columns(line: Line, starts: Sequence[int]) -> list[list[tuple[int, str]]] | None:
    """The pieces of a line by column, or None where one begins under no header."""
    placed: list[list[tuple[int, str]]] = [[] for _ in starts]
    pieces = segments(line.text)
    for at, piece in pieces:
        column = width(line.text[:at])
        nearest = min(range(len(starts)), key=lambda i: abs(starts[i] - column))
        if abs(starts[nearest] - column) > _TOLERANCE:
            return None
        placed[nearest].append((at, piece))
    # A line of one piece at the left edge is prose unless it is as narrow as the column.
    if len(pieces) == 1 and placed[0]:
        room = starts[1] - starts[0] if len(starts) > 1 else 0
        if width(pieces[0][1]) > room:
            return None
    return placed


def _row(line: Line, placed: Sequence[Sequence[tuple[int, str]]]) -> Row:
    cells = []
    for pieces in placed:
        spans = tuple((line.start + at, line.start + at + len(piece)) for at, piece in pieces)
        cells.append(Cell("　".join(piece for _, piece in pieces), spans))
    return Row(tuple(cells), 0, page=line.page, line=line.number)
