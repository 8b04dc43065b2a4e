"""Related passages: what holds some of the words that are asked for and is not a hit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from search.answer.ranking import Ranking, Scored
from search.fields import facet_values
from search.query import rank
from search.query.mentions import Mention
from search.query.tree import EVERYTHING, Not
from search.query.understand import Asked

MOST = 50
_NAMED = 1.2
_LEARNED = 3
"""Words of the leading passages that one must hold which holds none of those typed."""


def related(
    asked: Asked,
    wanted: rank.Wanted,
    ranking: Ranking,
    most: int,
    hits: Collection[int] | None = None,
) -> tuple[list[Scored], rank.Wanted]:
    """Find partial matches.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        ranking: of the generation.
        most: how many.
        hits: numbers of those, where what holds all words may be related too, since they are
            found within narrower filters; None where it is what matches.

    Returns:
        Those that hold most first, never one that is a hit; and what was looked for,
        with words of the passages that lead.
    """
    typed = _telling(asked, wanted)
    leading = ranking.some(EVERYTHING, asked, wanted)
    if not any(wanted.holds(number, typed) for number, _ in leading):
        # Where nothing longer occurs, characters are all that there is to go by. Each pair of
        # 20,000人 may stand somewhere, and the figure nowhere.
        alone = {token: weight for token, weight in wanted.tokens.items() if len(token) == 1}
        wanted, typed = replace(wanted, tokens=alone), tuple(alone)
        leading = ranking.some(EVERYTHING, asked, wanted)
    leading = [pair for pair in leading if wanted.holds(pair[0], typed)]
    read = leading[: rank.FEEDBACK_PASSAGES]
    held = ranking.shelf.held([number for number, _ in read])
    fed = rank.with_feedback(
        wanted,
        [(held[number].texts, score) for number, score in read],
        ranking.weighed,
        ranking.analyzer,
    )
    found = ranking.some(Not(asked.tree) if hits is None else EVERYTHING, asked, fed)
    found = [pair for pair in found if pair[0] not in (hits or ())]
    learned = [token for token in _telling(asked, fed) if token not in typed] if leading else []
    found = [
        pair for pair in found if fed.holds(pair[0], typed) or fed.holds(pair[0], learned, _LEARNED)
    ]
    lifted = _lifted(found, _plainly_named(asked), ranking)
    return _led(lifted, [number for number, _ in leading])[:most], fed


def _led(pairs: list[Scored], leading: Iterable[int]) -> list[Scored]:
    """Put that in front which led by what was typed: mostly it is what answers a question."""
    scores = dict(pairs)
    first = next((number for number in leading if number in scores), None)
    if first is None:
        return pairs
    return [(first, pairs[0][1]), *(pair for pair in pairs if pair[0] != first)]


def _plainly_named(asked: Asked) -> tuple[Mention, ...]:
    """The years and agencies of today's name; a former name speaks of the time, not of a plan."""
    return tuple(
        one
        for one in asked.named
        if one.facet == "year" or any(one.value in term.text for term, _ in asked.leaves)
    )


def _telling(asked: Asked, wanted: rank.Wanted) -> tuple[str, ...]:
    """The tokens that say something: single characters only where they were typed as terms."""
    typed = {form.folded for term, wordings in asked.leaves if not term.prose for form in wordings}
    return tuple(token for token in wanted.tokens if len(token) > 1 or token in typed)


def _lifted(pairs: list[Scored], mentioned: tuple[Mention, ...], ranking: Ranking) -> list[Scored]:
    """Partial matches in order, those of a year or an agency that was named further up."""
    held = ranking.shelf.held([number for number, _ in pairs])
    lifted = []
    for number, score in pairs:
        values = facet_values(held[number].group)
        named = {one.facet for one in mentioned if values[one.facet] == one.value}
        lifted.append((number, round(score * _NAMED ** len(named), 6)))
    return sorted(lifted, key=lambda pair: (-pair[1], pair[0]))
