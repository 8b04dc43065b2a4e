"""Revisions: how a passage read before each time that indexing found it worded otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.model import Source
from search.present.change_lines import cells_of
from search.store.changes import Change
from search.text import squeeze


@dataclass(frozen=True, slots=True)
class Reworded:
    """A part of a passage in its old and its new words; either may be empty."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a passage.

    Attributes:
        at: when it was found, ISO 8601, UTC.
        parts: what is worded otherwise, numbers first.
        source: the file that printed the old words.
        touches_target: a target or another value of an indicator was replaced.
    """

    at: str
    parts: tuple[Reworded, ...]
    source: Source
    touches_target: bool


def revisions(changes: Iterable[Change]) -> tuple[Revision, ...]:
    """Tell what was replaced in a passage, the newest change first.

    Args:
        changes: of one passage, the newest first.
    """
    return tuple(
        Revision(change.at, parts, change.old.source, change.touches_target)
        for change in changes
        if change.old is not None and (parts := reworded(change))
    )


def reworded(change: Change) -> tuple[Reworded, ...]:
    """Tell the parts of a changed passage that read otherwise, title and text last."""
    if change.old is None:
        return ()
    old, new = cells_of(change.old), cells_of(change.passage)
    labels = sorted({**new, **old}, key=lambda label: label in ("標題", "內容"))
    return tuple(
        Reworded(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if squeeze(old.get(label, "")) != squeeze(new.get(label, ""))
    )
