"""The items of a passage beside those that they were in another year."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.evidence.excerpts import items
from search.model import Passage
from search.text import pairs_in, share_of_pairs, squeeze

_NUMBER = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十百\d]{1,4}[）)]|[一二三四五六七八九十百\d]{1,4}[、.．)）])\s*"
)
# Of what is weighed by how few items have it; a place far from its own counts as less alike.
_LEAST_ALIKE, _OUT_OF_PLACE = 0.15, 0.05
# Items that share less than this of all their pairs of characters are shown as two texts.
_LEAST_COMMON = 0.3
_MOST_ITEMS = 150
# A whole text of which less is kept is shown as two texts: nothing in it has a counterpart.
LEAST_KEPT = 0.2


@dataclass(frozen=True, slots=True)
class ItemPair:
    """An item of both sides, or of one alone."""

    old: str | None
    new: str | None

    @property
    def is_same(self) -> bool:
        """Whether both read alike; another number, width or white space is no change."""
        return self.old is not None and self.new is not None and _bare(self.old) == _bare(self.new)

    @property
    def is_rewritten(self) -> bool:
        """Whether both speak of the same in so other words that these cannot be compared."""
        if self.old is None or self.new is None:
            return False
        sides = (pairs_in(_bare(side)) for side in (self.old, self.new))
        return share_of_pairs(*sides) < _LEAST_COMMON


def _bare(item: str) -> str:
    return squeeze(_NUMBER.sub("", item))


def is_rewritten(old: Passage, new: Passage) -> bool:
    """Whether so little of a text is kept that its words cannot be compared."""
    if not (old.text.strip() and new.text.strip()):
        return False
    return share_of_pairs(pairs_in(squeeze(old.text)), pairs_in(squeeze(new.text))) < LEAST_KEPT


def item_pairs(old: Passage, new: Passage) -> tuple[ItemPair, ...]:
    """Pair the items of two passages, the most alike first, each at most once.

    Returns:
        In the order of the newer passage; what it no longer has stands after the item that it
        followed. Passages of one item each are one pair.
    """
    olds, news = _texts(old), _texts(new)
    if len(olds) <= 1 and len(news) <= 1:
        return (ItemPair(olds[0] if olds else None, news[0] if news else None),)
    partners = _partners(olds, news)
    taken = set(partners.values())
    after: dict[int, list[str]] = {}
    last = -1
    for at, text in enumerate(olds):
        if at in taken:
            last = at
        else:
            after.setdefault(last, []).append(text)
    found = [ItemPair(gone, None) for gone in after.get(-1, ())]
    for at, text in enumerate(news):
        partner = partners.get(at)
        found.append(ItemPair(None if partner is None else olds[partner], text))
        if partner is not None:
            found += [ItemPair(gone, None) for gone in after.get(partner, ())]
    return tuple(found)


def _texts(passage: Passage) -> list[str]:
    spans = items(passage)
    if len(spans) > _MOST_ITEMS:
        return [passage.text]
    return [passage.text[start:end] for start, end in spans]


def _partners(olds: Sequence[str], news: Sequence[str]) -> dict[int, int]:
    """Place of a newer item → that of its counterpart.

    Items of one passage share what it is about (勞工, 保險); what few of them have tells them
    from each other (派遣) and weighs more.
    """
    left, right = ([pairs_in(_bare(text)) for text in side] for side in (olds, news))
    held = Counter(pair for item in (*left, *right) for pair in item)
    weights = {
        pair: math.log((len(left) + len(right) + 1) / max(1, count - 1))
        for pair, count in held.items()
    }

    def weigh(item: Counter[str]) -> float:
        return sum(weights[pair] * count for pair, count in item.items())

    own = [weigh(item) for item in left]
    shares = []
    for to, new in enumerate(right):
        mine = weigh(new)
        for at, old in enumerate(left):
            moved = abs(at / len(left) - to / len(right))
            share = 2 * weigh(old & new) / max(own[at] + mine, 1) - _OUT_OF_PLACE * moved
            if share >= _LEAST_ALIKE:
                shares.append((share, -abs(at - to), to, at))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, to, at in sorted(shares, reverse=True):
        if to not in partners and at not in taken:
            partners[to] = at
            taken.add(at)
    return partners
