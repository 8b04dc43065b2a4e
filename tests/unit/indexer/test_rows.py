from __future__ import annotations

import pytest
from small_texts import one, passages, split

from search.model import Kpi

TITLE = "示範市政府勞工局113年度施政計畫\n"


def kpi(text: str) -> Kpi:
    found = one(TITLE + "壹、關鍵績效指標\n" + text, "kpi").kpi
    assert found is not None
    return found


def test_a_project_with_all_its_cells() -> None:
    project = one(
        TITLE
        + "壹、年度重要計畫\n"
        + "工作計畫名稱\t重要計畫項目\t計畫類別\t實施內容\t與KPI關聯\n"
        + "一、勞動檢查業務\t（一）5-7-1營造減災計畫\t社會發展\t一、辦理稽查。二、辦理宣導。\t稽查場次\n",
        "project",
    )
    assert (project.title, project.number, project.codes) == ("營造減災計畫", "（一）", ("5-7-1",))
    assert (project.work_program, project.plan_category) == ("勞動檢查業務", "社會發展")
    assert project.items == ("一、辦理稽查。", "二、辦理宣導。")
    assert project.text == "一、辦理稽查。\n二、辦理宣導。"
    assert project.kpi_link == "稽查場次"
    assert project.section == "壹、年度重要計畫"
    assert (project.location.table, project.location.row, project.location.line) == (1, 2, 4)
    assert not project.damaged


def test_rows_without_a_name_go_on_with_the_project_above() -> None:
    text = "工作計畫\t計畫項目\t實施內容\n檢查\t訪視\t一、甲。\n\t\t二、乙。\n\t稽查\t丙。\n"
    assert [(p.title, p.items) for p in passages(text, "project")] == [
        ("訪視", ("一、甲。", "二、乙。")),
        ("稽查", ("丙。",)),
    ]


def test_a_band_ends_the_project_above() -> None:
    text = "計畫項目\t計畫類別\t實施內容\n訪視\t社會\t甲。\n訓練業務\n\t社會\t乙。\n"
    html = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in line.split(chr(9)))}</tr>"
        for line in text.splitlines()
    )
    table = f"<table>{html}</table>".replace("<td>訓練業務", "<td colspan=3>訓練業務")
    found = passages(table, "project")
    assert [(p.title, p.work_program) for p in found] == [("訪視", None), ("乙", "訓練業務")]


def test_a_content_without_a_name_takes_its_first_clause() -> None:
    project = one("工作計畫\t計畫項目\t實施內容\n檢查\t\t一、辦理訪視，追蹤改善。\n", "project")
    assert (project.title, project.work_program) == ("辦理訪視", "檢查")


def test_work_programs_without_projects_are_projects() -> None:
    project = one("業務計畫\t計畫內容\n10 檢查業務\t辦理稽查。\n", "project")
    assert (project.title, project.text, project.number) == ("檢查業務", "辦理稽查。", "10")


@pytest.mark.parametrize(
    ("head", "row", "shown"),
    [
        ("計畫項目\t實施內容\t經費(千元)", "訪視\t甲。\t3,500", "經費：3,500千元"),
        ("計畫項目\t實施內容\t經費", "訪視\t甲。\t3,500", "經費：3,500"),
        ("計畫項目\t實施內容\t備註", "訪視\t甲。\t中央補助", "備註：中央補助"),
        ("計畫項目\t實施內容\t負責單位", "訪視\t甲。\t訓練科", "負責單位：訓練科"),
        ("計畫項目\t實施內容\t衡量標準", "訪視\t甲。\t年度場次", "衡量標準：年度場次"),
        ("計畫項目\t實施內容\t年度目標值", "訪視\t甲。\t80場", "年度目標值：80場"),
        # Fields that a project has no place for.
        ("施政目標\t計畫項目\t實施內容", "友善職場\t訪視\t甲。", "施政目標：友善職場"),
        ("計畫項目\t實施內容\t評估方式", "訪視\t甲。\t統計數據", "評估方式：統計數據"),
        ("計畫項目\t實施內容\t未知欄", "訪視\t甲。\t其他說明", "未知欄：其他說明"),
        ("計畫項目\t實施內容\t預期效益", "訪視\t甲。\t減少職災", "預期效益：減少職災"),
    ],
)
def test_every_cell_of_a_project_is_in_its_text(head: str, row: str, shown: str) -> None:
    project = one(f"{head}\n{row}\n", "project")
    assert project.title == "訪視"
    assert shown in project.text.split("\n")
    assert "甲。" in project.items


def test_an_indicator_with_all_its_cells() -> None:
    indicator = one(
        TITLE
        + "壹、關鍵績效指標\n"
        + "關鍵策略目標\t關鍵績效指標\t評估體制\t評估方式\t衡量標準\t年度目標值\t與中長程個案計畫關聯\n"
        + "一、友善職場\t1.稽查場次\t1\t統計數據\t年度稽查場次\t400場\t無\n",
        "kpi",
    )
    assert (indicator.title, indicator.number) == ("稽查場次", "1")
    assert indicator.kpi == Kpi(
        goal="友善職場",
        measure="年度稽查場次",
        target="400場",
        evaluation_body="1",
        evaluation_method="統計數據",
        plan_link="無",
        unit="場",
    )


def test_goals_of_indicators_are_filled_down() -> None:
    text = "關鍵策略目標\t關鍵績效指標\t目標值\n友善職場\t稽查場次\t4場\n\t參訓人次\t5人\n"
    goals = [p.kpi.goal for p in passages(text, "kpi") if p.kpi]
    assert goals == ["友善職場", "友善職場"]


@pytest.mark.parametrize(
    ("head", "row", "target", "values"),
    [
        ("績效指標\t年度目標值", "場次\t80場", "80場", ()),
        ("績效指標\t113年度目標值", "場次\t80場", "80場", ()),
        ("績效指標\t114年度目標值", "場次\t80場", None, (("2025 target", "80場"),)),
        (
            "績效指標\t112年目標值\t113年目標值",
            "場次\t80場\t90場",
            None,
            (("2023 target", "80場"), ("2024 target", "90場")),
        ),
        (
            "績效指標\t目標值\t實際值",
            "場次\t80場\t90場",
            "80場",
            (("2024 actual", "90場"),),
        ),
        (
            "績效指標\t2022年\t2025年",
            "場次\t80場\t90場",
            None,
            (("2022 target", "80場"), ("2025 target", "90場")),
        ),
        (
            "績效指標\t基準值\t目標值",
            "場次\t80場\t90場",
            "90場",
            (("baseline", "80場"),),
        ),
    ],
)
def test_targets_and_values(
    head: str, row: str, target: str | None, values: tuple[tuple[str, str], ...]
) -> None:
    found = kpi(f"{head}\n{row}\n")
    assert (found.target, found.values) == (target, values)


@pytest.mark.parametrize(
    ("printed", "title", "measure"),
    [
        ("指標 1.4.1：場次 *計算說明：年度場次", "場次", "年度場次"),
        ("場次（計算說明：年度場次）", "場次", "年度場次"),
        ("場次 計算公式：甲÷乙", "場次", "甲÷乙"),
        # A label that names no field belongs to the name.
        ("場次（附帶：年度場次）", "場次（附帶：年度場次）", None),
        ("計算說明：年度場次", "計算說明：年度場次", None),
    ],
)
def test_labels_inside_a_cell(printed: str, title: str, measure: str | None) -> None:
    indicator = one(f"績效指標\t目標值\n{printed}\t80場\n", "kpi")
    assert indicator.title == title
    assert indicator.kpi is not None
    assert indicator.kpi.measure == measure


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        ("1,240 場", "場"),
        ("25%", "%"),
        ("每年 3 萬人次以上", "人次"),
        ("12人以下", "人"),
        ("80件（含）", "件"),
        ("0.021以下", None),
        ("120", None),
        ("完成修法", None),
        ("依規定，辦理", None),
        ("." * 200, None),
    ],
)
def test_units(value: str, unit: str | None) -> None:
    assert kpi(f"績效指標\t目標值\n場次\t{value}\n").unit == unit


def test_a_printed_unit_comes_first() -> None:
    assert kpi("績效指標\t單位\t目標值\n場次\t梯次\t80場\n").unit == "梯次"


def test_a_goal_without_an_indicator_stands_for_it() -> None:
    indicator = one("年度施政目標\t衡量標準\t目標值\n友善職場\t年度場次\t80場\n", "kpi")
    assert indicator.title == "友善職場"
    assert indicator.kpi is not None
    assert indicator.kpi.goal is None


def test_a_row_without_an_indicator_goes_on_with_the_one_above() -> None:
    text = "績效指標\t衡量標準\t目標值\n場次\t年度場次\t80場\n\t另含線上場次\t20場\n"
    assert one(text, "kpi").text == "年度場次\n目標值：80場\n衡量標準：另含線上場次\n目標值：20場"


def test_an_indicator_merged_over_its_measures_is_one() -> None:
    html = (
        "<table><tr><th>關鍵績效指標</th><th>具體措施</th><th>主辦機關</th></tr>"
        "<tr><td rowspan=2>女性受訓人數（目標值：每年五百人）</td><td>開設課程。</td><td>勞動科</td></tr>"
        "<tr><td>辦理講習。</td><td>訓練科</td></tr></table>"
    )
    assert [p.title for p in passages(html, "project")] == ["開設課程。", "辦理講習。"]
    indicator = one(html, "kpi")
    assert indicator.title == "女性受訓人數"
    assert indicator.kpi is not None
    assert indicator.kpi.target == "每年五百人"


def test_rows_that_name_nothing_are_narrative() -> None:
    project = "計畫項目\t實施內容\t備註\n\t\t經費得流用\n訪視\t甲。\t\n"
    assert one(project, "narrative").text == "備註：經費得流用"


def test_a_second_cell_of_one_meaning_is_kept() -> None:
    text = "策略目標\t施政目標\t績效指標\t目標值\n友善職場\t安全工地\t場次\t80場\n"
    indicator = one(text, "kpi")
    assert indicator.kpi is not None
    assert indicator.kpi.goal == "友善職場"
    assert "施政目標：安全工地" in indicator.text


def test_tables_that_are_not_understood_are_narrative_and_reported() -> None:
    text = "壹、聯絡方式\n姓名\t電話\n王小明\t1234\n"
    document = split(text)
    assert one(text, "narrative").text == "姓名　電話\n王小明　1234"
    assert any("表格 1（第 2 行）" in warning for warning in document.warnings)


def test_long_tables_that_are_not_understood_are_parted() -> None:
    rows = "\n".join(f"第{n}人\t{'地址' * 40}" for n in range(60))
    found = passages(f"姓名\t地址\n{rows}\n", "narrative")
    assert len(found) > 2
    assert all(len(passage.text) <= 1600 for passage in found)
    assert "".join(p.text for p in found).count("地址" * 40) == 60


def test_headers_of_tables_are_furniture() -> None:
    document = split("計畫項目\t實施內容\n訪視\t甲。\n")
    assert [role for _, _, role in document.furniture] == ["表頭", "表頭"]
    assert document.covered == document.characters


def test_rows_of_goals() -> None:
    text = (
        "編號\t施政目標\t推動策略\t備註\n"
        "1\t友善職場\t一、訪視。二、稽查。\t新增\n\t\t三、宣導。\t\n2\t安心就業\t媒合。\t\n"
    )
    assert [(p.number, p.title, p.items) for p in passages(text, "goal")] == [
        ("1", "友善職場", ("一、訪視。", "二、稽查。", "三、宣導。", "備註：新增")),
        ("2", "安心就業", ("媒合。",)),
    ]
    assert passages(text, "project") == []


def test_a_measure_in_the_name_is_kept_beside_the_one_in_its_column() -> None:
    text = "績效指標\t衡量標準\t目標值\n場次（計算說明：含線上場次）\t年度場次\t80場\n"
    indicator = one(text, "kpi")
    assert indicator.kpi is not None
    assert indicator.kpi.measure == "年度場次"
    assert "計算說明：含線上場次" in indicator.text


def test_text_in_a_column_of_numbers_is_kept() -> None:
    text = "編號\t績效指標\t目標值\n跨局處合作項目\t場次\t80場\n2\t人次\t9人\n"
    first, second = passages(text, "kpi")
    assert "編號：跨局處合作項目" in first.text
    assert "編號" not in second.text


def test_three_rows_may_go_on_with_one_project() -> None:
    text = "計畫項目\t實施內容\t經費\n壹、訪視\t一、甲。\t1\n\t二、乙。\t2\n\t三、丙。\t3\n"
    assert [(p.title, p.items[:3]) for p in passages(text, "project")] == [
        ("訪視", ("一、甲。", "二、乙。", "三、丙。"))
    ]


@pytest.mark.parametrize("total", ["合計", "總　計"])
def test_a_row_that_sums_up_the_others_is_neither_work_nor_indicator(total: str) -> None:
    work = split(f"計畫項目\t實施內容\t經費\n訪視\t甲。\t1\n{total}\t\t1\n").passages
    assert [p.kind for p in work] == ["project", "narrative"]
    counted = split(f"衡量指標\t目標值\t實際值\n場次\t1\t2\n{total}\t1\t2\n").passages
    assert [p.kind for p in counted] == ["kpi", "narrative"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("返鄉人數（人）", "人"),
        ("處理量（單位：公噸）", "公噸"),
        ("涵蓋率(%)", "%"),
        ("場次(15%)", None),
        ("產檢次數（每年）", None),
    ],
)
def test_a_unit_may_stand_behind_the_name(title: str, unit: str | None) -> None:
    assert kpi(f"衡量指標\t112年\t113年\n{title}\t1\t2\n").unit == unit


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("20,00<br>0輛", "20,000輛"),
        ("1,2<br>50", "1,250"),
        # Two numbers are two.
        ("20<br>30", "20 30"),
        ("1,250<br>300", "1,250 300"),
    ],
)
def test_a_number_broken_by_a_narrow_column_is_made_whole(cell: str, value: str) -> None:
    head = "<tr><td>衡量指標<td>目標值<td>實際值</tr>"
    assert kpi(f"<table>{head}<tr><td>數量<td>{cell}<td>1</tr></table>").target == value


def test_a_code_in_the_column_of_numbers_is_a_code() -> None:
    work = one("政見編號\t政見名稱\t具體作法\n1-1-2\t增設日照中心\t每區一處。\n", "project")
    assert (work.number, work.codes, work.title) == (None, ("1-1-2",), "增設日照中心")


def test_a_short_name_under_a_wide_heading_is_told_with_it() -> None:
    head = "<tr><td rowspan=2>工作項目<td rowspan=2>實施方法<td colspan=2>預定進度</tr>"
    rows = "<tr><td>1-6月<td>7-12月</tr><tr><td>訪查<td>逐家。<td>ˇ<td>ˇ</tr>"
    work = one(f"<table>{head}{rows}</table>", "project")
    assert work.items == ("逐家。", "預定進度 1-6月：ˇ", "預定進度 7-12月：ˇ")


def test_a_cell_over_two_columns_is_told_once() -> None:
    head = "<tr><td>計畫項目<td>實施內容<td>經費<td colspan=2>備註</tr>"
    work = one(f"<table>{head}<tr><td>訪查<td>逐家。<td>5<td colspan=2>甲</tr></table>", "project")
    assert work.items == ("逐家。", "備註：甲", "經費：5")


def test_bare_years_beside_targets_of_years_are_actual_values() -> None:
    found = kpi("衡量指標\t112\t113\t114目標\n場次\t1\t2\t3\n")
    assert found.values == (("2023 actual", "1"), ("2024 actual", "2"), ("2025 target", "3"))
    # Alone they are targets, and so is a year to come.
    alone = kpi("衡量指標\t112\t113\n場次\t1\t2\n")
    assert alone.values == (("2023 target", "1"), ("2024 target", "2"))
    ahead = kpi("衡量指標\t112\t120\t119目標\n場次\t1\t2\t3\n")
    assert ahead.values == (("2023 actual", "1"), ("2031 target", "2"), ("2030 target", "3"))


def test_a_lone_first_cell_over_full_rows_is_a_program_where_no_cells_are_merged() -> None:
    text = (
        "計畫名稱\t實施內容\n一、閱讀推廣\t\n書車\t下鄉。\n說書\t每週。\n二、館舍\t\n屋頂\t防水。\n"
        "空調\t汰換。\n"
    )
    found = [(p.title, p.work_program) for p in passages(text, "project")]
    assert found == [
        ("書車", "閱讀推廣"),
        ("說書", "閱讀推廣"),
        ("屋頂", "館舍"),
        ("空調", "館舍"),
    ]


def test_numbered_notes_under_a_table_are_no_work_items() -> None:
    text = (
        "貳、重要計畫\n計畫名稱\t實施內容\n書車\t下鄉。\n說書\t每週。\n\n"
        "備註：1.含補助款。\n2.以公告為準。\n"
    )
    found = [p.title for p in passages(text, "project")]
    assert found == ["書車", "說書"]


def test_labelled_lines_that_come_again_are_indicators_whatever_their_words() -> None:
    text = (
        "參、績效指標\n"
        "量度名稱：居民到館率\n怎麼算：到館者除以居民，不計外縣市。\n應達數：35%\n"
        "量度名稱：圖書借閱人次\n怎麼算：全年借出之人次，續借不計。\n應達數：900 人次\n"
    )
    found = [
        (p.title, p.kpi.measure, p.kpi.target, p.location.table)
        for p in passages(text, "kpi")
        if p.kpi is not None
    ]
    assert found == [
        ("居民到館率", "到館者除以居民，不計外縣市。", "35%", None),
        ("圖書借閱人次", "全年借出之人次，續借不計。", "900 人次", None),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        # A name over labelled lines, and all labels in one paragraph.
        "1.居民到館率\n怎麼算：到館者除以居民。\n應達數：35%\n2.借閱人次\n怎麼算：全年借出之人次。\n應達數：900 人次\n",
        "1.量度名稱：居民到館率；怎麼算：到館者除以居民。；應達數：35%\n"
        "2.量度名稱：借閱人次；怎麼算：全年借出之人次。；應達數：900 人次\n",
    ],
)
def test_labels_under_names_or_in_one_paragraph_are_indicators(lines: str) -> None:
    text = f"參、績效指標\n一、讓居民親近閱讀\n{lines}"
    found = [
        (p.title, p.kpi.goal, p.kpi.measure, p.kpi.target)
        for p in passages(text, "kpi")
        if p.kpi is not None
    ]
    assert found == [
        ("居民到館率", "讓居民親近閱讀", "到館者除以居民。", "35%"),
        ("借閱人次", "讓居民親近閱讀", "全年借出之人次。", "900 人次"),
    ]
