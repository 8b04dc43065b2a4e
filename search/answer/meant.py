"""What was meant: queries in which a slip is put right, with terms that occur alone."""

from __future__ import annotations

import threading

from search.analysis import Analyzer
from search.engines.base import Engine
from search.model import Reading, SearchRequest
from search.query.forms import wording
from search.query.lexicon.lookup import Lexicon
from search.query.slips import Slips
from search.query.understand import Asked, any_form

_LONGEST = 80


class Meant:
    """Guesses for one generation; any thread may ask.

    Args:
        engine: of the generation.
        analyzer: that made the index.
        lexicon: words with their other wordings.
    """

    def __init__(self, engine: Engine, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self._engine = engine
        self._analyzer = analyzer
        self._lexicon = lexicon
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
                engine, analyzer = self._engine, self._analyzer
                names = (name for _, name, _ in engine.lexicon.names)

                # Not of this object, which would then refer to itself and stay for a while
                # after nothing else does, with its files open.
                def count(text: str) -> int:
                    return engine.search(
                        any_form((wording(text, analyzer, None),)), filters={}
                    ).total

                self._made = Slips(
                    engine.lexicon.characters,
                    (*self._lexicon.words(), *names),
                    engine.frequencies,
                    count,
                    analyzer,
                )
            return self._made
