"""What one generation of the corpus holds, gathered once and kept while it is served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from search.analysis import load_analyzer
from search.evidence.texts import StoredTexts
from search.model import UNKNOWN, Document, SearchRequest
from search.searcher import Searcher
from web import wordings

MOST_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """An agency and the number of its documents."""

    agency: str
    documents: int


class Holdings:
    """What is gathered of the generation in service.

    It never keeps a searcher: files are closed when the last request lets go of theirs.

    Attributes:
        texts: folded, for the scans of answer packs.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: tuple[str, Mapping[str, int]] | None = None
        self._examples: tuple[str, tuple[str, ...]] | None = None
        self._names: tuple[str, Mapping[str, str]] | None = None
        self.texts = StoredTexts(load_analyzer())

    def counts(self, searcher: Searcher) -> Mapping[str, int]:
        """The number of groups of each document."""
        kept = self._counts
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                kept = self._counts = (searcher.fingerprint, searcher.store.counts())
        return kept[1]

    def examples(self, searcher: Searcher) -> tuple[str, ...]:
        """Subjects to try that are found."""
        kept = self._examples
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                asked = (SearchRequest(word, exact=True, size=1) for word in wordings.TRY_WORDS)
                found = [one.text for one in asked if searcher.search(one).total]
                kept = self._examples = (searcher.fingerprint, tuple(found[:MOST_EXAMPLES]))
        return kept[1]

    def names(self, searcher: Searcher) -> Mapping[str, str]:
        """What each document is called where many are listed."""
        kept = self._names
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                kept = self._names = (searcher.fingerprint, told_apart(searcher.store.documents()))
        return kept[1]


def told_apart(documents: Iterable[Document]) -> dict[str, str]:
    """Give each document a name of its own: its title, and what tells it from others of that title.

    Returns:
        Id to title, followed by the year and the file's name where the title is not enough.
    """
    alike: dict[str, list[Document]] = {}
    for document in documents:
        alike.setdefault(document.title, []).append(document)
    return {
        document.id: wordings.document_name(document, year=year, file=file)
        for group in alike.values()
        for year, file in [_telling(group)]
        for document in group
    }


def _telling(alike: Sequence[Document]) -> tuple[bool, bool]:
    """Whether the year tells documents of one title apart, and whether their files are needed."""
    years = {document.year for document in alike}
    return len(years) > 1, len(years) < len(alike)


def by_agency(documents: tuple[Document, ...]) -> tuple[AgencyShare, ...]:
    """Count the documents of each agency, in the order in which they are given."""
    counts = Counter(document.agency or UNKNOWN for document in documents)
    return tuple(AgencyShare(agency, count) for agency, count in counts.items())


def newest(documents: tuple[Document, ...], most: int) -> tuple[Document, ...]:
    """The documents of the newest years, newest first."""
    dated = [document for document in documents if document.year is not None]
    dated.sort(key=lambda document: -(document.year or 0))
    return tuple(dated[:most])
