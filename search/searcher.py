"""The searcher: the one door from a request to results."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from search.agencies import Agencies
from search.analysis import Analyzer
from search.engines.base import Engine, Found
from search.errors import QueryError
from search.fields import COPIES, DOCUMENT, facet_values, folded_texts
from search.misses import Misses
from search.model import (
    FACETS,
    Hit,
    Passage,
    PassageGroup,
    Reading,
    Results,
    SearchRequest,
    Similar,
    Term,
)
from search.query import company, facets, rank
from search.query.forms import Form, wording
from search.query.hits import hit, needles
from search.query.slips import Slips
from search.query.suggest import Names
from search.query.synonyms import load_synonyms
from search.query.tree import EVERYTHING, And, Node, Not, Or, Phrase, Weight
from search.query.understand import Asked, Corpus, any_form, understand
from search.store import Store

MOST_REACHED = 10_000
RELATED = 50
_KEPT_GROUPS = 4_096
_MOST_WORDS_SHOWN = 16
_OTHER_FORM = 0.8
_KINDRED = 0.35
_LONGEST_MENDED = 80
_COMPANY, _COMPANY_HITS = 8, 20
_SIMILAR_CANDIDATES = 40
_LEAST_SHARE = 0.2
_NAMED = 1.2


@dataclass(frozen=True, slots=True)
class _Held:
    """A group with its folded texts."""

    group: PassageGroup
    texts: tuple[tuple[str, str], ...]


class Searcher:
    """Answers requests from one generation of the corpus; safe to use from many threads.

    Args:
        store: the passages.
        engine: the index of the same passages.
        analyzer: that made the index.
        agencies: names, codes and official order.
        fingerprint: of the generation.
        built_at: when it was built.
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
        misses: Misses | None = None,
    ) -> None:
        self.store = store
        self.fingerprint = fingerprint
        self.built_at = built_at
        self._misses = misses
        self._engine = engine
        self._analyzer = analyzer
        self._agencies = agencies
        self._synonyms = load_synonyms()
        self._names = Names(engine.lexicon.names, analyzer)
        held = engine.search(EVERYTHING, filters={}, columns=(*FACETS, DOCUMENT)).counts
        self._corpus = Corpus({column: tuple(counts) for column, counts in held.items()}, agencies)
        self._lock = threading.Lock()
        self._mending: Slips | None = None
        self._cut: OrderedDict[str, company.Words] = OrderedDict()
        self._kept: OrderedDict[int, _Held] = OrderedDict()

    def search(self, request: SearchRequest) -> Results:
        """Answer a request.

        Raises:
            QueryError: the page asked for is out of reach.
            EngineError: the engine failed.
        """
        began = time.perf_counter()
        if request.page < 1 or request.size < 1 or request.page * request.size > MOST_REACHED:
            raise QueryError(
                f"最多只能看到前 {MOST_REACHED:,} 段", "請加查詢詞或用左側的條件縮小範圍"
            )
        asked = understand(request, self._analyzer, self._synonyms, self._corpus)
        wanted = self._wanted(asked)
        found = self._find(asked, wanted, request)
        hits = self._hits(zip(found.numbers, found.scores, strict=True), asked, wanted)
        related: tuple[Hit, ...] = ()
        split: tuple[str, ...] = ()
        if self._may_relate(asked, request) and found.total < RELATED:
            related = self._related(asked, wanted)
            split = self._words_instead(asked)
        reading = self._reading(asked, request, split)
        if self._misses and request.related and request.page == 1:
            typed = {term.text for term, _ in asked.leaves if not term.prose}
            self._misses.count(
                term.text for term in reading.terms if not term.count and term.text in typed
            )
        return Results(
            reading=reading,
            total=found.total,
            documents=len(_within(found.counts[DOCUMENT], asked.filters)),
            folded=sum(int(copies) * count for copies, count in found.counts[COPIES].items()),
            hits=hits,
            related=related,
            facets=facets.facets(found.counts, asked.filters, self._agencies),
            suggestions=self._meant(asked, request, reading) if not found.total else (),
            searched=self.store.searched(),
            fingerprint=self.fingerprint,
            built_at=self.built_at,
            related_terms=self._company(asked, request, hits),
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def similar(self, id_: str, limit: int = 5) -> tuple[Similar, ...]:
        """Find the passages that speak of the same as one, by weighted overlap of their words.

        Args:
            id_: of the passage; its other editions are never among those found.
            limit: how many at most.

        Returns:
            The most alike first, ties in document order; empty where there is no such passage.
        """
        group = self.store.group_of(id_)
        if group is None or limit < 1:
            return ()
        weights = company.subject(
            self._words(group).printed,
            self._engine.lexicon.units,
            self._engine.frequencies,
            self._analyzer,
        )
        if not weights:
            return ()
        wanted = rank.Wanted(weights, self._engine.lexicon.mean_length)
        grams = self._gram_weights(wanted)
        found = self._engine.search(
            Or(tuple(Phrase((weight.gram,)) for weight in grams if not weight.heading)),
            filters={},
            weights=grams,
            limit=_SIMILAR_CANDIDATES,
        )
        held = self._held(number for number in found.numbers if number != group.number)
        shares = {
            number: company.share(weights, one.texts, len(self._words(one.group).printed))
            for number, one in held.items()
        }
        best = sorted(shares, key=lambda number: (-shares[number], number))
        return tuple(
            Similar(held[number].group.passages[0], shares[number])
            for number in best[:limit]
            if shares[number] >= _LEAST_SHARE
        )

    def by_document(self, request: SearchRequest) -> dict[str, int]:
        """Count the groups that match in each document.

        Args:
            request: its page and size do not matter.

        Returns:
            Document to groups, in the order in which the documents first come among the hits;
            those that come late are last, the fullest first.
        """
        asked = understand(request, self._analyzer, self._synonyms, self._corpus)
        weights = self._gram_weights(self._wanted(asked))
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
            numbers = [number for number, _ in self._ordered(found.numbers, self._wanted(asked))]
        else:
            numbers = list(found.numbers)
        held = self._held(numbers)
        first = dict.fromkeys(held[number].group.passages[0].document for number in numbers)
        late = sorted(counts.keys() - first.keys(), key=lambda id_: (-counts[id_], id_))
        return {id_: counts[id_] for id_ in (*first, *late)}

    def suggest(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Give names that begin with a text, then names that hold it, the most frequent first."""
        return self._names.like(text, limit)

    def resolve(self, facet: str, text: str) -> str | None:
        """Find the value of a facet that a name or code stands for, None where there is none."""
        if facet == DOCUMENT:
            return text if text in self._corpus.values[DOCUMENT] else None
        return facets.resolve(facet, text, self._corpus.values.get(facet, ()), self._agencies)

    def code(self, facet: str, value: str) -> str:
        """Give what a value of a facet is called in addresses."""
        if facet == DOCUMENT:
            return value
        return facets.code(facet, value, self._agencies)

    def close(self) -> None:
        """Let go of the index and the store."""
        self._engine.close()
        self.store.close()

    def _wanted(self, asked: Asked) -> rank.Wanted:
        parts: list[tuple[Mapping[str, float], float]] = []
        for term, wordings in asked.leaves:
            for form in wordings:
                tokens = rank.tokens_of(form.folded, self._analyzer, whole=not term.prose)
                if form.reason == "former name":  # its single words are not what was asked for
                    tokens = {form.folded: tokens.get(form.folded, 1.0)}
                parts.append((tokens, 1.0 if form.reason is None else _OTHER_FORM))
            if not term.quoted and len(wordings) and wordings[0].reason is None:
                for other in self._synonyms.kindred_of(wordings[0].folded):
                    tokens = rank.tokens_of(other.folded, self._analyzer, whole=True)
                    parts.append((tokens, _KINDRED))
        return self._weighed(rank.merged(parts))

    def _weighed(self, tokens: Mapping[str, float]) -> rank.Wanted:
        lexicon = self._engine.lexicon
        return rank.weigh(
            tokens,
            lexicon.units,
            lexicon.mean_length,
            self._engine.frequencies,
            self._analyzer,
        )

    def _gram_weights(self, wanted: rank.Wanted) -> tuple[Weight, ...]:
        weights = rank.gram_weights(wanted, self._analyzer)
        return rank.affordable(weights, self._engine.frequencies)

    def _find(self, asked: Asked, wanted: rank.Wanted, request: SearchRequest) -> Found:
        """One page of what matches, its first 200 in our own order where relevance is asked."""
        offset = (request.page - 1) * request.size
        last = offset + request.size
        ranked = request.sort == "relevance" and bool(wanted.tokens) and offset < rank.CANDIDATES
        found = self._engine.search(
            asked.tree,
            filters=asked.filters,
            columns=(*FACETS, DOCUMENT, COPIES),
            weights=self._gram_weights(wanted),
            sort=request.sort,
            offset=0 if ranked else offset,
            limit=max(last, rank.CANDIDATES) if ranked else request.size,
        )
        if not ranked:
            return found
        best = self._ordered(found.numbers[: rank.CANDIDATES], wanted)
        rest = zip(found.numbers, found.scores, strict=True)
        pairs = [*best, *list(rest)[rank.CANDIDATES :]][offset:last]
        return replace(
            found,
            numbers=tuple(number for number, _ in pairs),
            scores=tuple(score for _, score in pairs),
        )

    def _ordered(self, numbers: Sequence[int], wanted: rank.Wanted) -> list[tuple[int, float]]:
        held = self._held(numbers)
        return rank.order({number: held[number].texts for number in numbers}, wanted)

    def _held(self, numbers: Iterable[int]) -> dict[int, _Held]:
        """Groups with their folded texts, the recent ones from memory."""
        asked = tuple(numbers)
        with self._lock:
            held = {number: self._kept[number] for number in asked if number in self._kept}
            for number in held:
                self._kept.move_to_end(number)
        missing = [number for number in asked if number not in held]
        if missing:
            for group in self.store.groups_of(missing):
                held[group.number] = _Held(group, folded_texts(group, self._analyzer))
            with self._lock:
                self._kept.update((number, held[number]) for number in missing)
                while len(self._kept) > _KEPT_GROUPS:
                    self._kept.popitem(last=False)
        return held

    def _may_relate(self, asked: Asked, request: SearchRequest) -> bool:
        loose = request.related and any(not term.quoted for term, _ in asked.leaves)
        return request.match == "auto" and not request.exact and request.page == 1 and loose

    def _related(self, asked: Asked, wanted: rank.Wanted) -> tuple[Hit, ...]:
        """Partial matches: what holds some of the words and is not a hit."""
        if any(
            term.prose and len(wordings[0].folded) >= rank.LONG for term, wordings in asked.leaves
        ):
            leading = self._some(EVERYTHING, asked, wanted)
            held = self._held([number for number, _ in leading])
            wanted = rank.with_feedback(
                wanted,
                [(held[number].texts, score) for number, score in leading],
                self._weighed,
                self._analyzer,
            )
        found = self._some(Not(asked.tree), asked, wanted)
        best = self._lifted(found, asked.offers)[:RELATED]
        return self._hits(best, asked, wanted, partial=True)

    def _lifted(
        self, pairs: list[tuple[int, float]], offers: tuple[tuple[str, str], ...]
    ) -> list[tuple[int, float]]:
        """Partial matches in order, those of a year or an agency that was named further up."""
        held = self._held([number for number, _ in pairs])
        lifted = []
        for number, score in pairs:
            values = facet_values(held[number].group)
            named = {facet for facet, value in offers if values[facet] == value}
            lifted.append((number, round(score * _NAMED ** len(named), 6)))
        return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))

    def _some(self, tree: Node, asked: Asked, wanted: rank.Wanted) -> list[tuple[int, float]]:
        """What holds some of what is wanted, within a tree, in order."""
        weights = self._gram_weights(wanted)
        some = Or(tuple(Phrase((weight.gram,)) for weight in weights if not weight.heading))
        found = self._engine.search(
            And((some, tree, *(Not(part) for part in asked.out))),
            filters=asked.filters,
            weights=weights,
            limit=rank.CANDIDATES,
        )
        return [pair for pair in self._ordered(found.numbers, wanted) if pair[1] > 0]

    def _hits(
        self,
        pairs: Iterable[tuple[int, float]],
        asked: Asked,
        wanted: rank.Wanted,
        *,
        partial: bool = False,
    ) -> tuple[Hit, ...]:
        found = tuple(pairs)
        held = self._held(number for number, _ in found)
        marked = needles(asked, wanted, self._analyzer, partial=partial)
        return tuple(
            hit(held[number].group, score, asked, marked, self._analyzer, partial=partial)
            for number, score in found
        )

    def _words_instead(self, asked: Asked) -> tuple[str, ...]:
        """The typed terms that occur nowhere and are words that do."""
        return tuple(
            term.text
            for term, wordings in asked.leaves
            if not term.quoted
            and not term.prose
            and not self._count(wordings)
            and len(rank.content_words(wordings[0].folded, self._analyzer)) > 1
        )

    def _count(self, wordings: tuple[Form, ...]) -> int:
        """How many groups hold a term, filters aside."""
        return self._engine.search(any_form(wordings), filters={}).total

    def _company(
        self, asked: Asked, request: SearchRequest, hits: Sequence[Hit]
    ) -> tuple[str, ...]:
        if not request.related or request.page > 1 or len(hits) < 2 or not asked.leaves:
            return ()
        return company.standing_with(
            [self._words_of_passage(hit.passage) for hit in hits[:_COMPANY_HITS]],
            [form.folded for _, wordings in asked.leaves for form in wordings],
            self._engine.lexicon.units,
            self._engine.frequencies,
            self._analyzer,
            _COMPANY,
        )

    def _words(self, group: PassageGroup) -> company.Words:
        return self._words_of_passage(group.passages[0])

    def _words_of_passage(self, passage: Passage) -> company.Words:
        """The words of a passage, cut once while it is remembered."""
        with self._lock:
            known = self._cut.get(passage.id)
        if known is None:
            known = company.words_of((passage.title, passage.text), self._analyzer)
            with self._lock:
                self._cut[passage.id] = known
                while len(self._cut) > _KEPT_GROUPS:
                    self._cut.popitem(last=False)
        return known

    def _meant(self, asked: Asked, request: SearchRequest, reading: Reading) -> tuple[str, ...]:
        """The query with what was mistyped in it put right; only with terms that occur."""
        if not request.related or len(request.text) > _LONGEST_MENDED:
            return ()
        slips = self._slips()
        if request.text.isascii():
            return slips.struck(request.text)
        counts = {term.text: term.count for term in reading.terms}
        for term, _ in asked.leaves:
            if not counts.get(term.text, 1) and not term.prose:
                return tuple(
                    request.text.replace(term.text, meant) for meant in slips.meant(term.text)
                )
        return ()

    def _slips(self) -> Slips:
        """Made when it is first asked for: most of what is asked was typed right."""
        with self._lock:
            if self._mending is None:
                engine, analyzer = self._engine, self._analyzer
                names = (name for _, name, _ in engine.lexicon.names)

                # Not of this object, which would then refer to itself and stay for a while
                # after nothing else does, with its files open.
                def count(text: str) -> int:
                    return engine.search(
                        any_form((wording(text, analyzer, None),)), filters={}
                    ).total

                self._mending = Slips(
                    engine.lexicon.characters,
                    (*self._synonyms.words(), *names),
                    engine.frequencies,
                    count,
                    analyzer,
                )
            return self._mending

    def _form(self, text: str, *, merged: bool = False) -> Form:
        return wording(text, self._analyzer, None, merged=merged)

    def _reading(self, asked: Asked, request: SearchRequest, split: tuple[str, ...]) -> Reading:
        shown: list[Term] = []
        problems = list(asked.problems)
        for term, wordings in asked.leaves:
            count = self._count(wordings)
            if not (term.prose and not count):
                shown.append(
                    Term(
                        term.text,
                        _shown(wordings, self._analyzer),
                        count,
                    )
                )
            if (term.prose and not count) or term.text in split:
                shown += [
                    Term(word, count=self._count((self._form(word, merged=asked.merged),)))
                    for word in rank.words_as_typed(term.text, self._analyzer)[:_MOST_WORDS_SHOWN]
                ]
        problems += [f"沒有任何一段含有「{text[:40]}」，相關段落依其中的詞排列。" for text in split]
        return Reading(
            text=request.text,
            exact=request.exact,
            match=request.match,
            terms=tuple(shown),
            filters=tuple((facet, asked.filters[facet]) for facet in asked.filters),
            problems=tuple(problems),
            offers=asked.offers,
        )


def _shown(wordings: Sequence[Form], analyzer: Analyzer) -> tuple[tuple[str, str], ...]:
    """The forms of a term beside the typed one, with the reason of each."""
    spellings = [
        (spelling, "variant")
        for form in wordings
        if form.reason is None and not form.needle.merged
        for spelling in _spellings(form, analyzer)
    ]
    return (*spellings, *((form.text, form.reason) for form in wordings if form.reason))


def _spellings(form: Form, analyzer: Analyzer) -> Iterator[str]:
    """The other ways to write a form, one word of it changed at a time."""
    source = analyzer.fold_written_with_map(form.text)
    for place, characters in form.needle.spelled:
        start, end = source.source_span(place, place + 1)
        for character in characters:
            if character != form.needle.text[place]:
                yield form.text[:start] + character + form.text[end:]


def _within(counts: Mapping[str, int], filters: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The documents among those counted, which is done without their own filter, that are asked for."""
    wanted = filters.get(DOCUMENT)
    return {id_: count for id_, count in counts.items() if wanted is None or id_ in wanted}
