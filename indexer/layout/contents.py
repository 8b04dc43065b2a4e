"""Tables of contents that somebody typed, among the blocks of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from indexer.blocks import Block, Furniture, Text
from indexer.layout.lines import without_leader

_HEADING = re.compile(r"[\s【《〈\[]*目\s*[錄次][\s】》〉\]]*$")
_LEAST_ENTRIES = 3
_MOST_BETWEEN = 2
_LONGEST_ENTRY = 60


def without_contents(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, with typed tables of contents as furniture.

    Three entries with dots and a page number in one run are one, and so is the line above them
    that says so; forms have dotted lines too, but no page numbers behind them.
    """
    out = list(blocks)
    run: list[int] = []
    last = -1
    for index, block in enumerate(list(out)):
        if isinstance(block, Text) and without_leader(block.text) != block.text:
            if run and _among(out[last + 1 : index]):
                run += range(last + 1, index + 1)
            else:
                _take(out, run)
                run = [index]
            last = index
    _take(out, run)
    return out


def _among(between: Sequence[Block]) -> bool:
    """Whether blocks may stand among the entries of a table of contents."""
    texts = [block for block in between if not isinstance(block, Furniture)]
    return len(texts) <= _MOST_BETWEEN and all(
        isinstance(block, Text) and len(block.text) <= _LONGEST_ENTRY and "。" not in block.text
        for block in texts
    )


def _take(blocks: list[Block], run: Sequence[int]) -> None:
    entries = [i for i in run if isinstance(one := blocks[i], Text) and one.text[-1:].isdigit()]
    if len(entries) < _LEAST_ENTRIES:
        return
    above = run[0] - 1
    head = blocks[above] if above >= 0 else None
    titled = isinstance(head, Text) and _HEADING.match(head.text) is not None
    for index in ([above] if titled else []) + [*run]:
        block = blocks[index]
        if isinstance(block, Text):
            blocks[index] = Furniture(block.text, block.spans, "目錄", block.page, block.line)
