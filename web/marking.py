"""Text for display: cut at its marks, with characters that would mislead made visible."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Controls that turn the reading direction could make a page say what its source does not;
# the others may not stand in HTML or XML at all.
_MISLEADING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a text that is marked throughout or not at all."""

    text: str
    marked: bool


def runs(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Run, ...]:
    """Cut a text at its marks.

    Args:
        text: as it stands in the source.
        marks: (start, end) in characters, ascending, never overlapping.

    Returns:
        Runs that make up the text when joined; none is empty.
    """
    cut: list[Run] = []
    at = 0
    for start, end in marks:
        cut += [Run(text[at:start], False), Run(text[start:end], True)]
        at = end
    cut.append(Run(text[at:], False))
    return tuple(run for run in cut if run.text)


def visible(text: str) -> str:
    """Write out control characters by their number, such as [U+202E]."""
    if text.isprintable():
        return text
    return _MISLEADING.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
