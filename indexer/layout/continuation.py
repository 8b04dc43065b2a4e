"""The one rule for what continues from above: lines, cells over a page end, page columns."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.layout.page import Line
from indexer.numbering import bullet, enumerator

Bounds = tuple[float, float]
"""Where full lines begin and end, in the units of the page."""

_ENDS = "。；：！？;:!?"
_CLOSING_QUOTES = "」』”’）)】〕》〉"
# Formal numerals are not among them: 參 ends words too, as in 擴大參 at the end of a line.
_STRONG = {"part", "chapter", "section", "chinese", "chinese-bracket"}
_SPARE = 0.3
"""Em that a justified line may leave beside what had no room on it."""
_OTHER_SIZE = 0.12
_OTHER_PITCH = 1.6
_INDENT_STEP = 0.8
_WIDE_STEP = 1.2


def ends_sentence(text: str) -> bool:
    """True if a line ends where a sentence, or a clause of a list, ends."""
    bare = text.rstrip().rstrip(_CLOSING_QUOTES)
    return text.rstrip().endswith(tuple(_ENDS)) or bare.endswith(tuple("。！？!?"))


def is_full(line: Line, following: Line, bounds: Bounds) -> bool:
    """True if the first unbreakable part of the following line had no room on the line."""
    left, right = line.bounds or bounds
    room = right - line.x1
    indent = line.x0 - left
    if indent > 0.5 * line.em and abs(indent - room) < 0.5 * line.em:
        # A centred line has its room on both sides.
        room += indent
    return room < following.head + _SPARE * following.em


def begins_item(above: Line, line: Line) -> bool:
    """True if a line below a full one begins an item of its own."""
    mark = enumerator(line.text)
    if mark is not None and (mark.style in _STRONG or ends_sentence(above.text)):
        return True
    return bool(bullet(line.text)) and not bullet(above.text)


def continues(before: Sequence[Line], line: Line, bounds: Bounds, pitch: float = 0.0) -> bool:
    """True if a line goes on with the paragraph above it.

    The line above is full, and what follows is no new item: no printed number, no other type
    size, no wider step down the page, no other indent.

    Args:
        before: lines of the open paragraph, at least one.
        line: the one below.
        bounds: of full lines, where the lines have none of their own.
        pitch: usual distance between the tops of two lines, 0 where it is not known.
    """
    last = before[-1]
    if not is_full(last, line, bounds) or begins_item(last, line):
        return False
    if abs(last.em - line.em) > _OTHER_SIZE * max(last.em, line.em):
        return False
    if last.page == line.page and pitch and line.top - last.top > _OTHER_PITCH * pitch:
        return False
    ended = ends_sentence(last.text)
    if len(before) == 1:
        # A first line that is indented, and a second that is indented alike, are two.
        indent = _indent(line, bounds)
        alike = abs(indent - _indent(last, bounds)) < 0.5 * line.em
        return not (ended and indent > 1.5 * line.em and alike)
    step = _indent(line, bounds) - _indent(before[1], bounds)
    return not (abs(step) > _INDENT_STEP * line.em and (ended or step > _WIDE_STEP * line.em))


def _indent(line: Line, bounds: Bounds) -> float:
    return line.x0 - (line.bounds or bounds)[0]
