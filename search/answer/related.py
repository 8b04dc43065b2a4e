"""Related passages: what holds some of the words that are asked for and is not a hit."""

from __future__ import annotations

from collections.abc import Iterable

from search.answer.ranking import Ranking, Scored
from search.fields import facet_values
from search.model import Offer
from search.query import rank
from search.query.tree import EVERYTHING, Not
from search.query.understand import Asked

MOST = 50
_NAMED = 1.2


def related(
    asked: Asked, wanted: rank.Wanted, ranking: Ranking
) -> tuple[list[Scored], rank.Wanted]:
    """Find partial matches.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        ranking: of the generation.

    Returns:
        Those that hold most first, 50 at most, never one that is a hit; and what was looked for,
        with words of the passages that lead.
    """
    leading = _holding(_telling(asked, wanted), ranking.some(EVERYTHING, asked, wanted), ranking)
    held = ranking.shelf.held([number for number, _ in leading])
    fed = rank.with_feedback(
        wanted,
        [(held[number].texts, score) for number, score in leading],
        ranking.weighed,
        ranking.analyzer,
    )
    found = ranking.some(Not(asked.tree), asked, fed)
    telling = _telling(asked, fed) if leading else ()
    lifted = _lifted(_holding(telling, found, ranking), _plainly_named(asked), ranking)
    return _led(lifted, [number for number, _ in leading])[:MOST], fed


def _led(pairs: list[Scored], leading: Iterable[int]) -> list[Scored]:
    """Put that in front which led by what was typed: mostly it is what answers a question."""
    scores = dict(pairs)
    first = next((number for number in leading if number in scores), None)
    if first is None:
        return pairs
    return [(first, pairs[0][1]), *(pair for pair in pairs if pair[0] != first)]


def _plainly_named(asked: Asked) -> tuple[Offer, ...]:
    """The years and agencies of today's name; a former name speaks of the time, not of a plan."""
    return tuple(
        offer
        for offer in asked.offers
        if offer.facet == "year" or any(offer.value in term.text for term, _ in asked.leaves)
    )


def _telling(asked: Asked, wanted: rank.Wanted) -> tuple[str, ...]:
    """The tokens that say something: single characters only where they were typed as terms."""
    typed = {form.folded for term, wordings in asked.leaves if not term.prose for form in wordings}
    return tuple(token for token in wanted.tokens if len(token) > 1 or token in typed)


def _holding(tokens: tuple[str, ...], pairs: list[Scored], ranking: Ranking) -> list[Scored]:
    """Those of which a text holds one of the tokens."""
    held = ranking.shelf.held([number for number, _ in pairs])
    return [
        pair
        for pair in pairs
        if any(token in text for token in tokens for _, text in held[pair[0]].texts)
    ]


def _lifted(pairs: list[Scored], offers: tuple[Offer, ...], ranking: Ranking) -> list[Scored]:
    """Partial matches in order, those of a year or an agency that was named further up."""
    held = ranking.shelf.held([number for number, _ in pairs])
    lifted = []
    for number, score in pairs:
        values = facet_values(held[number].group)
        named = {offer.facet for offer in offers if values[offer.facet] == offer.value}
        lifted.append((number, round(score * _NAMED ** len(named), 6)))
    return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))
