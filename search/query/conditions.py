"""Conditions: the parts of a typed line that name an agency, a year, a kind or a chapter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Literal

from search.agencies import Agencies
from search.analysis import Analyzer
from search.fields import CHAPTER, DOCUMENT_KIND
from search.model import UNKNOWN, Condition
from search.query import numerals
from search.query.facets import KIND_NAMES
from search.query.parse import All, Parsed, Syntax, Typed, Without

LONGEST = 60
"""Characters of a line beyond which it is a text, whose words name nothing but their subject."""
# What parts words without being one of them; a line break in the middle of a name does not.
_APART = " \0，、：；/／・（）()[]［］【】〔〕《》〈〉"
_LEFT_BEHIND = re.compile(r"[，、：；/／・的之]+")
_SENTENCE = re.compile(r"[。！；;!？?](?=.)", re.S)
# After a name these make up another one: 屏東縣長, 教育部分, 勞動部門, 臺中市民.
_GOES_ON = r"長(?!期|照|者|青)|議|民(?!國|政|俗|生|防|宿|間|雄)|籍|內|境|分(?!區)|門|落|位|會(?!計)|版|次長|屬|級|立"
# Behind a number these make it an amount.
_COUNTED = "人元萬億千百件次場位名個公里頃小時天日月歲戶班所家處項張輛台臺座床隊案篇本冊條款號線路樓坪度分秒倍成多餘股組門支艘架頭隻株噸升克甲畝專餘%％.．,-－~～"
_COUNTED_APART = re.compile(rf"\s+[{re.escape(_COUNTED)}]{{1,2}}(?:\s|$)")
_NOT_A_YEAR = r"\s*(?:[底初間前後來]|(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月|學年|齡)"
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "施政計畫": ("年度施政計畫", "年度計畫"),
    "施政方針": (),
    "議會施政報告": ("施政報告", "施政總報告", "施政書面報告", "工作報告", "業務報告"),
    "施政績效報告": ("績效報告", "年度績效報告", "施政績效"),
    "永續發展目標自願檢視報告": ("永續發展目標自願性檢視報告", "自願檢視報告", "自願性檢視報告", "永續報告", "SDG檢視報告", "SDGs檢視報告"),
    "質詢答復": ("質詢答覆", "書面答復", "書面答覆", "先前答復"),
    "單位預算": ("預算書", "預算案", "總預算"),
    "都市計畫書": (),
    "對策計畫": (),
    "中程計畫": ("中程施政計畫", "中長程計畫"),
}  # fmt: skip
"""What people call the kinds of documents beside their own names."""
_KINDS: Mapping[str, tuple[str, ...]] = {
    **KIND_NAMES,
    "kpi": (
        *KIND_NAMES["kpi"],
        "KPIs",
        "衡量指標",
        "年度關鍵績效指標",
        "年度績效指標",
        "年度目標值",
        "目標值",
    ),
}
_KINDS_APART: Mapping[str, tuple[str, ...]] = {"project": ("計畫", "計劃"), "kpi": ("指標",)}
"""Words that name a kind where they stand alone, and are parts of names everywhere else."""
_CHAPTER_NUMBER = re.compile(r"第[0-9一二三四五六七八九十]+[章篇編]|[壹貳參叁肆伍陸柒捌玖拾]+、")
_CHAPTER_WORDS = ("篇", "章", "部分", "章節")
_STRUCTURE = ("年度", "目標", "策略", "計畫", "指標")
"""What headings of chapters hold that speak of the plan's order, not of its subject."""
_CHAPTER_CHARACTERS = 5
_LONGEST_GOVERNMENT = 8
# What names of bodies hold that says nothing of their field, and what they end with.
_BODY = re.compile(r"^(?:行政院|國家|中央)?(?P<field>..).*?(?:部|委員會|總處|會|署|局|處)$")
_FIELD_AT = 4
"""Characters of a heading before the field of a body: 金融 in 財政金融."""
_BRACKETS = re.compile(r"[（(［\[【〔《〈「]\s*[)）］\]】〕》〉」]")
StandIns = Literal["none", "missing", "all"]
"""Which bodies are answered for by those above them: none, those of which nothing is held, or all."""

Filters = Mapping[str, tuple[str, ...]]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """A line as read.

    Attributes:
        conditions: in the order typed, none of them applied so far.
        rest: what is left of the line.
    """

    conditions: tuple[Condition, ...]
    rest: str

    def filters(self) -> dict[str, tuple[str, ...]]:
        """The values of each facet.

        Several conditions of one facet are alternatives, but a body beside one above it (行政院
        勞動部) is the body alone.
        """
        found: dict[str, tuple[str, ...]] = {}
        for one in self.conditions:
            if any(
                other.facet == one.facet and {*other.values} < {*one.values}
                for other in self.conditions
            ):
                continue
            found[one.facet] = tuple(dict.fromkeys((*found.get(one.facet, ()), *one.values)))
        return found

    def applied(self, picked: Iterable[str]) -> tuple[Condition, ...]:
        """The conditions as they narrow an answer, but for those of facets that were picked from."""
        taken = set(picked)
        return tuple(replace(one, applied=one.facet not in taken) for one in self.conditions)


@dataclass(frozen=True, slots=True)
class _Named:
    """What a name stands for.

    Attributes:
        apart: it counts only where nothing stands right beside it.
        stand_in: a body of which nothing is held.
        body: full name of the body that is named, where one above may answer for it.
    """

    facet: str
    value: str
    values: tuple[str, ...]
    apart: bool = False
    stand_in: bool = False
    body: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A name at a place of the line: where it ends, and what may stand right behind and before."""

    end: int
    named: _Named
    before: bool = True
    behind: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    """A typed line, character by character in forms that compare.

    Attributes:
        narrow: of full-width characters their narrow ones.
        folded: in the merged folding; what is closed to conditions is a zero in both.
        places: of each character in the text as typed.
    """

    narrow: str
    folded: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Conditions:
    """Reads conditions by what a corpus holds; any thread may ask.

    Attributes:
        values: for each facet and column, the values that the index holds.
        agencies: names and who stands under whom.
        analyzer: of the index.
    """

    values: Filters
    agencies: Agencies
    analyzer: Analyzer
    _local: re.Pattern[str] = field(
        default=re.compile(r"(?P<base>[一-鿿]{2,4}[縣市])政府(?P<rest>[一-鿿]*)"), init=False
    )

    def read(
        self,
        parsed: Parsed,
        *,
        stand_ins: StandIns = "none",
        without: Collection[str] = (),
    ) -> Read | None:
        """Read the conditions of a line.

        Args:
            parsed: the line; what is quoted, excluded or an alternative is never a condition.
            stand_ins: which bodies are answered for by the one above them, in whose reports the
                chapters of their field speak for them.
            without: facets of which no condition is read.

        Returns:
            None where no part of the line is one, or nothing but one.
        """
        if len(parsed.text) > LONGEST or _SENTENCE.search(parsed.text.strip()):
            return None
        line = self._line(parsed.text, _open_spans(parsed.tree))
        found = [
            (start, one)
            for start, one in self._scan(line, stand_ins != "none")
            if one.named.facet not in without
        ]
        if not found:
            return None
        spans = [_with_left_behind(line, start, one.end) for start, one in found]
        rest = _without(parsed.text, [_source(line, span) for span in spans])
        if not any(one.isalnum() for one in rest):
            rest = ""
            if len(found) < 2:
                return None
        conditions = tuple(
            Condition(
                named.facet,
                named.value,
                parsed.text[slice(*_source(line, (start, one.end)))],
                named.values,
            )
            for start, one in found
            for named in self._answering(one.named, stand_ins)
        )
        return Read(conditions, rest)

    def _answering(self, named: _Named, stand_ins: StandIns) -> tuple[_Named, ...]:
        """What a name narrows by: its own values, or a body above it and the chapters for it."""
        if not named.body or not (named.stand_in or stand_ins == "all"):
            return (named,)
        # Of the nearest one above a body of which nothing is held nothing was found either.
        further = int(named.stand_in and stand_ins == "all")
        above = list(islice(self._held_above(named.body), 1 + further))
        if not above:
            return (named,)
        name, fields = above[-1]
        headings = tuple(
            value
            for value, subject in self._subjects
            if any(0 <= subject.find(one) <= _FIELD_AT for one in fields)
        )
        chapter = (_Named(CHAPTER, headings[0], headings),) if headings else ()
        return (_Named("agency", name, (name,)), *chapter)

    def _held_above(self, name: str) -> Iterator[tuple[str, frozenset[str]]]:
        """The bodies above one of which documents are held, with the fields of those below them."""
        fields: set[str] = set()
        held = self.values.get("agency", ())
        agency = self.agencies.find(name)
        while agency is not None and agency.parent:
            for called in self.agencies.names(agency.name):
                plain = called.removeprefix(agency.parent) or called
                field = _BODY.match(plain)
                if field:
                    fields.add(self.analyzer.fold(field["field"]))
            if agency.parent in held:
                yield agency.parent, frozenset(fields)
            agency = self.agencies.find(agency.parent)

    def _line(self, text: str, opened: Sequence[Span]) -> _Line:
        narrow, folded, places = [], [], []
        for place, character in enumerate(text):
            merged = self.analyzer.fold(character)
            if not any(start <= place < end for start, end in opened):
                pair = (" ", " ") if character.isspace() else ("\0", "\0")
            elif character.isspace():
                pair = (" ", " ")
            elif not merged:
                continue
            else:
                plain = unicodedata.normalize("NFKC", character)
                pair = (
                    plain if len(plain) == 1 else character,
                    merged if len(merged) == 1 else character,
                )
            narrow.append(pair[0])
            folded.append(pair[1])
            places.append(place)
        return _Line("".join(narrow), "".join(folded), tuple(places))

    def _scan(self, line: _Line, stand_ins: bool) -> Iterator[tuple[int, _Found]]:
        """The conditions with the places at which they begin, from left to right."""
        place, size = 0, len(line.folded)
        while place < size:
            if line.folded[place] in _APART:
                place += 1
                continue
            chain = self._chain(line, place, stand_ins)
            yield from chain
            place = chain[-1][1].end if chain else place
            while place < size and line.folded[place] not in _APART:
                # What is left of the piece ends, it may be, with conditions of its own.
                place += 1
                ending = self._chain(line, place, stand_ins, glued=True)
                if ending and _is_apart(line, ending[-1][1].end):
                    yield from ending
                    place = ending[-1][1].end

    def _chain(
        self, line: _Line, start: int, stand_ins: bool, *, glued: bool = False
    ) -> list[tuple[int, _Found]]:
        """Conditions that follow one on the other from a place on; glued to what stands before."""
        chain: list[tuple[int, _Found]] = []
        place = start
        while place < len(line.folded) and line.folded[place] not in _APART:
            first = glued and not chain
            best = max(
                (
                    one
                    for one in self._at(line, place)
                    if (stand_ins or not one.named.stand_in)
                    and self._may_stand(line, one, first, stand_ins)
                ),
                key=lambda one: one.end,
                default=None,
            )
            if best is None:
                break
            chain.append((place, best))
            place = _past(line, best.end)
        return chain

    def _may_stand(self, line: _Line, one: _Found, glued: bool, stand_ins: bool) -> bool:
        if glued and (one.named.apart or not one.before):
            return False
        if _is_apart(line, one.end):
            return True
        following = self._at(line, _past(line, one.end))
        if any(stand_ins or not other.named.stand_in for other in following):
            return True
        return one.behind and not one.named.apart and not glued

    def _at(self, line: _Line, place: int) -> Iterator[_Found]:
        """All that begins at a place."""
        if place >= len(line.folded):
            return
        yield from self._year_at(line, place)
        yield from self._name_at(line, place)
        yield from self._local_at(line, place)
        yield from self._chapter_at(line, place)

    def _year_at(self, line: _Line, place: int) -> Iterator[_Found]:
        held = sorted(int(year) for year in self.values.get("year", ()) if year.isdecimal())
        if place and line.narrow[place - 1].isdecimal():
            return
        for found in numerals.year_spans(line.narrow, place):
            values = tuple(
                str(year) for year in held if any(low <= year <= high for low, high in found.spans)
            )
            apart = not found.named and _COUNTED_APART.match(line.narrow, found.end)
            if not values or apart or self._not_a_year.match(line.folded, found.end):
                continue
            clipped = ((max(low, held[0]), min(high, held[-1])) for low, high in found.spans)
            value = ",".join(
                str(low) if low == high else f"{low}..{high}"
                for low, high in clipped
                if low <= high
            )
            after = line.narrow[found.end : found.end + 1]
            before = line.narrow[place - 1 : place]
            sure = found.named or len(values) > 1
            plain = not found.named and (after in tuple(_COUNTED) or _is_latin(after))
            yield _Found(
                found.end,
                _Named("year", value, values, apart=found.short),
                before=(sure or not _is_latin(before))
                and before not in tuple("第逾達約共計近每滿.,-/"),
                behind=not plain,
            )

    def _name_at(self, line: _Line, place: int) -> Iterator[_Found]:
        for end in range(min(len(line.folded), place + self._longest), place + 1, -1):
            named = self._names.get(line.folded[place:end])
            if named is not None:
                goes_on = named.facet == "agency" and self._goes_on.match(line.folded, end)
                latin = _is_latin(line.folded[end - 1]) and _is_latin(line.folded[end : end + 1])
                begins = _is_latin(line.folded[place]) and _is_latin(line.folded[place - 1 : place])
                if goes_on or latin or begins:
                    continue
                yield _Found(end, named, before=end - place > 2)

    def _local_at(self, line: _Line, place: int) -> Iterator[_Found]:
        """A bureau under a local government: 臺中市勞工局, 臺中市政府 勞工局."""
        for length in range(_LONGEST_GOVERNMENT, 1, -1):
            government = self._governments.get(line.folded[place : place + length])
            if government is not None:
                start = place + length
                while line.folded[start : start + 1] == " ":
                    start += 1
                for name, printed in self._bureaus:
                    if line.folded.startswith(name, start):
                        yield from self._bureau(government + printed, government, start + len(name))
                        return

    def _bureau(self, name: str, government: str, end: int) -> Iterator[_Found]:
        held = self.values.get("agency", ())
        values = self.agencies.answering(name, held)
        if values:
            yield _Found(end, _Named("agency", name, values))
        elif above := self.agencies.answering(government, held):
            own = (government,) if government in above else above
            yield _Found(end, _Named("agency", government, own, stand_in=True))

    def _chapter_at(self, line: _Line, place: int) -> Iterator[_Found]:
        for end in range(min(len(line.folded), place + self._longest_chapter), place + 1, -1):
            values = self._chapters.get(line.folded[place:end])
            if values is None:
                continue
            words = (one for one in self._chapter_words if line.folded.startswith(one, end))
            marked = next(words, "")
            numbered = _CHAPTER_NUMBER.match(line.narrow, place)
            if numbered or marked or self._structure.search(line.folded, place, end):
                apart = not numbered and end - place < _CHAPTER_CHARACTERS
                named = _Named(CHAPTER, values[0], values, apart)
                yield _Found(end + len(marked), named, before=False)

    @cached_property
    def _chapter_words(self) -> tuple[str, ...]:
        return tuple(map(self.analyzer.fold, _CHAPTER_WORDS))

    @cached_property
    def _goes_on(self) -> re.Pattern[str]:
        return re.compile(self.analyzer.fold(_GOES_ON))

    @cached_property
    def _not_a_year(self) -> re.Pattern[str]:
        return re.compile(self.analyzer.fold(_NOT_A_YEAR))

    @cached_property
    def _structure(self) -> re.Pattern[str]:
        return re.compile("|".join(map(self.analyzer.fold, _STRUCTURE)))

    @cached_property
    def _longest_chapter(self) -> int:
        return max(map(len, self._chapters), default=0)

    @cached_property
    def _chapters(self) -> dict[str, tuple[str, ...]]:
        """What chapters are called, by number, by heading and by both."""
        called: dict[str, list[str]] = {}
        for value in self.values.get(CHAPTER, ()):
            if value == UNKNOWN:
                continue
            folded = self.analyzer.fold(value)
            number = _CHAPTER_NUMBER.match(unicodedata.normalize("NFKC", value).replace(" ", ""))
            length = len(self.analyzer.fold(number.group())) if number else 0
            names = {folded, folded[length:]}
            if number and not number.group().endswith("、"):
                names.add(folded[:length])
            for name in names:
                if len(name) > 1:
                    called.setdefault(name, []).append(value)
        return {name: tuple(values) for name, values in called.items()}

    @cached_property
    def _subjects(self) -> tuple[tuple[str, str], ...]:
        """Each chapter with its heading, folded, without its number."""
        return tuple(
            (value, _CHAPTER_NUMBER.sub("", self.analyzer.fold(value), count=1))
            for value in self.values.get(CHAPTER, ())
            if value != UNKNOWN
        )

    @cached_property
    def _governments(self) -> dict[str, str]:
        """What a local government is called, in all ways, to its name."""
        fold = self.analyzer.fold
        called: dict[str, list[str]] = {}
        for name in self._government_names:
            base = name.removesuffix("政府")
            for one in (name, base, base + "府"):
                called.setdefault(fold(one), []).append(name)
            gone = self.agencies.find(name)
            if gone is None or not gone.successors:
                for first in base[:-1]:
                    # 北市 is 臺北市 and never 新北市.
                    if first == "北" and base[0] != "臺":
                        continue
                    for one in (first + base[-1], first + base[-1] + "府"):
                        called.setdefault(fold(one), []).append(name)
        return {one: names[0] for one, names in called.items() if len(set(names)) == 1}

    @cached_property
    def _government_names(self) -> tuple[str, ...]:
        known = [one.name for one in self.agencies.known if one.level == "government"]
        local = map(self._local.fullmatch, self.values.get("agency", ()))
        return tuple(dict.fromkeys((*known, *(one["base"] + "政府" for one in local if one))))

    @cached_property
    def _bureaus(self) -> tuple[tuple[str, str], ...]:
        """(folded, full) names of bureaus without their governments', short ones too, longest first."""
        local = map(self._local.fullmatch, self.values.get("agency", ()))
        own = {one["rest"] for one in local if one and one["rest"]}
        names = {name: name for name in (*own, *self.agencies.bureau_names)}
        names |= self.agencies.short_bureau_names
        longest = sorted(names, key=len, reverse=True)
        return tuple((self.analyzer.fold(name), names[name]) for name in longest)

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._names), default=0)

    @cached_property
    def _names(self) -> dict[str, _Named]:
        """Whatever stands for one thing wherever it is met, folded."""
        fold = self.analyzer.fold
        names: dict[str, _Named] = {}
        for facet, called, apart in (
            ("kind", _KINDS, False),
            ("kind", _KINDS_APART, True),
            (DOCUMENT_KIND, {kind: _ALIASES.get(kind, ()) for kind in self._document_kinds}, False),
        ):
            for value, others in called.items():
                if value in self.values.get(facet, ()):
                    own = (value,) if facet == DOCUMENT_KIND else ()
                    for one in (*own, *others):
                        names.setdefault(fold(one), _Named(facet, value, (value,), apart))
        for one, named in self._agency_names():
            names.setdefault(fold(one), named)
        return names

    @property
    def _document_kinds(self) -> Iterable[str]:
        return (kind for kind in self.values.get(DOCUMENT_KIND, ()) if kind != UNKNOWN)

    def _agency_names(self) -> Iterator[tuple[str, _Named]]:
        held = tuple(one for one in self.values.get("agency", ()) if one != UNKNOWN)
        known = self.agencies.known
        for agency in known:
            values = self.agencies.answering(agency.name, held)
            above = any(self._held_above(agency.name))
            if values or above:
                named = _Named(
                    "agency",
                    agency.name,
                    values,
                    stand_in=not values,
                    body=agency.name if above else "",
                )
                past = (change.name for change in agency.former)
                for one in (agency.name, *agency.short, *past):
                    yield one, named
                    plain = one.removeprefix(agency.parent or "")
                    if len(plain) > 2:
                        yield plain, named
        for called, government in self._governments.items():
            values = self.agencies.answering(government, held)
            if values:
                yield called, _Named("agency", government, values, apart=len(called) < 3)
        for name in held:
            yield name, _Named("agency", name, self.agencies.answering(name, held))
        for government in self._government_names:
            # Without 縣 or 市 it is the name of a place, of which much else is said.
            values = self.agencies.answering(government, held)
            if values:
                yield government[:-3], _Named("agency", government, values, apart=True)
        for called, bureau in self._bureaus:
            values = tuple(one for one in held if one.endswith("政府" + bureau))
            if values:
                yield called, _Named("agency", bureau, values)


def _open_spans(tree: Syntax | None) -> tuple[Span, ...]:
    """Where a line may hold conditions: in terms that must all occur and are not quoted."""
    parts = tree.parts if isinstance(tree, All) else (tree,)
    if not all(isinstance(part, Typed | Without) for part in parts):
        return ()
    return tuple(part.span for part in parts if isinstance(part, Typed) and not part.quoted)


def _is_apart(line: _Line, place: int) -> bool:
    return place >= len(line.folded) or line.folded[place] in _APART


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _past(line: _Line, place: int) -> int:
    """The place behind what joins a condition to the next word."""
    found = _LEFT_BEHIND.match(line.narrow, place)
    return found.end() if found else place


def _with_left_behind(line: _Line, start: int, end: int) -> Span:
    return start, _past(line, end)


def _source(line: _Line, span: Span) -> Span:
    return line.places[span[0]], line.places[span[1] - 1] + 1


def _without(text: str, spans: Iterable[Span]) -> str:
    """The text with a blank in place of each span."""
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    left = re.sub(r"\s+", " ", _BRACKETS.sub(" ", "".join(kept))).strip()
    return re.sub(r"^[、，,：；及與和]+|[、，,：；及與和的之]+$", "", left).strip()
