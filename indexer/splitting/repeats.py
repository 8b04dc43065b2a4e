"""Passages that a document prints again, as in an appendix: second places, not second passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from indexer.splitting.drafts import merged
from indexer.vocabulary import fold
from search.model import KPI_CELLS, Passage, Place

_ALIKE_TITLES = 0.7
_LEAST_TEXT = 20
_COMPARED = 500


def fold_repeats(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Fold what is printed twice into its first place.

    An indicator with a code is known by it, any other passage by its whole title and text.
    """
    kept: list[Passage] = []
    again: dict[int, list[Passage]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for passage in passages:
        keys = _keys(passage)
        place = _place_of(keys, passage, seen, kept)
        if place is None:
            for key in keys:
                seen.setdefault(key, len(kept))
            kept.append(passage)
            continue
        again.setdefault(place, []).append(passage)
    for place, others in again.items():
        first = kept[place]
        kept[place] = replace(
            first,
            also_at=tuple(Place(one.location, _differences(first, one)) for one in others),
            spans=merged(span for one in (first, *others) for span in one.spans),
        )
    return tuple(kept)


def _keys(passage: Passage) -> tuple[tuple[str, ...], ...]:
    """What a passage is known by: with its work program, then in any; nothing where it is not."""
    if passage.kind == "kpi" and passage.codes:
        return (("kpi", *passage.codes),)
    if passage.kind == "narrative" or len(fold(passage.text)) < _LEAST_TEXT:
        return ()
    words = passage.kind, fold(passage.title), fold(passage.text)
    return (*words, fold(passage.work_program or "")), (*words, "")


def _place_of(
    keys: Sequence[tuple[str, ...]],
    passage: Passage,
    seen: Mapping[tuple[str, ...], int],
    kept: Sequence[Passage],
) -> int | None:
    """Where a passage already stands. Of two places one may lack the heading with the program."""
    for key in keys:
        place = seen.get(key)
        if place is None:
            continue
        first = kept[place]
        if passage.kind == "kpi" and passage.codes:
            return place if _are_alike(first.title, passage.title) else None
        programs = {fold(one.work_program or "") for one in (first, passage)}
        if len(programs) == 1 or "" in programs:
            return place
    return None


def _are_alike(first: str, second: str) -> bool:
    # Comparing takes quadratic time: the beginnings of long titles must do.
    one, two = (fold(title)[:_COMPARED] for title in (first, second))
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE_TITLES


def _differences(first: Passage, passage: Passage) -> tuple[tuple[str, str], ...]:
    out: list[tuple[str, str]] = []
    if fold(first.title) != fold(passage.title):
        out.append(("title", passage.title))
    for name in ("work_program", "plan_category", "kpi_link"):
        here = getattr(passage, name)
        if here and fold(here) != fold(getattr(first, name) or ""):
            out.append((name, here))
    if first.kpi and passage.kpi:
        for name in KPI_CELLS:
            here = getattr(passage.kpi, name)
            if here and fold(here) != fold(getattr(first.kpi, name) or ""):
                out.append((f"kpi.{name}", here))
        before = dict(first.kpi.values)
        out += [
            (f"kpi.values.{label}", value)
            for label, value in passage.kpi.values
            if fold(before.get(label, "")) != fold(value)
        ]
    elif fold(first.text) != fold(passage.text):
        out.append(("text", passage.text))
    return tuple(out)
