"""How alike two works are: their names and texts as weighted pairs of characters."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from search.analysis import load_analyzer

_BETWEEN = re.compile(r"[\W_]+")
_MOST_CHARACTERS = 20_000
_MOST_HOLDERS = 40
"""Items that may hold a pair of characters by which others are looked for."""
_MOST_CANDIDATES = 10
"""Items that are compared in full with each item: those that share most of what is rare."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that may continue in another document.

    Attributes:
        id: of its (first) passage.
        title: its name.
        text: all that is said of it, without the title.
        place: what it stands under (its work program, or its chapter where there are several),
            folded; empty where unknown.
        code: printed codes, such as those of SDG indicators.
        unit: of an indicator's values, None where unknown.
    """

    id: str
    title: str
    text: str
    place: str = ""
    code: tuple[str, ...] = ()
    unit: str | None = None


Vector = Mapping[str, float]


def name_of(text: str) -> str:
    """Fold a name to the form in which equal names are equal: no marks, one written form."""
    return _BETWEEN.sub("", load_analyzer().fold(text))


def pairs_of(text: str) -> Counter[str]:
    """Count the pairs of neighbouring characters of a text, none across its marks."""
    folded = load_analyzer().fold(text[:_MOST_CHARACTERS])
    return Counter(
        "".join(pair) for part in _BETWEEN.split(folded) for pair in pairwise(part or "")
    )


class Weights:
    """How much each pair of characters tells, learnt from the documents that are compared.

    A pair that many items of one document share (推動, 業務) tells little. What counts is the
    document in which it is most common: a pair that every document has once tells the most.
    """

    def __init__(self, documents: Iterable[Sequence[Item]]) -> None:
        self._most: Counter[str] = Counter()
        self._pairs: dict[str, Counter[str]] = {}
        # An item is compared with those of every later document: folding it once is enough.
        self._vectors: dict[tuple[str, bool], Vector] = {}
        items = 0
        for document in documents:
            found: Counter[str] = Counter()
            for item in document:
                self._pairs[item.id] = pairs = pairs_of(f"{item.title}。{item.text}")
                found.update(pairs.keys())
            for pair, count in found.items():
                self._most[pair] = max(self._most[pair], count)
            items = max(items, len(document))
        self._items = 2 * items

    def of(self, pair: str) -> float:
        """The weight of a pair, above 0."""
        return math.log((self._items + 1.5) / (self._most[pair] + 0.5))

    def whole(self, item: Item) -> Vector:
        """All that an item says, as weighted pairs of length 1; empty where it says nothing."""
        return self._kept(item, whole=True)

    def title(self, item: Item) -> Vector:
        """An item's title alone, as weighted pairs of length 1."""
        return self._kept(item, whole=False)

    def _kept(self, item: Item, *, whole: bool) -> Vector:
        key = item.id, whole
        if key not in self._vectors:
            counted = self._pairs[item.id] if whole else pairs_of(item.title)
            raw = {pair: (1 + math.log(n)) * self.of(pair) for pair, n in counted.items()}
            length = math.sqrt(sum(value * value for value in raw.values()))
            self._vectors[key] = {p: value / length for p, value in raw.items()} if length else {}
        return self._vectors[key]


def cosine(first: Vector, second: Vector) -> float:
    """The likeness of two vectors of length 1, from 0 to 1."""
    shorter, longer = sorted((first, second), key=len)
    return min(1.0, sum(value * longer.get(pair, 0.0) for pair, value in shorter.items()))


def alike(
    first: Sequence[Vector], second: Sequence[Vector], least: float
) -> Iterator[tuple[int, int, float]]:
    """Find the pairs of vectors that are alike, without comparing each with each.

    Args:
        first: vectors of length 1.
        second: vectors of length 1.
        least: likeness from which a pair is given.

    Yields:
        (place in first, place in second, likeness).
    """
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(first):
        for pair, value in vector.items():
            holders[pair].append((place, value))
    for place, vector in enumerate(second):
        sums: defaultdict[int, float] = defaultdict(float)
        for pair, value in vector.items():
            held = holders.get(pair, ())
            # What many hold weighs little and would cost the square of their number.
            if len(held) <= _MOST_HOLDERS:
                for other, weight in held:
                    sums[other] += value * weight
        for other in nlargest(_MOST_CANDIDATES, sums, key=sums.__getitem__):
            likeness = cosine(first[other], vector)
            if likeness >= least:
                yield other, place, likeness
