"""What a pack's file is made of, whatever its format: headings, paragraphs and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from web.years.series_chart import Panel

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
    """A heading; level 1 stands under the title, on a page of its own where new_page says so."""

    text: str
    level: int = 1
    new_page: bool = False


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
        is_evidence: its rows are quotations, for which spreadsheets have sheets of their own.
    """

    name: str
    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    wide: bool = False
    tall: bool = False
    is_evidence: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The chart of an indicator, under its name."""

    title: str
    panel: Panel


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file: its title, as it stands on the first page, and what follows.

    Attributes:
        wide: all of it needs the paper on its side, else tables that say so alone.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    wide: bool = False


def cell(*texts: str) -> Cell:
    """A cell of plain paragraphs; empty texts are left out."""
    return tuple((Span(text),) for text in texts if text)
