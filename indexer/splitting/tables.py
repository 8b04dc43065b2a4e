"""The meaning of a table: header words, filled-down cells, rows as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from indexer.blocks import Cell, Row, Span, Table
from indexer.numbering import enumerator
from indexer.tables.accounts import account_columns, accounts
from indexer.tables.bodies import Body, bodies_of, form_of
from indexer.tables.columns import VALUES, Column
from indexer.tables.heads import (
    columns_of,
    header_rows,
    holds_number,
    lies_on_its_side,
    may_name_column,
)
from indexer.tables.units import with_units
from indexer.vocabulary import Header, fold, load

_BROKEN = re.compile(r"(?<=[\u3400-\u9fff，、；。]) +(?=[\u3400-\u9fff])")
_ACCOUNT = re.compile(
    r"(\d{2,12}(?:-\d{1,4})*|\d{1,2}(?:\.[0-9a-z]{1,2}){1,2})[ 　]+(?=[\u3400-\u9fff])"
)
_LONGEST_NUMBER = 6
_LONGEST_BAND = 40
_FILLED_DOWN = ("work_program", "goal", "plan_category", "responsible_unit")
_NAMES = {"indicator", "project"}
_EMPTY = Cell("")
_LEAST_REPEATED = 0.5
_LEAST_SAME = 0.8
"""Share of its cells that a table without header has in the forms of the table above."""
_MARKS = "沒有指標，年度欄下也不是年度，只是計數的表"


@dataclass(slots=True)
class Record:
    """A row with its cells by meaning.

    Attributes:
        cells: field → cell; of several columns of one field, the first that is filled.
        values: (column, cell) of each column that holds a target, an actual or another value.
        others: (column, cell) of columns whose meaning is unknown.
        printed: (column, cell) of every cell of the row, in order.
        spans: what of the file it accounts for.
        filled: fields whose cell stands in a row above.
        margin: how sure the reading is, 0 to 1: that of the least sure column of its kind, lowered
            by the share of the row's cells that are not of the form of their columns.
    """

    row: Row
    cells: dict[str, Cell] = field(default_factory=dict)
    values: list[tuple[Column, Cell]] = field(default_factory=list)
    others: list[tuple[Column, Cell]] = field(default_factory=list)
    printed: list[tuple[Column, Cell]] = field(default_factory=list)
    spans: tuple[Span, ...] = ()
    filled: set[str] = field(default_factory=set)
    margin: float = 1.0

    def text(self, name: str) -> str | None:
        """Text of a field on one line, None where empty."""
        cell = self.cells.get(name)
        return one_line(cell.text) or None if cell else None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A table as understood.

    Attributes:
        kind: "project", "kpi", "goal" or None where the table is not understood.
        header_rows: how many rows head it.
        unknown: header words that the vocabulary does not hold.
        why: what decided: each header row, then the kind.
        margin: how sure the fields are that tell its kind, 0 to 1; 0 for one without kind.
    """

    kind: str | None
    columns: tuple[Column, ...]
    records: tuple[Record, ...]
    header_rows: int
    header_spans: tuple[Span, ...]
    caption: str | None
    unknown: tuple[str, ...]
    why: tuple[str, ...] = ()
    margin: float = 0.0


def understand(table: Table, context: str | None = None, above: Meaning | None = None) -> Meaning:
    """What a table's rows mean, by its header words, its body and its place.

    Args:
        table: as read.
        context: what the section is that the table stands in: project, kpi, or None.
        above: the table before it, whose header may stand for both.
    """
    rows = list(table.rows)
    grid = _grid(rows)
    caption = None
    first = 0
    while len(rows) > first + 1 and _is_caption(grid[first]):
        caption = (caption or "") + "".join(dict.fromkeys(c.text for c in grid[first] if c.text))
        first += 1
    found = header_rows(grid[first:], rows[first:], context)
    if lies_on_its_side(grid[first:]):
        grid = grid[:first] + _turned(grid[first:])
        rows = rows[:first] + [
            Row(tuple(cells), rows[first].number, page=rows[first].page, line=rows[first].line)
            for cells in grid[first:]
        ]
        found = ("欄名在第一欄，資料向右排",)
    heads = len(found)
    head = grid[first : first + heads]
    body = grid[first + heads :]
    columns = columns_of(head, body, context) if heads else ()
    if not heads and above is not None and _has_columns_of(above, body):
        columns = above.columns
        heads = _repeats_labels(above, body[0])
        body = body[heads:]
        found = ("沒有表頭，欄位與上一張表相同",)
    by_account = account_columns(columns, body)
    columns, body = with_units(by_account or columns, body, table.unit)
    kind, told_by = (None, _MARKS) if _counts_marks(columns, body) else _kind(columns)
    header_spans = tuple(
        span for row in rows[: first + heads] for cell in row.cells for span in cell.spans
    )
    unknown = tuple(c.label for c in columns if c.field is None and c.label)
    if not columns and grid[first:]:
        # No header is known for one: an operator wants the words that might have been it.
        words = dict.fromkeys(one_line(cell.text) for cell in grid[first] if cell.text)
        unknown = tuple(w for w in words if may_name_column(w))
    margin = min((c.margin for c in columns if c.field), default=0.0) if kind else 0.0
    data = rows[first + heads :]
    made = _accounts(columns, data, body) if by_account else _records(columns, data, body, kind)
    records = tuple(made) if kind else ()
    forms = bodies_of(body, len(columns))
    for record in records:
        record.margin = margin * _fit(record, columns, forms)
    why = (*(f"表頭第 {at} 列：{said}" for at, said in enumerate(found, 1)), f"種類：{told_by}")
    return Meaning(
        kind, columns, records, first + heads, header_spans, caption, unknown, why, margin
    )


def _fit(record: Record, columns: Sequence[Column], forms: Sequence[Body]) -> float:
    """The share of a row's cells that are of the form that most cells of their columns have."""
    places = {id(column): at for at, column in enumerate(columns)}
    fits = [
        form_of(cell.text) == forms[at].form
        for column, cell in record.printed
        if (at := places.get(id(column))) is not None and forms[at].form
    ]
    return sum(fits) / len(fits) if fits else 1.0


def lists_indicators(table: Table) -> bool:
    """Whether each row of a table names an indicator and says how it is measured, or how far."""
    fields = {column.field for column in understand(table, "kpi").columns}
    return "indicator" in fields and bool(fields & {"measure", *VALUES})


def _grid(rows: Sequence[Row]) -> list[list[Cell]]:
    """Rows with merged cells repeated in each place that they cover."""
    out: list[list[Cell]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line: list[Cell] = []
        cells = iter(row.cells)
        below: dict[int, tuple[Cell, int]] = {}

        def put(
            cell: Cell,
            left: int,
            line: list[Cell] = line,
            below: dict[int, tuple[Cell, int]] = below,
        ) -> None:
            if left > 1:
                below[len(line)] = (cell, left - 1)
            line.append(cell)

        for cell in cells:
            while len(line) in hanging:
                put(*hanging[len(line)])
            for _ in range(cell.colspan):
                put(cell, cell.rowspan)
        while len(line) in hanging:
            put(*hanging[len(line)])
        hanging = below
        out.append(line)
    return out


def _is_caption(cells: Sequence[Cell]) -> bool:
    """Whether a row above the header is one cell, merged or not, which names the table."""
    texts = {cell.text for cell in cells if cell.text}
    return len(texts) == 1 < len(cells) and load().header(next(iter(texts))).field is None


def _repeats_labels(above: Meaning, cells: Sequence[Cell]) -> bool:
    """Whether a row prints header words of the table above again."""
    labels = {fold(column.label) for column in above.columns}
    texts = [fold(cell.text) for cell in cells if cell.text]
    return sum(text in labels for text in texts) >= _LEAST_REPEATED * len(texts)


def _has_columns_of(above: Meaning, body: Sequence[Sequence[Cell]]) -> bool:
    """Whether the cells of a table without header are of the forms that a table above it has."""
    wide = len(above.columns)
    if above.kind is None or not body or any(len(row) not in (1, wide) for row in body):
        return False
    theirs = {
        id(column): {form_of(c.text) for r in above.records for k, c in r.printed if k is column}
        for column in above.columns
    }
    of_column = [
        (theirs[id(column)], form_of(row[at].text))
        for row in body
        if len(row) == wide
        for at, column in enumerate(above.columns)
        if row[at].text and theirs[id(column)]
    ]
    # A cell may be a name in one table and a sentence in the next, but no figure.
    worded = {"name", "prose"}
    same = sum(
        form in forms or (form in worded and bool(forms & worded)) for forms, form in of_column
    )
    telling = any(form in forms and form != "name" for forms, form in of_column)
    return telling and same >= _LEAST_SAME * len(of_column)


def _turned(grid: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    wide = max(len(row) for row in grid)
    return [[row[c] if c < len(row) else _EMPTY for row in grid] for c in range(wide)]


def _counts_marks(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> bool:
    """Whether a table without indicators counts something beside its goals: 綠燈 under 年度."""
    fields = [column.field for column in columns]
    if "indicator" in fields or "year" not in fields:
        return False
    place = fields.index("year")
    texts = [row[place].text for row in body if len(row) > place and row[place].text]
    return bool(texts) and not any(load().header(text).year for text in texts)


def _kind(columns: Sequence[Column]) -> tuple[str | None, str]:
    """The kind of a table, and the columns that tell it."""
    fields = {column.field for column in columns}
    values = {*VALUES, "measure", "progress"}
    beside = {"content", "budget", "work_program", "responsible_unit", "progress", *VALUES}
    # The first rule that holds decides: a field that must be there, and one of others with it.
    for name, kind, others in (
        ("indicator", "kpi", values),
        ("project", "project", beside),
        ("work_program", "project", {"content"}),
        ("indicator", "kpi", None),
        ("goal", "kpi", values),
        ("goal", "goal", {"content"}),
    ):
        if name in fields and (others is None or fields & others):
            with_them = sorted(filter(None, fields & (others or set())))
            return kind, f"{kind}，因為有 {'、'.join((name, *with_them))} 欄"
    return None, "沒有足以判斷種類的欄"


def _records(
    columns: Sequence[Column], rows: Sequence[Row], body: Sequence[Sequence[Cell]], kind: str | None
) -> Iterator[Record]:
    above: dict[str, Cell] = {}
    band: tuple[Cell, Row] | None = None
    numbered = _numbered_columns(columns, body)
    own_column = any(column.field == "project" for column in columns)
    flat = _flat_bands(columns, body)
    named = own_column or not any(_names_program(cells, columns, numbered) for cells in body)
    for row, cells in zip(rows, body, strict=True):
        distinct = list({id(c): c for c in cells if c.text}.values())
        if not distinct:
            continue
        if (
            len(distinct) == 1
            and len(columns) > 2
            and (distinct[0].colspan >= len(columns) - 1 or len(row.cells) == 1)
        ):
            # One cell over the whole row heads the rows beneath it.
            name = "goal" if kind == "kpi" else "work_program"
        elif id(cells) in flat:
            name = "goal" if kind == "kpi" else "work_program"
        elif _names_program(cells, columns, numbered) or (
            kind == "project" and own_column and _holds_program(cells, columns)
        ):
            # A row with nothing but a name heads the rows beneath it.
            name = "work_program"
        else:
            name = ""
        if name:
            if band is not None:
                yield _lone(*band)
            above.clear()
            above[name] = next((c for c in distinct if not holds_number(c)), distinct[0])
            band = above[name], row
            continue
        record = Record(row, spans=tuple(s for cell in row.cells for s in cell.spans))
        for index, cell in enumerate(cells):
            column = columns[index] if index < len(columns) else Column(None, "")
            _place(record, column, cell)
        if kind == "kpi":
            _date(record)
        if kind == "project" and not named and "work_program" in record.cells:
            # Without a column of projects, the names in the column of programs are theirs.
            record.cells["project"] = record.cells.pop("work_program")
        if band is not None:
            if record.cells.keys() & above.keys():
                # The row names its own program: the heading above it heads nothing else.
                yield _lone(*band)
            else:
                record.spans += tuple(span for cell in band[1].cells for span in cell.spans)
            band = None
        for name in _FILLED_DOWN:
            if name in record.cells:
                if name == "work_program":
                    above.pop("goal", None) if kind == "kpi" else None
                above[name] = record.cells[name]
            elif name in above and (name in ("work_program", "goal")):
                record.cells[name] = above[name]
                record.filled.add(name)
        yield record
    if band is not None:
        yield _lone(*band)


def _accounts(
    columns: Sequence[Column], rows: Sequence[Row], body: Sequence[Sequence[Cell]]
) -> Iterator[Record]:
    """The rows of a budget by account; one that others are part of is a row that names nothing."""
    for row, cells, account in zip(rows, body, accounts(columns, body), strict=True):
        record = Record(row, spans=tuple(span for cell in row.cells for span in cell.spans))
        own = (("project", account.name), ("budget", account.amount), ("content", account.content))
        record.cells = {field: cell for field, cell in own if cell and cell.text}
        for column, cell in zip(columns, cells, strict=False):
            if cell.text and column.field != "number":
                shown = (
                    account.name
                    if column.field == "project"
                    else record.cells.get(column.field or "")
                )
                record.printed.append((column, shown or cell))
                if column.field is None:
                    record.others.append((column, cell))
        if account.program is not None:
            record.cells["work_program"] = account.program
            record.filled.add("work_program")
        if not account.is_work:
            record.cells.clear()
        elif account.name is None:
            record.printed, record.others = [], []
        yield record


def _flat_bands(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """Rows of a table without merged cells whose first cell alone is filled, over rows that are full.

    Where a column names programs or goals such a row may name one there; else it is a heading.
    """
    if len(columns) < 2 or any(column.field in ("work_program", "goal") for column in columns):
        return frozenset()
    found = set()
    for at, cells in enumerate(body[:-1]):
        below = body[at + 1]
        if not cells or not below:  # covered by cells from above
            continue
        lone = cells[0].text and not any(cell.text for cell in cells[1:] if cell is not cells[0])
        full = below[0].text and sum(bool(cell.text) for cell in below) > 1
        if lone and full and len(fold(cells[0].text)) <= _LONGEST_BAND:
            found.add(id(cells))
    full_rows = sum(bool(cells and cells[0].text) for cells in body) - len(found)
    return frozenset(found) if full_rows > len(found) else frozenset()


def _date(record: Record) -> None:
    """Give the values of a row the year that a cell of their own row names."""
    cell = record.cells.get("year")
    named = load().header(cell.text) if cell is not None else Header(None)
    if named.field == "value" and named.year is not None:
        record.values = [
            (replace(column, year=column.year or named.year), value)
            for column, value in record.values
        ]


def _lone(band: Cell, row: Row) -> Record:
    """A heading in a table that heads no row: kept, since nothing may be lost."""
    spans = tuple(span for cell in row.cells for span in cell.spans)
    return Record(row, printed=[(Column(None, ""), band)], spans=spans)


def _numbered_columns(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> frozenset[int]:
    """Columns of names in which at least half of the names are numbered."""
    found = set()
    for index, column in enumerate(columns):
        if column.field not in ("work_program", "project"):
            continue
        texts = [row[index].text for row in body if len(row) > index and row[index].text]
        if sum(enumerator(text) is not None for text in texts) * 2 >= len(texts):
            found.add(index)
    return frozenset(found)


def _names_program(
    cells: Sequence[Cell], columns: Sequence[Column], numbered: frozenset[int]
) -> bool:
    """Whether a row holds nothing but an unnumbered name, among rows that are numbered."""
    filled = [index for index, cell in enumerate(cells) if cell.text]
    if len(filled) != 1 or len(columns) < 3 or filled[0] not in numbered:
        return False
    return enumerator(cells[filled[0]].text) is None


def _holds_program(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """Whether a row holds a work program, or its number and it, and nothing else."""
    filled = [
        column.field
        for column, cell in zip(columns, cells, strict=False)
        if cell.text and not (column.field == "number" and holds_number(cell))
    ]
    return filled == ["work_program"] and len(cells) <= len(columns)


def year_matrix(table: Table) -> tuple[tuple[str, str], ...] | None:
    """The values of a table with a year over each column and 目標值, 實際值 … before each row.

    Returns:
        (label, value) pairs as in Kpi.values, progress marks labelled "progress"; None where
        the table is of another make.
    """
    grid = _grid(table.rows)
    if len(grid) < 2:
        return None
    years = [load().header(cell.text).year for cell in grid[0]]
    fields = [load().header(row[0].text).field for row in grid[1:] if row]
    known = [field for field in fields if field in VALUES or field == "progress"]
    if sum(year is not None for year in years[1:]) < len(years) - 1 or len(years) < 2:
        return None
    if len(known) < 2 or len(known) < 0.6 * len(fields):
        return None
    out = []
    for row in grid[1:]:
        field = load().header(row[0].text).field
        word = load().values.get(field or "", "progress" if field == "progress" else row[0].text)
        out += [
            (f"{year} {word}", one_line(cell.text))
            for year, cell in zip(years[1:], row[1:], strict=False)
            if cell.text
        ]
    return tuple(out)


def _place(record: Record, column: Column, cell: Cell) -> None:
    if not cell.text:
        return
    # A merged cell stands in neighbouring columns.
    again = bool(record.printed) and record.printed[-1][1] is cell
    if not again:
        record.printed.append((column, cell))
    name = column.field
    if name in VALUES:
        if (column, cell) not in record.values[-1:]:
            record.values.append((column, cell))
    elif name is None or name == "note":
        record.others += [] if again else [(column, cell)]
    elif name not in record.cells or (name == "number" and not record.cells.keys() & _NAMES):
        # Of several numbers the one before the name is the row's own.
        record.cells[name] = cell
    elif record.cells[name] is not cell and name != "number":
        record.others += [] if again else [(column, cell)]


def one_line(text: str) -> str:
    """A cell as one line: a name that a narrow column broke is made whole."""
    return _BROKEN.sub("", text.replace("\n", "")).strip()


def bare(text: str) -> tuple[str | None, str]:
    """A name without the printed, account or decimal number before it: (number or None, name)."""
    account = _ACCOUNT.match(text)
    if account:
        return account.group(1), text[account.end() :]
    found = enumerator(text)
    if found is None or not text[found.end :].strip():
        return None, text
    return found.text, text[found.end :].strip()


def only_counts(column: Column, cell: Cell) -> bool:
    """Whether a cell is a row's number and nothing that anyone looks for."""
    return column.field == "number" and len(cell.text) <= _LONGEST_NUMBER
