"""Hits: which edition of a group to show, why it matches, and what to mark in it."""

from __future__ import annotations

from collections.abc import Mapping

from search.analysis import Analyzer
from search.fields import searched_texts
from search.model import Hit, Passage, PassageGroup
from search.present import edition_links
from search.query import rank
from search.query.snippets import snippets
from search.query.understand import Asked
from search.text import squeeze

_WHOLE_TERM = 10.0
"""What marking a whole term is worth beside its single words."""
_WRITTEN = (None, "variant", "year")


def needles(
    asked: Asked, wanted: rank.Wanted, analyzer: Analyzer, *, partial: bool
) -> dict[str, float]:
    """Give what to mark, folded, with the weight of each.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        analyzer: of the index.
        partial: for partial matches, in which single words of the terms are marked too.
    """
    whole = {form.folded: 1.0 for _, wordings in asked.leaves for form in wordings}
    if not partial:
        return whole
    words = [
        word
        for _, wordings in asked.leaves
        for form in wordings
        if form.reason != "former name"
        for word in rank.content_words(form.folded, analyzer)
    ]
    weighed = {word: wanted.tokens[word] for word in words if word in wanted.tokens}
    longer = {word: weight for word, weight in weighed.items() if len(word) > 1}
    return (longer or weighed) | {
        folded: _WHOLE_TERM for folded in whole if folded in wanted.tokens and len(folded) > 1
    }


def hit(
    group: PassageGroup,
    score: float,
    asked: Asked,
    marked: Mapping[str, float],
    analyzer: Analyzer,
    *,
    partial: bool,
) -> Hit:
    """Make a hit of a group.

    Args:
        group: what matched.
        score: for people who compare.
        asked: the request.
        marked: what to mark, from `needles`.
        analyzer: of the index.
        partial: it holds only some of what was asked.
    """
    passage = _shown(group, asked, marked, analyzer, partial=partial)
    return Hit(
        passage=passage,
        editions=edition_links(group, passage),
        score=score,
        snippets=snippets(passage, marked, analyzer),
        matched_by=("partial",) if partial else _matched_by(passage, asked, analyzer),
    )


def _shown(
    group: PassageGroup,
    asked: Asked,
    marked: Mapping[str, float],
    analyzer: Analyzer,
    *,
    partial: bool,
) -> Passage:
    """The edition to show: the first that holds all terms, else the one that holds most."""
    if len(group.passages) == 1:
        return group.passages[0]

    def held(passage: Passage) -> int:
        folded = [analyzer.fold(text) for _, text in searched_texts(passage)]
        if partial:
            return sum(any(needle in text for text in folded) for needle in marked)
        return sum(
            any(form.folded in text for form in wordings for text in folded)
            for _, wordings in asked.leaves
        )

    return max(group.passages, key=held)  # the first of equals


def _matched_by(passage: Passage, asked: Asked, analyzer: Analyzer) -> tuple[str, ...]:
    """Why a passage is a hit, over all its terms: "text", "variant", "synonym"."""
    texts = [text for _, text in searched_texts(passage)]
    folded = [analyzer.fold(text) for text in texts]
    squeezed = [squeeze(text) for text in texts]
    reasons: set[str] = set()
    for term, wordings in asked.leaves:
        if any(squeeze(term.text) in text for text in squeezed):
            reasons.add("text")
            continue
        found = (form for form in wordings if any(form.folded in text for text in folded))
        form = next(found, None)
        if form is not None:
            reasons.add("variant" if form.reason in _WRITTEN else "synonym")
    return tuple(reason for reason in ("text", "variant", "synonym") if reason in reasons)
