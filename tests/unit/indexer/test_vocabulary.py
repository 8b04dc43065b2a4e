from __future__ import annotations

import pytest

from indexer.vocabulary import Header, fold, gregorian, load


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("計畫 名稱", "計畫名稱"),
        ("ＫＰＩ", "kpi"),
        ("計劃", "計畫"),
        ("（１０９）　年", "(109)年"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    # Long texts are folded alike, though not kept.
    assert fold(text * 70) == folded * 70


@pytest.mark.parametrize(
    ("text", "field", "year"),
    [
        ("重要計畫項目", "project", None),
        ("重要 計畫\n項目", "project", None),
        ("工作計畫名稱", "work_program", None),
        ("計畫類別", "plan_category", None),
        ("實施內容", "content", None),
        ("關鍵績效指標", "indicator", None),
        ("衡量標準", "measure", None),
        ("與ＫＰＩ關聯", "kpi_link", None),
        ("*備註", "note", None),
        ("負責單位：", "responsible_unit", None),
        # A year before the word, in either calendar, and brackets behind it are looked past.
        ("109年度目標值", "target", 2020),
        ("2024年 實際值", "actual", 2024),
        ("民國110年實際值", "actual", 2021),
        ("113年(2024)目標值", "target", 2024),
        ("年度目標值（112）", "target", 2023),
        ("經費(千元)", "budget", None),
        ("經費（新臺幣元）", "budget", None),
        # A bare year holds a value.
        ("112", "value", 2023),
        ("112年度", "value", 2023),
        ("2025年", "value", 2025),
        # Whosever the indicators and goals are.
        ("在地指標", "indicator", None),
        ("臺灣具體目標", "goal", None),
        ("是否列入年度重點管考指標", None, None),
        ("2030目標", "target", 2030),
        ("112年度施政目標", "goal", 2023),
        ("不在詞彙內的欄名", None, None),
        ("109年度不在詞彙內", None, 2020),
        ("", None, None),
    ],
)
def test_header_words(text: str, field: str | None, year: int | None) -> None:
    assert load().header(text) == Header(field, year)


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("年度施政目標", "goal"),
        ("109年度重要計畫", "project"),
        ("關鍵績效指標", "kpi"),
        ("前言", "narrative"),
        ("結 語", "narrative"),
        # A narrative word must be the whole heading.
        ("前言與背景說明", None),
        # The word that stands last wins.
        ("施政目標之衡量指標", "kpi"),
        ("其他", None),
    ],
)
def test_sections(title: str, meaning: str | None) -> None:
    assert load().section(title) == meaning


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("示範市政府109年度施政計畫", "施政計畫"),
        ("示範市政府中程施政計畫（112至115年度）", "中程施政計畫"),
        ("示範市政府108年度施政績效報告", "施政績效報告"),
        ("示範市112年度施政方針", "施政方針"),
        ("示範市政府勞工局工作報告", "議會施政報告"),
        ("示範市政府永續發展目標自願檢視報告", "永續發展目標自願檢視報告"),
        ("會議紀錄", None),
    ],
)
def test_kinds_of_documents(title: str, kind: str | None) -> None:
    assert load().kind(title) == kind


@pytest.mark.parametrize(
    ("opening", "kind"),
    [("議長、各位議員女士、先生", "議會施政報告"), ("本計畫依規定編定", None)],
)
def test_openings(opening: str, kind: str | None) -> None:
    assert load().opening(opening) == kind


@pytest.mark.parametrize(
    ("printed", "year"),
    [(1, 1912), (109, 2020), (200, 2111), (201, None), (1911, None), (2024, 2024), (2200, None)],
)
def test_years_of_both_calendars(printed: int, year: int | None) -> None:
    assert gregorian(printed) == year


def test_every_header_word_has_one_meaning() -> None:
    words = load()
    for word, field in words.headers.items():
        assert words.header(word).field == field
