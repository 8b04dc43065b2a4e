"""The block model: what a reader gives of a file, the same for every format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from search.model import Omission as Omission
from search.model import Reason as Reason

Span = tuple[int, int]
"""Start and end, in characters of ReadFile.text; the end is excluded."""


@dataclass(frozen=True, slots=True)
class Text:
    """A heading or paragraph, with lines rejoined and printed numbers kept.

    Attributes:
        text: as a person would read it; automatic numbers such as 壹、 are written out.
        spans: where its characters stand in the file's text.
        level: depth from 1 where the file itself marks it as a heading (a heading style,
            a # or <h2>), else None. Files mark levels carelessly: a hint, never the truth.
        page: from 1, None where the format has no fixed pages.
        line: from 1, None where the format has no lines.
        damaged: characters of it are known or thought to be lost or misread.
    """

    text: str
    spans: tuple[Span, ...]
    level: int | None = None
    page: int | None = None
    line: int | None = None
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Furniture:
    """What belongs to the page and not to the text.

    Attributes:
        role: why, in Traditional Chinese, such as 頁碼, 頁首, 重複表頭, 目錄.
    """

    text: str
    spans: tuple[Span, ...]
    role: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the grid.

    Attributes:
        text: paragraphs of the cell, separated by a line feed, lines rejoined.
        colspan: columns that it covers, itself included.
        rowspan: rows that it covers, itself included; the rows below hold no cell for it.
        damaged: characters of it are lost or misread.
        restored: its text comes from elsewhere in the same document.
        printed: what can be read in its place, where it was restored.
    """

    text: str
    spans: tuple[Span, ...] = ()
    colspan: int = 1
    rowspan: int = 1
    damaged: bool = False
    restored: bool = False
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        is_header: the file itself marks it as a header row; a hint, never the truth.
        continues: the row goes on from the row above, across the end of a page.
        number: its place in the table, from 1, headers and repeated headers counted.
    """

    cells: tuple[Cell, ...]
    number: int
    is_header: bool = False
    continues: bool = False
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; number is its place in the file, from 1, 0 where it is made of labelled lines.

    Attributes:
        unit: what its figures are counted in, where a line over it says so.
    """

    rows: tuple[Row, ...]
    number: int
    page: int | None = None
    line: int | None = None
    damaged: bool = False
    unit: str | None = None


Block = Text | Furniture | Table


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a reader gives of a file.

    Attributes:
        text: the whole text; every span counts in it. Tables are in it row by row, their
            cells separated by tabs.
        blocks: in reading order. Each visible character of text is in some block's spans.
        format: short name such as "txt" or "docx".
        title: what the file's own metadata calls it, if anything.
        warnings: what could not be made sure of, in Traditional Chinese, with the place.
        omissions: what of the file is not in the blocks as printed; each is told to people too.
        printed: visible characters that the file prints, what was left out included; None
            where only the blocks can tell.
        page_labels: (page, label) of pages whose printed number, or name in the file, is known.
    """

    text: str
    blocks: tuple[Block, ...]
    format: str
    title: str | None = None
    warnings: tuple[str, ...] = field(default=())
    omissions: tuple[Omission, ...] = field(default=())
    printed: int | None = None
    page_labels: tuple[tuple[int, str], ...] = field(default=())


def spans_of(block: Block) -> Iterator[Span]:
    """All spans of a block, cell by cell for a table."""
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row.cells:
                yield from cell.spans
    else:
        yield from block.spans
