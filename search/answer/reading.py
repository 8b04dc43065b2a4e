"""The reading of a request: each term with the forms searched for and how many groups hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from search.analysis import Analyzer
from search.analysis.normalise import BLANK, variant_groups
from search.answer.initials import SpelledOut
from search.fields import DOCUMENT
from search.model import Reading, SearchRequest, Term
from search.query import rank
from search.query.formal import formal
from search.query.forms import Form, wording
from search.query.understand import Asked

_MOST_WORDS_SHOWN = 16
_MOST_SPELLINGS_SHOWN = 8

Count = Callable[[tuple[Form, ...]], int]
"""Gives the number of groups that hold a term in any of its forms, filters aside."""


def words_instead(asked: Asked, count: Count, analyzer: Analyzer) -> tuple[str, ...]:
    """Give the typed terms that occur nowhere and are words that do."""
    return tuple(
        term.text
        for term, wordings in asked.leaves
        if not term.quoted
        and not term.prose
        and not count(wordings)
        and len(rank.content_words(wordings[0].folded, analyzer)) > 1
    )


def reading(
    asked: Asked,
    request: SearchRequest,
    split: tuple[str, ...],
    full: tuple[SpelledOut, ...],
    count: Count,
    analyzer: Analyzer,
    total: int,
) -> Reading:
    """Tell how a request was understood.

    Args:
        asked: the request as understood.
        request: as asked.
        split: terms that are shown by their words, from `words_instead`.
        full: what the related passages were also looked for by.
        count: of the corpus.
        analyzer: of the index.
        total: hits of the request.
    """
    shown: list[Term] = []
    problems = list(asked.problems)
    for term, wordings in asked.leaves:
        held = count(wordings)
        if not (term.prose and not held):
            shown.append(
                Term(
                    term.text,
                    _forms_shown(wordings, analyzer),
                    held,
                    _inside(wordings, count) - held,
                )
            )
        if (term.prose and not held) or term.text in split:
            shown += [
                Term(word, count=count((wording(word, analyzer, None, merged=asked.merged),)))
                for word in rank.words_as_typed(term.text, analyzer)[:_MOST_WORDS_SHOWN]
            ]
    problems += [f"相關段落依「{text[:40]}」裡的各個詞排列。" for text in split]
    problems += [f"相關段落也找「{one.full}」，「{one.short}」可能是它的簡稱。" for one in full]
    return Reading(
        text=request.text,
        exact=request.exact,
        match=request.match,
        terms=tuple(shown),
        filters=_filters(asked, request),
        problems=tuple(problems),
        offers=asked.offers,
        conditions=asked.conditions,
        rest=asked.rest,
        literal_total=total if asked.literal_total is None else asked.literal_total,
        formal=formal(asked.syntax, asked.conditions),
        inside=request.inside,
    )


def _filters(asked: Asked, request: SearchRequest) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The filters, but for the documents that were found to hold all terms."""
    picked = dict(request.filters).get(DOCUMENT)
    filters = dict(asked.filters)
    if request.match == "document":
        filters.pop(DOCUMENT, None)
        filters |= {DOCUMENT: picked} if picked else {}
    return tuple(filters.items())


def _inside(wordings: tuple[Form, ...], count: Count) -> int:
    """How many groups hold a term where the edges of figures and Latin words are no matter."""
    if not any(form.needle.has_edges() for form in wordings):
        return count(wordings)
    return count(tuple(replace(one, needle=replace(one.needle, inside=True)) for one in wordings))


def _forms_shown(wordings: Sequence[Form], analyzer: Analyzer) -> tuple[tuple[str, str], ...]:
    """The forms of a term beside the typed one, with the reason of each."""
    spellings = [
        (spelling, "variant")
        for form in wordings
        if form.reason is None and not form.needle.merged
        for spelling in (*_variants(form.text), *_spellings(form, analyzer))
    ]
    return (
        *spellings[:_MOST_SPELLINGS_SHOWN],
        *((form.text, form.reason) for form in wordings if form.reason),
    )


def _variants(text: str) -> Iterator[str]:
    """The text with one of its characters written as the variants that are in use for it."""
    for place, character in enumerate(text):
        for group in variant_groups():
            if character in group:
                yield from (
                    text[:place] + other + text[place + 1 :]
                    for other in group
                    if other != character and _is_in_use(other)
                )


def _is_in_use(character: str) -> bool:
    """Whether offices here have typed it: the rest are forms of other countries and of old prints."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return character.isalpha()


def _spellings(form: Form, analyzer: Analyzer) -> Iterator[str]:
    """The other ways to write a form, one word of it changed at a time."""
    source = analyzer.fold_running_with_map(form.text).without(BLANK)
    for place, characters in form.needle.spelled:
        start, end = source.source_span(place, place + 1)
        for character in characters:
            if character != form.needle.text[place]:
                yield form.text[:start] + character + form.text[end:]
