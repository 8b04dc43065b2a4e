"""Claims: what a text states in numbers, of which year, and how exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from search.programs.quantity import Quantity, placed
from search.query.numerals import number, year_places

Role = Literal["target", "actual", "rate"]
Closeness = Literal["exact", "about", "above", "below"]
# Brackets hold clauses of their own: 達 63%（目標 62%）.
CLAUSE = re.compile(r"[^，,、；;。！？\n（）()]+(?:(?<=\d),(?=\d)[^，,、；;。！？\n（）()]+)*")
SENTENCE = re.compile(r"[^。；！？\n]+")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("rate", re.compile("達成[度率]|rate")),
    ("target", re.compile("目標|target")),
    ("actual", re.compile("實際|實績|達成(?![度率])|actual")),
)
# 與 2021 年相較 says what a number of another year is compared with.
_COMPARED = re.compile(r"(?:相較於|較之|[與較比])\s*(?:中?華?民國|西元|公元)?\s*$")
_UP, _DOWN = "增加|成長|增長|上升|提升|提高|增|多", "減少|下降|降低|下滑|衰退|減|降|少"
# 增為 and 降至 tell a level, not how much it changed.
_CHANGE = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度?|率)?(?:大?約|近|將近|逾|超過|達)?\s*$"
)
_ABOUT = re.compile(r"(?:大?約|將近|接近|近|幾近|大概)\s*$")
_REST = re.compile(r"\s*(?:[十百千萬億]*)[餘多](?=[^\d]|$)")
_NUMERAL = "〇零○一二兩三四五六七八九十百千"
_CHINESE = re.compile(
    rf"(?<!分之)(?<![第{_NUMERAL}])(?P<number>(?=[{_NUMERAL}]{{2}})[{_NUMERAL}]*[十百千][{_NUMERAL}]*|[{_NUMERAL}]+(?=[萬億]))"
    rf"(?P<multiple>[萬億]?)(?P<rest>[{_NUMERAL}]*[十百千][{_NUMERAL}]*)?(?P<more>餘?)"
    r"(?=\s*(?:個?百分點|[人件次戶個家場元名案位處班棟校台輛隻只項公噸萬億%％]|$))"
)
_TENTHS = re.compile(
    r"(?<![\d\u4e00-\u9fff])?([一二三四五六七八九])成([一二三四五六七八九])?(?![功立員本長果效])"
)
_JOINT = re.compile(r"\s*(?:年?度?)?\s*[及、和與]\s*(?:中?華?民國|西元|公元)?\s*")
_FACTOR = re.compile(r"[×÷*＊✕]\s*$")
_NO_UNIT = re.compile(rf"^[餘多]|(?:{_UP}|{_DOWN}).*$")
_MULTIPLES = {"萬": 10_000, "億": 100_000_000, "": 1}


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a clause states.

    Attributes:
        role: what is aimed at and what was reached are two things, None tells neither.
        years: Gregorian, that the clause ties it to, several in 106 年及 107 年各 5 人; none where
            the sentence must tell.
        closeness: whether it is the number itself (exact), or 約, 逾, 未達 of it.
        change: it is how much something grew (1) or shrank (-1); 0 for a level.
        against: the year that a change is counted from.
        clause: the words of its clause.
    """

    quantity: Quantity
    role: Role | None
    years: tuple[int, ...] = ()
    closeness: Closeness = "exact"
    change: int = 0
    against: int | None = None
    clause: str = ""


def plain(text: str) -> str:
    """Write numbers in digits: 一百九十三萬 as 1930000, 八成五 as 85%."""
    normal = unicodedata.normalize("NFKC", text)
    return _TENTHS.sub(_percent, _CHINESE.sub(_in_digits, normal))


def _in_digits(found: re.Match[str]) -> str:
    value = number(found["number"])
    if value is None:
        return found.group()
    rest = number(found["rest"]) if found["rest"] else 0
    return f"{value * _MULTIPLES[found['multiple']] + (rest or 0)}{found['more']}"


def _percent(found: re.Match[str]) -> str:
    tens, ones = number(found[1]) or 0, number(found[2] or "") or 0
    return f"{10 * tens + ones}%"


def role_of(text: str) -> Role | None:
    """Tell whether a clause or a label speaks of what is aimed at or of what was reached."""
    said = [role for role, words in _ROLES if words.search(text)]
    return said[0] if len(said) == 1 or said[:1] == ["rate"] else None


def stated(clause: str) -> tuple[Stated, ...]:
    """Read the numbers of a clause.

    Args:
        clause: of a draft or of a passage.
    """
    text = plain(clause)
    named = list(_years_named(text))
    role = role_of(text)
    found = []
    for quantity, start in placed(text):
        # ×100% is how a rate is worked out, and no rate.
        if _FACTOR.search(text[:start]):
            continue
        before = [one for one in named if one.end <= start]
        change = _CHANGE.search(text[:start])
        against = next((one.years[-1] for one in reversed(before) if one.compared), None)
        own = [one.years for one in before if not one.compared]
        # The number beside a year is of that year; what has changed since is of the other.
        if before and before[-1].compared and not change:
            of = before[-1].years
        elif own or before:
            of = own[-1] if own else ()
        else:
            of = named[0].years if named and not named[0].compared else ()
        found.append(
            Stated(
                replace(quantity, unit=_unit(quantity.unit)),
                role,
                of,
                _closeness(text, start, quantity),
                0 if change is None else 1 if change["up"] else -1,
                against,
                text,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Named:
    """Years that a clause names together, and whether something is compared with them."""

    end: int
    years: tuple[int, ...]
    compared: bool


def _years_named(text: str) -> Iterator[_Named]:
    held: _Named | None = None
    for start, end, year in year_places(text):
        if held is not None and _JOINT.fullmatch(text[held.end : start]):
            held = _Named(end, (*held.years, year), held.compared)
            continue
        if held is not None:
            yield held
        held = _Named(end, (year,), bool(_COMPARED.search(text[:start])))
    if held is not None:
        yield held


def _unit(printed: str | None) -> str | None:
    """A unit without the 餘 before it and the verb behind it: 餘人, 場次減少."""
    return None if printed is None else _NO_UNIT.sub("", printed) or None


def _closeness(text: str, start: int, quantity: Quantity) -> Closeness:
    if _ABOUT.search(text[:start]):
        return "about"
    digits = re.match(r"[\d,.]+", text[start:])
    if digits and _REST.match(text, start + digits.end()):
        return "above"
    if quantity.bound == "exactly" or re.match(r"[^，。]{0,8}以[上下]", text[start:]):
        return "exact"
    return "above" if quantity.bound == "at least" else "below"


def by_year(sentence: str, own: int | None) -> Iterator[tuple[int | None, Stated]]:
    """Give the numbers of a sentence with the year that each is of.

    A clause without a year goes on about the one before it; what a sentence compares with
    (與 2021 年相較) is not what it goes on about.

    Args:
        sentence: of a passage or a draft.
        own: the year of a sentence that names none.
    """
    of: tuple[int | None, ...] = (own,)
    for clause in CLAUSE.findall(sentence):
        named = [one.years for one in _years_named(plain(clause)) if not one.compared]
        for one in stated(clause):
            for year in one.years or (named[0] if named else of):
                yield year, one
        if named:
            of = named[-1]


def agrees(claim: Stated, own: Stated) -> bool:
    """Whether a number of a passage bears a claimed number out, years aside."""
    if claim.role and own.role and claim.role != own.role:
        return False
    if not claim.role and own.role == "rate":
        return False
    if claim.change != own.change and not (claim.change == 0 or own.change == 0):
        return False
    if bool(claim.change) != bool(own.change):
        return False
    first, second = claim.quantity, own.quantity
    if not same_unit(first.unit, second.unit):
        return False
    if (first.low, first.high) == (second.low, second.high):
        return claim.closeness in ("exact", "about") or own.closeness == claim.closeness
    return first.low == first.high and _near(claim, second.low, second.high)


def _near(claim: Stated, low: Decimal, high: Decimal) -> bool:
    """Whether 約, 逾 or 未達 a number is true of another, to the digit to which it is told."""
    told = claim.quantity.low
    step = step_of(told)
    match claim.closeness:
        case "about":
            return abs(low - told) * 2 <= step and low == high
        case "above":
            return told < low < told + step
        case "below":
            return told - step < high < told
    return False


def step_of(value: Decimal) -> Decimal:
    """The last digit to which a number is told: 100 of 1,700, 0.1 of 31.5."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent)) if value else Decimal(1)


def same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same; words may follow one that nothing sets apart."""
    if one is None or other is None:
        return "%" not in (one or "", other or "")
    shorter, longer = sorted((one, other), key=len)
    # 人 counts people, 人次 their visits.
    return longer.startswith(shorter) and not longer.removeprefix(shorter).startswith("次")
