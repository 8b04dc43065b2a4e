"""Query trees in the language of an engine that keeps the pairs of characters with their places.

A phrase of pairs says where characters stand in a row in the merged folding. Where that is not
yet what a needle asks for - edges of figures, characters that the folding joins - the candidates'
texts are looked through once, and the query is kept with its outcome.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import product
from operator import mul
from typing import Generic, Protocol, TypeVar

from search.analysis import Needle
from search.analysis.needle import PARTED
from search.analysis.normalise import fold
from search.engines.texts import Texts
from search.query.tree import And, Node, Not, Or, Phrase

Query = TypeVar("Query")
# Ways to write a phrase that are asked for one by one.
_MOST_SPELLINGS = 32
_KEPT_QUERIES = 2_000


class Language(Protocol[Query]):
    """What an engine can be asked for."""

    def everything(self) -> Query:
        """All units."""

    def row(self, text: str) -> Query:
        """Units that hold characters of the merged folding in a row."""

    def every(self, parts: Sequence[Query]) -> Query:
        """What all parts find, of which there is one at least."""

    def some(self, parts: Sequence[Query]) -> Query:
        """What any part finds; nothing where there is none."""

    def but(self, found: Query, others: Query) -> Query:
        """What one query finds and the other does not."""

    def numbered(self, numbers: Sequence[int]) -> Query:
        """Units by their numbers, ascending, of which there is one at least."""

    def numbers(self, query: Query) -> Iterable[int]:
        """The units that a query finds, ascending."""


class Translator(Generic[Query]):
    """Turns trees into queries of one segment; any thread may ask.

    Args:
        language: of the engine.
        texts: of the segment.
        characters: all that occur in the texts of the index.
    """

    def __init__(self, language: Language[Query], texts: Texts, characters: str) -> None:
        self._language = language
        self._texts = texts
        self._lock = threading.Lock()
        self._needles: OrderedDict[Phrase, Query] = OrderedDict()
        self._alike: dict[str, set[str]] = {}
        for character in characters:
            self._alike.setdefault(fold(character), set()).add(character)

    def query(self, node: Node) -> Query:
        """Give what finds the units that match a tree."""
        language = self._language
        match node:
            case Phrase():
                return self._phrase(node)
            case And(()):
                return language.everything()
            case And(parts):
                return language.every([self.query(part) for part in parts])
            case Or(parts):
                return language.some([self.query(part) for part in parts])
            case Not(part):
                return language.but(language.everything(), self.query(part))

    def _phrase(self, phrase: Phrase) -> Query:
        needle = phrase.needle
        if needle is None:
            return self._language.row(
                phrase.grams[0] + "".join(gram[-1] for gram in phrase.grams[1:])
            )
        with self._lock:
            kept = self._needles.get(phrase)
            if kept is not None:
                self._needles.move_to_end(phrase)
                return kept
        query = self._spelled(phrase.grams, needle)
        if not self._says_all(needle):
            query = self._looked_through(query, needle)
        with self._lock:
            self._needles[phrase] = query
            if len(self._needles) > _KEPT_QUERIES:
                self._needles.popitem(last=False)
        return query

    def _spelled(self, grams: Sequence[str], needle: Needle) -> Query:
        """What holds a needle, and perhaps some more."""
        places = [sorted({fold(one) for one in place}) for place in needle.characters()]
        whole = all(len(one) == 1 for place in places for one in place)
        if whole and reduce(mul, map(len, places)) <= _MOST_SPELLINGS:
            return self._language.some(
                [self._language.row("".join(row)) for row in product(*places)]
            )
        return self._language.every(list(map(self._language.row, grams)))

    def _says_all(self, needle: Needle) -> bool:
        """Whether every text that has the needle's characters in a row has the needle."""
        if needle.apart or needle.has_edges() or PARTED.search(needle.text):
            return False
        return all(
            len(fold(spelled[0])) == 1
            and (
                needle.merged
                or all(self._alike.get(fold(one), set()) <= set(spelled) for one in spelled)
            )
            for spelled in needle.characters()
        )

    def _looked_through(self, candidates: Query, needle: Needle) -> Query:
        language = self._language
        occurs = needle.finder()
        hits: list[int] = []
        misses: list[int] = []
        for number in language.numbers(candidates):
            text = self._texts.text(number, merged=needle.merged)
            (hits if occurs(text) else misses).append(number)
        if len(misses) < len(hits):
            return language.but(candidates, language.numbered(misses)) if misses else candidates
        return language.numbered(hits) if hits else language.some(())


def field_of(gram: str) -> str:
    """The field that holds a gram: single characters stand apart from pairs."""
    return "singles" if len(gram) == 1 else "pairs"
