from __future__ import annotations

import pytest
from small_texts import one, passages, split

PLAN = "示範市政府勞工局109年度施政計畫\n"


def shown(text: str, kind: str) -> list[tuple[str | None, str, tuple[str, ...]]]:
    return [(p.number, p.title, p.items) for p in passages(PLAN + text, kind)]


def test_goals_are_the_lowest_headings_with_items() -> None:
    text = "壹、年度施政目標\n一、提升職場安全\n（一）辦理訪視。\n（二）辦理稽查。\n二、促進就業\n（一）開設課程。\n"
    assert shown(text, "goal") == [
        ("一", "提升職場安全", ("（一）辦理訪視。", "（二）辦理稽查。")),
        ("二", "促進就業", ("（一）開設課程。",)),
    ]
    first = passages(PLAN + text, "goal")[0]
    assert first.text == "（一）辦理訪視。\n（二）辦理稽查。"
    assert first.section == "壹、年度施政目標"
    assert first.location.line == 3


def test_goals_in_groups_carry_both_numbers() -> None:
    text = "壹、年度施政目標\n一、健全職場\n（一）提升職場安全\n辦理訪視，減少災害。\n（二）6-7-3友善職場計畫\n辦理輔導。\n"
    found = passages(PLAN + text, "goal")
    assert [(p.number, p.title, p.codes) for p in found] == [
        ("一（一）", "提升職場安全", ()),
        ("一（二）", "6-7-3友善職場計畫", ("6-7-3",)),
    ]
    assert found[0].section == "壹、年度施政目標 > 一、健全職場"


def test_points_of_the_strategies_of_a_goal_make_no_goals_of_them() -> None:
    text = "壹、年度施政目標及策略\n一、健全職場：\n（一）提升職場安全\n1、辦理訪視\n（二）推動友善職場\n"
    assert [(title, items) for _, title, items in shown(text, "goal")] == [
        ("健全職場", ("（一）提升職場安全", "（二）推動友善職場"))
    ]


def test_a_group_of_goals_is_known_by_its_name() -> None:
    text = "壹、關鍵策略目標及共同性目標\n一、關鍵策略目標\n（一）健全職場\n二、共同性目標\n（一）提升效能\n"
    assert [number for number, _, _ in shown(text, "goal")] == ["一（一）", "二（一）"]


def test_a_goal_in_one_paragraph() -> None:
    text = "壹、年度施政目標\n一、穩定供應：輔導契作，擴大面積。\n二、辦理驗證補助，推廣有機。\n"
    assert [(p.title, p.text) for p in passages(PLAN + text, "goal")] == [
        ("穩定供應", "輔導契作，擴大面積。"),
        ("辦理驗證補助", "辦理驗證補助，推廣有機。"),
    ]


def test_prose_under_a_heading_of_goals_is_narrative() -> None:
    text = "壹、年度施政目標\n本局依市政願景訂定目標。\n一、安全職場\n（一）訪視。\n"
    narrative = [p for p in passages(PLAN + text, "narrative") if p.title == "年度施政目標"]
    assert [p.text for p in narrative] == ["本局依市政願景訂定目標。"]
    assert len(passages(PLAN + text, "goal")) == 1


def test_another_section_among_goals_keeps_its_meaning() -> None:
    text = "貳、施政目標與重點\n一、施政目標\n（一）安全職場\n1.訪視。\n二、衡量指標\n績效指標\t目標值\n訪視場次\t8場\n"
    assert [p.title for p in passages(PLAN + text, "goal")] == ["安全職場"]
    assert [p.title for p in passages(PLAN + text, "kpi")] == ["訪視場次"]


def test_policy_fields_of_guidelines_hold_a_goal_in_each_paragraph() -> None:
    text = "示範市112年度施政方針\n壹、勞動\n一、強化職場安全，推動訪視。\n二、促進青年就業，開設課程。\n貳、交通\n一、改善路口，減少事故。\n"
    goals = passages(text, "goal")
    assert [(p.number, p.title, p.section) for p in goals] == [
        ("一", "強化職場安全", "壹、勞動"),
        ("二", "促進青年就業", "壹、勞動"),
        ("一", "改善路口", "貳、交通"),
    ]


def test_a_goal_with_a_label_over_a_chapter() -> None:
    text = (
        "示範市永續發展目標自願檢視報告\n第二章 推動情形\n第一節 核心目標 3 促進健康\n"
        "一、指標概況\n為促進健康，本府推動健檢。\n績效指標\t目標值\n健檢參與率\t42%\n"
    )
    goal = one(text, "goal")
    assert (goal.number, goal.title, goal.text) == (
        "核心目標 3",
        "促進健康",
        "為促進健康，本府推動健檢。",
    )
    indicator = one(text, "kpi")
    assert indicator.kpi is not None
    assert indicator.kpi.goal == "促進健康"


def test_projects_in_nested_numbers() -> None:
    text = (
        "貳、重要施政計畫\n一、勞動檢查業務\n（一）營造減災：辦理聯合稽查。\n"
        "（二）5-7-1廠場輔導\n1.訪視。\n2.改善。\n二、職業訓練業務\n（一）青年就業：開設課程。\n"
    )
    found = passages(PLAN + text, "project")
    assert [(p.number, p.title, p.work_program, p.codes) for p in found] == [
        ("（一）", "營造減災", "勞動檢查業務", ()),
        ("（二）", "廠場輔導", "勞動檢查業務", ("5-7-1",)),
        ("（一）", "青年就業", "職業訓練業務", ()),
    ]
    assert found[0].text == "辦理聯合稽查。"
    assert found[1].items == ("1.訪視。", "2.改善。")
    assert found[1].section == "貳、重要施政計畫 > 一、勞動檢查業務"


def test_projects_directly_under_their_section_have_no_work_program() -> None:
    text = "貳、重要施政計畫\n一、營造減災：辦理聯合稽查。\n二、青年就業：開設課程。\n"
    assert [(p.title, p.work_program) for p in passages(PLAN + text, "project")] == [
        ("營造減災", None),
        ("青年就業", None),
    ]


def test_results_of_a_report_to_a_council_are_projects() -> None:
    text = (
        "示範市政府勞工局工作報告\n壹、勞動條件\n一、勞動檢查\n（一）聯合稽查：辦理稽查。\n"
        "貳、就業服務\n一、就業媒合\n（一）徵才活動：辦理徵才。\n參、結語\n敬請指教。\n"
    )
    assert [(p.title, p.work_program) for p in passages(text, "project")] == [
        ("聯合稽查", "勞動檢查"),
        ("徵才活動", "就業媒合"),
    ]
    assert [p.title for p in passages(text, "narrative")][-1] == "結語"


def test_a_sheet_of_one_indicator() -> None:
    text = (
        "示範市政府環境保護局112年度施政績效報告\n貳、目標達成情形\n一、關鍵策略目標：改善空氣\n"
        "1.關鍵績效指標：電動公車占比\n項目\t111年度\t112年度\n原訂目標值\t18%\t25%\n實際值\t19%\t27%\n初核結果\t▲\t★\n\n"
        "衡量標準：\n電動公車數÷公車總數\n績效分析：\n新購電動公車。\n"
    )
    indicator = one(text, "kpi")
    assert indicator.kpi is not None
    assert (indicator.title, indicator.kpi.goal) == ("電動公車占比", "改善空氣")
    assert indicator.kpi.values == (
        ("2022 target", "18%"),
        ("2023 target", "25%"),
        ("2022 actual", "19%"),
        ("2023 actual", "27%"),
    )
    assert indicator.kpi.measure == "電動公車數÷公車總數"
    assert (indicator.kpi.progress, indicator.kpi.unit) == ("★", "%")
    assert "新購電動公車。" in indicator.text


def test_narrative_has_a_passage_for_each_lowest_heading() -> None:
    text = "壹、前言\n一、緣起\n本計畫承續前期成果。\n二、依據\n依市政會議決議辦理。\n"
    found = passages(PLAN + text, "narrative")[1:]
    assert [(p.number, p.title, p.text, p.section) for p in found] == [
        ("一", "緣起", "本計畫承續前期成果。", "壹、前言"),
        ("二", "依據", "依市政會議決議辦理。", "壹、前言"),
    ]


def test_loose_paragraphs_of_narrative_stay_together() -> None:
    text = "壹、依據\n一、市政會議決議。\n二、施政綱要。\n"
    found = passages(PLAN + text, "narrative")[-1]
    assert (found.title, found.text) == ("依據", "一、市政會議決議。\n二、施政綱要。")


@pytest.mark.parametrize(
    ("front", "title"), [("示範市政府\n", "封面"), ("本計畫依市政願景編定。\n", "前言")]
)
def test_what_stands_before_the_first_heading(front: str, title: str) -> None:
    assert (
        passages(front + "壹、年度施政目標\n一、安全職場\n（一）訪視。\n", "narrative")[0].title
        == title
    )


@pytest.mark.parametrize(
    "text",
    [
        "壹、年度施政目標\n一、安全職場\n（一）訪視。\n貳、年度重要計畫\n計畫項目\t實施內容\n訪視\t甲。\n參、結語\n",
        "壹、空的章節\n貳、又一空的章節\n",
        "一、甲\n（一）乙\n1.丙\n",
        "壹、關鍵績效指標\n績效指標\t目標值\n",
        "# 甲\n## 乙\n- 丙\n",
    ],
)
def test_headings_of_nothing_belong_to_a_passage(text: str) -> None:
    document = split(PLAN + text)
    assert document.uncovered == ()
    assert document.covered == document.characters == len("".join((PLAN + text).split()))


@pytest.mark.parametrize(
    "head",
    ["工作計畫：農業輔導", "一、工作計畫：農業輔導", "一、農業輔導", "業務計畫名稱：農業輔導"],
)
def test_a_line_that_names_a_work_program_heads_the_work_beneath_it(head: str) -> None:
    work = "（一）有機推廣：輔導農友驗證，擴大栽培。\n（二）農會輔導：健全農會業務，落實督導。\n"
    text = f"示範市政府農業局110年度施政計畫\n\n壹、重要施政計畫\n{head}\n{work}"
    found = [(one.title, one.work_program) for one in passages(text, "project")]
    assert found == [("有機推廣", "農業輔導"), ("農會輔導", "農業輔導")]


def test_lone_sentences_among_goals_are_goals() -> None:
    text = "壹、年度施政目標\n健全財政，開源節流。\n\n活化公產，提高效益。\n"
    assert shown(text, "goal") == [(None, "健全財政", ()), (None, "活化公產", ())]
    # Prose of several sentences is none.
    prose = "壹、年度施政目標\n健全財政。開源節流。\n\n活化公產，提高效益。\n"
    assert shown(prose, "goal") == []


def test_the_preamble_announces_the_goals() -> None:
    lead = "本局編定109年度施政計畫，其目標與重點如次：\n"
    text = f"{lead}一、工商類：\n（一）輔導商圈。\n二、遊憩類：\n（一）維護步道。\n參、年度重要計畫\n一、查察\n逐家訪查。\n"
    assert [title for _, title, _ in shown(text, "goal")] == ["工商類", "遊憩類"]
    assert [title for _, title, _ in shown(text, "project")] == ["查察"]


def test_work_that_is_told_in_parts_is_one_item() -> None:
    parts = "（一）目標：每年十場。\n（二）內容：辦理課程。\n（三）經費：三萬元。\n"
    text = f"壹、具體行動計畫\n一、走讀課程\n{parts}二、閱讀推廣\n{parts}"
    assert [title for _, title, _ in shown(text, "project")] == ["走讀課程", "閱讀推廣"]


def test_indicators_that_parts_of_a_goal_label_are_taken_from_it() -> None:
    text = (
        "壹、關鍵策略目標\n1、友善職場\n（1）關鍵績效指標：輔導家數\n（2）衡量標準：年度家數\n"
        "（3）目標值：112年85家、113年90家\n（4）每季檢討。\n"
    )
    (kpi,) = passages(PLAN + text, "kpi")
    assert kpi.title == "輔導家數"
    assert kpi.kpi is not None
    assert (kpi.kpi.goal, kpi.kpi.measure, kpi.kpi.unit) == ("友善職場", "年度家數", "家")
    assert kpi.kpi.values == (("2023 target", "85家"), ("2024 target", "90家"))
    assert shown(text, "goal") == [("1", "友善職場", ("（4）每季檢討。",))]


def test_a_broad_goal_is_told_by_the_narrower_ones() -> None:
    text = (
        "核心目標2：安全校園\n具體目標2.1：減少事故；改善環境。\n指標2.1.1：事故件數\n目標值：5件\n"
    )
    assert shown(text, "goal") == [
        ("核心目標2", "安全校園", ("具體目標2.1：減少事故；改善環境。",))
    ]
    (kpi,) = passages(PLAN + text, "kpi")
    assert kpi.kpi is not None
    assert kpi.kpi.goal == "減少事故；改善環境"


def test_a_heading_over_all_is_the_title_whatever_it_says() -> None:
    text = (
        "## 勞工局重點工作\n### 壹、前言\n說明。\n### 貳、年度施政目標\n一、友善職場\n辦理輔導。\n"
    )
    assert [title for _, title, _ in shown(text, "goal")] == ["友善職場"]


def test_the_line_over_a_table_names_its_place() -> None:
    text = "壹、年度重要計畫\n表1 分季工作\n工作項目\t實施方法\n訪查\t逐家訪查。\n"
    assert passages(PLAN + text, "project")[0].section == "壹、年度重要計畫 > 表1 分季工作"


def test_marked_lines_under_a_word_for_goals_are_goals() -> None:
    text = "壹、計畫目標\n■總目標：活絡地方。\n■分項目標：\n◎目標一：留住青年\n◎目標二：活化空間\n"
    assert [title for _, title, _ in shown(text, "goal")][1:] == ["留住青年", "活化空間"]


def test_an_indicator_may_be_named_by_its_label() -> None:
    text = "壹、關鍵績效指標\n1.指標名稱：參訓人數\n衡量方式：年度人數\n目標值：120人\n2.指標名稱：就業率\n目標值：70%\n"
    found = passages(PLAN + text, "kpi")
    assert [(p.number, p.title, p.kpi and p.kpi.target) for p in found] == [
        ("1", "參訓人數", "120人"),
        ("2", "就業率", "70%"),
    ]


def test_sections_whose_headings_say_nothing_are_known_by_their_form() -> None:
    text = (
        "示範市政府文化局114年度施政計畫\n\n"
        "壹、來年想走的路\n一、推廣閱讀\n（一）書車下鄉。\n（二）夜間開館。\n二、守護古蹟\n（一）修屋頂。\n"
        "貳、各科待辦\n一、圖書業務\n（一）書車採購案\n1.採購兩輛。\n（二）講座案\n1.每週一場。\n"
        "二、文資業務\n（一）屋頂修復案\n1.更換屋瓦。\n"
    )
    kinds = [(p.kind, p.title, p.work_program) for p in split(text).passages][1:]
    assert kinds == [
        ("goal", "推廣閱讀", None),
        ("goal", "守護古蹟", None),
        ("project", "書車採購案", "圖書業務"),
        ("project", "講座案", "圖書業務"),
        ("project", "屋頂修復案", "文資業務"),
    ]


def test_a_numbered_paragraph_of_a_report_is_a_work_item_without_a_heading_over_it() -> None:
    text = "示範市政府施政報告\n\n(一)修橋：年初看過三座，年底都修好了。\n(二)種樹：種了二十棵。\n"
    assert [one.title for one in passages(text, "project")] == ["修橋", "種樹"]
