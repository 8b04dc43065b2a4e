from __future__ import annotations

from small_texts import one, passages, split

from search.model import Place

HEAD = "績效指標\t目標值\t負責單位\n"
REVIEW = "示範市政府永續發展目標自願檢視報告\n2024年9月\n"


def test_an_indicator_with_a_code_is_one_passage_with_two_places() -> None:
    row = "指標 3.4.1：成人健檢參與率\t42%\t衛生局\n"
    text = f"{REVIEW}第一章 成果\n{HEAD}{row}\n附錄 列表\n{HEAD}{row}"
    indicator = one(text, "kpi")
    (again,) = indicator.also_at
    assert again == Place(again.location, ())
    assert (again.location.table, again.location.row) == (2, 2)
    assert again.location.start > indicator.location.end
    assert text[again.location.start : again.location.end] == row.strip()
    document = split(text)
    assert document.covered == document.characters


def test_cells_that_differ_in_the_second_place_are_kept() -> None:
    text = (
        f"{REVIEW}第一章 成果\n{HEAD}指標 3.8.2：流感疫苗接種率\t60%\t衛生局\n\n"
        f"附錄 列表\n{HEAD}指標 3.8.2：流感疫苗接種比率\t61%\t疾管處\n"
    )
    (again,) = one(text, "kpi").also_at
    assert dict(again.differs) == {
        "title": "流感疫苗接種比率",
        "kpi.target": "61%",
        "kpi.responsible_unit": "疾管處",
    }


def test_one_code_over_other_names_is_another_indicator() -> None:
    text = f"{HEAD}3.8.2流感疫苗接種率\t60%\t衛生局\n3.8.2公車準點達成比例\t9%\t交通局\n"
    assert len(passages(text, "kpi")) == 2


def test_a_project_that_is_printed_again_word_for_word() -> None:
    head = "工作計畫\t計畫項目\t實施內容\n"
    row = "勞動檢查\t營造減災\t辦理營造工地聯合稽查與輔導改善，落實源頭管理。\n"
    text = f"壹、計畫\n{head}{row}\n附錄 一覽\n{head}{row.replace('勞動檢查', '職業訓練')}{row}"
    found = passages(text, "project")
    assert [(p.work_program, len(p.also_at)) for p in found] == [("勞動檢查", 1), ("職業訓練", 0)]


def test_short_and_narrative_passages_are_not_folded() -> None:
    head = "計畫項目\t實施內容\n"
    text = f"壹、計畫\n{head}訪視\t辦理。\n\n附錄 一覽\n{head}訪視\t辦理。\n"
    assert len(passages(text, "project")) == 2
    prose = "本府推動各項職業安全衛生輔導計畫，並結合民間團體辦理訓練。\n"
    assert len(passages(f"壹、前言\n{prose}貳、前言\n{prose}", "narrative")) == 2


def test_three_places() -> None:
    row = "指標 3.4.1：成人健檢參與率\t42%\t衛生局\n"
    text = "".join(f"第{n}章 列表\n{HEAD}{row}\n" for n in "一二三")
    starts = [place.location.start for place in one(text, "kpi").also_at]
    assert len(starts) == 2
    assert starts == sorted(starts)


def test_a_category_that_differs_in_the_second_place_is_kept() -> None:
    head = "計畫項目\t計畫類別\t實施內容\n"
    content = "辦理營造工地聯合稽查與輔導改善，落實源頭管理。"
    text = f"壹、計畫\n{head}營造減災\t社會發展\t{content}\n\n附錄 一覽\n{head}營造減災\t公共建設\t{content}\n"
    (again,) = one(text, "project").also_at
    assert again.differs == (("plan_category", "公共建設"),)


def test_a_table_that_an_appendix_prints_again_is_folded_though_no_heading_names_a_program() -> (
    None
):
    head = "計畫項目\t實施內容\n"
    content = "辦理營造工地聯合稽查與輔導改善，落實源頭管理。"
    again = f"\n附錄 一覽\n{head}營造減災\t{content}\n"
    text = f"壹、重要工作\n一、勞動檢查業務\n{head}營造減災\t{content}\n{again}"
    passage = one(text, "project")
    assert passage.work_program == "勞動檢查業務"
    assert len(passage.also_at) == 1


def test_work_of_one_name_under_two_programs_is_two() -> None:
    head = "計畫項目\t實施內容\n"
    content = "辦理營造工地聯合稽查與輔導改善，落實源頭管理。"
    rows = f"{head}營造減災\t{content}\n"
    text = f"壹、重要工作\n一、勞動檢查業務\n{rows}二、職業安全業務\n{rows}"
    assert [passage.work_program for passage in passages(text, "project")] == [
        "勞動檢查業務",
        "職業安全業務",
    ]
