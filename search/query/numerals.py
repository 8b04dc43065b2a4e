"""Numbers and years in their several written forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_DIGITS |= {"零": 0, "○": 0, "Ｏ": 0, "O": 0, "兩": 2, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = "〇零○一二三四五六七八九十百千"
# Many write the zero of 一〇九 with the digit of their keyboard.
_MIXED = "[一二][0〇零○一二三四五六七八九]{2,3}"
_YEAR = re.compile(
    rf"(?P<era>中?華?民國|西元|公元)?\s*(?P<number>\d{{2,4}}|[{_CHINESE}]{{2,7}}|{_MIXED})\s*(?P<mark>年)"
)
_ALONE = re.compile(
    rf"\s*(?P<era>中?華?民國|西元|公元)?\s*(?P<number>\d{{1,4}}|[{_CHINESE}]{{1,7}}|{_MIXED})\s*年?度?\s*"
)
_PERCENT = re.compile(
    rf"百分之(?P<number>\d+(?:\.\d+)?|[{_CHINESE}]{{1,5}})|(?P<printed>\d+(?:\.\d+)?)[%％]"
)
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)")
_NARROW = {
    ord(wide): ord(plain) for wide, plain in zip("０１２３４５６７８９", "0123456789", strict=True)
}
_FIRST_ROC, _LAST_ROC = 38, 200
_FIRST, _LAST = _FIRST_ROC + 1911, _LAST_ROC + 1911
_ONE_YEAR = re.compile(
    rf"(?P<era>(?:中[華华])?民[國国]|西元|公元)?\s*"
    rf"(?P<number>\d{{2,4}}(?!\d)|[{_CHINESE}]{{2,7}}|{_MIXED})(?P<mark>\s*年(?:度)?)?"
)
_JOINT = re.compile(r"\s*(?:(?P<to>到|至|~|～|-|−|–|—)|[、,，及和與])\s*")
_UNTIL = re.compile(r"(?:(?P<since>以後|以來|之後|後|起)|(?:以前|之前|前))(?![一-鿿])")
_HALF = re.compile(r"[上下]半年(?:度)?")


def number(text: str) -> int | None:
    """Read a whole number in digits of any width or in Chinese numerals, None if it is none."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    if plain.isdecimal():
        return int(plain)
    plain = plain.replace("0", "〇")
    if not plain or any(c not in _DIGITS and c not in _UNITS for c in plain):
        return None
    if not any(c in _UNITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    total = 0
    digit: int | None = None
    for character in plain:
        if character in _UNITS:
            total += (1 if digit is None else digit or 1) * _UNITS[character]
            digit = None
        else:
            digit = _DIGITS[character]
    return total + (digit or 0)


def chinese(value: int) -> str:
    """Write a whole number from 0 to 9,999 as it is read: 一百零九."""
    if value == 0:
        return "零"
    written = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            written += "零一二三四五六七八九"[digit] + name
        elif written and value % unit and not written.endswith("零"):
            written += "零"
    return written.removeprefix("一") if 10 <= value < 20 else written


def gregorian(value: int, *, era: str = "") -> int | None:
    """Give the Gregorian year of a year number; None where it cannot be the year of a plan.

    Args:
        value: 109 or 2020.
        era: 民國 or 西元 where it was written.
    """
    if _FIRST_ROC <= value <= _LAST_ROC and era not in ("西元", "公元"):
        return value + 1911
    if _FIRST_ROC + 1911 <= value <= _LAST_ROC + 1911 and not era.endswith("民國"):
        return value
    return None


def read_year(text: str) -> int | None:
    """Read a year that stands alone: 109, １０９, 民國109年, 一○九, 109年度, 2020.

    Returns:
        The Gregorian year, None where it is none.
    """
    found = _ALONE.fullmatch(unicodedata.normalize("NFKC", text))
    if not found:
        return None
    value = number(found["number"])
    return None if value is None else gregorian(value, era=found["era"] or "")


def years_in(text: str) -> tuple[int, ...]:
    """Give the Gregorian years that a text names with 年, or in four digits, each once."""
    return tuple(dict.fromkeys(year for _, _, year in year_places(text)))


def year_places(text: str) -> Iterator[tuple[int, int, int]]:
    """Find the years that a text names: (start, end, Gregorian year), 年度 being part of it."""
    plain = text.translate(_NARROW)
    for found, year in _years(plain):
        yield found.start(), found.end() + plain.startswith("度", found.end()), year
    for digits in _FOUR_DIGITS.finditer(plain):
        yield *digits.span(), int(digits.group())


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A year or years at a place of a text.

    Attributes:
        end: where it ends.
        spans: (first, last) Gregorian years.
        named: with 年 or an era, so that it can be nothing else.
        short: two digits alone, which are mostly something else.
    """

    end: int
    spans: tuple[tuple[int, int], ...]
    named: bool
    short: bool


def year_spans(text: str, place: int) -> Iterator[YearSpan]:
    """Find what years a text of narrow digits names at a place: 109年度, 106-109, 109年以後.

    Yields:
        The longest reading first.
    """
    years: list[int] = []
    joints: list[str] = []
    named = short = False
    readings: list[YearSpan] = []
    while found := _ONE_YEAR.match(text, place):
        value = number(found["number"].replace(" ", ""))
        year = None if value is None else gregorian(value, era=found["era"] or "")
        if year is None:
            break
        years.append(year)
        here = bool(found["mark"] or found["era"])
        short = short or (len(found["number"]) < 3 and not here)
        named = named or here
        place = found.end()
        until = _UNTIL.match(text, place) if len(years) == 1 and here else None
        if until:
            first, last = (year, _LAST) if until["since"] else (_FIRST, year)
            readings.append(YearSpan(until.end(), ((first, last),), True, False))
        half = _HALF.match(text, place) if here else None
        end = half.end() if half else place
        readings.append(YearSpan(end, _joined(years, joints), named, short and not named))
        joint = _JOINT.match(text, place)
        if not joint:
            break
        joints.append("to" if joint["to"] else "and")
        place = joint.end()
    yield from reversed(readings)


def _joined(years: Sequence[int], joints: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Years and the spans between those joined by 到."""
    spans = [(years[0], years[0])]
    for year, joint in zip(years[1:], joints, strict=False):
        if joint == "to":
            low, high = sorted((spans[-1][0], year))
            spans[-1] = (low, high)
        else:
            spans.append((year, year))
    return tuple(spans)


def _years(text: str) -> Iterator[tuple[re.Match[str], int]]:
    for found in _YEAR.finditer(text):
        value = number(found["number"])
        year = None if value is None else gregorian(value, era=found["era"] or "")
        if year is not None:
            yield found, year


def other_years(text: str) -> tuple[str, ...]:
    """Write a text with its first year in the other calendar and in Chinese numerals."""
    plain = unicodedata.normalize("NFKC", text)
    for found, year in _years(plain):
        roc = year - 1911
        digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(roc))
        written = (str(roc), str(year), chinese(roc), digits, digits.replace("〇", "0"))
        forms = [f"{one}年" for one in written]
        return tuple(
            dict.fromkeys(plain[: found.start()] + form + plain[found.end() :] for form in forms)
        )
    return ()


def other_numbers(text: str) -> tuple[str, ...]:
    """Write a text with its per cents in words where they are signs, and the other way."""
    plain = unicodedata.normalize("NFKC", text)
    form = _PERCENT.sub(_reworded, plain)
    return (form,) if form != plain else ()


def _reworded(found: re.Match[str]) -> str:
    if found["printed"]:
        return f"百分之{found['printed']}"
    value = found["number"] if found["number"][0].isdecimal() else number(found["number"])
    return found.group() if value is None else f"{value}%"
