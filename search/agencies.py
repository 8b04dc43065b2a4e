"""The agencies: what each is called, was called, stands under, and where it is listed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from typing import Any, Literal

Level = Literal["yuan", "ministry", "agency", "government", "bureau", "council", "other"]

# The stem of a unit's name: no digit, no mark, none of the words that join a unit to a verb.
_STEM = r"(?:(?!及其|所屬|推動|辦理|執行|補助|設置|獎勵|政府|年度)[一-鿿]){1,14}?"
_UNIT = r"(?:委員會|總隊|中心|分局|學院|分署|[署局處所館隊院場])"
# What may follow a unit's name in a title; without it 社會處老人福利中心設置計畫 names a centre.
_AFTER = r"(?=$|[^一-鿿]|[○零一二三四五六七八九十百]+年|民國|中華民國|年度|施政|中程|績效|工作|業務|單位|公務|預算|永續|自願|重要|推動|第[○零一二三四五六七八九十百]+)"
# Every county and city of Taiwan has a name of two characters before 縣 or 市.
_PLACE = r"(?:(?!中央|本|各|該|省)[一-鿿]){2}[縣市]"
# What a cover begins with is a body though no list holds it: 高屏區域醫院113年度營運計畫.
_BODY = re.compile(
    rf"((?!本|各|該|全|及|與|第){_STEM}(?:{_UNIT}|公司|銀行|大學|學校|基金會|公所)){_AFTER}"
)
_SESSION = re.compile(rf"({_PLACE})議會(?=第.{{1,6}}屆)")
_REPORT = re.compile(r"施政|工作報告|業務報告|總報告")


@dataclass(frozen=True, slots=True)
class Change:
    """A body on the other side of a reorganisation, and the ROC year in which it came about."""

    name: str
    year: int


@dataclass(frozen=True, slots=True)
class Agency:
    """A body of government.

    Attributes:
        order: its place in official lists, smaller first.
        short: other names in common use.
        former: its own earlier names, each with the ROC year in which it ended.
        predecessors: bodies whose work it took over.
        successors: bodies that took over its work; empty while it exists.
        parent: name of the body above, None at the top.
        since: ROC year in which it was set up, None where that is not known.
    """

    code: str
    name: str
    level: Level
    order: tuple[int, int, int, str]
    short: tuple[str, ...] = ()
    former: tuple[Change, ...] = ()
    predecessors: tuple[Change, ...] = ()
    successors: tuple[Change, ...] = ()
    parent: str | None = None
    since: int | None = None


@dataclass(frozen=True)
class Agencies:
    """All known agencies, with patterns for the many bureaus that no list holds.

    Attributes:
        known: in official order.
        bureaus: (stem, code) of the kinds of bureau, in the order of lists.
        suffixes: (ending, code) of a bureau's name; the code may be empty.
        short_bureaus: (short stem, stem).
    """

    known: tuple[Agency, ...]
    bureaus: tuple[tuple[str, str], ...]
    suffixes: tuple[tuple[str, str], ...]
    short_bureaus: tuple[tuple[str, str], ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Agency]:
        return {agency.name: agency for agency in self.known}

    @cached_property
    def _by_any_name(self) -> dict[str, Agency]:
        named = {short: agency for agency in self.known for short in agency.short}
        named |= {change.name: agency for agency in self.known for change in agency.former}
        return named | self._by_name

    @cached_property
    def all_names(self) -> tuple[str, ...]:
        """Every name of every known body, today's, short and former; longer names first."""
        return tuple(sorted(self._by_any_name, key=len, reverse=True))

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Names to codes; a former name has a code of its own, since each names its documents."""
        codes = {name: agency.code for name, agency in self._by_any_name.items()}
        for agency in self.known:
            codes |= {past.name: f"{agency.code}-{past.year}" for past in agency.former}
        return codes

    @cached_property
    def _names(self) -> dict[str, str]:
        """Codes to full names, those of bureaus and councils under each government included."""
        names = {past: name for name, past in self._codes.items() if name not in self._shorts}
        for government in self.known:
            if government.level != "government":
                continue
            names[f"{government.code}-council"] = government.name.removesuffix("政府") + "議會"
            for stem, stem_code in self.bureaus:
                for ending, ending_code in self.suffixes:
                    code = "-".join(filter(None, (government.code, stem_code, ending_code)))
                    names[code] = government.name + stem + ending
        return names

    @cached_property
    def _shorts(self) -> frozenset[str]:
        return frozenset(short for agency in self.known for short in agency.short)

    @cached_property
    def _pattern_codes(self) -> dict[str, str]:
        return {name: code for code, name in self._names.items()}

    @cached_property
    def _bureau_orders(self) -> dict[str, int]:
        return {
            stem + ending: place
            for place, (stem, _) in enumerate(self.bureaus, start=1)
            for ending, _ in self.suffixes
        }

    @cached_property
    def bureau_names(self) -> tuple[str, ...]:
        """What bureaus of a local government are called, without its name; longer names first."""
        return tuple(sorted(self._bureau_orders, key=len, reverse=True))

    @cached_property
    def short_bureau_names(self) -> dict[str, str]:
        """What people call bureaus, to their names: 經發局 to 經濟發展局."""
        return {
            short + ending: stem + ending
            for short, stem in self.short_bureaus
            for ending, _ in self.suffixes
        }

    @cached_property
    def _kind(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.bureau_names)))

    @cached_property
    def _printed(self) -> re.Pattern[str]:
        """Names as titles print them, longer names first where they begin alike."""
        known = "|".join(map(re.escape, self.all_names))
        kinds = self._kind.pattern
        offices = rf"{_PLACE}(?:(?!政府)[一-鿿]){{1,3}}[鄉鎮市區]公所"
        unit = rf"{_STEM}{_UNIT}{_AFTER}"
        local = rf"{_PLACE}政府(?:(?:{kinds})(?:{unit})?|{unit})?"
        under = rf"(?:{known})(?:{unit})?"
        yuan = rf"行政院{_STEM}(?:委員會|總處|[署局處院]){_AFTER}"
        # A look-ahead, so that names that begin inside another are candidates too.
        return re.compile(rf"(?=({local}|{offices}|{_PLACE}議會|{yuan}|{under}))")

    @cached_property
    def _spoken(self) -> re.Pattern[str]:
        """Bureaus as people call them: 臺中市經發局, with or without 政府."""
        places = (g.name.removesuffix("政府") for g in self.known if g.level == "government")
        stems = dict(self.short_bureaus) | {stem: stem for stem, _ in self.bureaus}
        longest = sorted(stems, key=len, reverse=True)
        endings = sorted((ending for ending, _ in self.suffixes), key=len, reverse=True)
        place, stem, ending = ("|".join(map(re.escape, one)) for one in (places, longest, endings))
        return re.compile(f"({place})(?:政府)?({stem})({ending})")

    def _in_full(self, line: str) -> str:
        """A line with the short names of bureaus written out."""
        stems = dict(self.short_bureaus)
        return self._spoken.sub(
            lambda m: f"{m.group(1)}政府{stems.get(m.group(2), m.group(2))}{m.group(3)}", line
        )

    def code(self, name: str) -> str:
        """Give the code of a name for addresses.

        Args:
            name: full, short or former name; any other text.

        Returns:
            The same code for the same name for ever; "x-" and eight hexadecimal digits of the
            name's SHA-256 where the name is unknown. Two full names never share a code.
        """
        folded = _fold(name)
        code = self._codes.get(folded) or self._pattern_codes.get(folded)
        return code or "x-" + sha256(folded.encode()).hexdigest()[:8]

    def name(self, code: str) -> str | None:
        """Give the full name that a code stands for, None for codes of unknown names."""
        return self._names.get(code)

    def names(self, name: str) -> tuple[str, ...]:
        """Give all that an agency is called, the name itself first.

        Its former names are among them, and those of bodies whose work it took over.
        """
        agency = self._by_name.get(_fold(name))
        if agency is None:
            return (name,)
        before = (self._by_name.get(change.name) for change in agency.predecessors)
        called = (
            (one.name, *one.short, *(change.name for change in one.former))
            for one in (agency, *filter(None, before))
        )
        return tuple(dict.fromkeys(other for names in called for other in (name, *names)))

    def lifetime(self, name: str) -> tuple[int | None, int | None]:
        """Give the first and the last Gregorian year of a body under that name.

        The year of a change belongs to both; None is an end that is not known.
        """
        held = self._by_any_name.get(name)
        if held is None:
            return None, None
        began, ended = held.since, max((one.year for one in held.successors), default=None)
        for past in held.former:
            if past.name == name:
                ended = past.year
                break
            began = past.year
        return began and began + 1911, ended and ended + 1911

    def answering(self, name: str, held: Iterable[str]) -> tuple[str, ...]:
        """Find the bodies that answer for one.

        Args:
            name: full, of a body that may be gone.
            held: names of bodies.

        Returns:
            Those of the held names that are its own, a former one, one of a body whose work it
            took over or which took over its own, and those of all bodies under it, in official
            order.
        """
        agency = self.find(name)
        own = {*self.names(name if agency is None else agency.name), name}
        heirs = set() if agency is None else {change.name for change in agency.successors}
        # What a 院 took over is no reason to name all that stands under it.
        over = own | {one for one in heirs if self._by_name[one].level != "yuan"}
        found = (one for one in held if one in own | heirs or over & set(self._over(one)))
        return tuple(sorted(found, key=self.order))

    def _over(self, name: str) -> Iterator[str]:
        """The bodies above one, the nearest first."""
        above = self.find(name) or self._above(_fold(name))
        while above is not None:
            if above.name != name:
                yield above.name
            above = self._by_name.get(above.parent or "")

    def today(self, name: str) -> tuple[str, ...]:
        """Give the bodies that are today what a body of that name was, none where it is still."""
        return self._today.get(_fold(name), ())

    @cached_property
    def _today(self) -> dict[str, tuple[str, ...]]:
        later: dict[str, tuple[str, ...]] = {}
        for agency in self.known:
            for change in (*agency.former, *agency.predecessors):
                later[change.name] = (*later.get(change.name, ()), agency.name)
        return later

    def order(self, name: str) -> tuple[int, int, int, str]:
        """Give the key by which lists are sorted: central, local, unknown.

        A body that no list holds stands behind the one whose name begins its own.
        """
        folded = _fold(name)
        agency = self._by_any_name.get(folded)
        if agency is not None:
            # Former names come behind the name of today.
            place = 0 if agency.name == folded or folded in agency.short else 1
            return (*agency.order[:2], place, folded)
        above = self._above(folded)
        if above is None:
            return (2, 0, 0, folded)
        rest = folded.removeprefix(above.name)
        return (
            *above.order[:2],
            self._bureau_orders.get(rest, len(self._bureau_orders)) + 1,
            folded,
        )

    def find(self, text: str) -> Agency | None:
        """Find the agency that is called exactly so, by full, short or former name.

        Bureaus and councils of a known local government are found by pattern.
        """
        folded = _fold(text)
        agency = self._by_any_name.get(folded)
        if agency is not None or not self._is_local(folded):
            return agency
        council = folded.endswith("議會")
        above = self._by_name.get(folded.removesuffix("議會") + "政府" if council else "")
        above = above or self._above(folded)
        if above is None:
            return None
        return Agency(
            code=self.code(folded),
            name=folded,
            level="council" if council else "bureau",
            order=self.order(folded),
            parent=None if council else above.name,
        )

    def body_of(self, text: str) -> str | None:
        """Give what a title begins with if it is called as bodies are, known or not."""
        found = _BODY.match(_fold(text))
        return found and found.group(1)

    def recognise(self, text: str) -> str | None:
        """Recognise the agency that a title or a line of a cover prints.

        A report to a council is its government's, or that of the bureau which is named without
        its government, unless another agency is named.

        Args:
            text: one line; blanks inside names are ignored.

        Returns:
            The full name (of a short name too), a former name as printed; the longest where
            several stand there, the first of equally long ones.
        """
        line = self._in_full(_fold(text))
        session = _SESSION.search(line) if _REPORT.search(line) else None
        found = [
            (match.group(1), match.start())
            for match in self._printed.finditer(line)
            if session is None or match.group(1) != session.group(0)
        ]
        if not found and session is not None:
            bureau = self._kind.search(line, session.end())
            return f"{session.group(1)}政府{bureau.group(0) if bureau else ''}"
        if not found:
            return None
        # 行政院 also heads lines that name the ministry: it yields to any other.
        name, _ = max(found, key=lambda hit: (hit[0] != "行政院", len(hit[0]), -hit[1]))
        agency = self._by_any_name.get(name)
        return agency.name if agency is not None and name in agency.short else name

    def _above(self, name: str) -> Agency | None:
        """The known body with the longest name that begins this one."""
        if name.endswith("議會"):
            name = name.removesuffix("議會") + "政府"
        holders = [agency for agency in self.known if name.startswith(agency.name)]
        return max(holders, key=lambda agency: len(agency.name), default=None)

    def _is_local(self, name: str) -> bool:
        return name in self._pattern_codes or bool(
            re.fullmatch(rf"{_PLACE}(?:議會|政府{_STEM}{_UNIT})", name)
        )


def _fold(name: str) -> str:
    """Drop blanks and take 臺 for 台, as official names do."""
    return re.sub(r"\s+", "", name).replace("台", "臺")


def build(declared: dict[str, Any]) -> Agencies:
    """Make the agencies of what the data file declares.

    Args:
        declared: tables `agency`, `bureau` and `suffix` as agencies.toml explains them.

    Raises:
        KeyError: where an agency names a code that is not declared.
    """
    rows = declared["agency"]
    names = {row["code"]: row["name"] for row in rows}
    heirs = {
        row["code"]: tuple(
            Change(names[heir["code"]], heir["year"]) for heir in row.get("becomes", ())
        )
        for row in rows
    }
    known = tuple(
        Agency(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            order=(int(row["level"] == "government"), place, 0, row["name"]),
            short=tuple(row.get("short", ())),
            former=tuple(Change(past["name"], past["until"]) for past in row.get("former", ())),
            predecessors=tuple(
                Change(names[code], change.year)
                for code, changes in heirs.items()
                for change in changes
                if change.name == row["name"]
            ),
            successors=heirs[row["code"]],
            parent=names[row["parent"]] if "parent" in row else None,
            since=row.get("since"),
        )
        for place, row in enumerate(rows)
    )
    return Agencies(
        known=known,
        bureaus=tuple((row["stem"], row["code"]) for row in declared["bureau"]),
        suffixes=tuple((row["text"], row["code"]) for row in declared["suffix"]),
        short_bureaus=tuple(
            (short, row["stem"]) for row in declared["bureau"] for short in row.get("short", ())
        ),
    )


@cache
def load() -> Agencies:
    """Load the agencies that are shipped with the package."""
    return build(tomllib.loads(files("search").joinpath("agencies.toml").read_text("utf-8")))
