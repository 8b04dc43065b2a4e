"""Automatic numbers: from a count to what is printed in front of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HIGHEST = 9_999


def ordinal(style: str, number: int) -> str:
    """A count as printed.

    Args:
        style: one of decimal, zero (01), wide (１), letter, LETTER, roman, ROMAN, chinese
            (一, 十一), formal (壹, 壹拾壹), digits (一〇), stem (甲), branch (子), circled (①),
            circled-chinese (㊀), bracketed (⑴), stopped (⒈) or none.
        number: from 0; beyond what a style has, and for unknown styles, digits are given.
    """
    if style == "none":
        return ""
    plain = str(number)
    if not 0 < number <= _HIGHEST:
        return plain
    match style:
        case "zero":
            return plain.zfill(2)
        case "wide":
            return plain.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"})
        case "letter" | "LETTER":
            text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return text if style == "letter" else text.upper()
        case "roman" | "ROMAN":
            text = _roman(number)
            return text if style == "roman" else text.upper()
        case "chinese":
            text = _counted(number, _DIGITS, _UNITS)
            return text.removeprefix("一") if 10 <= number < 20 else text
        case "formal":
            return _counted(number, _FORMAL, _FORMAL_UNITS)
        case "digits":
            return plain.translate({ord(str(d)): c for d, c in enumerate("〇一二三四五六七八九")})
        case "stem":
            return _STEMS[(number - 1) % 10]
        case "branch":
            return _BRANCHES[(number - 1) % 12]
    for name, first, count in _SERIES:
        if style == name and number <= count:
            return chr(first + number - 1)
    return plain


_SERIES = (
    ("circled", 0x2460, 20),
    ("circled-chinese", 0x3280, 10),
    ("bracketed", 0x2474, 20),
    ("stopped", 0x2488, 20),
)


def _roman(number: int) -> str:
    out = ""
    for value, mark in _ROMAN:
        count, number = divmod(number, value)
        out += mark * count
    return out


def _counted(number: int, digits: str, units: tuple[str, ...]) -> str:
    out = ""
    gap = False
    text = str(number)
    for place, digit in enumerate(text):
        power = len(text) - 1 - place
        if digit == "0":
            gap = bool(out)
            continue
        out += (digits[0] if gap else "") + digits[int(digit)] + units[power]
        gap = False
    return out


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        style: see ordinal; "bullet" prints the template as it stands.
        template: what is printed, %1 to %9 standing for the counts of the levels from the
            top, such as （%2） or %1.%2.
        start: the first count.
        restart: the level above (from 0) whose next number restarts this one; None for any
            level above, -1 for never.
        legal: all levels in the template are printed in digits.
    """

    style: str
    template: str
    start: int = 1
    restart: int | None = None
    legal: bool = False


class Counter:
    """The running numbers of one list."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def restart(self, depth: int, start: int) -> None:
        """Make the next number of a level be start."""
        self._counts[depth] = start - 1
        for deeper in [d for d in self._counts if d > depth]:
            del self._counts[deeper]

    def next(self, depth: int, levels: Sequence[Level]) -> str:
        """Count one paragraph and give the label that is printed in front of it.

        Args:
            depth: level of the paragraph, from 0.
            levels: of the list; a depth beyond them has no label.
        """
        if depth >= len(levels):
            return ""
        level = levels[depth]
        self._counts[depth] = self._counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in self._counts if d > depth]:
            restart = levels[deeper].restart if deeper < len(levels) else None
            if restart is None or 0 <= depth <= restart:
                del self._counts[deeper]
        if level.style == "bullet":
            return level.template
        if level.style == "none" and "%" not in level.template:
            return level.template

        def number(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at >= len(levels):
                return ""
            count = self._counts.get(at, levels[at].start)
            return ordinal("decimal" if level.legal else levels[at].style, count)

        return re.sub(r"%([1-9])", number, level.template)
