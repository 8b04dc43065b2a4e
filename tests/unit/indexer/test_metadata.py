from __future__ import annotations

import pytest
from small_texts import read, split

from indexer.blocks import Text
from indexer.formats.html import read_html
from indexer.splitting import Described
from indexer.splitting.metadata import About, about, agency_of

BODY = "\n\n壹、前言\n本文件為示範語料。\n"


def known(text: str, described: Described | None = None, file: str = "文件.txt") -> About:
    return about(read(text).blocks, described or Described(), file)


@pytest.mark.parametrize(
    ("cover", "title", "kind", "agency", "year"),
    [
        (
            "示範市政府勞工局109年度施政計畫",
            "示範市政府勞工局109年度施政計畫",
            "施政計畫",
            "示範市政府勞工局",
            2020,
        ),
        ("勞動部一百零九年度施政計畫", "勞動部一百零九年度施政計畫", "施政計畫", "勞動部", 2020),
        # Agency, year and kind on lines of their own.
        (
            "示範市政府\n112年度\n施政計畫",
            "示範市政府112年度施政計畫",
            "施政計畫",
            "示範市政府",
            2023,
        ),
        # A range of years is named by its first.
        (
            "示範市政府社會局中程施政計畫（112年至115年）",
            "示範市政府社會局中程施政計畫（112年至115年）",
            "中程施政計畫",
            "示範市政府社會局",
            2023,
        ),
        (
            "示範市政府永續發展目標自願檢視報告\n2024年9月",
            "示範市政府永續發展目標自願檢視報告",
            "永續發展目標自願檢視報告",
            "示範市政府",
            2024,
        ),
        (
            "示範市政府環境保護局施政績效報告\n中華民國113年3月",
            "示範市政府環境保護局施政績效報告",
            "施政績效報告",
            "示範市政府環境保護局",
            2024,
        ),
        # A line that ends in a kind of document names it, one that only holds it may not.
        (
            "施政計畫管理系統\n示範市政府\n96年度施政績效報告",
            "示範市政府96年度施政績效報告",
            "施政績效報告",
            "示範市政府",
            2007,
        ),
        # The agency is the one that reports, not the one that is reported to.
        (
            "立法院第10屆第7會期\n文化部業務報告\n中華民國112年3月",
            "立法院第10屆第7會期文化部業務報告",
            "議會施政報告",
            "文化部",
            2023,
        ),
        (
            "示範市政府 2022 永續發展目標檢視報告",
            "示範市政府 2022 永續發展目標檢視報告",
            "永續發展目標自願檢視報告",
            "示範市政府",
            2022,
        ),
    ],
)
def test_what_a_cover_prints(cover: str, title: str, kind: str, agency: str, year: int) -> None:
    found = known(cover + BODY)
    assert (found.title, found.kind, found.agency, found.year) == (title, kind, agency, year)


def test_what_is_printed_comes_before_the_catalogue() -> None:
    described = Described("目錄所載", "示範市政府消防局", 1999, "施政績效報告")
    found = known("示範市政府勞工局109年度施政計畫" + BODY, described)
    assert found == About("示範市政府勞工局109年度施政計畫", "施政計畫", "示範市政府勞工局", 2020)


def test_the_catalogue_says_what_is_not_printed() -> None:
    described = Described("勞工局計畫", "示範市政府勞工局", 2020, "施政計畫")
    assert known(BODY, described, "示範市政府消防局115年度施政計畫.txt") == About(
        "勞工局計畫", "施政計畫", "示範市政府勞工局", 2020
    )


def test_the_name_of_the_file_comes_last() -> None:
    assert known(BODY, file="示範市政府消防局115年度施政計畫.txt") == About(
        "示範市政府消防局115年度施政計畫", "施政計畫", "示範市政府消防局", 2026
    )


@pytest.mark.parametrize(
    ("file", "year"),
    [
        ("plan-109.txt", 2020),
        ("plan-2024.txt", 2024),
        ("plan-98.txt", 2009),
        ("plan-v12.txt", None),
        ("plan-20240901.txt", None),
        ("plan.txt", None),
    ],
)
def test_years_of_file_names(file: str, year: int | None) -> None:
    assert known(BODY, file=file).year == year


def test_the_year_that_the_opening_plans() -> None:
    text = "壹、前言\n本局依市政發展需要，編定110年度施政計畫，以108年度成果為基礎。\n"
    assert known(text).year == 2021


def test_a_span_of_years_is_no_year() -> None:
    assert known("推動10年計畫" + BODY).year is None


def test_what_nothing_says_is_reported_and_not_guessed() -> None:
    document = split("一、辦理訓練\n內文。\n", "無名.txt")
    assert (document.title, document.kind, document.agency, document.year) == (
        "無名",
        None,
        None,
        None,
    )
    assert len(document.warnings) == 1
    for word in ("機關", "年度", "文件種類", "未標示"):
        assert word in document.warnings[0]


def test_only_what_is_missing_is_named() -> None:
    document = split("示範市政府勞工局施政計畫" + BODY)
    (warning,) = document.warnings
    assert "年度" in warning
    assert "機關" not in warning


@pytest.mark.parametrize(
    ("title", "agency"),
    [
        ("示範市政府勞工局109年度施政計畫", "示範市政府勞工局"),
        ("臺北市都市計畫書", "臺北市政府"),
        ("會議紀錄", None),
    ],
)
def test_agencies_of_titles(title: str, agency: str | None) -> None:
    assert agency_of(title) == agency


def test_a_sentence_that_speaks_of_a_plan_is_no_title() -> None:
    cover = "示範縣政府109年度施政目標與重點\n本府編定109年度施政計畫，其目標與重點如次："
    assert known(cover).title == "示範縣政府109年度施政目標與重點"


def test_the_publisher_of_a_web_page_is_its_agency_where_nothing_else_names_one() -> None:
    page = "<div>112年度施政計畫</div><div>發布單位：示範市政府勞工局</div><p>壹、前言</p><p>內文。</p>"
    found = about(read_html(page.encode()).blocks, Described(), "文件.html")
    assert (found.agency, found.title) == ("示範市政府勞工局", "112年度施政計畫")


def test_a_range_in_the_title_comes_before_a_period_in_the_text() -> None:
    text = "示範市政府性別平等執行計畫（103－106年度）\n壹、期程\n自103年1月至106年12月。\n"
    assert known(text).year == 2014


def test_a_web_page_names_its_agency_last() -> None:
    found = about(read("114年度施政計畫" + BODY).blocks, Described(), "a.html", "外交部－施政計畫")
    assert (found.agency, found.title) == ("外交部", "114年度施政計畫")


def test_open_data_says_agency_and_year_in_columns() -> None:
    rows = "機關名稱\t年度\t衡量指標\t目標值\n示範市政府環保局\t112\t場次\t5\n"
    found = known(rows + "示範市政府環保局\t112\t件數\t6\n")
    assert (found.agency, found.year) == ("示範市政府環境保護局", 2023)
    mixed = known(rows + "示範市政府勞工局\t113\t件數\t6\n")
    assert (mixed.agency, mixed.year) == (None, None)


def test_running_heads_name_a_document_without_a_cover() -> None:
    page = "示範市總預算案\n\n{number}\n\n\f一、買了{number}輛車。\n二、修了{number}座橋。\n"
    text = "".join(page.format(number=number) for number in range(1, 6))
    assert known(text.replace("示範市總預算案", "示範市政府113年度總預算案")) == About(
        "示範市政府113年度總預算案", "單位預算", "示範市政府", 2024
    )


def test_the_period_of_a_report_comes_before_the_date_of_its_printing() -> None:
    opening = "\n\n茲將112年7月至12月之工作提出報告。\n\n一、修橋\n修了三座。\n"
    assert known(f"示範市政府施政報告\n中華民國113年3月{opening}").year == 2023
    assert known("示範市政府施政報告\n中華民國113年3月\n\n一、修橋\n修了三座。\n").year == 2024


def test_a_plan_over_several_years_is_of_the_year_that_approved_it() -> None:
    cover = "好生育對策計畫\n（115年－118年）\n示範院 114 年 9 月 1 日示院字第 1140000001 號函核定"
    assert known(cover + BODY).year == 2025


def test_the_first_of_several_sections_is_no_title() -> None:
    blocks = [
        Text(line, ()) for line in ("一、年度重要施政計畫", "修路。", "二、年度施政目標", "修橋。")
    ]
    described = Described(title="示範縣政府113年度施政計畫")
    assert about(blocks, described, "x.txt").title == "示範縣政府113年度施政計畫"
    marked = [
        Text("年度施政目標", (), level=1),
        Text("修橋。", ()),
        Text("年度工作計畫", (), level=1),
    ]
    assert about(marked, described, "x.txt").title == "示範縣政府113年度施政計畫"


def test_a_title_takes_no_name_or_state_of_a_document_from_above() -> None:
    cover = "109年度計畫書\n核定版\n示範市政府勞工局109年度施政計畫"
    assert known(cover + BODY).title == "示範市政府勞工局109年度施政計畫"


@pytest.mark.parametrize(
    ("cover", "year", "covers"),
    [
        (
            "示範照顧計畫\n（115年－118年）\n行政院114年9月1日院臺字第1號函核定\n",
            2025,
            (2026, 2027, 2028, 2029),
        ),
        ("示範縣政府綠能推動計畫（113至115年）\n", 2024, (2024, 2025, 2026)),
        ("示範縣政府114年度施政計畫\n", 2025, ()),
        ("示範縣政府112年至113年施政成果報告\n", 2023, ()),
    ],
)
def test_a_plan_over_several_years_covers_each(
    cover: str, year: int, covers: tuple[int, ...]
) -> None:
    found = known(cover + BODY)
    assert found.covers == covers
    if covers:
        assert found.year == year
