from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import pytest

from search.model import SearchRequest
from web.params import Asked, Pick, is_shortest, read


class Book:
    """Two agencies, any year; codes as in addresses."""

    CODES: ClassVar = {
        ("agency", "勞動部"): "mol",
        ("agency", "教育部"): "moe",
        ("kind", "goal"): "goal",
    }

    def resolve(self, facet: str, text: str) -> str | None:
        if facet == "year":
            return {"2020": "2020", "109": "2020", "民國109年": "2020"}.get(text)
        named = {value: value for kind, value in self.CODES if kind == facet}
        coded = {code: value for (kind, value), code in self.CODES.items() if kind == facet}
        return (named | coded).get(text)

    def code(self, facet: str, value: str) -> str:
        return "109" if facet == "year" else self.CODES[facet, value]


def asked(**given: list[str]) -> Asked:
    found, faults = read(given, Book(), strict=True)
    assert faults == ()
    return found


def faulty(**given: list[str]) -> list[str]:
    return [fault.parameter for fault in read(given, Book(), strict=True)[1]]


def test_everything_is_read() -> None:
    found = asked(
        q=[" 職災\x00防護 "],
        agency=["勞動部", "moe", "mol"],
        year=["民國109年"],
        exact=["1"],
        match=["any"],
        sort=["newest"],
        page=["2"],
        size=["50"],
    )
    assert found.request() == SearchRequest(
        text="職災 防護",
        filters=(("agency", ("勞動部", "教育部")), ("year", ("2020",))),
        match="any",
        exact=True,
        sort="newest",
        page=2,
        size=50,
    )
    assert found.address() == (
        "/search?q=%E8%81%B7%E7%81%BD+%E9%98%B2%E8%AD%B7&exact=1&agency=mol&agency=moe"
        "&year=109&match=any&sort=newest&page=2&size=50"
    )


def test_what_is_typed_into_an_address_is_mended_but_programs_are_held_to_the_description() -> None:
    given = {"page": [" ２"], "sort": ["newest\n"]}
    typed, faults = read(given, Book(), strict=False)
    assert (typed.page, typed.sort, faults) == (2, "newest", ())
    assert faulty(**given) == ["sort", "page"]


def test_nothing_asked_is_the_first_page_of_everything() -> None:
    assert asked() == Asked()
    assert Asked().address() == "/search"
    assert asked(q=[""], page=[""], agency=[" "]) == Asked()


def test_all_faults_come_at_once() -> None:
    assert faulty(
        agency=["mol", "nobody"],
        year=["109", "十月"],
        page=["0"],
        size=["101"],
        sort=["backwards"],
        exact=["yes"],
        match=["none"],
        q=["字" * 2001],
        agnecy=["mol"],
    ) == ["agnecy", "q", "agency", "year", "exact", "match", "sort", "page", "size"]


@pytest.mark.parametrize("page", ["-1", "1.5", "x", "10001", "99999999999999999999"])
def test_a_page_is_a_whole_number(page: str) -> None:
    assert faulty(page=[page]) == ["page"]


def test_paging_ends_somewhere() -> None:
    assert asked(page=["500"]).page == 500
    assert faulty(page=["501"]) == ["page"]
    assert faulty(page=["101"], size=["100"]) == ["page"]


def test_one_value_where_one_is_meant() -> None:
    assert faulty(q=["甲", "乙"]) == ["q"]
    assert asked(q=["甲", "甲"]).text == "甲"


def test_pages_pass_over_what_others_hang_on_addresses() -> None:
    given = {"q": ["甲"], "utm_source": ["mail"]}
    found, faults = read(given, Book(), strict=False)
    assert faults == ()
    assert not is_shortest(given, found)


@pytest.mark.parametrize(
    ("given", "shortest"),
    [
        ({"q": ["甲"], "year": ["109"]}, True),
        ({"year": ["109"], "q": ["甲"]}, True),
        ({"q": ["甲"], "year": ["2020"]}, False),
        ({"q": ["甲"], "agency": ["勞動部"]}, False),
        ({"q": ["甲"], "agency": ["mol", "mol"]}, False),
        ({"q": ["甲"], "sort": ["relevance"]}, False),
        ({"q": ["甲"], "page": ["1"]}, False),
        ({"q": ["甲"], "page": ["２"]}, False),
        ({"q": [" 甲"]}, False),
    ],
)
def test_there_is_one_address_for_each_state(given: dict[str, list[str]], shortest: bool) -> None:
    found, _ = read(given, Book(), strict=False)
    assert is_shortest(given, found) is shortest


def test_taking_a_pick_back_goes_to_the_first_page() -> None:
    found = replace(asked(agency=["mol", "moe"], year=["109"]), page=3)
    left = found.without(Pick("agency", "勞動部", "mol"))
    assert left.address() == "/search?agency=moe&year=109"
