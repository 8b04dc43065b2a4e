from __future__ import annotations

import pytest

from indexer.blocks import Furniture, Table, Text
from indexer.formats.html import read_html


def texts(source: str) -> list[str]:
    return [b.text for b in read_html(source.encode()).blocks if isinstance(b, Text)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3.甲", "7.乙", "8.丙"]),
        ("<ol type=A><li>甲<li>乙</ol>", ["A.甲", "B.乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2.甲", "1.乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲</ol>", ["一、甲"]),
        ("<ol style='list-style:trad-chinese-formal'><li>甲</ol>", ["壹、甲"]),
        ("<ol style='list-style:none'><li>（一）甲</ol>", ["（一）甲"]),
        ("<ul><li>甲</ul>", ["•甲"]),
        ("<ol><li>甲<ol type=a><li>子<li>丑</ol><li>乙</ol>", ["1.甲", "a.子", "b.丑", "2.乙"]),
        ("<ol><li><p>甲</p><p>續</p></li></ol>", ["1.甲", "續"]),
    ],
)
def test_list_items_bear_the_numbers_that_a_browser_prints(
    source: str, expected: list[str]
) -> None:
    assert texts(source) == expected


def test_headings_paragraphs_and_breaks() -> None:
    source = "<h1>計畫</h1><h3>壹、<b>目標</b></h3><div>前言<p>一、甲<br>二、乙</p>後語</div>"
    blocks = read_html(source.encode()).blocks
    assert [(b.text, b.level) for b in blocks if isinstance(b, Text)] == [
        ("計畫", 1), ("壹、目標", 3), ("前言", None), ("一、甲", None), ("二、乙", None),
        ("後語", None),
    ]  # fmt: skip


def test_line_ends_of_the_source_are_spaces_between_latin_words_only() -> None:
    assert texts("<p>職業\n  災害 World\nBank</p>") == ["職業災害 World Bank"]


def test_tables_with_spans_heads_captions_and_paragraphs() -> None:
    source = (
        "<table><caption>表一</caption><thead><tr><td colspan=2>計畫<td>類別</thead>"
        "<tr><td rowspan=0>規劃<td><p>甲</p><p>乙</p><td>其他<tr><td>管考<td></table>"
    )
    blocks = read_html(source.encode()).blocks
    table = blocks[1]
    assert isinstance(table, Table)
    assert [[(c.text, c.colspan, c.rowspan) for c in row.cells] for row in table.rows] == [
        [("計畫", 2, 1), ("類別", 1, 1)],
        [("規劃", 1, 2), ("甲\n乙", 1, 1), ("其他", 1, 1)],
        [("管考", 1, 1), ("", 1, 1)],
    ]
    assert [row.is_header for row in table.rows] == [True, False, False]
    assert texts(source) == ["表一"]


def test_a_row_of_header_cells_is_a_header() -> None:
    source = "<table><tr><th>甲<th>乙<tr><th>丙<td>丁</table>"
    (table,) = read_html(source.encode()).blocks
    assert isinstance(table, Table)
    assert [row.is_header for row in table.rows] == [True, False]


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    source = "<table><tr><td>選單<td><table><tr><td>甲<td>乙</table></table>"
    first, second = read_html(source.encode()).blocks
    assert isinstance(first, Text)
    assert isinstance(second, Table)
    assert [cell.text for cell in second.rows[0].cells] == ["甲", "乙"]


def test_navigation_scripts_and_hidden_text_are_not_text() -> None:
    source = (
        "<nav>首頁</nav><script>var 甲</script><p>內文<span style='display: none'>密</span></p>"
        "<p hidden>藏起來</p><footer>版權</footer>"
    )
    read = read_html(source.encode())
    assert [(b.role, b.text) for b in read.blocks if isinstance(b, Furniture)] == [
        ("導覽", "首頁"),
        ("頁尾", "版權"),
    ]
    assert [b.text for b in read.blocks if isinstance(b, Text)] == ["內文"]
    assert [one.told for one in read.omissions] == ["略過隱藏文字 4 字"]


@pytest.mark.parametrize("encoding", ["big5", "utf-8"])
def test_the_encoding_that_the_page_declares_is_used(encoding: str) -> None:
    source = f"<html><head><meta charset={encoding}></head><body><p>勞動條件檢查</body></html>"
    assert read_html(source.encode(encoding)).text == "勞動條件檢查\n"


def test_text_lost_by_nesting_too_deep_is_told() -> None:
    source = "<p>起</p>" + "<div>" * 3000 + "深處的文字" * 20 + "</div>" * 3000
    read = read_html(source.encode())
    assert "深處的文字" in read.text or any("沒有讀到" in one.told for one in read.omissions)


def test_what_a_site_prints_round_a_page_is_furniture() -> None:
    lines = [
        "跳到主要內容區塊",
        ":::",
        "現在位置 首頁 &gt; 市政資訊",
        "發布單位：示範局",
        "點閱次數：12",
    ]
    source = "".join(f"<div>{line}</div>" for line in [*lines, "計畫內容，發布單位自行填寫。"])
    blocks = read_html(source.encode()).blocks
    assert [type(block) for block in blocks] == [Furniture] * 5 + [Text]


def test_a_typed_table_of_contents_is_furniture() -> None:
    entries = "".join(f"<p>{n}、章節……………5-{i}</p>" for i, n in enumerate("壹貳參", 1))
    blocks = read_html(f"<p>【目　錄】</p>{entries}<p>壹、章節</p>".encode()).blocks
    assert [block.text for block in blocks if isinstance(block, Text)] == ["壹、章節"]
    assert {block.role for block in blocks if isinstance(block, Furniture)} == {"目錄"}
    # Dotted lines to be filled in are none.
    form = "<p>姓名…………</p><p>電話…………</p><p>地址…………</p>"
    assert len(texts(form)) == 3


def test_deleted_words_and_those_that_a_style_hides_are_left_out_and_told() -> None:
    page = (
        "<style>.a, #b {display: none} @media print {.c {display: none}}</style>"
        "<p>由<del>八十</del><ins>九十</ins>件<s>畫線</s></p><p class='x a'>藏甲</p><p id=b>藏乙</p>"
        "<p class=c>看</p>"
    )
    read = read_html(page.encode())
    assert read.text == "由九十件畫線\n看\n"
    told = [(one.reason, one.characters) for one in read.omissions]
    assert told == [("hidden", 4), ("deleted", 2)]


def test_pictures_of_the_text_and_frames_are_told() -> None:
    page = (
        "<nav><img src=logo></nav><p>甲<img src=a width=600 height=400><img src=b width=12 "
        "height=12></p><iframe src=x></iframe>"
    )
    read = read_html(page.encode())
    assert [one.told for one in read.omissions] == [
        "網頁有 1 張圖片，圖裡如有文字沒有讀到",
        "網頁嵌入 1 個其他檔案或框架，沒有讀",
    ]


def test_what_is_filled_in_is_read() -> None:
    page = (
        "<p>機關：<input value=勞工處> 年度：<select><option>113<option selected>114</select>"
        "<input type=submit value=送出></p>"
    )
    assert read_html(page.encode()).text == "機關：勞工處 年度：114\n"


@pytest.mark.parametrize(
    "rows",
    [
        '<div class="r"><div>名稱</div><div>年度</div></div>'
        '<div class="r odd"><div>甲案</div><div>115</div></div>'
        '<div class="r"><div>乙案</div><div>116</div></div>',
        '<div class="thead"><div class="tr"><div class="th">名稱</div><div class="th">年度</div></div></div>'
        '<div class="tbody"><div class="tr"><div class="td">甲案</div><div class="td">115</div></div>'
        '<div class="tr"><div class="td">乙案</div><div class="td">116</div></div></div>',
        "<ul><li>名稱</li><li>年度</li></ul><ul><li>甲案</li><li>115</li></ul>"
        "<ul><li>乙案</li><li>116</li></ul>",
        '<div role="row"><span role="columnheader">名稱</span><span role="columnheader">年度</span></div>'
        '<div role="row"><span role="cell">甲案</span><span role="cell">115</span></div>'
        '<div role="row"><span role="cell">乙案</span><span role="cell">116</span></div>',
    ],
)
def test_like_elements_in_like_elements_are_a_table(rows: str) -> None:
    (table,) = read_html(f"<p>前文</p><div>{rows}</div><p>後文</p>".encode()).blocks[1:2]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["名稱", "年度"],
        ["甲案", "115"],
        ["乙案", "116"],
    ]


def test_a_lone_cell_of_such_a_table_covers_its_row() -> None:
    cells = "<div class=row><div>{}</div><div>{}</div></div>"
    rows = (
        cells.format("名稱", "年度") + "<div class=row>一、橋梁</div>" + cells.format("甲", "115")
    )
    (table,) = read_html(f"<div>{rows}</div>".encode()).blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.colspan) for cell in table.rows[1].cells] == [("一、橋梁", 2)]


@pytest.mark.parametrize(
    "source",
    [
        # Columns of a page, each of its own class, and one that holds headings.
        "<div><div class=top><div>網站</div><div>登入</div></div>"
        "<div class=main><div>選單</div><div>內文</div></div></div>",
        "<div><div class=row><div><h2>甲</h2></div><div>子</div></div>"
        "<div class=row><div>乙</div><div>丑</div></div></div>",
        # Paragraphs within sections.
        "<div><section><p>甲</p><p>乙</p></section><section><p>丙</p></section></div>",
        "<ul><li><div>甲</div></li><li><div>乙</div></li></ul>",
        "<div><section><p>甲</p><p>乙</p></section><section><p>丙</p><p>丁</p></section></div>",
        # Cards: a name, and what there is to say of it.
        f"<div><div><div>甲</div><div>{'說' * 40}。</div></div>"
        f"<div><div>乙</div><div>{'說' * 50}。</div></div></div>",
    ],
)
def test_other_nested_elements_are_no_table(source: str) -> None:
    assert not any(isinstance(block, Table) for block in read_html(source.encode()).blocks)


def test_hidden_rows_of_such_a_table_are_left_out() -> None:
    row = "<div class=row{}><div>{}</div><div>{}</div></div>"
    rows = (
        row.format("", "名稱", "年度")
        + row.format(" hidden", "丙", "1")
        + row.format("", "甲", "115")
    )
    (table,) = read_html(f"<div>{rows}</div>".encode()).blocks
    assert isinstance(table, Table)
    assert [row.cells[0].text for row in table.rows] == ["名稱", "甲"]
