from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import agencies
from search.analysis import load_analyzer
from search.errors import QueryError
from search.evidence.checks import DraftCheck, years_beside
from search.evidence.quotes import MOST_CHARACTERS, quotations, verify_quotes
from search.evidence.statements import statements
from search.evidence.texts import StoredTexts
from search.model import Kpi, Passage
from search.searcher import Searcher


@pytest.fixture
def check(searcher: Searcher, texts: StoredTexts):  # type: ignore[no-untyped-def]
    return lambda draft: verify_quotes(draft, searcher, texts, load_analyzer(), agencies.load())


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("如「甲乙」與『丙丁』", ["甲乙", "丙丁"]),
        ("如「甲『乙』丙」", ["甲『乙』丙"]),
        ('如“甲乙”及"丙丁"', ["甲乙", "丙丁"]),
        ("「甲乙。」", ["甲乙"]),
        ("沒有關上「甲乙", []),
        ("「沒有關上『甲乙』", ["甲乙"]),
        ('5" 與 6"\n以及"甲乙"', ["與 6", "甲乙"]),
        ("「」『 』", []),
        ("」「", []),
    ],
)
def test_what_stands_in_quotation_marks(draft: str, found: list[str]) -> None:
    assert [draft[start:end] for start, end in quotations(draft)] == found


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        ("「減少職業災害的發生」", "found"),
        ("「減少　職業災害\n的發生。」", "found"),
        ("「減少職業災害……１，２００家」", "found"),
        ("「協助雇主徵才，辦理就業博覽會」", "differs"),
        ("「減少職業傷害的發生，全年檢查」", "differs"),
        ("「全面補助恐龍保育」", "missing"),
        ("「1,200 家……減少職業災害」", "missing"),
    ],
)
def test_quotations_are_told_apart(check, draft: str, status: str) -> None:  # type: ignore[no-untyped-def]
    (found,) = check(draft)
    assert found.status == status
    assert bool(found.passages) == (status != "missing")
    assert draft[found.start : found.end] == found.text


def test_a_difference_shows_the_source_s_own_words(check) -> None:  # type: ignore[no-untyped-def]
    (found,) = check("「協助雇主徵才，辦理就業博覽會」")
    assert found.printed == "協助僱主徵才，辦理就業博覽會"


def test_another_year_than_the_draft_s_is_told(check) -> None:  # type: ignore[no-untyped-def]
    right, wrong = check("106 年度「照顧受傷的勞工」；107 年度「照顧受傷的勞工」。")
    assert (right.years, right.other_year) == ((2017,), False)
    assert (wrong.years, wrong.other_year) == ((2018,), True)


@pytest.mark.parametrize(
    ("draft", "statuses"),
    [
        ("107 年度辦理就業博覽會 25 場。", ["found"]),
        ("106 年度辦理就業博覽會 25 場。", ["differs"]),
        ("106 年度檢查 1200 家事業單位，減少職業災害的發生。", ["found"]),
        ("民國一○六年辦理就業博覽會二十場。", ["found"]),
        ("107 年度編列預算 3 億元。", ["missing"]),
        ("辦理就業博覽會 25 場。", ["unchecked"]),
        ("107 年度「辦理就業博覽會 25 場」。", ["found"]),
    ],
)
def test_figures_with_a_year(check, draft: str, statuses: list[str]) -> None:  # type: ignore[no-untyped-def]
    assert [one.status for one in check(draft)] == statuses


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        (
            "2024 年參加人數計 56 萬 8,977 人，與 2021 年相較成長 13 萬 6,424 人，成長 31.5%",
            {2024: [568_977, 136_424, 31.5]},
        ),
        ("106 年 5 人，107 年 6 人", {2017: [5], 2018: [6]}),
        ("106 年及 107 年各 5 人，檢查 7 家", {2017: [5, 7], 2018: [5, 7]}),
        ("檢查 7 家，較 106 年增加 2 家", {2020: [7, 2]}),
        ("檢查 7 家", {2020: [7]}),
    ],
)
def test_a_number_is_of_the_year_that_its_clause_names(
    searcher: Searcher, text: str, stated: dict[int, list[float]]
) -> None:
    said = statements(replace(_passage(searcher), text=text, year=2020))
    assert {one.year: [float(n.quantity.low) for n in one.numbers] for one in said} == stated


def test_what_is_aimed_at_is_told_from_what_was_reached(searcher: Searcher) -> None:
    kpi = Kpi(
        values=(("2024 target", "0.019 以下"), ("2024 actual", "0.022"), ("2024 達成率", "86%"))
    )
    text = "2024 年目標值為 2.3，實際值為 2.353，實際值未達目標值 2.3"
    said = statements(replace(_passage(searcher), text=text, kpi=kpi))
    assert [(float(n.quantity.low), n.role) for one in said for n in one.numbers] == [
        (0.019, "target"),
        (0.022, "actual"),
        (86, "rate"),
        (2.3, "target"),
        (2.353, "actual"),
        (2.3, None),
    ]


def _passage(searcher: Searcher) -> Passage:
    return next(iter(searcher.store.groups())).passages[0]


def _cuts(searcher: Searcher) -> list[str]:
    return [
        line
        for group in searcher.store.groups()
        for line in group.passages[0].text.split("\n")
        if line.isprintable() and not set(line) & set('「」『』“”"＂') and len(line) > 12
    ]


@given(st.data())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_cut_of_a_passage_is_found_and_no_changed_one(
    searcher: Searcher, texts: StoredTexts, data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(_cuts(searcher)))
    start = data.draw(st.integers(0, len(line) - 8))
    cut = line[start : start + data.draw(st.integers(8, 30))]
    at = data.draw(st.integers(1, len(cut) - 2))

    def status(text: str) -> list[str]:
        checked: tuple[DraftCheck, ...] = verify_quotes(
            f"「{text}」", searcher, texts, load_analyzer(), agencies.load()
        )
        return [one.status for one in checked]

    assert status(cut) == ["found"]
    assert "found" not in status(cut[:at] + "龘" + cut[at + 1 :])


@given(st.text(st.characters(codec=None), max_size=80))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_draft_can_be_checked(searcher: Searcher, texts: StoredTexts, draft: str) -> None:
    verify_quotes(
        f"109 年「{draft}」5 件{draft}", searcher, texts, load_analyzer(), agencies.load()
    )


@pytest.mark.parametrize("draft", ["字" * (MOST_CHARACTERS + 1), "「甲乙」" * 201])
def test_too_much_is_refused(check, draft: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(QueryError, match="最多"):
        check(draft)


@pytest.mark.parametrize(
    ("draft", "years"),
    [
        ("109年度計畫載明「自2009年起施行」。", (2020,)),
        ("計畫載明「自2009年起施行」。", ()),
        ("「自2009年起施行」見109年度計畫。", (2020,)),
    ],
)
def test_a_year_that_is_quoted_says_nothing_of_the_source(
    draft: str, years: tuple[int, ...]
) -> None:
    start = draft.index("「") + 1
    assert years_beside(draft, start, draft.index("」")) == years
