"""Hits that say in another year what one before them says."""

from __future__ import annotations

import pytest
from corpus_of_passages import passage

from search.answer.copies import with_copies
from search.model import Hit, Kpi, Passage

TEXT = "補助里山農戶復耕水梯田，並辦理生態監測與食農教育，全年辦理12場次。"


def plan(year: int, title: str = "水梯田復耕計畫", text: str = TEXT, **more: object) -> Passage:
    return passage(title, text, id=f"{year}-{title}", year=year, **more)


def same(*passages: Passage) -> list[str | None]:
    hits = [Hit(one, (), 1.0, (), ("text",)) for one in passages]
    return [hit.same_as for hit in with_copies(hits)]


def test_later_hits_name_the_first_that_says_the_same() -> None:
    first = plan(2020)
    assert same(first, plan(2018), plan(2019)) == [None, first.id, first.id]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "依民國109年度核定計畫補助里山農戶復耕水梯田。",
            "依民國110年度核定計畫補助里山農戶復耕水梯田。",
        ),
        ("依一百零九年計畫補助里山農戶復耕水梯田。", "依一百一十年計畫補助里山農戶復耕水梯田。"),
        # A word of many is another one.
        (TEXT, TEXT.replace("食農教育", "食農推廣")),
    ],
)
def test_years_and_a_word_of_many_may_differ(one: str, other: str) -> None:
    assert same(plan(2020, text=one), plan(2021, text=other)) == [None, "2020-水梯田復耕計畫"]


@pytest.mark.parametrize(
    "other",
    [
        plan(2021, text=TEXT.replace("12場次", "15場次")),
        plan(2021, text="補助里山農戶改種果樹，並辦理講習與參訪。"),
        plan(2021, agency="別處市政府"),
        plan(2021, kind="goal"),
        plan(2020, "復耕計畫"),
    ],
)
def test_other_numbers_words_bodies_kinds_or_the_same_year_are_no_copy(other: Passage) -> None:
    assert same(plan(2020), other) == [None, None]


def test_indicators_are_the_same_only_where_all_cells_are() -> None:
    def indicator(year: int, target: str) -> Passage:
        return plan(
            year,
            "復耕面積成長率",
            f"復耕面積成長率 年度目標值：{target}",
            kind="kpi",
            kpi=Kpi(target=target),
        )

    assert same(indicator(2020, "百分之五"), indicator(2021, "百分之五"))[1] is not None
    assert same(indicator(2020, "百分之五"), indicator(2021, "百分之六")) == [None, None]


def test_short_texts_are_left_apart() -> None:
    assert same(plan(2020, "其他", ""), plan(2021, "其他", "")) == [None, None]
