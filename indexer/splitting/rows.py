"""From the rows of a table to passages, by what the table means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.blocks import Furniture, Omission, Table
from indexer.numbering import items
from indexer.outline.codes import labelled_goal
from indexer.splitting.drafts import Drafts, merged, spot_of_row
from indexer.splitting.indicators import add_indicators, add_indicators_of_projects
from indexer.splitting.plain_rows import add_plain, add_row
from indexer.splitting.projects import add_projects
from indexer.splitting.tables import Meaning, Record, bare, one_line, only_counts, understand
from indexer.vocabulary import fold, load

_APPENDIX = re.compile(r"附[錄件]")
_CAPTION = re.compile(r"附?[表圖]\s*[0-9０-９一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class TableNotes:
    """What there is to say of a table beside its passages.

    Attributes:
        furniture: its header rows, where its rows became passages.
        warnings: that it was not understood, or which header words are unknown.
        omissions: the whole table where it was not understood.
        meaning: as it was understood, or not.
    """

    meaning: Meaning
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()


def add_table(
    drafts: Drafts,
    table: Table,
    section: str,
    goal: str | None,
    program: str | None = None,
    above: Meaning | None = None,
) -> TableNotes:
    """Add the passages of a table.

    Args:
        drafts: where they go.
        table: of any meaning; one that is not understood becomes narrative, row by row.
        section: heading path of the place where it stands.
        goal: the goal that the place stands under, for indicators whose table names none.
        program: the work program likewise, for work items.
        above: the table before it in the document.

    Returns:
        Its header rows, and what was not understood of it.
    """
    meaning = understand(table, _context(section), above)
    if meaning.kind is None:
        add_plain(drafts, table, section)
        words = f"，不認得的欄名：{'、'.join(meaning.unknown)}" if meaning.unknown else ""
        told = f"{_where(table)}不知各欄意義，以敘述收錄{words}"
        count = sum(not char.isspace() for row in table.rows for c in row.cells for char in c.text)
        omission = Omission("table", _where(table).strip(), told, count, guessed=True)
        return TableNotes(meaning, warnings=(told,), omissions=(omission,))
    if meaning.kind == "kpi":
        add_indicators(drafts, meaning, table, section, goal or _goal_over(section, drafts))
    elif meaning.kind == "goal":
        _add_goals(drafts, meaning, table, section)
    else:
        add_projects(drafts, meaning, table, section, program)
        add_indicators_of_projects(drafts, meaning, table, section)
    text = " ".join(column.label for column in meaning.columns)
    header = Furniture(text, meaning.header_spans, "表頭", table.page, table.line)
    warnings: tuple[str, ...] = ()
    if meaning.unknown:
        warnings = (f"{_where(table)}有不認得的欄名：{'、'.join(meaning.unknown)}",)
    return TableNotes(meaning, (header,) if meaning.header_spans else (), warnings)


def _add_goals(drafts: Drafts, meaning: Meaning, table: Table, section: str) -> None:
    """Goals beside what is done for them; a goal's cell may stand over several rows."""
    groups: list[list[Record]] = []
    for record in meaning.records:
        above = groups[-1][-1].cells.get("goal") if groups else None
        if above is None or record.cells.get("goal") is not above:
            groups.append([])
        groups[-1].append(record)
    for group in groups:
        first = group[0]
        printed = first.text("goal")
        if printed is None:
            add_row(drafts, first, table, section)
            continue
        contents = [r.cells["content"] for r in group if "content" in r.cells]
        listed = items("\n".join(cell.text for cell in contents))
        shown = {id(cell) for cell in (first.cells["goal"], *contents)}
        extra = [
            f"{column.label}：{one_line(cell.text)}"
            for record in group
            for column, cell in record.printed
            if id(cell) not in shown and not only_counts(column, cell)
        ]
        number, name = labelled_goal(printed) or bare(printed)
        drafts.add(
            "goal",
            name,
            "\n".join((*listed, *extra)),
            spans=merged(span for record in group for span in record.spans),
            spot=spot_of_row(table, first.row, section),
            number=number or first.text("number"),
            items=(*listed, *extra),
            damaged=any(cell.damaged for record in group for cell in record.row.cells),
            table_margin=min(record.margin for record in group),
        )


def _context(section: str) -> str | None:
    """What the innermost heading above that says it says that its section holds.

    An appendix whose heading says nothing holds what supports the plan, none of its parts.
    """
    headings = section.split(" > ")
    said = (load().section(bare(part)[1]) for part in reversed(headings))
    found = next((one for one in said if one is not None), None)
    return "narrative" if found is None and _APPENDIX.match(headings[0].strip("# ")) else found


def _goal_over(section: str, drafts: Drafts) -> str | None:
    """The goal that a heading over a table of indicators names.

    It is one that the document has as a goal, or the first heading beneath that of a section of
    indicators.
    """
    goals = {fold(one.passage.title) for one in drafts.drawn if one.passage.kind == "goal"}
    names = [bare(part)[1].rstrip("：:") for part in section.split(" > ")]
    found = next((name for name in reversed(names) if fold(name) in goals), None)
    of_indicators = [at for at, name in enumerate(names) if load().section(name) == "kpi"]
    if found is None and of_indicators:
        beneath = [name for name in names[of_indicators[0] + 1 :] if not _CAPTION.match(name)]
        found = next((name for name in beneath if load().section(name) is None), None)
    return found


def _where(table: Table) -> str:
    place = f"第 {table.page} 頁" if table.page else f"第 {table.line} 行" if table.line else ""
    return f"表格 {table.number}（{place}）" if place else f"表格 {table.number} "
