from __future__ import annotations

import pytest

from indexer.layout.cell_flow import flowing_table
from indexer.layout.lines import lines_of

# As pdftotext -raw gives it: cells one after the other, broken as printed.
TEXT = """序號 事項名稱 主辦科 說明
1 步道整建與養
護計畫
公園科 1.更新步道兩側之
欄杆與路燈，並於
汛期前完工。
2.增設座椅。
2 清淤案 水利科 雨季前完成主要溝
渠之清疏。
3 路平專案 養護科 刨鋪主要道路之路
面，並調整人孔高
度。
其他事項如附件所示，本表未盡之處由各科另行補充說明之，並於年度終了前檢討。
"""


def rows(text: str) -> list[list[str]]:
    found = flowing_table(lines_of(text), 0, 1)
    return [] if found is None else [[cell.text for cell in row.cells] for row in found[1].rows]


def test_a_line_for_each_line_of_a_cell() -> None:
    assert rows(TEXT) == [
        ["序號", "事項名稱", "主辦科", "說明"],
        [
            "1",
            "步道整建與養護計畫",
            "公園科",
            "1.更新步道兩側之欄杆與路燈，並於汛期前完工。\n2.增設座椅。",
        ],
        ["2", "清淤案", "水利科", "雨季前完成主要溝渠之清疏。"],
        ["3", "路平專案", "養護科", "刨鋪主要道路之路面，並調整人孔高度。"],
    ]
    found = flowing_table(lines_of(TEXT), 0, 1)
    assert found is not None
    assert lines_of(TEXT)[found[0]].text.startswith("其他事項")
    for row in found[1].rows:
        for cell in row.cells:
            assert "".join(TEXT[a:b] for a, b in cell.spans) == cell.text.replace("\n", "")


def test_years_over_the_words_of_each() -> None:
    text = "指標 算法\n110 年 111 年\n目標 實際 目標 實際\n涵蓋率 戶數比 65% 70% 72% 75%\n處理率 件數比 96% 97% 98% 99%\n"
    found = flowing_table(lines_of(text), 0, 1)
    assert found is not None
    assert [(c.text, c.colspan, c.rowspan) for c in found[1].rows[0].cells] == [
        ("指標", 1, 2),
        ("算法", 1, 2),
        ("110 年", 2, 1),
        ("111 年", 2, 1),
    ]
    assert rows(text)[2:] == [
        ["涵蓋率", "戶數比", "65%", "70%", "72%", "75%"],
        ["處理率", "件數比", "96%", "97%", "98%", "99%"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "甲科 乙科 丙科\n",
        "甲科 乙科 丙科\n本局依規定辦理各項業務，並於年度終了前完成檢討與改進。\n" * 2,
        "一、甲科 乙科 丙科\n1 2 3\n4 5 6\n",
    ],
)
def test_other_lines_are_no_such_table(text: str) -> None:
    assert rows(text) == []
