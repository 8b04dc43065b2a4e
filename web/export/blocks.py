"""What a pack's file is made of, whatever its format: headings, paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["body", "quote", "note", "warning"]


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text.

    Attributes:
        marked: a term that was searched stands here.
        strong: set apart as the heading of what follows.
        address: what it links to; empty for none.
    """

    text: str
    marked: bool = False
    strong: bool = False
    address: str = ""


Line = tuple[Span, ...]
Cell = tuple[Line, ...]
"""Paragraphs, one under the other; none is an empty cell."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands under the title."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    line: Line
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: unlike that of any other table of the file.
        head: of each column; empty for a table whose rows head themselves by their first cell.
        widths: of each column, in proportion to one another.
        wide: needs the paper on its side.
        tall: its rows are boxes to be stamped.
    """

    name: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool = False
    tall: bool = False


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file: its title, as it stands on the first page, and what follows."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]


def cell(*texts: str) -> Cell:
    """A cell of plain paragraphs; empty texts are left out."""
    return tuple((Span(text),) for text in texts if text)
