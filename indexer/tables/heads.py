"""The head of a table: which rows are it, and what the columns beneath it mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.blocks import Cell, Row
from indexer.tables.accounts import ACCOUNT_WORDS
from indexer.tables.assignment import assign
from indexer.tables.bodies import NUMBER_CELL, bodies_of, form_of
from indexer.tables.columns import VALUES, Column
from indexer.tables.units import unit_in_brackets
from indexer.vocabulary import Header, fold, load

_NUMBER_HEADER = "編號"
_MAX_HEADER_ROWS = 4
_MAX_HEADER_WORD = 24
_MAX_SUBHEADER = 10
_SHORTEST_NAME = 2
"""Characters of a name that tells nothing without the heading over it: 預定 of 累計進度."""
_FIGURE = re.compile(r"[0-9０-９。；，]")
# 1-3月 and 第1季 name columns, though they hold figures.
_OF_THE_YEAR = re.compile(
    r"(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[-–~至](?:\d{1,2}|[一二三四五六七八九十]{1,2}))?月"
    r"|第?[1-4一二三四]季|[上下]半年)(?:份|底)?$"
)
_STRATEGY = "策略"
_LONGEST_UNKNOWN = 14
_CONTRAST = "第一列都是短詞，下面是文句或數值"
_SPLIT = "只在跨欄的表頭之下有字"
_LEAST_NAMED = 0.75
_LEAST_ON_SIDE, _LEAST_LABELS, _MOST_ON_SIDE = 0.6, 3, 15
_LEAST_PROSE, _LEAST_VALUES = 0.5, 0.6


def header_rows(
    grid: Sequence[Sequence[Cell]], rows: Sequence[Row], context: str | None = None
) -> tuple[str, ...]:
    """Find the rows that head a table.

    Args:
        grid: its cells, merged ones repeated in each place that they cover.
        rows: the same rows as the file has them.
        context: what the section is that the table stands in: project, kpi, or None.

    Returns:
        Why each of its first rows is one, from the top; nothing where no row is.
    """
    reasons = [_CONTRAST] if _contrasts(grid, context) else []
    for cells, row in zip(
        grid[len(reasons) : _MAX_HEADER_ROWS], rows[len(reasons) :], strict=False
    ):
        texts = [c.text for c in cells if c.text]
        split = len(reasons) == 1 and _splits(grid[0], cells)
        why = _SPLIT if split else _heads(texts, row.is_header, len(reasons))
        if not texts or not why:
            break
        reasons.append(why)
    return tuple(reasons)


def lies_on_its_side(grid: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first column names what each row holds: by words, and by the forms of cells.

    Both ways are weighed: the share of known header words in the first column against that in
    the first row, and how far the forms of cells differ from row to row against column to column.
    """
    if len(grid) < 2 or any(len(row) != len(grid[0]) for row in grid) or len(grid[0]) < 2:
        return False
    labels = [row[0].text for row in grid]
    plain = all(0 < len(t) <= _LONGEST_UNKNOWN and not _FIGURE.search(fold(t)) for t in labels)
    if not plain or len(set(labels)) < len(labels) or len(grid) > _MOST_ON_SIDE:
        return False
    # The corner belongs to the first row as much as to the first column.
    known = [load().header(text).field is not None for text in labels[1:]]
    across = [load().header(cell.text).field is not None for cell in grid[0][1:]]
    words = sum(known) / len(known) - sum(across) / len(across)
    if len(grid[0]) == 2:
        return sum(known) >= _LEAST_LABELS - 1 and words >= _LEAST_ON_SIDE
    # The first row may be a header after all, so that it says nothing of the forms.
    forms = [[form_of(cell.text) for cell in row[1:]] for row in grid[1:]]
    rows, columns = forms, list(zip(*forms, strict=True))
    if not any(known) and not any("prose" in row for row in rows):
        return False
    return words + _difference(rows) - _difference(columns) >= _LEAST_ON_SIDE


def _difference(lines: Sequence[Sequence[str]]) -> float:
    """How far lines differ: the most by which the share of a form in one exceeds another's."""
    shares = [{form: line.count(form) / len(line) for form in set(line)} for line in lines if line]
    forms = {form for share in shares for form in share} - {"name"}
    return max(
        (
            max(s.get(form, 0.0) for s in shares) - min(s.get(form, 0.0) for s in shares)
            for form in forms
        ),
        default=0.0,
    )


def _splits(head: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    """Whether a row stands under nothing but the header cells that span columns: 經費 | 中央, 地方."""
    if len(head) != len(cells):
        return False
    own = [index for index, cell in enumerate(cells) if cell.text and cell is not head[index]]

    def spanned(index: int) -> bool:
        beside = [head[i] for i in (index - 1, index + 1) if 0 <= i < len(head)]
        if not head[index].text:
            return True
        return any(cell is head[index] for cell in beside) or (
            index + 1 < len(head) and not head[index + 1].text
        )

    # Names of columns are short and hold no figures; a row of values is neither.
    words = all(
        len(cells[i].text) <= _MAX_SUBHEADER
        and (not _FIGURE.search(cells[i].text) or _OF_THE_YEAR.match(fold(cells[i].text)))
        for i in own
    )
    under = {i for i in range(len(head)) if spanned(i)}
    return len(own) >= 2 and words and set(own) == under


def _heads(texts: Sequence[str], marked: bool, above: int) -> str:
    """Why a row heads the table by its words; empty where it does not."""
    known = sum(load().header(t).field is not None or fold(t) in ACCOUNT_WORDS for t in texts)
    if any(len(fold(t)) > _MAX_HEADER_WORD for t in texts):
        return ""
    said = f"{len(texts)} 格有 {known} 格是認得的欄名" + ("，檔案標為表頭" if marked else "")
    if above == 0:
        heads = (known >= 2 and known >= 0.5 * len(texts)) or (marked and known >= 1)
    else:
        # Under a first header row, a row of nothing but header words or years goes on with it.
        heads = known == len(texts) or (marked and known >= 0.5 * len(texts))
    return said if heads else ""


def _contrasts(grid: Sequence[Sequence[Cell]], context: str | None) -> bool:
    """Whether the first row names the columns by its form: short words over prose and figures.

    A row without a word that is known needs prose beneath it, or a section that says what it is.
    """
    if len(grid) < 2:
        return False
    head, *body = grid
    texts = [cell.text for cell in head if cell.text]
    distinct = {fold(text) for text in texts}
    if len(distinct) < 2 or len(texts) < min(_LEAST_NAMED * len(head), len(head) - 1):
        return False
    known = 0
    for text in distinct:
        meaning = load().header(text)
        known += meaning.field is not None
        plain = len(text) <= _LONGEST_UNKNOWN and not _FIGURE.search(text)
        if not plain and meaning.year is None and meaning.field is None:
            return False
    own = set(map(id, head))
    if distinct & {fold(cell.text) for row in body for cell in row if id(cell) not in own}:
        return False
    bodies = bodies_of(body, len(head))
    prose = any(one.prose >= _LEAST_PROSE for one in bodies)
    values = any(
        one.units >= _LEAST_VALUES
        or (one.values >= _LEAST_VALUES and unit_in_brackets(cell.text) is not None)
        for cell, one in zip(head, bodies, strict=True)
    )
    long = any(one.long >= _LEAST_PROSE for one in bodies)
    return prose or (values and bool(known or context or long))


def names_columns(texts: Sequence[str]) -> bool:
    """True if every one of several texts is a known header word."""
    return len(texts) > 1 and all(load().header(text).field is not None for text in texts)


def may_name_column(text: str) -> bool:
    """Tell whether a text could be a header word that is not known yet."""
    short = len(text) <= _MAX_HEADER_WORD and not _FIGURE.search(text)
    return short and load().header(text).field is None


def columns_of(
    head: Sequence[Sequence[Cell]], body: Sequence[Sequence[Cell]], context: str | None = None
) -> tuple[Column, ...]:
    """Give the meaning of each column of the body.

    Args:
        head: the header rows, merged cells repeated; at least one.
        body: the rows beneath.
        context: what the section is that the table stands in: project, kpi, or None.
    """
    wide = Counter(len(row) for row in body).most_common(1)[0][0] if body else len(head[-1])
    paths = _paths(head, wide)
    numbers = {c for c in range(wide) if _holds_numbers(body, c)}
    if len(paths) < wide and len(numbers) >= wide - len(paths):
        # A number column has no header of its own: the header of its neighbour covers both.
        spread: list[tuple[str, ...]] = []
        left = wide - len(paths)
        taken = iter(paths)
        for column in range(wide):
            if column in numbers and left > 0 and column + 1 < wide and column + 1 not in numbers:
                spread.append((_NUMBER_HEADER,))
                left -= 1
            else:
                spread.append(next(taken, ()))
        paths = spread
    for column in sorted(numbers):
        # A header over a number and a name is printed in the first of the two columns.
        if column + 1 < len(paths) and paths[column] and not paths[column + 1]:
            paths[column : column + 2] = [(_NUMBER_HEADER,), paths[column]]
    columns = []
    for index in range(wide):
        path = paths[index] if index < len(paths) else ()
        twin = (index > 0 and index <= len(paths) - 1 and paths[index - 1] == path) or (
            index + 1 < len(paths) and paths[index + 1] == path
        )
        if index in numbers and path and twin:
            columns.append(Column("number", "".join(path), why="整欄是編號，與鄰欄共用表頭"))
        else:
            columns.append(_column(path))
    return _with_projects(assign(columns, bodies_of(body, wide), context))


def _with_projects(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of names, with the part that each has beside the others.

    Of programs within programs (業務計畫, 工作計畫) the innermost holds projects; a strategy
    before the measures that carry it out (策略, 具體措施) is their program.
    """
    fields = [column.field for column in columns]
    if "project" in fields and "work_program" not in fields:
        before = columns[: fields.index("project")]
        for index, column in enumerate(before):
            if column.field == "content" and column.label.endswith(_STRATEGY):
                columns = [
                    *columns[:index],
                    replace(column, field="work_program", why="計畫名稱之前的策略"),
                    *columns[index + 1 :],
                ]
                break
    programs = [i for i, column in enumerate(columns) if column.field == "work_program"]
    if len(programs) < 2 or any(column.field == "project" for column in columns):
        return tuple(columns)
    inner = programs[-1]
    if columns[inner].label == columns[programs[-2]].label:
        return tuple(columns)
    named = replace(columns[inner], field="project", why="最內層的計畫名稱")
    return (*columns[:inner], named, *columns[inner + 1 :])


def _paths(head: Sequence[Sequence[Cell]], wide: int) -> list[tuple[str, ...]]:
    """Header texts over each column, outermost first."""
    last = [cell.text for cell in head[-1]]
    if len({len(row) for row in head}) == 1:
        upper = [
            _filled_right([c.text for c in row], [c.text for c in below])
            for row, below in pairwise(head)
        ]
        rows = [*upper, last]
        return [
            tuple(dict.fromkeys(t for t in (row[c] for row in rows) if t)) for c in range(len(last))
        ]
    # Rows of unequal length: an empty cell of the last one stands under a cell of the one above.
    above = iter([cell.text for row in head[:-1] for cell in row if cell.text])
    return [(text or next(above, ""),) for text in last]


def _filled_right(texts: list[str], below: list[str]) -> list[str]:
    """A header row in which a cell that spans columns is printed in the first of them only."""
    out: list[str] = []
    for index, text in enumerate(texts):
        carried = not text and out and index < len(below) and below[index]
        out.append(out[-1] if carried else text)
    return out


def _column(path: tuple[str, ...]) -> Column:
    words = [text.replace("\n", "") for text in path]
    found: Header = Header(None)
    year = None
    by = ""
    for word in reversed(words):
        meaning = load().header(word)
        year = year or meaning.year
        if found.field is None or (found.field == "value" and meaning.field in VALUES):
            found, by = meaning, word
    if found.field is None and len(words) > 1:
        by = "".join(words)
        found = load().header(by)
    # A group heading over columns that have names of their own adds nothing; a year does.
    last = load().header(words[-1]).field if words else None
    partial = last in (None, "value") or (last in VALUES and len(words[-1]) <= _SHORTEST_NAME)
    telling = [word for word in words[:-1] if partial or load().header(word).year]
    why = f"欄名「{by}」" if found.field else ""
    unit = next(filter(None, map(unit_in_brackets, reversed(words))), None)
    return Column(found.field, " ".join([*telling, *words[-1:]]), year, unit, why)


def _holds_numbers(body: Sequence[Sequence[Cell]], column: int) -> bool:
    texts = [row[column].text for row in body if column < len(row) and row[column].text]
    return bool(texts) and all(NUMBER_CELL.match(fold(t)) for t in texts)


def holds_number(cell: Cell) -> bool:
    """Tell whether a cell holds the number of its row and nothing else."""
    return NUMBER_CELL.match(fold(cell.text)) is not None
