from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from search.model import (
    UNKNOWN,
    Document,
    Edition,
    Facet,
    FacetValue,
    Hit,
    Kpi,
    Location,
    Passage,
    Snippet,
    Source,
    Term,
)
from web import coverage_page, hit, passage_page, results_page, wordings
from web.holdings import told_apart
from web.outline import Heading, outline
from web.params import Asked, Pick


def passage(**given: object) -> Passage:
    usual: dict[str, object] = {
        "id": "p",
        "document": "d",
        "edition": "d.a",
        "document_title": "示範市109年度施政計畫",
        "document_kind": "施政計畫",
        "agency": "示範市",
        "year": 2020,
        "kind": "goal",
        "title": "標題",
        "text": "內文",
        "source": Source("plan.docx", "0" * 64),
        "location": Location(0, 2),
    }
    return Passage(**(usual | given))  # type: ignore[arg-type]


def document(id_: str, agency: str | None, year: int | None, covered: int = 10) -> Document:
    edition = Edition(f"{id_}.a", id_, Source("f", "0"), "txt", "", 10, covered)
    return Document(id_, id_, "施政計畫", agency, year, False, (edition,))


def facet(name: str, *values: str, selected: tuple[str, ...] = ()) -> Facet:
    return Facet(
        name,
        wordings.FACETS[name],
        tuple(FacetValue(value, value, value, 1, value in selected) for value in values),
    )


def test_documents_of_one_title_are_told_apart() -> None:
    titled = [
        replace(document(id_, agency, year), title=title)
        for id_, agency, title, year in (
            ("a", "甲", "施政計畫", 2020),
            ("b", "甲", "施政報告", 2020),
            ("c", "甲", "施政報告", None),
            ("d", "甲", "書面報告", 2012),
            ("e", "甲", "書面報告", 2012),
            ("f", "乙", "年報表", 2012),
            ("g", "丙", "年報表", 2012),
        )
    ]
    assert told_apart(titled) == {
        "a": "施政計畫",
        "b": "施政報告（109 年度）",
        "c": "施政報告（年度未標示）",
        "d": "書面報告（第 1 份）",
        "e": "書面報告（第 2 份）",
        "f": "年報表（乙）",
        "g": "年報表（丙）",
    }


@pytest.mark.parametrize(
    ("text", "items", "cut"),
    [
        ("一段。", (), ("一段。",)),
        ("第一行\n第二行\n", (), ("第一行", "第二行")),
        (
            "（一）訓練。（二）輔導。",
            ("訓練。", "輔導。"),
            ("（一）訓練。", "（二）輔導。"),
        ),
        ("總說。1.訓練 2.輔導", ("訓練", "輔導"), ("總說。", "1.訓練 ", "2.輔導")),
        ("訓練、訓練後輔導", ("訓練、", "訓練後輔導"), ("訓練、", "訓練後輔導")),
        ("沒有這一項", ("別的",), ("沒有這一項",)),
    ],
)
def test_items_begin_paragraphs(text: str, items: tuple[str, ...], cut: tuple[str, ...]) -> None:
    assert passage_page.paragraphs(passage(text=text, items=items)) == cut


def test_cells_come_with_their_labels_and_empty_ones_not_at_all() -> None:
    kpi = Kpi(measure="人數", target="25%", values=(("2024 target", "1,240 場"), ("備註", "無")))
    assert passage_page.cells(kpi) == (
        ("衡量標準", "人數"),
        (wordings.FIELDS["kpi.target"], "25%"),
        ("113 年（2024）目標值", "1,240 場"),
        ("備註", "無"),
    )


def test_text_that_the_cells_say_is_known_as_such() -> None:
    kpi = Kpi(measure="每千人的人數", target="3")
    told = passage(kind="kpi", text="衡量標準：每千人的 人數\n目標：3", kpi=kpi)
    assert passage_page.is_said_by_cells(told)
    more = passage(kind="kpi", text="衡量標準：每千人的人數\n另外說明", kpi=kpi)
    assert not passage_page.is_said_by_cells(more)
    assert not passage_page.is_said_by_cells(passage())


def test_an_indicator_in_a_list_shows_its_cells_and_numbers() -> None:
    kpi = Kpi(measure="人數", target="3", values=(("2024 target", "5 人"), ("備註", "長" * 50)))
    found = Hit(
        passage(kind="kpi", title="受災人數", kpi=kpi),
        (),
        1.0,
        (
            Snippet("title", "受災人數", ((2, 4),)),
            Snippet("text", "衡量標準：人數", ((5, 7),)),
            Snippet("kpi.measure", "人數", ((0, 2),)),
        ),
        ("text",),
    )
    assert hit.title_marks(found) == ((2, 4),)
    assert [one.field for one in hit.shown_snippets(found)] == ["kpi.measure"]
    assert hit.numbers(kpi) == (
        (wordings.FIELDS["kpi.target"], "3"),
        ("113 年（2024）目標值", "5 人"),
    )


def test_a_title_that_was_cut_is_a_snippet() -> None:
    cut = Snippet("title", "受災", ((0, 2),))
    found = Hit(passage(title="很長的標題受災"), (), 1.0, (cut,), ("text",))
    assert hit.title_marks(found) == ()
    assert hit.shown_snippets(found) == (cut,)


@pytest.mark.parametrize(
    ("location", "written"),
    [
        (Location(0, 1, page=12, table=3, row=7), "第 12 頁・表 3 第 7 列"),
        (Location(0, 1, line=120), "第 120 行"),
        (Location(0, 1), ""),
    ],
)
def test_places_are_written_as_far_as_they_are_known(location: Location, written: str) -> None:
    assert passage_page.place(location) == written


def test_a_citation_names_all_that_a_reply_needs() -> None:
    cited = passage(
        agency="示範局",
        title="職業訓練",
        number="（一）",
        section="壹、目標 > 一、就業",
        location=Location(0, 1, page=3),
    )
    assert passage_page.citation(cited, date(2026, 11, 21), "/p/p") == (
        "示範局，示範市109年度施政計畫，〈（一）職業訓練〉，一、就業，第 3 頁，檔名：plan.docx，"
        "取得日期：民國 115 年 11 月 21 日。"
    )


def test_a_citation_names_the_year_that_the_title_does_not() -> None:
    cited = passage(agency="示範院", document_title="示範院施政書面報告", year=2012)
    assert "示範院施政書面報告（101 年度），〈" in passage_page.citation(
        cited, date(2026, 11, 21), "/p/p"
    )


def test_fields_that_differ_are_compared() -> None:
    shown = passage(text="照顧勞工", kpi=Kpi(target="3"))
    other = passage(text="照顧勞工", kpi=Kpi(target="4", unit="人"))
    labels = [found.label for found in passage_page.differences(shown, other, list)]
    assert labels == [wordings.FIELDS["kpi.target"], wordings.FIELDS["kpi.unit"]]


def test_an_outline_keeps_reading_order() -> None:
    root = outline(
        [
            passage(id="1", section=""),
            passage(id="2", section="壹 > 一"),
            passage(id="3", section="貳"),
            passage(id="4", section="壹 > 一"),
            passage(id="5", section="壹"),
        ]
    )
    assert root.count == 5
    assert [found.id for found in root.passages] == ["1"]
    assert [(below.title, below.count) for below in root.headings] == [("壹", 3), ("貳", 1)]
    assert [found.id for found in root.headings[0].headings[0].passages] == ["2", "4"]
    assert [getattr(part, "id", "") for part in root.parts] == ["1", "", ""]


def test_a_passage_named_like_a_heading_stands_beneath_it() -> None:
    root = outline(
        [
            passage(id="1", number="第三章", title="展望"),
            passage(id="2", section="第三章、展望"),
        ]
    )
    (only,) = root.parts
    assert isinstance(only, Heading)
    assert [found.id for found in only.passages] == ["1", "2"]
    assert (root.count, only.count) == (2, 2)


def test_the_grid_shows_gaps() -> None:
    grid = coverage_page.grid(
        [
            document("a", "甲部", 2020),
            document("b", "甲部", 2018, covered=9),
            document("c", None, None),
        ],
        lambda held: 7,
    )
    assert (grid.years, grid.unheld) == ((2020, 2018, None), (2019,))
    assert [line.agency for line in grid.lines] == ["甲部", UNKNOWN]
    assert [len(cell) for cell in grid.lines[0].cells] == [1, 1, 0]
    assert grid.lines[0].cells[1][0].covered == 0.9
    assert coverage_page.grid([], lambda held: 0).years == ()


def test_many_documents_are_listed_page_by_page_and_sought() -> None:
    documents = [document(f"d{number}", "甲部", 2020) for number in range(250)]
    documents += [document("x", "乙市", 2019)]
    entries = coverage_page.grid(documents, lambda held: 1).entries
    first = coverage_page.listed(entries, "", 1, str.lower)
    last = coverage_page.listed(entries, "", 9, str.lower)
    assert (len(first.entries), first.total, first.pages) == (coverage_page.LISTED, 251, 2)
    assert (len(last.entries), last.page) == (251 - coverage_page.LISTED, 2)
    (only,) = coverage_page.listed(entries, "乙市 108", 1, str.lower).entries
    assert only.document.id == "x"
    assert coverage_page.listed(entries, "丙", 1, str.lower).entries == ()


def test_long_facets_fold_but_never_hide_a_tick() -> None:
    names = tuple(f"計畫{number}" for number in range(300))
    (panel,) = results_page.panels(Asked(), [facet("work_program", *names, selected=("計畫250",))])
    assert len(panel.first) == 10
    assert panel.rest_open
    assert panel.rest[-1].value == "計畫250"
    assert len(panel.first) + len(panel.rest) + panel.left_out == 300
    (short,) = results_page.panels(Asked(), [facet("work_program", *names[:11])])
    assert (len(short.first), short.rest) == (11, ())


def test_a_facet_of_which_nothing_is_known_is_left_out() -> None:
    assert results_page.panels(Asked(), [facet("plan_category", UNKNOWN), facet("kind")]) == ()
    assert results_page.panels(Asked(), [facet("plan_category", UNKNOWN, selected=(UNKNOWN,))])


def test_chips_name_picks_that_no_hit_has() -> None:
    asked = Asked(
        text="甲",
        picks=(Pick("year", "2010", "99"), Pick("kind", "kpi", "kpi"), Pick("agency", "乙部", "b")),
    )
    chips = results_page.chips(asked, results_page.namer(()))
    assert [(chip.facet, chip.label) for chip in chips] == [
        ("年度", "99 年（2010）"),
        ("種類", "關鍵績效指標"),
        ("機關", "乙部"),
    ]
    assert chips[0].address == "/search?q=%E7%94%B2&kind=kpi&agency=b"


def test_page_links_stay_few() -> None:
    asked = Asked(text="甲", page=10)
    pager = results_page.pager(asked, 1000, 10_000, 20)
    assert pager is not None
    labels = [link.label if link else "…" for link in pager.pages]
    assert labels == ["1", "…", "8", "9", "10", "11", "12", "…", "50"]
    assert pager.before == "/search?q=%E7%94%B2&page=9"
    last = results_page.pager(Asked(page=50), 1000, 10_000, 20)
    assert last is not None
    assert last.after is None
    assert results_page.pager(Asked(), 20, 10_000, 20) is None
    capped = results_page.pager(Asked(), 50_000, 10_000, 20)
    assert capped is not None
    assert capped.pages[-1] is not None
    assert capped.pages[-1].label == "500"


def test_only_what_is_not_held_is_missing() -> None:
    held = [document("a", "甲部", 2020), document("b", "乙部", 2019)]
    year = Pick("year", "2019", "108")
    agency = Pick("agency", "甲部", "a")
    nobody = Pick("agency", "丙部", "c")
    assert results_page.missing(Asked(picks=(agency, year)), held) == (
        results_page.Missing("甲部", 2019),
    )
    assert results_page.missing(Asked(picks=(nobody,)), held) == (
        results_page.Missing("丙部", None),
    )
    assert results_page.missing(Asked(picks=(Pick("year", "2000", "89"),)), held) == (
        results_page.Missing(None, 2000),
    )
    assert results_page.missing(Asked(picks=(agency,)), held) == ()
    assert results_page.missing(Asked(), held) == ()


@pytest.mark.parametrize(
    ("part", "whole", "written"),
    [(10, 10, "100%"), (0, 0, "100%"), (99999, 100000, "99.9%"), (1, 4, "25.0%")],
)
def test_only_the_whole_is_a_hundred_percent(part: int, whole: int, written: str) -> None:
    assert wordings.percent(part, whole) == written


def test_one_term_of_several_can_be_asked_for_as_it_stands() -> None:
    terms = (
        Term("職災", (("職業災害", "synonym"),), 3),
        Term("計畫", (("計劃", "variant"),), 5),
        Term("青年", (), 2),
    )
    asked = Asked(text="職災 計畫 青年", page=3)
    links = results_page.alone(asked, terms)
    assert links == {"職災": Asked(text="「職災」 計畫 青年").address()}
    assert results_page.alone(Asked(text="職災"), terms[:1]) == {}
    assert results_page.alone(replace(asked, text="職災 或 職災預防"), terms) == {}


def test_a_related_term_is_asked_for_too() -> None:
    (link,) = results_page.beside(Asked(text="職災", page=2), ("職業訓練",))
    assert (link.label, link.address) == ("職業訓練", Asked(text="職災 職業訓練").address())
    (link,) = results_page.beside(Asked(text="職災 或 職安"), ("訓練",))
    assert link.address == Asked(text="(職災 或 職安) 訓練").address()
