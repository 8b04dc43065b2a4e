"""How alike two wordings are, and which of many belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from search.text import pairs_in, share_of_pairs

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
    return 1.0 if first == second else share_of_pairs(pairs_in(first), pairs_in(second))


def best_matches(first: Sequence[str], second: Sequence[str], floor: float) -> tuple[Match, ...]:
    """Match the texts of two lists one to one, the most alike first.

    Args:
        first: squeezed texts.
        second: squeezed texts.
        floor: least likeness of a match, above 0.
    """
    pairs = [pairs_in(text) for text in first], [pairs_in(text) for text in second]
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
            alike = (
                1.0 if text == second[other] else share_of_pairs(pairs[0][place], pairs[1][other])
            )
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


def samples(text: str) -> frozenset[str]:
    """Take some runs of eight characters of a text; equal stretches give equal samples."""
    runs = (text[at : at + 8] for at in range(max(1, len(text) - 7)))
    # Chosen by what they are and not by where they stand, so that both texts choose alike.
    return frozenset(run for run in runs if crc32(run.encode("utf-8", "replace")) % 8 == 0)


def _runs(text: str) -> set[str]:
    """Runs of three characters; of shorter texts the text itself."""
    return {text[at : at + 3] for at in range(max(1, len(text) - 2))} if text else set()
