"""From the rows of a table to work items."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Table
from indexer.numbering import enumerator, items
from indexer.outline.codes import leading_code, number_or_code
from indexer.outline.tree import first_clause
from indexer.splitting.drafts import Drafts, merged, spot_of_row
from indexer.splitting.plain_rows import add_row
from indexer.splitting.tables import Meaning, Record, bare, one_line, only_counts
from indexer.tables.bodies import is_total
from indexer.vocabulary import fold
from search.model import Location, Place

_SHOWN = (
    "work_program",
    "plan_category",
    "budget",
    "measure",
    "progress",
    "responsible_unit",
)
"""Fields of the first row of a project that its passage shows, with its name and content."""
_OPEN_BRACKET = re.compile(r"^[《〈「（(]+(?=[一二三四五六七八九十]{1,3}、)")
_WORDED = {"project": "title"}


def add_projects(
    drafts: Drafts, meaning: Meaning, table: Table, section: str, above: str | None
) -> None:
    """Add the work items of a table.

    Args:
        drafts: where they go.
        meaning: of the table.
        table: the same, for the places of its rows.
        section: heading path of the place where it stands.
        above: the work program that the place stands under, for rows that name none.
    """
    records = list(meaning.records)
    named = any(column.field == "project" for column in meaning.columns)
    index = 0
    while index < len(records):
        first = records[index]
        group = [first]
        index += 1
        while index < len(records) and (
            _same_project(first, records[index]) or _goes_on(group, records[index])
        ):
            group.append(records[index])
            index += 1
        _add_project(drafts, group, table, section, above, named=named)


def _same_project(first: Record, record: Record) -> bool:
    """Whether a row belongs to the project that a row begins: its name is merged, or empty."""
    name, before = record.cells.get("project"), first.cells.get("project")
    if name is not None:
        return name is before
    if any(is_total(cell.text) for _, cell in record.printed[:1]):
        # 合計 may stand under the numbers of the rows, and sums them up.
        return False
    program = record.cells.get("work_program")
    return (
        before is not None
        and bool(record.cells.keys() - record.filled)
        and program is first.cells.get("work_program")
        and (program is None or "work_program" in record.filled)
    )


def _goes_on(group: Sequence[Record], record: Record) -> bool:
    """Whether a row prints the names of the row above again and goes on with its items.

    So a row that a page end cuts is printed by converters that give each page whole rows.
    """
    for name in ("work_program", "project", "plan_category"):
        if fold(group[0].text(name) or "") != fold(record.text(name) or ""):
            return False
    last, content = group[-1].cells.get("content"), record.cells.get("content")
    if last is None or content is None:
        return False
    before, after = enumerator((items(last.text) or ("",))[-1]), enumerator(content.text)
    return (
        before is not None
        and after is not None
        and (after.style, after.value) == (before.style, before.value + 1)
    )


def _add_project(
    drafts: Drafts,
    group: Sequence[Record],
    table: Table,
    section: str,
    above: str | None,
    *,
    named: bool,
) -> None:
    first = group[0]
    if not first.cells.keys() - first.filled - {"number"}:
        add_row(drafts, first, table, section)
        return
    account, printed = bare(first.text("work_program") or "")
    program = printed or None
    name = first.text("project")
    parts: list[str] = []
    for record in group:
        cell = record.cells.get("content")
        if cell is not None and cell.text not in parts:
            parts.append(cell.text)
    listed = items("\n".join(parts))
    if name is None and program is not None and not named:
        # A table of work programs alone: each is its own only project.
        name = program
    elif name is None:
        name = first_clause(bare(_OPEN_BRACKET.sub("", listed[0]))[1]) if listed else program
    if not name:
        for record in group:
            add_row(drafts, record, table, section)
        return
    number, name = bare(name)
    if is_total(name):
        for record in group:
            add_row(drafts, record, table, section)
        return
    code, name = leading_code(name)
    in_cell, own_code = number_or_code(first.text("number"))
    code = code or own_code or first.text("code")
    extra = [
        f"{column.label}：{cell.text}" if column.label else cell.text
        for record in group
        for column, cell in (*record.others, *record.values)
    ]
    budget = first.text("budget")
    if budget:
        extra.append(f"經費：{budget}")
    for field, label in (
        ("measure", "衡量標準"),
        ("progress", "達成情形"),
        ("responsible_unit", "負責單位"),
    ):
        if field in first.cells:
            extra.append(f"{label}：{first.text(field)}")
    extra += _left_over(group)
    drafts.add(
        "project",
        name,
        "\n".join((*listed, *extra)),
        spans=merged(span for record in group for span in record.spans),
        spot=spot_of_row(table, first.row, section),
        number=number or in_cell or (None if named else account),
        work_program=program or above,
        plan_category=first.text("plan_category"),
        items=(*listed, *extra),
        codes=[code] if code else [],
        misprinted=lambda location: _misprinted(group, location),
        kpi_link=first.text("kpi_link") or first.text("indicator"),
        damaged=any(cell.damaged for record in group for cell in record.row.cells),
        table_margin=min(record.margin for record in group),
        restored=any(c.restored for r in group for f, c in r.cells.items() if f not in r.filled),
    )


def _misprinted(group: Sequence[Record], location: Location) -> list[Place]:
    """What can be read where a name was restored: a wording of its own, found by search."""
    differs = tuple(
        (field, cell.printed)
        for record in group
        for field, cell in record.cells.items()
        if cell.printed and field not in record.filled
    )
    return [Place(location, tuple((_WORDED.get(f, f), w) for f, w in differs))] if differs else []


def _left_over(group: Sequence[Record]) -> list[str]:
    """What the rows of a project hold beyond the cells that have a place of their own."""
    first = group[0]
    shown = {id(first.cells[field]) for field in _SHOWN if field in first.cells}
    shown.add(id(first.cells.get("kpi_link")))
    for record in group:
        shown |= {id(cell) for _, cell in (*record.others, *record.values)}
        shown |= {id(record.cells[f]) for f in ("project", "content") if f in record.cells}
    out = []
    for record in group:
        for column, cell in record.printed:
            if id(cell) in shown or only_counts(column, cell):
                continue
            if record is not first and fold(cell.text) == fold(
                first.text(column.field or "") or ""
            ):
                # A row that goes on prints the names of the one above again.
                continue
            shown.add(id(cell))
            out.append(f"{column.label}：{one_line(cell.text)}")
    return out
