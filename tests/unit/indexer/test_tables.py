from __future__ import annotations

import pytest
from small_texts import tables

from indexer.blocks import Cell, Row, Table, Text
from indexer.splitting.tables import Meaning, bare, one_line, understand, year_matrix
from indexer.tables.surroundings import with_surroundings


def table(*rows: str | tuple[Cell, ...], marked: int = 0) -> Table:
    """A table of rows, each of cells or of texts parted by bars."""
    made = [
        Row(
            tuple(Cell(text) for text in row.split("|")) if isinstance(row, str) else row,
            number,
            is_header=number <= marked,
        )
        for number, row in enumerate(rows, 1)
    ]
    return Table(tuple(made), 1)


def fields(meaning: Meaning) -> list[str | None]:
    return [column.field for column in meaning.columns]


def cells(meaning: Meaning) -> list[dict[str, str]]:
    return [{name: cell.text for name, cell in record.cells.items()} for record in meaning.records]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("重要計畫項目|實施內容", "project"),
        ("工作計畫名稱|重要計畫項目|計畫類別", "project"),
        ("業務計畫|計畫內容", "project"),
        ("計畫名稱|經費", "project"),
        ("關鍵績效指標|衡量標準|年度目標值", "kpi"),
        ("關鍵策略目標|關鍵績效指標", "kpi"),
        ("年度施政目標|衡量標準", "kpi"),
        ("施政目標|策略", "goal"),
        ("重要計畫項目|單位", None),
        ("姓名|電話", None),
    ],
)
def test_kinds_of_tables(head: str, kind: str | None) -> None:
    assert understand(table(head, "甲|乙|丙")).kind == kind


@pytest.mark.parametrize(
    ("context", "rows", "found"),
    [
        # No word of these heads is in the vocabulary.
        (
            None,
            (
                "課題|怎麼做",
                "巡迴書車下鄉計畫|走訪山村，送書到校。",
                "夜間開館人力補助|延長時段，增派人手。",
            ),
            ["project", "content"],
        ),
        (
            None,
            (
                "任務|推展步驟|需用款",
                "巡迴書車下鄉計畫|走訪山村，送書到校。|1,200",
                "夜間開館人力補助|延長時段，增派人手。|3,450",
            ),
            ["project", "content", "budget"],
        ),
        (
            "kpi",
            (
                "量度名稱|怎麼算|應達數",
                "全年圖書借閱人次|全年借出之人次，不含續借|900 人次",
                "居民到館率|到館者除以居民，不計外縣市|35%",
            ),
            ["indicator", "measure", "target"],
        ),
        # A word that is known keeps its field; what stands beside it is found about it.
        (
            None,
            (
                "所屬|要辦的|實施內容",
                "閱讀|巡迴書車|走訪山村。",
                "|夜間開館|延長時段。",
                "|說書|每週一場。",
            ),
            ["work_program", "project", "content"],
        ),
        (
            None,
            ("衡量指標|103年應達數|103年結算數|104年應達數|104年結算數", "到館率|35%|36%|40%|39%"),
            ["indicator", "target", "actual", "target", "actual"],
        ),
    ],
)
def test_columns_are_known_by_what_stands_beneath_unknown_words(
    context: str | None, rows: tuple[str, ...], found: list[str]
) -> None:
    assert fields(understand(table(*rows), context)) == found


def test_figures_alone_make_no_plan_of_a_table() -> None:
    rows = ("地區|甲數|乙數", "山線|120|88", "海線|97|105")
    assert understand(table(*rows)).kind is None


def test_titles_over_a_head_and_notes_beneath_rows_are_paragraphs() -> None:
    rows = (
        "書香館 103 年度計畫||",
        "計畫名稱|實施內容|經費",
        "書車|下鄉。|12",
        "說書|每週。|8",
        "註：含補助款。||",
    )
    first, inner, last = with_surroundings([table(*rows)])
    assert isinstance(first, Text)
    assert isinstance(inner, Table)
    assert isinstance(last, Text)
    assert [first.text, len(inner.rows), last.text] == ["書香館 103 年度計畫", 3, "註：含補助款。"]


def test_one_header_word_is_no_header() -> None:
    assert understand(table("單位|電話", "甲|乙")).header_rows == 0
    assert understand(table("計畫內容|電話|地址", "甲|乙|丙")).header_rows == 0


def test_unknown_header_words_are_named() -> None:
    meaning = understand(table("計畫項目|實施內容|神祕欄", "甲|乙|丙"))
    assert meaning.unknown == ("神祕欄",)
    ((column, cell),) = meaning.records[0].others
    assert (column.label, cell.text) == ("神祕欄", "丙")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # Merged cells of the upper row.
        (
            (
                (Cell("指標", rowspan=2), Cell("2024年", colspan=2), Cell("負責單位", rowspan=2)),
                "目標值|實際值",
                "參訓人次|120|130|訓練科",
            ),
            [("indicator", None), ("target", 2024), ("actual", 2024), ("responsible_unit", None)],
        ),
        # The same printed in the first of the columns only.
        (
            ("指標|2024年|||負責單位", "|目標值|實際值|指標進展|", "參訓人次|120|130|●|訓練科"),
            [
                ("indicator", None),
                ("target", 2024),
                ("actual", 2024),
                ("progress", 2024),
                ("responsible_unit", None),
            ],
        ),
        # Bare years under a word.
        (
            ("關鍵績效指標|各年度目標值|", "|112|113", "參訓人次|80|90"),
            [("indicator", None), ("target", 2023), ("target", 2024)],
        ),
        # A year before each word.
        (
            ("關鍵績效指標|112年目標值|112年實際值|113年目標值", "參訓人次|80|82|90"),
            [("indicator", None), ("target", 2023), ("actual", 2023), ("target", 2024)],
        ),
        # A number column under the header of its neighbour.
        (
            ("關鍵績效指標||衡量標準", "1|參訓人次|年度人次", "2|就業人次|年度人次"),
            [("number", None), ("indicator", None), ("measure", None)],
        ),
        (
            ("關鍵績效指標|衡量標準", "1|參訓人次|年度人次", "2|就業人次|年度人次"),
            [("number", None), ("indicator", None), ("measure", None)],
        ),
        (
            ((Cell("關鍵績效指標", colspan=2), Cell("衡量標準")), "1|參訓人次|年度人次"),
            [("number", None), ("indicator", None), ("measure", None)],
        ),
    ],
)
def test_columns(
    rows: tuple[str | tuple[Cell, ...], ...], expected: list[tuple[str | None, int | None]]
) -> None:
    meaning = understand(table(*rows))
    assert [(column.field, column.year) for column in meaning.columns] == expected


def test_a_row_of_content_under_a_marked_header_is_no_header() -> None:
    meaning = understand(table("計畫項目|實施內容", "訪視|辦理。", marked=1))
    assert meaning.header_rows == 1
    assert len(meaning.records) == 1


def test_a_caption_over_the_header_is_part_of_it() -> None:
    meaning = understand(
        table((Cell("表一　重點工作", colspan=2),), "計畫項目|實施內容", "訪視|辦理。")
    )
    assert (meaning.caption, meaning.header_rows, meaning.kind) == ("表一　重點工作", 2, "project")


def test_cells_are_filled_down() -> None:
    meaning = understand(
        table("工作計畫|計畫項目|實施內容", "檢查|訪視|甲。", "|稽查|乙。", "訓練|開課|丙。")
    )
    assert [row["work_program"] for row in cells(meaning)] == ["檢查", "檢查", "訓練"]
    assert [record.filled for record in meaning.records] == [set(), {"work_program"}, set()]


def test_merged_cells_count_for_each_row() -> None:
    meaning = understand(
        table(
            "工作計畫|計畫項目|實施內容",
            (Cell("檢查", rowspan=2), Cell("訪視"), Cell("甲。")),
            "稽查|乙。",
            "訓練|開課|丙。",
        )
    )
    assert [row["work_program"] for row in cells(meaning)] == ["檢查", "檢查", "訓練"]
    assert meaning.records[0].cells["work_program"] is meaning.records[1].cells["work_program"]


def test_other_cells_are_not_filled_down() -> None:
    meaning = understand(
        table("工作計畫|計畫項目|計畫類別|實施內容", "檢查|訪視|社會|甲。", "|稽查||乙。")
    )
    assert "plan_category" not in cells(meaning)[1]


def test_a_band_over_the_whole_row_heads_the_rows_beneath_it() -> None:
    meaning = understand(
        table(
            "計畫項目|計畫類別|實施內容",
            (Cell("檢查業務", colspan=3),),
            "訪視|社會|甲。",
            "稽查|社會|乙。",
            (Cell("訓練業務", colspan=3),),
            "開課|社會|丙。",
        )
    )
    assert [row["work_program"] for row in cells(meaning)] == ["檢查業務", "檢查業務", "訓練業務"]
    indicators = understand(
        table(
            "績效指標|衡量標準|目標值",
            (Cell("友善職場", colspan=3),),
            "參訓人次|年度人次|80",
        )
    )
    assert cells(indicators)[0]["goal"] == "友善職場"


def test_an_unnumbered_name_alone_heads_numbered_rows() -> None:
    meaning = understand(
        table("工作計畫|計畫內容|經費", "教育業務||", "一、閱讀|辦理。|10", "二、安全|辦理。|20")
    )
    assert [(row["work_program"], row["project"]) for row in cells(meaning)] == [
        ("教育業務", "一、閱讀"),
        ("教育業務", "二、安全"),
    ]


def test_a_row_of_a_work_program_alone_heads_the_rows_beneath_it() -> None:
    meaning = understand(
        table(
            "工作計畫|計畫項目|實施內容",
            "檢查業務||",
            "|訪視|甲。",
            "|稽查|乙。",
            "訓練業務||",
            "|開課|丙。",
        )
    )
    assert [(row["work_program"], row["project"]) for row in cells(meaning)] == [
        ("檢查業務", "訪視"),
        ("檢查業務", "稽查"),
        ("訓練業務", "開課"),
    ]


def test_bands_that_head_no_rows_are_kept() -> None:
    meaning = understand(
        table(
            "計畫項目|計畫類別|實施內容",
            (Cell("甲篇", colspan=3),),
            (Cell("檢查業務", colspan=3),),
            "訪視|社會|甲。",
            (Cell("未列項目", colspan=3),),
        )
    )
    printed = [[cell.text for _, cell in record.printed] for record in meaning.records]
    assert printed == [["甲篇"], ["訪視", "社會", "甲。"], ["未列項目"]]


def test_a_table_on_its_side_is_turned() -> None:
    meaning = understand(
        table("績效指標|準點率|事故件數", "衡量標準|準點班次|年度件數", "目標值|92%|80件")
    )
    assert (meaning.kind, meaning.header_rows) == ("kpi", 1)
    assert [row["indicator"] for row in cells(meaning)] == ["準點率", "事故件數"]
    assert [[cell.text for _, cell in r.values] for r in meaning.records] == [["92%"], ["80件"]]


def test_empty_rows_are_passed_over() -> None:
    meaning = understand(table("計畫項目|實施內容", "|", "訪視|辦理。"))
    assert cells(meaning) == [{"project": "訪視", "content": "辦理。"}]


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        (
            ("項目|111年度|112年度", "原訂目標值|10%|18%", "實際值|9%|19%", "初核結果|▲|★"),
            (
                ("2022 target", "10%"),
                ("2023 target", "18%"),
                ("2022 actual", "9%"),
                ("2023 actual", "19%"),
                ("2022 progress", "▲"),
                ("2023 progress", "★"),
            ),
        ),
        (
            ("項目|111年度|112年度", "原訂目標值|10%|", "實際值||19%"),
            (("2022 target", "10%"), ("2023 actual", "19%")),
        ),
        (("項目|甲|乙", "原訂目標值|10%|18%", "實際值|9%|19%"), None),
        (("項目|111年度", "實際值|9%"), None),
        (("項目|111年度",), None),
    ],
)
def test_years_as_columns(
    rows: tuple[str, ...], values: tuple[tuple[str, str], ...] | None
) -> None:
    assert year_matrix(table(*rows)) == values


@pytest.mark.parametrize(
    ("cell", "line"),
    [("職業 災害\n重建", "職業災害重建"), ("ISO 標準", "ISO 標準"), (" 甲， 乙 ", "甲，乙")],
)
def test_names_broken_by_narrow_columns(cell: str, line: str) -> None:
    assert one_line(cell) == line


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("一、訪視", ("一", "訪視")),
        ("(2) 訪視", ("(2)", "訪視")),
        ("6011021100 訪視業務", ("6011021100", "訪視業務")),
        ("訪視", (None, "訪視")),
        ("一、", (None, "一、")),
    ],
)
def test_names_without_their_numbers(text: str, parted: tuple[str | None, str]) -> None:
    assert bare(text) == parted


def test_wide_rows_lose_nothing() -> None:
    (read,) = tables("計畫項目\t實施內容\n訪視\t辦理。\t多出的欄\n稽查\t查核。\n")
    record = understand(read).records[0]
    assert [cell.text for _, cell in record.printed] == ["訪視", "辦理。", "多出的欄"]


def test_the_number_beside_a_lone_work_program_is_accounted_for() -> None:
    text = "編號\t工作計畫\t計畫項目\t實施內容\n1\t檢查業務\t\t\n\t\t訪視\t甲。\n2\t訓練業務\t\t\n\t\t開課\t乙。\n"
    (read,) = tables(text)
    records = understand(read).records
    assert [record.cells["work_program"].text for record in records] == ["檢查業務", "訓練業務"]
    assert text.index("1") in {start for start, _ in records[0].spans}


def test_two_work_programs_in_a_row_are_no_heading() -> None:
    meaning = understand(table("業務計畫|工作計畫|計畫項目|實施內容", "檢查|稽查||", "||訪視|甲。"))
    assert [cell.text for _, cell in meaning.records[0].printed] == ["檢查", "稽查"]


def test_counts_beside_goals_are_no_indicators() -> None:
    counted = understand(table("構面|年度|112|113", "服務|綠燈|4|5", "服務|黃燈|1|0"))
    assert counted.kind is None
    assert understand(table("目標|年度|目標值", "減量|112|4噸", "節能|112|5度")).kind == "kpi"


def test_a_strategy_is_the_program_of_its_measures() -> None:
    meaning = understand(table("策略|具體措施|主辦機關", "減量|1.1 借用杯|環保局"))
    assert fields(meaning) == ["work_program", "project", "responsible_unit"]


@pytest.mark.parametrize(
    ("text", "number", "name"),
    [
        ("1.1 推動借用杯", "1.1", "推動借用杯"),
        ("1.5 公噸", "1.5", "公噸"),
        ("1.5倍", None, "1.5倍"),
    ],
)
def test_names_with_numbers_in_parts(text: str, number: str | None, name: str) -> None:
    assert bare(text) == (number, name)


def test_how_sure_a_table_is_read() -> None:
    rows = (
        "巡迴書車下鄉計畫|走訪山村，送書到校。",
        "夜間開館人力補助|延長時段，增派人手。",
        "老屋書店扶植案|補助租金，輔導經營。",
    )
    known = understand(table("計畫名稱|實施內容", *rows))
    unknown = understand(table("課題|怎麼做", *rows))
    assert [record.margin for record in known.records] == [1.0, 1.0, 1.0]
    assert 0 < unknown.margin < known.margin == 1.0
    assert understand(table("姓名|電話", "甲|乙")).margin == 0.0


def test_a_row_whose_cells_have_another_form_than_their_columns_is_less_sure() -> None:
    rows = [f"{name}座橋梁補強案|補強{name}座，通車前驗收。" for name in "二三四五六"]
    odd = understand(table("計畫名稱|實施內容", *rows, "1,200|七座橋梁補強案")).records[-1]
    assert odd.margin == 0.0
