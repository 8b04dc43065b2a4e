from __future__ import annotations

import pytest

from search.model import Facet, FacetValue
from web.chart import BAR_HEIGHT, Chart, chart
from web.params import Asked, Pick


def facet(**counts: int) -> Facet:
    return Facet(
        "year",
        "年度",
        tuple(
            FacetValue(year.lstrip("y"), year, year, count, selected=False)
            for year, count in counts.items()
        ),
    )


def drawn(asked: Asked, years: Facet) -> Chart:
    found = chart(asked, years)
    assert found is not None
    return found


def test_years_stand_in_time_with_gaps_between() -> None:
    found = drawn(Asked(text="甲"), facet(y2020=40, y2017=1, 未標示=5))
    assert [(bar.label, bar.count) for bar in found.bars] == [
        ("106", 1),
        ("107", 0),
        ("108", 0),
        ("109", 40),
    ]
    assert found.bars[3].height == BAR_HEIGHT
    assert 0 < found.bars[0].height < 10
    assert found.bars[1].height == 0
    assert found.unknown == 5
    assert [bar.x for bar in found.bars] == sorted({bar.x for bar in found.bars})


def test_a_bar_narrows_to_its_year_and_widens_again() -> None:
    picks = (Pick("agency", "甲部", "a"), Pick("year", "2020", "109"))
    found = drawn(Asked(text="甲", picks=picks, page=3), facet(y2020=2, y2019=1))
    before, now = found.bars
    assert before.address == "/search?q=%E7%94%B2&year=108&agency=a"
    assert now.picked
    assert now.address == "/search?q=%E7%94%B2&agency=a"
    both = (*picks, Pick("year", "2019", "108"))
    found = drawn(Asked(picks=both), facet(y2020=2, y2019=1))
    assert [bar.picked for bar in found.bars] == [True, True]
    assert found.bars[1].address == "/search?year=109&agency=a"


@pytest.mark.parametrize("counts", [{}, {"y2020": 3}, {"y2020": 3, "y2019": 0}, {"未標示": 3}])
def test_one_year_is_no_comparison(counts: dict[str, int]) -> None:
    assert chart(Asked(), facet(**counts)) is None


def test_far_years_leave_no_wide_gap() -> None:
    found = drawn(Asked(), facet(y2020=3, y1912=1))
    assert [bar.label for bar in found.bars] == ["1", "109"]
