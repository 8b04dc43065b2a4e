"""Tables of a budget by account: codes in columns 款, 項, 目, 節, and plans within plans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.blocks import Cell
from indexer.tables.columns import Column
from indexer.vocabulary import fold

_LEVELS = ("款", "項", "目", "節")
ACCOUNT_WORDS = frozenset(
    {
        *_LEVELS,
        "科目",
        "名稱",
        "名稱及編號",
        "科目名稱",
        "科目名稱及編號",
        "上年度預算數",
        "前年度決算數",
    }
)
"""Header words of such tables that name a field in no other."""
_OF_WORK = frozenset({"目", "節"})
_AMOUNT = re.compile(r"預算數|金額|經費")
_OF_THIS_YEAR = re.compile(r"^(?:本年度|\d{2,3}年度?)?(?:法定|編列)?(?:預算數|預算金額|金額|經費)")
_REVENUE = re.compile(r"收入|規費|罰[金鍰款]|孳息|售價|收回|歲入")
_LEAST_REVENUE = 0.3
_EXPLAINED = ("說明", "備註", "備考")
_CODE = re.compile(r"\s*(\d{2,12})[\s　]*(?=[\u3400-\u9fff(（])")
_BRANCHES = "分支計畫"
_BRANCH_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Account:
    """A row of such a table.

    Attributes:
        name: its name behind its code, None for a row that continues the one above.
        program: the name of the account that it is part of.
        is_work: False for one that other accounts are part of, and for a sum.
        content: what explains it, or what the row says where it has no name.
    """

    name: Cell | None
    program: Cell | None
    is_work: bool
    content: Cell | None
    amount: Cell | None


def account_columns(
    columns: Sequence[Column], body: Sequence[Sequence[Cell]]
) -> tuple[Column, ...] | None:
    """The columns of a table of expenditure by account; None for any other table.

    Those of the levels are numbers, the one of names holds work items, the first of amounts the
    budget, the last the explanation; amounts of other years keep their own words.
    """
    levels = [at for at, column in enumerate(columns) if _last_word(column) in _LEVELS]
    branches = [at for at, column in enumerate(columns) if fold(column.label).startswith(_BRANCHES)]
    if {_last_word(columns[at]) for at in levels} & _OF_WORK:
        name = levels[-1] + 1
        levels = list(range(levels[0], name))
    elif branches and _AMOUNT.search("".join(column.label for column in columns)):
        name, levels = branches[0], []
    else:
        return None
    names = [fold(row[name].text) for row in body if name < len(row) and row[name].text]
    revenue = sum(bool(_REVENUE.search(text)) for text in names)
    if name >= len(columns) or not names or revenue >= _LEAST_REVENUE * len(names):
        return None
    amounts = [
        at for at in range(name + 1, len(columns)) if _AMOUNT.search(fold(columns[at].label))
    ]
    own = [at for at in amounts if _OF_THIS_YEAR.match(fold(columns[at].label))]
    if not amounts:
        return None
    budget = (own or amounts)[0]
    out = []
    for at, column in enumerate(columns):
        field = "number" if at in levels else None
        if at == name:
            field = "project"
        elif at == budget:
            field = "budget"
        elif at > name and fold(column.label) in _EXPLAINED:
            field = "content"
        elif column.field == "responsible_unit":
            field = column.field
        out.append(replace(column, field=field, why="依科目編列的預算表", margin=1.0))
    return tuple(out)


def accounts(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> Iterator[Account]:
    """The rows of a table whose columns are those above, each under the account it is part of."""
    fields = [column.field for column in columns]
    levels = [at for at, field in enumerate(fields) if field == "number"]
    name = fields.index("project")
    depths = [_depth(row, levels, name) for row in body]
    above: dict[int, Cell] = {}
    program: Cell | None = None
    for at, row in enumerate(body):
        depth = depths[at]
        cells = {field: row[i] for i, field in enumerate(fields) if field and i < len(row)}
        printed = cells["project"] if "project" in cells else Cell("")
        content, amount = cells.get("content"), cells.get("budget")
        if depth is None:
            if levels and printed.text:
                yield Account(named(printed), None, False, content, amount)
            else:
                told = " ".join(c.text for c in (printed, amount, content) if c and c.text)
                spans = tuple(span for cell in row for span in cell.spans)
                yield Account(None, program, True, Cell(told.replace("\n", ""), spans), None)
            continue
        above = {level: cell for level, cell in above.items() if level < depth}
        deeper = next((d for d in depths[at + 1 :] if d is not None), depth) > depth
        program, above[depth] = _within(above), named(printed)
        yield Account(above[depth], program, not deeper, content, amount)


def named(cell: Cell) -> Cell:
    """A cell whose code is parted from its name by one blank."""
    text = cell.text.replace("\n", "")
    match = _CODE.match(text)
    return replace(cell, text=f"{match.group(1)} {text[match.end() :].strip()}" if match else text)


def _depth(row: Sequence[Cell], levels: Sequence[int], name: int) -> int | None:
    """The level of an account, 0 for the highest; None for a sum or a row that continues one."""
    if name >= len(row) or not row[name].text:
        return None
    if not levels:
        code = _CODE.match(row[name].text)
        return 0 if code and len(code.group(1)) == _BRANCH_DIGITS else None
    filled = [depth for depth, at in enumerate(levels) if row[at].text]
    return filled[-1] if filled else None


def _within(above: dict[int, Cell]) -> Cell | None:
    return above[max(above)] if above else None


def _last_word(column: Column) -> str:
    return fold(column.label.split()[-1]) if column.label.split() else ""
