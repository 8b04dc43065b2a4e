"""Pages that are printed in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from indexer.layout.glyph_lines import Glyph, lines_of
from indexer.layout.page import Line

_LEAST_LINES = 5
_BESIDE = 0.6
"""Of the shorter column: so much of it has the other one beside it."""
_MOST_ACROSS = 0.2
_LEAST_CHARACTERS = 10
"""Of half a line: cells of a table without rules are shorter than the lines of a column."""


def in_columns(
    glyphs: Iterable[Glyph], lines: Sequence[Line], width: float, before: float | None
) -> tuple[list[Line], float | None]:
    """Lines in reading order: where the page has two columns, the left one first.

    Args:
        glyphs: of the page, tables taken out.
        lines: the same as lines over the whole width, from top to bottom.
        width: of the page, in points.
        before: middle between the columns of the page before, None where it had one; the last
            page of a text in columns may not be full enough to show them.

    Returns:
        The lines, and the middle between the columns or None.
    """
    gutter = _gutter(lines, width)
    if gutter is None and before is not None:
        crossing = sum(_crosses(line, before) for line in lines)
        gutter = before if crossing <= _MOST_ACROSS * len(lines) else None
    if gutter is None or not lines:
        return list(lines), None
    page = lines[0].page or 1
    across = [line for line in lines if _crosses(line, gutter)]
    order: list[Line] = []
    tops = [line.top for line in across]
    bands = list(zip([float("-inf"), *tops], [*tops, float("inf")], strict=True))
    kept = list(glyphs)
    for number, (top, bottom) in enumerate(bands):
        if number:
            order.append(across[number - 1])
        after = across[number - 1].bottom - 1 if number else top
        band = [g for g in kept if after <= g.middle < bottom]
        for half in (
            [g for g in band if (g.x0 + g.x1) / 2 < gutter],
            [g for g in band if (g.x0 + g.x1) / 2 >= gutter],
        ):
            column = lines_of(half, page)
            if column:
                bounds = (min(line.x0 for line in column), max(line.x1 for line in column))
                order.extend(replace(line, bounds=bounds) for line in column)
    return order, gutter


def _gutter(lines: Sequence[Line], width: float) -> float | None:
    """The middle of the room between two columns, or None."""
    if len(lines) < _LEAST_LINES:
        return None
    best: tuple[int, float] | None = None
    for step in range(-20, 21):
        x = width / 2 + step * width / 200
        crossing = sum(_crosses(line, x) for line in lines)
        if crossing > _MOST_ACROSS * len(lines):
            continue
        left = [line for line in lines if line.x0 < x and not _crosses(line, x)]
        right = [line for line in lines if line.x1 > x and not _crosses(line, x)]
        beside = min(len(left), len(right))
        if beside < _LEAST_LINES or not _side_by_side(left, right):
            continue
        if min(_usual(left, x)[0], _usual(right, x)[1]) < _LEAST_CHARACTERS:
            continue
        if best is None or beside > best[0]:
            best = (beside, x)
    return None if best is None else best[1]


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """True if lines on both sides are at the same heights for most of the shorter side."""
    top = max(left[0].top, right[0].top)
    bottom = min(left[-1].bottom, right[-1].bottom)
    shorter = min(left[-1].bottom - left[0].top, right[-1].bottom - right[0].top)
    return bottom - top > _BESIDE * shorter


def _crosses(line: Line, x: float) -> bool:
    return line.x0 < x < line.x1 and any(piece.x0 < x < piece.x1 for piece in line.pieces)


def _usual(lines: Sequence[Line], x: float) -> tuple[float, float]:
    """About how many characters lines have on each side of a place, by their size."""
    left = [max((p.x1 for p in line.pieces if p.x1 <= x), default=line.x0) for line in lines]
    right = [min((p.x0 for p in line.pieces if p.x0 >= x), default=line.x1) for line in lines]
    return (
        median((end - line.x0) / line.em for line, end in zip(lines, left, strict=True)),
        median((line.x1 - start) / line.em for line, start in zip(lines, right, strict=True)),
    )
