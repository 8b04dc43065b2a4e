"""Filters that exclude values, and spans of years."""

from __future__ import annotations

import pytest

from search.filters import chosen, excluded, excluding, passes, span, spanning
from search.query.facets import code, label, resolve, resolve_all

YEARS = ("2017", "2019", "2020", "未標示")


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (("2019",), ("2019",)),
        ((excluding("2019"),), ("2017", "2020", "未標示")),
        ((spanning(2020, 2018),), ("2019", "2020")),
        ((spanning(None, 2019),), ("2017", "2019")),
        ((spanning(2019, None),), ("2019", "2020")),
        ((spanning(2017, 2020), excluding("2019")), ("2017", "2020")),
        (("2017", spanning(2020, 2020)), ("2017", "2020")),
        (("2017", excluding("2017")), ()),
    ],
)
def test_a_filter_lets_through_what_it_names(
    values: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert tuple(chosen(values, YEARS)) == found
    assert tuple(year for year in YEARS if passes(values, year)) == found


@pytest.mark.parametrize(
    ("facet", "text", "value", "address", "name"),
    [
        ("year", "106..109", spanning(2017, 2020), "106..109", "106 至 109 年"),
        ("year", "2020..民國106年", spanning(2017, 2020), "106..109", "106 至 109 年"),
        ("year", "106..", spanning(2017, None), "106..", "106 年以後"),
        ("year", "..106", spanning(None, 2017), "..106", "106 年以前"),
        ("year", "-109", excluding("2020"), "-109", "不含 109 年（2020）"),
        ("agency", "-勞動部", excluding("勞動部"), "-mol", "不含 勞動部"),
        ("kind", "-指標", excluding("kpi"), "-kpi", "不含 關鍵績效指標"),
    ],
)
def test_names_and_codes_go_both_ways(
    facet: str, text: str, value: str, address: str, name: str
) -> None:
    assert resolve(facet, text) == value
    assert code(facet, value) == address
    assert resolve(facet, address) == value
    assert label(facet, value) == name


@pytest.mark.parametrize("text", ["..", "--109", "106..明年", "-甲乙丙"])
def test_what_means_nothing_is_no_value(text: str) -> None:
    assert resolve("year", text) is None


def test_marks_are_told_from_values() -> None:
    assert excluded("2019") is None
    assert span("2019") is None
    assert span(excluding("2019")) is None


def test_a_typed_span_still_names_its_years() -> None:
    assert resolve_all("year", "106..108") == ("2017", "2018", "2019")
