"""Claims: what a text states in numbers, of which year, and how exactly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from search.programs.quantity import Quantity, placed
from search.query.numerals import number, year_places
from search.text import pairs_in, squeeze

Role = Literal["target", "actual", "rate"]
Closeness = Literal["exact", "about", "nearly", "above", "below"]
Part = Literal["", "from", "to"]
# Brackets hold clauses of their own: 達 63%（目標 62%）.
CLAUSE = re.compile(r"[^，,、；;。！？\n（）()]+(?:(?<=\d),(?=\d)[^，,、；;。！？\n（）()]+)*")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("rate", re.compile("達成[度率]|rate")),
    ("target", re.compile("目標|target")),
    ("actual", re.compile("實際|實績|達成(?![度率])|actual")),
)
# 與 2021 年相較 says what a number of another year is compared with.
_COMPARED = re.compile(r"(?:相較於|較之|[與較比])\s*(?:中?華?民國|西元|公元)?\s*$")
_UP = "增加|成長|增長|上升|提升|提高|擴增|升|增|多"
_DOWN = "減少|下降|降低|下滑|衰退|縮減|減|降|少"
# 由 2.448 降至 2.353, 自 2021 年的 5 人增為 7 人: the first number is of before.
_FROM = re.compile(r"[由自從]\s*(?:中?華?民國|西元|公元)?\s*$")
_MOVED = re.compile(
    rf"[由自從](?P<before>.*?)(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^\d,]{{0,3}}[至到為]"
)
_LAST_YEAR = re.compile("[較比與](?:前一?|上一?|去)年")
_TIMES_OF = re.compile(r"(?:的|年度?)\s*$")
# What is said of a target without a number, or with one: 未達目標 63%, 超過目標 24 人.
_AIM = "(?:年度?|原[定訂]|預定|所[定訂])?(?:的|之)?(?:目標|標準)"
# 已達 14 微克以下之目標: the number may stand between.
_REACH = rf"(?:達成|達到|達|符合)(?:[\d,.]+[^，,。；;、]{{0,12}})?{_AIM}"
_MET = re.compile(rf"{_REACH}|優於{_AIM}|達標")
_MISSED = re.compile(rf"(?:未|沒有?|無法|不)能?{_REACH}|(?:不及|不足|落後){_AIM}|未能?達標")
# 高於目標 is no praise where the target is a most.
_ASIDE = re.compile(rf"(?P<over>超過|超出|超越|高於|突破){_AIM}|低於{_AIM}")
_BEYOND_AIM = re.compile(
    r"(?P<met>超過|超出|高於|優於|多於)(?:年度?|原[定訂]|預定)?目標值?\s*$|(?:低於|不及|不足|落後)(?:年度?|原[定訂]|預定)?目標值?\s*$"
)
_AGAINST_AIM = re.compile("[較比](?:年度?|原[定訂]|預定)?目標")
_PERIOD = re.compile("[上下]半年|第[一二三四1-4]季")
# 增為 and 降至 tell a level, not how much it changed.
_CHANGE = re.compile(
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|幅度?|率)?(?:大?約|近|將近|逾|超過|達)?\s*$"
)
_ABOUT = re.compile(r"(?:大?約|大概)\s*$")
_NEARLY = re.compile(r"(?:將近|接近|幾近|近|幾達)\s*$")
_REST = re.compile(r"\s*(?:[十百千萬億]*)[餘多](?=[^\d]|$)")
_NUMERAL = "〇零○一二兩三四五六七八九十百千"
_CHINESE = re.compile(
    rf"(?<!分之)(?<![第{_NUMERAL}])(?=[{_NUMERAL}]{{2}}|[{_NUMERAL}][萬億])"
    rf"(?:(?P<hundreds>[{_NUMERAL}]+)億)?(?:(?P<tens>[{_NUMERAL}]+)萬)?(?P<ones>[{_NUMERAL}]*)(?P<more>餘?)"
    r"(?=\s*(?:個?百分點|[人件次戶個家場元名案位處班棟校台臺輛隻只項公噸組所座%％]|$))"
)
# One numeral alone is mostly no number: 一般人, 三項. Before these it counts.
_ALONE = re.compile(
    r"(?<![第〇零○一二兩三四五六七八九十百千萬分之])[二兩三四五六七八九十](?=場次|人次|案次|班次|車次|大[^約於於型]|[案件家場班所座組棟輛處])"
)
_TENTHS = re.compile(
    r"(?<![\d\u4e00-\u9fff])?([一二三四五六七八九])成([一二三四五六七八九])?(?![功立員本長果效])"
)
_JOINT = re.compile(r"\s*(?:年?度?)?\s*[及、和與]\s*(?:中?華?民國|西元|公元)?\s*")
_FACTOR = re.compile(r"[×÷*＊✕]\s*$")
_NO_UNIT = re.compile(rf"^[餘多]|(?:{_UP}|{_DOWN}).*$")
# Words follow a measure without a mark: 場次校園宣導 counts 場次. What 個 counts is behind it.
MEASURE = re.compile(
    "個?百分點|個月|歲|小時|[人件案班車戶組台場家]次|[名位人](?!次)|[臺台]|公噸|平方公[尺里]|公[尺里斤頃升]|大面向"
    "|[萬億千]?元|[件案班戶組場家處校棟輛艘架隻只頭支座所間項款種隊份冊本篇則次噸門月日倍]"
)
_MEASURED = (None, "%", "‰", "百分點", "元", "倍")
_WRITTEN = re.compile(r"[\d,.]+(?:\s*[十百千萬億兆]\s*[\d,.]*)*\s*")
_SAME_MEASURE = {"名": "人", "位": "人", "臺": "台", "個百分點": "百分點"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that a clause states.

    Attributes:
        role: what is aimed at and what was reached are two things, None tells neither.
        years: Gregorian, that the clause ties it to, several in 106 年及 107 年各 5 人; none where
            the sentence must tell.
        closeness: whether it is the number itself (exact), or 約, 逾, 未達 of it.
        change: it is how much something grew (1) or shrank (-1); 0 for a level.
        against: the year that a change, or how many times as much something is, counts from.
        part: whether it is what something rose or fell from, or to; else empty.
        beyond: it is, or may be, how far a number lies above (1) or below (-1) its target.
        period: the part of the year that it is of, else empty.
        clause: the words of its clause, with those of the clauses before it that state nothing.
        beside: what of its clause is of this number: what is counted stands behind it, what is
            measured before.
    """

    quantity: Quantity
    role: Role | None
    years: tuple[int, ...] = ()
    closeness: Closeness = "exact"
    change: int = 0
    against: int | None = None
    part: Part = ""
    beyond: int = 0
    period: str = ""
    clause: str = ""
    beside: str = ""

    @property
    def is_compared(self) -> bool:
        """Whether it tells how two numbers stand to each other, and is neither of them."""
        return bool(self.change) or self.quantity.unit == "倍"


def plain(text: str) -> str:
    """Write numbers in digits: 一百九十三萬 as 1930000, 八成五 as 85%."""
    normal = unicodedata.normalize("NFKC", text)
    tens = _TENTHS.sub(_percent, _CHINESE.sub(_in_digits, normal))
    return _ALONE.sub(lambda found: str(number(found.group())), tens)


def _in_digits(found: re.Match[str]) -> str:
    parts = [number(found[name] or "〇") for name in ("hundreds", "tens", "ones")]
    # 一二 is two numbers as well as one.
    counted = found["hundreds"] or found["tens"] or re.search("[十百千]", found["ones"])
    if None in parts or not counted:
        return found.group()
    hundreds, tens, ones = (part or 0 for part in parts)
    return f"{hundreds * 100_000_000 + tens * 10_000 + ones}{found['more']}"


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
    moved = _MOVED.search(text)
    period = period_of(text)
    found: list[Stated] = []
    places = [
        (quantity, start)
        for quantity, start in placed(text)
        # ×100% is how a rate is worked out, and no rate; 2025年資源 names a year.
        if not _FACTOR.search(text[:start])
        and not any(one.start <= start < one.end for one in named)
    ]
    ends = [0, *(start for _, start in places), len(text)]
    for at, (quantity, start) in enumerate(places):
        unit = _unit(quantity.unit, text[start:])
        change = _CHANGE.search(text[:start])
        part = _part(moved, start, found)
        of_before = [one for one in named if moved and moved.start() < one.end <= start]
        compared = bool(change) or unit == "倍"
        of, against = _years_of(text, start, named, compared=compared, reached=part == "to")
        beyond = _BEYOND_AIM.search(text[:start])
        way = 0 if change is None else _sign(change["up"])
        to_aim = bool(change and _AGAINST_AIM.search(text[: change.start()]))
        found.append(
            Stated(
                replace(quantity, unit=unit),
                None if to_aim else role,
                of if part != "from" or of_before else (),
                _closeness(text, start, quantity),
                way,
                against,
                part,
                _sign(beyond["met"]) if beyond else way if to_aim else 0,
                period,
                text,
                text[ends[at] : start] if unit in _MEASURED else text[start : ends[at + 2]],
            )
        )
    return tuple(found)


def _sign(up: object) -> int:
    return 1 if up else -1


def _years_of(
    text: str, start: int, named: Sequence[_Named], *, compared: bool, reached: bool
) -> tuple[tuple[int, ...], int | None]:
    """The years that a number is of, and the one that it is counted from."""
    before = [one for one in named if one.end <= start]
    against = next((one.years[-1] for one in reversed(before) if one.compared), None)
    own = [one.years for one in before if not one.compared]
    # 為 2021 年 5 人的 2.4 倍 is of the year before it.
    if compared and against is None and own and _TIMES_OF.search(text[:start]):
        against, own = own[-1][-1], own[:-1]
    elif compared and against is None and len(own) > 1:
        against = own[0][0]
    if compared and against is None and own and _LAST_YEAR.search(text[:start]):
        against = own[-1][-1] - 1
    # The number beside a year is of that year; what has changed since is of the other.
    if before and before[-1].compared and not compared and not reached:
        return before[-1].years, against
    if own or before:
        return own[-1] if own else (), against
    return named[0].years if named and not named[0].compared else (), against


def _part(moved: re.Match[str] | None, start: int, earlier: Sequence[Stated]) -> Part:
    if moved is None or start < moved.start():
        return ""
    if start < moved.end():
        return "from"
    return "to" if all(one.part != "to" for one in earlier) else ""


def met(clause: str) -> bool | None:
    """Tell whether a clause says that a target was reached, None where it says neither."""
    text = plain(clause)
    if _MISSED.search(text):
        return False
    return True if _MET.search(text) else None


def period_of(text: str) -> str:
    """The part of a year that a text names, such as 上半年, else empty."""
    found = _PERIOD.search(text)
    return found.group() if found else ""


def side(clause: str) -> int:
    """Tell on which side of its target a clause has a number: above (1), below (-1), neither."""
    found = _ASIDE.search(plain(clause))
    return _sign(found["over"]) if found else 0


def is_turned(numbers: Sequence[Stated]) -> bool:
    """Whether a clause has something rise from a number to a lower one, or fall to a higher."""
    first = next((one for one in numbers if one.part == "from"), None)
    last = next((one for one in numbers if one.part == "to"), None)
    if first is None or last is None:
        return False
    moved = _MOVED.search(last.clause)
    rose = last.quantity.low - first.quantity.high
    return moved is not None and rose != 0 and (rose > 0) != bool(moved["up"])


@dataclass(frozen=True, slots=True)
class _Named:
    """Years that a clause names together, and whether something is compared with them."""

    start: int
    end: int
    years: tuple[int, ...]
    compared: bool


def _years_named(text: str) -> Iterator[_Named]:
    held: _Named | None = None
    for start, end, year in sorted(year_places(text)):
        # 2024年 is also the four digits that it begins with.
        if held is not None and start < held.end:
            continue
        if held is not None and _JOINT.fullmatch(text[held.end : start]):
            held = _Named(held.start, end, (*held.years, year), held.compared)
            continue
        if held is not None:
            yield held
        since = _FROM.search(text[:start])
        was = since is not None and _MOVED.match(text, since.start()) is not None
        held = _Named(start, end, (year,), was or bool(_COMPARED.search(text[:start])))
    if held is not None:
        yield held


def _unit(printed: str | None, text: str) -> str | None:
    """A unit without the 餘 before it and the words behind it: 餘人, 場次減少, 人就業.

    Args:
        printed: as read with the number, None where words follow that are too long for a unit.
        text: from the number on.
    """
    bare = _NO_UNIT.sub("", printed or _WRITTEN.sub("", text))
    measure = MEASURE.match(bare)
    if measure:
        return _SAME_MEASURE.get(measure.group(), measure.group())
    return (bare or None) if printed else None


def counted_in(beside: str) -> str:
    """What is counted behind a number and its measure: 失業者參加職前訓練 of 34,140 名失業者參加…."""
    bare = _WRITTEN.sub("", beside, count=1)
    measure = MEASURE.match(bare)
    # 1 月至 8 月 counts nothing.
    return squeeze(bare[measure.end() :]) if measure and measure.group() not in "月日" else ""


def _closeness(text: str, start: int, quantity: Quantity) -> Closeness:
    if _ABOUT.search(text[:start]):
        return "about"
    if _NEARLY.search(text[:start]):
        return "nearly"
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
    lead = ""
    for place in CLAUSE.finditer(sentence):
        clause = place.group()
        named = [one.years for one in _years_named(plain(clause)) if not one.compared]
        numbers = stated(clause)
        for one in numbers:
            for year in years_of(one, named[0] if named else of):
                yield year, replace(one, clause=lead + one.clause)
        # (87 年) is of the word before it.
        if named and sentence[place.start() - 1 : place.start()] not in ("(", "（"):
            of = named[-1]
        lead = "" if numbers else lead + clause


def years_of(one: Stated, otherwise: Sequence[int | None]) -> Sequence[int | None]:
    """The years of a number, or those of its clause; of what it rose from only its own."""
    return one.years or ((None,) if one.part == "from" else otherwise)


def agrees(claim: Stated, own: Stated) -> bool:
    """Whether a number of a passage bears a claimed number out, years aside."""
    if claim.role and own.role and claim.role != own.role:
        return False
    if not claim.role and own.role == "rate":
        return False
    if claim.change != own.change and not (claim.change == 0 or own.change == 0):
        return False
    if bool(claim.change) != bool(own.change) or (claim.part and own.part not in ("", claim.part)):
        return False
    if claim.period and own.period not in ("", claim.period):
        return False
    first, second = claim.quantity, own.quantity
    if not same_unit(first.unit, second.unit):
        return False
    if (first.low, first.high) == (second.low, second.high):
        return claim.closeness not in ("above", "below") or own.closeness == claim.closeness
    return first.low == first.high and _near(claim, second.low, second.high)


def _near(claim: Stated, low: Decimal, high: Decimal) -> bool:
    """Whether 約, 逾 or 未達 a number is true of another, to the digit to which it is told."""
    told = claim.quantity.low
    step = step_of(told)
    match claim.closeness:
        case "about":
            return abs(low - told) * 2 <= step and low == high
        case "nearly":
            return told - step < low and (high - told) * 2 <= step
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
    if shorter.startswith("個") and longer.startswith("個") and len(shorter) > 1:
        return bool(pairs_in(shorter[1:]) & pairs_in(longer[1:]))
    # 人 counts people, 人次 their visits.
    return longer.startswith(shorter) and not longer.removeprefix(shorter).startswith("次")
