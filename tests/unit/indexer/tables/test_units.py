from __future__ import annotations

import pytest

from indexer.blocks import Cell, Row, Table, Text
from indexer.tables.surroundings import with_surroundings
from indexer.tables.units import unit_in_brackets, unit_over_table


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("目標值（件）", "件"),
        ("應達數(單位：人次)", "人次"),
        ("比率（%）", "%"),
        ("預算數（千元）", "千元"),
        ("計畫名稱（修正版）", None),
        ("目標值", None),
    ],
)
def test_units_in_brackets(text: str, unit: str | None) -> None:
    assert unit_in_brackets(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("單位：新臺幣千元", "新臺幣千元"),
        ("（單位:千元）", "千元"),
        ("表3　經費彙整（金額單位：百萬元）", "百萬元"),
        ("負責單位：檢驗科", None),
    ],
)
def test_units_over_tables(text: str, unit: str | None) -> None:
    assert unit_over_table(text) == unit


def test_a_table_has_the_unit_of_the_line_over_it() -> None:
    rows = tuple(
        Row(tuple(map(Cell, texts)), number)
        for number, texts in enumerate((("計畫名稱", "經費"), ("訪視", "3,500")), 1)
    )
    lines = (Text("單位：千元", ()), Text("附表", ()))
    *_, table = with_surroundings((*lines, Table(rows, 1)))
    assert isinstance(table, Table)
    assert table.unit == "千元"
    *_, far = with_surroundings((lines[0], *[lines[1]] * 5, Table(rows, 1)))
    assert isinstance(far, Table)
    assert far.unit is None
