"""The shelf: groups taken from the store, with their folded texts and their words."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from search.analysis import Analyzer
from search.fields import folded_texts
from search.model import Passage, PassageGroup
from search.query import company
from search.store.reading import Store

_KEPT_GROUPS = 4_096


@dataclass(frozen=True, slots=True)
class Held:
    """A group with its folded texts: (field, text) pairs of all its editions."""

    group: PassageGroup
    texts: tuple[tuple[str, str], ...]


class Shelf:
    """Keeps what was asked for of late; any thread may ask.

    Args:
        store: the passages.
        analyzer: that made the index.
    """

    def __init__(self, store: Store, analyzer: Analyzer) -> None:
        self._store = store
        self._analyzer = analyzer
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Held] = OrderedDict()
        self._cut: OrderedDict[str, company.Words] = OrderedDict()

    def held(self, numbers: Iterable[int]) -> dict[int, Held]:
        """Give groups by their numbers."""
        asked = tuple(numbers)
        with self._lock:
            held = {number: self._kept[number] for number in asked if number in self._kept}
            for number in held:
                self._kept.move_to_end(number)
        missing = [number for number in asked if number not in held]
        if missing:
            for group in self._store.groups_of(missing):
                held[group.number] = Held(group, folded_texts(group, self._analyzer))
            with self._lock:
                self._kept.update((number, held[number]) for number in missing)
                while len(self._kept) > _KEPT_GROUPS:
                    self._kept.popitem(last=False)
        return held

    def group_of(self, id_: str) -> PassageGroup | None:
        """Give the group that a passage stands in, None where there is no such passage."""
        return self._store.group_of(id_)

    def words(self, passage: Passage) -> company.Words:
        """Give the words of a passage, cut once while it is remembered."""
        with self._lock:
            known = self._cut.get(passage.id)
        if known is None:
            known = company.words_of((passage.title, passage.text), self._analyzer)
            with self._lock:
                self._cut[passage.id] = known
                while len(self._cut) > _KEPT_GROUPS:
                    self._cut.popitem(last=False)
        return known
