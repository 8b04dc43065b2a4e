"""What is alike: passages that speak of the same as one, and terms that stand with a query's."""

from __future__ import annotations

from collections.abc import Sequence

from search.answer.ranking import Ranking
from search.model import Hit, Similar
from search.query import company, rank
from search.query.tree import Or, Phrase
from search.query.understand import Asked

_TERMS, _TERM_HITS = 8, 20
_CANDIDATES = 40
_LEAST_SHARE = 0.2


def similar(id_: str, limit: int, ranking: Ranking) -> tuple[Similar, ...]:
    """Find the passages that speak of the same as one, by weighted overlap of their words.

    Args:
        id_: of the passage; its other editions are never among those found.
        limit: how many at most.
        ranking: of the generation.

    Returns:
        The most alike first, ties in document order; empty where there is no such passage.
    """
    shelf, engine = ranking.shelf, ranking.engine
    group = shelf.group_of(id_)
    if group is None or limit < 1:
        return ()
    weights = company.subject(
        shelf.words(group.passages[0]).printed,
        engine.lexicon.units,
        ranking.frequencies,
        ranking.analyzer,
    )
    if not weights:
        return ()
    grams = ranking.gram_weights(rank.Wanted(weights, engine.lexicon.mean_length))
    found = engine.search(
        Or(tuple(Phrase((weight.gram,)) for weight in grams if not weight.heading)),
        filters={},
        weights=grams,
        limit=_CANDIDATES,
    )
    held = shelf.held(number for number in found.numbers if number != group.number)
    shares = {
        number: company.share(weights, one.texts, len(shelf.words(one.group.passages[0]).printed))
        for number, one in held.items()
    }
    best = sorted(shares, key=lambda number: (-shares[number], number))
    return tuple(
        Similar(held[number].group.passages[0], shares[number])
        for number in best[:limit]
        if shares[number] >= _LEAST_SHARE
    )


def related_terms(asked: Asked, hits: Sequence[Hit], ranking: Ranking) -> tuple[str, ...]:
    """Give the terms that often stand with a query's, as printed, the most telling first.

    Args:
        asked: the request.
        hits: the first that answer it.
        ranking: of the generation.
    """
    if len(hits) < 2 or not asked.leaves:
        return ()
    return company.standing_with(
        [ranking.shelf.words(hit.passage) for hit in hits[:_TERM_HITS]],
        [form.folded for _, wordings in asked.leaves for form in wordings],
        ranking.names.hold,
        ranking.engine.lexicon.units,
        ranking.frequencies,
        ranking.analyzer,
        _TERMS,
    )
