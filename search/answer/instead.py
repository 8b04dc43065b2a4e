"""What to search for instead: documents' own wordings of a term that few passages print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from search.answer.initials import SpelledOut
from search.answer.ranking import Ranking
from search.model import Instead, SearchRequest
from search.query.abbreviations import pairs_in
from search.query.forms import Form
from search.query.tree import And, Or, Phrase
from search.query.understand import Asked, any_form

FEW = 10
"""Hits from which no other wording is proposed."""
_MOST, _MOST_COUNTED = 3, 8
_LONGEST_SHORT = 8
_MOST_READ = 20
_INTRODUCING = ("簡稱", "下稱", "又稱", "俗稱")

Count = Callable[[SearchRequest], int]
"""Gives the hits of a request."""


def instead(
    asked: Asked,
    request: SearchRequest,
    total: int,
    full: Iterable[SpelledOut],
    ranking: Ranking,
    count: Count,
) -> tuple[Instead, ...]:
    """Propose the request with a term of it in other words, which more passages hold.

    The words are those that the lexicon calls kindred to the term, those for which a document
    introduces it as a short form, and those of which its characters may be the initials.

    Args:
        asked: the request as understood.
        request: as asked.
        total: its hits; of 10 or more nothing is proposed.
        full: what pairs of characters may stand for.
        ranking: of the generation.
        count: of the corpus.

    Returns:
        Three at most, in the order of these sources.
    """
    if total >= FEW:
        return ()
    texts = dict.fromkeys(
        request.text.replace(short, long) for short, long in _proposed(asked, full, ranking)
    )
    texts.pop(request.text, None)
    counted = (
        Instead(text, count(replace(request, text=text))) for text in islice(texts, _MOST_COUNTED)
    )
    return tuple(islice((one for one in counted if one.count > total), _MOST))


def _proposed(
    asked: Asked, full: Iterable[SpelledOut], ranking: Ranking
) -> Iterator[tuple[str, str]]:
    """Pairs of what was typed and what to look for in its place."""
    for term, wordings in asked.leaves:
        if term.quoted or term.prose:
            continue
        for other in ranking.lexicon.kindred.get(wordings[0].folded, ()):
            yield term.text, other.text
        for long in _introduced(wordings, ranking):
            yield term.text, long
    for one in full:
        yield one.short, one.full


def _introduced(wordings: tuple[Form, ...], ranking: Ranking) -> Iterator[str]:
    """What documents introduce a term as the short form of."""
    short = wordings[0].folded
    if len(short) > _LONGEST_SHORT:
        return
    fold = ranking.analyzer.fold
    words = Or(tuple(Phrase(ranking.analyzer.phrase(fold(word))) for word in _INTRODUCING))
    found = ranking.engine.search(
        And((any_form(wordings[:1]), words)), filters={}, limit=_MOST_READ
    )
    passages = (
        passage
        for held in ranking.shelf.held(found.numbers).values()
        for passage in held.group.passages
    )
    for pair in pairs_in((passage.id, passage.text) for passage in passages):
        if fold(pair.short) == short:
            yield pair.long
