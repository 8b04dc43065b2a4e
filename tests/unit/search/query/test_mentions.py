from __future__ import annotations

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.query.mentions import mentions, offered

HELD = {
    "year": ("2020", "2017"),
    "agency": ("勞動部", "臺北市政府"),
    "kind": ("goal", "kpi", "narrative"),
}


def named(text: str, *kept: str) -> tuple[dict[str, tuple[str, ...]], str]:
    return offered(text, mentions(text, kept, HELD, agencies.load(), load_analyzer()))


@pytest.mark.parametrize(
    ("text", "filters", "rest"),
    [
        ("109年度職業災害", {"year": ("2020",)}, "職業災害"),
        ("民國１０９年的職災 2020", {"year": ("2020",)}, "職災"),
        ("勞動部 106年 職災", {"year": ("2017",), "agency": ("勞動部",)}, "職災"),
        ("106年與109年的職災", {"year": ("2017", "2020")}, "與的職災"),
        ("勞委會的職災", {"agency": ("勞動部",)}, "職災"),
        ("台北市政府社會住宅", {"agency": ("臺北市政府",)}, "社會住宅"),
        ("職災的關鍵績效指標", {"kind": ("kpi",)}, "職災的"),
        ("勞動部", {"agency": ("勞動部",)}, ""),
        ("108年 職災", {}, "108年 職災"),
        ("敘述 目標", {}, "敘述 目標"),
    ],
)
def test_all_that_a_text_names_is_a_filter_in_place_of_its_words(
    text: str, filters: dict[str, tuple[str, ...]], rest: str
) -> None:
    assert named(text) == (filters, rest)


def test_what_is_quoted_or_excluded_stays() -> None:
    assert named("「勞動部」 職災", "勞動部") == ({}, "「勞動部」 職災")
    assert named("職災 -109年", "109年") == ({}, "職災 -109年")
