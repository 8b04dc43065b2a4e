"""Small texts made by hand: read and split in one step, for tests of both."""

from __future__ import annotations

from indexer.blocks import Block, Furniture, ReadFile, Table, Text
from indexer.formats.text import read_text
from indexer.splitting import Described, SplitDocument
from indexer.splitting.split import split_file
from search.model import Passage, Source


def read(text: str) -> ReadFile:
    return read_text(text.encode())


def split(text: str, file: str = "示範.txt", described: Described | None = None) -> SplitDocument:
    """Split a text that holds one document."""
    (document,) = split_file(read(text), Source(file, "0" * 64), described or Described())
    return document


def passages(text: str, kind: str) -> list[Passage]:
    return [passage for passage in split(text).passages if passage.kind == kind]


def one(text: str, kind: str) -> Passage:
    (passage,) = passages(text, kind)
    return passage


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks if isinstance(block, Text)]


def roles(text: str) -> list[tuple[str, str]]:
    """Role and text of the furniture, in order."""
    return [(b.role, b.text) for b in read(text).blocks if isinstance(b, Furniture)]


def tables(text: str) -> list[Table]:
    return [block for block in read(text).blocks if isinstance(block, Table)]


def grid(table: Block) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[cell.text for cell in row.cells] for row in table.rows]
