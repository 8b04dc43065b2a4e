"""What was meant: queries in which a slip is put right, with terms that occur alone."""

from __future__ import annotations

import threading

from search.analysis import Analyzer
from search.answer.ranking import Ranking
from search.model import Reading, SearchRequest
from search.query.forms import wording
from search.query.slips import Slips
from search.query.tree import Node
from search.query.understand import Asked, any_form

_LONGEST = 80
_MOST_READ = 20
_AROUND = 12
"""Characters on both sides by which it is decided where a word ends."""


class Meant:
    """Guesses for one generation; any thread may ask.

    Args:
        ranking: of the generation.
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking = ranking
        self._lock = threading.Lock()
        self._made: Slips | None = None

    def offers(self, asked: Asked, request: SearchRequest, reading: Reading) -> tuple[str, ...]:
        """Give a query that found nothing with what was mistyped in it put right."""
        if not request.related or len(request.text) > _LONGEST:
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
            if self._made is None:
                self._made = _slips(self._ranking)
            return self._made


# Not of the object above, which would then refer to itself and stay for a while after nothing
# else does, with its files open.
def _slips(ranking: Ranking) -> Slips:
    engine, analyzer = ranking.engine, ranking.analyzer

    def node(text: str) -> Node:
        return any_form((wording(text, analyzer, None),))

    def count(text: str) -> int:
        return engine.search(node(text), filters={}).total

    def is_word(text: str) -> bool:
        found = engine.search(node(text), filters={}, limit=_MOST_READ)
        return any(
            stands_as_words(analyzer.fold(text), held, analyzer)
            for group in ranking.shelf.held(found.numbers).values()
            for _, held in group.texts
        )

    names = (name for _, name, _ in engine.lexicon.names)
    return Slips(
        engine.lexicon.characters,
        (*ranking.lexicon.words(), *names),
        ranking.frequencies,
        count,
        is_word,
        analyzer,
    )


def stands_as_words(wanted: str, text: str, analyzer: Analyzer) -> bool:
    """Whether a text holds another as a word, or as several that are whole.

    Args:
        wanted: folded.
        text: folded.
        analyzer: of the index.
    """
    start = text.find(wanted)
    while start >= 0:
        if is_whole(text, start, start + len(wanted), analyzer):
            return True
        start = text.find(wanted, start + 1)
    return False


def is_whole(text: str, start: int, end: int, analyzer: Analyzer) -> bool:
    """Whether a part of a folded text is a word of it, or several that are whole."""
    first = max(0, start - _AROUND)
    around = text[first : end + _AROUND]
    place, ends = first, {first}
    for word in analyzer.cut(around):
        place += len(word)
        ends.add(place)
    # 製造 is a word of 製造業, which is one too.
    return {start, end} <= ends or text[start:end] in analyzer.words(around)
