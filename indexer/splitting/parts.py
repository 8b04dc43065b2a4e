"""Files that hold the plans of several agencies, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Block, Furniture, Text
from indexer.numbering import RANK, enumerator
from indexer.outline.tree import first_character
from indexer.vocabulary import load
from search import agencies

_LONGEST_NAME = 40
_FIRST_LEVELS = RANK["chinese"]


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one agency; None where the whole file is one document.

    Attributes:
        start: its first character in the file's text.
    """

    agency: str | None
    blocks: tuple[Block, ...]
    start: int


def agency_parts(blocks: Sequence[Block]) -> tuple[Part, ...]:
    """Cut a file where a line that names an agency and nothing else is followed by a first section.

    Returns:
        The parts in order; what stands before the first belongs to it. One part where fewer
        than two agencies head sections of their own.
    """
    heads = [
        (index, name)
        for index, block in enumerate(blocks)
        if isinstance(block, Text)
        and (name := _agency(block.text)) is not None
        and _begins_anew(blocks, index)
    ]
    if len({name for _, name in heads}) < 2:
        return (Part(None, tuple(blocks), 0),)
    parts = []
    for place, (index, name) in enumerate(heads):
        first = 0 if place == 0 else index
        last = heads[place + 1][0] if place + 1 < len(heads) else len(blocks)
        start = 0 if place == 0 else first_character(blocks[index])
        parts.append(Part(name, tuple(blocks[first:last]), start))
    return tuple(parts)


def _agency(text: str) -> str | None:
    """The agency that a line names, where it names nothing else but the kind of document."""
    number = enumerator(text)
    line = (text[number.end :] if number else text).strip("《》【】「」 　")
    if len(line) > _LONGEST_NAME or "。" in line:
        return None
    name = agencies.load().recognise(line)
    if name is None or not line.startswith(name):
        return None
    rest = line.removeprefix(name).strip("（）() 　主管部分")
    return name if not rest or load().kind(rest) else None


def _begins_anew(blocks: Sequence[Block], index: int) -> bool:
    """Whether the next heading after a line is numbered one, at an outer level."""
    for block in blocks[index + 1 : index + 6]:
        if isinstance(block, Furniture):
            continue
        if not isinstance(block, Text):
            return False
        number = enumerator(block.text)
        if number is None and _agency(block.text) is not None:
            return False
        if number is not None:
            return number.value == 1 and RANK[number.style] <= _FIRST_LEVELS
    return False
