"""The JSON of a passage has the promised names and the right notes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kept import A, B, passage

from search.editions import edition_links
from search.model import EditionLink, Kpi, Location, PassageGroup, Place
from search.present.results import passage_json


def test_cells_of_an_indicator_are_null_where_absent() -> None:
    kpi = Kpi(measure="件數", values=(("2021 actual", "758 場"), ("2024 target", "1,240 場")))
    body = passage_json(replace(passage("x", A, "指標"), kind="kpi", kpi=kpi))
    assert body["kpi"] == {
        "goal": None,
        "measure": "件數",
        "target": None,
        "evaluation_body": None,
        "evaluation_method": None,
        "plan_link": None,
        "values": {"2021 actual": "758 場", "2024 target": "1,240 場"},
        "progress": None,
        "unit": None,
        "responsible_unit": None,
    }


def test_notes_stand_there_only_where_they_hold() -> None:
    plain = passage_json(passage("x", A, "目標"))
    assert not {"damaged", "restored", "sample"} & plain.keys()
    noted = passage_json(replace(passage("x", A, "目標"), damaged=True, restored=True))
    assert noted["damaged"] is noted["restored"] is True


def test_places_and_editions() -> None:
    place = Place(Location(5, 9, page=2), (("target", "25 %"),))
    body = passage_json(
        replace(passage("x", A, "目標"), also_at=(place,)), [EditionLink("y", "b.txt", False)]
    )
    (also,) = body["also_at"]
    assert (also["start"], also["page"], also["differs"]) == (5, 2, {"target": "25 %"})
    assert body["editions"] == [{"id": "y", "file": "b.txt", "same_text": False}]
    assert (body["year"], body["year_roc"]) == (2020, 109)


@pytest.mark.parametrize(
    ("text", "same"),
    [("（甲） 乙丙", True), ("(甲)乙\n丙", True), ("（甲）乙丁", False)],
)
def test_editions_are_the_same_but_for_width_and_space(text: str, same: bool) -> None:
    first = passage("a", A, "目標", "（甲）乙丙")
    second = passage("b", B, "目標", text)
    (link,) = edition_links(PassageGroup(0, (first, second)), first)
    assert link == EditionLink("b", second.source.file, same)
    (back,) = edition_links(PassageGroup(0, (first, second)), second)
    assert back.id == "a"
