from __future__ import annotations

import pytest

from indexer.blocks import Cell, Row, Table, Text
from indexer.tables.sheet_parts import parts_of_sheet

HEAD = "計畫名稱|實施內容|經費"


def parts(*lines: str) -> list[object]:
    """Texts as strings, tables as lists of their lines."""
    rows = tuple(
        Row(tuple(Cell(text) for text in line.split("|")), number)
        for number, line in enumerate(lines, 1)
    )
    return [
        block.text
        if isinstance(block, Text)
        else ["|".join(cell.text for cell in row.cells) for row in block.rows]
        for block in parts_of_sheet(Table(rows, 1))
        if isinstance(block, Text | Table)
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["示範市112年度計畫||", "單位：千元", HEAD, "訪查|逐家。|5"], 2),
        ([HEAD, "訪查|逐家。|5"], 0),
        # Lines over no header words are no title, nor are bands within a table.
        (["甲||", "訪查|逐家。|5"], 0),
        ([HEAD, "一、工商||", "訪查|逐家。|5"], 0),
    ],
)
def test_lines_over_the_header_are_text(lines: list[str], expected: int) -> None:
    assert parts(*lines) == [
        *(line.rstrip("|") for line in lines[:expected]),
        lines[expected:],
    ]


def test_a_title_between_tables_parts_them() -> None:
    first, second = [HEAD, "訪查|逐家。|5"], ["政見名稱|辦理情形|燈號", "午餐|已實施。|綠燈"]
    assert parts("計畫||", *first, "貳、政見||", *second) == ["計畫", first, "貳、政見", second]
    assert parts(*first, "貳、政見||", *second) == [first, "貳、政見", second]
