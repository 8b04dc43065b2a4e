"""The model of a printed page: lines and rules, the same for PDF, text and text taken from PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from indexer.blocks import Span

Parting = Literal["gap", "tab", "bar"]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on a line between gaps, tabs or bars: a candidate for a cell.

    Attributes:
        text: without white space at its ends.
        x0: where it begins, in the units of its page.
        x1: where it ends.
        span: where it stands in the file's text, None where the text is made later.
    """

    text: str
    x0: float
    x1: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line.

    A PDF measures in points from the top left of the page. Text without geometry measures in
    half-width characters and lines. Compare lengths with em, heights with em or the line pitch.

    Attributes:
        text: as a person reads it, without white space at its ends.
        x0: where its first visible character begins.
        x1: where its last visible character ends.
        top: its upper edge.
        bottom: its lower edge.
        em: width of a full-width character: the type size in a PDF, 2 in text.
        page: from 1 as the file counts, None where the file has no pages.
        number: of the line in the file, from 1, None where the file has none.
        pieces: from left to right, at least one unless the line is blank.
        parting: what parts the pieces.
        head: width of what cannot be broken at its beginning: a word, or a character with its
            punctuation.
        span: where the line stands in the file's text, None where the text is made later.
        bounds: where full lines begin and end in its column, None for those of the page.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    em: float
    page: int | None = None
    number: int | None = None
    pieces: tuple[Piece, ...] = ()
    parting: Parting = "gap"
    head: float = 0.0
    span: Span | None = None
    bounds: tuple[float, float] | None = None

    @property
    def blank(self) -> bool:
        """True if nothing visible is on it."""
        return not self.text


PrintedLine = tuple[Line, str | None]
"""A line with its role where it is furniture, such as 頁碼."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn line, upright (x0 == x1) or level (top == bottom), in the units of its page."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        """True if it parts columns."""
        return self.x0 == self.x1


@dataclass(frozen=True, slots=True)
class Page:
    """A page as printed.

    Attributes:
        number: from 1, as the file counts.
        label: as printed or as the file names it, None where that is not known.
        width: in its units; of text the widest line.
        height: in its units; of text the number of lines.
        lines: from top to bottom, furniture included.
        rules: drawn lines that may part cells.
    """

    number: int
    label: str | None
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()
