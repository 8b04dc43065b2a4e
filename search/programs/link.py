"""Which items of a document continue which earlier ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from search.programs.likeness import Item, Vector, Weights, alike, cosine, name_of
from search.programs.model import ProgramKind, Relation
from search.text import pairs_in, share_of_pairs

_SAME_TITLE = 0.8
"""Likeness of titles from which two items are one, whatever their texts have become."""
_ALIKE = 0.3
_SAME_PLACE = 0.15
"""Likeness of whole texts from which an item continues another, and what standing under the same
work program adds. Against what was read by hand in the 106 and 109 plans of the Ministry of Labor
(tests/quality) F1 is 0.91 here, and 0.88 or more for any floor from 0.26 to 0.44."""
_NEAR_BEST = 0.75
"""Share of the best likeness of both items that a link must reach: work is split or merged among
equals, while plans of one agency are all a little alike. Of the better one of both: an item that is
new is a little like those that go on elsewhere. F1 is 0.96 here, 0.97 at 0.72 and 0.93 or more from
0.65 to 0.85."""
_SOMEWHAT_ALIKE = 0.4
"""Weighted likeness of titles from which they are looked at at all."""
_SAME_INDICATOR = 0.75
"""Likeness of indicators' names from which they are one, where the unit is the same too."""


@dataclass(frozen=True, slots=True)
class Found:
    """A continuation that was found.

    Attributes:
        first: place among the earlier items.
        second: place among the later ones.
        likeness: of the whole texts, 0 to 1.
        titles: of the titles, 0 to 1.
        main: the one link by which the later item carries the earlier one on; others tell that
            work was split or merged.
    """

    first: int
    second: int
    likeness: float
    titles: float
    main: bool


def continued(
    kind: ProgramKind,
    first: Sequence[Item],
    second: Sequence[Item],
    weights: Weights,
    denied: Collection[tuple[int, int]] = (),
) -> tuple[Found, ...]:
    """Find what of some earlier items goes on in some later ones.

    Equal names settle a pair, then like names; the rest is matched by what the whole texts
    say. Indicators go by their names alone: two of them may share every word but the one that
    tells a number from a rate.

    Args:
        kind: of the items.
        first: the earlier ones.
        second: the later ones, of one document.
        weights: learnt from the documents that the items are of.
        denied: (place in first, place in second) of pairs that are known not to belong together.

    Returns:
        By place in second, the main link before the others.
    """
    pairs = _Pairs(first, second, weights, frozenset(denied))
    settled = _settled(pairs, kind)
    if kind in ("kpi", "work_program"):
        return _sorted(settled)
    firsts, seconds = {one.first for one in settled}, {one.second for one in settled}
    # Most items keep their name: their texts need not be compared with each other's.
    left = (
        [a for a in range(len(first)) if a not in firsts],
        [b for b in range(len(second)) if b not in seconds],
    )
    texts = [[pairs.texts[side][at] for at in left[side]] for side in (0, 1)]
    scores: dict[tuple[int, int], float] = {}
    for one, other, likeness in alike(texts[0], texts[1], _ALIKE - _SAME_PLACE):
        a, b = left[0][one], left[1][other]
        score = likeness + _SAME_PLACE * pairs.is_same_place(a, b)
        if score >= _ALIKE and (a, b) not in pairs.denied:
            scores[a, b] = score
    best: tuple[dict[int, float], dict[int, float]] = ({}, {})
    for (a, b), score in scores.items():
        best[0][a] = max(best[0].get(a, 0.0), score)
        best[1][b] = max(best[1].get(b, 0.0), score)
    found = list(settled)
    for (a, b), score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        if score < _NEAR_BEST * max(best[0][a], best[1][b]):
            continue
        main = a not in firsts and b not in seconds
        if main:
            firsts.add(a)
            seconds.add(b)
        found.append(pairs.found(a, b, main=main))
    return _sorted(found)


class _Pairs:
    """Two lists of items with their vectors."""

    def __init__(
        self,
        first: Sequence[Item],
        second: Sequence[Item],
        weights: Weights,
        denied: frozenset[tuple[int, int]],
    ) -> None:
        self.items = first, second
        self.denied = denied
        self.names = [name_of(one.title) for one in first], [name_of(one.title) for one in second]
        self.titles = _vectors(first, weights, 0), _vectors(second, weights, 0)
        self.texts = _vectors(first, weights, 1), _vectors(second, weights, 1)

    def is_same_place(self, a: int, b: int) -> bool:
        place = self.items[0][a].place
        return bool(place) and place == self.items[1][b].place

    def found(self, a: int, b: int, *, main: bool) -> Found:
        return Found(
            a,
            b,
            cosine(self.texts[0][a], self.texts[1][b]),
            cosine(self.titles[0][a], self.titles[1][b]),
            main,
        )


def _vectors(items: Iterable[Item], weights: Weights, whole: int) -> list[Vector]:
    return [weights.whole(item) if whole else weights.title(item) for item in items]


def _settled(pairs: _Pairs, kind: ProgramKind) -> list[Found]:
    """Pair what has equal names, then what has like ones, each item once."""
    candidates: list[tuple[tuple[float, ...], int, int]] = []
    seen: set[tuple[int, int]] = set()
    by_name: dict[str, list[int]] = defaultdict(list)
    for a, name in enumerate(pairs.names[0]):
        by_name[name].append(a)
    for b, name in enumerate(pairs.names[1]):
        for a in by_name.get(name, ()) if name else ():
            seen.add((a, b))
            candidates.append((_rank(pairs, 2.0, a, b), a, b))
    least = _SAME_INDICATOR if kind == "kpi" else _SAME_TITLE
    for a, b, weighted in alike(*pairs.titles, _SOMEWHAT_ALIKE):
        # A rare character (平等司業務) weighs much, yet changes a name by no more than itself.
        titles = max(
            weighted, share_of_pairs(pairs_in(pairs.names[0][a]), pairs_in(pairs.names[1][b]))
        )
        if titles < least or (a, b) in seen or (kind == "kpi" and not _is_like(pairs, a, b)):
            continue
        candidates.append((_rank(pairs, titles, a, b), a, b))
    settled: list[Found] = []
    firsts: set[int] = set()
    seconds: set[int] = set()
    for _, a, b in sorted(candidates, key=lambda one: (*(-part for part in one[0]), one[1:])):
        if a in firsts or b in seconds or (a, b) in pairs.denied:
            continue
        firsts.add(a)
        seconds.add(b)
        settled.append(pairs.found(a, b, main=True))
    return settled


def _rank(pairs: _Pairs, titles: float, a: int, b: int) -> tuple[float, ...]:
    """What decides where a name stands more than once: its code, its place, its text."""
    codes = set(pairs.items[0][a].code) & set(pairs.items[1][b].code)
    text = cosine(pairs.texts[0][a], pairs.texts[1][b])
    return titles, float(bool(codes)), float(pairs.is_same_place(a, b)), text


def _is_like(pairs: _Pairs, a: int, b: int) -> bool:
    """Whether indicators of like names may be one: the same kind of number, the same word last.

    The last characters of an indicator's name say what is counted: 人數, 比率, 場次.
    """
    one, other = pairs.items[0][a], pairs.items[1][b]
    units = one.unit is None or other.unit is None or name_of(one.unit) == name_of(other.unit)
    return units and pairs.names[0][a][-1:] == pairs.names[1][b][-1:]


def _sorted(found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda one: (one.second, not one.main, one.first)))


def relations(found: Sequence[Found], names: tuple[Sequence[str], Sequence[str]]) -> list[Relation]:
    """Say of each continuation what became of the work.

    Args:
        found: all continuations between the items.
        names: folded names of the earlier and of the later items.
    """
    outward = Counter(one.first for one in found)
    inward = Counter(one.second for one in found)

    def relation(one: Found) -> Relation:
        if inward[one.second] > 1:
            return "merged"
        if outward[one.first] > 1:
            return "split"
        return "same" if names[0][one.first] == names[1][one.second] else "renamed"

    return [relation(one) for one in found]
