"""Related passages: what holds some of the words that are asked for and is not a hit."""

from __future__ import annotations

from search.answer.ranking import Ranking, Scored
from search.fields import facet_values
from search.query import rank
from search.query.tree import EVERYTHING, Not
from search.query.understand import Asked

MOST = 50
_NAMED = 1.2


def related(asked: Asked, wanted: rank.Wanted, ranking: Ranking) -> list[Scored]:
    """Find partial matches.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        ranking: of the generation.

    Returns:
        Those that hold most first, 50 at most, never one that is a hit.
    """
    if any(term.prose and len(wordings[0].folded) >= rank.LONG for term, wordings in asked.leaves):
        leading = ranking.some(EVERYTHING, asked, wanted)
        held = ranking.shelf.held([number for number, _ in leading])
        wanted = rank.with_feedback(
            wanted,
            [(held[number].texts, score) for number, score in leading],
            ranking.weighed,
            ranking.analyzer,
        )
    found = ranking.some(Not(asked.tree), asked, wanted)
    return _lifted(found, asked.offers, ranking)[:MOST]


def _lifted(
    pairs: list[Scored], offers: tuple[tuple[str, str], ...], ranking: Ranking
) -> list[Scored]:
    """Partial matches in order, those of a year or an agency that was named further up."""
    held = ranking.shelf.held([number for number, _ in pairs])
    lifted = []
    for number, score in pairs:
        values = facet_values(held[number].group)
        named = {facet for facet, value in offers if values[facet] == value}
        lifted.append((number, round(score * _NAMED ** len(named), 6)))
    return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))
