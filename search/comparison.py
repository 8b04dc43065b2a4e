"""Two editions or two documents, passage by passage."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from search.editions import wording
from search.model import Passage
from search.programs.likeness import name_of
from search.store.reading import Store
from search.text import squeeze

State = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands for the same on both sides, or on one of them alone."""

    old: Passage | None
    new: Passage | None

    @property
    def state(self) -> State:
        """Whether it changed; another width or white space is no change."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if _said(self.old) == _said(self.new) else "changed"

    @property
    def shown(self) -> Passage:
        """The passage on the newer side, else on the older one."""
        passage = self.old if self.new is None else self.new
        if passage is None:
            raise ValueError("a pair of nothing")
        return passage


def compare(store: Store, first: str, second: str) -> tuple[Pair, ...]:
    """Align two editions, of one document or of two.

    Editions of one document are aligned as indexing folds them. Passages of two documents
    belong together where they are one program; the rest by equal kind and name, then by equal
    text. The time it takes grows with the passages, not with their square.

    Args:
        store: holds both.
        first: id of the older edition.
        second: of the newer one.

    Returns:
        In the reading order of the newer one; what it no longer has stands where it stood.
    """
    olds, news = store.passages_of(first), store.passages_of(second)
    partners: dict[str, str] = {}
    if olds and news and olds[0].document == news[0].document:
        numbers = store.group_numbers(first), store.group_numbers(second)
        _join(partners, olds, news, lambda one: numbers[0].get(one.id, numbers[1].get(one.id)))
    else:
        programs = store.own_programs(one.id for one in (*olds, *news))
        _join(partners, olds, news, lambda one: programs.get(one.id))
        _join(
            partners, olds, news, lambda one: (one.kind, name_of(one.title)) if one.title else None
        )
        _join(partners, olds, news, lambda one: (one.kind, squeeze(one.text)) if one.text else None)
    return tuple(_in_order(olds, news, partners))


def _join(
    partners: dict[str, str],
    olds: Iterable[Passage],
    news: Iterable[Passage],
    key: Callable[[Passage], object],
) -> None:
    """Pair what has one key, first with first; what has None or is paired already is left."""
    taken = set(partners.values())
    waiting: dict[object, deque[str]] = defaultdict(deque)
    for one in olds:
        if one.id not in taken and (found := key(one)) is not None:
            waiting[found].append(one.id)
    for one in news:
        found = key(one)
        if one.id not in partners and found is not None and waiting[found]:
            partners[one.id] = waiting[found].popleft()


def _in_order(
    olds: Sequence[Passage], news: Sequence[Passage], partners: Mapping[str, str]
) -> Iterable[Pair]:
    by_id = {one.id: one for one in olds}
    paired = set(partners.values())
    # What is gone follows the nearest passage before it that is still there.
    after: dict[str | None, list[Passage]] = defaultdict(list)
    last: str | None = None
    for one in olds:
        if one.id in paired:
            last = one.id
        else:
            after[last].append(one)
    yield from (Pair(one, None) for one in after[None])
    for one in news:
        old = partners.get(one.id)
        yield Pair(None if old is None else by_id[old], one)
        if old is not None:
            yield from (Pair(gone, None) for gone in after[old])


def _said(passage: Passage) -> tuple[str, ...]:
    # The text of an indicator is its cells and the labels above them.
    title, text, *cells = wording(passage)
    return (title, *cells) if passage.kpi is not None else (title, text)
