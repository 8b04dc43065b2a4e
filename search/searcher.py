"""The searcher: the one door from a request to results."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Self

from search.agencies import Agencies
from search.analysis import Analyzer, Needle
from search.answer.alike import related_terms, similar
from search.answer.card import Card
from search.answer.copies import with_copies
from search.answer.initials import SpelledOut, spelled_out
from search.answer.instead import instead
from search.answer.meant import Meant
from search.answer.narrowing import Narrowing, beyond
from search.answer.ranking import Ranking, Scored
from search.answer.reading import reading, words_instead
from search.answer.related import MOST, related
from search.answer.shelf import Shelf
from search.engines.base import Engine, Filters, Found
from search.errors import QueryError
from search.fields import COPIES, DOCUMENT, NARROWING
from search.filters import excluded, excluding, passes
from search.model import (
    FACETS,
    SUGGESTED,
    SUGGESTION_KINDS,
    Every,
    Hit,
    Passage,
    PassageGroup,
    Reading,
    Results,
    SearchRequest,
    Similar,
    SuggestionKind,
)
from search.query import facets, rank
from search.query.forms import Form, forms_of, wording
from search.query.hits import hit, is_marked, needles, shown
from search.query.lexicon.lookup import Lexicon
from search.query.parse import Typed
from search.query.suggest import Names
from search.query.tree import EVERYTHING
from search.query.understand import Asked, Corpus, any_form
from search.store.misses import Misses
from search.store.reading import Store

MOST_REACHED = 10_000
_READ_AT_ONCE = 100
_MOST_LIKE = 100


@dataclass(frozen=True, slots=True)
class LookedFor:
    """A term and what is looked for in its place.

    Attributes:
        forms: all wordings, as typed first.
        count: groups of the corpus that hold any.
        prose: a sentence or more, of which no passage is expected to be whole.
    """

    text: str
    forms: tuple[Form, ...]
    count: int
    prose: bool = False


class Searcher:
    """Answers requests from one generation of the corpus; safe to use from many threads.

    Args:
        store: the passages.
        engine: the index of the same passages.
        analyzer: that made the index.
        agencies: names, codes and official order.
        fingerprint: of the generation.
        built_at: when it was built.
        lexicon: words with their other wordings.
        misses: counts what is searched without a hit, None where nothing is to be kept.
    """

    def __init__(
        self,
        store: Store,
        engine: Engine,
        analyzer: Analyzer,
        agencies: Agencies,
        *,
        fingerprint: str,
        built_at: str,
        lexicon: Lexicon,
        misses: Misses | None = None,
    ) -> None:
        self.store = store
        self.fingerprint = fingerprint
        self.built_at = built_at
        self._misses = misses
        self._engine = engine
        self._analyzer = analyzer = analyzer.knowing(engine.lexicon.words)
        self._agencies = agencies
        self.lexicon = lexicon
        self._names = Names(engine.lexicon.names, analyzer, self.lexicon.words())
        held = engine.search(EVERYTHING, filters={}, columns=NARROWING).counts
        self._corpus = Corpus({column: tuple(counts) for column, counts in held.items()}, agencies)
        self._narrowing = Narrowing(engine, analyzer, self.lexicon, self._corpus)
        self._ranking = Ranking(
            engine, Shelf(store, analyzer), analyzer, self.lexicon, self._names, agencies
        )
        self._card = Card(store, analyzer, self.lexicon, agencies, self._corpus.values["year"])
        self._meant = Meant(self._ranking)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(self, request: SearchRequest) -> Results:
        """Answer a request.

        Raises:
            QueryError: the page asked for is out of reach.
            EngineError: the engine failed.
        """
        began = time.perf_counter()
        if request.page < 1 or request.size < 1 or request.page * request.size > MOST_REACHED:
            raise QueryError(
                f"最多只能看到前 {MOST_REACHED:,} 段", "請加關鍵字或用左側的條件縮小範圍"
            )
        asked = self._narrowing.asked(request)
        wanted = self._ranking.wanted(asked)
        found = self._ranking.page(asked, wanted, request)
        hits = self._hits(zip(found.numbers, found.scores, strict=True), asked, wanted)
        partial: tuple[Hit, ...] = ()
        split: tuple[str, ...] = ()
        full: tuple[SpelledOut, ...] = ()
        most = min(MOST, request.size)
        if _may_relate(asked, request) and found.total < most:
            full = spelled_out(asked, self._ranking)
            loosely = self._ranking.also(wanted, [one.folded for one in full])
            wider = beyond(asked, request)
            known = None if wider is asked else found.numbers
            best, fed = related(wider, loosely, self._ranking, most, known)
            partial = self._hits(best, asked, fed, partial=True, full=full)
            split = words_instead(asked, self._count, self._analyzer)
            nothing = not (found.total or partial or asked.literal_total)
            if nothing and asked.conditions and request.conditions is None:
                # Nothing of what the conditions name comes near, nor is the line anywhere as typed.
                return self.search(replace(request, conditions=False))
        read = reading(asked, request, split, full, self._count, self._analyzer, found.total)
        if _may_relate(asked, request):
            others = instead(asked, request, found.total, full, self._ranking, self._total)
            read = replace(read, instead=others)
        first = request.related and request.page == 1
        if first:
            self._count_misses(asked, read)
        return Results(
            reading=read,
            total=found.total,
            documents=len(_within(found.counts[DOCUMENT], asked.filters)),
            folded=sum(int(copies) * count for copies, count in found.counts[COPIES].items()),
            hits=with_copies(hits),
            related=partial,
            facets=facets.facets(found.counts, asked.filters, self._agencies),
            suggestions=() if found.total else self._meant.offers(asked, request, read),
            searched=self.store.searched(),
            fingerprint=self.fingerprint,
            built_at=self.built_at,
            related_terms=related_terms(asked, hits, self._ranking) if first else (),
            answer=self._card.of(request, asked),
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def every(self, request: SearchRequest) -> Every:
        """Answer a request with all of its hits, however many, in the order of its pages.

        Args:
            request: its page and size do not matter.

        Returns:
            The number of hits, and the hits; their texts are read as they are asked for, some
            at a time, so that memory does not grow with the answer.

        Raises:
            EngineError: the engine failed.
        """
        asked, wanted, found = self._all(request)

        def hits() -> Iterator[Hit]:
            pairs = zip(found.numbers, found.scores, strict=True)
            while some := tuple(islice(pairs, _READ_AT_ONCE)):
                yield from self._hits(some, asked, wanted)

        return Every(found.total, hits())

    def found(self, request: SearchRequest) -> Iterator[tuple[PassageGroup, Passage]]:
        """Find all that a request finds, without what a hit tells of it beside.

        Args:
            request: its page and size do not matter.

        Yields:
            A group, and of its passages the one that a hit would show, in the order of the hits.

        Raises:
            EngineError: the engine failed.
        """
        asked, wanted, found = self._all(request)
        marked = needles(asked, wanted, self._analyzer, partial=False)
        numbers = iter(found.numbers)
        while some := tuple(islice(numbers, _READ_AT_ONCE)):
            for group in self.store.groups_of(some):
                yield group, shown(group, asked, marked, self._analyzer, partial=False)

    def similar(self, id_: str, limit: int = 5) -> tuple[Similar, ...]:
        """Find the passages that speak of the same as one, by weighted overlap of their words.

        Args:
            id_: of the passage; its other editions are never among those found.
            limit: how many at most.

        Returns:
            The most alike first, ties in document order; empty where there is no such passage.
        """
        return similar(id_, limit, self._ranking)

    def needles(self, request: SearchRequest, passage: Passage) -> Mapping[Needle, float]:
        """Give what a search marks in a passage, whether it is a hit or only related to one."""
        asked = self._narrowing.asked(request)
        if not asked.leaves:
            return {}
        wanted = self._ranking.wanted(asked)
        whole = needles(asked, wanted, self._analyzer, partial=False)
        if is_marked(passage, whole, self._analyzer):
            return whole
        full = [one.folded for one in spelled_out(asked, self._ranking)]
        return needles(asked, wanted, self._analyzer, partial=True, spelled_out=full)

    def looked_for(self, request: SearchRequest) -> tuple[LookedFor, ...]:
        """Give the terms of a request that are not excluded, each with all its wordings.

        Sentences are given as such; what ranks related passages, such as their words, is not.
        """
        asked = self._narrowing.asked(request)
        return tuple(
            LookedFor(term.text, wordings, self._count(wordings), term.prose)
            for term, wordings in asked.leaves
        )

    def wordings(self, text: str) -> LookedFor | None:
        """Give a word with all its wordings, None where nothing of it can be looked for."""
        merged = self._analyzer.is_simplified(text)
        found = forms_of(Typed(text), self._analyzer, self.lexicon, exact=False, merged=merged)
        return LookedFor(text, found, self._count(found)) if found else None

    def kindred(self, text: str) -> tuple[tuple[str, int], ...]:
        """Give (wording, groups that hold it) of what is near to a word without meaning the same."""
        asked = self.wordings(text)
        known = {form.folded for form in asked.forms} if asked else set()
        found = (
            (other.text, self._count((wording(other.text, self._analyzer, None),)))
            for other in self.lexicon.kindred_of(self._analyzer.fold(text))
            if other.folded not in known
        )
        return tuple((other, count) for other, count in found if count)

    def by_document(self, request: SearchRequest) -> dict[str, int]:
        """Count the groups that match in each document.

        Args:
            request: its page and size do not matter.

        Returns:
            Document to groups, in the order in which the documents first come among the hits;
            those that come late are last, the fullest first.
        """
        asked = self._narrowing.asked(request)
        wanted = self._ranking.wanted(asked)
        weights = self._ranking.gram_weights(wanted)
        found = self._engine.search(
            asked.tree,
            filters=asked.filters,
            columns=(DOCUMENT,),
            weights=weights,
            sort=request.sort,
            limit=rank.CANDIDATES,
        )
        counts = _within(found.counts[DOCUMENT], asked.filters)
        if request.sort == "relevance" and weights:
            numbers = [number for number, _ in self._ranking.ordered(found.numbers, wanted)]
        else:
            numbers = list(found.numbers)
        held = self._ranking.shelf.held(numbers)
        first = dict.fromkeys(held[number].group.passages[0].document for number in numbers)
        late = sorted(counts.keys() - first.keys(), key=lambda id_: (-counts[id_], id_))
        return {id_: counts[id_] for id_ in (*first, *late)}

    def suggest(
        self, text: str, limit: int = 10, *, agencies: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Give names that begin with a text, then names that hold it, the most frequent first.

        Args:
            text: as typed so far.
            limit: how many at most.
            agencies: names of those of which a name must be, or in whose passages it must stand; of
                the names alike, only the first hundred are looked at. None for any.
        """
        if agencies is None:
            return self._names.like(text, limit)
        if not agencies:
            return ()
        wanted = tuple(self.resolve("agency", name) or name for name in agencies)
        found = (
            name
            for name in self._names.like(text, _MOST_LIKE)
            # An agency's own name is searched by facet, not in its passages.
            if name in wanted
            or self._count((wording(name, self._analyzer, None),), {"agency": wanted})
        )
        return tuple(islice(found, limit))

    def grouped(
        self, names: Iterable[str]
    ) -> tuple[tuple[SuggestionKind, tuple[tuple[str, int], ...]], ...]:
        """Part suggested names by what they name.

        Args:
            names: as `suggest` gives them.

        Returns:
            (kind, names with the number of groups that hold each), in the order of
            SUGGESTION_KINDS, those without names left out.
        """
        parts: dict[SuggestionKind, list[tuple[str, int]]] = {}
        for name in names:
            kind = SUGGESTED[self._names.what(name)]
            count = self._count((wording(name, self._analyzer, None),))
            parts.setdefault(kind, []).append((name, count))
        return tuple((kind, tuple(parts[kind])) for kind in SUGGESTION_KINDS if kind in parts)

    def resolve(self, facet: str, text: str) -> str | None:
        """Find the value of a facet that a name or code stands for, None where there is none."""
        if facet not in FACETS:
            if text in self._corpus.values[facet]:
                return text
            out = text.startswith("-") and text[1:] in self._corpus.values[facet]
            return excluding(text[1:]) if out else None
        return facets.resolve(facet, text, self._corpus.values.get(facet, ()), self._agencies)

    def code(self, facet: str, value: str) -> str:
        """Give what a value of a facet is called in addresses."""
        if facet not in FACETS:
            out = excluded(value)
            return value if out is None else f"-{out}"
        return facets.code(facet, value, self._agencies)

    def close(self) -> None:
        """Let go of the index and the store."""
        self._engine.close()
        self.store.close()

    def _all(self, request: SearchRequest) -> tuple[Asked, rank.Wanted, Found]:
        """A request as it is understood, and one page of all that it finds."""
        asked = self._narrowing.asked(request)
        wanted = self._ranking.wanted(asked)
        whole = replace(request, page=1, size=max(1, self.store.searched().passages))
        return asked, wanted, self._ranking.page(asked, wanted, whole)

    def _hits(
        self,
        pairs: Iterable[Scored],
        asked: Asked,
        wanted: rank.Wanted,
        *,
        partial: bool = False,
        full: Iterable[SpelledOut] = (),
    ) -> tuple[Hit, ...]:
        found = tuple(pairs)
        held = self._ranking.shelf.held(number for number, _ in found)
        marked = needles(
            asked,
            wanted,
            self._analyzer,
            partial=partial,
            spelled_out=[one.folded for one in full],
        )
        return tuple(
            hit(held[number].group, score, asked, marked, self._analyzer, partial=partial)
            for number, score in found
        )

    def _count(self, wordings: tuple[Form, ...], filters: Filters | None = None) -> int:
        """How many groups hold a term, of all where no filters are given."""
        return self._engine.search(any_form(wordings), filters=filters or {}).total

    def _total(self, request: SearchRequest) -> int:
        """How many groups match a request."""
        asked = self._narrowing.asked(request)
        return self._engine.search(asked.tree, filters=asked.filters).total

    def _count_misses(self, asked: Asked, read: Reading) -> None:
        if self._misses:
            typed = {term.text for term, _ in asked.leaves if not term.prose}
            self._misses.count(
                term.text for term in read.terms if not term.count and term.text in typed
            )


def _may_relate(asked: Asked, request: SearchRequest) -> bool:
    loose = request.related and any(not term.quoted for term, _ in asked.leaves)
    return request.match == "auto" and not request.exact and request.page == 1 and loose


def _within(counts: Mapping[str, int], filters: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The documents among those counted, which is done without their own filter, that are asked for."""
    wanted = filters.get(DOCUMENT)
    return {id_: count for id_, count in counts.items() if wanted is None or passes(wanted, id_)}
