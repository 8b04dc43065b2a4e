"""Tables whose columns or rows no rule parts, known by the room between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from indexer.layout.page import Line, Rule
from indexer.layout.page_grid import Box

Gap = tuple[float, float]
"""x0 and x1 of a stretch that nothing is printed in, in points."""

_NEAR = 4.0
_LEAST_COLUMNS = 3
_LEAST_RULES = 3
_HEADER_LINES = 2
_LEAST_RULE = 8
"""Em of a rule that may be one of a table."""


def gaps_of(line: Line) -> list[Gap]:
    """The gaps between the pieces of a line."""
    return [(a.x1, b.x0) for a, b in pairwise(line.pieces)]


def ruled_bands(rules: Sequence[Rule], lines: Sequence[Line]) -> list[list[Box]]:
    """Tables with horizontal rules alone: rows are between rules, columns between gaps.

    Args:
        rules: of the page.
        lines: of the page that are in no table yet, from top to bottom.

    Returns:
        The cells of each such table.
    """
    if not rules:
        return []
    groups: dict[tuple[int, int], set[float]] = defaultdict(set)
    upright = [rule for rule in rules if rule.upright]
    em = median([line.em for line in lines] or [12.0])
    for rule in rules:
        if not rule.upright and rule.x1 - rule.x0 > _LEAST_RULE * em:
            groups[round(rule.x0 / 8), round(rule.x1 / 8)].add(round(rule.top, 1))
    tables: list[list[Box]] = []
    for (left, right), found in groups.items():
        levels = sorted(found)
        tops = [levels[0], *(b for a, b in pairwise(levels) if b - a > _NEAR)]
        x0, x1 = left * 8.0, right * 8.0
        if len(tops) < _LEAST_RULES or any(
            x0 + 9 < rule.x0 < x1 - 9 and rule.top < tops[-1] and rule.bottom > tops[0]
            for rule in upright
        ):
            continue
        inside = [line for line in lines if tops[0] <= _middle(line) <= tops[-1]]
        gaps = _common_gaps(inside)
        if not gaps:
            continue
        cuts = [x0, *((a + b) / 2 for a, b in gaps), x1]
        rows = tops
        if len(tops) == _LEAST_RULES:
            # Rules above, below and under the header alone: the rows are not parted by rules.
            body = [line for line in inside if _middle(line) > tops[1]]
            rows = [*tops[:2], *(body[at].top - 1 for at in _starts(body, gaps)[1:]), tops[2]]
        tables.append([(a, y, b, z) for y, z in pairwise(rows) for a, b in pairwise(cuts)])
    return tables


def unruled(lines: Sequence[Line], before: Sequence[float] = ()) -> list[list[Box]]:
    """Tables without rules, each known by a header line of three or more columns.

    Args:
        lines: of the page that are in no table yet, from top to bottom.
        before: borders of the columns of a table without rules that reached the end of the
            page before; it may go on here without a header.

    Returns:
        The cells of each such table.
    """
    tables: list[list[Box]] = []
    at = 0
    while at < len(lines):
        end, gaps = _reach(lines, at)
        if before and not tables and at <= _HEADER_LINES and end == at:
            gaps = [(cut - _NEAR, cut + _NEAR) for cut in before[1:-1]]
            end, gaps = _carry(lines, at, gaps)
            if end - at >= 2 and any(len(_columns_in(line, gaps)) >= 2 for line in lines[at:end]):
                tables.append(_cells(lines[at:end], gaps, before))
                at = end
                continue
        if _is_table(lines[at:end], gaps):
            tables.append(_cells(lines[at:end], gaps))
            at = end
        else:
            at += 1
    return tables


def _is_table(lines: Sequence[Line], gaps: Sequence[Gap]) -> bool:
    wide = [line for line in lines if len(_columns_in(line, gaps)) >= 2]
    return len(gaps) + 1 >= _LEAST_COLUMNS and len(wide) >= 3


def _reach(lines: Sequence[Line], start: int) -> tuple[int, list[Gap]]:
    """How far the columns of a header line go on, and the gaps that all lines leave."""
    head = lines[start]
    gaps = [gap for gap in gaps_of(head) if gap[1] - gap[0] >= 1.2 * head.em]
    if len(gaps) + 1 < _LEAST_COLUMNS:
        return start, []
    return _carry(lines, start, gaps)


def _carry(lines: Sequence[Line], start: int, gaps: list[Gap]) -> tuple[int, list[Gap]]:
    """How far gaps go on from a line, and what all the lines leave of them."""
    steps = [b.top - a.top for a, b in pairwise(lines[start : start + 12])]
    pitch = median(steps or [lines[start].em])
    end = start
    while end < len(lines):
        line = lines[end]
        if end > start and line.top - lines[end - 1].top > 3 * pitch:
            break
        left = [_free(gap, line) for gap in gaps]
        if any(gap[1] - gap[0] < 0.4 * line.em for gap in left):
            break
        gaps = left
        end += 1
    return end, gaps


def _free(gap: Gap, line: Line) -> Gap:
    """The widest part of a gap that a line leaves free."""
    best = (gap[0], gap[0])
    for a, b in ((-1e9, line.x0), *gaps_of(line), (line.x1, 1e9)):
        low, high = max(a, gap[0]), min(b, gap[1])
        if high - low > best[1] - best[0]:
            best = (low, high)
    return best


def _common_gaps(lines: Sequence[Line]) -> list[Gap]:
    """Gaps between columns that every line leaves free, the line with most gaps first."""
    if len(lines) < 2:
        return []
    first = max(lines, key=lambda line: len(line.pieces))
    gaps = gaps_of(first)
    for line in lines:
        gaps = [
            left
            for left in (_free(gap, line) for gap in gaps)
            if left[1] - left[0] >= 0.4 * line.em
        ]
    return gaps


def _columns_in(line: Line, gaps: Sequence[Gap]) -> set[int]:
    """The columns, from 0, that a line prints something in."""
    pieces = [piece.x0 for piece in line.pieces]
    cuts = [(a + b) / 2 for a, b in gaps]
    return {sum(piece > cut for cut in cuts) for piece in pieces}


def _cells(lines: Sequence[Line], gaps: Sequence[Gap], before: Sequence[float] = ()) -> list[Box]:
    cuts = before or [
        min(line.x0 for line in lines) - 2,
        *((a + b) / 2 for a, b in gaps),
        max(line.x1 for line in lines) + 2,
    ]
    edges = [*(lines[at].top - 1 for at in _starts(lines, gaps)), lines[-1].bottom + 1]
    return [(a, top, b, bottom) for top, bottom in pairwise(edges) for a, b in pairwise(cuts)]


def _starts(lines: Sequence[Line], gaps: Sequence[Gap]) -> list[int]:
    """Lines that begin a row: they print in most columns, or stand apart from the line above."""
    pitch = median([b.top - a.top for a, b in pairwise(lines)] or [0.0])
    printed = [_columns_in(line, gaps) for line in lines]
    columns = len(gaps) + 1
    # Columns whose cells never wrap, such as amounts, print once in a row.
    wrapped = {c for a, b in pairwise(printed) for c in a & b}
    single = {c for c in range(columns) if sum(c in p for p in printed) >= 2} - wrapped
    return [
        at
        for at, line in enumerate(lines)
        if at == 0
        or (printed[at] & single if wrapped and single else len(printed[at]) > 0.55 * columns)
        or line.top - lines[at - 1].top > 1.8 * pitch
    ]


def _middle(line: Line) -> float:
    return (line.top + line.bottom) / 2
