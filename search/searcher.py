"""The searcher: the one door from a request to results."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.agencies import Agencies
from search.analysis import Analyzer
from search.engines.base import Engine, Found
from search.errors import QueryError
from search.fields import COPIES, DOCUMENT, facet_values, folded_texts, searched_texts
from search.model import (
    FACETS,
    Hit,
    Passage,
    PassageGroup,
    Reading,
    Results,
    SearchRequest,
    Term,
)
from search.present import edition_links
from search.query import facets, rank
from search.query.forms import Form, forms_of
from search.query.numerals import years_in
from search.query.parse import (
    All,
    Any,
    Parsed,
    Syntax,
    Typed,
    Without,
    excluded,
    parse,
    terms,
    with_prose,
)
from search.query.snippets import snippets
from search.query.suggest import Names
from search.query.synonyms import load_synonyms
from search.query.tree import EVERYTHING, And, Node, Not, Or, Phrase
from search.store import Store
from search.text import squeeze

MOST_REACHED = 10_000
RELATED = 50
_KEPT_GROUPS = 4_096
_MOST_WORDS_SHOWN = 16
_OTHER_FORM = 0.8
_KINDRED = 0.35
_NAMED = 1.2


@dataclass(frozen=True, slots=True)
class _Held:
    """A group with its folded texts."""

    group: PassageGroup
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request as understood.

    Attributes:
        tree: what must match.
        leaves: the terms that are not excluded, each with its forms.
        out: what the whole query excludes.
    """

    tree: Node
    leaves: tuple[tuple[Typed, tuple[Form, ...]], ...]
    out: tuple[Node, ...]
    filters: Mapping[str, tuple[str, ...]]
    problems: tuple[str, ...]


class Searcher:
    """Answers requests from one generation of the corpus; safe to use from many threads.

    Args:
        store: the passages.
        engine: the index of the same passages.
        analyzer: that made the index.
        agencies: names, codes and official order.
        fingerprint: of the generation.
        built_at: when it was built.
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
    ) -> None:
        self.store = store
        self.fingerprint = fingerprint
        self.built_at = built_at
        self._engine = engine
        self._analyzer = analyzer
        self._agencies = agencies
        self._synonyms = load_synonyms()
        self._names = Names(engine.lexicon.names, analyzer)
        self._values = {
            facet: tuple(counts)
            for facet, counts in engine.search(
                EVERYTHING, filters={}, columns=(*FACETS, DOCUMENT)
            ).counts.items()
        }
        self._lock = threading.Lock()
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
        asked = self._understand(request)
        wanted = self._wanted(asked)
        found = self._find(asked, wanted, request)
        hits = self._hits(found.numbers, found.scores, asked, request, wanted=None)
        related: tuple[Hit, ...] = ()
        split: tuple[str, ...] = ()
        if self._may_relate(asked, request) and found.total < RELATED:
            related = self._related(asked, wanted, request)
            split = self._words_instead(asked)
        reading = self._reading(asked, request, split)
        return Results(
            reading=reading,
            total=found.total,
            documents=len(_within(found.counts[DOCUMENT], asked.filters)),
            folded=sum(int(copies) * count for copies, count in found.counts[COPIES].items()),
            hits=hits,
            related=related,
            facets=facets.facets(found.counts, asked.filters, self._agencies),
            suggestions=(),
            searched=self.store.searched(),
            fingerprint=self.fingerprint,
            built_at=self.built_at,
            took_ms=(time.perf_counter() - began) * 1000,
        )

    def by_document(self, request: SearchRequest) -> dict[str, int]:
        """Count the groups that match in each document.

        Args:
            request: its page and size do not matter.

        Returns:
            Document to groups, in the order in which the documents first come among the hits;
            those that come late are last, the fullest first.
        """
        asked = self._understand(request)
        weights = rank.gram_weights(self._wanted(asked), self._analyzer)
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
            return text if text in self._values[DOCUMENT] else None
        return facets.resolve(facet, text, self._values.get(facet, ()), self._agencies)

    def code(self, facet: str, value: str) -> str:
        """Give what a value of a facet is called in addresses."""
        if facet == DOCUMENT:
            return value
        return facets.code(facet, value, self._agencies)

    def close(self) -> None:
        """Let go of the index and the store."""
        self._engine.close()
        self.store.close()

    def _understand(self, request: SearchRequest) -> _Asked:
        parsed = parse(request.text)
        tree = parsed.tree
        if request.match == "auto" and not request.exact:
            tree = with_prose(tree, request.text)
        filters, problems = self._filters(request, parsed)
        known: dict[Typed, tuple[Form, ...]] = {}

        def forms(term: Typed) -> tuple[Form, ...]:
            if term not in known:
                known[term] = forms_of(term, self._analyzer, self._synonyms, exact=request.exact)
            return known[term]

        def node(syntax: Syntax) -> Node | None:
            match syntax:
                case Typed():
                    phrases = [Phrase(self._analyzer.phrase(form.folded)) for form in forms(syntax)]
                    if not phrases:
                        return None
                    return phrases[0] if len(phrases) == 1 else Or(tuple(phrases))
                case All(parts):
                    return And(tuple(filter(None, map(node, parts))))
                case Any(parts):
                    return Or(tuple(filter(None, map(node, parts))))
                case Without(part):
                    inner = node(part)
                    return None if inner is None else Not(inner)

        leaves = tuple((term, forms(term)) for term in dict.fromkeys(terms(tree)))
        if any(not wordings for _, wordings in leaves):
            problems += ("有查詢詞只含看不見的字元，已略過。",)
        leaves = tuple((term, wordings) for term, wordings in leaves if wordings)
        out: tuple[Node, ...] = tuple(filter(None, map(node, excluded(tree))))
        matched = None if tree is None else node(tree)
        if request.match == "any" and leaves:
            positive = Or(tuple(filter(None, (node(term) for term, _ in leaves))))
            matched = And((positive, *(Not(part) for part in out)))
        return _Asked(matched or EVERYTHING, leaves, out, filters, problems)

    def _filters(
        self, request: SearchRequest, parsed: Parsed
    ) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
        """The filters picked and typed together, and what is wrong with those typed."""
        filters: dict[str, dict[str, None]] = {}
        for facet, values in request.filters:
            filters.setdefault(facet, {}).update(dict.fromkeys(values))
        problems = list(parsed.problems)
        for facet, text in parsed.filters:
            held = self._values.get(facet, ())
            values = facets.resolve_all(facet, text, held, self._agencies)
            if values:
                filters.setdefault(facet, {}).update(dict.fromkeys(values))
            else:
                problems.append(f"{facets.LABELS[facet]}沒有「{text[:60]}」，這個條件沒有用到。")
        known = (*FACETS, DOCUMENT)
        return {facet: tuple(filters[facet]) for facet in known if filters.get(facet)}, tuple(
            problems
        )

    def _wanted(self, asked: _Asked) -> rank.Wanted:
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

    def _find(self, asked: _Asked, wanted: rank.Wanted, request: SearchRequest) -> Found:
        """One page of what matches, its first 200 in our own order where relevance is asked."""
        offset = (request.page - 1) * request.size
        last = offset + request.size
        ranked = request.sort == "relevance" and bool(wanted.tokens) and offset < rank.CANDIDATES
        found = self._engine.search(
            asked.tree,
            filters=asked.filters,
            columns=(*FACETS, DOCUMENT, COPIES),
            weights=rank.gram_weights(wanted, self._analyzer),
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

    def _may_relate(self, asked: _Asked, request: SearchRequest) -> bool:
        loose = request.related and any(not term.quoted for term, _ in asked.leaves)
        return request.match == "auto" and not request.exact and request.page == 1 and loose

    def _related(
        self, asked: _Asked, wanted: rank.Wanted, request: SearchRequest
    ) -> tuple[Hit, ...]:
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
        best = self._lifted(found, self._offers(asked))[:RELATED]
        return self._hits(
            [number for number, _ in best], [score for _, score in best], asked, request, wanted
        )

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

    def _some(self, tree: Node, asked: _Asked, wanted: rank.Wanted) -> list[tuple[int, float]]:
        """What holds some of what is wanted, within a tree, in order."""
        weights = rank.gram_weights(wanted, self._analyzer)
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
        numbers: Sequence[int],
        scores: Sequence[float],
        asked: _Asked,
        request: SearchRequest,
        wanted: rank.Wanted | None,
    ) -> tuple[Hit, ...]:
        """Make hits; partial ones where what is wanted is given, marked by their words."""
        held = self._held(numbers)
        needles = self._needles(asked, wanted)
        return tuple(
            self._hit(held[number].group, score, asked, needles, partial=wanted is not None)
            for number, score in zip(numbers, scores, strict=True)
        )

    def _needles(self, asked: _Asked, wanted: rank.Wanted | None) -> dict[str, float]:
        whole = {form.folded: 1.0 for _, wordings in asked.leaves for form in wordings}
        if wanted is None:
            return whole
        words = [
            word
            for term, wordings in asked.leaves
            for form in wordings
            if form.reason != "former name"
            for word in rank.content_words(form.folded, self._analyzer)
        ]
        weighed = {word: wanted.tokens[word] for word in words if word in wanted.tokens}
        longer = {word: weight for word, weight in weighed.items() if len(word) > 1}
        return (longer or weighed) | {
            folded: 10.0 for folded in whole if folded in wanted.tokens and len(folded) > 1
        }

    def _hit(
        self,
        group: PassageGroup,
        score: float,
        asked: _Asked,
        needles: Mapping[str, float],
        *,
        partial: bool,
    ) -> Hit:
        passage = self._shown(group, asked, needles, partial=partial)
        return Hit(
            passage=passage,
            editions=edition_links(group, passage),
            score=score,
            snippets=snippets(passage, needles, self._analyzer),
            matched_by=("partial",) if partial else self._matched_by(passage, asked),
        )

    def _shown(
        self, group: PassageGroup, asked: _Asked, needles: Mapping[str, float], *, partial: bool
    ) -> Passage:
        """The edition to show: the first that holds all terms, else the one that holds most."""
        if len(group.passages) == 1:
            return group.passages[0]

        def held(passage: Passage) -> int:
            folded = [self._analyzer.fold(text) for _, text in searched_texts(passage)]
            if partial:
                return sum(any(needle in text for text in folded) for needle in needles)
            return sum(
                any(form.folded in text for form in wordings for text in folded)
                for _, wordings in asked.leaves
            )

        return max(group.passages, key=held)  # the first of equals

    def _matched_by(self, passage: Passage, asked: _Asked) -> tuple[str, ...]:
        """Why a passage is a hit, over all its terms: "text", "variant", "synonym"."""
        texts = [text for _, text in searched_texts(passage)]
        folded = [self._analyzer.fold(text) for text in texts]
        squeezed = [squeeze(text) for text in texts]
        reasons: set[str] = set()
        for term, wordings in asked.leaves:
            if any(squeeze(term.text) in text for text in squeezed):
                reasons.add("text")
                continue
            form = next(
                (form for form in wordings if any(form.folded in text for text in folded)), None
            )
            if form is not None:
                written = form.reason in (None, "variant", "year")
                reasons.add("variant" if written else "synonym")
        return tuple(reason for reason in ("text", "variant", "synonym") if reason in reasons)

    def _words_instead(self, asked: _Asked) -> tuple[str, ...]:
        """The typed terms that occur nowhere and are words that do."""
        return tuple(
            term.text
            for term, wordings in asked.leaves
            if not term.quoted
            and not term.prose
            and not self._count(wordings, {})
            and len(rank.content_words(wordings[0].folded, self._analyzer)) > 1
        )

    def _count(self, wordings: Iterable[Form], filters: Mapping[str, tuple[str, ...]]) -> int:
        phrases = tuple(Phrase(self._analyzer.phrase(form.folded)) for form in wordings)
        return self._engine.search(Or(phrases), filters=filters).total

    def _reading(self, asked: _Asked, request: SearchRequest, split: tuple[str, ...]) -> Reading:
        shown: list[Term] = []
        problems = list(asked.problems)
        for term, wordings in asked.leaves:
            count = self._count(wordings, {})
            if not (term.prose and not count):
                shown.append(
                    Term(
                        term.text,
                        tuple((form.text, form.reason) for form in wordings if form.reason),
                        count,
                    )
                )
            if (term.prose and not count) or term.text in split:
                shown += [
                    Term(word, count=self._count((Form(word, folded, None),), {}))
                    for word in rank.words_as_typed(term.text, self._analyzer)[:_MOST_WORDS_SHOWN]
                    if (folded := self._analyzer.fold(word))
                ]
        problems += [f"沒有任何一段含有「{text[:40]}」，相關段落依其中的詞排列。" for text in split]
        return Reading(
            text=request.text,
            exact=request.exact,
            match=request.match,
            terms=tuple(shown),
            filters=tuple((facet, asked.filters[facet]) for facet in asked.filters),
            problems=tuple(problems),
            offers=self._offers(asked),
        )

    def _offers(self, asked: _Asked) -> tuple[tuple[str, str], ...]:
        """Years that the terms name and the corpus holds; agencies likewise."""
        offers: dict[tuple[str, str], None] = {}
        for term, _ in asked.leaves:
            for year in years_in(term.text):
                offers["year", str(year)] = None
            for value in self._values.get("agency", ()):
                if value in term.text:
                    offers["agency", value] = None
        return tuple(
            (facet, value)
            for facet, value in offers
            if value in self._values.get(facet, ()) and value not in asked.filters.get(facet, ())
        )


def _within(counts: Mapping[str, int], filters: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The documents among those counted, which is done without their own filter, that are asked for."""
    wanted = filters.get(DOCUMENT)
    return {id_: count for id_, count in counts.items() if wanted is None or id_ in wanted}
