from __future__ import annotations

import pytest
from made import Print, grid, pdf

from indexer.blocks import Block, Furniture, Table, Text
from indexer.formats.pdf import read_pdf
from search.errors import DocumentError

LEFT, STEP = 60.0, 18.0
FULL = 30
"""Characters of a full line."""


def prints(lines: list[str], top: float = 80, left: float = LEFT) -> list[Print]:
    return [(left, top + at * STEP, line) for at, line in enumerate(lines)]


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Text)]


def roles(blocks: tuple[Block, ...]) -> list[tuple[str, str, int | None]]:
    return [(b.role, b.text, b.page) for b in blocks if isinstance(b, Furniture)]


def rows(blocks: tuple[Block, ...]) -> list[list[str]]:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells] for row in table.rows]


LONG = "推動職業安全衛生管理制度並輔導中小企業改善工作環境及設備以降低職業災害發生的風險與傷害"
FIRST, REST = LONG[:FULL], LONG[FULL:]


def test_wrapped_lines_are_one_paragraph_and_a_short_line_ends_it() -> None:
    page = prints(
        [FIRST, REST + "。", "另辦理檢查。", "（一）" + LONG[: FULL - 3], LONG[FULL - 3 :]]
    )
    blocks = read_pdf(pdf([(page, [])])).blocks
    assert texts(blocks) == [LONG + "。", "另辦理檢查。", "（一）" + LONG]
    assert [block.page for block in blocks if isinstance(block, Text)] == [1, 1, 1]


def test_a_number_begins_a_paragraph_after_a_full_line() -> None:
    page = prints([FIRST, "（二）" + LONG[: FULL - 3], "辦理。"])
    assert texts(read_pdf(pdf([(page, [])])).blocks) == [FIRST, f"（二）{LONG[: FULL - 3]}辦理。"]


def test_a_paragraph_goes_on_over_the_end_of_a_page() -> None:
    pages = [(prints([FIRST], 760), []), (prints([REST + "。", "完。"]), [])]
    assert texts(read_pdf(pdf(pages)).blocks) == [LONG + "。", "完。"]


def test_latin_words_keep_a_space_where_lines_are_joined() -> None:
    page = prints([LONG[: FULL - 3] + "Health", "Organization" + REST, "完。"])
    assert texts(read_pdf(pdf([(page, [])])).blocks)[0] == (
        LONG[: FULL - 3] + "Health Organization" + REST
    )


def test_headers_footers_and_page_numbers_are_furniture() -> None:
    pages = [
        (
            [
                (LEFT, 30.0, "示範市政府施政計畫"),
                *prints([f"第{word}點說明"], 80 + at),
                (290.0, 800.0, f"- {at + 1} -"),
            ],
            [],
        )
        for at, word in enumerate("甲乙丙")
    ]
    blocks = read_pdf(pdf(pages)).blocks
    assert texts(blocks) == ["第甲點說明", "第乙點說明", "第丙點說明"]
    assert sorted(roles(blocks)) == sorted(
        [("頁首", "示範市政府施政計畫", page) for page in (1, 2, 3)]
        + [("頁碼", f"- {page} -", page) for page in (1, 2, 3)]
    )


def test_two_columns_are_read_one_after_the_other() -> None:
    half = FULL // 2 + 3
    words = [LONG[at % 20 :][:half] for at in range(24)]
    left = [(40.0, 120 + at * STEP, words[at]) for at in range(12)]
    right = [(320.0, 120 + at * STEP, words[12 + at]) for at in range(12)]
    page = [(60.0, 80.0, FIRST), *left, *right]
    read = texts(read_pdf(pdf([(page, [])])).blocks)
    assert "".join(read) == FIRST + "".join(words)
    assert read[0] == FIRST


@pytest.mark.parametrize("lower", [0.0, 9.0])
def test_short_columns_are_read_apart_at_whatever_heights_their_lines_stand(lower: float) -> None:
    words = [LONG[at:] + LONG[:at] for at in range(12)]
    left, right = [word[:18] for word in words[:6]], [word[:18] for word in words[6:]]
    page = [*prints(left), *prints(right, 80 + lower, 320)]
    text = read_pdf(pdf([(page, [])])).text.replace("\n", "")
    assert "".join(left) in text
    assert "".join(right) in text


def test_a_table_of_contents_is_furniture() -> None:
    page = prints(["目  錄", "壹、目標……………………1", "貳、計畫……………………5", "壹、目標", "提升勞動力。"])
    blocks = read_pdf(pdf([(page, [])])).blocks
    assert texts(blocks) == ["壹、目標", "提升勞動力。"]
    assert [role for role, _, _ in roles(blocks)] == ["目錄"] * 3


XS = [60.0, 160.0, 400.0, 500.0]


def table_page(top: float, cells: list[list[list[str]]]) -> tuple[list[Print], list]:
    """A ruled table: rows of cells of printed lines."""
    ys = [top]
    out: list[Print] = []
    for row in cells:
        for x, lines in zip(XS, row, strict=False):
            out += [(x + 4, ys[-1] + 4 + at * STEP, line) for at, line in enumerate(lines)]
        ys.append(ys[-1] + 8 + STEP * max(len(lines) for lines in row))
    return out, grid(XS, ys)


HEAD = [["計畫"], ["內容"], ["經費"]]


def test_a_table_over_two_pages_is_one_and_its_repeated_header_is_furniture() -> None:
    first = table_page(400, [HEAD, [["甲"], ["檢查"], ["10"]], [["乙"], ["輔導"], ["20"]]])
    second = table_page(80, [HEAD, [["丙"], ["宣導"], ["30"]]])
    blocks = read_pdf(pdf([first, second])).blocks
    assert rows(blocks) == [
        ["計畫", "內容", "經費"], ["甲", "檢查", "10"], ["乙", "輔導", "20"], ["丙", "宣導", "30"],
    ]  # fmt: skip
    table = next(block for block in blocks if isinstance(block, Table))
    assert [(row.number, row.page, row.is_header) for row in table.rows] == [
        (1, 1, True), (2, 1, False), (3, 1, False), (5, 2, False),
    ]  # fmt: skip
    assert roles(blocks) == [("重複表頭", "計畫 內容 經費", 2)]


def test_a_row_that_the_end_of_a_page_cuts_is_joined() -> None:
    wide = "辦理勞動條件檢查及法令宣導會並輔導業者"
    first = table_page(
        400, [HEAD, [["甲"], ["檢查"], ["10"]], [["乙"], ["一、" + wide[:17]], ["20"]]]
    )
    second = table_page(80, [HEAD, [[""], [wide[17:] + "。", "二、督導。"], [""]]])
    assert rows(read_pdf(pdf([first, second])).blocks)[-1] == [
        "乙",
        f"一、{wide}。\n二、督導。",
        "20",
    ]


def test_a_cell_merged_over_rows_goes_on_over_the_end_of_a_page() -> None:
    xs, out = XS, []
    ys = [400.0, 430.0, 460.0, 490.0]
    rules = grid(xs, ys)
    rules.remove((xs[0], ys[2], xs[-1], ys[2]))
    rules.append((xs[1], ys[2], xs[-1], ys[2]))
    for y, texts_of_row in zip(
        ys, (["計畫", "內容", "經費"], ["甲", "子", "1"], ["", "丑", "2"]), strict=False
    ):
        out += [(x + 4, y + 4, text) for x, text in zip(xs, texts_of_row, strict=False) if text]
    second = table_page(80, [HEAD, [[""], ["寅"], ["3"]], [["乙"], ["卯"], ["4"]]])
    (table,) = (b for b in read_pdf(pdf([(out, rules), second])).blocks if isinstance(b, Table))
    assert [[(c.text, c.rowspan) for c in row.cells] for row in table.rows] == [
        [("計畫", 1), ("內容", 1), ("經費", 1)],
        [("甲", 3), ("子", 1), ("1", 1)],
        [("丑", 1), ("2", 1)],
        [("寅", 1), ("3", 1)],
        [("乙", 1), ("卯", 1), ("4", 1)],
    ]


def test_a_merged_cell_whose_second_row_begins_a_page() -> None:
    first = table_page(
        400, [HEAD, [["甲"], ["一、檢查。"], ["10"]], [["乙"], ["一、輔導。"], ["20"]]]
    )
    second = table_page(
        80, [HEAD, [[""], ["一、宣導。"], ["30"]], [["丙"], ["一、調解。"], ["40"]]]
    )
    (table,) = (b for b in read_pdf(pdf([first, second])).blocks if isinstance(b, Table))
    assert [[(c.text, c.rowspan) for c in row.cells] for row in table.rows[1:]] == [
        [("甲", 1), ("一、檢查。", 1), ("10", 1)],
        [("乙", 2), ("一、輔導。", 1), ("20", 1)],
        [("一、宣導。", 1), ("30", 1)],
        [("丙", 1), ("一、調解。", 1), ("40", 1)],
    ]


def test_full_short_cells_do_not_make_a_row_go_on_whose_items_begin_again() -> None:
    full, other = "社會發展及公共建設"[:8], "科技發展與國際合作"[:8]
    first = table_page(
        400, [HEAD, [["甲"], ["一、檢查。"], [full]], [["乙"], ["一、輔導。"], [full]]]
    )
    second = table_page(80, [HEAD, [[""], ["一、宣導。"], [other]]])
    (table,) = (b for b in read_pdf(pdf([first, second])).blocks if isinstance(b, Table))
    assert [cell.text for cell in table.rows[-1].cells] == ["一、宣導。", other]


def test_tables_with_text_between_them_stay_two() -> None:
    first = table_page(400, [HEAD, [["甲"], ["檢查"], ["10"]]])
    cells, rules = table_page(120, [HEAD, [["丙"], ["宣導"], ["30"]]])
    blocks = read_pdf(pdf([first, ([*prints(["貳、其他計畫"], 80), *cells], rules)])).blocks
    assert [type(block).__name__ for block in blocks] == ["Table", "Text", "Table"]


def test_a_table_without_rules_is_known_by_its_header_line() -> None:
    cells = [
        ["計畫名稱", "工作內容", "經費"],
        ["甲計畫", "辦理檢查", "10"],
        ["乙計畫", "辦理輔導", "20"],
    ]
    page = [
        (x, 200 + at * 22.0, text)
        for at, row in enumerate(cells)
        for x, text in zip(XS, row, strict=False)
    ]
    blocks = read_pdf(pdf([([*prints(["一、經費需求"]), *page], [])])).blocks
    assert rows(blocks) == cells
    assert texts(blocks) == ["一、經費需求"]


def test_a_table_with_horizontal_rules_alone() -> None:
    cells = [["計畫", "內容", "經費"], ["甲", "檢查", "10"], ["乙", "輔導", "20"]]
    page = [
        (x, 200 + at * 30.0, text)
        for at, row in enumerate(cells)
        for x, text in zip(XS, row, strict=False)
    ]
    rules = [(60.0, 195 + at * 30.0, 500.0, 195 + at * 30.0) for at in range(4)]
    assert rows(read_pdf(pdf([(page, rules)])).blocks) == cells


def test_a_frame_round_a_paragraph_is_no_table() -> None:
    blocks = read_pdf(pdf([(prints(["重要說明"], 104, 70), grid([60, 400], [100, 140]))])).blocks
    assert texts(blocks) == ["重要說明"]


def test_pages_without_text_are_named_as_scans() -> None:
    drawing = [(60.0, 60.0, 500.0, 700.0)]
    read = read_pdf(pdf([(prints(["甲。"]), []), ([], drawing), ([], drawing), ([], [])]))
    assert texts(read.blocks) == ["甲。"]
    assert [(o.reason, o.place) for o in read.omissions] == [
        ("scanned-page", "第 2 頁"), ("scanned-page", "第 3 頁"),
    ]  # fmt: skip
    assert all("zhengsuo ocr" in omission.told for omission in read.omissions)
    assert read.warnings == ()


def test_a_file_of_scans_alone_is_refused_with_the_remedy() -> None:
    with pytest.raises(DocumentError, match="掃描") as caught:
        read_pdf(pdf([([], []), ([], [])]))
    assert "OCR" in caught.value.remedy


def test_every_printed_character_is_read() -> None:
    table, rules = table_page(200, [HEAD, [["甲"], ["檢查與輔導"], ["10"]]])
    page = [*prints(["一、工作計畫", FIRST]), *table, (300.0, 700.0, "孤字")]
    printed = sorted("".join(text for _, _, text in page))
    read = "".join(read_pdf(pdf([(page, rules)])).text.split())
    assert sorted(read) == printed


def test_pages_have_the_number_that_is_printed_on_them() -> None:
    pages = [
        (([*prints([f"第{word}點說明"]), (290.0, 800.0, number)]), [])
        for word, number in zip("甲乙丙丁", ("i", "ii", "- 1 -", "- 2 -"), strict=True)
    ]
    assert read_pdf(pdf(pages)).page_labels == ((1, "i"), (2, "ii"), (3, "1"), (4, "2"))
