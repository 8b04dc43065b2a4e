"""Pages that are printed in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from indexer.layout.glyph_lines import Glyph, lines_of
from indexer.layout.page import Line
from indexer.layout.whitespace_grid import gaps_of

_LEAST_LINES = 8
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
    if sum(len(line.pieces) > 1 for line in lines) < _LEAST_LINES:
        return None
    best: tuple[int, float] | None = None
    for step in range(-20, 21):
        x = width / 2 + step * width / 200
        both = [line for line in lines if line.x0 < x < line.x1 and not _crosses(line, x)]
        crossing = sum(_crosses(line, x) for line in lines)
        if len(both) < _LEAST_LINES or crossing > _MOST_ACROSS * len(both):
            continue
        if median(min(_characters(line, x)) for line in both) < _LEAST_CHARACTERS:
            continue
        if best is None or len(both) > best[0]:
            best = (len(both), x)
    return None if best is None else best[1]


def _crosses(line: Line, x: float) -> bool:
    return line.x0 < x < line.x1 and not any(a <= x <= b for a, b in gaps_of(line))


def _characters(line: Line, x: float) -> tuple[float, float]:
    """About how many characters a line has on each side, by its size."""
    left = max((a for a, _ in gaps_of(line) if a <= x), default=line.x0)
    right = min((b for _, b in gaps_of(line) if b >= x), default=line.x1)
    return (left - line.x0) / line.em, (line.x1 - right) / line.em
