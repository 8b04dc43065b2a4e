"""Tables in text taken from pages, whose columns begin at the same place of each line."""

from __future__ import annotations

import pytest

from indexer.blocks import Furniture, Table, Text
from indexer.formats.text import read_text
from indexer.layout.lines import lines_of
from indexer.layout.text_grid import unruled_table

# As pdftotext counts: a full-width character is one.
BY_CHARACTERS = """表1 辦理情形
類別     事項名稱     說明           經費
公園     步道整建     1.更新欄杆與      1,200
       計畫       路燈。
                2.增設座椅。
溝渠清理   清淤案      1.雨季前完成。     350

二、其他
"""
# As people line columns up: a full-width character is two.
BY_WIDTH = """表1 辦理情形
類別      事項名稱    說明            經費
公園      步道整建    1.更新欄杆與    1,200
          計畫        路燈。
                      2.增設座椅。
溝渠清理  清淤案      1.雨季前完成。  350

二、其他
"""


@pytest.mark.parametrize("text", [BY_CHARACTERS, BY_WIDTH], ids=["characters", "width"])
def test_columns_begin_at_one_place_however_it_is_counted(text: str) -> None:
    blocks = read_text(text.encode()).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["類別", "事項名稱", "說明", "經費"],
        ["公園", "步道整建計畫", "1.更新欄杆與路燈。\n2.增設座椅。", "1,200"],
        ["溝渠清理", "清淤案", "1.雨季前完成。", "350"],
    ]
    assert [block.text for block in blocks if isinstance(block, Text)] == [
        "表1 辦理情形",
        "二、其他",
    ]


def test_a_header_that_is_printed_again_is_furniture() -> None:
    again = BY_CHARACTERS.replace("溝渠清理", "類別     事項名稱     說明           經費\n溝渠清理")
    blocks = read_text(again.encode()).blocks
    (table,) = (block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 3
    assert [b.text for b in blocks if isinstance(b, Furniture)] == ["類別 事項名稱 說明 經費"]


@pytest.mark.parametrize(
    "text",
    [
        "甲  乙  丙\n這一行是不分欄的文字，從頭寫到尾。\n下一行也是。\n",
        "甲  乙\n一  二\n",
        "示範局  局長  王某某\n電話  一二三\n",
    ],
)
def test_what_keeps_to_no_columns_is_no_table(text: str) -> None:
    assert unruled_table(lines_of(text), 0, 1, lambda _: False) is None
