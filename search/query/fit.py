"""How well a query names an indicator, and which one it names beyond doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from search.analysis import Analyzer
from search.programs.indicators import Indicator, pairs
from search.query.lexicon.lookup import Lexicon
from search.query.value_asked import ACTUAL, EVERY, RATE, UNITS, ValueAsked, counted_in

_LEAST_SEGMENT = 2
# (characters of a name that a query says, their share of it) of which one is enough, without
# a word for what is counted and with one: fewer characters name too many things.
_ENOUGH = ((2, 0.75), (5, 0.4))
_ENOUGH_WITH_COUNT = (*_ENOUGH, (4, 0.5), (6, 0.33), (8, 0.25))
_ENOUGH_WITH_YEAR_ALONE = ((2, 0.9),)
_MANY = 8
"""Characters of a name that name it even where its last word is not among them."""
# What the query must say of a name where another indicator has all its words too, and how much
# more than of the other.
_NAMED, _LEAD = 0.75, 0.15
_WORK_NAMED = 0.8
# What questions and titles say of any indicator: the longest first.
_ANY = (
    "關鍵績效指標", "年度目標值", "施政計畫", "績效指標", "衡量指標", "請問一下", "我想知道", "是多少", "目標值", "實際值",
    "請問", "想知道", "想查", "查詢", "多少", "數值", "數據", "數字", "統計", "指標", "情形", "年度", "設定", "訂定", "訂為",
    "定為", "訂了", "為何", "如何", "什麼", "哪一年", "今年", "當年", "全年", "一年", "總共", "一共", "合計", "共計", "大約",
    "有沒有", "有無", "達到", "分別", "各是", "本市", "全市", "本局", "本部", "全國", "我國", "國內", "臺灣", "台灣", "政府",
    "機關", "政策", "計畫", "方案", "業務", "工作", "服務", "協助", "辦理", "推動", "參加", "參與", "申請", "提供", "加強",
    "提升", "提高", "推介", "媒合", "請領", "領取", "給付", "受惠", "接受", "使用", "完成", "達成", "實施", "參訓", "相關",
    "作業", "法制", "課程", "活動", "結果", "KPI",
)  # fmt: skip
_JOINING = "的之與及和或於在等者"
_FILLERS = (
    _JOINING
    + "是為有值了嗎呢吧呀到應各每共約年度月份個家成這那該其被把給由從對就都還會要能可並辦%‰/"
)
_ABBREVIATED = 2
Around = Callable[[], str]
"""Gives what stands around an indicator, folded; it is seldom needed."""
_MARK = re.compile(r"[\W_]+")
_LATIN = re.compile(r"[0-9a-z.+-]+")


@dataclass(frozen=True, slots=True)
class Fit:
    """How a query fits an indicator.

    Attributes:
        named: the share of the name that the query says.
        exactly: characters of the whole name where the query holds it, else 0.
        said: characters of the name, but for what it has in common with many.
        head: the query says the last word of the name before what it counts.
    """

    indicator: Indicator
    named: float
    exactly: int
    said: int
    head: bool


class Named:
    """A query for a value, compared with one indicator after another.

    Args:
        value: what the query asks.
        analyzer: that made the index.
        lexicon: the words that mean the same.
    """

    def __init__(self, value: ValueAsked, analyzer: Analyzer, lexicon: Lexicon) -> None:
        self.value = value
        self._fold = analyzer.fold
        self._lexicon = lexicon
        self._pieces = [piece for piece in re.split(r"[^\w.+/%-]+|_", value.text) if piece]
        blanked = value.text
        for word, role in value.roles:
            if role == EVERY:
                continue
            blanked = blanked.replace(word, " " * len(word))
        counted = counted_in(blanked)
        self.counted = _last_counted(counted, blanked)
        self._any, self._joining, self._fillers = _common(analyzer)
        self._roles = value.roles
        self._measures = sorted(
            {value.text[start:end] for start, end, _ in counted}, key=len, reverse=True
        )

    def grams(self) -> frozenset[str]:
        """Give the pairs of characters by which indicators are looked up, other wordings' too."""
        telling = [self._telling(piece) for piece in self._pieces]
        others = (
            other.folded
            for piece in telling
            for place in range(len(piece))
            for word in self._lexicon.words_at(piece, place)
            for other in self._lexicon.same.get(word, ())
        )
        codes = (piece for piece in self._pieces if _LATIN.fullmatch(piece))
        return frozenset((*(pair for text in (*telling, *others) for pair in pairs(text)), *codes))

    def _telling(self, piece: str) -> str:
        """A piece without what questions and names of indicators have in common."""
        for word in (*self._measures, *(word for word, _ in self._roles)):
            piece = piece.replace(word, " ")
        return self._any.sub(" ", piece)

    def states(self, one: Indicator) -> bool:
        """True if an indicator states what is asked, of a year that is asked."""
        return bool(self._stated(one))

    def _stated(self, one: Indicator) -> list[tuple[int, str]]:
        roles = self.roles_of(one)
        told = [pair for pair in one.stated if not roles or pair[1].split()[-1] in roles]
        if not self.value.years:
            return told
        years = set(self.value.years)
        # The year of a report is asked where it tells of the years before.
        if years & set(one.years) and not any(year in years for year, _ in one.stated):
            return told
        return [pair for pair in told if pair[0] in years]

    def years_of(self, one: Indicator) -> tuple[int, ...]:
        """Give the years asked of which an indicator states something."""
        stated = {year for year, _ in self._stated(one)}
        return tuple(year for year in self.value.years if year in stated)

    def reported_in(self, one: Indicator) -> tuple[int, ...]:
        """Give the years asked that only documents of an indicator are of."""
        own = self.years_of(one)
        return tuple(year for year in self.value.years if year in one.years and year not in own)

    def roles_of(self, one: Indicator) -> tuple[str, ...]:
        """Give the roles asked; words of the indicator's own name ask for none."""
        names = [self._fold(name) for name in one.names]
        roles = {role for word, role in self._roles if not any(word in name for name in names)}
        roles.discard(EVERY)
        if RATE in roles and not any(role == RATE for _, role in one.stated):
            roles = (roles - {RATE}) | {ACTUAL}
        return tuple(sorted(roles))

    def counts(self, one: Indicator) -> bool:
        """True if an indicator may count what the query counts."""
        if self.counted is None:
            return True
        name = self._fold(one.names[0])
        last = _last_counted(counted_in(name), name)
        units = {unit[0] for unit in one.units}
        kinds = {kind for kind, starts in UNITS.items() if units.intersection(starts)}
        kinds |= {last} if last else set()
        if self.counted == "number":
            return kinds != {"rate"}
        return not kinds or self.counted in kinds or kinds == {"number"}

    def fit(self, one: Indicator, agency: Sequence[str]) -> Fit | None:
        """Compare with an indicator; None where the query says what it does not."""

        def around() -> str:
            texts = (*one.around, *one.measures, *one.works, *agency)
            return self._fold("|".join(texts))

        whole = "".join(self._pieces)
        best: Fit | None = None
        for name in one.names:
            folded = _MARK.sub("", self._fold(name))
            covered = self._cover(folded, around, one.codes)
            if covered is None:
                continue
            stem = self._stem(folded, whole=self.names_only_a_year)
            said = sum(place in covered for place in stem)
            exactly = len(folded) if folded in whole else 0
            if any(piece in one.codes for piece in self._pieces):
                exactly = max(exactly, 1)
            head = _head(folded, stem)
            fit = Fit(one, said / (len(stem) or 1), exactly, said, head <= covered)
            if best is None or (fit.exactly, fit.named) > (best.exactly, best.named):
                best = fit
        return best

    def works(self, one: Indicator) -> bool:
        """True if the query names a work that an indicator measures."""
        for work in one.works:
            folded = _MARK.sub("", self._fold(work))
            covered = self._cover(folded, lambda: "", ())
            stem = self._stem(folded)
            if covered and stem and sum(p in covered for p in stem) / len(stem) >= _WORK_NAMED:
                return True
        return False

    @property
    def names_only_a_year(self) -> bool:
        """True if beside the name a year is all that is asked, as topics are searched too."""
        return not self._roles and self.counted is None

    def _stem(self, folded: str, *, whole: bool = False) -> list[int]:
        """The places of a name that tell it from others, or all that it says, in order."""
        gone: set[int] = set()
        for found in () if whole else self._any.finditer(folded):
            gone.update(range(*found.span()))
        for start, end, _ in counted_in(folded):
            gone.update(range(start, end))
        return [
            place
            for place, character in enumerate(folded)
            if place not in gone and character not in self._joining
        ]

    def _cover(self, name: str, around: Around, codes: Sequence[str]) -> set[int] | None:
        """The places of a name that the query says; None where it says more than that."""
        places: set[int] = set()
        for piece in self._pieces:
            at = 0
            if piece in codes:
                continue
            while at < len(piece):
                length, own = self._step(piece, at, name, around)
                if not length:
                    return None
                places |= own
                at += length
        return places

    def _step(self, piece: str, at: int, name: str, around: Around) -> tuple[int, set[int]]:
        """How far a query goes on from one place, and the places of the name that it says."""
        latin = _LATIN.match(piece, at)
        if latin:
            run = latin.group()
            return (len(run), _places(name, run)) if run in name or run in around() else (0, set())
        longest = _longest(piece, at, name)
        reworded = self._reworded(piece, at, name)
        if longest >= len(reworded[0]) and longest:
            return longest, _places(name, piece[at : at + longest])
        if reworded[0]:
            return len(reworded[0]), _places(name, reworded[1])
        for word in (*self._measures, *(word for word, _ in self._roles)):
            if piece.startswith(word, at):
                return len(word), set()
        free = self._any.match(piece, at)
        if free:
            return len(free.group()), set()
        short = piece[at : at + _ABBREVIATED]
        if len(short) == _ABBREVIATED and (found := _abbreviated(short, name)):
            return _ABBREVIATED, found
        if piece[at] in self._fillers:
            return 1, set()
        return _longest(piece, at, around()), set()

    def _reworded(self, piece: str, at: int, name: str) -> tuple[str, str]:
        """The longest word of the lexicon at a place that a name has in other words, and those."""
        for word in self._lexicon.words_at(piece, at):
            others = (other.folded for other in self._lexicon.same.get(word, ()))
            held = max((other for other in others if other in name), key=len, default="")
            if held:
                return word, held
        return "", ""


@cache
def _common(analyzer: Analyzer) -> tuple[re.Pattern[str], str, str]:
    """What questions and titles have in common: its pattern, joining characters, fillers."""
    words = sorted(set(map(analyzer.fold, _ANY)), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, words)))
    return pattern, analyzer.fold(_JOINING), analyzer.fold(_FILLERS)


def _head(name: str, stem: Sequence[int]) -> set[int]:
    """The last two places of a name's stem before what it counts."""
    counted = counted_in(name)
    end = counted[-1][0] if counted else len(name)
    return set([place for place in stem if place < end][-_LEAST_SEGMENT:])


def _last_counted(counted: Sequence[tuple[int, int, str]], text: str) -> str | None:
    """What a text counts last; a lone 數 or 率 counts at the end of a word alone."""
    ends = [
        kind
        for start, end, kind in counted
        if end - start > 1 or end == len(text) or _MARK.match(text[end]) or kind == "rate"
    ]
    return ends[-1] if ends else None


def _longest(piece: str, at: int, text: str) -> int:
    """The length of the longest part of a piece from one place on that a text holds, else 0."""
    length = 0
    while at + length < len(piece) and piece[at : at + length + 1] in text:
        length += 1
    return length if length >= _LEAST_SEGMENT else 0


def _places(name: str, part: str) -> set[int]:
    return {
        place
        for found in re.finditer(re.escape(part), name)
        for place in range(found.start(), found.end())
    }


def _abbreviated(short: str, name: str) -> set[int]:
    """The places of a name's word that two characters stand for: 留停 for 留職停薪."""
    first, second = map(re.escape, short)
    found = re.search(f"{first}\\w{{1,2}}{second}\\w?", name)
    return set(range(*found.span())) if found else set()


def chosen(fits: Iterable[Fit], query: Named) -> Indicator | None:
    """The indicator that a query names beyond doubt."""
    held = sorted(fits, key=lambda fit: (-fit.exactly, -fit.named, fit.indicator.program))
    if not held:
        return None
    best = held[0]
    rivals = [fit for fit in held[1:] if fit.indicator.digest != best.indicator.digest]
    if best.exactly:
        same = [fit for fit in rivals if fit.exactly == best.exactly]
        return None if same else best.indicator
    enough: tuple[tuple[int, float], ...] = _ENOUGH_WITH_COUNT if query.counted else _ENOUGH
    if query.names_only_a_year:
        enough = _ENOUGH_WITH_YEAR_ALONE
    is_enough = any(best.said >= said and best.named >= share for said, share in enough)
    if not is_enough or not (best.head or best.said >= _MANY):
        if query.names_only_a_year:
            return None
        works = [fit for fit in held if query.works(fit.indicator)]
        return works[0].indicator if len({fit.indicator.digest for fit in works}) == 1 else None
    if rivals and (best.named < _NAMED or best.named - rivals[0].named < _LEAD):
        return None
    return best.indicator
