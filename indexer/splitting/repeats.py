"""Passages that a document prints again, as in an appendix: second places, not second passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from indexer.splitting.drafts import merged
from indexer.vocabulary import fold
from search.model import Passage, Place

_ALIKE_TITLES = 0.7
_LEAST_TEXT = 20
_COMPARED = 500
_KPI_FIELDS = (
    "goal",
    "measure",
    "target",
    "evaluation_body",
    "evaluation_method",
    "plan_link",
    "progress",
    "responsible_unit",
)


def fold_repeats(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Fold what is printed twice into its first place.

    An indicator with a code is known by it, any other passage by its whole title and text.
    """
    kept: list[Passage] = []
    again: dict[int, list[Passage]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for passage in passages:
        key = _key(passage)
        place = seen.get(key) if key else None
        if place is None or not _again(kept[place], passage):
            if key and place is None:
                seen[key] = len(kept)
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


def _key(passage: Passage) -> tuple[str, ...] | None:
    if passage.kind == "kpi" and passage.codes:
        return ("kpi", *passage.codes)
    if passage.kind == "narrative" or len(fold(passage.text)) < _LEAST_TEXT:
        return None
    return (passage.kind, fold(passage.title), fold(passage.text), fold(passage.work_program or ""))


def _again(first: Passage, passage: Passage) -> bool:
    if passage.kind != "kpi":
        return True
    # Comparing takes quadratic time: the beginnings of long titles must do.
    one, two = (fold(title)[:_COMPARED] for title in (first.title, passage.title))
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
        for name in _KPI_FIELDS:
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
