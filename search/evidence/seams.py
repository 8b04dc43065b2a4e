"""Seams: the orders other than the stored one in which a printed text may read on.

A word may be broken where a page ends and a running head follows, between two cells, between the
lines of a cell that stands beside others, and between two columns. The stored text keeps what
lies between its parts; a strand leaves that out.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]
Piece = tuple[int, int, Span]
"""Left and right edge, in columns of a display or in places of cells, and the text between."""
Strand = tuple[Span, ...]
"""Spans of the stored text, ascending or not, that are read one after the other."""

_LINE = re.compile(r"[^\n\f\v\x85\u2028\u2029]+")
# What parts cells that stand side by side, and the rules that are drawn between them.
_APART = re.compile(r"\t|[ \u00a0\u3000]{2,}|[|｜\u2500-\u257f]+")
_DRAWN = re.compile(r"[|｜\u2500-\u257f]+|(?<=\s)[-=+]{3,}(?=\s)")
_NUMBERS = re.compile(r"[\d０-９]+")
# A running head is short; a line of the text that comes twice is longer.
_LONGEST_HEAD = 40
_CELL_WIDTH = 1_000
REACH = 120
"""Characters on one side of a seam that are read, the blanks of their lines among them."""
_CHUNK = 4_000
_ENDS = 3
"""Lines at the foot of a column and at the head of the next that are read together."""
_LINES_APART = 3
"""Lines that may lie between two lines of one column: cells beside it are taller."""


def strands(text: str, furniture: Iterable[Span], reach: int | None = REACH) -> tuple[Strand, ...]:
    """Give the orders in which a stored text is to be read beside its own.

    Args:
        text: as the reader gave it.
        furniture: spans of running heads, page numbers and the like.
        reach: characters that are read on either side of what is left out, None for all.

    Returns:
        The text without furniture, lines that come again and drawn rules; then the columns of
        each stretch of lines that has several, one after the other. Of all, what is in reach of
        a place where two spans meet.
    """
    lines = [found.span() for found in _LINE.finditer(text) if found.group().strip()]
    drawn = [*furniture, *(one.span() for one in _DRAWN.finditer(text))]
    # What comes again may be a running head or two cells that say the same: both are tried.
    found: dict[Strand, None] = {}
    for left_out in (drawn, [*drawn, *_repeated(text, lines)]):
        whole = _without(len(text), left_out)
        ends = [end for _, end in whole]
        kept = [
            line
            for line in lines
            if (at := bisect_right(ends, line[0])) < len(whole) and whole[at][0] < line[1]
        ]
        for strand in (whole, *_columns(text, kept)):
            found |= dict.fromkeys(_within_reach(strand, reach))
    return tuple(found)


def chunks(text: str) -> Iterator[Span]:
    """Cut a text into pieces of which each shares 2 * REACH characters with the next."""
    for start in range(0, max(1, len(text) - 2 * REACH), _CHUNK):
        yield start, min(len(text), start + _CHUNK + 2 * REACH)


def _within_reach(strand: Strand, reach: int | None) -> Iterator[Strand]:
    """The parts of a strand around the places where its spans meet."""
    if reach is None:
        yield strand
        return
    part: list[Span] = []
    for (start, end), after in zip(strand, (*strand[1:], None), strict=True):
        # What is too long to be reached through ends one part and begins the next.
        if part and end - start > 2 * reach:
            yield (*part, (start, start + reach))
            part = []
        if part or after is not None:
            part.append((start if part else max(start, end - reach), end))
    if len(part) > 1:
        yield tuple(part)


def strand_text(text: str, strand: Strand) -> str:
    """Read a strand of a text."""
    return "".join(text[start:end] for start, end in strand)


def _repeated(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The short lines that come again but for their numbers, and those of numbers alone."""
    bare = [(_NUMBERS.sub("0", "".join(text[slice(*line)].split())), line) for line in lines]
    counts = Counter(words for words, _ in bare)
    for words, line in bare:
        if len(words) <= _LONGEST_HEAD and (counts[words] > 1 or not re.search(r"[^\W\d_]", words)):
            yield line


def _without(length: int, left_out: Iterable[Span]) -> Strand:
    kept: list[Span] = []
    at = 0
    for start, end in (*sorted(left_out), (length, length)):
        if start > at:
            kept.append((at, start))
        at = max(at, end)
    return tuple(kept)


@dataclass(slots=True)
class _Column:
    """A column that is being read.

    Attributes:
        left: display column, or place of the cell, where its last piece begins; right, where it ends.
        line: number of that piece's line.
    """

    left: int
    right: int
    line: int
    spans: list[Span]


def _columns(text: str, lines: Sequence[Span]) -> Iterator[Strand]:
    """Read each stretch of lines that has columns column by column, and from one to the next."""
    pieces = [_pieces(text, line) for line in lines]
    several = [number for number, found in enumerate(pieces) if len(found) > 1]
    at = 0
    while at < len(several):
        last = at
        while last + 1 < len(several) and several[last + 1] - several[last] <= _LINES_APART:
            last += 1
        # The line before may hold the end of a cell alone, and those after, its rest.
        first, end = max(0, several[at] - 1), several[last] + 1 + _LINES_APART
        for column in _read_on(pieces[first:end]):
            yield tuple(column.spans)
        at = last + 1
    for block in _blocks(text, lines, pieces):
        columns = sorted(_read_on(block), key=lambda one: (one.left, one.spans))
        for column, beside in pairwise(columns):
            yield (*column.spans[-_ENDS:], *beside.spans[:_ENDS])


def _blocks(
    text: str, lines: Sequence[Span], pieces: Sequence[Sequence[Piece]]
) -> Iterator[Sequence[Sequence[Piece]]]:
    """Lines with columns that nothing parts: no new page, no gap, no line over the whole width."""
    block: list[Sequence[Piece]] = []
    end = 0
    for (start, stop), found in zip(lines, pieces, strict=True):
        between = text[end:start]
        if block and ("\f" in between or between.count("\n") > 2 or _spans_all(found, block[-1])):
            yield block
            block = []
        if len(found) > 1 or block:
            block.append(found)
        end = stop
    if block:
        yield block


def _spans_all(line: Sequence[Piece], before: Sequence[Piece]) -> bool:
    """Whether the only piece of a line stands under several of the line before."""
    if len(line) != 1 or len(before) < 2:
        return False
    left, right, _ = line[0]
    return left < before[0][1] and before[1][0] < right


def _read_on(lines: Sequence[Sequence[Piece]]) -> list[_Column]:
    """Put each piece under the one before it that it shares most of its width with."""
    columns: list[_Column] = []
    for number, line in enumerate(lines):
        open_ = [one for one in columns if number - one.line <= _LINES_APART]
        for left, right, span in line:
            shared = [(min(right, one.right) - max(left, one.left), one) for one in open_]
            wide, best = max(shared, key=lambda pair: pair[0], default=(0, None))
            if best is None or wide <= 0:
                columns.append(_Column(left, right, number, [span]))
                continue
            open_.remove(best)
            best.left, best.right, best.line = left, right, number
            best.spans.append(span)
    return columns


def _pieces(text: str, line: Span) -> list[Piece]:
    """What stands side by side in a line."""
    start, end = line
    printed = text[start:end]
    if "\t" in printed:
        # Cells of a table, each in its place, whatever they hold.
        found = []
        at = start
        for place, cell in enumerate(printed.split("\t")):
            if cell.strip():
                left = place * _CELL_WIDTH
                found.append((left, left + _CELL_WIDTH, (at, at + len(cell))))
            at += len(cell) + 1
        return found
    found = []
    at = 0
    for apart in (*_APART.finditer(printed), None):
        stop = len(printed) if apart is None else apart.start()
        if printed[at:stop].strip():
            left = _width(printed[:at])
            found.append((left, left + _width(printed[at:stop]), (start + at, start + stop)))
        at = stop if apart is None else apart.end()
    return found


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
