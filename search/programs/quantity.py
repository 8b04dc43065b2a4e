"""Numbers with their units, read from the cells of indicators."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["exactly", "at least", "at most"]

_MULTIPLES = {
    "十": 10,
    "百": 100,
    "千": 1_000,
    "萬": 10_000,
    "億": 100_000_000,
    "兆": 1_000_000_000_000,
}
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
# Not in the middle of a word (PM2.5), of a code (8.5.2) or of an ordinal (第 3 季).
_NUMBER = re.compile(
    rf"(?<![\d.A-Za-z/])(?<!第)(?<!第\s)(?P<sign>[-−－])?"
    rf"(?P<number>(?:{_DIGITS})(?:\s*(?:[十百千]?[萬億兆]|[十百千](?=[人件次戶個家場元名案位]|(?![一-鿿]))))?"
    rf"(?:\s*(?:{_DIGITS})(?:\s*[千百]?萬)?(?=\D|$))*)"
)
_PART = re.compile(rf"(?P<digits>{_DIGITS})\s*(?P<multiple>[十百千]?[萬億兆]|[十百千])?")
_RANGE = re.compile(
    r"\s*(?P<unit>%|‰|[^\d\s,，、;；。()（）~～]{0,3}?)\s*(?:~|～|〜|—|–|-|至|到)\s*$"
)
_ORDINAL = re.compile(r"\s*(?:[.、)）](?!\d)|/\d)")
_YEAR = re.compile(r"\s*(?:年底?度?|學年度?)(?!期|資|金|齡|次)")
_UNIT = re.compile(r"\s*(?P<unit>個?百分點|%|‰|(?:[^\W\d_]|[℃°²³/])+)")
_BOUND = re.compile(
    r"(?:(?P<denied>不得?)?(?:(?P<more>超過|高於|大於|多於|突破|逾)|(?P<less>低於|少於|小於|未達|未滿))"
    r"|(?P<least>至少|最少|大於等於|≧|≥|>=?)|(?P<most>至多|最多|小於等於|≦|≤|<=?))\s*$"
)
_NO_NUMBER = re.compile(r"(?<![\d,.])(?:\d+(?:[./-]\d+){2,}|[\d,.]*\d/\d[\d,.]*)(?![\d,])|\d{19,}")
_ABOVE = re.compile(r"\s*[(（]?(?:\(含\)|含)?(?:以上|起)")
_BELOW = re.compile(r"\s*[(（]?(?:\(含\)|含)?(?:以下|以內|以内)")
_PERIOD = re.compile(
    r"(每(?:半|[一二三四五六七八九十\d]+)?(?:年度?|學年|季|月|週|周|日|人|場)|年度?平均|累計|共計?|合計|總計)"
)
_UNIT_ENDS = re.compile(r"以上|以下|以內|左右|為止|[，、。；：]|至|到|及|與|或|者|，")
_LABEL_ENDS = re.compile(r"[\s,，、;；。:：()（）/]+")
_PERCENT_IN_WORDS = re.compile(
    r"百分之\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<tens>[二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?)"
)
_NUMERALS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}
_ABOUT = re.compile(r"^(?:大?約|近|將近|達到?|已達|為)|(?:大?約|近|將近|達到?|已達|為)$")
_MOST_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a cell states.

    Attributes:
        low: the number, or the lower end of a range.
        high: the upper end of a range, else the number.
        unit: as printed, but for its width: 人次, %, 微克/立方公尺; None where none stands there.
        bound: whether the cell asks for at least or at most this number.
        period: words such as 每年 that say of what the number is one, else None.
        label: words before the number that tell it from others in the cell (青年), else empty.
    """

    low: Decimal
    high: Decimal
    unit: str | None = None
    bound: Bound = "exactly"
    period: str | None = None
    label: str = ""


def quantities(cell: str, unit: str | None = None) -> tuple[Quantity, ...]:
    """Read the numbers of a cell, in printed order.

    Years, ordinals and codes are no quantities. A cell too long to be a value (more than 2,000
    characters) has none.

    Args:
        cell: as printed, such as "每年 1,800 件以上" or "青年 14,536 人 失業者 26,317 人".
        unit: of numbers beside which none is printed.
    """
    return tuple(quantity for quantity, _ in placed(cell, unit))


def placed(cell: str, unit: str | None = None) -> tuple[tuple[Quantity, int], ...]:
    """Read the numbers of a cell with the place where each begins.

    Args:
        cell: as for quantities; places count in it where it is in NFKC and has no 百分之.
        unit: of numbers beside which none is printed.
    """
    if len(cell) > _MOST_CHARACTERS:
        return ()
    text = _PERCENT_IN_WORDS.sub(_percent, unicodedata.normalize("NFKC", cell))
    # Dates, codes, telephone numbers, fractions and what is too long to be a number.
    text = _NO_NUMBER.sub(lambda found: " " * len(found.group()), text)
    return tuple(_joined_ranges(text, list(_read(text, unit))))


@dataclass(frozen=True, slots=True)
class _Found:
    """A number with where it stands: start and end of it and of its unit and bound."""

    quantity: Quantity
    start: int
    end: int
    open_end: int


def _percent(found: re.Match[str]) -> str:
    """Write 百分之九十五 in digits; 百分之 with no number behind it stays as it is."""
    if found["number"]:
        return f"{found['number']}%"
    if not found["tens"] and not found["ones"]:
        return found.group()
    tens = _NUMERALS.get((found["tens"] or "")[:-1], 1) if found["tens"] else 0
    return f"{10 * tens + _NUMERALS.get(found['ones'] or '', 0)}%"


def _read(text: str, unit: str | None) -> Iterator[_Found]:
    at = 0
    while match := _NUMBER.search(text, at):
        before, end = text[at : match.start()], match.end()
        value = _value(match.group("number"))
        if value is None or _ORDINAL.match(text, end):
            at = end
            continue
        if year := _year(text, match, value):
            at = year.end()
            continue
        if match.group("sign") and (not before.strip() or before[-1:] in " 　(（:："):
            value = -value
        own, after = _unit(text, end)
        bound, period, label = _leading(before)
        if tail := _ABOVE.match(text, after):
            bound, after = "at least", tail.end()
        elif tail := _BELOW.match(text, after):
            bound, after = "at most", tail.end()
        yield _Found(
            Quantity(value, value, own or unit, bound, period, label), match.start(), end, after
        )
        at = after


def _value(number: str) -> Decimal | None:
    """Add up the parts of a number such as 5萬8,000, which fall from part to part."""
    total, last = Decimal(0), None
    for part in _PART.finditer(number):
        multiple = 1
        for character in part.group("multiple") or "":
            multiple *= _MULTIPLES[character]
        if last is not None and multiple >= last:
            return None
        total += Decimal(part.group("digits").replace(",", "")) * multiple
        last = multiple
    return total


def _year(text: str, match: re.Match[str], value: Decimal) -> re.Match[str] | None:
    """The 年 behind a number that names a year and no length of time."""
    if match.group("number").strip("0123456789"):
        return None
    return _YEAR.match(text, match.end()) if 60 <= value <= 200 or 1900 <= value <= 2200 else None


def _unit(text: str, end: int) -> tuple[str | None, int]:
    match = _UNIT.match(text, end)
    if match is None:
        return None, end
    printed = match.group("unit")
    cut = _UNIT_ENDS.search(printed)
    if cut:
        printed = printed[: cut.start()]
    # Words without a mark between them: 人次 is a unit, 人參加訓練 a sentence.
    if not printed or len(printed) > 12:
        return None, end
    return printed, match.start("unit") + len(printed)


def _leading(before: str) -> tuple[Bound, str | None, str]:
    """What the words before a number say of it."""
    text = before.rstrip()
    bound: Bound = "exactly"
    if found := _BOUND.search(text):
        # 不超過 asks for the opposite of 超過.
        upward = bool(found["least"] or (found["less"] if found["denied"] else found["more"]))
        bound = "at least" if upward else "at most"
        text = text[: found.start()].rstrip()
    period = _PERIOD.findall(text)
    parts = [part for part in _LABEL_ENDS.split(_PERIOD.sub(" ", text)) if part]
    label = _ABOUT.sub("", parts[-1]) if parts else ""
    return bound, period[-1] if period else None, label.strip("-~.")[-12:]


def _joined_ranges(text: str, found: list[_Found]) -> Iterator[tuple[Quantity, int]]:
    """Make one quantity of two numbers with 至 or ~ between them and one unit."""
    place = 0
    while place < len(found):
        one = found[place]
        after = found[place + 1] if place + 1 < len(found) else None
        if after is not None:
            between = _RANGE.fullmatch(text, one.end, after.start)
            low, high = one.quantity, after.quantity
            if between and low.low < high.low and (between["unit"] in ("", high.unit or "")):
                joined = Quantity(low.low, high.low, high.unit, "exactly", low.period, low.label)
                yield joined, one.start
                place += 2
                continue
        yield one.quantity, one.start
        place += 1
