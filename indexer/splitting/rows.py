"""From the rows of a table to projects, indicators and goals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Cell, Furniture, Table
from indexer.numbering import items
from indexer.splitting.codes import indicator_code, labelled_goal, leading_code
from indexer.splitting.drafts import Drafts, merged
from indexer.splitting.outline import first_clause
from indexer.splitting.tables import Column, Meaning, Record, bare, one_line, understand
from indexer.vocabulary import fold, load
from search.model import Kpi, Location, Place

_INLINE = re.compile(r"(?:[*＊※（(\n]\s*+)?([\u3400-\u9fff]{2,8})\s*+[：:]")
_UNIT = re.compile(
    r"^[^\d]*+\d[\d,，.]*+\s*+(?:萬|億|千|百)?\s*(?!以[上下])([^\d\s,，.()（）]{1,6}?)(?:以[上下]|（|\(|$)"
)
_ELSEWHERE = ("indicator", "goal", "work_program", "plan_category", "measure")
"""Fields of an indicator that its passage shows elsewhere than among its cells."""
_INLINE_FIELDS = ("target", "measure", "unit", "responsible_unit", "evaluation_method")
_SHOWN = (
    "work_program",
    "plan_category",
    "budget",
    "measure",
    "progress",
    "responsible_unit",
)
"""Fields of the first row of a project that its passage shows, with its name and content."""
_LONGEST_NUMBER = 6
_OPEN_BRACKET = re.compile(r"^[《〈「（(]+(?=[一二三四五六七八九十]{1,3}、)")
_WORDED = {"project": "title"}
_MAX_LABEL = 20
_MAX_TABLE_TEXT = 1500


@dataclass(frozen=True, slots=True)
class TableNotes:
    """What there is to say of a table beside its passages.

    Attributes:
        furniture: its header rows, where its rows became passages.
        warnings: that it was not understood, or which header words are unknown.
    """

    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[str, ...] = ()


def add_table(
    drafts: Drafts, table: Table, section: str, goal: str | None, program: str | None = None
) -> TableNotes:
    """Add the passages of a table.

    Args:
        drafts: where they go.
        table: of any meaning; one that is not understood becomes narrative, row by row.
        section: heading path of the place where it stands.
        goal: the goal that the place stands under, for indicators whose table names none.
        program: the work program likewise, for work items.

    Returns:
        Its header rows, and what was not understood of it.
    """
    meaning = understand(table)
    if meaning.kind is None:
        _add_plain(drafts, table, section)
        words = f"，不認得的欄名：{'、'.join(meaning.unknown)}" if meaning.unknown else ""
        return TableNotes(warnings=(f"{_where(table)}不知各欄意義，以敘述收錄{words}",))
    if meaning.kind == "kpi":
        for record in _joined_indicators(meaning):
            _add_kpi(drafts, record, table, section, goal)
    elif meaning.kind == "goal":
        _add_goals(drafts, meaning, table, section)
    else:
        _add_projects(drafts, meaning, table, section, program)
        _add_indicators_of_projects(drafts, meaning, table, section)
    text = " ".join(column.label for column in meaning.columns)
    header = Furniture(text, meaning.header_spans, "表頭", table.page, table.line)
    warnings: tuple[str, ...] = ()
    if meaning.unknown:
        warnings = (f"{_where(table)}有不認得的欄名：{'、'.join(meaning.unknown)}",)
    return TableNotes((header,) if meaning.header_spans else (), warnings)


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


def _add_indicators_of_projects(
    drafts: Drafts, meaning: Meaning, table: Table, section: str
) -> None:
    """Indicators that stand beside measures, with what they are to reach in the same cell."""
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
            _add_kpi(drafts, row, table, section, None)


def _where(table: Table) -> str:
    place = f"第 {table.page} 頁" if table.page else f"第 {table.line} 行" if table.line else ""
    return f"表格 {table.number}（{place}）" if place else f"表格 {table.number} "


def _add_kpi(drafts: Drafts, record: Record, table: Table, section: str, goal: str | None) -> None:
    cells = {name: record.text(name) for name in record.cells}
    printed = record.cells["indicator"].text if "indicator" in record.cells else None
    own_goal = cells.get("goal")
    if printed is None:
        if own_goal is None:
            _add_row(drafts, record, table, section)
            return
        printed, own_goal = own_goal, None
    title, labelled = _inline_fields(printed)
    inline = {load().header(label).field or label: value for label, value in labelled}
    for name, value in inline.items():
        cells[name] = cells.get(name) or value
    code, title = indicator_code(title)
    number, title = bare(title)
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
        unit=cells.get("unit") or unit_of([target or "", *_counted(values)]),
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
        title,
        text,
        spans=record.spans,
        section=section,
        page=record.row.page or table.page,
        line=record.row.line,
        table=table.number,
        row=record.row.number,
        number=number or cells.get("number"),
        work_program=cells.get("work_program"),
        plan_category=cells.get("plan_category"),
        codes=[code] if code else [],
        kpi=kpi,
        damaged=any(cell.damaged for cell in record.row.cells),
    )


def sheet_kpi(
    paragraphs: Sequence[str],
    series: Sequence[tuple[str, str]],
    goal: str | None,
    year: int | None,
) -> Kpi:
    """The cells of an indicator that has a sheet of its own.

    Args:
        paragraphs: of the sheet; one that is a header word and a colon labels what follows.
        series: (label, value) pairs of its table of years.
        goal: that it stands under.
        year: of the document, whose progress mark counts.
    """
    found: dict[str, str] = {}
    field: str | None = None
    printed: list[tuple[str, str]] = []
    for paragraph in paragraphs:
        label, colon, rest = paragraph.partition("：") if "：" in paragraph else (paragraph, "", "")
        word = bare(label)[1]
        if colon and len(word) <= _MAX_LABEL:
            header = load().header(word)
            field = header.field
            kind = load().values.get(field or "")
            if kind and header.year not in (None, year):
                # 2030年目標值：… is no target of this year.
                printed.append((f"{header.year} {kind}", rest.strip()))
                field = None
            elif field:
                found.setdefault(field, rest.strip())
        elif field:
            found[field] = (found[field] + paragraph).strip()
    values = tuple(pair for pair in (*series, *printed) if not pair[0].endswith(" progress"))
    marks = [(label, value) for label, value in series if label.endswith(" progress")]
    own = [value for label, value in marks if label == f"{year} progress"]
    return Kpi(
        goal=goal,
        measure=found.get("measure") or None,
        target=found.get("target") or None,
        evaluation_body=found.get("evaluation_body") or None,
        evaluation_method=found.get("evaluation_method") or None,
        plan_link=found.get("plan_link") or None,
        values=values,
        progress=own[0] if own else (marks[-1][1] if marks else found.get("progress")),
        unit=found.get("unit") or unit_of(_counted(values)),
        responsible_unit=found.get("responsible_unit") or None,
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
    for column, cell in values:
        text = cell.text.replace("\n", " ").strip()
        if column.field == "target" and lone:
            continue
        word = named.get(column.field or "", "")
        when = column.year or (year if column.field != "baseline" else None)
        if not word:
            word = "target" if column.field == "value" else column.label
        out.append((f"{when} {word}" if when else word, text))
    target = targets[0][1].text.replace("\n", " ").strip() if lone else None
    return target, tuple(out)


def _counted(values: Sequence[tuple[str, str]]) -> list[str]:
    """The values that count what the indicator counts; a rate of achievement is always in %."""
    return [value for label, value in values if not label.endswith("rate")]


def unit_of(values: Sequence[str]) -> str | None:
    """The unit that the first value with one is printed in (80 件 → 件), or None."""
    for value in values:
        match = _UNIT.match(value.strip())
        if match:
            return match.group(1)
    return None


def _whole(cell: Cell | None) -> str | None:
    return one_line(cell.text) or None if cell else None


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
            _add_row(drafts, first, table, section)
            continue
        contents = [r.cells["content"] for r in group if "content" in r.cells]
        listed = items("\n".join(cell.text for cell in contents))
        shown = {id(cell) for cell in (first.cells["goal"], *contents)}
        extra = [
            f"{column.label}：{one_line(cell.text)}"
            for record in group
            for column, cell in record.printed
            if id(cell) not in shown and not _only_counts(column, cell)
        ]
        number, name = labelled_goal(printed) or bare(printed)
        drafts.add(
            "goal",
            name,
            "\n".join((*listed, *extra)),
            spans=merged(span for record in group for span in record.spans),
            section=section,
            page=first.row.page or table.page,
            line=first.row.line,
            table=table.number,
            row=first.row.number,
            number=number or first.text("number"),
            items=(*listed, *extra),
            damaged=any(cell.damaged for record in group for cell in record.row.cells),
        )


def _add_projects(
    drafts: Drafts, meaning: Meaning, table: Table, section: str, above: str | None
) -> None:
    records = list(meaning.records)
    named = any(column.field == "project" for column in meaning.columns)
    index = 0
    while index < len(records):
        group = [records[index]]
        index += 1
        while index < len(records) and _same_project(group[-1], records[index]):
            group.append(records[index])
            index += 1
        _add_project(drafts, group, table, section, above, named=named)


def _same_project(above: Record, record: Record) -> bool:
    """Whether a row belongs to the project above: its name is merged with it, or empty."""
    name, before = record.cells.get("project"), above.cells.get("project")
    if name is not None:
        return name is before
    program = record.cells.get("work_program")
    return (
        before is not None
        and bool(record.cells.keys() - record.filled)
        and program is above.cells.get("work_program")
        and (program is None or "work_program" in record.filled)
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
        _add_row(drafts, first, table, section)
        return
    account, printed = bare(first.text("work_program") or "")
    program = printed or None
    name = first.text("project")
    parts: list[str] = []
    for record in group:
        for field in ("content",):
            cell = record.cells.get(field)
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
            _add_row(drafts, record, table, section)
        return
    number, name = bare(name)
    code, name = leading_code(name)
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
        section=section,
        page=first.row.page or table.page,
        line=first.row.line,
        table=table.number,
        row=first.row.number,
        number=number or first.text("number") or (None if named else account),
        work_program=program or above,
        plan_category=first.text("plan_category"),
        items=(*listed, *extra),
        codes=[code] if code else [],
        misprinted=lambda location: _misprinted(group, location),
        kpi_link=first.text("kpi_link") or first.text("indicator"),
        damaged=any(cell.damaged for record in group for cell in record.row.cells),
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


def _only_counts(column: Column, cell: Cell) -> bool:
    """Whether a cell is a row's number and nothing that anyone looks for."""
    return column.field == "number" and len(cell.text) <= _LONGEST_NUMBER


def _elsewhere(record: Record, column: Column, cell: Cell) -> bool:
    if column.field == "number":
        return _only_counts(column, cell)
    return column.field in _ELSEWHERE and record.cells.get(column.field) is cell


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
            if id(cell) in shown or _only_counts(column, cell):
                continue
            shown.add(id(cell))
            out.append(f"{column.label}：{one_line(cell.text)}")
    return out


def _title_of(section: str) -> str:
    """The title of what a table says: the heading it stands under, of a sentence the beginning."""
    heading = section.rpartition(" > ")[2]
    return (first_clause(bare(heading)[1]) if "。" in heading else heading) or "表"


def _add_row(drafts: Drafts, record: Record, table: Table, section: str) -> None:
    """A row that names neither work item nor indicator."""
    drafts.add(
        "narrative",
        _title_of(section),
        "\n".join(
            f"{column.label}：{one_line(cell.text)}" if column.label else one_line(cell.text)
            for column, cell in record.printed
        ),
        spans=record.spans,
        section=section,
        page=record.row.page or table.page,
        line=record.row.line,
        table=table.number,
        row=record.row.number,
        damaged=any(cell.damaged for _, cell in record.printed),
    )


def _add_plain(drafts: Drafts, table: Table, section: str) -> None:
    """A table that is not understood: its rows as text, in passages of bearable length."""
    lines: list[str] = []
    first = None
    spans: list[tuple[int, int]] = []
    title = _title_of(section)

    def close() -> None:
        if first is not None and spans:
            drafts.add(
                "narrative",
                title,
                "\n".join(lines),
                spans=spans,
                section=section,
                page=first.page or table.page,
                line=first.line,
                table=table.number,
                row=first.number,
                damaged=table.damaged,
            )

    for row in table.rows:
        text = "　".join(cell.text.replace("\n", "") for cell in row.cells if cell.text)
        if not text:
            # Cells that hold nothing but a converter's marks.
            spans += [span for cell in row.cells for span in cell.spans]
            continue
        if first is not None and sum(map(len, lines)) + len(text) > _MAX_TABLE_TEXT:
            close()
            lines, spans, first = [], [], None
        first = first or row
        lines.append(text)
        spans += [span for cell in row.cells for span in cell.spans]
    close()
