"""Names that damage took from a table and that the headings of the same document tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from indexer.blocks import Block, Cell, Row, Table, Text
from indexer.splitting.restore import agreement, restored

HEADINGS = (
    "壹、年度施政目標",
    "一、強化職場安全",
    "（一）營造工地減災計畫",
    "辦理稽查。",
    "（二）廠場輔導改善計畫",
    "辦理輔導。",
    "二、促進青年就業",
    "（一）職涯探索體驗計畫",
    "開設課程。",
)
CONTENTS = ("稽查內容。", "輔導內容。", "課程內容。")


def blocks(rows: Sequence[tuple[str, str]], *, damaged: bool = True) -> list[Block]:
    lines = [("工作計畫名稱", "重要計畫項目", "實施內容")]
    lines += [(*row, content) for row, content in zip(rows, CONTENTS, strict=True)]
    table = Table(
        tuple(Row(tuple(map(Cell, line)), n, n == 1) for n, line in enumerate(lines, 1)),
        1,
        damaged=damaged,
    )
    return [*(Text(text, ((n, n + 1),)) for n, text in enumerate(HEADINGS)), table]


def cells(made: Sequence[Block]) -> list[tuple[str, str, bool]]:
    table = made[-1]
    assert isinstance(table, Table)
    return [
        (row.cells[0].text, row.cells[1].text, any(cell.restored for cell in row.cells))
        for row in table.rows[1:]
    ]


BROKEN = [("強化場安", "營造工減災計"), ("", "廠場輔改善"), ("促青年就", "職涯探索體驗")]


def test_names_that_agree_with_headings_are_made_whole() -> None:
    assert cells(restored(blocks(BROKEN))) == [
        ("強化職場安全", "營造工地減災計畫", True),
        ("", "廠場輔導改善計畫", True),
        ("促進青年就業", "職涯探索體驗計畫", True),
    ]


def test_contents_and_places_stay_as_they_are() -> None:
    before, after = blocks(BROKEN), restored(blocks(BROKEN))
    assert after[:-1] == tuple(before[:-1])
    assert isinstance(after[-1], Table)
    assert [row.cells[2].text for row in after[-1].rows[1:]] == list(CONTENTS)


def test_tables_that_are_not_damaged_are_left_alone() -> None:
    before = blocks(BROKEN, damaged=False)
    assert restored(before) == tuple(before)


def test_legible_names_are_not_called_restored() -> None:
    whole = [
        ("強化職場安全", "營造工地減災計畫"),
        ("", "廠場輔導改善計畫"),
        ("促進青年就業", "職涯探索體驗計畫"),
    ]
    assert [restored_ for *_, restored_ in cells(restored(blocks(whole)))] == [False] * 3


def test_nothing_is_invented_where_no_heading_agrees() -> None:
    other = [("水利防災", "疏濬"), ("", "堤防"), ("道路養護", "路平")]
    assert cells(restored(blocks(other))) == [(*row, False) for row in other]


def test_one_agreeing_heading_is_not_enough() -> None:
    rows = [("強化場安", "疏濬"), ("", "堤防"), ("道路養護", "路平")]
    assert cells(restored(blocks(rows))) == [(*row, False) for row in rows]


def test_names_are_left_where_rows_and_headings_differ_in_number() -> None:
    rows = [("強化場安", "營造工減災計"), ("促青年就", "職涯探"), ("", "另一計畫")]
    found = cells(restored(blocks(rows)))
    assert [program for program, *_ in found] == ["強化職場安全", "促進青年就業", ""]
    assert [name for _, name, _ in found] == ["營造工減災計", "職涯探", "另一計畫"]


@pytest.mark.parametrize(
    ("legible", "heading", "share"),
    [
        ("強化場安", "強化職場安全", 1.0),
        ("強化職場安全", "強化職場安全", 1.0),
        ("強化水利", "強化職場安全", 0.5),
        ("強", "強化職場安全", 0.0),
        ("", "強化職場安全", 0.0),
    ],
)
def test_agreement(legible: str, heading: str, share: float) -> None:
    assert agreement(legible, heading) == share
