"""Yearly copies: hits that say in another year what one before them says."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
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


@dataclass(frozen=True)
class _Said:
    """What a passage says but for its years: the text, its numbers."""

    text: str
    numbers: tuple[str, ...]

    @cached_property
    def pairs(self) -> Counter[str]:
        """Pairs of characters that stand beside each other, counted."""
        return Counter(map("".join, pairwise(self.text)))


def with_copies(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Note of each hit which one before it has the same text in another year.

    The same is what differs in years alone, or in no number and in a tenth of its pairs of
    characters at most; the cells of indicators must be equal, since their values are what they say.

    Args:
        hits: of one page, in order.
    """
    passages = [hit.passage for hit in hits]
    said = cache(lambda place: _said(passages[place]))
    leads: list[int] = []
    found = []
    for place, hit in enumerate(hits):
        rivals = (one for one in leads if _may_repeat(passages[one], hit.passage))
        lead = next((one for one in rivals if _is_same(said(one), said(place), hit.passage)), None)
        if lead is None:
            leads.append(place)
        found.append(hit if lead is None else replace(hit, same_as=passages[lead].id))
    return tuple(found)


def _may_repeat(one: Passage, other: Passage) -> bool:
    other_year = one.year not in (None, other.year)
    return other_year and (one.kind, one.agency) == (other.kind, other.agency)


def _said(passage: Passage) -> _Said:
    whole = unicodedata.normalize("NFKC", f"{passage.title}。{passage.text}"[:_MOST_CHARACTERS])
    text = squeeze(_YEAR.sub("", whole))
    return _Said(text, tuple(_NUMBER.findall(text)))


def _is_same(one: _Said, other: _Said, passage: Passage) -> bool:
    if passage.year is None or len(other.text) < _FEWEST_CHARACTERS:
        return False
    if one.text == other.text:
        return True
    if passage.kpi is not None or one.numbers != other.numbers:
        return False
    shorter, longer = sorted((len(one.text) - 1, len(other.text) - 1))
    return shorter >= _ALIKE * longer and (one.pairs & other.pairs).total() >= _ALIKE * longer
