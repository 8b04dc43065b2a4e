"""Tables in text taken from pages, whose columns begin at the same place of each line.

`pdftotext -layout` and its like count that place in characters, full-width ones as one; what people
line up by hand counts them as two.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.blocks import Cell, Furniture, Row, Table
from indexer.layout import page
from indexer.layout.aligned import segments
from indexer.layout.lines import Line, ends_sentence, visible
from indexer.layout.page import Piece
from indexer.layout.page_grid import Box
from indexer.layout.tabs import rejoined
from indexer.layout.whitespace_grid import headed
from indexer.layout.widths import width
from indexer.numbering import enumerator

_LEAST_COLUMNS = 3
_LOOKS = (4, 40, 2_000)
"""Lines of a table."""
_NO_CELL = ("：", ":", "。")
_EM, _PITCH = 12.0, 15.0
"""Any size of type will do: a character is so wide and a line so high."""
_MEASURES: tuple[tuple[Callable[[str], int], float], ...] = ((len, _EM), (width, _EM / 2))
"""How long a beginning of a line is, and how wide its unit is on paper."""


def unruled_table(
    lines: Sequence[Line], index: int, number: int
) -> tuple[int, Table, list[Furniture]] | None:
    """Read the table of three columns or more that a line heads.

    Returns:
        One past its last line, the table, and its headers that are printed again; None where
        none begins here.
    """
    head = lines[index].text
    if "\t" in head or len(segments(head)) < _LEAST_COLUMNS:
        return None
    best: tuple[list[int], list[page.Line], list[Box]] = ([], [], [])
    for measure, unit in _MEASURES:
        at, printed, boxes = _measured(lines, index, measure, unit)
        if boxes and len(at) > len(best[0]):
            best = at, printed, boxes
    at, printed, boxes = best
    if not at:
        return None
    rows, again = _rows(printed, boxes, [lines[place] for place in at])
    table = Table(tuple(rows), number, lines[index].page, lines[index].number)
    return at[-1] + 1, table, again


def _measured(
    lines: Sequence[Line], index: int, measure: Callable[[str], int], unit: float
) -> tuple[list[int], list[page.Line], list[Box]]:
    """The lines of the table that a line heads, where they stand, and its cells, if there are any.

    Few lines are looked at before more: most lines that might head a table do not.
    """
    for most in _LOOKS:
        at, printed = _printed(lines, index, measure, unit, most)
        end, boxes = headed(printed)
        if end < len(printed) or len(printed) < most:
            break
    return at[:end], printed[:end], boxes


def _printed(
    lines: Sequence[Line], index: int, measure: Callable[[str], int], unit: float, most: int
) -> tuple[list[int], list[page.Line]]:
    """The lines, so many at most, that may be of the table, as if printed, and where they stand."""
    at: list[int] = []
    printed: list[page.Line] = []
    top = 0.0
    blank = False
    for place in range(index, len(lines)):
        line = lines[place]
        if len(printed) == most:
            break
        if line.blank:
            blank = True
            continue
        if "\t" in line.text:
            break
        pieces = tuple(
            Piece(
                text,
                measure(line.text[:start]) * unit,
                measure(line.text[: start + len(text)]) * unit,
                (line.start + start, line.start + start + len(text)),
            )
            for start, text in segments(line.text)
        )
        alone = len(pieces) == 1
        if alone and printed and _ends_table(line, pieces[0], printed[0].pieces[1].x0, blank):
            break
        # What stands apart begins a row, unless a page has ended between.
        top += _PITCH * (2 if blank and not line.after_page_end else 1)
        text = line.text.strip()
        x0, x1 = pieces[0].x0, pieces[-1].x1
        printed.append(page.Line(text, x0, x1, top, top + _EM, _EM, pieces=pieces))
        at.append(place)
        blank = False
    return at, printed


def _ends_table(line: Line, piece: Piece, second: float, blank: bool) -> bool:
    """True if a line of one piece before the second column is a heading, label or sentence."""
    if piece.x0 + _EM > second or line.after_page_end:
        return False
    return blank or enumerator(piece.text) is not None or piece.text.endswith(_NO_CELL)


def _rows(
    printed: Sequence[page.Line], boxes: Sequence[Box], sources: Sequence[Line]
) -> tuple[list[Row], list[Furniture]]:
    tops = sorted({box[1] for box in boxes})
    lefts = sorted({box[0] for box in boxes})
    cells: list[list[list[Piece]]] = [[[] for _ in lefts] for _ in tops]
    firsts: list[Line | None] = [None] * len(tops)
    for line, source in zip(printed, sources, strict=True):
        row = max(0, bisect(tops, line.top) - 1)
        firsts[row] = firsts[row] or source
        for piece in line.pieces:
            cells[row][max(0, bisect(lefts, piece.x0 + 1) - 1)].append(piece)
    rows: list[Row] = []
    again: list[Furniture] = []
    for own, first in zip(cells, firsts, strict=True):
        if first is None:
            continue
        made = tuple(
            Cell(
                rejoined([visible(piece.text) for piece in pieces]),
                tuple(piece.span for piece in pieces if piece.span),
            )
            for pieces in own
        )
        if rows and [cell.text for cell in made] == [cell.text for cell in rows[0].cells]:
            spans = tuple(span for cell in made for span in cell.spans)
            text = " ".join(cell.text for cell in made)
            again.append(Furniture(text, spans, "重複表頭", first.page, first.number))
        else:
            rows.append(Row(made, len(rows) + 1, page=first.page, line=first.number))
    return _joined(rows), again


def _joined(rows: Sequence[Row]) -> list[Row]:
    """Rows of whole cells: one without a first cell goes on in the midst of a sentence above it.

    The sentence is that of the column with the longest texts.
    """
    longest = max(
        range(len(rows[0].cells)), key=lambda at: sum(len(row.cells[at].text) for row in rows[1:])
    )
    out: list[Row] = []
    for row in rows:
        text = row.cells[longest].text
        above = out[-1].cells[longest].text if len(out) > 1 else ""
        if above and text and not row.cells[0].text and _goes_on(above, row):
            cells = tuple(
                Cell(rejoined([a.text, b.text]), a.spans + b.spans)
                for a, b in zip(out[-1].cells, row.cells, strict=True)
            )
            out[-1] = replace(out[-1], cells=cells)
        else:
            out.append(replace(row, number=len(out) + 1))
    return out


def _goes_on(above: str, row: Row) -> bool:
    numbered = any(enumerator(cell.text) for cell in row.cells)
    return not numbered and not ends_sentence(above)
