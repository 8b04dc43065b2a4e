"""Hits: which edition of a group to show, why it matches, and what to mark in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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

Needles = Mapping[Needle, float]


def needles(
    asked: Asked,
    wanted: rank.Wanted,
    analyzer: Analyzer,
    *,
    partial: bool,
    spelled_out: Iterable[str] = (),
) -> Needles:
    """Give what to mark, with the weight of each: terms and their wordings, no more.

    Args:
        asked: the request.
        wanted: its tokens with their weights.
        analyzer: of the index.
        partial: for partial matches, which hold single words of what was typed.
        spelled_out: what these were looked for by beside the terms, folded.
    """
    forms = [form for _, wordings in asked.leaves for form in wordings]
    if not partial:
        return {form.needle: 1.0 for form in forms}
    weighed: dict[Needle, float] = {}
    for form in forms:
        for word in rank.words_as_typed(form.text, analyzer) if form.reason is None else ():
            folded = analyzer.fold_running(word, merged=True)
            if folded in wanted.tokens:
                weighed[analyzer.needle(word, merged=asked.merged)] = wanted.tokens[folded]
            for shorter in analyzer.words(folded):
                if shorter != folded and shorter in wanted.tokens:
                    weighed[Needle(shorter, merged=True)] = wanted.tokens[shorter]
    longer = {word: weight for word, weight in weighed.items() if len(word.text) > 1}
    return (
        (longer or weighed)
        | {
            form.needle: _WHOLE_TERM
            for form in forms
            if form.folded in wanted.tokens and len(form.folded) > 1
        }
        | {Needle(text, merged=True): _WHOLE_TERM for text in spelled_out}
    )


def is_marked(passage: Passage, marked: Needles, analyzer: Analyzer) -> bool:
    """Tell whether any of what is to be marked is in a passage."""
    texts = [text for _, text in searched_texts(passage)]
    for merged in {needle.merged for needle in marked}:
        folded = [analyzer.fold_running(text, merged=merged) for text in texts]
        own = (needle for needle in marked if needle.merged is merged)
        if any(needle.occurs(text) for needle in own for text in folded):
            return True
    return False


def hit(
    group: PassageGroup,
    score: float,
    asked: Asked,
    marked: Needles,
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
    passage = shown(group, asked, marked, analyzer, partial=partial)
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
    return [analyzer.fold_running(text, merged=asked.merged) for _, text in searched_texts(passage)]


def _matched_by(passage: Passage, asked: Asked, analyzer: Analyzer) -> tuple[str, ...]:
    """Why a passage is a hit, over all its terms: "text", "variant", "synonym"."""
    squeezed = [squeeze(text) for _, text in searched_texts(passage)]
    folded: list[str] = []
    reasons: set[str] = set()
    for term, wordings in asked.leaves:
        if any(squeeze(term.text) in text for text in squeezed):
            reasons.add("text")
            continue
        folded = folded or _folded(passage, asked, analyzer)
        found = (form for form in wordings if any(map(form.needle.occurs, folded)))
        form = next(found, None)
        if form is not None:
            reasons.add("variant" if form.reason in _WRITTEN else "synonym")
    return tuple(reason for reason in ("text", "variant", "synonym") if reason in reasons)
