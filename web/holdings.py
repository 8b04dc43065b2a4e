"""What one generation of the corpus holds, counted once and kept while it is served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from search.model import UNKNOWN, Document
from search.searcher import Searcher


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """An agency and the number of its documents."""

    agency: str
    documents: int


class Counts:
    """The number of groups of each document, counted once for a generation."""

    def __init__(self) -> None:
        self._counted: tuple[str, Mapping[str, int]] = ("", {})

    def of(self, searcher: Searcher) -> Mapping[str, int]:
        """Count by document id; what a generation holds never changes."""
        fingerprint, counts = self._counted
        if fingerprint != searcher.fingerprint:
            counts = Counter(group.passages[0].document for group in searcher.store.groups())
            # One assignment: threads that count at once only do so in vain.
            self._counted = (searcher.fingerprint, counts)
        return counts


def by_agency(documents: tuple[Document, ...]) -> tuple[AgencyShare, ...]:
    """Count the documents of each agency, in the order in which they are given."""
    counts = Counter(document.agency or UNKNOWN for document in documents)
    return tuple(AgencyShare(agency, count) for agency, count in counts.items())


def newest(documents: tuple[Document, ...], most: int) -> tuple[Document, ...]:
    """The documents of the newest years, newest first."""
    dated = [document for document in documents if document.year is not None]
    dated.sort(key=lambda document: -(document.year or 0))
    return tuple(dated[:most])
