"""Drawn rules of a page → the grids that they make."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from indexer.layout.page import Rule
from indexer.layout.page_grid import Box, PageGrid, grid_of

NEAR = 3.0
"""Points within which rules count as one, or as meeting: half the width of a narrow letter."""
_SHORTEST = 3.0
_MOST_CELLS = 40_000

Spans = list[tuple[float, float]]


def ruled_grids(rules: Sequence[Rule], page: int) -> list[PageGrid]:
    """The grids of a page whose cells are closed by rules, from top to bottom.

    Args:
        rules: of the page; slanted lines and curves left out.
        page: from 1.
    """
    rules = [*rules, *missing_lids(rules)]
    rules = [*rules, *missing_sides(rules)]
    upright = _levels((rule.x0, rule.top, rule.bottom) for rule in rules if rule.upright)
    level = _levels((rule.top, rule.x0, rule.x1) for rule in rules if not rule.upright)
    xs, ys = [x for x, _ in upright], [y for y, _ in level]
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_CELLS:
        return []
    sides = [_covered(spans, ys) for _, spans in upright]
    lids = [_covered(spans, xs) for _, spans in level]

    def divides(x: float, top: float, bottom: float) -> bool:
        return any(
            abs(place - x) <= NEAR and any(a <= (top + bottom) / 2 <= b for a, b in spans)
            for place, spans in upright
        )

    tables = _tables(list(_cells(xs, ys, sides, lids)))
    grids = (grid_of(boxes, page, divides=divides) for boxes in tables)
    found = [grid for grid in grids if grid is not None]
    # A table inside a cell of another belongs to that cell.
    return sorted(
        (
            grid
            for grid in found
            if not any(_within(grid.box, other.box) for other in found if other is not grid)
        ),
        key=lambda grid: grid.box[1],
    )


def _levels(rules: Iterable[tuple[float, float, float]]) -> list[tuple[float, Spans]]:
    """Rules of one direction, those at one place joined: (place, stretches that are drawn)."""
    out: list[tuple[list[float], Spans]] = []
    for place, start, end in sorted(rules):
        if out and place - out[-1][0][-1] <= NEAR and place - out[-1][0][0] <= 2 * NEAR:
            out[-1][0].append(place)
            out[-1][1].append((start, end))
        else:
            out.append(([place], [(start, end)]))
    return [
        (sum(places) / len(places), spans)
        for places, drawn in out
        if (spans := [span for span in _merged(drawn) if span[1] - span[0] >= _SHORTEST])
    ]


def _merged(spans: Spans) -> Spans:
    out: Spans = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1] + NEAR:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _covered(spans: Spans, cuts: Sequence[float]) -> list[bool]:
    """For each stretch between two cuts, whether a rule is drawn over all of it."""
    out = [False] * (len(cuts) - 1)
    for start, end in spans:
        first = bisect_left(cuts, start - NEAR)
        last = bisect_right(cuts, end + NEAR) - 1
        for at in range(first, last):
            out[at] = True
    return out


def _cells(
    xs: Sequence[float],
    ys: Sequence[float],
    sides: Sequence[Sequence[bool]],
    lids: Sequence[Sequence[bool]],
) -> Iterator[Box]:
    """Closed rectangles with no rule through them, each as large as the rules allow.

    Args:
        xs: places of upright rules.
        ys: places of level rules.
        sides: of each x, whether a rule stands between two ys.
        lids: of each y, whether a rule lies between two xs.
    """
    width, height = len(xs) - 1, len(ys) - 1
    taken = [[False] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if taken[row][column] or not lids[row][column] or not sides[column][row]:
                continue
            right = column + 1
            while right < width and not sides[right][row] and lids[row][right]:
                right += 1
            if not sides[right][row]:
                continue
            bottom = row + 1
            while bottom < height and not any(lids[bottom][column:right]):
                bottom += 1
            if not all(lids[bottom][column:right]):
                continue
            if all(sides[column][row:bottom]) and all(sides[right][row:bottom]):
                for line in taken[row:bottom]:
                    line[column:right] = [True] * (right - column)
                yield xs[column], ys[row], xs[right], ys[bottom]


def _tables(boxes: Sequence[Box]) -> list[list[Box]]:
    """Cells in groups that touch at a corner."""
    at_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, (x0, top, x1, bottom) in enumerate(boxes):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            at_corner[corner].append(index)
    group = list(range(len(boxes)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    for sharing in at_corner.values():
        for other in sharing[1:]:
            group[root(other)] = root(sharing[0])
    tables: dict[int, list[Box]] = defaultdict(list)
    for index, box in enumerate(boxes):
        tables[root(index)].append(box)
    return list(tables.values())


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
        and inner != outer
    )


def missing_lids(rules: Iterable[Rule]) -> list[Rule]:
    """The level rules that tables lack where several upright ones begin, or end, alike.

    So it is where no rule parts the rows, or where the end of a page cuts a row.
    """
    upright = [rule for rule in rules if rule.upright and rule.bottom - rule.top > _SHORTEST]
    level = [rule for rule in rules if not rule.upright]
    lids: list[Rule] = []
    for end in ("top", "bottom"):
        groups: dict[int, list[Rule]] = defaultdict(list)
        for rule in upright:
            groups[round(getattr(rule, end) / NEAR)].append(rule)
        for group in groups.values():
            xs = [rule.x0 for rule in group]
            left, right = min(xs), max(xs)
            y = getattr(group[0], end)
            drawn = any(
                abs(rule.top - y) <= 2 * NEAR and rule.x0 <= right and rule.x1 >= left
                for rule in level
            )
            if right - left > NEAR and not drawn:
                lids.append(Rule(left, y, right, y))
    return lids


def missing_sides(rules: Iterable[Rule]) -> list[Rule]:
    """The outer upright rules that tables lack, from end to end of their level ones."""
    ends: dict[tuple[int, int], set[float]] = defaultdict(set)
    upright: list[Rule] = []
    step = NEAR + 1
    for rule in rules:
        if rule.upright:
            upright.append(rule)
        else:
            ends[round(rule.x0 / step), round(rule.x1 / step)].add(round(rule.top))
    sides: list[Rule] = []
    for (left, right), tops in ends.items():
        x0, x1 = left * step, right * step
        top, bottom = min(tops), max(tops)
        among = [r for r in upright if r.bottom > top + NEAR and r.top < bottom - NEAR]
        if bottom - top <= NEAR or not any(x0 + step < rule.x0 < x1 - step for rule in among):
            continue
        sides += [
            Rule(x, top, x, bottom)
            for x in (x0, x1)
            if not any(abs(x - rule.x0) <= 2 * step for rule in among)
        ]
    return sides
