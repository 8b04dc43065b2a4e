"""Numbers with their units in the cells of indicators."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.programs.quantity import Quantity, quantities


def stated(cell: str, unit: str | None = None) -> list[tuple[str, str | None, str]]:
    return [
        (
            str(one.low) if one.low == one.high else f"{one.low}~{one.high}",
            one.unit,
            {"exactly": "=", "at least": "≥", "at most": "≤"}[one.bound],
        )
        for one in quantities(cell, unit)
    ]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("200,000 人", [("200000", "人", "=")]),
        ("94%", [("94", "%", "=")]),
        ("９４％", [("94", "%", "=")]),
        ("每年 1,800 件以上", [("1800", "件", "≥")]),
        ("0.019 以下", [("0.019", None, "≤")]),
        ("14 微克/立方公尺以下", [("14", "微克/立方公尺", "≤")]),
        ("5 萬 8,000", [("58000", None, "=")]),
        ("1億2,000萬元", [("120000000", "元", "=")]),
        ("190 萬人", [("1900000", "人", "=")]),
        ("6千人", [("6000", "人", "=")]),
        ("5千", [("5000", None, "=")]),
        ("青年 14,536 人 失業者 26,317 人", [("14536", "人", "="), ("26317", "人", "=")]),
        ("41,152 人 83.88%", [("41152", "人", "="), ("83.88", "%", "=")]),
        ("10%~15%", [("10~15", "%", "=")]),
        ("15 至 20 件", [("15~20", "件", "=")]),
        ("至少 30 場", [("30", "場", "≥")]),
        ("不得低於 30 場", [("30", "場", "≥")]),
        ("不超過5%", [("5", "%", "≤")]),
        ("未達 5%", [("5", "%", "≤")]),
        ("逾100件", [("100", "件", "≥")]),
        ("減少 0.5 個百分點", [("0.5", "個百分點", "=")]),
        ("-2.5%", [("-2.5", "%", "=")]),
        ("百分之九十五", [("95", "%", "=")]),
        ("百分之 3.5", [("3.5", "%", "=")]),
        ("3,000 人／年", [("3000", "人/年", "=")]),
        ("109 年 72%、110 年 75%", [("72", "%", "="), ("75", "%", "=")]),
        ("114 年底前完成 3 件", [("3", "件", "=")]),
        ("1.提出草案（25%）。2.送審（50%）", [("25", "%", "="), ("50", "%", "=")]),
        ("第3季完成", []),
        ("指標 8.5.2", []),
        ("12/15", []),
        ("113.12.31", []),
        ("PM2.5", []),
        ("－", []),
        ("無", []),
        ("", []),
    ],
)
def test_cells(cell: str, wanted: list[tuple[str, str | None, str]]) -> None:
    assert stated(cell) == wanted


def test_a_unit_of_the_indicator_stands_where_none_is_printed() -> None:
    assert stated("5以下", "人") == [("5", "人", "≤")]
    assert stated("75%", "人") == [("75", "%", "=")]


def test_labels_and_periods_are_kept() -> None:
    young, jobless = quantities("青年 14,536 人 失業者 26,317 人")
    assert (young.label, jobless.label) == ("青年", "失業者")
    (yearly,) = quantities("每年 1,800 件以上")
    assert yearly.period == "每年"


@given(
    st.text(
        alphabet=st.sampled_from("0123456789,.-~至萬億千百人%年（）()第每 以上下少達/\x00\ud800"),
        max_size=60,
    )
)
def test_no_cell_breaks_it(cell: str) -> None:
    for one in quantities(cell):
        assert isinstance(one, Quantity)
        assert one.low.is_finite()
        assert one.low <= one.high


@given(st.integers(0, 10**15), st.sampled_from(["人", "件", "%", "公噸/年", "人次"]))
def test_any_whole_number_with_its_unit_is_read(number: int, unit: str) -> None:
    for cell in (f"{number:,} {unit}", f"{number}{unit}"):
        (one,) = quantities(cell)
        assert (one.low, one.high, one.unit) == (Decimal(number), Decimal(number), unit)
