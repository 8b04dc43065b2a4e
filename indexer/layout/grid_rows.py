"""Rows of a ruled grid that no rule parts: known by the amounts that stand in line, or by room."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.layout.continuation import is_full
from indexer.layout.page import Line
from indexer.layout.page_grid import GridCell, PageGrid

_AMOUNT = re.compile(r"[-－–—△▲+(（]?\s*[\d,，.]*\d[\d,，.]*\s*[%％]?[)）]?|[-－–—…]+")
_LEAST_FILLED = 3
_SAME_HEIGHT = 0.6
_TIGHT = 0.8
"""Of the step before: a line that much nearer to the line below belongs to it."""
_FAR = 1.6
"""Em of a step that parts nothing yet."""
_ROOM = 1.5
"""Of the usual step between lines: more room than that parts rows."""
_MOST = 0.8
_LEAST_APART = 3
"""Rows known by room alone: a header of two lines has room in it, too."""


def part_rows(grid: PageGrid) -> PageGrid:
    """The grid with each row parted where lines of its cells begin rows of their own.

    Args:
        grid: with the lines of its cells.
    """
    rows: list[list[GridCell]] = []
    place: dict[int, int] = {}
    for number, row in enumerate(grid.rows):
        place[number] = len(rows)
        cuts = _cuts(row)
        rows.extend(_parted(row, cuts) if cuts else [row])
    place[len(grid.rows)] = len(rows)
    if len(rows) == len(grid.rows):
        return grid
    for number, row in enumerate(grid.rows):
        for cell in row:
            if cell.rowspan > 1:
                cell.rowspan = place[number + cell.rowspan] - place[number]
    for number, row in enumerate(rows):
        for cell in row:
            cell.row = number
    return replace(grid, rows=rows)


def _parted(row: Sequence[GridCell], cuts: Sequence[float]) -> Iterator[list[GridCell]]:
    """A row cut at heights; cells that reach into the rows below stay whole in the first."""
    top, bottom = min(cell.box[1] for cell in row), max(cell.box[3] for cell in row)
    for at, (high, low) in enumerate(pairwise([top, *cuts, bottom])):
        cells: list[GridCell] = []
        for cell in row:
            if cell.rowspan > 1:
                if at == 0:
                    cells.append(cell)
                continue
            x0, _, x1, _ = cell.box
            own = [
                line
                for line in cell.lines
                if (at == 0 or _middle(line) >= high) and (at == len(cuts) or _middle(line) < low)
            ]
            cells.append(GridCell((x0, high, x1, low), cell.row, cell.column, 1, cell.colspan, own))
        yield cells


def _cuts(row: Sequence[GridCell]) -> list[float]:
    """Heights at which rows begin within one, the first of them only if something is above it."""
    cells = [cell for cell in row if cell.rowspan == 1 and cell.lines]
    if len(cells) < _LEAST_FILLED or max(len(cell.lines) for cell in cells) < 2:
        return []
    amounts = [cell for cell in cells if all(_AMOUNT.fullmatch(line.text) for line in cell.lines)]
    texts = [cell for cell in cells if not any(cell is one for one in amounts)]
    if not texts:
        return []
    em = cells[0].lines[0].em
    anchors = _levels([line for cell in amounts for line in cell.lines])
    begun = [level for level in anchors if any(_begins_at(cell, level, em) for cell in texts)]
    if len(amounts) < 2 or len(anchors) < 2 or len(begun) < _MOST * len(anchors):
        anchors = _apart(cells, em)
    if not anchors:
        return []
    tops = [_top_of(level, anchors, texts, em) for level in anchors]
    above = any(_middle(line) < tops[0] for cell in cells for line in cell.lines)
    return tops if above else tops[1:]


def _levels(lines: Sequence[Line]) -> list[float]:
    """Heights of the middles of lines, those at one height joined."""
    out: list[float] = []
    for line in sorted(lines, key=_middle):
        if not out or _middle(line) - out[-1] > _SAME_HEIGHT * line.em:
            out.append(_middle(line))
    return out


def _begins_at(cell: GridCell, level: float, em: float) -> bool:
    """True if a paragraph of a cell begins at a height, or on the line above it."""
    for at, line in enumerate(cell.lines):
        if -_SAME_HEIGHT * em <= level - _middle(line) <= _FAR * em:
            before = cell.lines[at - 1] if at else None
            bounds = (cell.box[0], cell.box[2])
            if before is None or not is_full(before, line, bounds):
                return True
            if line.top - before.top > _FAR * line.em:
                return True
    return False


def _apart(cells: Sequence[GridCell], em: float) -> list[float]:
    """Heights at which all cells that go on there begin anew, after room, in two at least."""
    steps = [b.top - a.top for cell in cells for a, b in pairwise(cell.lines)]
    if not steps:
        return []
    usual = min(steps)
    first = min((cell.lines[0] for cell in cells), key=_middle)
    begins = [
        [line for before, line in pairwise(cell.lines) if line.top - before.top > _ROOM * usual]
        for cell in cells
    ]
    found = [_middle(first)]
    for level in _levels([line for own in begins for line in own]):
        starting = sum(any(abs(_middle(x) - level) < em for x in own) for own in begins)
        crossing = any(
            a.top + usual > level - em and not any(b is x for x in own) and _middle(a) < level - em
            for cell, own in zip(cells, begins, strict=True)
            for a, b in pairwise(cell.lines)
            if _middle(a) < level <= _middle(b)
        )
        if starting >= 2 and not crossing:
            found.append(level)
    return found if len(found) >= _LEAST_APART else []


def _top_of(level: float, anchors: Sequence[float], texts: Sequence[GridCell], em: float) -> float:
    """The upper end of the row of an amount: a line that stands close above it is of the row."""
    top = level - _SAME_HEIGHT * em
    before = max((other for other in anchors if other < level), default=float("-inf"))
    for cell in texts:
        for at, line in enumerate(cell.lines):
            if (
                not before + _SAME_HEIGHT * em < _middle(line) < top
                or _middle(line) < level - _FAR * em
            ):
                continue
            if at + 1 < len(cell.lines) and _middle(cell.lines[at + 1]) > level + _SAME_HEIGHT * em:
                continue
            step = level - _middle(line)
            higher = _middle(cell.lines[at - 1]) if at else float("-inf")
            if step < _TIGHT * (_middle(line) - higher):
                top = min(top, _middle(line) - _SAME_HEIGHT * em)
    return top


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2
