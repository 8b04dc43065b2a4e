"""Narrowing: whether a line is searched for as typed, or narrowed by the conditions in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from search.analysis import Analyzer
from search.engines.base import Engine, Filters
from search.fields import CHAPTER, DOCUMENT, DOCUMENT_KIND
from search.model import Offer, SearchRequest
from search.query.conditions import Conditions, Read, StandIns
from search.query.forms import wording
from search.query.lexicon.lookup import Lexicon
from search.query.mentions import offered
from search.query.parse import Parsed, parse, terms
from search.query.tree import EVERYTHING, NOTHING, And, Node, Not, Or
from search.query.understand import Asked, Corpus, any_form, understand

_KINDS = ("kind", DOCUMENT_KIND)
_WAYS: tuple[StandIns, ...] = ("missing", "all")


@dataclass(frozen=True)
class Narrowing:
    """Understands requests for one generation; any thread may ask.

    Attributes:
        engine: counts what stands where.
        analyzer: that made the index.
        lexicon: the maintained words.
        corpus: what is indexed.
    """

    engine: Engine
    analyzer: Analyzer
    lexicon: Lexicon
    corpus: Corpus

    def asked(self, request: SearchRequest) -> Asked:
        """Understand a request, and decide how its line is read.

        A line that stands in some passage is searched for as typed, and so is one of which only
        that finds anything. The filters picked have no say in it, so that all parts of an answer
        are read alike.
        """
        literal = self._understood(request)
        if request.exact:
            return literal
        parsed = parse(request.text)
        read = self._read(parsed, literal)
        if read is None:
            return replace(literal, offers=self._mentioned(literal, request))
        narrowed = self._narrowed(request, read)
        total = self._count(literal.tree, literal.filters)
        is_narrowed = request.conditions
        if is_narrowed is None:
            is_narrowed = not self._is_better_as_typed(parsed, literal, read)
        if is_narrowed:
            conditions = read.applied({*dict(request.filters), *dict(parsed.filters)})
            return replace(narrowed, conditions=conditions, rest=read.rest, literal_total=total)
        count = self._count(narrowed.tree, narrowed.filters)
        filters = tuple(read.filters().items())
        return replace(
            literal,
            conditions=read.conditions,
            literal_total=total,
            offers=(Offer(filters, read.rest, count),) if count else (),
        )

    def _read(self, parsed: Parsed, literal: Asked) -> Read | None:
        """Read the conditions in the way that finds something.

        A body of which nothing is held, or not the words, is answered for by the chapters of its
        field in the reports of the body above it. Where there is nothing at all of what the
        conditions name together, the kind is a word again.
        """
        plain = self._conditions.read(parsed)
        first = plain
        if plain is None or not self._count(literal.tree):
            first = self._conditions.read(parsed, stand_ins="missing") or plain
        if first is None or self._finds(first):
            return first
        further = self._conditions.read(parsed, stand_ins="all")
        if further is not None and self._finds(further):
            return further
        without = (self._conditions.read(parsed, stand_ins=way, without=_KINDS) for way in _WAYS)
        held = (
            one
            for one in (first, further, *without)
            if one is not None and self._count(EVERYTHING, one.filters())
        )
        return next(held, first)

    def _finds(self, read: Read) -> bool:
        rest = self._understood(SearchRequest(text=read.rest))
        return bool(self._count(rest.tree, read.filters()))

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(self.corpus.values, self.corpus.agencies, self.analyzer)

    def _understood(self, request: SearchRequest) -> Asked:
        asked = understand(request, self.analyzer, self.lexicon, self.corpus)
        return self._in_one_document(asked) if request.match == "document" else asked

    def _in_one_document(self, asked: Asked) -> Asked:
        """Ask for what holds any of the terms, in the documents that hold all that is asked."""
        leaves = Or(tuple(any_form(wordings) for _, wordings in asked.leaves))
        ids = self._documents(asked.tree, asked.filters)
        if DOCUMENT in asked.filters:
            ids &= set(asked.filters[DOCUMENT])
        order = self.corpus.values[DOCUMENT]
        within = {DOCUMENT: tuple(id_ for id_ in order if id_ in ids)}
        tree = (leaves if asked.leaves else EVERYTHING) if ids else NOTHING
        return replace(asked, tree=tree, out=(), filters={**asked.filters, **within})

    def _documents(self, node: Node, filters: Filters) -> set[str]:
        """The documents that hold what is asked for, each part of it in any of their passages."""
        match node:
            case And(parts):
                wanted = [part for part in parts if not isinstance(part, Not)]
                found = [self._documents(part, filters) for part in wanted]
                found = found or [set(self.corpus.values[DOCUMENT])]
                gone = (part.part for part in parts if isinstance(part, Not))
                out = (self._documents(part, filters) for part in gone)
                return set.intersection(*found).difference(*out)
            case Or(parts):
                return set[str]().union(*(self._documents(part, filters) for part in parts))
            case Not(part):
                return set(self.corpus.values[DOCUMENT]) - self._documents(part, filters)
        return set(self.engine.search(node, filters=filters, columns=(DOCUMENT,)).counts[DOCUMENT])

    def _narrowed(self, request: SearchRequest, read: Read) -> Asked:
        """The request with the conditions as filters, but for those of facets picked from."""
        picked = {*dict(request.filters), *(facet for facet, _ in parse(request.text).filters)}
        more = ((facet, values) for facet, values in read.filters().items() if facet not in picked)
        return self._understood(replace(request, text=read.rest, filters=(*request.filters, *more)))

    def _is_better_as_typed(self, parsed: Parsed, literal: Asked, read: Read) -> bool:
        line = " ".join(term.text for term in terms(parsed.tree))
        if self._count(any_form((wording(line, self.analyzer, None, merged=literal.merged),))):
            return True
        return not self._finds(read) and bool(self._count(literal.tree))

    def _mentioned(self, asked: Asked, request: SearchRequest) -> tuple[Offer, ...]:
        """What a text names in passing, all of it as filters, where that leaves something."""
        if not asked.named:
            return ()
        filters, rest = offered(request.text, asked.named)
        merged = tuple({**dict(request.filters), **filters}.items())
        left = self._understood(replace(request, text=rest, filters=merged))
        count = self._count(left.tree, left.filters)
        if count:
            return (Offer(tuple(filters.items()), rest, count),)
        asks = any(term.prose for term, _ in left.leaves)
        if asks and self._count(EVERYTHING, left.filters):
            return (Offer(tuple(filters.items()), rest, None),)
        return ()

    def _count(self, tree: Node, filters: Filters | None = None) -> int:
        return self.engine.search(tree, filters=filters or {}).total


def beyond(asked: Asked, request: SearchRequest) -> Asked:
    """What is related to an answer: of chapters that speak for a body, all that others say too."""
    told = {one.text for one in asked.conditions if one.applied and one.facet == CHAPTER}
    stood_in = any(one.facet == "agency" and one.text in told for one in asked.conditions)
    if not stood_in:
        return asked
    picked = dict(request.filters)
    kept = {
        facet: values
        for facet, values in asked.filters.items()
        if facet not in ("agency", CHAPTER) or facet in picked
    }
    return replace(asked, filters=kept)
