"""The grid of a table on one page, and the lines in its cells."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from indexer.layout.glyph_lines import Glyph, lines_of
from indexer.layout.page import Line

_NEAR = 3.0
_MOST_CELLS = 200_000

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom, in points."""


@dataclass(slots=True)
class GridCell:
    """A cell while its table is being put together; columns are those of its own page."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines without regard for paragraphs, to compare it by."""
        joined = "".join(line.text for line in self.lines)
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", joined))


@dataclass(slots=True)
class PageGrid:
    """The part of a table that is on one page.

    Attributes:
        xs: edges of its columns, ascending.
        rows: its cells by the row that they begin in, from left to right.
        ruled: its columns are parted by rules, so that xs are exact.
    """

    page: int
    box: Box
    xs: tuple[float, ...]
    rows: list[list[GridCell]]
    ruled: bool = True


def grid_of(
    cells: Iterable[Box],
    page: int,
    *,
    divides: Callable[[float, float, float], bool] | None = None,
) -> PageGrid | None:
    """The grid that rectangles of one table make, or None for a mere frame.

    Args:
        cells: of the table, in any order.
        page: from 1.
        divides: whether a rule stands at an x between two heights; None where no rules part the
            columns.
    """
    boxes = sorted(set(cells), key=lambda box: (box[1], box[0]))
    if len(boxes) < 2:
        return None
    xs = edges_of([x for box in boxes for x in (box[0], box[2])])
    ys = edges_of([y for box in boxes for y in (box[1], box[3])])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height > _MOST_CELLS:
        return None
    rows: list[list[GridCell]] = [[] for _ in range(height)]
    taken = [[False] * width for _ in range(height)]
    for box in boxes:
        c0, c1 = nearest_edge(xs, box[0]), nearest_edge(xs, box[2])
        r0, r1 = nearest_edge(ys, box[1]), nearest_edge(ys, box[3])
        if c1 <= c0 or r1 <= r0 or any(any(taken[r][c0:c1]) for r in range(r0, r1)):
            continue
        for r in range(r0, r1):
            taken[r][c0:c1] = [True] * (c1 - c0)
        rows[r0].append(GridCell(box, r0, c0, r1 - r0, c1 - c0))
    for r in range(height):
        c = 0
        while c < width:
            end = c + 1
            if not taken[r][c]:
                # Where a side of a cell is not drawn, its text still goes over all its width.
                while (
                    divides is not None
                    and end < width
                    and not taken[r][end]
                    and not divides(xs[end], ys[r], ys[r + 1])
                ):
                    end += 1
                box = (xs[c], ys[r], xs[end], ys[r + 1])
                rows[r].append(GridCell(box, r, c, 1, end - c))
            c = end
        rows[r].sort(key=lambda cell: cell.column)
    box = (xs[0], ys[0], xs[-1], ys[-1])
    return PageGrid(page, box, xs, rows, divides is not None)


def edges_of(values: Iterable[float]) -> tuple[float, ...]:
    """Positions in order, with those that are as good as one joined."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= _NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return tuple(sum(group) / len(group) for group in out)


def nearest_edge(edges: Sequence[float], value: float) -> int:
    """Index of the edge that is nearest to a position."""
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def fill(grid: PageGrid, glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Give the cells of a grid their lines.

    Args:
        grid: its cells are filled in place.
        glyphs: of the page that are in no other grid.

    Returns:
        The glyphs that are outside it; all of them where none is inside.
    """
    cells = [cell for row in grid.rows for cell in row]
    tops = sorted({cell.box[1] for cell in cells})
    by_row: list[list[int]] = [[] for _ in tops]
    for index, cell in enumerate(cells):
        low = bisect_right(tops, cell.box[1]) - 1
        for row in range(low, max(bisect_right(tops, cell.box[3] - 1), low + 1)):
            by_row[row].append(index)
    outside: list[Glyph] = []
    inside: list[list[Glyph]] = [[] for _ in cells]
    x0, top, x1, bottom = grid.box
    left = upper = right = lower = float("nan")
    chosen = 0
    for glyph in glyphs:
        x, y = (glyph[1] + glyph[2]) / 2, glyph[3] + glyph[4] / 2
        if not (left <= x <= right and upper <= y <= lower):
            # Glyphs of a cell follow each other: the last cell is looked at first.
            if not (x0 <= x <= x1 and top <= y <= bottom):
                outside.append(glyph)
                continue
            chosen = _cell_at(cells, by_row[max(bisect_right(tops, y) - 1, 0)], x, y)
            left, upper, right, lower = cells[chosen].box
        inside[chosen].append(glyph)
    for cell, own in zip(cells, inside, strict=True):
        cell.lines = lines_of(own, grid.page) if own else []
    return outside


def _cell_at(cells: Sequence[GridCell], candidates: Sequence[int], x: float, y: float) -> int:
    """Index of the cell at a point, else of the nearest one."""
    for index in candidates:
        x0, top, x1, bottom = cells[index].box
        if x0 <= x <= x1 and top <= y <= bottom:
            return index

    def away(index: int) -> float:
        x0, top, x1, bottom = cells[index].box
        return max(x0 - x, x - x1, 0.0) + max(top - y, y - bottom, 0.0)

    return min(candidates, key=away)
