"""How much of a passage is quoted: all of it, items or sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from search.model import Passage

Unit = Literal["item", "sentence"]
UNITS: tuple[Unit, ...] = get_args(Unit)
Span = tuple[int, int]
_EXTENT = re.compile(r"(item|sentence)((?:-[1-9]\d{0,2})*)")
_SENTENCE = re.compile(r"[^。；！？]*(?:[。；！？]+[」』）)]*|$)")
# A long line without a mark at its end goes on in the next, unless that begins an item.
_LINE = re.compile(
    r"(?:[^\n]|(?<=[^。；！？：:\n]{20})\n(?![^\S\n]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳●○•◎※·-]))(?=[^\n]))+"
)
_CELL = re.compile(r"[^\n]+")
_NUMBER = re.compile(
    r"(?:[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十百\d]{1,4}[、.．)）]|[①-⑳●○•◎]|[-－])\s*$"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a passage's text.

    Attributes:
        places: numbers of the items or sentences that are quoted, from 1, ascending.
        of: how many there are.
        spans: (start, end) of each in the text.
    """

    unit: Unit
    places: tuple[int, ...]
    of: int
    spans: tuple[Span, ...]


def is_extent(text: str) -> bool:
    """Whether a word says how much is quoted: "", "item", "sentence", "item-2", "sentence-1-4"."""
    return not text or _EXTENT.fullmatch(text) is not None


def items(passage: Passage) -> tuple[Span, ...]:
    """Cut a passage's text where its lines end and where its items begin, dropping nothing.

    A line that a page has broken is one line; those of an indicator are its cells.
    """
    starts = {0}
    at = 0
    for item in passage.items:
        found = passage.text.find(item, at)
        # Items are listed without the number that stands before them in the text.
        if found < 0:
            continue
        number = _NUMBER.search(passage.text[at:found])
        starts.add(at + number.start() if number else found)
        at = found + len(item)
    cuts = [*sorted(starts), len(passage.text)]
    found_spans: list[Span] = []
    for start, end in pairwise(cuts):
        for line in (_LINE if passage.kpi is None else _CELL).finditer(passage.text[start:end]):
            found_spans.append((start + line.start(), start + line.end()))
    return tuple(span for span in found_spans if passage.text[slice(*span)].strip())


def sentences(passage: Passage) -> tuple[Span, ...]:
    """Cut a passage's text into sentences, within its items."""
    return tuple(
        (start + one.start(), start + one.end())
        for start, end in items(passage)
        for one in _SENTENCE.finditer(passage.text[start:end])
        if one.group().strip()
    )


def pieces(passage: Passage, unit: Unit) -> tuple[Span, ...]:
    """The items or sentences of a passage."""
    return items(passage) if unit == "item" else sentences(passage)


def excerpt(passage: Passage, extent: str, marks: Iterable[Span]) -> Excerpt | None:
    """Choose what is quoted of a passage.

    Args:
        passage: whole.
        extent: as is_extent knows it. Without numbers, the pieces that hold a mark are taken.
        marks: (start, end) of the words that were searched.

    Returns:
        None where all of it is to be quoted: since nothing else was asked, no piece holds a
        mark or has such a number, every piece is taken, or the text is of an indicator's cells.
    """
    asked = _EXTENT.fullmatch(extent)
    if asked is None or passage.kpi is not None:
        return None
    unit: Unit = "item" if asked[1] == "item" else "sentence"
    every = pieces(passage, unit)
    wanted = {int(number) for number in asked[2].split("-") if number}
    held = list(marks)
    taken = [
        (place, span)
        for place, span in enumerate(every, start=1)
        if (place in wanted if wanted else _touches(span, held))
    ]
    if not taken or len(taken) == len(every):
        return None
    places, spans = zip(*taken, strict=True)
    return Excerpt(unit, places, len(every), spans)


def _touches(span: Span, marks: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in marks)
