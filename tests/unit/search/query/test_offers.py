from __future__ import annotations

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.query.offers import offers

HELD = {
    "year": ("2020", "2017"),
    "agency": ("勞動部", "臺北市政府"),
    "kind": ("goal", "kpi", "narrative"),
}


def offered(text: str, *kept: str) -> list[tuple[str, str, str]]:
    found = offers(text, kept, HELD, agencies.load(), load_analyzer())
    return [(offer.facet, offer.value, offer.rest) for offer in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("109年度職業災害", [("year", "2020", "職業災害")]),
        ("民國１０９年的職災 2020", [("year", "2020", "職災")]),
        (
            "勞動部 106年 職災",
            [("year", "2017", "勞動部 職災"), ("agency", "勞動部", "106年 職災")],
        ),
        ("勞委會的職災", [("agency", "勞動部", "職災")]),
        ("台北市政府社會住宅", [("agency", "臺北市政府", "社會住宅")]),
        ("職災的關鍵績效指標", [("kind", "kpi", "職災的")]),
        ("勞動部", [("agency", "勞動部", "")]),
        ("108年 職災", []),
        ("敘述 目標", []),
    ],
)
def test_what_a_query_names_is_offered_in_place_of_its_words(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert offered(text) == expected


def test_what_is_quoted_or_excluded_stays() -> None:
    assert offered("「勞動部」 職災", "勞動部") == []
    assert offered("職災 -109年", "109年") == []
