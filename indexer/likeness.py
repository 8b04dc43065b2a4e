"""How alike two wordings are, and which of many belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_CANDIDATES = 5
"""Texts that are compared in full with each text; found by what they share."""
_COMMON = 20
"""A run that more texts than this share tells nothing: plans repeat their own phrases."""


@dataclass(frozen=True, slots=True)
class Match:
    """Places of two texts that belong together, and their likeness."""

    first: int
    second: int
    likeness: float


def likeness(first: str, second: str) -> float:
    """Give the share of character pairs that two squeezed texts have in common, 0 to 1."""
    if first == second:
        return 1.0
    total = len(first) + len(second) - 2
    return 2 * (_pairs(first) & _pairs(second)).total() / total if total > 0 else 0.0


def best_matches(first: Sequence[str], second: Sequence[str], floor: float) -> tuple[Match, ...]:
    """Match the texts of two lists one to one, the most alike first.

    Args:
        first: squeezed texts.
        second: squeezed texts.
        floor: least likeness of a match, above 0.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(second):
        for run in _runs(text):
            holders[run].append(place)
    found: list[Match] = []
    for place, text in enumerate(first):
        shared = Counter(
            other for run in _runs(text) if len(holders[run]) <= _COMMON for other in holders[run]
        )
        for other, _ in shared.most_common(_CANDIDATES):
            alike = likeness(text, second[other])
            if alike >= floor:
                found.append(Match(place, other, alike))
    # Of equally alike ones those nearest to each other in order belong together.
    found.sort(key=lambda m: (-m.likeness, abs(m.first - m.second), m.first, m.second))
    chosen: list[Match] = []
    firsts: set[int] = set()
    seconds: set[int] = set()
    for match in found:
        if match.first not in firsts and match.second not in seconds:
            chosen.append(match)
            firsts.add(match.first)
            seconds.add(match.second)
    return tuple(chosen)


def _pairs(text: str) -> Counter[str]:
    return Counter(map("".join, pairwise(text)))


def _runs(text: str) -> set[str]:
    """Runs of three characters; of shorter texts the text itself."""
    return {text[at : at + 3] for at in range(max(1, len(text) - 2))} if text else set()
