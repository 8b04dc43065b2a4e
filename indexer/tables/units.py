"""Units printed once for many figures: in the header of a column, or on a line over the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.blocks import Cell
from indexer.tables.columns import Column
from indexer.vocabulary import fold

_MONEY = re.compile(r"(?:新[臺台]幣)?[百千十]?[萬億]?元$")
COUNTED = (
    r"(?:[\u3400-\u9fffA-Za-z/]{0,7}"
    r"[人件家戶場次處里頃噸元座輛棟案項名所班隊株度斤時鐘尺瓩組套公度]|[%％‰])"
)
"""A unit that indicators are counted in."""
_IN_BRACKETS = re.compile(rf"[（(](?:單位\s*[：:]\s*)?({COUNTED})[）)]$")
_OVER_TABLE = re.compile(
    r"(?<![\u3400-\u9fff])(?:(?:金額|幣別|貨幣)?單位)\s*[：:]\s*([^\s（）()，,；;、。]{1,8})"
)
_BARE = re.compile(r"[-–−(]?\d[\d,]*(?:\.\d+)?\)?$")


def unit_in_brackets(text: str) -> str | None:
    """The unit in brackets behind the name of a column or indicator: 返鄉人數（人）."""
    match = _IN_BRACKETS.search(text.strip())
    return match.group(1) if match else None


def unit_over_table(text: str) -> str | None:
    """The unit that a line over a table gives for all its figures: 單位：新臺幣千元."""
    match = _OVER_TABLE.search(text)
    return match.group(1) if match and len(text) <= 60 else None


def is_money(unit: str) -> bool:
    """Whether a unit is one of money: 千元, 新臺幣億元."""
    return _MONEY.match(unit) is not None


def with_units(
    columns: Sequence[Column], body: Sequence[Sequence[Cell]], over: str | None
) -> tuple[tuple[Column, ...], list[list[Cell]]]:
    """Columns with the unit that holds for their figures, and amounts with the unit behind each.

    Args:
        columns: with the units of their headers.
        body: the rows beneath, merged cells repeated; a cell stays one cell in all its places.
        over: the unit that stands over the table; amounts of money need one of money.
    """
    money = over if over and is_money(over) else None
    counted = over if over and money is None else None
    units = [
        column.unit or (money if column.field == "budget" else counted)
        if column.field is not None
        else column.unit
        for column in columns
    ]
    made: dict[int, Cell] = {}
    out = []
    for row in body:
        line = list(row)
        for at, column in enumerate(columns[: len(row)]):
            unit = units[at] or ""
            if column.field == "budget" and is_money(unit) and _BARE.match(fold(row[at].text)):
                short = re.sub("^新[臺台]幣", "", unit)
                line[at] = made.setdefault(
                    id(row[at]), replace(row[at], text=row[at].text.strip() + short)
                )
        out.append(line)
    told = tuple(replace(c, unit=unit) for c, unit in zip(columns, units, strict=True))
    return told, out
