"""Hits: which edition of a group to show, why it matches, and what to mark in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search.analysis import Analyzer, Needle
from search.editions import edition_links
from search.fields import searched_texts
from search.model import Hit, Passage, PassageGroup
from search.query import rank
from search.query.snippets import snippets
from search.query.understand import Asked
from search.text import squeeze

_WHOLE_TERM = 10.0
"""What marking a whole term is worth beside its single words."""
_WRITTEN = (None, "variant", "year")
_PAIR = 2

Needles = Mapping[Needle, float]


def needles(
    asked: Asked, wanted: rank.Wanted, analyzer: Analyzer, *, partial: bool
) -> tuple[Needles, ...]:
    """Give what to mark, with the weight of each: the first of these that is in a passage.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        analyzer: of the index.
        partial: for partial matches, which hold single words of the terms, or no more of them
            than a pair of characters.
    """
    forms = [form for _, wordings in asked.leaves for form in wordings]
    if not partial:
        return ({form.needle: 1.0 for form in forms},)
    weighed: dict[Needle, float] = {}
    for form in forms:
        if form.reason == "former name":
            continue
        for word in rank.words_as_typed(form.text, analyzer):
            weight = wanted.tokens.get(analyzer.fold(word))
            if weight is not None:
                weighed[analyzer.needle(word, merged=asked.merged)] = weight
    longer = {word: weight for word, weight in weighed.items() if len(word.text) > 1}
    words = (longer or weighed) | {
        form.needle: _WHOLE_TERM
        for form in forms
        if form.folded in wanted.tokens and len(form.folded) > 1
    }
    pairs = {
        Needle(token, merged=True): weight
        for token, weight in wanted.tokens.items()
        if len(token) == _PAIR
    }
    return words, pairs


def marked_in(passage: Passage, tiers: Sequence[Needles], analyzer: Analyzer) -> Needles:
    """Give the first needles of which one is in a passage, the last ones where none is."""
    written = [analyzer.fold_written(text) for _, text in searched_texts(passage)]
    merged = [analyzer.fold(text) for text in written]
    for tier in tiers:
        if any(
            needle.occurs(text)
            for needle in tier
            for text in (merged if needle.merged else written)
        ):
            return tier
    return tiers[-1]


def hit(
    group: PassageGroup,
    score: float,
    asked: Asked,
    tiers: Sequence[Needles],
    analyzer: Analyzer,
    *,
    partial: bool,
) -> Hit:
    """Make a hit of a group.

    Args:
        group: what matched.
        score: for people who compare.
        asked: the request.
        tiers: what to mark, from `needles`.
        analyzer: of the index.
        partial: it holds only some of what was asked.
    """
    passage = shown(group, asked, tiers[0], analyzer, partial=partial)
    marked = marked_in(passage, tiers, analyzer) if partial else tiers[0]
    terms = () if partial else [[form.needle for form in forms] for _, forms in asked.leaves]
    return Hit(
        passage=passage,
        editions=edition_links(group, passage),
        score=score,
        snippets=snippets(passage, marked, analyzer, terms),
        matched_by=("partial",) if partial else _matched_by(passage, asked, analyzer),
    )


def shown(
    group: PassageGroup,
    asked: Asked,
    marked: Needles,
    analyzer: Analyzer,
    *,
    partial: bool,
) -> Passage:
    """The edition to show: the first that holds all terms, else the one that holds most."""
    if len(group.passages) == 1:
        return group.passages[0]

    def held(passage: Passage) -> int:
        folded = _folded(passage, asked, analyzer)
        if partial:
            return sum(any(map(needle.occurs, folded)) for needle in marked)
        return sum(
            any(any(map(form.needle.occurs, folded)) for form in wordings)
            for _, wordings in asked.leaves
        )

    return max(group.passages, key=held)  # the first of equals


def _folded(passage: Passage, asked: Asked, analyzer: Analyzer) -> list[str]:
    fold = analyzer.fold if asked.merged else analyzer.fold_written
    return [fold(text) for _, text in searched_texts(passage)]


def _matched_by(passage: Passage, asked: Asked, analyzer: Analyzer) -> tuple[str, ...]:
    """Why a passage is a hit, over all its terms: "text", "variant", "synonym"."""
    texts = [text for _, text in searched_texts(passage)]
    folded = _folded(passage, asked, analyzer)
    squeezed = [squeeze(text) for text in texts]
    reasons: set[str] = set()
    for term, wordings in asked.leaves:
        if any(squeeze(term.text) in text for text in squeezed):
            reasons.add("text")
            continue
        found = (form for form in wordings if any(map(form.needle.occurs, folded)))
        form = next(found, None)
        if form is not None:
            reasons.add("variant" if form.reason in _WRITTEN else "synonym")
    return tuple(reason for reason in ("text", "variant", "synonym") if reason in reasons)
