"""The company that words keep: what stands with a query's words, and passages that share theirs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

from search.analysis import Analyzer
from search.query import rank

_CHARACTERS = 400
_MOST_WORDS = 48
_FEWEST = 2
_SHARE = 0.15
_LIFT = 1.5
# What stands in a fifth of all passages says nothing of a subject: 強化, 提供.
_COMMON, _NEVER_COMMON = 0.2, 10
# A longer word is more of a term: 就業服務 rather than 提供.
_LONGER = 0.4
_PLAIN = re.compile(r"[\u3400-\u9fff]{2,8}")

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Gives for merged grams the number of units that hold each."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a passage: folded to as printed."""

    printed: Mapping[str, str]


def words_of(texts: Iterable[str], analyzer: Analyzer) -> Words:
    """Give the words in the first 400 characters of some texts that say what they are about."""
    joined = "\n".join(texts)[:_CHARACTERS]
    printed: dict[str, str] = {}
    for word in rank.words_as_typed(joined, analyzer):
        plain = "".join(word.split())
        if _PLAIN.fullmatch(plain):
            printed.setdefault(analyzer.fold(plain), plain)
    return Words(printed)


def standing_with(
    hits: Sequence[Words],
    asked: Iterable[str],
    is_named: Callable[[str], bool],
    units: int,
    frequencies: Frequencies,
    analyzer: Analyzer,
    limit: int,
) -> tuple[str, ...]:
    """Give the terms that stand in hits more often than in the corpus.

    Args:
        hits: words of the first hits.
        asked: the query's terms, folded; what is part of one, or holds one, is left out.
        is_named: tells whether a word is part of a name of the corpus: what no program, project
            or indicator is called by, such as 以達 or 不同, is no subject.
        units: in the index.
        frequencies: of grams.
        analyzer: of the index.
        limit: how many at most.

    Returns:
        As printed, the most telling first.
    """
    terms = tuple(asked)
    times = Counter(word for words in hits for word in words.printed)
    fewest = max(_FEWEST, _SHARE * len(hits))
    likely = [
        word
        for word, count in times.items()
        if count >= fewest
        and is_named(word)
        and not any(word in term or term in word for term in terms)
    ]
    held = _frequency(likely, frequencies, analyzer)
    most = max(_COMMON * units, _NEVER_COMMON)
    worth = {}
    for word in likely:
        if held[word] > most:
            continue
        share = times[word] / len(hits)
        lift = share * units / max(held[word], times[word])
        if lift >= _LIFT:
            worth[word] = share * log(lift) * (1 + _LONGER * (len(word) - 2))
    printed = {word: text for words in reversed(hits) for word, text in words.printed.items()}
    chosen: list[str] = []
    for word in sorted(worth, key=lambda word: (-worth[word], word)):
        # 安全衛生 says all that 安全 does.
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == limit:
            break
    return tuple(printed[word] for word in chosen)


def subject(
    words: Iterable[str], units: int, frequencies: Frequencies, analyzer: Analyzer
) -> dict[str, float]:
    """Weigh the words of a passage by their rarity: the 48 that tell most of it."""
    known = tuple(dict.fromkeys(words))
    held = _frequency(known, frequencies, analyzer)
    weighed = {word: log(1 + units / held[word]) for word in known if held[word]}
    heaviest = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_WORDS]
    return dict(heaviest)


def share(weights: Mapping[str, float], texts: rank.Texts, own_words: int) -> float:
    """Give the share of a passage's weight that another one's texts hold, from 0 to 1.

    Args:
        weights: of the passage's words.
        texts: of the other, folded.
        own_words: how many words the other has: of a long one more is held by chance.
    """
    total = sum(weights.values())
    common = [word for word in weights if any(word in text for _, text in texts)]
    if not common:
        return 0.0
    part = sum(weights[word] for word in common) / total
    return round(part * min(1.0, 2 * sqrt(len(common) / max(1, own_words))), 6)


def _frequency(
    words: Sequence[str], frequencies: Frequencies, analyzer: Analyzer
) -> dict[str, int]:
    """Units that hold each word, at most: those that hold its rarest gram."""
    grams = {word: analyzer.phrase(word) for word in words}
    every = tuple(dict.fromkeys(gram for parts in grams.values() for gram in parts))
    counts = dict(zip(every, frequencies(every), strict=True))
    return {word: min(counts[gram] for gram in parts) for word, parts in grams.items()}
