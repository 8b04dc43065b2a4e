"""The answer card: what was asked, its values by year, a small chart, where it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.model import Answer, Passage
from search.present.answer import leading, unit, values
from search.programs.series import Series, Statement
from web import wordings
from web.years.series_chart import Panel, panels

_MOST_YEARS = 6
_MOST_PANELS = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one year by role; asked where one of them is what was asked."""

    year: int
    cells: Mapping[str, tuple[Statement, ...]]
    asked: bool


@dataclass(frozen=True, slots=True)
class Card:
    """An answer as the page shows it.

    Attributes:
        unit: of the numbers, empty where none is printed or several are.
        leading: the values asked.
        columns: (role, its name) of the table.
        rows: by year, those asked and the newest others.
        left_out: how many years more there are on the indicator's own page.
        panels: the chart, none where there is a value of one year alone.
        sources: the passages that print what was asked.
        note: of years that are not those of the values, else empty.
    """

    answer: Answer
    unit: str
    leading: tuple[Statement, ...]
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    left_out: int
    panels: tuple[Panel, ...]
    sources: tuple[Passage, ...]
    note: str


def card(answer: Answer | None) -> Card | None:
    """Lay an answer out, None where there is none."""
    if answer is None:
        return None
    told = values(answer)
    asked = leading(answer, told)
    rows = _rows(told, asked)
    kept = {row.year for row in rows if row.asked} | {row.year for row in rows[-_MOST_YEARS:]}
    shown = tuple(row for row in rows if row.year in kept)
    roles = {one.role for one in told.statements if one.year}
    sources = {source.id: source for one in asked for source in one.sources[:1]}
    return Card(
        answer=answer,
        unit=unit(told) or "",
        leading=asked,
        columns=tuple(
            (role, wordings.VALUE_WORDS.get(role, role)) for role in sorted(roles, key=_order)
        ),
        rows=shown,
        left_out=len(rows) - len(shown),
        panels=panels(told)[:_MOST_PANELS],
        sources=tuple(sources.values()),
        note=wordings.reported_in(answer.reported_in) if answer.reported_in else "",
    )


def _order(role: str) -> tuple[int, str]:
    """Targets before what was reached, then all else."""
    names = list(wordings.VALUE_WORDS)
    return (names.index(role) if role in names else len(names)), role


def _rows(told: Series, asked: tuple[Statement, ...]) -> list[Row]:
    rows: dict[int, dict[str, tuple[Statement, ...]]] = {}
    for one in told.statements:
        if one.year is not None:
            cells = rows.setdefault(one.year, {})
            cells[one.role] = (*cells.get(one.role, ()), one)
    years = {one.year for one in asked}
    return [Row(year, cells, year in years) for year, cells in rows.items()]
