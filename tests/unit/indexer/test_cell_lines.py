from __future__ import annotations

import pytest

from indexer.layout.lines import lines_of
from indexer.tables.cell_lines import office_rows

HEAD = "業務別\n計畫項目\n實施內容\n預算金額\n(單位：千元)\n備註\n"


def rows(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in office_rows(lines_of(text), 0)[1]]


def test_a_line_for_each_cell() -> None:
    text = (
        HEAD
        + "壹、工商\n一、商業\n1.登記。\n2.查察。\n2,500\n\n\n二、商圈\n輔導。\n800\n含補助\n內文。\n"
    )
    end, found = office_rows(lines_of(text), 0)
    assert rows(text) == [
        ["業務別", "計畫項目", "實施內容", "預算金額(單位：千元)", "備註"],
        ["壹、工商", "一、商業", "1.登記。\n2.查察。", "2,500", ""],
        ["", "二、商圈", "輔導。", "800", "含補助"],
    ]
    assert lines_of(text)[end].text == "內文。"
    assert [row.line for row in found] == [1, 7, 13]
    spans = [text[a:b] for row in found for cell in row.cells for a, b in cell.spans]
    assert "".join(spans) == "".join(text.split()).removesuffix("內文。")


def test_years_stand_beneath_the_word_that_they_are_of() -> None:
    text = "績效指標\n衡量標準\n分年目標值\n\n113年\n114年\n涵蓋率\n家數\n65%\n70%\n處理率\n件數\n96%\n97%\n"
    found = office_rows(lines_of(text), 0)[1]
    assert [(cell.text, cell.colspan, cell.rowspan) for cell in found[0].cells] == [
        ("績效指標", 1, 2),
        ("衡量標準", 1, 2),
        ("分年目標值", 2, 1),
    ]
    assert rows(text)[1:] == [
        ["113年", "114年"],
        ["涵蓋率", "家數", "65%", "70%"],
        ["處理率", "件數", "96%", "97%"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        # One row tells nothing, and so do words where figures should stand.
        HEAD + "壹、工商\n一、商業\n登記。\n2,500\n\n內文。",
        HEAD
        + "壹、工商\n一、商業\n登記。\n查察。\n稽查。\n貳、觀光\n一、行銷\n旅展。\n宣傳。\n網路。\n",
        # Without a column of figures nothing tells where a row ends.
        "業務別\n計畫項目\n實施內容\n工商\n商業\n登記。\n觀光\n行銷\n旅展。\n",
        "目標\n內容\n說明。\n",
    ],
)
def test_other_lines_are_no_such_table(text: str) -> None:
    assert rows(text) == []
