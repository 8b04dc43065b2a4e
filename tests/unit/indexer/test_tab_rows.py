from __future__ import annotations

import pytest
from small_texts import grid, read, roles, tables, texts

from indexer.blocks import Table
from indexer.layout.lines import Line
from indexer.tables.tab_rows import heads_again, row_of

HEAD = "工作計畫名稱\t重要計畫項目\t實施內容"


def test_blanks_at_the_ends_of_lines_change_nothing() -> None:
    text = "\t計畫項目\n\t實施內容\n\n\t訪查\n\t逐家訪查。\n\n\t稽查\n\t\n"
    spaced = "".join(f"{line} \u3000\n" for line in text.split("\n"))
    assert [grid(table) for table in tables(spaced)] == [grid(table) for table in tables(text)]


def test_a_line_for_each_cell() -> None:
    text = (
        "\t工作計畫\n\t計畫項目\n\t實施內容\n\n"
        "\t勞動檢查\n\t營造減災\n\t一、辦理稽查。\n二、辦理宣\n導活動。\n\n\n"
        "\t職業訓練\n\t青年就業\n\t開設課程。\n\n"
        "參、結語"
    )
    (table,) = tables(text)
    assert grid(table) == [
        ["工作計畫", "計畫項目", "實施內容"],
        ["勞動檢查", "營造減災", "一、辦理稽查。\n二、辦理宣導活動。"],
        ["職業訓練", "青年就業", "開設課程。"],
    ]
    assert [row.line for row in table.rows] == [1, 5, 12]
    assert texts(text) == ["參、結語"]


def test_cells_parted_by_tabs() -> None:
    (table,) = tables(f"{HEAD}\n勞動檢查\t營造減災\t 辦理稽查。\n\t廠場輔導\t\n")
    assert grid(table) == [
        ["工作計畫名稱", "重要計畫項目", "實施內容"],
        ["勞動檢查", "營造減災", "辦理稽查。"],
        ["", "廠場輔導", ""],
    ]
    assert [row.number for row in table.rows] == [1, 2, 3]


def test_spans_of_cells_are_their_places() -> None:
    text = f"{HEAD}\n勞動檢查\t 營造減災 \t\n"
    (table,) = tables(text)
    cells = table.rows[1].cells
    assert [[text[a:b] for a, b in cell.spans] for cell in cells] == [
        ["勞動檢查"],
        ["營造減災"],
        [],
    ]


@pytest.mark.parametrize(
    "between",
    ["\n", "\n\n\n", "\n第 2 頁\n", "\n\n- 2 -\n\f\n", "\n----\n"],
)
def test_a_table_goes_on_behind_a_repeated_header(between: str) -> None:
    text = (
        f"{HEAD}\n勞動檢查\t營造減災\t辦理稽查。\n{between}{HEAD}\n職業訓練\t青年就業\t開設課程。\n"
    )
    (table,) = tables(text)
    assert grid(table)[1:] == [
        ["勞動檢查", "營造減災", "辦理稽查。"],
        ["職業訓練", "青年就業", "開設課程。"],
    ]
    assert table.rows[0].is_header
    assert [row.number for row in table.rows] == [1, 2, 3]
    assert ("重複表頭", HEAD) in roles(text)


def test_header_rows_of_two_lines_are_repeated_together() -> None:
    head = "對應指標\t2024年\t\n\t目標值\t實際值"
    text = f"{head}\n參訓人次\t120\t130\n\n{head}\n就業人次\t60\t66\n"
    (table,) = tables(text)
    assert grid(table)[2:] == [["參訓人次", "120", "130"], ["就業人次", "60", "66"]]
    assert [role for role, _ in roles(text)] == ["重複表頭", "重複表頭"]


def test_a_row_that_a_page_end_cuts_is_joined() -> None:
    rows = "\n".join(f"業務{n}\t項目{n}\t辦理第{n}項工作。" for n in "甲乙丙丁戊")
    text = (
        f"{HEAD}\n{rows}\n職業訓練\t青年就\t開設數位課程，並提供\n\n"
        f"{HEAD}\n\t業方案\t就業媒合。\n技能檢定\t證照輔導\t辦理檢定。\n"
    )
    (table,) = tables(text)
    assert grid(table)[-2:] == [
        ["職業訓練", "青年就業方案", "開設數位課程，並提供就業媒合。"],
        ["技能檢定", "證照輔導", "辦理檢定。"],
    ]


def test_rows_of_content_that_are_alike_are_no_repeated_headers() -> None:
    rows = ["甲區道路工程\t100", "乙區道路工程\t100", "丙區道路工程\t100"]
    text = "\n\n".join(rows)
    assert [cell for table in tables(text) for row in grid(table) for cell in row] == [
        cell for row in rows for cell in row.split("\t")
    ]
    assert roles(text) == []


def test_alike_first_rows_of_two_pages_are_both_kept() -> None:
    text = (
        f"{HEAD}\n勞動檢查\t甲區工地稽查\t全年100場\n\n{HEAD}\n勞動檢查\t乙區工地稽查\t全年100場\n"
    )
    (table,) = tables(text)
    assert [row[1] for row in grid(table)[1:]] == ["甲區工地稽查", "乙區工地稽查"]


def test_another_header_begins_another_table() -> None:
    text = f"{HEAD}\n勞動檢查\t營造減災\t辦理稽查。\n\n關鍵績效指標\t衡量標準\t年度目標值\n稽查場次\t年度場次\t400場\n"
    first, second = tables(text)
    assert (first.number, second.number) == (1, 2)
    assert grid(second)[1] == ["稽查場次", "年度場次", "400場"]


def test_prose_between_tables_stays_between_them() -> None:
    text = f"{HEAD}\n甲\t乙\t丙\n\n以下為續表。\n\n{HEAD}\n丁\t戊\t己\n"
    blocks = read(text).blocks
    assert [type(block) is Table for block in blocks] == [True, False, True]


@pytest.mark.parametrize(
    ("first", "second", "again"),
    [
        ("工作計畫名稱\t計畫項目", "工作計畫名稱\t計畫項目", True),
        # Cells run together, cut apart or misread.
        ("工作計畫名稱\t計畫項目", "工作計畫名稱計畫項目", True),
        ("工作計畫名稱\t計畫項目", "工作計 畫名稱\t計畫\t項目", True),
        ("工作計畫名稱\t計畫項目", "工作計晝名稱\t計畫項目", True),
        ("工作計畫名稱\t計畫項目", "關鍵績效指標\t衡量標準", False),
        ("甲區工程\t100", "乙區工程\t100", False),
        ("甲區工程\t100", "甲區工程\t100", False),
        ("計畫項目\t" + "甲" * 2000, "計畫項目\t" + "乙" * 2000, False),
    ],
)
def test_headers_printed_again(first: str, second: str, again: bool) -> None:
    rows = [row_of(Line(text, 0, 1), 1) for text in (first, second)]
    assert heads_again(rows[0], rows[1]) is again


@pytest.mark.parametrize(
    ("before", "last"),
    [
        # Under 二、 a second item goes on with the cell; under 一、 it is the next heading.
        ("一、目標\n二、計畫\n", "一、購置設備。\n二、辦理講習。"),
        ("一、計畫\n", "一、購置設備。"),
    ],
)
def test_numbered_lines_behind_the_last_row(before: str, last: str) -> None:
    text = (
        before
        + "工作計畫\t計畫項目\t實施內容\n消防\t救災\t一、購置設備。\n二、辦理講習。\n參、結語\n"
    )
    (table,) = tables(text)
    assert table.rows[-1].cells[-1].text == last


def test_a_cell_broken_over_a_line_end_is_made_whole() -> None:
    text = "計畫項目\t實施內容\t經費\n步道\t整修步道，設置\n解說牌。\t5\n"
    (table,) = tables(text)
    assert grid(table)[1] == ["步道", "整修步道，設置解說牌。", "5"]
    # A line that could stand alone is none of it.
    whole = "計畫項目\t實施內容\t經費\n步道\t整修步道。\n二、橋梁\t5\n"
    assert grid(tables(whole)[0])[1] == ["步道", "整修步道。"]
