"""Indicators as a search looks them up."""

from __future__ import annotations

import json

from search.model import Kpi, Location, Passage, PassageGroup, Source
from search.programs.indicators import indicator_of, indicator_record, indicators_of
from search.programs.model import Member, Program


def passage(id_: str, title: str, **given: object) -> Passage:
    fields: dict[str, object] = {
        "document": "plan-109",
        "edition": "plan-109.a",
        "document_title": "示範市政府勞工局109年度施政計畫",
        "document_kind": "施政計畫",
        "agency": "示範市政府勞工局",
        "year": 2020,
        "kind": "kpi",
        "text": "",
        "source": Source("a", "0"),
        "location": Location(0, 1),
    }
    return Passage(id=id_, title=title, **(fields | given))  # type: ignore[arg-type]


def program(*passages: Passage) -> Program:
    members = tuple(Member(one.document, one.year, one.title, (one.id,)) for one in passages)
    return Program("p", "kpi", passages[-1].agency, passages[-1].title, members)


def test_an_indicator_has_all_its_names_values_and_works() -> None:
    old = passage("k1", "受訓人數", kpi=Kpi(target="100人", goal="培育人才", plan_link="無"))
    new = passage(
        "k2",
        "參訓人數",
        document="plan-110",
        year=2021,
        codes=("4.1.1",),
        kpi=Kpi(values=(("2021 target", "120人"), ("2020 actual", "90人")), measure="年度結訓總數"),
    )
    work = passage("w", "在地人才培育計畫", kind="project", kpi_link="受訓人數\n其他指標")
    groups = [PassageGroup(number, (one,)) for number, one in enumerate((old, new, work))]
    (found,) = indicators_of([program(old, new)], groups)
    assert found.names == ("參訓人數", "受訓人數")
    assert found.works == ("在地人才培育計畫",)
    assert found.stated == ((2020, "target"), (2020, "actual"), (2021, "target"))
    assert found.units == ("人",)
    assert found.grams() >= {"受训", "参训", "结训", "4.1.1"}  # of the merged folding
    assert indicator_of(json.loads(json.dumps(indicator_record(found)))) == found


def test_what_states_no_value_of_a_known_year_is_none() -> None:
    bare = passage("k", "完成修法", kpi=Kpi(measure="完成修法"))
    undated = passage("u", "受訓人數", year=None, kpi=Kpi(target="100人"))
    groups = [PassageGroup(0, (bare,)), PassageGroup(1, (undated,))]
    assert indicators_of([program(bare), program(undated)], groups) == ()


def test_equal_values_have_one_digest() -> None:
    one = passage("k1", "受訓人數", kpi=Kpi(target="100 人"))
    same = passage("k2", "訓練人數", kpi=Kpi(target="100人"))
    other = passage("k3", "訓練人數", kpi=Kpi(target="101人"))
    groups = [PassageGroup(number, (it,)) for number, it in enumerate((one, same, other))]
    first, second, third = indicators_of(map(program, (one, same, other)), groups)
    assert first.digest == second.digest != third.digest
