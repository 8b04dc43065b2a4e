"""Printed lines of a PDF page: glyphs in their places → lines → paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.layout.linear import glue, is_cjk
from indexer.numbering import bullet, enumerator

_CLOSING = "、，。．；：！？）」』】〕》〉,.;:!?)]}%％…"
_OPENING = "（「『【〔《〈([{"
_ENDS = "。；：！？;:!?"
# Formal numerals are not among them: 參 ends words too, as in 擴大參 at the end of a line.
_STRONG = {"part", "chapter", "section", "chinese", "chinese-bracket"}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and the box that it is printed in, in points from the top left."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line.

    Attributes:
        size: of most of its glyphs, in points.
        head: width of its first piece that cannot be broken.
        page: from 1.
        gaps: (x0, x1) of its gaps that are wider than a space.
        bounds: where full lines begin and end in its column, None for those of the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    head: float
    page: int
    gaps: tuple[tuple[float, float], ...] = ()
    bounds: tuple[float, float] | None = None


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Group glyphs into lines, from top to bottom, each from left to right.

    Args:
        glyphs: of a page, column or cell.
        page: from 1.
    """
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: ((g.top + g.bottom) / 2, g.x0)):
        middle = (glyph.top + glyph.bottom) / 2
        # The last few rows are looked at: raised and lowered signs belong to the line beside.
        for row in rows[-1:-4:-1]:
            body = row[0]
            reach = 0.45 * min(max(body.size, glyph.size), 2 * min(body.size, glyph.size))
            if abs(middle - (body.top + body.bottom) / 2) < reach:
                row.append(glyph)
                if glyph.size > body.size and not glyph.text.isspace():
                    row[0], row[-1] = row[-1], row[0]
                break
        else:
            if not glyph.text.isspace():
                rows.append([glyph])
    lines = [_line(sorted(row, key=lambda g: g.x0), page) for row in rows]
    return sorted((line for line in lines if line.text), key=lambda line: (line.top, line.x0))


def _line(row: Sequence[Glyph], page: int) -> Line:
    kept: list[Glyph] = []
    parts: list[str] = []
    gaps: list[tuple[float, float]] = []
    seen: dict[str, float] = {}
    blank = False
    for glyph in row:
        if glyph.text.isspace():
            blank = blank or (glyph.text != "\u3000")
            if glyph.text == "\u3000" and kept:
                parts.append(glyph.text)
            continue
        before = seen.get(glyph.text)
        if before is not None and abs(before - glyph.x0) < 0.15 * glyph.size:
            # Bold made by printing twice.
            continue
        seen[glyph.text] = glyph.x0
        if kept:
            gap = glyph.x0 - kept[-1].x1
            if gap > 0.4 * glyph.size:
                gaps.append((kept[-1].x1, glyph.x0))
            parts.append(_between(kept[-1], glyph, gap, blank))
        blank = False
        parts.append(glyph.text)
        kept.append(glyph)
    if not kept:
        return Line("", 0.0, 0.0, 0.0, 0.0, 0.1, 0.0, page)
    text = "".join(parts).strip()
    sizes = sorted(glyph.size for glyph in kept)
    return Line(
        text,
        kept[0].x0,
        kept[-1].x1,
        min(g.top for g in kept),
        max(g.bottom for g in kept),
        sizes[len(sizes) // 2],
        _head(kept),
        page,
        tuple(gaps),
    )


def _between(left: Glyph, right: Glyph, gap: float, blank: bool) -> str:
    cjk = is_cjk(left.text) or is_cjk(right.text)
    if blank:
        # A typed space between two Chinese characters is justification unless it is wide.
        return "" if is_cjk(left.text) and is_cjk(right.text) and gap < 0.6 * right.size else " "
    if cjk:
        wide = gap > 0.9 * right.size and left.text not in _CLOSING + _OPENING
        return " " if wide else ""
    return " " if gap > 0.2 * right.size else ""


def _head(glyphs: Sequence[Glyph]) -> float:
    """Width of what must stand on one line: a character with its punctuation, or a word."""
    end = 1
    while end < len(glyphs):
        left, right = glyphs[end - 1].text, glyphs[end].text
        words = not is_cjk(left) and not is_cjk(right)
        if words and (left in "-/" or glyphs[end].x0 - glyphs[end - 1].x1 > 0.2 * glyphs[end].size):
            break
        # Word processors keep a Latin word and the Chinese marks at both its ends together.
        marked = (left in _CLOSING and not is_cjk(right)) or (
            not is_cjk(left) and right in _OPENING
        )
        if not (words or marked or right in _CLOSING or left in _OPENING):
            break
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one paragraph."""

    text: str
    lines: tuple[Line, ...]


def paragraphs_of(
    lines: Sequence[Line], left: float, right: float, *, breaks: Iterable[int] = ()
) -> list[Paragraph]:
    """Rejoin wrapped lines.

    Args:
        lines: in reading order, furniture taken out.
        left: where full lines begin.
        right: where full lines end.
        breaks: indices of lines before which a paragraph ends in any case.
    """
    out: list[Paragraph] = []
    open_lines: list[Line] = []
    pitch = _pitch(lines)
    forced = set(breaks)
    for index, line in enumerate(lines):
        if open_lines and (index in forced or _begins(open_lines, line, left, right, pitch)):
            out.append(_joined(open_lines))
            open_lines = []
        open_lines.append(line)
    if open_lines:
        out.append(_joined(open_lines))
    return out


def is_open(line: Line, following: Line, left: float, right: float) -> bool:
    """Whether a line is full: the first piece of the following one had no room on it."""
    left, right = line.bounds or (left, right)
    room = right - line.x1
    indent = line.x0 - left
    if indent > 0.5 * line.size and abs(indent - room) < 0.5 * line.size:
        room += indent
    return room < following.head + 0.3 * following.size


def _begins(before: Sequence[Line], line: Line, left: float, right: float, pitch: float) -> bool:
    """Whether a line begins a paragraph, before being the lines of the open one."""
    last = before[-1]
    if not is_open(last, line, left, right):
        return True
    if abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return True
    same_page = last.page == line.page
    if same_page and pitch and line.top - last.top > 1.6 * pitch:
        return True
    ended = last.text[-1] in _ENDS
    mark = enumerator(line.text)
    if mark is not None and (ended or mark.style in _STRONG):
        return True
    if bullet(line.text) and not bullet(last.text):
        return True
    em = line.size
    if len(before) == 1:
        # A first line that is indented, and a second that is indented alike, are two.
        indent = _indent(line, left)
        return ended and indent > 1.5 * em and abs(indent - _indent(last, left)) < 0.5 * em
    step = _indent(line, left) - _indent(before[1], left)
    return abs(step) > 0.8 * em and (ended or step > 1.2 * em)


def _indent(line: Line, left: float) -> float:
    return line.x0 - (line.bounds[0] if line.bounds else left)


def _pitch(lines: Sequence[Line]) -> float:
    steps = [
        b.top - a.top
        for a, b in pairwise(lines)
        if a.page == b.page and 0.5 * a.size < b.top - a.top < 4 * a.size
    ]
    return float(median(steps)) if steps else 0.0


def _joined(lines: Sequence[Line]) -> Paragraph:
    text = lines[0].text
    for line in lines[1:]:
        text = glue(text, line.text)
    return Paragraph(text, tuple(lines))
