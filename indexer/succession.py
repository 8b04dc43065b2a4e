"""Succession: where the text of a passage that is no longer in the corpus stands now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from indexer.identity import whole
from search.store.records import LedgerEntry

MOST_OF_IT = 0.8
"""Share of a passage's characters that one other must hold to be shown in its place."""
_LEAST_PART = 0.1
_MOST_PARTS = 5
"""Passages named where no one holds most of the text: the least share of it that each adds."""
_COMPARED = 12
"""Passages that are compared in full with a text, those that share most runs with it."""
_COMMON = 40
"""A run that more passages than this have is looked for only in those found by other runs."""
_RUN = 3


class Succession:
    """The living passages among which a text is looked for, such as those of one file."""

    def __init__(self, alive: Iterable[LedgerEntry]) -> None:
        self._entries = sorted(alive, key=lambda entry: entry.last.location.start)
        self._runs = [frozenset(_runs(whole(entry.last))) for entry in self._entries]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for at, runs in enumerate(self._runs):
            for run in runs:
                self._holders[run].append(at)

    def find(self, entry: LedgerEntry) -> tuple[str | None, tuple[str, ...]]:
        """Find where the text of a passage stands.

        Args:
            entry: of the passage; itself is never found.

        Returns:
            The id of the passage that holds most of its characters, or None; and where there
            is none, the ids of those that hold parts of it, the largest part first.
        """
        text = whole(entry.last)
        runs = list(_runs(text))
        counts = Counter(
            at
            for run in set(runs)
            if len(self._holders.get(run, ())) <= _COMMON
            for at in self._holders.get(run, ())
        )
        # A text of common runs alone is looked for everywhere.
        likely = [at for at, _ in counts.most_common(_COMPARED)] or range(len(self._entries))
        held = {
            at: found
            for at in likely
            if self._entries[at].id != entry.id and (found := _held(runs, self._runs[at]))
        }
        if not held:
            return None, ()

        def merit(at: int) -> tuple[int, bool, int]:
            alike = self._entries[at].last.kind == entry.last.kind
            return len(held[at]), alike, -len(self._runs[at])

        best = max(held, key=merit)
        if len(held[best]) >= MOST_OF_IT * len(text):
            return self._entries[best].id, ()
        return None, tuple(self._entries[at].id for at in _parts(held, len(text)))

    def nearest(self, entry: LedgerEntry, before: Sequence[LedgerEntry]) -> tuple[str, ...]:
        """Find the passage that stands where a passage stood whose text is nowhere.

        Args:
            entry: of that passage.
            before: the ledger of its edition.

        Returns:
            The id of the living passage that stood last before it, else first behind it.
        """
        alive = {one.id for one in self._entries}
        kept = sorted((one.last.location.start, one.id) for one in before if one.id in alive)
        place = entry.last.location.start
        earlier = [id_ for start, id_ in kept if start <= place]
        later = [id_ for start, id_ in kept if start > place]
        return tuple(earlier[-1:] or later[:1])


def kept_share(old: str, new: str) -> float:
    """Give the share of a squeezed text's characters that stand in another in runs of three."""
    return len(_held(list(_runs(old)), frozenset(_runs(new)))) / len(old) if old else 1.0


def _parts(held: dict[int, frozenset[int]], length: int) -> Iterator[int]:
    """Choose the passages that together hold the most of a text."""
    found: set[int] = set()
    for _ in range(_MOST_PARTS):
        at = max(held, key=lambda one: len(held[one] - found))
        if len(held[at] - found) < max(_RUN, _LEAST_PART * length):
            return
        found |= held[at]
        yield at


def _held(runs: Sequence[str], others: frozenset[str]) -> frozenset[int]:
    """Places of a text's characters that stand in a run that another text has too."""
    return frozenset(
        place for at, run in enumerate(runs) if run in others for place in range(at, at + len(run))
    )


def _runs(text: str) -> Iterator[str]:
    """Runs of three characters in order; of a shorter text the text itself."""
    return (text[at : at + _RUN] for at in range(max(1, len(text) - _RUN + 1)) if text)
