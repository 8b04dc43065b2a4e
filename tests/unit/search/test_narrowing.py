"""Lines that hold conditions: the same answer in the searcher's every way of asking."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from search.model import Passage, Results, SearchRequest
from search.searcher import Searcher
from tests.unit.search.corpus_of_passages import passage, searcher_of

LINE = "勞動部109年度職災"


def _passages() -> tuple[Passage, ...]:
    made = [
        passage("甲", "辦理職業災害預防。", kind="project"),
        passage("乙", "辦理職業災害統計，詳見一百零六年結果。", kind="kpi"),
        passage("丙", "職災勞工重建，依據示範縣109年度職災統計辦理。"),
        passage("丁", "辦理移工管理。"),
    ]
    years = {"甲": 2020, "乙": 2017, "丙": 2020, "丁": 2020}
    agencies = {"丙": "示範縣政府"}
    return tuple(
        replace(
            one,
            year=years[one.title],
            agency=agencies.get(one.title, "勞動部"),
            document=f"d-{one.title}",
            document_kind="施政計畫" if one.title != "乙" else "施政績效報告",
            section="第二章 成果 > 一、概況" if one.title == "乙" else "壹、年度重要計畫",
        )
        for one in made
    )


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder: Path = tmp_path_factory.mktemp("narrowing") / "index"
    with searcher_of(folder, _passages()) as made:
        yield made


def ask(searcher: Searcher, text: str, **more: object) -> Results:
    return searcher.search(SearchRequest(text, **more))  # type: ignore[arg-type]


def titles(results: Results) -> str:
    return "".join(sorted(hit.passage.title for hit in results.hits))


def test_parts_that_name_an_agency_or_a_year_narrow_the_answer(searcher: Searcher) -> None:
    results = ask(searcher, LINE)
    reading = results.reading
    assert titles(results) == "甲"
    assert results.total == 1
    assert [(one.facet, one.value, one.text, one.applied) for one in reading.conditions] == [
        ("agency", "勞動部", "勞動部", True),
        ("year", "2020", "109年度", True),
    ]
    assert reading.text == LINE
    assert reading.rest == "職災"
    assert reading.literal_total == 0
    assert dict(reading.filters) == {"agency": ("勞動部",), "year": ("2020",)}
    assert [term.text for term in reading.terms] == ["職災"]


def test_counts_are_those_of_the_answer_shown(searcher: Searcher) -> None:
    results = ask(searcher, "職災 109年度")
    assert results.total == 2
    assert results.documents == 2
    counts = {one.name: {v.value: v.count for v in one.values} for one in results.facets}
    assert counts["agency"] == {"勞動部": 1, "示範縣政府": 1}
    assert counts["year"] == {"2020": 2, "2017": 1}
    (year,) = (one for one in results.facets if one.name == "year")
    assert [value.value for value in year.values if value.selected] == ["2020"]


def test_a_line_that_stands_in_a_passage_is_answered_and_narrowing_is_offered(
    searcher: Searcher,
) -> None:
    results = ask(searcher, "示範縣109年度職災")
    assert titles(results) == "丙"
    assert not any(one.applied for one in results.reading.conditions)
    assert results.reading.literal_total == results.total == 1
    (offer,) = results.reading.offers
    assert dict(offer.filters) == {"agency": ("示範縣政府",), "year": ("2020",)}
    assert (offer.rest, offer.count) == ("職災", 1)
    assert ask(searcher, offer.rest, filters=offer.filters).total == offer.count


def test_either_reading_can_be_asked_for(searcher: Searcher) -> None:
    typed = ask(searcher, LINE, conditions=False)
    assert typed.total == ask(searcher, LINE).reading.literal_total == 0
    assert typed.reading.offers[0].count == 1
    narrowed = ask(searcher, "示範縣109年度職災", conditions=True)
    assert all(one.applied for one in narrowed.reading.conditions)


def test_an_offer_never_leads_to_nothing(searcher: Searcher) -> None:
    results = ask(searcher, "勞動部106年移工", conditions=False)
    assert results.reading.conditions
    assert results.reading.offers == ()
    lone = ask(searcher, "勞動部")
    assert [(dict(one.filters), one.count) for one in lone.reading.offers] == [
        ({"agency": ("勞動部",)}, 3)
    ]


@pytest.mark.parametrize("text", ["「勞動部」 職災", "「109年度」 職災", "「勞動部109年度職災」"])
def test_what_is_quoted_is_no_condition(searcher: Searcher, text: str) -> None:
    assert ask(searcher, text).reading.conditions == ()


def test_exact_searches_read_no_conditions(searcher: Searcher) -> None:
    results = ask(searcher, LINE, exact=True)
    assert results.reading.conditions == ()
    assert results.total == 0


def test_a_filter_picked_takes_the_place_of_the_condition(searcher: Searcher) -> None:
    results = ask(searcher, LINE, filters=(("year", ("2017",)),))
    assert titles(results) == "乙"
    assert [(one.facet, one.applied) for one in results.reading.conditions] == [
        ("agency", True),
        ("year", False),
    ]


def test_kinds_of_documents_and_chapters_narrow_too(searcher: Searcher) -> None:
    assert titles(ask(searcher, "施政績效報告 職災")) == "乙"
    assert titles(ask(searcher, "第二章 職災")) == "乙"
    assert titles(ask(searcher, "年度重要計畫 職災")) == "丙甲"
    assert titles(ask(searcher, "職災KPI")) == "乙"


def test_only_conditions_find_all_that_they_leave(searcher: Searcher) -> None:
    assert titles(ask(searcher, "勞動部109年度施政計畫")) == "丁甲"


def test_related_passages_stay_within_the_conditions(searcher: Searcher) -> None:
    results = ask(searcher, "示範縣政府 職災重建補助")
    assert results.total == 0
    assert results.related[0].passage.title == "丙"
    assert "乙" not in {hit.passage.title for hit in results.related}


def test_a_year_that_is_named_stays_where_its_words_stand_in_other_years_alone(
    searcher: Searcher,
) -> None:
    related = ask(searcher, "106年 重建 統計").related
    assert [hit.passage.title for hit in related] == ["乙"]


def test_no_page_is_empty_where_what_the_conditions_name_holds_nothing_near(
    searcher: Searcher,
) -> None:
    results = ask(searcher, "106年 移工")
    assert results.total == 0
    assert "丁" in {hit.passage.title for hit in results.related}
    assert not any(one.applied for one in results.reading.conditions)


def test_every_way_of_asking_reads_the_same(searcher: Searcher) -> None:
    request = SearchRequest(LINE)
    assert [hit.passage.title for hit in searcher.every(request).hits] == ["甲"]
    assert [shown.title for _, shown in searcher.found(request)] == ["甲"]
    assert searcher.by_document(request) == {"d-甲": 1}
    (hit,) = searcher.search(request).hits
    assert {needle.text for needle in searcher.needles(request, hit.passage)} >= {"職災"}
    for id_, count in searcher.by_document(SearchRequest("示範縣109年度職災")).items():
        within = replace(request, text="示範縣109年度職災", filters=(("document", (id_,)),))
        assert searcher.search(within).total == count


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A ministry's plan without indicators, and the report of the body above it."""
    made = (
        ("甲", "辦理公共托育服務。", "內政部", "參、年度重要計畫"),
        ("乙", "加強檢肅毒品。", "行政院", "壹、內政 > 五、警政"),
        ("丙", "加強取締走私毒品。", "行政院", "拾陸、海洋事務 > 二、巡防"),
        ("丁", "推動取締走私宣導。", "示範縣政府", "壹、內政"),
    )
    passages = [
        replace(
            passage(title, text), year=2012, agency=agency, document=f"d-{title}", section=section
        )
        for title, text, agency, section in made
    ]
    folder: Path = tmp_path_factory.mktemp("reports") / "index"
    with searcher_of(folder, passages) as searcher:
        yield searcher


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("內政部 托育", "甲"),
        ("內政部 毒品", "乙"),
        ("警政署 毒品", "乙"),
        ("內政部101年毒品", "乙"),
        ("海巡署 走私", "丙"),
        ("海委會走私", "丙"),
        ("行政院 毒品", "乙丙"),
        ("行政院 托育", "甲"),
    ],
)
def test_a_body_is_found_in_its_documents_else_in_the_chapters_of_reports_above_it(
    reports: Searcher, text: str, found: str
) -> None:
    assert set(titles(ask(reports, text))) == set(found)


def test_a_kind_of_which_nothing_is_held_is_a_word_again(reports: Searcher) -> None:
    results = ask(reports, "內政部101年度KPI 托育")
    assert {hit.passage.title for hit in (*results.hits, *results.related)} == {"甲"}
    applied = {one.facet for one in results.reading.conditions if one.applied}
    assert "kind" not in applied
    assert "agency" in applied


def test_what_others_say_is_related_to_the_chapters_that_speak_for_a_body(
    reports: Searcher,
) -> None:
    results = ask(reports, "內政部 毒品")
    assert titles(results) == "乙"
    assert results.related[0].passage.title == "丙"
    assert "乙" not in {hit.passage.title for hit in results.related}
