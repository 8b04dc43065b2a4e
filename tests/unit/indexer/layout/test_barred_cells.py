"""Tables of which each cell stands on lines of its own, with a bar behind it."""

from __future__ import annotations

import pytest

from indexer.blocks import Furniture, Table, Text
from indexer.formats.text import read_text
from indexer.layout.barred_cells import barred_table, row_ends
from indexer.layout.lines import lines_of


def _table(text: str) -> tuple[list[list[str]], Table, list[Text]]:
    blocks = read_text(text.encode()).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    texts = [block for block in blocks if isinstance(block, Text)]
    return [[cell.text for cell in row.cells] for row in table.rows], table, texts


PLAIN = """業務
|
指標
|
目標值
|
推動綠化
|
植樹數
（株）
|
30株
|
公園
|
||
興建步道
|
長度
|
5公里 |
其他
|
||
表後的文字。
"""


def test_rows_have_as_many_bars_as_columns() -> None:
    rows, table, texts = _table(PLAIN)
    assert rows[:2] == [["業務", "指標", "目標值"], ["推動綠化", "植樹數（株）", "30株"]]
    assert rows[3] == ["興建步道", "長度", "5公里"]
    assert table.line == 1
    assert [text.text for text in texts] == ["表後的文字。"]


SPANNED = """甲類
|
||||
一
|
推動綠化
|
植樹數
|
30株
|
|
公園數
|
2座
|
|||
二
|
興建步道
|
長度
|
5公里
|
|
寬度
|
3公尺
|
|||
"""


def test_a_row_that_lacks_cells_is_covered_by_those_above() -> None:
    rows, table, texts = _table(SPANNED)
    assert rows == [
        ["一", "推動綠化", "植樹數", "30株"],
        ["公園數", "2座"],
        ["二", "興建步道", "長度", "5公里"],
        ["寬度", "3公尺"],
    ]
    assert [cell.rowspan for cell in table.rows[0].cells] == [2, 2, 1, 1]
    assert [cell.rowspan for cell in table.rows[2].cells] == [2, 2, 1, 1]
    assert [text.text for text in texts] == ["甲類"], "what heads all columns is text"


def test_every_character_is_in_a_block() -> None:
    read = read_text(SPANNED.encode())
    covered = {
        at
        for block in read.blocks
        for start, end in (
            [s for row in block.rows for cell in row.cells for s in cell.spans]
            if isinstance(block, Table)
            else block.spans
        )
        for at in range(start, end)
    }
    assert all(at in covered for at, char in enumerate(read.text) if not char.isspace())
    assert any(isinstance(block, Furniture) and block.role == "標記" for block in read.blocks)


def test_a_last_row_without_its_bars_is_a_row() -> None:
    rows, _, _ = _table(SPANNED.rstrip("\n|"))
    assert rows[-1] == ["寬度", "3公尺"]


@pytest.mark.parametrize(
    "text",
    [
        "甲\n|\n乙\n|\n丙\n",
        "甲\n|\n||\n乙\n|\n|||\n丙\n|\n||\n",
        "甲 | 乙\n|\n||\n",
        "|\n甲\n||\n乙\n||\n",
    ],
)
def test_bars_that_agree_on_no_number_of_columns_are_no_table(text: str) -> None:
    lines = lines_of(text)
    assert barred_table(lines, 0, 1, row_ends(lines)) is None
