"""Numbers of several parts (1.1, 1.1.1, 1-1), told from codes and figures by what they count on.

A line that begins with 1.2 may number a heading, name an indicator of a list of goals, or hold a
figure. It numbers a heading where 1.1 stands before it, and 1.1 where a heading numbered 1 does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Block, Text
from indexer.numbering import Enumerator, enumerator

_PARTS = re.compile(
    r"(\d{1,2}(?:([.．-])\d{1,2})(?:\2\d{1,2}){0,2})(?![\d.%-])(?:[\s　、.．]+(?=\S)|(?=[\u3400-\u9fff]))"
)
_BARE = re.compile(r"(\d{1,2})[\s　]*(?=[\u3400-\u9fff])")
_STYLES = {2: "two-part", 3: "three-part", 4: "four-part"}
_LONGEST_BARE = 60
_LEAST = 2
"""Headings with numbers of several parts that a document has, or none."""
_LEAST_SHARE = 0.8
"""Of all lines that begin so, those that count on; a list of codes leaps."""


@dataclass(slots=True)
class _Count:
    """Where the counting stands: the last number, and the last whose one part is printed."""

    parts: tuple[int, ...] = ()
    single: int = 0
    bare: int = 0


def multipart_numbers(blocks: Sequence[Block]) -> dict[int, Enumerator]:
    """Place → number of several parts, or bare number over such, where they count headings."""
    lines = [(at, block.text) for at, block in enumerate(blocks) if isinstance(block, Text)]
    seen = [at for at, text in lines if _PARTS.match(text)]
    if len(seen) < _LEAST:
        return {}
    found: dict[int, Enumerator] = {}
    count = _Count()
    for at, text in lines:
        number = _next(text, count)
        if number is not None:
            found[at] = number
    counted = [at for at in seen if at in found]
    if len(counted) < max(_LEAST, _LEAST_SHARE * len(seen)):
        return {}
    return found


def _next(text: str, count: _Count) -> Enumerator | None:
    match = _PARTS.match(text)
    if match is not None:
        parts = tuple(map(int, re.split(r"[.．-]", match.group(1))))
        if not _counts_on(parts, count):
            return None
        count.parts = parts
        return Enumerator(_STYLES[len(parts)], parts[-1], match.group(1), match.end())
    bare = _BARE.match(text)
    if bare is not None and int(bare.group(1)) == count.bare + 1:
        if len(text) > _LONGEST_BARE or "。" in text:
            return None
        count.bare = count.single = int(bare.group(1))
        count.parts = (count.bare,)
        return Enumerator("bare", count.bare, bare.group(1), bare.end())
    plain = enumerator(text)
    if plain is not None and not count.bare:
        count.single = plain.value
    return None


def _counts_on(parts: tuple[int, ...], count: _Count) -> bool:
    above, last = parts[:-1], parts[-1]
    before = count.parts
    # One line that was lost or joined to another must not end the counting; of two parts alone
    # a list of codes leaps so, too.
    lost = 1 if len(parts) > 2 else 0
    if before[: len(above)] == above:
        expected = before[len(above)] + 1 if len(before) > len(above) else 1
        return expected <= last <= expected + lost
    if lost and last == 1 and _counts_on(above, count):
        return True
    return last == 1 and len(parts) == 2 and above[0] == count.single
