"""Printed glyphs → lines, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indexer.layout.page import Line, Piece

_CLOSING = frozenset("、，。．；：！？）」』】〕》〉,.;:!?)]}%％…")
_OPENING = frozenset("（「『【〔《〈([{")
_IDEOGRAPHIC = "\u2e80"
_SAME_ROW = 0.45
_OVERLAP = 0.6
_STEP = 0.001
_PIECE = 0.4
"""Em of a gap that may part cells; justification is told from it by the line's usual gap."""
_PIECE_IN_SPREAD = 2.5


class Glyph(NamedTuple):
    """A character and the box that it is printed in, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    size: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return self.top + self.size / 2


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines that glyphs of a page, column or cell make, from top to bottom."""
    return [line_of(row, page) for row in rows_of(glyphs)]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Group glyphs into printed rows, from top to bottom, each from left to right.

    Raised and lowered signs belong to the row beside them; a glyph that is printed twice at one
    place, to make it bold, is kept once; rows of white space alone are left out.
    """
    items = list(glyphs)
    rows: list[list[int]] = []
    bodies: list[tuple[float, float]] = []
    for size, middle, run in _runs(items):
        for at in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            row_middle, body = bodies[at]
            if abs(middle - row_middle) < _SAME_ROW * min(max(body, size), 2 * min(body, size)):
                rows[at].extend(run)
                if size > body and not all(items[index][0].isspace() for index in run):
                    bodies[at] = (middle, size)
                break
        else:
            if not all(items[index][0].isspace() for index in run):
                rows.append(list(run))
                bodies.append((middle, size))
    found = [_printed_once(_ordered(items, row)) for row in rows]
    return sorted(found, key=lambda row: (min(g[3] for g in row), row[0][1]))


def _runs(items: Sequence[Glyph]) -> list[tuple[float, float, list[int]]]:
    """Indices of glyphs that follow each other on one base line, with size and middle, by height."""
    runs: list[tuple[float, float, list[int]]] = []
    last_top = last_size = float("nan")
    for index, (_, _, _, top, size) in enumerate(items):
        if top == last_top and size == last_size:
            runs[-1][2].append(index)
        else:
            runs.append((size, top + size / 2, [index]))
            last_top, last_size = top, size
    return sorted(runs, key=lambda run: (run[1], items[run[2][0]][1]))


def _ordered(items: Sequence[Glyph], row: list[int]) -> list[Glyph]:
    """The glyphs of a row from left to right.

    Those that the file prints one after the other keep their order where they overlap: a full
    stop may begin behind the wide character that follows it.
    """
    row.sort()
    keys: list[float] = []
    last = float("-inf")
    for index in row:
        x0 = items[index][1]
        last = last + _STEP if last - _OVERLAP * items[index][4] < x0 <= last else x0
        keys.append(last)
    return [items[index] for _, index in sorted(zip(keys, row, strict=True))]


def _printed_once(row: list[Glyph]) -> list[Glyph]:
    last: dict[str, float] = {}
    kept: list[Glyph] = []
    for glyph in row:
        text, x0 = glyph[0], glyph[1]
        before = last.get(text)
        if before is None or x0 - before >= 0.15 * glyph[4] or text.isspace():
            last[text] = x0
            kept.append(glyph)
    return kept


def line_of(row: Sequence[Glyph], page: int) -> Line:
    """The line that a row of glyphs makes.

    Args:
        row: from left to right, with at least one visible glyph.
        page: from 1.
    """
    kept = [glyph for glyph in row if not glyph[0].isspace()]
    sizes = sorted(glyph[4] for glyph in kept)
    em = sizes[len(sizes) // 2]
    usual = _usual_gap(kept)
    piece_gap = max(_PIECE * em, min(_PIECE_IN_SPREAD * usual, 1.5 * em) if usual > 0.1 * em else 0)
    parts: list[str] = []
    pieces: list[Piece] = []
    begun, begun_x = 0, kept[0][1]
    last: Glyph | None = None
    blank = ""
    for glyph in row:
        text = glyph[0]
        if text.isspace():
            blank = text if blank != "\u3000" else blank
            if text == "\u3000" and last is not None:
                parts.append(text)
            continue
        if last is not None:
            gap = glyph[1] - last[2]
            if gap > piece_gap:
                pieces.append(Piece("".join(parts[begun:]).strip(), begun_x, last[2]))
                begun, begun_x = len(parts), glyph[1]
            space = _between(last, glyph, gap, blank)
            if space:
                parts.append(space)
        parts.append(text)
        last = glyph
        blank = ""
    pieces.append(Piece("".join(parts[begun:]).strip(), begun_x, kept[-1][2]))
    return Line(
        "".join(parts).strip(),
        kept[0][1],
        max(glyph[2] for glyph in kept),
        min(glyph[3] for glyph in kept),
        max(glyph[3] + glyph[4] for glyph in kept),
        em,
        page,
        pieces=tuple(pieces),
        head=_head(kept),
    )


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
    """The gap between two glyphs of a line that is spread over its width, 0 for others."""
    if len(glyphs) < 6:
        return 0.0
    return max(0.0, median(b[1] - a[2] for a, b in pairwise(glyphs)))


def _between(left: Glyph, right: Glyph, gap: float, blank: str) -> str:
    one, other = left[0], right[0]
    wide_one, wide_other = one >= _IDEOGRAPHIC, other >= _IDEOGRAPHIC
    if blank and blank != "\u3000":
        # A typed space between two Chinese characters is justification unless it is wide.
        return "" if wide_one and wide_other and gap < 0.6 * right[4] else " "
    if wide_one or wide_other:
        wide = gap > 0.9 * right[4] and one not in _CLOSING and one not in _OPENING
        return " " if wide and not blank else ""
    return " " if gap > 0.2 * right[4] else ""


def _head(glyphs: Sequence[Glyph]) -> float:
    """Width of what must stand on one line: a character with its punctuation, or a word."""
    end = 1
    while end < len(glyphs):
        before, after = glyphs[end - 1], glyphs[end]
        left, right = before[0], after[0]
        narrow_left, narrow_right = left < _IDEOGRAPHIC, right < _IDEOGRAPHIC
        words = narrow_left and narrow_right
        if words and (left in "-/" or after[1] - before[2] > 0.2 * after[4]):
            break
        # Word processors keep a Latin word and the Chinese marks at both its ends together.
        marked = (left in _CLOSING and narrow_right) or (narrow_left and right in _OPENING)
        if not (words or marked or right in _CLOSING or left in _OPENING):
            break
        end += 1
    return glyphs[end - 1][2] - glyphs[0][1]
