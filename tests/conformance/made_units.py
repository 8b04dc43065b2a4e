"""Units in which terms meet, part and cross fields."""

from __future__ import annotations

from search.fields import IndexUnit

_FIELDS = ("title", "text", "section", "kpi.target")
_WORDS = (
    "職災",
    "勞工",
    "保險",
    "就業",
    "服務",
    "青年",
    "甲",
    "乙",
    "職",
    "災",
    "制定",
    "製",
    "計畫",
    "計劃",
    "身分",
    "身份",
    "a1",
    "%",
    "0",
    "00",
    "000",
    "ai 5",
    "5-7-1",
)


def make_units(count: int) -> tuple[IndexUnit, ...]:
    """Units of words in a fixed but mixed order, so that terms meet, part and cross fields."""
    made = []
    for number in range(count):
        texts = tuple(
            (
                field,
                "".join(_WORDS[(number * 7 + place * 3 + size) % len(_WORDS)] for size in range(4)),
            )
            for place, field in enumerate(_FIELDS[: 1 + number % 4])
        )
        columns = (
            ("agency", ("勞動部", "示範市", "未標示")[number % 3]),
            ("year", ("2017", "2020", "未標示", "2026")[number % 4]),
            ("work_program", f"計畫{number % 5}"),
            ("plan_category", "社會發展" if number % 2 else "未標示"),
            ("kind", ("goal", "project", "kpi", "narrative")[number * 3 % 4]),
            ("document", f"d{number // 10}"),
            ("copies", str(number % 2)),
            *((("year", "2018"),) if number % 5 == 1 else ()),
        )
        made.append(IndexUnit(number, texts, columns, (("project", f"計畫{number % 5}"),)))
    return tuple(made)
