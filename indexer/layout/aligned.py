"""Tables whose columns are parted by white space alone, as text taken from a page keeps them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.blocks import Cell, Furniture, Row
from indexer.layout.lines import Line, cell_text, ends_sentence
from indexer.layout.widths import width
from indexer.numbering import enumerator
from indexer.vocabulary import load

_GAP = re.compile(r"(?:[ 　]{2,}|　)")
_LEAST_COLUMNS = 2
_ROWS = "項目"
_TOLERANCE = 4
_LINES_ASKED = 60
_MOST_BLANK = 2


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
    # 項目 over the names of rows says nothing of them.
    named = pieces[1:] if pieces[0] == _ROWS else pieces
    return all(load().header(piece).field is not None for piece in named)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table stand in its lines, in half-width characters.

    Attributes:
        starts: where the text of each column begins.
        heads: where the header of each begins and ends; it may be centred over the text.
    """

    starts: tuple[int, ...]
    heads: tuple[tuple[int, int], ...]

    def of(self, at: int, piece: str) -> int | None:
        """The column of a piece that begins at a place, None where it is in none."""
        nearest = min(range(len(self.starts)), key=lambda i: abs(self.starts[i] - at))
        if abs(self.starts[nearest] - at) <= _TOLERANCE:
            return nearest
        under = [i for i, head in enumerate(self.heads) if _overlap((at, at + width(piece)), head)]
        return under[0] if len(under) == 1 else None


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _columns_under(lines: Sequence[Line], index: int) -> _Columns:
    """The columns of the table that is headed by a line: whole rows tell where text begins."""
    head = [(width(lines[index].text[:at]), piece) for at, piece in segments(lines[index].text)]
    heads = tuple((at, at + width(piece)) for at, piece in head)
    begun: list[list[int]] = [[] for _ in head]
    for line in lines[index + 1 : index + _LINES_ASKED]:
        row = [(width(line.text[:at]), piece) for at, piece in segments(line.text)]
        if len(row) != len(head) or [piece for _, piece in row] == [piece for _, piece in head]:
            continue
        if all(_overlap((at, at + width(p)), h) for (at, p), h in zip(row, heads, strict=True)):
            for column, (at, _) in enumerate(row):
                begun[column].append(at)
    starts = tuple(
        Counter(places).most_common(1)[0][0] if places else head[column][0]
        for column, places in enumerate(begun)
    )
    return _Columns(starts, heads)


def aligned_rows(lines: Sequence[Line], index: int) -> tuple[int, list[Row], list[Furniture]]:
    """Read the table that is headed by a line.

    A piece belongs to the column in which it begins, or under whose header it stands. A line
    that fills the last column alone goes on with the row above; the table ends where a line
    keeps to no column. It goes on over the end of a page, and behind its own header printed
    again.

    Returns:
        Where the table ends; its rows, the header first; its repeated headers.
    """
    head = lines[index]
    columns = _columns_under(lines, index)
    words = [piece for _, piece in segments(head.text)]
    rows = [_row(head, [[piece] for piece in segments(head.text)])]
    inside: list[Furniture] = []
    end = index + 1
    while end < len(lines):
        after = end
        while after < len(lines) and lines[after].blank:
            after += 1
        if after == len(lines):
            break
        line = lines[after]
        again = [piece for _, piece in segments(line.text)] == words
        placed = _placed(line, columns)
        if placed is None or after - end > _MOST_BLANK:
            break
        if after > end and placed[0] and not any(placed[1:]) and not again:
            break
        if again:
            inside.append(
                Furniture(line.text.strip(), (line.span,), "重複表頭", line.page, line.number)
            )
        else:
            rows.append(_row(line, placed))
        end = after + 1
    return end, rows, inside


def joined_rows(rows: Sequence[Row]) -> list[Row]:
    """Rows of whole cells: a line that begins no row of its own goes on with the row above."""
    out: list[Row] = []
    for row in rows:
        if len(out) > 1 and _goes_on(out[-1], row):
            cells = tuple(
                Cell(cell_text([a.text, b.text]), a.spans + b.spans)
                for a, b in zip(out[-1].cells, row.cells, strict=True)
            )
            out[-1] = replace(out[-1], cells=cells)
        else:
            out.append(row)
    return out


def _goes_on(above: Row, row: Row) -> bool:
    """Whether a line fills the last column alone, or goes on in the midst of its sentence."""
    filled = [cell for cell in row.cells if cell.text]
    if filled == [row.cells[-1]]:
        return True
    return (
        not row.cells[0].text
        and bool(row.cells[-1].text)
        and not ends_sentence(above.cells[-1].text)
        and not any(enumerator(cell.text) for cell in filled)
    )


def _placed(line: Line, columns: _Columns) -> list[list[tuple[int, str]]] | None:
    """The pieces of a line by column, or None where one is in none."""
    placed: list[list[tuple[int, str]]] = [[] for _ in columns.starts]
    pieces = segments(line.text)
    for at, piece in pieces:
        column = columns.of(width(line.text[:at]), piece)
        if column is None:
            return None
        placed[column].append((at, piece))
    # A line of one piece at the left edge is prose unless it is as narrow as the column.
    if len(pieces) == 1 and placed[0]:
        room = columns.starts[1] - columns.starts[0]
        if width(pieces[0][1]) > room or pieces[0][1].endswith(("：", ":")):
            return None
    return placed


def _row(line: Line, placed: Sequence[Sequence[tuple[int, str]]]) -> Row:
    cells = []
    for pieces in placed:
        spans = tuple((line.start + at, line.start + at + len(piece)) for at, piece in pieces)
        cells.append(Cell("　".join(piece for _, piece in pieces), spans))
    return Row(tuple(cells), 0, page=line.page, line=line.number)
