from __future__ import annotations

import pytest

from indexer.layout.figures import rows_of_figures
from indexer.layout.lines import lines_of

HEAD = "指標名稱 112年 113年"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            f"{HEAD}\n返鄉人數(人) 50 60\n活化 空間 1,200處 －\n內文。",
            [["返鄉人數(人)", "50", "60"], ["活化 空間", "1,200處", "－"]],
        ),
        # One line beneath is no table, nor are lines of words.
        (f"{HEAD}\n返鄉人數 50 60\n內文。", []),
        (f"{HEAD}\n甲 乙 丙\n丁 戊 己\n", []),
        # The head names an indicator or work, and years.
        ("人口 112年 113年\n男 50 60\n女 50 60\n", []),
        ("指標名稱 甲 乙\n返鄉人數 50 60\n空間 1 2\n", []),
        ("", []),
    ],
)
def test_figures_in_lines(text: str, rows: list[list[str]]) -> None:
    lines = lines_of(text)
    end, found = rows_of_figures(lines, 0)
    assert [[cell.text for cell in row.cells] for row in found[1:]] == rows
    assert end == (len(rows) + 1 if rows else 0)
    for row in found:
        for cell in row.cells:
            assert [text[a:b] for a, b in cell.spans] == [cell.text]
