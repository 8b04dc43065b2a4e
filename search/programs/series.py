"""An indicator's numbers through the years: what was aimed at and what was reached."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from search.model import Kpi, Passage
from search.programs.likeness import name_of
from search.programs.quantity import Quantity, quantities
from search.text import squeeze

TARGET, REVISED, ACTUAL = "target", "revised target", "actual"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a cell says of a year.

    Attributes:
        year: Gregorian, None where the cell and its document name none.
        role: target, revised target, actual, baseline, rate, or the printed word.
        raw: the cell as printed.
        numbers: what can be read of it; of a progress in words, nothing.
        sources: the passages that print it, the first one first.
    """

    year: int | None
    role: str
    raw: str
    numbers: tuple[Quantity, ...]
    sources: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A place where numbers before and after are not of one measure.

    Attributes:
        before: the last year of the old measure, Gregorian.
        after: the first year of the new one.
        definition: the wordings of the measure, old and new, where they differ.
        unit: the units, old and new, where they differ.
    """

    before: int
    after: int
    definition: tuple[str, str] | None
    unit: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Point:
    """A number that can be drawn."""

    year: int
    role: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Track:
    """Numbers of one measure: those of one label and unit within an indicator's cells.

    Attributes:
        label: words that tell it from the indicator's other numbers (青年), else empty.
        unit: as printed, None where there is none.
        points: by year, then target before actual.
    """

    label: str
    unit: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """An indicator through the years.

    Attributes:
        statements: by year, those of no known year last; in a year target, revised, actual, rest.
        breaks: by year.
        tracks: what can be drawn.
    """

    title: str
    statements: tuple[Statement, ...]
    breaks: tuple[Break, ...]
    tracks: tuple[Track, ...]

    def reached(self, year: int) -> bool | None:
        """Whether the actual number of a year reaches its target, None where nobody can tell.

        The newest target counts. Nobody can tell where units differ, numbers are missing, or
        a target that says neither at least nor at most is missed on the side that may be good.
        """
        said: dict[str, tuple[Quantity, ...]] = {}
        for one in self.statements:
            if one.year == year and one.role in _ORDER:
                said[one.role] = one.numbers
        target, actual = said.get(REVISED) or said.get(TARGET), said.get(ACTUAL)
        if not target or not actual or len(target) != len(actual):
            return None
        verdicts = [
            _reaches(aimed, got, self.title) for aimed, got in zip(target, actual, strict=True)
        ]
        if False in verdicts:
            return False
        return None if None in verdicts else True

    @property
    def years(self) -> tuple[int, ...]:
        """The years of which something is stated, oldest first."""
        return tuple(sorted({one.year for one in self.statements if one.year is not None}))


_ORDER = (TARGET, REVISED, ACTUAL)
# Of these less is better, so that a number below its target is no miss.
_LESS_IS_BETTER = re.compile(
    "降低|減少|下降|縮短|死亡|失業(?![者勞青民給保認])|災害(?!保險|勞工|預防|防[救治制護]|演練|整備|重建|保障)"
    "|傷病|事故|違規|逾期|空屋|流失|離職|排放|濃度"
)


def _reaches(aimed: Quantity, got: Quantity, title: str) -> bool | None:
    if name_of(aimed.unit or "") != name_of(got.unit or "") or aimed.label != got.label:
        return None
    if aimed.bound == "at most":
        return got.high <= aimed.high
    if aimed.low <= got.low <= aimed.high:
        return True
    if aimed.bound == "exactly" and _LESS_IS_BETTER.search(title):
        return None
    return got.low >= aimed.low


def series(title: str, passages: Sequence[Passage]) -> Series:
    """Gather what the indicators of some documents say of each year.

    Args:
        title: of the indicator.
        passages: of kind kpi, in order of time, a plan before the report on it.
    """
    stated: list[Statement] = []
    for passage in passages:
        for one in _stated(passage):
            _add(stated, one)
    stated.sort(key=_place)
    return Series(title, tuple(stated), _breaks(stated), _tracks(stated))


def _stated(passage: Passage) -> Iterable[Statement]:
    kpi = passage.kpi or Kpi()
    cells = [(f"{passage.year or ''} target", kpi.target)] if kpi.target else []
    for label, raw in (*cells, *kpi.values):
        if raw is None or not raw.strip():
            continue
        year, role = _labelled(label, passage.year)
        # A rate of achievement is of the target, not of what the indicator counts.
        unit = None if role == "rate" else kpi.unit
        yield Statement(year, role, raw, quantities(raw, unit), (passage,))


def _labelled(label: str, document_year: int | None) -> tuple[int | None, str]:
    first, _, rest = label.strip().partition(" ")
    if len(first) == 4 and first.isascii() and first.isdecimal():
        return int(first), rest or TARGET
    return document_year, label.strip()


def _add(stated: list[Statement], one: Statement) -> None:
    """Add a statement to those before it: it may say the same again, or revise a target."""
    for place, known in enumerate(stated):
        roles = {known.role, one.role}
        if known.year == one.year and (len(roles) == 1 or roles == {TARGET, REVISED}):
            if squeeze(known.raw) == squeeze(one.raw):
                stated[place] = replace(known, sources=(*known.sources, *one.sources))
                return
            if one.role == TARGET and _differ(known.numbers, one.numbers):
                one = replace(one, role=REVISED)
    stated.append(one)


def _differ(first: Sequence[Quantity], second: Sequence[Quantity]) -> bool:
    return [(q.low, q.high) for q in first] != [(q.low, q.high) for q in second]


def _place(one: Statement) -> tuple[object, ...]:
    role = _ORDER.index(one.role) if one.role in _ORDER else len(_ORDER)
    return one.year is None, one.year or 0, role


def _breaks(stated: Sequence[Statement]) -> tuple[Break, ...]:
    by_year: dict[int, list[Statement]] = defaultdict(list)
    for one in stated:
        if one.year is not None and one.role in _ORDER:
            by_year[one.year].append(one)
    found: list[Break] = []
    measure: str | None = None
    units: tuple[str, ...] = ()
    last = 0
    for year, own in sorted(by_year.items()):
        now = _measure(own)
        held = tuple(
            q.unit for q in next((one.numbers for one in own if one.numbers), ()) if q.unit
        )
        other = measure is not None and now is not None and name_of(measure) != name_of(now)
        changed = bool(units and held) and [*map(name_of, units)] != [*map(name_of, held)]
        if last and (other or changed):
            found.append(
                Break(
                    last,
                    year,
                    (measure or "", now or "") if other else None,
                    ("、".join(units), "、".join(held)) if changed else None,
                )
            )
        measure, units, last = now or measure, held or units, year
    return tuple(found)


def _measure(own: Iterable[Statement]) -> str | None:
    """The first wording of the measure among the sources of a year."""
    kpis = (source.kpi for one in own for source in one.sources)
    return next((kpi.measure for kpi in kpis if kpi is not None and kpi.measure), None)


def _tracks(stated: Sequence[Statement]) -> tuple[Track, ...]:
    points: dict[tuple[str, str], dict[tuple[int, str], Point]] = {}
    units: dict[tuple[str, str], str | None] = {}
    for one in stated:
        if one.year is None or one.role not in _ORDER:
            continue
        for quantity in one.numbers:
            # Of the only number of a cell the words before it are no name.
            label = quantity.label if len(one.numbers) > 1 else ""
            key = label, name_of(quantity.unit or "") or (quantity.unit or "")
            units.setdefault(key, quantity.unit)
            points.setdefault(key, {}).setdefault(
                (one.year, one.role), Point(one.year, one.role, quantity)
            )
    return tuple(
        Track(label, units[label, unit], tuple(held[at] for at in sorted(held, key=_in_order)))
        for (label, unit), held in points.items()
    )


def _in_order(at: tuple[int, str]) -> tuple[int, int]:
    return at[0], _ORDER.index(at[1])
