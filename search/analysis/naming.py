"""The words of names: what a corpus's programs, projects and indicators are made of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import islice
from math import log

SHORTEST, LONGEST = 3, 8
_MOST_NAMES = 20_000
_MOST_WORDS = 4_000
_FEWEST = 3
# Found on the five shared documents, where looser ones joined 辦理 to whatever follows it.
_COHESION = 0.5
_FREEDOM = 0.6
_RUN = re.compile("[\u3400-\u9fff]+")


def words_of_names(names: Iterable[str]) -> tuple[str, ...]:
    """Find the words that names share.

    Args:
        names: merged folding, the most frequent first; 20,000 are read, each once.

    Returns:
        Strings of three to eight characters that stand in at least three names, hold together
        and are met in different company on both sides, sorted; 4,000 at most, the most frequent.
        Source: the two tests are those by which unknown words are told in text without spaces,
        cohesion and the entropy of neighbours.
    """
    runs = [run for name in islice(dict.fromkeys(names), _MOST_NAMES) for run in _RUN.findall(name)]
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(_cuts(run, 1, LONGEST))
    likely = {
        text
        for text, count in counts.items()
        if len(text) >= SHORTEST and count >= _FEWEST and _cohesion(text, counts) >= _COHESION
    }
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    for number, run in enumerate(runs):
        edge = str(number)  # the end of a name is company of its own each time
        for start in range(len(run)):
            for end in range(start + SHORTEST, min(len(run), start + LONGEST) + 1):
                text = run[start:end]
                if text in likely:
                    before[text][run[start - 1] if start else edge] += 1
                    after[text][run[end] if end < len(run) else edge] += 1
    free = [
        text for text in likely if min(_entropy(before[text]), _entropy(after[text])) >= _FREEDOM
    ]
    best = sorted(free, key=lambda text: (-counts[text] * len(text), text))[:_MOST_WORDS]
    return tuple(sorted(best))


def _cuts(run: str, shortest: int, longest: int) -> Iterable[str]:
    for start in range(len(run)):
        for end in range(start + shortest, min(len(run), start + longest) + 1):
            yield run[start:end]


def _cohesion(text: str, counts: Counter[str]) -> float:
    """The share of its own occurrences among those of the rarer part, wherever it is parted."""
    return min(
        counts[text] / min(counts[text[:cut]], counts[text[cut:]]) for cut in range(1, len(text))
    )


def _entropy(company: Counter[str]) -> float:
    total = company.total()
    return -sum(count / total * log(count / total) for count in company.values())
