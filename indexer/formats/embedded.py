"""A file inside a file: parts of a document that are in a format of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import replace

from indexer.blocks import Block, Furniture, Omission, Row, Table
from indexer.formats import read_safely
from search.errors import DocumentError

_DEEPEST = 3
_DEPTH: ContextVar[int] = ContextVar("depth", default=0)


def read_embedded(
    data: bytes, suffix: str, place: str, what: str
) -> tuple[list[Block], list[Omission]]:
    """Read a file that stands in another one.

    Args:
        data: the whole inner file.
        suffix: of its name, with the full stop.
        place: where it stands, in Traditional Chinese.
        what: it is, in Traditional Chinese, such as 嵌入的物件.

    Returns:
        Its blocks without pages and lines, which count in the inner file, and what of it could
        not be read; where that is all of it, one omission says why.
    """
    depth = _DEPTH.get()
    if depth >= _DEEPEST:
        return [], [Omission("object", place, f"{place}{what}包在太多層裡，沒有讀")]
    token = _DEPTH.set(depth + 1)
    try:
        read = read_safely(data, suffix)
    except DocumentError as error:
        told = f"{place}{what}沒有讀到：{error.message}（{error.remedy}）"
        return [], [Omission("object", place, told)]
    finally:
        _DEPTH.reset(token)
    inner = [
        replace(one, place=f"{place}{what}，{one.place}", told=f"{place}{what}：{one.told}")
        for one in read.omissions
    ]
    return list(_unplaced(read.blocks)), inner


def _unplaced(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            rows: tuple[Row, ...] = tuple(replace(r, page=None, line=None) for r in block.rows)
            yield replace(block, rows=rows, page=None, line=None)
        elif not (isinstance(block, Furniture) and block.role in ("頁首", "頁尾", "頁碼")):
            yield replace(block, page=None, line=None)
