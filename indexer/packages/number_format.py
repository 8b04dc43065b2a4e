"""Numbers of a spreadsheet as their format codes show them, as ECMA-376 part 1, 18.8.31 has it."""

from __future__ import annotations

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite
from typing import Final

from indexer.packages.ordinals import ordinal

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<date>[Gg][Ee][Nn][Ee][Rr][Aa][Ll]|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[eE]+(?![+-])|[gG]+"
    r"|aaaa?(?!a)|AM/PM|am/pm|A/P|a/p|上午/下午)"
    r"|(?P<exponent>[eE][+-])|(?P<plain>.)",
    re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+(?:[eE][+-]?[0-9]+)?)$")
_ELAPSED = re.compile(r"(h+|m+|s+)$", re.I)
_DIGITS = "0#?"
_WEEKDAYS = "一二三四五六日"
_FIRST_ROC_YEAR = 1911
_LAST_DAY = 2_958_466
_LONGEST_CODE = 255
_WIDE = Context(prec=600, rounding=ROUND_HALF_UP)
"""Holds the largest number of a cell with as many places as a code can ask for."""
_ROC_TIMES = {
    27: "[$-404]e/m/d", 28: '[$-404]e"年"m"月"d"日"', 30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'hh"時"mm"分"', 33: 'hh"時"mm"分"ss"秒"', 34: '上午/下午hh"時"mm"分"',
    35: '上午/下午hh"時"mm"分"ss"秒"',
}  # fmt: skip
_OF_THE_SYSTEM = {
    "[$-F800]": 'yyyy"年"m"月"d"日"', "[$-x-sysdate]": 'yyyy"年"m"月"d"日"',
    "[$-F400]": "上午/下午 hh:mm:ss", "[$-x-systime]": "上午/下午 hh:mm:ss",
}  # fmt: skip
"""Long dates and times that follow the settings of the computer, as those of Taiwan have them."""
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", **_ROC_TIMES,
    29: _ROC_TIMES[28], 36: _ROC_TIMES[27], 50: _ROC_TIMES[27], 51: _ROC_TIMES[28],
    52: _ROC_TIMES[34], 53: _ROC_TIMES[35], 54: _ROC_TIMES[28], 55: _ROC_TIMES[34],
    56: _ROC_TIMES[35], 57: _ROC_TIMES[27], 58: _ROC_TIMES[28],
}  # fmt: skip
"""Codes of the numbers below 164, as the program has them in Traditional Chinese."""

Token = tuple[str, str]
"""Kind and text: literal, date, elapsed, digit, point, comma, percent, slash, exponent, text."""


class _Section:
    """One of up to four codes parted by semicolons.

    Attributes:
        condition: of its brackets, such as (">=", 100), None without.
        roc: years count from 1912, as the calendar of its brackets has it.
        numerals: style of ordinal() that digits are written in, None for digits.
        kind: general, text, date or number.
    """

    def __init__(self, code: str) -> None:
        self.condition: tuple[str, Decimal] | None = None
        self.roc = False
        self.numerals: str | None = None
        self.tokens: list[Token] = list(self._read(code))
        kinds = {kind for kind, _ in self.tokens}
        self.kind = next(
            (kind for kind in ("general", "date", "digit", "text") if kind in kinds), "literal"
        )

    def _read(self, code: str) -> Iterator[Token]:
        for match in _TOKEN.finditer(code):
            kind, text = match.lastgroup, match.group(match.lastgroup or 0)
            if kind == "bracket":
                yield from self._bracket(text)
            elif kind in ("quoted", "escaped"):
                yield "literal", text
            elif kind == "date" and text.lower() == "general":
                yield "general", text
            elif kind in ("date", "exponent"):
                yield kind, text
            elif kind == "plain":
                yield _PLAIN.get(text, "digit" if text in _DIGITS else "literal"), text

    def _bracket(self, text: str) -> Iterator[Token]:
        condition = _CONDITION.match(text)
        if condition:
            self.condition = condition.group(1), Decimal(condition.group(2))
        elif _ELAPSED.match(text):
            yield "date", f"[{text.lower()}]"
        elif text.startswith("$"):
            currency, _, locale = text[1:].partition("-")
            code = int(locale, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", locale) else 0
            # The low word names the language, the byte above it the calendar: 4 is Taiwan's.
            self.roc = code & 0xFFFF == 0x404 or code >> 16 & 0xFF == 4
            yield "literal", currency
        elif text.upper().startswith("DBNUM"):
            self.numerals = {"1": "chinese", "2": "formal", "3": "wide"}.get(text[5:6])


_PLAIN = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}


@lru_cache(maxsize=65_536)
def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """A number as its format code shows it.

    Args:
        value: the number that the cell stores; days since 1899-12-30 for a date.
        code: up to four sections parted by semicolons.
        from_1904: dates count from 1904-01-01.
    """
    if not isfinite(value):
        return str(value)
    if code == "General" and value % 1 == 0 and abs(value) < 1e15:
        return str(int(value))
    # Spreadsheets know fifteen digits of a number: 0.1 + 0.2 is 0.3.
    number = Decimal(f"{value:.15g}")
    try:
        return _shown(value, number, _sections(code), from_1904)
    except (ArithmeticError, ValueError):
        return general(number)  # a code that asks for more digits than there are


def _shown(value: float, number: Decimal, sections: tuple[_Section, ...], from_1904: bool) -> str:
    section, sign = _chosen(sections, number)
    if section.kind == "general":
        inner = general(abs(number) if sign is None else number)
        if section.numerals and number == number.to_integral_value():
            inner = _numeral(int(abs(number)), section.numerals)
        return "".join(inner if kind == "general" else text for kind, text in section.tokens)
    if section.kind == "date":
        return _date(value + (1462 if from_1904 else 0), section) or general(number)
    if section.kind == "digit":
        return (sign or "") + _number(abs(number), section)
    if section.kind == "text" and sections[0] is section:
        return general(number)
    return "".join(text for kind, text in section.tokens if kind != "text")


def shown_text(text: str, code: str) -> str:
    """A text as its format code shows it: only a section with @ changes it."""
    sections = _sections(code)
    if code == "@" or not any(section.kind == "text" for section in sections[-1:]):
        return text
    return "".join(text if kind == "text" else part for kind, part in sections[-1].tokens)


def general(number: Decimal) -> str:
    """A number without a format: at most ten digits where it has a fraction, all of a whole."""
    if number == number.to_integral_value():
        return f"{number:f}".split(".")[0]
    if abs(number) < Decimal("0.0001"):
        mantissa, _, exponent = f"{number:.5E}".partition("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{int(exponent):+03d}"
    whole = len(str(int(abs(number))))
    rounded = number.quantize(Decimal(1).scaleb(-max(10 - whole, 0)), context=_WIDE)
    return f"{rounded:f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:f}"


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    for mark, own in _OF_THE_SYSTEM.items():
        code = own if code.startswith(mark) else code
    parts = [""]
    for match in _TOKEN.finditer(code[:_LONGEST_CODE]):
        if match.group(0) == ";":
            parts.append("")
        else:
            parts[-1] += match.group(0)
    return tuple(map(_Section, parts[:4]))


def _chosen(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, str | None]:
    """The section for a number, with the sign that is printed before it, None for none."""
    minus = "-" if number < 0 else ""
    numeric = [s for s in sections[:3] if s.kind != "text"] or list(sections[:1])
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _meets(number, *section.condition):
                return section, minus
        return numeric[-1], minus
    if len(numeric) > 1 and number < 0:
        return numeric[1], None
    if len(numeric) > 2 and number == 0:
        return numeric[2], None
    return numeric[0], minus


def _meets(number: Decimal, operator: str, bound: Decimal) -> bool:
    equal, less = number == bound, number < bound
    return {
        "<": less,
        "<=": less or equal,
        "=": equal,
        "<>": not equal,
        ">=": not less,
        ">": not (less or equal),
    }[operator]


# Numbers


def _number(number: Decimal, section: _Section) -> str:
    tokens = section.tokens
    kinds = [kind for kind, _ in tokens]
    number *= Decimal(100) ** kinds.count("percent")
    if "slash" in kinds:
        return _fraction(number, tokens)
    if "exponent" in kinds:
        return _scientific(number, tokens)
    last = max(at for at, kind in enumerate(kinds) if kind == "digit")
    point = kinds.index("point") if "point" in kinds else len(kinds)
    whole = [at for at, kind in enumerate(kinds) if kind == "digit" and at < point]
    parts = [at for at, kind in enumerate(kinds) if kind == "digit" and at > point]
    # A comma behind the last digit scales by a thousand, one between digits groups them.
    end = whole[-1] if whole else -1
    scaling = [
        at for at, kind in enumerate(kinds) if kind == "comma" and (end < at < point or at > last)
    ]
    number = number.scaleb(-3 * len(scaling))
    rounded = number.quantize(Decimal(1).scaleb(-len(parts)), context=_WIDE)
    digits, _, fraction = f"{rounded:f}".partition(".")
    grouped = any(kind == "comma" for kind in kinds[whole[0] : end]) if whole else False
    printed = dict(_whole(digits.lstrip("0"), [tokens[at][1] for at in whole], whole, grouped))
    for at, digit, left in zip(parts, fraction, range(len(parts)), strict=True):
        # Zeros at the end stand only where a 0 asks for them.
        needed = any(tokens[p][1] == "0" for p in parts[left:]) or fraction[left:].strip("0")
        printed[at] = digit if needed else ""
    if section.numerals and not parts:
        printed = dict.fromkeys(whole, "") | {end: _numeral(int(rounded), section.numerals)}
    return "".join(
        printed.get(at, "") if kind == "digit" else "" if kind == "comma" else text
        for at, (kind, text) in enumerate(tokens)
    )


def _whole(
    digits: str, marks: list[str], places: list[int], grouped: bool
) -> Iterator[tuple[int, str]]:
    """The digits before the point, each at its place from the right, the rest at the first."""
    first_zero = next((at for at, mark in enumerate(marks) if mark == "0"), len(marks))
    digits = digits.zfill(len(marks) - first_zero) if len(marks) > first_zero else digits
    for at, place in enumerate(places):
        from_end = len(places) - at
        held = digits[: len(digits) - from_end + 1] if at == 0 else ""
        if at > 0 and len(digits) >= from_end:
            held = digits[len(digits) - from_end]
        if grouped and held:
            held = "".join(
                digit + ("," if (left := from_end + len(held) - 2 - i) and left % 3 == 0 else "")
                for i, digit in enumerate(held)
            )
        yield place, held


def _scientific(number: Decimal, tokens: list[Token]) -> str:
    cut = next(at for at, (kind, _) in enumerate(tokens) if kind == "exponent")
    before, after = tokens[:cut], tokens[cut + 1 :]
    point = next((at for at, (kind, _) in enumerate(before) if kind == "point"), len(before))
    places = sum(kind == "digit" for kind, _ in before[point:])
    group = max(sum(kind == "digit" for kind, _ in before[:point]), 1)
    exponent = (number.adjusted() // group) * group if number else 0
    mantissa = number.scaleb(-exponent).quantize(Decimal(1).scaleb(-places), context=_WIDE)
    width = sum(kind == "digit" for kind, _ in after)
    sign = "-" if exponent < 0 else "+" if tokens[cut][1].endswith("+") else ""
    return f"{mantissa:f}E{sign}{abs(exponent):0{width}d}"


def _fraction(number: Decimal, tokens: list[Token]) -> str:
    slash = next(at for at, (kind, _) in enumerate(tokens) if kind == "slash")
    below = "".join(text for kind, text in tokens[slash + 1 :] if kind in ("digit", "literal"))
    fixed = re.match(r"\s*([1-9][0-9]*)", below)
    most = 10 ** max(sum(char in _DIGITS for char in below), 1) - 1
    has_whole = sum(1 for _ in re.finditer(r"[0#?]+", _skeleton(tokens[:slash]))) > 1
    whole = int(number) if has_whole else 0
    rest = Fraction(number) - whole
    if fixed:
        bottom = int(fixed.group(1))
        top = int(rest * bottom + Fraction(1, 2))
    else:
        nearest = rest.limit_denominator(most)
        top, bottom = nearest.numerator, nearest.denominator
    if has_whole and top >= bottom:
        whole, top = whole + top // bottom, top % bottom
    if has_whole and not top:
        return str(whole)
    return f"{whole} {top}/{bottom}" if whole else f"{top}/{bottom}"


def _skeleton(tokens: list[Token]) -> str:
    return "".join(text if kind == "digit" else " " for kind, text in tokens)


def _numeral(number: int, style: str) -> str:
    zero = {"chinese": "○", "formal": "零"}
    return ordinal(style, number) if number else zero.get(style, "０")


# Dates and times


def _date(days: float, section: _Section) -> str | None:
    """A day number as a date, None where it lies outside the calendar."""
    if not 0 <= days < _LAST_DAY:
        return None
    parts = [text.lower() for kind, text in section.tokens if kind == "date"]
    finest = max((len(p.partition(".")[2]) for p in parts if p.startswith("s")), default=0)
    # Whole seconds, because a day's fraction holds no time of the clock exactly.
    seconds = round(days * 86_400, finest)
    # 1900-02-29, which never was, is a day of spreadsheets.
    first = datetime(1899, 12, 30) if days >= 60 else datetime(1899, 12, 31)
    moment = first + timedelta(seconds=seconds)
    halves = any("/" in part for part in parts)
    out: list[str] = []
    at = -1
    for kind, text in section.tokens:
        if kind == "date":
            at += 1
            out.append(_part(moment, seconds, parts, at, halves, section))
        elif kind != "general":
            out.append(text)
    return "".join(out)


def _part(
    moment: datetime, seconds: float, parts: list[str], at: int, halves: bool, section: _Section
) -> str:
    """One letter of a date's code, written out."""
    part = parts[at]
    letter = part.strip("[")[0]
    minutes = letter == "m" and (
        (at > 0 and parts[at - 1].strip("[")[0] == "h")
        or (at + 1 < len(parts) and parts[at + 1].strip("[")[0] == "s")
    )
    if part.startswith("["):
        unit = {"h": 3600, "m": 60, "s": 1}[letter]
        return f"{int(seconds // unit):0{len(part) - 2}d}"
    if "/" in part:
        return part.upper().split("/")[moment.hour >= 12]
    if letter in "yge":
        return _year(moment, part, section)
    if letter == "a" or (letter == "d" and len(part) > 2):
        if letter == "a" or section.roc:
            return ("星期" if len(part) == 4 else "週") + _WEEKDAYS[moment.weekday()]
        return (day_abbr if len(part) == 3 else day_name)[moment.weekday()]
    if letter == "m" and not minutes and len(part) > 2:
        if section.roc:
            return f"{ordinal('chinese', moment.month)}月"
        return (month_abbr if len(part) == 3 else month_name)[moment.month]
    if letter == "s":
        whole, point, fine = part.partition(".")
        second = f"{moment.second:0{len(whole)}d}"
        return second + point + f"{moment.microsecond:06d}"[: len(fine)]
    number = {
        "h": (moment.hour - 1) % 12 + 1 if halves else moment.hour,
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
    }[letter]
    if section.numerals:
        return _numeral(number, section.numerals)
    return f"{number:0{min(len(part), 2)}d}"


def _year(moment: datetime, part: str, section: _Section) -> str:
    if part[0] == "g":
        return ("", "民國", "民國", "中華民國")[min(len(part), 3)] if section.roc else ""
    counted = section.roc and part[0] == "e"
    year = moment.year - _FIRST_ROC_YEAR if counted else moment.year
    if section.numerals:
        return ordinal("chinese" if counted else "digits", year)
    return f"{year % 100:02d}" if part in ("y", "yy") else str(year)
