"""From the rows of a table to indicators."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Cell, Table
from indexer.outline.codes import indicator_code, labelled_goal, number_or_code
from indexer.splitting.drafts import Drafts, spot_of_row
from indexer.splitting.plain_rows import add_row
from indexer.splitting.tables import Meaning, Record, bare, one_line, only_counts
from indexer.tables.bodies import is_total
from indexer.tables.columns import Column
from indexer.tables.units import unit_in_brackets
from indexer.vocabulary import fold, load
from search.model import Kpi

_INLINE = re.compile(r"(?:[*＊※（(\n]\s*+)?([\u3400-\u9fff]{2,8})\s*+[：:]")
_UNIT = re.compile(
    r"^[^\d]*+\d[\d,，.]*+\s*+(?:萬|億|千|百)?\s*(?!以[上下])([^\d\s,，.。()（）]{1,6}?)(?:以[上下]|（|\(|$)"
)
_BROKEN_NUMBER = re.compile(
    r"(?<=,\d\d)\n(?=\d(?!\d))|(?<=,\d)\n(?=\d\d(?!\d))|(?<=\d,)\n(?=\d{3}(?!\d))"
)
_ELSEWHERE = ("indicator", "goal", "work_program", "plan_category", "measure")
"""Fields of an indicator that its passage shows elsewhere than among its cells."""
_INLINE_FIELDS = ("target", "measure", "unit", "responsible_unit", "evaluation_method")


def add_indicators(
    drafts: Drafts, meaning: Meaning, table: Table, section: str, goal: str | None
) -> None:
    """Add the indicators of a table of indicators.

    Args:
        drafts: where they go.
        meaning: of the table.
        table: the same, for the places of its rows.
        section: heading path of the place where it stands.
        goal: that the place stands under, for a table that names none.
    """
    for record in _joined_indicators(meaning):
        _add_indicator(drafts, record, table, section, goal)


def add_indicators_of_projects(
    drafts: Drafts, meaning: Meaning, table: Table, section: str
) -> None:
    """Add indicators that stand beside work, with what they are to reach in the same cell.

    Args:
        drafts: where they go.
        meaning: of a table of work items.
        table: the same, for the places of its rows.
        section: heading path of the place where it stands.
    """
    seen: set[int] = set()
    for record in meaning.records:
        cell = record.cells.get("indicator")
        if cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        if any(load().header(label).field == "target" for label, _ in _inline_fields(cell.text)[1]):
            row = Record(record.row, {"indicator": cell}, printed=[], spans=cell.spans)
            if "goal" in record.cells:
                row.cells["goal"] = record.cells["goal"]
            _add_indicator(drafts, row, table, section, None)


def _joined_indicators(meaning: Meaning) -> list[Record]:
    """The rows of a table of indicators, those that one indicator stands over made one."""
    out: list[Record] = []
    named = any(column.field == "indicator" for column in meaning.columns)
    for record in meaning.records:
        above = out[-1] if out else None
        if above is None or not named or not _same_indicator(above, record):
            out.append(record)
            continue
        seen = {id(cell) for _, cell in above.printed}
        held = {(column.label, column.year) for column, _ in above.values}
        out[-1] = Record(
            above.row,
            {**record.cells, **above.cells},
            [*above.values, *(v for v in record.values if (v[0].label, v[0].year) not in held)],
            [*above.others, *record.others],
            [
                *above.printed,
                *(
                    (column, cell)
                    for column, cell in record.printed
                    if id(cell) not in seen and not _repeats(above, column, cell)
                ),
            ],
            (*above.spans, *record.spans),
            above.filled,
        )
    return out


def _same_indicator(above: Record, record: Record) -> bool:
    name, before = record.cells.get("indicator"), above.cells.get("indicator")
    if before is None or name is not None:
        return before is not None and (name is before or _of_another_year(above, record))
    return (
        bool(record.cells.keys() - record.filled)
        and not record.cells.keys()
        & {
            "goal",
            "number",
            "work_program",
        }
        - record.filled
    )


def _of_another_year(above: Record, record: Record) -> bool:
    """Whether a row prints the indicator above again, for a year of its own."""
    years = [one.text("year") for one in (above, record)]
    return (
        None not in years
        and years[0] != years[1]
        and all(
            fold(above.text(name) or "") == fold(record.text(name) or "")
            for name in ("indicator", "measure", "goal", "work_program")
        )
    )


def _repeats(above: Record, column: Column, cell: Cell) -> bool:
    """Whether a cell says once more what the indicator above is."""
    name = column.field
    return name in _ELSEWHERE and fold(above.text(name) or "") == fold(one_line(cell.text))


def _add_indicator(
    drafts: Drafts, record: Record, table: Table, section: str, goal: str | None
) -> None:
    cells = {name: record.text(name) for name in record.cells}
    printed = record.cells["indicator"].text if "indicator" in record.cells else None
    own_goal = cells.get("goal")
    if printed is None or is_total(printed):
        if own_goal is None or printed is not None:
            add_row(drafts, record, table, section)
            return
        printed, own_goal = own_goal, None
    title, labelled = _inline_fields(printed)
    inline = {load().header(label).field or label: value for label, value in labelled}
    for name, value in inline.items():
        cells[name] = cells.get(name) or value
    code, title = indicator_code(title)
    number, title = bare(title)
    in_cell, own_code = number_or_code(cells.get("number"))
    code = code or own_code or cells.get("code")
    if own_goal is not None:
        with_label = labelled_goal(own_goal)
        own_goal = with_label[1] if with_label else bare(own_goal)[1]
    target, values = _values(record.values, drafts.about.year)
    target = target or (None if record.values else inline.get("target"))
    kpi = Kpi(
        goal=own_goal or goal,
        measure=_whole(record.cells.get("measure")) or inline.get("measure"),
        target=target,
        evaluation_body=cells.get("evaluation_body"),
        evaluation_method=cells.get("evaluation_method"),
        plan_link=cells.get("plan_link"),
        values=values,
        progress=cells.get("progress"),
        unit=cells.get("unit")
        or unit_of([target or "", *counted(values)])
        or _unit_of_columns(record)
        or unit_in_brackets(title),
        responsible_unit=cells.get("responsible_unit"),
    )
    lines = [
        f"{column.label}：{one_line(cell.text)}" if column.label else one_line(cell.text)
        for column, cell in record.printed
        if not _elsewhere(record, column, cell)
    ]
    lines += [
        f"{label}：{value}"
        for label, value in labelled
        if load().header(label).field != "measure" or value != kpi.measure
    ]
    # What is measured comes first, as the indicator's own words.
    if kpi.measure:
        lines.insert(0, kpi.measure)
    text = "\n".join(lines)
    drafts.add(
        "kpi",
        title.removesuffix("。"),
        text,
        spans=record.spans,
        spot=spot_of_row(table, record.row, section),
        number=number or in_cell,
        work_program=cells.get("work_program"),
        plan_category=cells.get("plan_category"),
        codes=[code] if code else [],
        kpi=kpi,
        damaged=any(cell.damaged for cell in record.row.cells),
        table_margin=record.margin,
    )


def _inline_fields(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Cut a cell that holds further fields behind labels (名稱 *計算說明：…).

    Returns:
        The name before the first label, and the (label, text) pairs.
    """
    cuts = [
        match
        for match in _INLINE.finditer(text)
        if match.start() and load().header(match.group(1)).field in _INLINE_FIELDS
    ]
    if not cuts:
        return one_line(text), []
    ends = [match.start() for match in cuts[1:]] + [len(text)]
    found = [
        (match.group(1), one_line(text[match.end() : end]).strip(" )）"))
        for match, end in zip(cuts, ends, strict=True)
    ]
    return one_line(text[: cuts[0].start()]), found


def _values(
    values: Sequence[tuple[Column, Cell]], year: int | None
) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    """The one target without a year of its own, and the labelled values."""
    named = load().values
    targets = [(c, cell) for c, cell in values if c.field == "target"]
    lone = len(targets) == 1 and targets[0][0].year in (None, year)
    lone = lone and all(c.year in (None, year) for c, _ in values)
    out: list[tuple[str, str]] = []
    aims = any(c.field == "target" and c.year for c, _ in values)
    told = aims and not any(c.field == "actual" for c, _ in values)
    for column, cell in values:
        text = _value(cell)
        if column.field == "target" and lone:
            continue
        word = named.get(column.field or "", "")
        when = column.year or (year if column.field != "baseline" else None)
        if not word and column.field == "value":
            # Beside 2030目標, a bare year that is past holds what was reached.
            past = column.year is not None and column.year <= (year or 0)
            word = "actual" if told and past else "target"
        word = word or column.label
        out.append((f"{when} {word}" if when else word, text))
    target = _value(targets[0][1]) if lone else None
    return target, tuple(out)


def _value(cell: Cell) -> str:
    """A value on one line; a number that a narrow column broke (20,00 / 0輛) is made whole."""
    return _BROKEN_NUMBER.sub("", cell.text).replace("\n", " ").strip()


def counted(values: Sequence[tuple[str, str]]) -> list[str]:
    """Give the values that count what the indicator counts; a rate is always in %.

    Args:
        values: (label, value) pairs as in Kpi.values.
    """
    return [value for label, value in values if not label.endswith("rate")]


def _unit_of_columns(record: Record) -> str | None:
    """The unit that the header of its values gives."""
    return next((column.unit for column, _ in record.values if column.unit), None)


def unit_of(values: Sequence[str]) -> str | None:
    """The unit that the first value with one is printed in (80 件 → 件), or None."""
    for value in values:
        match = _UNIT.match(value.strip())
        if match:
            return match.group(1)
    return None


def _whole(cell: Cell | None) -> str | None:
    return one_line(cell.text) or None if cell else None


def _elsewhere(record: Record, column: Column, cell: Cell) -> bool:
    if column.field == "number":
        return only_counts(column, cell)
    if column.field == "code":
        return True
    return column.field in _ELSEWHERE and record.cells.get(column.field) is cell
