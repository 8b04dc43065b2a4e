"""Mentions: the filters that a text names, and what is left of it without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.agencies import Agencies
from search.analysis import Analyzer
from search.query.facets import KIND_NAMES
from search.query.numerals import year_places

_SPACES = re.compile(r"\s+")
# What cannot begin a query once the word before it has gone.
_LEFT_BEHIND = " 之的，、：；:;,"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A value of a facet that a text names, and where it does."""

    facet: str
    value: str
    spans: tuple[Span, ...]


def mentions(
    text: str,
    kept: Iterable[str],
    values: Mapping[str, tuple[str, ...]],
    agencies: Agencies,
    analyzer: Analyzer,
) -> tuple[Mention, ...]:
    """Find the years, agencies and kinds that a text names and the corpus holds.

    Args:
        text: as typed.
        kept: parts of it that stand as they are: what is quoted or excluded.
        values: for each facet, what may be offered.
        agencies: their other names.
        analyzer: of the index.

    Returns:
        Years first, then agencies, then kinds.
    """
    closed = [span for part in kept if part for span in _places(text, part)]
    named: dict[tuple[str, str], list[Span]] = {}
    for facet, value, span in _named(text, values, agencies, analyzer):
        if not any(span[0] < end and start < span[1] for start, end in closed):
            named.setdefault((facet, value), []).append(span)
    return tuple(Mention(*pair, tuple(spans)) for pair, spans in named.items())


def offered(text: str, named: Sequence[Mention]) -> tuple[dict[str, tuple[str, ...]], str]:
    """Give the filters that all mentions together make, and the text without their words."""
    filters: dict[str, tuple[str, ...]] = {}
    for one in named:
        filters[one.facet] = (*filters.get(one.facet, ()), one.value)
    return filters, _without(text, (span for one in named for span in one.spans))


def _named(
    text: str, values: Mapping[str, tuple[str, ...]], agencies: Agencies, analyzer: Analyzer
) -> Iterator[tuple[str, str, Span]]:
    for start, end, year in year_places(text):
        if str(year) in values.get("year", ()):
            yield "year", str(year), (start, end)
    folded = analyzer.fold_written_with_map(text)
    for facet, called in (
        ("agency", {value: agencies.names(value) for value in values.get("agency", ())}),
        ("kind", {kind: KIND_NAMES.get(kind, ()) for kind in values.get("kind", ())}),
    ):
        for value, names in called.items():
            for name in sorted(names, key=len, reverse=True):
                for start, end in _places(folded.text, analyzer.fold_written(name)):
                    yield facet, value, folded.source_span(start, end)


def _places(text: str, part: str) -> Iterator[Span]:
    start = text.find(part)
    while start >= 0:
        yield start, start + len(part)
        start = text.find(part, start + len(part))


def _without(text: str, spans: Iterable[Span]) -> str:
    gone = {place for start, end in spans for place in range(start, end)}
    left = "".join(one for place, one in enumerate(text) if place not in gone)
    return _SPACES.sub(" ", left).lstrip(_LEFT_BEHIND).rstrip()
