"""What a query asks of an indicator: years and roles, and what it counts."""

from __future__ import annotations

import pytest

from search.analysis import load_analyzer
from search.query.value_asked import counted_in, value_asked

KNOWN = range(2015, 2028)


@pytest.mark.parametrize(
    ("text", "years", "roles"),
    [
        ("109年 訓練人數", [2020], []),
        ("訓練人數 109", [2020], []),
        ("訓練人數 2020", [2020], []),
        ("一百零九年訓練人數目標值", [2020], ["target"]),
        ("106到108年訓練人數", [2017, 2018, 2019], []),
        ("106-108 訓練人數實際值", [2017, 2018, 2019], ["actual"]),
        ("訓練人數目標與實際", [], ["target", "actual"]),
        ("訓練人數達成率 109", [2020], ["rate"]),
        ("歷年訓練人數", [], ["every"]),
        ("訓練了幾人", [], ["every"]),
        # Amounts, codes and telephone numbers are no years.
        ("109人受訓 目標", [], ["target"]),
        ("8.109 目標", [], ["target"]),
        ("109% 目標", [], ["target"]),
    ],
)
def test_years_and_roles(text: str, years: list[int], roles: list[str]) -> None:
    asked = value_asked(text, KNOWN)
    assert asked is not None
    assert sorted(asked.years) == years
    assert [role for _, role in asked.roles] == roles


@pytest.mark.parametrize("text", ["", "  ", "訓練人數", "職業災害", "109人受訓", "目標" * 100])
def test_who_names_neither_year_nor_role_asks_for_no_value(text: str) -> None:
    assert value_asked(text, KNOWN) is None


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("參訓人數", ["people"]),
        ("死亡千人率", ["rate"]),
        ("參訓人數及就業率", ["people", "rate"]),
        ("輔導場次", ["times"]),
        ("多少人受訓", ["people"]),
        ("空氣品質", []),
    ],
)
def test_what_a_text_counts(text: str, counted: list[str]) -> None:
    assert [kind for _, _, kind in counted_in(load_analyzer().fold(text))] == counted
