"""Which indicator a query for a value names, and when none is beyond doubt."""

from __future__ import annotations

import pytest

from search.analysis import load_analyzer
from search.programs.indicators import Indicator
from search.query.fit import Named, chosen
from search.query.lexicon.entries import Entries
from search.query.lexicon.lookup import compiled
from search.query.value_asked import value_asked

YEARS = range(2015, 2028)
LEXICON = compiled([Entries(same=(("職業災害", "職災"), ("公共托育", "公托")))])
BUREAU = ("示範市政府勞工局", "勞工局", "示範市")


def indicator(name: str, *units: str, **given: object) -> Indicator:
    fields: dict[str, object] = {
        "program": name,
        "agency": BUREAU[0],
        "names": (name,),
        "measures": (),
        "works": (),
        "around": (),
        "codes": (),
        "units": units,
        "stated": ((2019, "actual"), (2020, "target"), (2021, "target")),
        "years": (2020, 2021),
        "digest": name,
    }
    return Indicator(**(fields | given))  # type: ignore[arg-type]


DEATHS = indicator("職業災害死亡千人率", codes=("8.7.1",))
HELPED = indicator("職災勞工服務人數", "人")
TRAINED = indicator("職業訓練結訓人數", "人")
PLACED = indicator("職業訓練結訓後就業率", "%")
VISITS = indicator("高風險工地輔導場次", "場次", works=("工地安全共學計畫",))
CARE = indicator("公共托育收托人數", "人")
LOANS = indicator("申請創業貸款核准件數", "件")
AIDED = indicator("協助申請創業貸款核准件數", "件")
EVERY = (DEATHS, HELPED, TRAINED, PLACED, VISITS, CARE, LOANS, AIDED)


def named(text: str, *among: Indicator) -> str | None:
    value = value_asked(text, YEARS)
    if value is None:
        return None
    query = Named(value, load_analyzer(), LEXICON)
    fits = (
        query.fit(one, BUREAU) for one in among or EVERY if query.states(one) and query.counts(one)
    )
    best = chosen((fit for fit in fits if fit is not None), query)
    return None if best is None else best.names[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("職業災害死亡千人率 109 目標值", DEATHS),
        # In other words, shorter, in another order, as a question, in simplified script.
        ("職災死亡率109年目標是多少？", DEATHS),
        ("請問109年死亡千人率（職業災害）", DEATHS),
        ("公托收托多少人 109", CARE),
        ("高風險工地輔導幾場 110", VISITS),
        ("职业训练结训人数 109 目标", TRAINED),
        # By its code, and by the work that it measures.
        ("8.7.1 目標值", DEATHS),
        ("工地安全共學計畫 109 目標值", VISITS),
        # The agency may be named; another agency's indicator it is not.
        ("勞工局 職業災害死亡千人率 109", DEATHS),
        # Two names hold the query: what it counts decides, or the whole name.
        ("職業訓練結訓人數 109", TRAINED),
        ("職業訓練結訓後就業率 109", PLACED),
        ("申請創業貸款核准件數 109", LOANS),
        ("協助申請創業貸款核准件數 109", AIDED),
    ],
)
def test_the_indicator_that_is_named(text: str, name: Indicator) -> None:
    assert named(text) == name.names[0]


@pytest.mark.parametrize(
    "text",
    [
        # A topic, a part of a name, a name among others.
        "職業災害 109",
        "職業災害 109 目標",
        "職災勞工 109",
        "死亡率 109 目標",
        "創業貸款核准件數 109",
        # Something else of the same subject.
        "職業災害死亡人數補助 109",
        "職業災害失能千人率 109",
        "高風險工地停工場次 109",
        # It is of another agency, states no such year, counts other things.
        "環境保護局 職業災害死亡千人率 109",
        "職業災害死亡千人率 99年",
        "高風險工地輔導人數 109",
        # Nothing is asked.
        "職業災害死亡千人率",
        "109年目標值",
    ],
)
def test_where_it_is_not_sure_there_is_none(text: str) -> None:
    assert named(text) is None


def test_a_role_that_is_not_stated_is_no_answer() -> None:
    assert named("職業災害死亡千人率 109 實際值") is None
    assert named("職業災害死亡千人率 108 實際值") == DEATHS.names[0]


def test_words_of_a_name_ask_for_no_role() -> None:
    reached = indicator("防制目標達成率", "%", stated=((2020, "target"),))
    assert named("防制目標達成率 109", reached) == reached.names[0]


def test_indicators_of_the_same_values_are_no_rivals() -> None:
    again = indicator("職業災害死亡千人率", program="z", digest=DEATHS.digest)
    other = indicator("職業災害死亡千人率", program="z", digest="other")
    assert named("職業災害死亡千人率 109", DEATHS, again) == DEATHS.names[0]
    assert named("職業災害死亡千人率 109", DEATHS, other) is None


def test_the_year_of_a_report_is_asked_where_it_tells_of_the_years_before() -> None:
    reported = indicator("職災勞工服務人數", "人", stated=((2019, "actual"),), years=(2021,))
    value = value_asked("職災勞工服務人數 110", YEARS)
    assert value is not None
    query = Named(value, load_analyzer(), LEXICON)
    assert query.states(reported)
    assert query.years_of(reported) == ()
    assert query.reported_in(reported) == (2021,)
