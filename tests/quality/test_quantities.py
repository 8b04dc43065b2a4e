"""The numbers of the indicators in the shared corpus, written down by hand."""

from __future__ import annotations

import pytest

from search.programs.quantity import quantities
from search.searcher import Searcher

# By the row of the table of indicators.
TARGETS_106 = {
    3: "85 %",
    4: "250 案",
    5: "200000 人",
    6: "25 %",
    7: "100 %",
    8: "50 %",
    9: "20 %",
    10: "5 %",
    11: "8 %",
    12: "72 %",
    13: "80 %",
    14: "7 %",
    15: "2 %",
    16: "2000 人次",
    17: "94 %",
    18: "4.5 %",
}
VALUES_114 = {
    "1.3.1": ("1536268 人", "1900000 人", "1931013 人"),
    "1.3.2": ("432553 人", "550000 人", "568977 人"),
    "1.4.1": ("758 場", "1240 場", "1331 場"),
    "1.4.2": ("21598 人次", "33734 人次", "35659 人次"),
    "1.4.3": ("2651 件", "4182 件", "4328 件"),
    "1.a.2": ("82752 人次", "54000 人次", "73344 人次"),
    "4.3.3": ("244979 人", "356800 人", "390292 人"),
    "4.4.3": (
        "青年 14536 人、失業者 26317 人",
        "青年 18500 人、失業者 35000 人",
        "青年 27701 人、失業者 42464 人",
    ),
    "4.5.9": ("143808 人", "224000 人", "230818 人"),
    "8.3.3": ("468 件", "1680 件", "2145 件"),
    "8.5.2": ("41152 人、83.88 %", "180000 人、80 %", "186465 人、84.13 %"),
    "8.5.3": ("19795 人、78.24 %", "68000 人、74 %", "85289 人、79.12 %"),
    "8.6.1": ("39320 人、87.02 %", "134000 人、84 %", "139588 人、87.99 %"),
    "8.6.2": ("196778 人次", "800000 人次", "833140 人次"),
    "8.7.1": ("0.021", "≤0.019", "0.022"),
    "8.7.2": ("2.448", "≤2.3", "2.353"),
    "8.7.3": ("49.7 %", "75 %", "78.8 %"),
    "10.2.2": ("19795 人、78.24 %", "68000 人、74 %", "85289 人、79.12 %"),
    "10.3.1": ("2000000 人次", "4150000 人次", "4800000 人次"),
    "10.6.4": ("1014 人", "1580 人", "1604 人"),
}


def said(cell: str, unit: str | None = None) -> str:
    parts = []
    for one in quantities(cell, unit):
        assert one.low == one.high
        bound = {"exactly": "", "at least": "≥", "at most": "≤"}[one.bound]
        parts.append(" ".join(filter(None, (one.label, f"{bound}{one.low:f}", one.unit))))
    return "、".join(parts)


@pytest.mark.parametrize(("document", "count"), [("mol-106-plan", 16), ("mol-114-review", 20)])
def test_every_cell_gives_its_number_and_unit(
    searcher: Searcher, document: str, count: int
) -> None:
    kpis = [
        passage
        for group in searcher.store.groups()
        if (passage := group.passages[0]).document == document and passage.kpi is not None
    ]
    assert len(kpis) == count
    for passage in kpis:
        assert passage.kpi is not None
        if document == "mol-106-plan":
            assert said(passage.kpi.target or "") == TARGETS_106[passage.location.row or 0]
        else:
            cells = tuple(said(value) for _, value in passage.kpi.values)
            assert cells == VALUES_114[passage.codes[0]], passage.title
