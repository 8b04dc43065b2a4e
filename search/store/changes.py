"""What an indexing run changed in the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from search.model import Kpi, Passage, PassageGroup
from search.store.records import LedgerEntry
from search.text import squeeze

MOST_KEPT = 5_000
"""Additions and removals that a store carries on; beyond it the oldest are dropped."""
ChangeKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Change:
    """A passage that was added, removed or worded otherwise.

    Attributes:
        at: when the indexing ran, ISO 8601, UTC.
        passage: as it is, or as it last was.
        old: as it was before; None where it was added or removed.
    """

    at: str
    kind: ChangeKind
    passage: Passage
    old: Passage | None = None

    @property
    def touches_target(self) -> bool:
        """Whether a target or another value of an indicator is another one now."""
        return numbers_of(self.old) != numbers_of(self.passage)


def numbers_of(passage: Passage | None) -> tuple[str, ...]:
    """The target and the values of an indicator, folded; nothing for other passages."""
    kpi = (passage.kpi if passage else None) or Kpi()
    cells = (kpi.target or "", *(part for pair in kpi.values for part in pair))
    return tuple(filter(None, map(squeeze, cells)))


def kept(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Choose what a store carries on: every earlier wording, of the rest the newest.

    Args:
        changes: the newest first.
    """
    others = 0
    chosen = []
    for change in changes:
        others += change.old is None
        if change.old is not None or others <= MOST_KEPT:
            chosen.append(change)
    return tuple(chosen)


def changes_between(
    past: Iterable[LedgerEntry],
    groups: Sequence[PassageGroup],
    ledger: Iterable[LedgerEntry],
    at: str,
) -> tuple[Change, ...]:
    """Find what became of the passages of the indexing before.

    Widths and white space are no change, nor is another place; an edition that says what
    another one said before adds nothing.

    Args:
        past: the ledger before.
        groups: the passages now.
        ledger: the ledger now, which knows where passages have moved.
        at: when it is.

    Returns:
        Targets first, then in the order of the corpus, what was removed last.
    """
    before = {entry.id: entry.last for entry in past if entry.alive}
    now = {passage.id: passage for group in groups for passage in group.passages}
    moved = {
        entry.id: entry.moved_to
        for entry in ledger
        if entry.moved_to in now and entry.id in before and entry.id not in now
    }
    came = {heir: before[id_] for id_, heir in moved.items() if heir not in before}
    found: dict[tuple[str, str], Change] = {}
    for group in groups:
        if all(before.get(passage.id) is passage for passage in group.passages):
            continue
        for old, new in _pairs(group, before, came):
            said = ("" if old is None else _whole(old), _whole(new))
            # Two editions with one change tell it once.
            if said[0] != said[1]:
                kind: ChangeKind = "added" if old is None else "changed"
                found.setdefault((f"{group.number} {said[0]}", said[1]), Change(at, kind, new, old))
    changes = list(found.values())
    changes += (
        Change(at, "removed", old)
        for id_, old in before.items()
        if id_ not in now and id_ not in moved
    )
    return tuple(sorted(changes, key=lambda change: not change.touches_target))


def _pairs(
    group: PassageGroup, before: Mapping[str, Passage], came: Mapping[str, Passage]
) -> Iterable[tuple[Passage | None, Passage]]:
    """Each passage of a group with what it was, or with what its other editions were."""
    olds = {
        passage.id: old
        for passage in group.passages
        if (old := before.get(passage.id) or came.get(passage.id)) is not None
    }
    if not olds:
        yield None, group.passages[0]
        return
    said = {_whole(old) for old in olds.values()}
    for passage in group.passages:
        if passage.id in olds:
            yield olds[passage.id], passage
        elif _whole(passage) not in said:
            yield next(iter(olds.values())), passage


def _whole(passage: Passage) -> str:
    kpi = passage.kpi or Kpi()
    cells = (kpi.goal, kpi.measure, *numbers_of(passage))
    return squeeze("\n".join(filter(None, (passage.title, passage.text, *cells))))
