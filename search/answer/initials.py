"""Initials: what an abbreviation that hardly occurs may stand for, such as 組改 for 組織改造."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

from search.analysis import Analyzer
from search.answer.ranking import Ranking
from search.fields import searched_texts
from search.query import rank
from search.query.forms import Form
from search.query.tree import And, Phrase
from search.query.understand import Asked

_RARE = 2
"""Units at most that hold an abbreviation which is no word of the corpus."""
_FEWEST, _TIMES_AS_OFTEN = 2, 3
_MOST_PAIRS, _MOST_EACH = 8, 2
_HAN = "[\u3400-\u9fff]"
_PAIR = re.compile(_HAN + "{2}")


@dataclass(frozen=True, slots=True)
class SpelledOut:
    """An abbreviation as typed, and what it may stand for as printed and folded."""

    short: str
    full: str
    folded: str


def spelled_out(asked: Asked, ranking: Ranking) -> tuple[SpelledOut, ...]:
    """Find what pairs of characters that hardly occur may stand for.

    In Chinese the first characters of two words make an abbreviation; between the two there may
    stand a third word of two characters (都審 for 都市設計審議).

    Args:
        asked: the request; what is quoted, and long texts, are passed over.
        ranking: of the generation.

    Returns:
        Two for a pair at most, the more frequent first, in the order typed.
    """
    found: dict[str, SpelledOut] = {}
    unknown = (
        (term.text, pair, wordings)
        for term, wordings in asked.leaves
        if not term.quoted and len(wordings[0].folded) < rank.LONG
        for pair in _unknown_pairs(wordings[0], ranking)
    )
    for text, pair, wordings in islice(unknown, _MOST_PAIRS):
        likely = _likely(pair, ranking)
        if any(full in form.folded for full in likely for form in wordings):
            continue  # is known for a synonym
        for folded in likely:
            short = _as_printed(text, pair, ranking.analyzer)
            full = _first_printed(folded, ranking)
            found.setdefault(folded, SpelledOut(short or pair, full or folded, folded))
    return tuple(found.values())


def _unknown_pairs(form: Form, ranking: Ranking) -> list[str]:
    tokens = rank.tokens_of(form.folded, ranking.analyzer)
    pairs = [
        pair
        for run in _runs(ranking.analyzer.cut(form.folded))
        for pair in map("".join, pairwise(run))
        if pair in tokens and _PAIR.fullmatch(pair) and pair[0] != pair[1]
    ]
    held = zip(pairs, ranking.frequencies(pairs), strict=True)
    return [pair for pair, frequency in held if frequency <= _RARE]


def _runs(words: Iterable[str]) -> list[str]:
    """Words, and what single characters make up in a row, which may be a word unknown so far."""
    runs: list[str] = []
    for is_single, row in groupby(words, lambda word: len(word) == 1):
        together = list(row)
        runs += ["".join(together)] if is_single else together
    return runs


def _likely(pair: str, ranking: Ranking) -> list[str]:
    """The words, folded, that begin with the characters of a pair and stand in a row."""
    first, second = pair[0], pair[1]
    wanted = re.compile(f"{first}{_HAN}(?:{_HAN}{{2}})?{second}{_HAN}")
    holding = ranking.engine.search(
        And((Phrase((first,)), Phrase((second,)))), filters={}, limit=rank.CANDIDATES
    )
    times: Counter[str] = Counter()
    for held in ranking.shelf.held(holding.numbers).values():
        times.update({full for _, text in held.texts for full in wanted.findall(text)})
    (own,) = ranking.frequencies([pair])
    fewest = max(_FEWEST, _TIMES_AS_OFTEN * own)
    ordered = sorted(times, key=lambda text: (-times[text], text))
    return [
        text for text in ordered if times[text] >= fewest and _is_words(text, ranking.analyzer)
    ][:_MOST_EACH]


def _is_words(text: str, analyzer: Analyzer) -> bool:
    return all(len(word) % 2 == 0 for word in analyzer.cut(text))


def _first_printed(folded: str, ranking: Ranking) -> str | None:
    """A text as the first passage prints it that holds it."""
    holding = ranking.engine.search(
        Phrase(ranking.analyzer.phrase(folded)), filters={}, sort="document", limit=1
    )
    for held in ranking.shelf.held(holding.numbers).values():
        for passage in held.group.passages:
            for _, text in searched_texts(passage):
                printed = _as_printed(text, folded, ranking.analyzer)
                if printed:
                    return printed
    return None


def _as_printed(text: str, folded: str, analyzer: Analyzer) -> str | None:
    """The part of a text that folds to another, None where there is none."""
    mapped = analyzer.fold_with_map(text)
    start = mapped.text.find(folded)
    if start < 0:
        return None
    first, last = mapped.source_span(start, start + len(folded))
    return text[first:last]
