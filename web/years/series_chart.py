"""The chart of an indicator: its numbers by year, lines broken where the measure changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from search.present.programs import number_text
from search.programs.quantity import Quantity
from search.programs.series import ACTUAL, REVISED, TARGET, Break, Point, Series, Track
from web.years import year_wordings

COLUMN_WIDTH = 48
LEFT = 20
TOP, BOTTOM = 26, 112
_LABEL_RISE, _LABEL_FALL = 9, 18
_MOST_SPAN_YEARS = 30
_SIGNS = {"exactly": "", "at least": "≥", "at most": "≤"}


@dataclass(frozen=True, slots=True)
class Dot:
    """A number at its year, with its text above or below it."""

    x: int
    y: int
    role: str
    text: str
    text_y: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A year under the axis, or a place between two years where the measure changes."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The chart of one track.

    Attributes:
        title: what is counted and in which unit; empty where nothing tells.
        lines: (role, points of a polyline); a line joins neighbouring years alone.
        base: where the axis begins, empty where that is 0.
        summary: all of it in words, for those who do not see it.
        roles: those drawn, in order.
    """

    title: str
    width: int
    dots: tuple[Dot, ...]
    lines: tuple[tuple[str, str], ...]
    years: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    base: str
    summary: str
    roles: tuple[str, ...]


def panels(series: Series) -> tuple[Panel, ...]:
    """Draw each track of an indicator that has numbers of two years."""
    return tuple(
        _panel(track, series.years, series.breaks)
        for track in series.tracks
        if len({point.year for point in track.points}) > 1
    )


def number(quantity: Quantity) -> str:
    """Write a quantity without its unit: ≥1,800, 10–15."""
    ends = [quantity.low] if quantity.low == quantity.high else [quantity.low, quantity.high]
    return _SIGNS[quantity.bound] + "–".join(map(_grouped, ends))


def _grouped(value: Decimal) -> str:
    whole, point, rest = number_text(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("-").isdecimal() else whole


def _panel(track: Track, years: Sequence[int], breaks: Sequence[Break]) -> Panel:
    first, last = years[0], years[-1]
    shown = list(range(first, last + 1)) if last - first < _MOST_SPAN_YEARS else list(years)
    at = {year: LEFT + place * COLUMN_WIDTH + COLUMN_WIDTH // 2 for place, year in enumerate(shown)}
    drawn = track.points
    low, high = _range([point.quantity.high for point in drawn])

    def height(point: Point) -> int:
        share = (point.quantity.high - low) / (high - low)
        return round(BOTTOM - float(share) * (BOTTOM - TOP))

    dots = []
    for point in drawn:
        y = height(point)
        rivals = [height(one) for one in drawn if one.year == point.year and one is not point]
        below = any(rival < y or (rival == y and point.role == ACTUAL) for rival in rivals)
        text_y = y + _LABEL_FALL if below else y - _LABEL_RISE
        dots.append(Dot(at[point.year], y, point.role, number(point.quantity), text_y))
    broken = [(one.before, one.after) for one in breaks]
    roles = tuple(role for role in (TARGET, REVISED, ACTUAL) if any(d.role == role for d in dots))
    return Panel(
        title="・".join(filter(None, (track.label, track.unit))),
        width=2 * LEFT + len(shown) * COLUMN_WIDTH,
        dots=tuple(dots),
        lines=tuple(_lines(drawn, at, height, broken)),
        years=tuple(Mark(x, str(year - 1911)) for year, x in at.items()),
        breaks=tuple(
            Mark((at[before] + at[after]) // 2, f"{before - 1911}–{after - 1911}")
            for before, after in broken
            if before in at and after in at
        ),
        base=_grouped(round(low, 4)) if low else "",
        summary=year_wordings.numbers_aloud(
            (point.year, point.role, f"{number(point.quantity)}{track.unit or ''}")
            for point in drawn
        ),
        roles=roles,
    )


def _range(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The ends of the axis: from 0 unless that would press the numbers into a line."""
    low, high = min(values), max(values)
    if low >= 0 and (low == high or low * 2 < high):
        low = Decimal(0)
    if low == high:
        return low - 1, high + 1
    room = (high - low) / 10
    return (low if low == 0 else low - room), high


def _lines(
    points: Sequence[Point],
    at: dict[int, int],
    height: Callable[[Point], int],
    broken: Sequence[tuple[int, int]],
) -> list[tuple[str, str]]:
    """Join the targets and the actual numbers of neighbouring years of one measure."""
    lines = []
    for role, roles in ((TARGET, (TARGET, REVISED)), (ACTUAL, (ACTUAL,))):
        # Of a year's target and its revision the line goes by the latter.
        newest = {point.year: point for point in points if point.role in roles}
        run: list[Point] = []
        for one, after in pairwise([*newest.values(), None]):
            if one is None:
                continue
            run.append(one)
            ends = (
                after is None
                or after.year != one.year + 1
                or any(before < after.year <= now for before, now in broken)
            )
            if ends:
                if len(run) > 1:
                    lines.append((role, " ".join(f"{at[p.year]},{height(p)}" for p in run)))
                run = []
    return lines
