from __future__ import annotations

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.query.conditions import Conditions, Read, StandIns
from search.query.parse import parse

HELD = {
    "agency": ("勞動部", "衛生福利部", "行政院", "示範市政府", "示範市政府環境保護局", "臺中市政府勞工局", "屏東縣政府", "農業部"),
    "year": ("2017", "2018", "2020", "2021", "2009"),
    "kind": ("goal", "project", "kpi", "narrative"),
    "document_kind": ("施政計畫", "施政方針", "議會施政報告", "未標示"),
    "chapter": ("壹、年度施政目標", "參、年度重要計畫", "第二章 現況與檢討", "伍、教育", "未標示"),
}  # fmt: skip
EVERY_YUAN = ("行政院", "勞動部", "衛生福利部", "農業部")


def read(text: str, *, stand_ins: StandIns = "none") -> Read | None:
    conditions = Conditions(HELD, agencies.load(), load_analyzer())
    return conditions.read(parse(text), stand_ins=stand_ins)


def filters(text: str, *, stand_ins: StandIns = "none") -> tuple[dict[str, tuple[str, ...]], str]:
    found = read(text, stand_ins=stand_ins)
    return (found.filters(), found.rest) if found else ({}, text)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("109年度職災", ["2020"]),
        ("109年 職災", ["2020"]),
        ("109 年度 職災", ["2020"]),
        ("１０９年度職災", ["2020"]),
        ("民國109年職災", ["2020"]),
        ("民國 109 年度的職災", ["2020"]),
        ("中華民國109年度職災", ["2020"]),
        ("民国109年职灾", ["2020"]),
        ("一百零九年職災", ["2020"]),
        ("一○九年度職災", ["2020"]),
        ("2020職災", ["2020"]),
        ("2020年職災", ["2020"]),
        ("西元2020年職災", ["2020"]),
        ("109職災", ["2020"]),
        ("職災 109", ["2020"]),
        ("職災109年度", ["2020"]),
        ("職災2020", ["2020"]),
        ("98年職災", ["2009"]),
        ("106到109年職災", ["2017", "2018", "2020"]),
        ("106至109年度職災", ["2017", "2018", "2020"]),
        ("106-109 職災", ["2017", "2018", "2020"]),
        ("106～109年職災", ["2017", "2018", "2020"]),
        ("106年度至109年度職災", ["2017", "2018", "2020"]),
        ("民國106年到民國109年 職災", ["2017", "2018", "2020"]),
        ("2017-2020 職災", ["2017", "2018", "2020"]),
        ("109到106年職災", ["2017", "2018", "2020"]),
        ("106、109年職災", ["2017", "2020"]),
        ("106年及109年職災", ["2017", "2020"]),
        ("109年以後 職災", ["2020", "2021"]),
        ("106年以前 職災", ["2009", "2017"]),
        ("109年上半年職災", ["2020"]),
        ("職災 106 109", ["2017", "2020"]),
    ],
)
def test_a_year_is_read_in_every_writing(text: str, years: list[str]) -> None:
    found, rest = filters(text)
    assert {facet: sorted(values) for facet, values in found.items()} == {"year": years}
    assert rest in ("職災", "职灾")


@pytest.mark.parametrize(
    "text",
    [
        "109人職災", "109 件", "109場宣導", "109.5職災", "109,000元", "職災 1090", "0800-109", "109-12345",
        "109年底職災", "109年12月職災", "109年間職災", "109學年度職災", "第109 職災", "近109年職災", "108年職災",
        "2050淨零", "1955專線", "職災 98", "SDG109職災", "109% 職災",
    ],
)  # fmt: skip
def test_what_is_no_year_stays_a_word(text: str) -> None:
    found, rest = filters(text)
    assert (found, rest) in (({}, text), ({"year": ("2009",)}, "職災"))
    assert "2020" not in found.get("year", ())


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("勞動部職災", ("勞動部",)),
        ("勞動部的職災", ("勞動部",)),
        ("职灾 劳动部", ("勞動部",)),
        ("勞委會 職災", ("勞動部",)),
        ("行政院勞工委員會職災", ("勞動部",)),
        ("農委會 職災", ("農業部",)),
        ("衛福部職災", ("衛生福利部",)),
        ("衛生署職災", ("衛生福利部",)),
        ("行政院 職災", EVERY_YUAN),
        ("政院 職災", EVERY_YUAN),
        ("示範市職災", ("示範市政府", "示範市政府環境保護局")),
        ("示範市政府職災", ("示範市政府", "示範市政府環境保護局")),
        ("示範市環境保護局職災", ("示範市政府環境保護局",)),
        ("示範市政府 環境保護局 職災", ("示範市政府環境保護局",)),
        ("環境保護局 職災", ("示範市政府環境保護局",)),
        ("台中市 職災", ("臺中市政府勞工局",)),
        ("臺中市職災", ("臺中市政府勞工局",)),
        ("臺中市府 職災", ("臺中市政府勞工局",)),
        ("台中 職災", ("臺中市政府勞工局",)),
        ("中市 職災", ("臺中市政府勞工局",)),
        ("台中市勞工局職災", ("臺中市政府勞工局",)),
        ("臺中市政府勞工局職災", ("臺中市政府勞工局",)),
        ("中市府勞工局 職災", ("臺中市政府勞工局",)),
        ("臺中縣 職災", ("臺中市政府勞工局",)),
        ("勞工局職災", ("臺中市政府勞工局",)),
        ("屏東縣職災", ("屏東縣政府",)),
        ("屏東 職災", ("屏東縣政府",)),
        ("屏縣府 職災", ("屏東縣政府",)),
        ("職災 勞動部 農業部", ("勞動部", "農業部")),
        ("示範市環保局職災", ("示範市政府環境保護局",)),
        ("環保局 職災", ("示範市政府環境保護局",)),
        ("勞動部（台中市）職災", ("勞動部", "臺中市政府勞工局")),
    ],
)
def test_an_agency_is_read_by_any_of_its_names(text: str, agency: tuple[str, ...]) -> None:
    found, rest = filters(text)
    assert {facet: set(values) for facet, values in found.items()} == {"agency": set(agency)}
    assert rest in ("職災", "职灾")


@pytest.mark.parametrize(
    "text",
    [
        "屏東縣長信箱", "屏東縣民福利", "屏東縣議會質詢", "勞動部長答詢", "勞動部門統計", "農業部分項目", "行政院會通過",
        "台中青年", "新中市場", "高雄市 職災", "教育部 職災",
    ],
)  # fmt: skip
def test_names_inside_other_names_are_no_agencies(text: str) -> None:
    assert filters(text) == ({}, text)


def test_who_has_no_documents_is_stood_in_for_by_the_body_above() -> None:
    assert filters("職安署 墜落", stand_ins="missing") == ({"agency": ("勞動部",)}, "墜落")
    assert filters("屏東縣社會處 長照", stand_ins="missing") == (
        {"agency": ("屏東縣政府",)},
        "長照",
    )
    assert filters("環保署 空污", stand_ins="missing") == ({"agency": ("行政院",)}, "空污")
    assert filters("臺中市教育局 職災") == ({"agency": ("臺中市政府勞工局",)}, "教育局 職災")
    assert filters("臺中市教育局 職災", stand_ins="missing") == (
        {"agency": ("臺中市政府勞工局",)},
        "職災",
    )
    assert filters("高雄市勞工局 職災", stand_ins="missing") == (
        {"agency": ("臺中市政府勞工局",)},
        "高雄市 職災",
    )


def test_the_chapters_of_its_field_speak_for_who_has_no_documents() -> None:
    education = {"agency": ("行政院",), "chapter": ("伍、教育",)}
    assert filters("教育部 學雜費", stand_ins="missing") == (education, "學雜費")
    assert filters("國教署 學雜費", stand_ins="missing") == (education, "學雜費")
    assert filters("體委會109年場館", stand_ins="missing")[0]["agency"] == ("行政院",)
    # A body of its own documents is stood in for only where these have nothing.
    assert filters("職安署 墜落", stand_ins="all") == ({"agency": ("行政院",)}, "墜落")
    assert filters("勞動部 墜落", stand_ins="all") == ({"agency": ("行政院",)}, "墜落")
    assert filters("行政院 墜落", stand_ins="all")[0]["agency"][0] == "行政院"


def test_kinds_may_be_left_words() -> None:
    found = Conditions(HELD, agencies.load(), load_analyzer()).read(
        parse("勞動部109年KPI 就業"), without=("kind",)
    )
    assert found is not None
    assert found.rest == "KPI 就業"
    assert found.filters() == {"agency": ("勞動部",), "year": ("2020",)}


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("職災KPI", "kpi", "職災"),
        ("職災 kpi", "kpi", "職災"),
        ("ＫＰＩ 職災", "kpi", "職災"),
        ("職災關鍵績效指標", "kpi", "職災"),
        ("職災目標值", "kpi", "職災"),
        ("職災衡量指標", "kpi", "職災"),
        ("職災 指標", "kpi", "職災"),
        ("職災施政目標", "goal", "職災"),
        ("職災 計畫", "project", "職災"),
        ("職災 計劃", "project", "職災"),
        ("職災的計畫項目", "project", "職災"),
    ],
)
def test_a_kind_is_read_where_its_word_means_nothing_else(text: str, kind: str, rest: str) -> None:
    assert filters(text) == ({"kind": (kind,)}, rest)


@pytest.mark.parametrize(
    "text", ["職災計畫", "長照計畫補助", "重要指標", "OKPIs 職災", "職災 目標", "計畫"]
)
def test_words_of_names_are_no_kinds(text: str) -> None:
    assert filters(text) == ({}, text)


@pytest.mark.parametrize(
    ("text", "expected", "rest"),
    [
        ("施政方針 職災", {"document_kind": ("施政方針",)}, "職災"),
        ("行政院施政報告職災", {"agency": EVERY_YUAN, "document_kind": ("議會施政報告",)}, "職災"),
        ("109年度施政計畫職災", {"year": ("2020",), "document_kind": ("施政計畫",)}, "職災"),
        ("第二章 職災", {"chapter": ("第二章 現況與檢討",)}, "職災"),
        ("年度重要計畫 職災", {"chapter": ("參、年度重要計畫",)}, "職災"),
        ("教育篇 職災", {"chapter": ("伍、教育",)}, "職災"),
        ("伍、教育 職災", {"chapter": ("伍、教育",)}, "職災"),
        ("教育 職災", {}, "教育 職災"),
    ],
)
def test_kinds_of_documents_and_chapters_are_read(
    text: str, expected: dict[str, tuple[str, ...]], rest: str
) -> None:
    found, left = filters(text)
    assert {facet: set(values) for facet, values in found.items()} == {
        facet: set(values) for facet, values in expected.items()
    }
    assert left == rest


def test_several_conditions_stand_together_in_any_order() -> None:
    both = {"agency": ("勞動部",), "year": ("2020",)}
    for text in ("勞動部109年度職災", "109年度勞動部職災", "職災 勞動部 109", "職災勞動部109年"):
        assert filters(text) == (both, "職災")
    assert filters("勞動部民國109年職災") == (both, "職災")
    assert filters("行政院勞委會 109 職災") == (both, "職災")
    assert filters("勞動部109年度KPI") == ({**both, "kind": ("kpi",)}, "")


@pytest.mark.parametrize(
    "text",
    [
        "勞動部", "109年度", "KPI", "「勞動部」職災", "「109年度」 職災", "職災 -勞動部", "勞動部 OR 職災",
        "(勞動部 或 109年) 職災", "勞動部的職災。另請說明109年度的預算。",
    ],
)  # fmt: skip
def test_alone_quoted_excluded_and_alternative_words_are_no_conditions(text: str) -> None:
    assert read(text) is None


def test_the_words_of_a_condition_are_given_as_typed_and_what_is_quoted_stays() -> None:
    found = read("台中市 109 年度 「勞動部」 職災")
    assert found is not None
    assert [(one.facet, one.value, one.text) for one in found.conditions] == [
        ("agency", "臺中市政府", "台中市"),
        ("year", "2020", "109 年度"),
    ]
    assert found.rest == "「勞動部」 職災"
    assert not any(one.applied for one in found.conditions)
    assert [one.applied for one in found.applied({"year"})] == [True, False]
