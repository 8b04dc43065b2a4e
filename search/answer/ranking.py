"""The ranking of one generation: what a request wants, and the groups that hold it in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from search.agencies import Agencies
from search.analysis import Analyzer
from search.answer.shelf import Held, Shelf
from search.engines.base import Engine, Found
from search.fields import COPIES, DOCUMENT
from search.model import FACETS, SearchRequest
from search.query import rank
from search.query.forms import Form
from search.query.lexicon.lookup import Lexicon
from search.query.parse import All, Any, Typed
from search.query.suggest import Names
from search.query.tree import And, Node, Not, Or, Phrase, Weight
from search.query.understand import Asked

_OTHER_FORM = 0.8
_BODY = 0.2
"""What an agency's name weighs beside other words."""
_KINDRED = 0.35
_SPELLED_OUT = 0.6
_TOLD, _BACKGROUND = 0.9, 0.6
"""What a narrative is worth where a sentence asks, which mostly asks what is planned or done; and
one that hardly says what is done."""
_BESIDE_TEXT = 0.1
"""What running heads, header rows and contents are worth beside text that holds the same."""
_SHORTEST_BODY = 3
_KNOWN_GRAMS = 100_000

Scored = tuple[int, float]
"""The number of a group and its score."""


@dataclass(frozen=True)
class Ranking:
    """Weighs what is asked and puts groups in order.

    Attributes:
        engine: chooses candidates.
        shelf: gives their texts.
        analyzer: that made the index.
        lexicon: words with their other wordings.
        names: of the corpus.
        agencies: whose names say little of what a sentence asks.
    """

    engine: Engine
    shelf: Shelf
    analyzer: Analyzer
    lexicon: Lexicon
    names: Names
    agencies: Agencies

    @cached_property
    def _bodies(self) -> re.Pattern[str]:
        names = (name for name in self.agencies.all_names if len(name) >= _SHORTEST_BODY)
        return re.compile("|".join(map(re.escape, map(self.analyzer.fold, names))))

    @cached_property
    def _known(self) -> dict[str, int]:
        """Frequencies of grams that were looked up of late: most queries ask for the same ones."""
        return {}

    def frequencies(self, grams: Sequence[str]) -> list[int]:
        """Give the number of units that hold each gram."""
        known = self._known
        found = {gram: known.get(gram, -1) for gram in grams}
        missing = [gram for gram, frequency in found.items() if frequency < 0]
        new = dict(zip(missing, self.engine.frequencies(missing), strict=True))
        if len(known) > _KNOWN_GRAMS:
            known.clear()
        known.update(new)
        found |= new
        return [found[gram] for gram in grams]

    def wanted(self, asked: Asked) -> rank.Wanted:
        """Weigh all wordings of all terms of a request."""
        parts = {term: self._parts(term, wordings, asked) for term, wordings in asked.leaves}
        tokens = rank.merged(part for some in parts.values() for part in some)
        wanted = self.weighed(tokens)
        terms = (
            {
                token: wanted.tokens[token] * weight / tokens[token]
                for token, weight in rank.merged(parts[term]).items()
                if token in wanted.tokens
            }
            for term in _together(asked)
        )
        known = self.lexicon.longer
        longer = {token: known[token] for token in wanted.tokens if token in known}
        return replace(wanted, terms=tuple(terms), longer=longer)

    def _parts(
        self, term: Typed, wordings: Sequence[Form], asked: Asked
    ) -> list[tuple[Mapping[str, float], float]]:
        """The tokens of each wording of a term, and what that wording weighs."""
        parts: list[tuple[Mapping[str, float], float]] = []
        beside = len(asked.leaves) > len(asked.bodies) and term in asked.bodies
        share = _BODY if beside else 1.0
        for form in wordings:
            subject, bodies = self._apart(form.folded) if term.prose else (form.folded, ())
            tokens = rank.tokens_of(subject, self.analyzer, whole=not term.prose)
            if form.reason == "former name":  # its single words are not what was asked for
                tokens = {form.folded: tokens.get(form.folded, 1.0)}
            parts.append((tokens, share * (1.0 if form.reason is None else _OTHER_FORM)))
            parts += [(rank.tokens_of(body, self.analyzer, whole=True), _BODY) for body in bodies]
        if not term.quoted and wordings[0].reason is None:
            parts += [(tokens, _KINDRED) for tokens in self._kindred(term, wordings[0].folded)]
        return parts

    def _apart(self, folded: str) -> tuple[str, Sequence[str]]:
        """A sentence with blanks for the bodies that it names, and those."""
        blanked = self._bodies.sub(lambda body: " " * len(body.group()), folded)
        return (blanked, self._bodies.findall(folded)) if blanked.strip() else (folded, ())

    def _kindred(self, term: Typed, folded: str) -> Iterator[Mapping[str, float]]:
        """The tokens of the words that are kindred to those of a term."""
        subject = self._apart(folded)[0] if term.prose else folded
        pieces = [piece for _, piece in rank.pieces_of(subject)] if term.prose else [folded]
        others = (other for piece in pieces for other in self.lexicon.kindred_of(piece))
        for other in dict.fromkeys(others):
            tokens = rank.tokens_of(other.folded, self.analyzer, whole=True)
            # Of many kindred words hardly a character says anything.
            yield {token: weight for token, weight in tokens.items() if len(token) > 1}

    def also(self, wanted: rank.Wanted, folded: Iterable[str]) -> rank.Wanted:
        """Want other wordings too, which only help to rank."""
        parts = [(rank.tokens_of(text, self.analyzer, whole=True), _SPELLED_OUT) for text in folded]
        if not parts:
            return wanted
        more = self.weighed(rank.merged(parts)).tokens
        return replace(wanted, tokens=rank.merged([(wanted.tokens, 1.0), (more, 1.0)]))

    def weighed(self, tokens: Mapping[str, float]) -> rank.Wanted:
        """Weigh tokens by their rarity in the corpus."""
        lexicon = self.engine.lexicon
        return rank.weigh(
            tokens,
            lexicon.units,
            lexicon.mean_length,
            self.frequencies,
            self.analyzer,
        )

    def gram_weights(self, wanted: rank.Wanted) -> tuple[Weight, ...]:
        """Give the weights by which the engine chooses candidates."""
        weights = rank.gram_weights(wanted, self.analyzer)
        return rank.affordable(weights, self.frequencies)

    def page(self, asked: Asked, wanted: rank.Wanted, request: SearchRequest) -> Found:
        """One page of what matches, its first 200 in our own order where relevance is asked."""
        offset = (request.page - 1) * request.size
        last = offset + request.size
        ranked = request.sort == "relevance" and bool(wanted.tokens) and offset < rank.CANDIDATES
        found = self.engine.search(
            asked.tree,
            filters=asked.filters,
            columns=(*FACETS, DOCUMENT, COPIES),
            weights=self.gram_weights(wanted),
            sort=request.sort,
            offset=0 if ranked else offset,
            limit=max(last, rank.CANDIDATES) if ranked else request.size,
        )
        if not ranked:
            return found
        best = self.ordered(found.numbers[: rank.CANDIDATES], wanted)
        rest = zip(found.numbers, found.scores, strict=True)
        pairs = [*best, *list(rest)[rank.CANDIDATES :]][offset:last]
        return replace(
            found,
            numbers=tuple(number for number, _ in pairs),
            scores=tuple(score for _, score in pairs),
        )

    def some(self, tree: Node, asked: Asked, wanted: rank.Wanted) -> list[Scored]:
        """What holds some of what is wanted, within a tree, in order."""
        weights = self.gram_weights(wanted)
        some = Or(tuple(Phrase((weight.gram,)) for weight in weights if not weight.heading))
        found = self.engine.search(
            And((some, tree, *(Not(part) for part in asked.out))),
            filters=asked.filters,
            weights=weights,
            limit=rank.CANDIDATES,
        )
        pairs = [pair for pair in self.ordered(found.numbers, wanted) if pair[1] > 0]
        if not any(term.prose for term, _ in asked.leaves):
            return pairs
        held = self.shelf.held([number for number, _ in pairs])
        told = ((number, round(score * _answering(held[number]), 6)) for number, score in pairs)
        return sorted(told, key=lambda pair: (-pair[1], pair[0]))

    def ordered(self, numbers: Sequence[int], wanted: rank.Wanted) -> list[Scored]:
        """Put groups in order by their texts."""
        held = self.shelf.held(numbers)
        scored = rank.order({number: held[number].texts for number in numbers}, wanted)
        last = {n for n in numbers if held[n].group.passages[0].is_page_words}
        if not last:
            return scored
        lowered = ((n, round(s * _BESIDE_TEXT, 6) if n in last else s) for n, s in scored)
        return sorted(lowered, key=lambda pair: (-pair[1], pair[0]))


def _together(asked: Asked) -> Sequence[Typed]:
    """The terms of which a passage should hold each, where several are asked for."""
    parts = asked.syntax.parts if isinstance(asked.syntax, All) else ()
    known = {term for term, _ in asked.leaves} - asked.bodies
    terms = [part for part in parts if isinstance(part, Typed) and part in known]
    plain = not any(isinstance(part, Any) or (part in terms and part.prose) for part in parts)
    return terms if plain and len(terms) > 1 else ()


def _answering(held: Held) -> float:
    """What a group is worth as an answer to a sentence."""
    if held.group.passages[0].kind != "narrative":
        return 1.0
    return _TOLD if rank.tells_of_work(held.texts) else _BACKGROUND
