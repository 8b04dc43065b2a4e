"""Paragraphs broken at the edge of a page whose further lines are indented under the first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.layout.lines import Line, ends_sentence
from indexer.layout.widths import width
from indexer.numbering import bullet, enumerator
from indexer.vocabulary import load

_GAP = re.compile(r"\S(?: {2,}|　{2,})\S")
_AT_EDGE = 3
"""Half-width characters that the last word of a full line may leave of it."""
_LEAST_INDENT = 2
_LEAST_CUT = 2
_NARROWEST = 30
_LONGEST_LABEL = 16


def page_edge(lines: Sequence[Line]) -> int | None:
    """Where the lines of a page end, in half-width characters, where they are broken there.

    At least two lines that reach it must end in mid-sentence over an indented line without a
    number, and they must be most of those that reach it.
    """
    prose = [(line, after) for line, after in pairwise(lines) if _is_prose(line)]
    edge = max((width(line.text) for line, _ in prose), default=0)
    if edge < _NARROWEST:
        return None
    full = [(line, after) for line, after in prose if width(line.text) >= edge - _AT_EDGE]
    cut = [line for line, after in full if not ends_sentence(line.text) and _is_indented(after)]
    return edge if len(cut) >= _LEAST_CUT and 2 * len(cut) >= len(full) else None


def hangs_under(above: Line, line: Line, edge: int | None) -> bool:
    """Whether a line goes on with one above that reaches the edge in mid-sentence."""
    return (
        edge is not None
        and _is_prose(above)
        and width(above.text) >= edge - _AT_EDGE
        and not ends_sentence(above.text)
        and _is_indented(line)
    )


def _is_prose(line: Line) -> bool:
    return not line.blank and "\t" not in line.text and not _GAP.search(line.text)


def _is_indented(line: Line) -> bool:
    text = line.text.strip()
    return (
        _is_prose(line)
        and line.span[0] - line.start >= _LEAST_INDENT
        and enumerator(text) is None
        and not bullet(text)
        and not _is_labelled(text)
    )


def _is_labelled(text: str) -> bool:
    """Whether a line begins with a word for a field and a colon: 113年度目標值：40%."""
    label, colon, _ = text.replace(":", "：").partition("：")
    return bool(colon) and len(label) <= _LONGEST_LABEL and load().header(label).field is not None
