from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.errors import QueryError
from search.model import UNKNOWN, Kpi, Results, SearchRequest, Sort
from search.searcher import Searcher

LONG = "請問貴部對於外勞在營造工地屢次發生墜落意外，近年來勞工檢查的人力與次數是否足夠，有何具體對策可以改善，並請說明民國109年度之預算與成效。"

PASSAGES = (
    passage(
        "健全職業災害保障", "推動職業災害保險單獨立法。", work_program="勞工保險業務", kind="goal"
    ),
    passage("職災預防", "輔導高職災風險產業，落實營造工地墜落防護及勞動檢查。", year=2017),
    (
        passage("青年就業", "提供僱用獎助，協助青年就業。", id="a"),
        passage(
            "青年就業", "提供雇用獎助，協助青年就業與創業。", id="b", edition="demo-109-plan.b"
        ),
    ),
    passage(
        "移工管理", "辦理移工權益保障及外籍勞工業務檢查。", agency="勞動部", document="mol-109-plan"
    ),
    passage("勞保財務", "勞工保險基金收支平衡。", agency=None, year=None, document="mol-109-plan"),
    passage(
        "提升檢查家數",
        "",
        kind="kpi",
        kpi=Kpi(
            measure="檢查事業單位家數", target="1,240 家", values=(("2024 actual", "1,331 家"),)
        ),
        document="mol-109-plan",
    ),
    passage("章節", "以 VR 體驗營進行宣導；滿意度 90％。", kind="narrative", section="壹 > 二"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = searcher_of(tmp_path_factory.mktemp("searcher") / "index", PASSAGES)
    yield opened
    opened.close()


def titles(results: Results) -> list[str]:
    return [hit.passage.title for hit in results.hits]


def ask(searcher: Searcher, text: str, **request: object) -> Results:
    return searcher.search(SearchRequest(text, **request))  # type: ignore[arg-type]


def test_a_synonym_is_found_and_said(searcher: Searcher) -> None:
    results = ask(searcher, "職災")
    assert sorted(titles(results)) == ["健全職業災害保障", "職災預防"]
    reasons = {hit.passage.title: hit.matched_by for hit in results.hits}
    assert reasons == {"職災預防": ("text",), "健全職業災害保障": ("synonym",)}
    (term,) = results.reading.terms
    assert (term.text, term.forms, term.count) == ("職災", (("職業災害", "synonym"),), 2)


def test_only_the_wording_itself_where_asked(searcher: Searcher) -> None:
    for results in (ask(searcher, "職災", exact=True), ask(searcher, "「職災」")):
        assert titles(results) == ["職災預防"]
        assert results.reading.terms[0].forms == ()
        assert results.related == ()


def test_written_forms_are_one_and_marked_as_printed(searcher: Searcher) -> None:
    for text in ("雇用獎助", "僱用獎助", "雇用奖助", "「僱 用獎助」"):
        results = ask(searcher, text, exact=True)
        assert results.total == 1
        (snippet,) = [s for s in results.hits[0].snippets if s.marks]
        ((start, end),) = snippet.marks
        assert snippet.text[start:end] == "僱用獎助"
    assert ask(searcher, "雇用奖助").hits[0].matched_by == ("variant",)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("雇主", (("僱主", "variant"),)),
        # 説 stands for 說 in texts of other countries alone: it is found, and not worth a word.
        ("說明會", ()),
        ("109–110", ()),
    ],
)
def test_variants_in_use_are_named(
    searcher: Searcher, typed: str, forms: tuple[tuple[str, str], ...]
) -> None:
    assert ask(searcher, typed).reading.terms[0].forms == forms


def test_editions_are_one_group_and_the_one_that_matched_is_shown(searcher: Searcher) -> None:
    results = ask(searcher, "青年就業")
    assert (results.total, results.documents, results.folded) == (1, 1, 1)
    (hit,) = results.hits
    assert hit.passage.id == "a"
    assert [(link.id, link.same_text) for link in hit.editions] == [("b", False)]
    assert ask(searcher, "創業").hits[0].passage.id == "b"


def test_all_terms_must_occur(searcher: Searcher) -> None:
    assert titles(ask(searcher, "青年 創業")) == ["青年就業"]
    assert ask(searcher, "青年 勞保").total == 0
    assert ask(searcher, "青年 創業 移工", match="any").total == 2
    assert ask(searcher, "青年 或 移工").total == 2
    assert set(titles(ask(searcher, "檢查 -家數"))) == {"職災預防", "移工管理"}


def test_a_phrase_never_crosses_fields(searcher: Searcher) -> None:
    assert ask(searcher, "「保障推動」").total == 0
    assert ask(searcher, "「家1,331」").total == 0
    assert ask(searcher, "「1,331家」").total == 1


def test_numbers_and_years_in_other_forms(searcher: Searcher) -> None:
    assert ask(searcher, "1240家").total == 1
    assert ask(searcher, "「１，２４０家」", exact=True).total == 1
    assert ask(searcher, "240家").total == 0
    assert ask(searcher, "百分之90").total == 1


def test_partial_matches_are_related_and_never_counted(searcher: Searcher) -> None:
    results = ask(searcher, "青年就業保險業務")
    assert results.total == 0
    assert results.hits == ()
    assert {"青年就業", "勞保財務"} <= {hit.passage.title for hit in results.related}
    assert all(hit.matched_by == ("partial",) for hit in results.related)
    assert any("青年就業保險業務" in problem for problem in results.reading.problems)
    assert results.reading.terms[0].count == 0
    assert any(term.text == "青年" and term.count == 1 for term in results.reading.terms)


def test_a_long_question_is_answered_by_related_passages(searcher: Searcher) -> None:
    results = ask(searcher, LONG)
    assert results.total == 0
    assert results.related[0].passage.title in ("職災預防", "移工管理")
    (offer,) = results.reading.offers
    assert offer.filters == (("year", ("2020",)),)
    assert offer.count is None
    assert offer.rest == LONG.replace("民國109年度", "")
    assert results.reading.filters == ()
    assert all(term.text in LONG for term in results.reading.terms)


def test_a_list_finds_all_that_holds_it_and_all_that_holds_its_items(tmp_path: Path) -> None:
    texts = ("辦理青年、婦女就業。", "青年與婦女各有所需。", "青年創業。")
    with searcher_of(
        tmp_path / "index", tuple(passage(str(at), text) for at, text in enumerate(texts))
    ) as searcher:
        listed = ask(searcher, "青年、婦女")
        assert sorted(titles(listed)) == ["0", "1"]
        assert [hit.passage.title for hit in listed.related] == ["2"]
        assert any("每個都要有" in problem for problem in listed.reading.problems)
        for exact in (ask(searcher, "「青年、婦女」"), ask(searcher, "青年、婦女", exact=True)):
            assert titles(exact) == ["0"]
            assert exact.reading.problems == ()


def test_what_is_planned_comes_before_what_is_told_where_a_sentence_asks(tmp_path: Path) -> None:
    told, planned = "營造工地防護計畫之說明", "營造工地防護計畫之說明。"
    with searcher_of(
        tmp_path / "index",
        (passage("甲", told, kind="narrative"), passage("乙", planned, kind="goal")),
    ) as searcher:

        def order(text: str) -> list[str]:
            return [hit.passage.title for hit in ask(searcher, text).related]

        assert order("營造工地防護怎麼做？") == ["乙", "甲"]
        assert order("營造工地防護 對策") == ["甲", "乙"]


def test_what_hardly_says_what_is_done_comes_after_what_does(tmp_path: Path) -> None:
    told = [
        passage(
            "一", "河岸步道近五年的使用人數逐年減少，多數國家亦同。", kind="narrative", section="壹"
        ),
        passage(
            "二",
            "河岸步道的使用人數逐年減少，將推動整建並辦理導覽。",
            kind="narrative",
            section="壹",
        ),
    ]
    with searcher_of(tmp_path / "index", told) as opened:
        asked = ask(opened, "為何河岸步道的使用人數逐年減少，一直沒有人管？")
    assert [hit.passage.title for hit in asked.related] == ["二", "一"]


def test_the_body_that_a_sentence_asks_says_little_of_what_it_asks(tmp_path: Path) -> None:
    plans = [
        passage("甲", "衛生福利部與各地方政府召開工作聯繫會議。"),
        passage("乙", "補助山區診所添購救護設備。"),
    ]
    with searcher_of(tmp_path / "index", plans) as opened:
        asked = ask(opened, "衛生福利部應如何幫助山區診所？")
    assert [hit.passage.title for hit in asked.related] == ["乙", "甲"]


def test_what_holds_all_terms_in_part_comes_before_one_term_many_times(tmp_path: Path) -> None:
    plans = [
        passage("甲", "步道巡查與步道管理，步道整修及步道美化。"),
        passage(
            "乙",
            "為求安全，今年度將分年分期辦理郊山各條步道沿途的照明燈具汰換更新，並邀請各里里長會勘。",
        ),
        passage("丙", "各處照明工作。"),
        *(passage(f"丁{number}", "其他行政業務。") for number in range(8)),
    ]
    with searcher_of(tmp_path / "index", plans) as opened:
        asked = ask(opened, "步道 照明設備")
    assert [hit.passage.title for hit in asked.related][:2] == ["乙", "甲"]


def test_what_a_word_is_not_in_does_not_lift_a_hit(tmp_path: Path) -> None:
    plans = [
        passage("甲", "分析國內外勞動情勢。"),
        passage("乙", "因應產業需要檢討引進人數及管理方式，並協商外勞事項。"),
        *(passage(f"丙{number}", "其他行政業務。") for number in range(2)),
    ]
    with searcher_of(tmp_path / "index", plans) as opened:
        asked = ask(opened, "外勞")
    assert (asked.total, titles(asked)) == (2, ["乙", "甲"])


def test_what_leads_by_the_words_typed_stays_first(searcher: Searcher) -> None:
    for text in ("青年就業保險業務", "營造工地墜落防護 對策", LONG):
        scores = [hit.score for hit in ask(searcher, text).related]
        assert scores == sorted(scores, reverse=True)


def test_strict_matching_gives_no_related(searcher: Searcher) -> None:
    assert ask(searcher, "青年就業保險業務", match="all").related == ()


def test_facets_are_counted_without_their_own_filter(searcher: Searcher) -> None:
    results = ask(searcher, "檢查", filters=(("agency", ("勞動部",)),))
    assert results.total == 1
    counts = {
        facet.name: {value.value: value.count for value in facet.values} for facet in results.facets
    }
    assert counts["agency"] == {"勞動部": 1, "示範市政府": 2}
    assert counts["year"] == {"2020": 1}
    assert ask(searcher, "檢查").total == sum(counts["agency"].values())


def test_picks_of_one_facet_are_alternatives_and_stay_when_empty(searcher: Searcher) -> None:
    picked = (("kind", ("goal", "kpi")), ("year", ("1990",)))
    results = ask(searcher, "", filters=picked)
    assert results.total == 0
    year = next(facet for facet in results.facets if facet.name == "year")
    assert [(v.value, v.count) for v in year.values if v.selected] == [("1990", 0)]
    assert ask(searcher, "", filters=picked[:1]).total == 2


def test_filters_typed_into_the_box(searcher: Searcher) -> None:
    assert titles(ask(searcher, "機關:勞動部 檢查")) == ["移工管理"]
    assert titles(ask(searcher, "年度:106 檢查")) == ["職災預防"]
    assert ask(searcher, "年度:105..107").reading.filters == (("year", ("2016", "2017", "2018")),)
    assert titles(ask(searcher, "種類:關鍵績效指標")) == ["提升檢查家數"]
    assert ask(searcher, "機關:未標示").total == 1
    results = ask(searcher, "工作計畫:沒有 檢查")
    assert results.total == 3
    assert any("沒有用到" in problem for problem in results.reading.problems)


def test_what_is_not_stated_is_a_value(searcher: Searcher) -> None:
    agency = ask(searcher, "勞工保險").facets[0]
    assert agency.values[-1].value == UNKNOWN
    assert agency.values[-1].code == "none"


def test_nothing_typed_gives_everything_in_order(searcher: Searcher) -> None:
    results = ask(searcher, "")
    assert (results.total, results.documents) == (7, 2)
    assert [hit.passage.title for hit in results.hits][:2] == ["健全職業災害保障", "職災預防"]
    assert ask(searcher, "-檢查").total == 4


def test_sorting_by_year_and_pages(searcher: Searcher) -> None:
    newest = ask(searcher, "", sort="oldest", size=3)
    assert newest.hits[0].passage.year == 2017
    pages = [titles(ask(searcher, "業 或 工", size=2, page=page)) for page in (1, 2, 3, 4)]
    joined = [title for page in pages for title in page]
    assert joined == titles(ask(searcher, "業 或 工"))
    assert len(set(joined)) == len(joined)
    assert ask(searcher, "職災", page=99).hits == ()


def test_pages_out_of_reach_are_refused(searcher: Searcher) -> None:
    for page, size in ((101, 100), (0, 20), (1, 0)):
        with pytest.raises(QueryError):
            ask(searcher, "職災", page=page, size=size)


def test_a_title_lifts_a_hit(searcher: Searcher) -> None:
    assert titles(ask(searcher, "檢查"))[0] == "提升檢查家數"


def test_suggestions_begin_with_what_was_typed_then_hold_it(searcher: Searcher) -> None:
    assert searcher.suggest("勞工") == ("勞工保險業務",)
    assert searcher.suggest("檢查") == ("提升檢查家數",)
    assert searcher.suggest("劳工保险") == ("勞工保險業務",)
    assert searcher.suggest("") == searcher.suggest("沒有") == ()
    assert len(searcher.suggest("業", limit=1)) == 1


def test_names_and_codes_of_this_corpus(searcher: Searcher) -> None:
    code = searcher.code("work_program", "勞工保險業務")
    assert code.startswith("w-")
    assert searcher.resolve("work_program", code) == "勞工保險業務"
    assert searcher.resolve("work_program", "沒有的") is None
    assert searcher.resolve("agency", "勞委會") == "勞動部"


@pytest.mark.parametrize(
    "text",
    [
        "?*?*?*?*職*",
        " OR ".join(["職"] * 5000),
        "(" * 5000,
        " ".join(["-災"] * 2000),
        "「" * 2000,
        "\x00\ud800\u202e",
        "a\u0301" + "\u0301" * 10_000,
        "職" * 1_000_000,
        '""" (( -- OR 機關: 年度:..',
        "機關:" + "長" * 3000,
    ],
)
def test_hostile_queries_are_answered(searcher: Searcher, text: str) -> None:
    for match in ("auto", "all", "any"):
        assert ask(searcher, text, match=match).total >= 0


def test_a_document_can_be_searched_alone(searcher: Searcher) -> None:
    inside = ask(searcher, "檢查", filters=(("document", ("mol-109-plan",)),))
    assert sorted(titles(inside)) == ["提升檢查家數", "移工管理"]
    assert (inside.total, inside.documents) == (2, 1)
    assert searcher.resolve("document", "mol-109-plan") == "mol-109-plan"
    assert searcher.resolve("document", "nowhere") is None


def test_documents_are_counted_in_the_order_of_their_best_hits(searcher: Searcher) -> None:
    request = SearchRequest("檢查", size=1, page=2)
    counts = searcher.by_document(request)
    whole = searcher.search(SearchRequest("檢查"))
    assert sum(counts.values()) == whole.total
    assert len(counts) == whole.documents
    assert list(counts) == list(dict.fromkeys(hit.passage.document for hit in whole.hits))
    one = SearchRequest("檢查", filters=(("document", ("mol-109-plan",)),))
    assert searcher.by_document(one) == {"mol-109-plan": 2}


def test_partial_matches_are_left_out_on_request(searcher: Searcher) -> None:
    assert ask(searcher, "勞工檢查人力").related
    assert not ask(searcher, "勞工檢查人力", related=False).related


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "document"])
def test_every_hit_comes_in_the_order_of_the_pages(searcher: Searcher, sort: Sort) -> None:
    for text in ("", "職災", "檢查", "沒有這個詞"):
        request = SearchRequest(text, sort=sort, size=2)
        first = searcher.search(request)
        paged = [
            hit
            for page in range(1, first.total // 2 + 2)
            for hit in searcher.search(replace(request, page=page)).hits
        ]
        every = searcher.every(request)
        assert every.total == first.total
        assert list(every.hits) == paged
        found = list(searcher.found(request))
        assert [one for _, one in found] == [hit.passage for hit in paged]
        assert all(one in group.passages for group, one in found)


@pytest.mark.parametrize("text", ["()", "OR", '""', "（（", "- -", "「」"])
def test_a_query_without_words_says_so(searcher: Searcher, text: str) -> None:
    results = ask(searcher, text)
    assert len(results.reading.problems) >= 1
    assert ask(searcher, "").reading.problems == ()


def test_marks_alone_are_looked_for_as_they_stand_and_said_so(searcher: Searcher) -> None:
    results = ask(searcher, "％")
    assert results.total == 1
    assert any("「％」" in problem for problem in results.reading.problems)
    assert ask(searcher, "「％」").reading.problems == ()


def test_what_is_related_is_marked_with_typed_words_alone(searcher: Searcher) -> None:
    assert ask(searcher, "龘靐").related == ()
    assert ask(searcher, "龘職").related
    for text in ("青年保險業務", LONG):
        for hit in ask(searcher, text).related:
            marked = {s.text[start:end] for s in hit.snippets for start, end in s.marks}
            assert marked, (text, hit.passage.title)
            assert all(word in text and len(word) > 1 for word in marked)
    # Pairs of characters find passages by the words that they may stand for, and are no words.
    pairs = ask(searcher, "僱獎勞檢").related
    assert pairs
    assert not any(snippet.marks for hit in pairs for snippet in hit.snippets)


def test_a_passage_is_marked_with_what_found_it(searcher: Searcher) -> None:
    def marked(text: str, title: str) -> set[str]:
        (given,) = (one for one in PASSAGES if not isinstance(one, tuple) and one.title == title)
        return {needle.text for needle in searcher.needles(SearchRequest(text), given)}

    assert marked("職災", "職災預防") == {"職災", "職業災害"}
    assert "勞工保險" in marked("勞工保險龘龘", "勞保財務")
    assert marked("", "職災預防") == set()
    assert not any(needle.merged for needle in searcher.needles(SearchRequest("制度"), PASSAGES[0]))  # type: ignore[arg-type]
