from __future__ import annotations

import pytest
from small_texts import grid, tables, texts

from indexer.blocks import Row

HEAD = "序號\n計畫名稱\n實施內容\n主辦單位\n"


def shown(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_rows_begin_with_their_numbers() -> None:
    text = f"一、計畫\n{HEAD}1\n共學\n開班。\n教育局\n2\n友善公廁\n整修。\n環保局\n參、結語\n"
    (table,) = tables(text)
    assert grid(table)[1:] == [
        ["1", "共學", "開班。", "教育局"],
        ["2", "友善公廁", "整修。", "環保局"],
    ]
    assert texts(text) == ["一、計畫", "參、結語"]


def test_one_cell_may_take_several_lines() -> None:
    text = f"{HEAD}1\n共學\n一、開班。\n二、訪視。\n教育局\n2\n友善公廁\n整修。\n環保局\n"
    assert grid(tables(text)[0])[1][2] == "一、開班。\n二、訪視。"


def test_a_word_over_years_spans_them() -> None:
    text = "編號\n績效指標\n年度目標值\n112\n113\n1\n人次\n30人\n40人\n其他說明\n"
    (table,) = tables(text)
    assert [[(c.text, c.colspan, c.rowspan) for c in row.cells] for row in table.rows[:2]] == [
        [("編號", 1, 2), ("績效指標", 1, 2), ("年度目標值", 2, 1)],
        [("112", 1, 1), ("113", 1, 1)],
    ]
    assert shown(table.rows[2]) == ["1", "人次", "30人", "40人"]
    assert texts(text) == ["其他說明"]


def test_a_number_without_a_header_stands_before_the_first_cell() -> None:
    text = "計畫名稱\n主辦單位\n預期效益\n1.\n共學\n教育局\n三十班\n"
    assert shown(tables(text)[0].rows[1]) == ["1.共學", "教育局", "三十班"]


@pytest.mark.parametrize(
    "text",
    [
        # Nothing tells where a row begins.
        "工作計畫\n計畫項目\n實施內容\n消防\n救災\n購置設備。\n",
        # Fewer lines than columns.
        f"{HEAD}1\n共學\n",
        # Two words are no header of a table.
        "計畫名稱\n實施內容\n1\n共學\n",
        "實施內容\n辦理如下，\n計畫名稱\n主辦單位\n1\n甲\n乙\n丙\n",
    ],
)
def test_what_is_no_such_table(text: str) -> None:
    assert tables(text) == []
