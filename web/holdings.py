"""What one generation of the corpus holds, gathered once and kept while it is served."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from search.analysis import load_analyzer
from search.evidence.texts import StoredTexts
from search.model import UNKNOWN, Document, SearchRequest
from search.searcher import Searcher
from search.store.changes import Change
from web import answer_card, wordings

MOST_EXAMPLES = 5
MOST_CHANGES = 6
MOST_QUESTIONS = 2
_MOST_TRIED = 12


@dataclass(frozen=True, slots=True)
class AgencyShare:
    """An agency, the number of its documents and the newest of them."""

    agency: str
    documents: int
    newest: Document


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that the corpus answers, with the answer as printed."""

    question: str
    answer: str


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
        self._changes: tuple[str, tuple[Change, ...]] | None = None
        self._answered: tuple[str, tuple[Answered, ...]] | None = None
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

    def changes(self, searcher: Searcher) -> tuple[Change, ...]:
        """What the last indexing that changed anything changed, targets first, a few of it."""
        kept = self._changes
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                every = searcher.store.changes()
                last = max((one.at for one in every), default="")
                found = tuple(one for one in every if one.at == last)[:MOST_CHANGES]
                kept = self._changes = (searcher.fingerprint, found)
        return kept[1]

    def answered(self, searcher: Searcher) -> tuple[Answered, ...]:
        """Questions of indicators that are answered."""
        kept = self._answered
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                kept = self._answered = (searcher.fingerprint, tuple(_answered(searcher)))
        return kept[1]

    def names(self, searcher: Searcher) -> Mapping[str, str]:
        """What each document is called where many are listed."""
        kept = self._names
        if kept is None or kept[0] != searcher.fingerprint:
            with self._lock:
                kept = self._names = (searcher.fingerprint, told_apart(searcher.store.documents()))
        return kept[1]


def _answered(searcher: Searcher) -> Iterator[Answered]:
    request = SearchRequest(
        filters=(("kind", ("kpi",)),), sort="newest", size=_MOST_TRIED, related=False
    )
    found = 0
    for hit in searcher.search(request).hits:
        passage = hit.passage
        if passage.year is None or passage.kpi is None or not passage.kpi.target:
            continue
        asked = wordings.target_question(passage.title, passage.year)
        shown = answer_card.card(searcher.search(SearchRequest(asked, size=1)).answer)
        values = "、".join(dict.fromkeys(one.raw for one in shown.leading)) if shown else ""
        if values:
            yield Answered(asked, f"{values}（{passage.agency or UNKNOWN}）")
            found += 1
        if found == MOST_QUESTIONS:
            return


def told_apart(documents: Iterable[Document]) -> dict[str, str]:
    """Give each document a name of its own: its title, and what tells it from others of that title.

    Returns:
        Id to title, followed by the year and by a number where the title is not enough; files
        have names that say little, and stand with the sources.
    """
    alike: dict[str, list[Document]] = {}
    for document in documents:
        alike.setdefault(wordings.named(document.title), []).append(document)
    names: dict[str, str] = {}
    for group in alike.values():
        agency = len({document.agency for document in group}) > 1
        year = len({document.year for document in group}) > 1
        short = [wordings.document_name(document, agency=agency, year=year) for document in group]
        times, seen = Counter(short), Counter[str]()
        for document, name in zip(group, short, strict=True):
            seen[name] += 1
            nth = seen[name] if times[name] > 1 else 0
            names[document.id] = wordings.document_name(
                document, agency=agency, year=year, nth_of_name=nth
            )
    return names


def by_agency(documents: tuple[Document, ...]) -> tuple[AgencyShare, ...]:
    """Count the documents of each agency, in the order in which they are given."""
    held: dict[str, list[Document]] = {}
    for document in documents:
        held.setdefault(document.agency or UNKNOWN, []).append(document)
    return tuple(
        AgencyShare(agency, len(own), max(own, key=lambda one: one.year or 0))
        for agency, own in held.items()
    )


def newest(documents: tuple[Document, ...], most: int) -> tuple[Document, ...]:
    """The documents of the newest years, newest first."""
    dated = [document for document in documents if document.year is not None]
    dated.sort(key=lambda document: -(document.year or 0))
    return tuple(dated[:most])
