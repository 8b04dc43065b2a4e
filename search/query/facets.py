"""Facets: what their values mean, are called and in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from search import agencies
from search.agencies import Agencies
from search.analysis import load_analyzer
from search.filters import FIRST, LAST, excluded, excluding, is_plain, span, spanning
from search.model import FACETS, KINDS, UNKNOWN, Facet, FacetValue
from search.query.numerals import read_year

LABELS: Mapping[str, str] = {
    "agency": "機關",
    "year": "年度",
    "work_program": "工作計畫",
    "plan_category": "計畫類別",
    "kind": "種類",
}
KIND_LABELS: Mapping[str, str] = {
    "goal": "施政目標",
    "project": "計畫項目",
    "kpi": "關鍵績效指標",
    "narrative": "敘述",
}
NONE = "none"
"""The code of 未標示 in every facet."""
_PREFIXES = {"work_program": "w", "plan_category": "c"}
_KIND_WORDS = {
    "目標": "goal",
    "計畫": "project",
    "項目": "project",
    "指標": "kpi",
    "績效指標": "kpi",
}
KIND_NAMES: Mapping[str, tuple[str, ...]] = {
    "goal": ("施政目標",),
    "project": ("計畫項目",),
    "kpi": ("關鍵績效指標", "績效指標", "KPI"),
}
"""How sentences name a kind of passage; shorter words stand in them for other things too."""
_RANGE = re.compile(r"(.+?)(?:\.\.+|…|~|～|至|到|-|－|–|—)(.+)")
_SPAN = re.compile(r"(.*?)\.\.+(.*)")
_MINUS = ("-", "－", "−")
_LIST = re.compile(r"[,，、|｜]")
_MOST_YEARS = 200
_MOST_HOLDING = 50
_MOST_HASHED = 4_096


def code(facet: str, value: str, known: Agencies | None = None) -> str:
    """Give what a value is called in addresses.

    Args:
        facet: one of FACETS.
        value: as the index holds it, or UNKNOWN.
        known: the agencies; those of the maintained file where left out.
    """
    out, years = excluded(value), span(value)
    if out is not None:
        return f"-{code(facet, out, known)}"
    if years is not None:
        return "..".join("" if year in (FIRST, LAST) else str(year - 1911) for year in years)
    return _plain_code(facet, value, known or agencies.load())


def _plain_code(facet: str, value: str, known: Agencies) -> str:
    if value == UNKNOWN:
        return NONE
    if facet == "agency":
        return known.code(value)
    if facet == "year":
        return str(int(value) - 1911) if value.isascii() and value.isdecimal() else value
    return f"{_PREFIXES[facet]}-{_hashed(value)}" if facet in _PREFIXES else value


@lru_cache(maxsize=_MOST_HASHED)
def _hashed(value: str) -> str:
    return sha256(load_analyzer().fold(value).encode()).hexdigest()[:8]


def label(facet: str, value: str) -> str:
    """Give what people read for a value."""
    out, years = excluded(value), span(value)
    if out is not None:
        return f"不含 {label(facet, out)}"
    return _plain_label(facet, value) if years is None else _span_label(*years)


def _plain_label(facet: str, value: str) -> str:
    if facet == "year" and value != UNKNOWN:
        return f"{int(value) - 1911} 年（{value}）"
    if facet == "kind":
        return KIND_LABELS.get(value, value)
    # Renamed bodies are neither joined nor left to be told apart by who knows history.
    today = agencies.load().today(value) if facet == "agency" else ()
    return f"{value}（今{'、'.join(today)}）" if today else value


def _span_label(first: int, last: int) -> str:
    if first == FIRST:
        return f"{last - 1911} 年以前"
    return f"{first - 1911} 年以後" if last == LAST else f"{first - 1911} 至 {last - 1911} 年"


def resolve(
    facet: str, text: str, values: Iterable[str] = (), known: Agencies | None = None
) -> str | None:
    """Find the value that a name or a code stands for.

    Args:
        facet: one of FACETS.
        text: a name, former or short name, a code, a year in any written form, two years with
            dots between them; what has a minus before it is excluded.
        values: what the index holds of this facet; work programs and categories are known by
            these alone.
        known: the agencies; those of the maintained file where left out.

    Returns:
        The value as filters hold it, None where there is none.
    """
    wanted = text.strip()
    held = tuple(values)
    if wanted in held:
        return wanted
    if wanted.startswith(_MINUS):
        out = resolve(facet, wanted[1:], held, known)
        return None if out is None or excluded(out) is not None else excluding(out)
    if wanted in (NONE, UNKNOWN):
        return UNKNOWN
    if facet == "year" and (years := _SPAN.fullmatch(wanted)):
        ends = [read_year(end) if end.strip() else None for end in years.groups()]
        known_ends = [end for end, text in zip(ends, years.groups(), strict=True) if text.strip()]
        return spanning(*ends) if known_ends and None not in known_ends else None
    if facet == "year":
        year = read_year(wanted)
        return None if year is None else str(year)
    fold = load_analyzer().fold
    if facet == "kind":
        names = {fold(name): kind for kind, name in KIND_LABELS.items()}
        names |= {fold(name): kind for name, kind in _KIND_WORDS.items()}
        names |= {kind: kind for kind in KINDS}
        return names.get(fold(wanted))
    if facet == "agency":
        return _agency(wanted, held, known or agencies.load())
    folded = fold(wanted)
    for value in held:
        if value == wanted or code(facet, value) == wanted:
            return value
    return next((value for value in held if fold(value) == folded), None)


def _agency(wanted: str, held: tuple[str, ...], known: Agencies) -> str | None:
    for value in held:
        if wanted in (value, known.code(value)):
            return value
    named = known.name(wanted)
    if named is not None:
        return named
    found = known.find(wanted)
    if found is None:
        return None
    # A body that took over its work answers for one that has no documents here.
    names = (found.name, *(change.name for change in found.successors))
    return next((name for name in names if name in held), found.name)


def resolve_all(
    facet: str, text: str, values: Iterable[str] = (), known: Agencies | None = None
) -> tuple[str, ...]:
    """Find all values that a typed filter means: one, several with commas, or a span of years.

    Of work programs and categories, which are long and numbered, a part of the name means all
    that hold it, up to fifty: 勞動保險業務 means 勞動保險業務(一) and 勞動保險業務(二).

    Returns:
        Values in the order meant; empty where any part of it stands for none.
    """
    held = tuple(values)
    one = resolve(facet, text, held, known)
    if one is not None and span(one) is None:
        return (one,)
    if facet == "year" and (years := _RANGE.fullmatch(text.strip())):
        first, last = read_year(years[1]), read_year(years[2])
        if first is None or last is None:
            return ()
        low, high = sorted((first, last))
        return tuple(str(year) for year in range(low, min(high, low + _MOST_YEARS) + 1))
    parts = [part for part in _LIST.split(text) if part.strip()]
    if len(parts) < 2:
        return _holding(text, held) if facet in _PREFIXES else ()
    found = [resolve_all(facet, part, held, known) for part in parts]
    return tuple(value for values in found for value in values) if all(found) else ()


def _holding(text: str, values: tuple[str, ...]) -> tuple[str, ...]:
    fold = load_analyzer().fold
    part = fold(text)
    found = tuple(value for value in values if part in fold(value)) if part else ()
    return found if len(found) <= _MOST_HOLDING else ()


def facets(
    counts: Mapping[str, Mapping[str, int]],
    selected: Mapping[str, tuple[str, ...]],
    known: Agencies,
) -> tuple[Facet, ...]:
    """Make the facets of a result.

    Args:
        counts: for each facet, value to groups, counted without the facet's own filter.
        selected: for each facet, the values picked; they stay even where nothing has them.
        known: the agencies, whose official order is followed.

    Returns:
        The facets in the order of FACETS, their values in display order.
    """
    return tuple(
        _facet(name, counts.get(name, {}), selected.get(name, ()), known) for name in FACETS
    )


def _facet(
    name: str, counts: Mapping[str, int], selected: tuple[str, ...], known: Agencies
) -> Facet:
    held = dict(counts) | {
        value: 0 for value in selected if value not in counts and is_plain(value)
    }
    ordered = sorted(held, key=_order(name, held, known))
    return Facet(
        name,
        LABELS[name],
        tuple(
            FacetValue(
                value=value,
                code=_plain_code(name, value, known),
                label=_plain_label(name, value),
                count=held[value],
                selected=value in selected,
            )
            for value in ordered
        ),
    )


def _order(name: str, counts: Mapping[str, int], known: Agencies) -> Callable[[str], Any]:
    def key(value: str) -> tuple[Any, ...]:
        if value == UNKNOWN:
            return (1,)
        if name == "agency":
            return (0, known.order(value), value)
        if name == "year":
            return (0, -int(value))
        if name == "kind":
            return (0, KINDS.index(value) if value in KINDS else len(KINDS))
        return (0, -counts[value], value)

    return key
