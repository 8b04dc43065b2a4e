from __future__ import annotations

import pytest

from search.query.numerals import (
    chinese,
    gregorian,
    number,
    other_numbers,
    other_years,
    read_year,
    years_in,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("109", 109),
        ("１，２４０", 1240),
        ("一百零九", 109),
        ("一○九", 109),
        ("一〇九", 109),
        ("一０九", 109),
        ("二千零二十", 2020),
        ("十", 10),
        ("兩百", 200),
        ("職", None),
        ("", None),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize("value", [0, 1, 10, 15, 20, 99, 100, 101, 109, 110, 115, 200, 2020, 9999])
def test_chinese_numerals_are_read_again(value: int) -> None:
    assert number(chinese(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "109",
        "１０９",
        "民國109年",
        "109年度",
        "一○九",
        "一０九年度",
        "一百零九年",
        "2020",
        "西元2020年",
    ],
)
def test_years_in_any_form(text: str) -> None:
    assert read_year(text) == 2020


@pytest.mark.parametrize("text", ["9", "999", "年", "勞動部", "109-110", "", "民國2020年"])
def test_no_years(text: str) -> None:
    assert read_year(text) is None


def test_an_era_that_is_written_decides() -> None:
    assert gregorian(100, era="民國") == 2011
    assert gregorian(100, era="西元") is None
    assert gregorian(1990) == 1990


def test_years_named_in_a_sentence() -> None:
    assert years_in("請問貴部109年度預算與2019年及110年相比") == (2020, 2019, 2021)
    assert years_in("第10條第2款，3年內完成") == ()
    assert years_in("中華民國一０九年度與一00年") == (2020, 2011)
    assert years_in("十0年、一0年、0九年") == ()


def test_other_ways_to_write_a_year() -> None:
    assert "2020年預算" in other_years("109年預算")
    assert "109年預算" in other_years("2020年預算")
    assert "一百零九年預算" in other_years("109年預算")
    assert other_years("預算") == ()
    assert "一0九年" in other_years("109年")
    assert "100年" in other_years("一００年")


def test_other_ways_to_write_a_number() -> None:
    assert other_numbers("1,240場") == ()
    assert other_numbers("90%") == ("百分之90",)
    assert other_numbers("百分之九十") == ("90%",)
    assert other_numbers("職業災害") == ()
