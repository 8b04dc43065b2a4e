"""What a query asks of an indicator: words of its name, years, and a target or an actual value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from search.analysis import load_analyzer
from search.query.numerals import gregorian, number, year_places

TARGET, ACTUAL, RATE, EVERY = "target", "actual", "rate", "every"
MOST_CHARACTERS = 120
"""Longer texts argue; they do not ask for one number."""

_MOST_YEARS = 30
_NUMERAL = "[0-9〇零○一二三四五六七八九十百]{2,5}"
_RANGE = re.compile(
    rf"(?:民國|西元)?(?P<first>{_NUMERAL})\s*(?:年度?)?\s*(?:到|至|~|～|〜|—|–|-)\s*"
    rf"(?:民國|西元)?(?P<last>{_NUMERAL})\s*(?P<mark>年度?)?(?![\d.,%])"
)
# A number that stands for itself: none within a code, an amount or a word of Latin letters.
_ALONE = re.compile(
    r"(?<![\d.,A-Za-z/-])(?P<number>\d{2,4})(?![\d.,%A-Za-z/-]|\s*[人件場次家戶元億萬千百個處])"
)
_ROLES = {
    RATE: ("達成率", "達成度", "達標率", "目標達成情形"),
    TARGET: ("目標", "預期", "預計", "預定", "要達到", "希望達到"),
    ACTUAL: ("實際", "實績", "達成", "成果", "執行結果", "執行情形", "現況", "做到", "完成了"),
}
_EVERY_WORDS = "歷年|逐年|各年度?|每年|趨勢|變化|走勢|多少|幾(?=[成個人位名件案場次家戶處校輛])"
# Longest first where one begins with another. What each counts stands with it in the values.
_COUNTED = {
    "people": (
        "總人次",
        "總人數",
        "人次數",
        "人次",
        "人數",
        "多少人",
        "幾人",
        "幾個人",
        "幾位",
        "多少名",
        "幾名",
    ),
    "rate": (
        "千人率",
        "百分比",
        "百分率",
        "比率",
        "比例",
        "比重",
        "占比",
        "佔比",
        "機率",
        "率",
        "幾成",
    ),
    "cases": ("案件數", "件數", "案數", "多少件", "幾件", "多少案", "幾案"),
    "times": ("場次數", "場次", "場數", "多少場", "幾場"),
    "houses": ("家數", "多少家", "幾家"),
    "households": ("戶數", "多少戶", "幾戶"),
    "places": ("處數", "多少處", "幾處", "據點數"),
    "schools": ("校數", "多少校", "幾校", "多少所", "幾所"),
    "vehicles": ("輛數", "多少輛", "幾輛"),
    "hours": ("時數", "小時數", "多少小時", "幾小時"),
    "number": ("總數", "數量", "次數", "數"),
}
UNITS = {
    "people": "人位名", "rate": "%‰成", "cases": "件案", "times": "場", "houses": "家間",
    "households": "戶", "places": "處站點個", "schools": "校所", "vehicles": "輛台", "hours": "小時",
    "number": "",
}  # fmt: skip
"""What the unit of a value begins with where it counts such things."""


@dataclass(frozen=True, slots=True)
class ValueAsked:
    """A query that asks for a value.

    Attributes:
        text: of the query without its years, its parts folded.
        years: Gregorian; none where any will do.
        roles: words of the text that stand for a role: (word, role), which is EVERY for words
            such as 歷年 and 多少.
    """

    text: str
    years: tuple[int, ...]
    roles: tuple[tuple[str, str], ...]


def value_asked(text: str, is_year: Iterable[int]) -> ValueAsked | None:
    """Read what a query asks of an indicator.

    Args:
        text: of the query.
        is_year: Gregorian years of the corpus: such a number alone is a year.

    Returns:
        None where it asks for no value: it names neither a year nor a target, an actual value
        or how many.
    """
    if not text.strip() or len(text) > MOST_CHARACTERS:
        return None
    plain = unicodedata.normalize("NFKC", text)
    years: dict[int, None] = {}
    for start, end, found in _years(plain, frozenset(is_year)):
        years.update(dict.fromkeys(found))
        plain = plain[:start] + " " * (end - start) + plain[end:]
    fold = load_analyzer().fold
    plain = " ".join(map(fold, plain.split()))
    words = [(found.group(), str(found.lastgroup)) for found in _patterns()[0].finditer(plain)]
    if not years and not words:
        return None
    return ValueAsked(plain, tuple(years), tuple(words))


def _years(text: str, known: frozenset[int]) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The years that a text names, from its end, so that places before them stay."""
    found: dict[tuple[int, int], tuple[int, ...]] = {}
    for span in _RANGE.finditer(text):
        first, last = _year(span["first"]), _year(span["last"])
        is_meant = bool(span["mark"] or {first, last} & known)
        if is_meant and first and last and 0 <= last - first < _MOST_YEARS:
            found[span.span()] = tuple(range(first, last + 1))
    for start, end, year in year_places(text):
        found.setdefault((start, end), (year,))
    for match in _ALONE.finditer(text):
        alone = _year(match["number"])
        if alone in known and alone is not None:
            found.setdefault(match.span(), (alone,))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span)):
        if not any(start < other_end and other < end for other, other_end in kept):
            kept.append((start, end))
    for start, end in sorted(kept, reverse=True):
        yield start, end, found[start, end]


def _year(text: str) -> int | None:
    value = number(text)
    return None if value is None else gregorian(value)


def counted_in(folded: str) -> tuple[tuple[int, int, str], ...]:
    """Find what a folded text counts: (start, end, what) of each measure word, in order.

    What is a key of UNITS.
    """
    found = _patterns()[1].finditer(folded)
    return tuple((*one.span(), str(one.lastgroup)) for one in found)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words for roles and for what is counted, folded, each in a group named after it."""
    fold = load_analyzer().fold

    def pattern(declared: Mapping[str, tuple[str, ...]], more: str = "") -> re.Pattern[str]:
        groups = (
            f"(?P<{name}>{'|'.join(sorted(map(fold, words), key=len, reverse=True))})"
            for name, words in declared.items()
        )
        return re.compile("|".join(groups) + more)

    return pattern(_ROLES, f"|(?P<{EVERY}>{fold(_EVERY_WORDS)})"), pattern(_COUNTED)
