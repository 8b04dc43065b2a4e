"""Yearly copies: hits that say in another year what one before them says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from search.model import Hit, Passage
from search.text import squeeze

_YEAR = re.compile(
    r"(?:民國|西元)?[\d〇零○一二三四五六七八九十百]{2,5}(?:學?年度?|至|到|[-~～—])|(?<!\d)(?:19|20)\d\d(?!\d)"
)
_NUMBER = re.compile(r"\d[\d,.]*")
_ALIKE = 0.9
_FEWEST_CHARACTERS = 12
_MOST_CHARACTERS = 4_000


@dataclass(frozen=True, slots=True)
class _Said:
    """What a passage says but for its years: the text, its numbers, its pairs of characters."""

    text: str
    numbers: tuple[str, ...]
    pairs: Counter[str]


def with_copies(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Note of each hit which one before it has the same text in another year.

    The same is what differs in years alone, or in no number and in a tenth of its pairs of
    characters at most; the cells of indicators must be equal, since their values are what they say.

    Args:
        hits: of one page, in order.
    """
    leads: list[tuple[Passage, _Said]] = []
    found = []
    for hit in hits:
        passage = hit.passage
        rivals = [
            pair
            for pair in leads
            if pair[0].year not in (None, passage.year)
            and (pair[0].kind, pair[0].agency) == (passage.kind, passage.agency)
        ]
        said = _said(passage)
        lead = next((one for one, other in rivals if _is_same(other, said, passage)), None)
        if lead is None:
            leads.append((passage, said))
        found.append(hit if lead is None else replace(hit, same_as=lead.id))
    return tuple(found)


def _said(passage: Passage) -> _Said:
    whole = unicodedata.normalize("NFKC", f"{passage.title}。{passage.text}"[:_MOST_CHARACTERS])
    text = squeeze(_YEAR.sub("", whole))
    return _Said(text, tuple(_NUMBER.findall(text)), Counter(map("".join, pairwise(text))))


def _is_same(one: _Said, other: _Said, passage: Passage) -> bool:
    if passage.year is None or len(other.text) < _FEWEST_CHARACTERS:
        return False
    if one.text == other.text:
        return True
    if passage.kpi is not None or one.numbers != other.numbers:
        return False
    common = (one.pairs & other.pairs).total()
    return common >= _ALIKE * max(one.pairs.total(), other.pairs.total())
