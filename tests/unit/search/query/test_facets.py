from __future__ import annotations

import pytest

from search import agencies
from search.model import UNKNOWN
from search.query.facets import code, facets, label, resolve, resolve_all

KNOWN = agencies.load()


@pytest.mark.parametrize(
    "text", ["109", "１０９", "民國109年", "一○九", "一百零九年", "2020", "109年度"]
)
def test_a_year_in_any_form_is_one_value(text: str) -> None:
    assert resolve("year", text) == "2020"


@pytest.mark.parametrize("facet", ["agency", "year", "work_program", "plan_category", "kind"])
def test_unknown_has_a_code_in_every_facet(facet: str) -> None:
    assert code(facet, UNKNOWN) == "none"
    assert resolve(facet, "none") == resolve(facet, UNKNOWN) == UNKNOWN
    assert label(facet, UNKNOWN) == UNKNOWN


@pytest.mark.parametrize(
    ("facet", "value"),
    [
        ("agency", "勞動部"),
        ("agency", "示範市政府勞動局"),
        ("year", "2020"),
        ("work_program", "勞工保險業務"),
        ("plan_category", "社會發展"),
        ("kind", "kpi"),
    ],
)
def test_codes_and_names_lead_to_the_value(facet: str, value: str) -> None:
    assert resolve(facet, code(facet, value), (value,)) == value
    assert resolve(facet, value, (value,)) == value
    assert code(facet, value).isascii()


def test_names_are_read_in_other_written_forms() -> None:
    assert resolve("work_program", "劳工保险业务", ("勞工保險業務",)) == "勞工保險業務"
    assert resolve("kind", "關鍵績效指標") == "kpi"
    assert resolve("kind", "指標") == "kpi"
    assert resolve("agency", "台中市政府", ()) == "臺中市政府"


def test_what_stands_for_nothing() -> None:
    assert resolve("year", "九") is None
    assert resolve("kind", "公文") is None
    assert resolve("work_program", "沒有的計畫", ("勞工保險業務",)) is None
    assert resolve("agency", "沒有這個機關", ("勞動部",)) is None


def test_spans_and_lists() -> None:
    assert resolve_all("year", "106..109") == ("2017", "2018", "2019", "2020")
    assert resolve_all("year", "109～106") == ("2017", "2018", "2019", "2020")
    assert resolve_all("year", "106,109") == ("2017", "2020")
    assert resolve_all("kind", "指標、施政目標") == ("kpi", "goal")
    assert resolve_all("year", "106..某年") == ()
    assert resolve_all("work_program", "甲、乙", ("甲、乙",)) == ("甲、乙",)


def test_part_of_a_work_program_means_all_that_hold_it() -> None:
    held = ("勞動保險業務(一)", "勞動保險業務(二)", "一般行政")
    assert resolve_all("work_program", "勞動保險業務", held) == held[:2]
    assert resolve_all("work_program", "劳动保险業務(二)", held) == held[1:2]
    assert resolve_all("work_program", "行政、保險業務(一)", held) == (held[2], held[0])
    assert resolve_all("work_program", "勞動檢查", held) == ()
    assert resolve_all("work_program", "\u200b", held) == ()
    assert resolve_all("work_program", "業", [f"業務({number})" for number in range(51)]) == ()
    assert resolve_all("plan_category", "社會", ("社會發展", "科技發展")) == ("社會發展",)
    assert resolve_all("agency", "勞動", ("勞動部",)) == ()


def test_order_labels_and_ticks() -> None:
    counts = {
        "agency": {UNKNOWN: 9, "臺中市政府勞工局": 5, "勞動部": 1},
        "year": {"2017": 3, UNKNOWN: 7, "2020": 1},
        "work_program": {"乙": 2, "甲": 2, "丙": 5, UNKNOWN: 1},
        "kind": {"kpi": 4, "goal": 1},
    }
    made = facets(counts, {"work_program": ("丁",), "year": ("2020",)}, KNOWN)
    names = {facet.name: [value.value for value in facet.values] for facet in made}
    assert names == {
        "agency": ["勞動部", "臺中市政府勞工局", UNKNOWN],
        "year": ["2020", "2017", UNKNOWN],
        "work_program": ["丙", "乙", "甲", "丁", UNKNOWN],
        "plan_category": [],
        "kind": ["goal", "kpi"],
    }
    year = made[1].values[0]
    assert (year.label, year.code, year.count, year.selected) == ("109 年（2020）", "109", 1, True)
    assert [facet.label for facet in made] == ["機關", "年度", "工作計畫", "計畫類別", "種類"]
    assert made[4].values[1].label == "關鍵績效指標"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("行政院勞工委員會", "行政院勞工委員會（今勞動部）"),
        ("交通部觀光局", "交通部觀光局（今交通部觀光署）"),
        ("勞動部", "勞動部"),
        ("某機關", "某機關"),
    ],
)
def test_a_renamed_agency_says_what_it_is_today(name: str, shown: str) -> None:
    assert label("agency", name) == shown
