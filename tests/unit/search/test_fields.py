from __future__ import annotations

from corpus_of_passages import groups, passage

from search.analysis import load_analyzer
from search.fields import BY_NAME, COPIES, DOCUMENT, facet_values, index_units, searched_texts
from search.model import UNKNOWN, Kpi, Location, Place


def test_every_searched_text_is_of_a_declared_field() -> None:
    kpi = Kpi(
        goal="目標",
        measure="衡量",
        target="25%",
        evaluation_body="1",
        evaluation_method="2",
        plan_link="無",
        values=(("2024 target", "1,240 場"), ("2024 actual", "1,331 場")),
        progress="●",
        unit="場",
        responsible_unit="發展署",
    )
    full = passage(
        "辦理場次",
        "內文",
        kpi=kpi,
        work_program="工作",
        plan_category="社會發展",
        section="壹 > 一",
        codes=("1.4.1", "5-7-1"),
        kpi_link="指標一",
        also_at=(Place(Location(5, 9), (("measure", "另一種衡量"), ("text", "另一種內文"))),),
    )
    texts = searched_texts(full)
    assert {field for field, _ in texts} == set(BY_NAME)
    assert ("kpi.values", "1,331 場") in texts
    assert ("kpi.measure", "另一種衡量") in texts
    assert ("text", "另一種內文") in texts


def test_empty_fields_are_left_out() -> None:
    assert searched_texts(passage("標題")) == (("title", "標題"),)


def test_a_unit_joins_the_texts_of_all_editions() -> None:
    (group,) = groups([(passage("標題", "臺中市 政府"), passage("標題", "台中市政府新詞"))])
    analyzer = load_analyzer()
    (unit,) = index_units([group], analyzer)
    assert unit.texts == (
        ("title", analyzer.fold_written("標題")),
        ("text", analyzer.fold_written("台中市政府")),
        ("text", analyzer.fold_written("台中市政府新詞")),
    )
    assert dict(unit.columns)[COPIES] == "1"
    assert dict(unit.columns)[DOCUMENT] == "demo-109-plan"


def test_what_a_document_does_not_say_is_a_value_too() -> None:
    (group,) = groups([passage("標題", agency=None, year=None)])
    assert facet_values(group) == {
        "agency": UNKNOWN,
        "year": UNKNOWN,
        "work_program": UNKNOWN,
        "plan_category": UNKNOWN,
        "kind": "project",
    }
