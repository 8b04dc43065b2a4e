"""The strip of hits per year: bars, each a filter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from search.model import UNKNOWN, Facet
from web.params import Asked, Pick

BAR_HEIGHT = 14
COLUMN_WIDTH = 32
_MOST_SPAN_YEARS = 40
_LEAST_HEIGHT = 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A year.

    Attributes:
        year: Gregorian.
        x: left end of its column, in pixels.
        height: of the bar, in pixels, 0 where nothing was found.
        picked: the results are narrowed to it, perhaps among other years.
        alone: to it alone, so that its link widens them again.
        address: the results of this year, or of all years where it is alone.
    """

    year: int
    count: int
    x: int
    height: int
    picked: bool
    alone: bool
    address: str

    @property
    def label(self) -> str:
        """The year in the calendar of the Republic of China."""
        return str(self.year - 1911)


@dataclass(frozen=True, slots=True)
class Chart:
    """Hits per year, oldest first.

    Attributes:
        unknown: hits of documents whose year is unknown, which have no bar.
    """

    bars: tuple[Bar, ...]
    width: int
    unknown: int


def chart(asked: Asked, years: Facet) -> Chart | None:
    """Draw the years of a result.

    Args:
        asked: the search.
        years: the facet, counted without its own filter.

    Returns:
        None where there are not two years to compare.
    """
    values = {int(value.value): value for value in years.values if value.value != UNKNOWN}
    if len([value for value in values.values() if value.count]) < 2:
        return None
    first, last = min(values), max(values)
    shown = range(first, last + 1) if last - first <= _MOST_SPAN_YEARS else sorted(values)
    most = max(value.count for value in values.values())
    others = tuple(pick for pick in asked.picks if pick.facet != "year")
    picked = {pick.value for pick in asked.picks if pick.facet == "year"}
    bars = []
    for number, year in enumerate(shown):
        count = values[year].count if year in values else 0
        alone = picked == {str(year)}
        pick = () if alone else (Pick("year", str(year), str(year - 1911)),)
        bars.append(
            Bar(
                year=year,
                count=count,
                x=number * COLUMN_WIDTH,
                height=max(_LEAST_HEIGHT, round(BAR_HEIGHT * count / most)) if count else 0,
                picked=str(year) in picked,
                alone=alone,
                address=replace(asked, picks=(*pick, *others), page=1).address(),
            )
        )
    unknown = sum(value.count for value in years.values if value.value == UNKNOWN)
    return Chart(tuple(bars), len(bars) * COLUMN_WIDTH, unknown)
