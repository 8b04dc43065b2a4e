"""What budgets say of a work program: amounts as printed, by agency and year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.model import Document, Passage
from search.programs.likeness import name_of
from search.store.reading import Store
from search.text import pairs_in, share_of_pairs

# A budget book prints a work program's sum in its own row, those of its items beside them.
_AMOUNT = re.compile(
    r"(?m)^(?:經費：|本年度預算數：(?=-?[\d,]+$))(.+?)(?:(?<=\d)([十百千萬億]{0,2}元))?$"
)
_GOVERNMENT = re.compile("(?P<place>.{1,6}[縣市])政府(?=.)")
_UNIT = re.compile(
    r"單位\s*[:：]\s*((?:新[臺台]幣)?\s*[十百千萬億]{0,2}元)|[（(]\s*((?:新[臺台]幣)?[十百千萬億]{0,2}元)\s*[)）]"
)
_OWN_UNIT = re.compile(r"\d\s*[十百千萬億]{0,2}元")
_LEAST_ALIKE, _SURE = 0.5, 0.8
_AROUND = 4_000
"""Characters before an amount in which its unit may stand: a page of a table."""
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that is printed beside a name.

    Attributes:
        sought: the name of the work program that it is of.
        passage: that prints it; its title is the name there.
        raw: as printed.
        unit: as printed above or beside it, None where nothing says it.
        likeness: of both names, 1 where they are equal.
    """

    sought: str
    passage: Passage
    raw: str
    unit: str | None
    likeness: float

    @property
    def is_doubtful(self) -> bool:
        """Whether the names are too little alike to be sure."""
        return self.likeness < _SURE


@dataclass(frozen=True, slots=True)
class _Line:
    """An amount with the name that it stands beside, folded."""

    passage: Passage
    name: str
    raw: str
    unit: str | None


class Amounts:
    """The amounts of a store, read agency by agency as they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str | None, tuple[_Line, ...]] = {}
        self._texts: dict[str, str] = {}

    def of(self, agency: str | None, name: str) -> tuple[Amount, ...]:
        """Give what documents of an agency print beside a name, or a name much like it.

        Returns:
            By year; of each document the names most like it.
        """
        wanted = name_of(name)
        if len(wanted) < _SHORTEST:
            return ()
        best: dict[str, list[tuple[float, _Line]]] = {}
        for line in self._of(agency):
            share = 1.0 if line.name == wanted else _likeness(line.name, wanted)
            if share < _LEAST_ALIKE:
                continue
            held = best.setdefault(line.passage.document, [])
            if held and share > held[0][0]:
                held.clear()
            # A program of one item prints its sum twice: beside its name and beside the item's.
            told = any((one.name, one.raw) == (line.name, line.raw) for _, one in held)
            if not told and (not held or share == held[0][0]):
                held.append((share, line))
        found = (
            Amount(name, line.passage, line.raw, self._unit(line), share)
            for held in best.values()
            for share, line in held
        )
        return tuple(sorted(found, key=lambda one: (one.passage.year or 0, one.passage.id)))

    def _of(self, agency: str | None) -> tuple[_Line, ...]:
        if agency not in self._lines:
            whole = _GOVERNMENT.match(agency or "")
            above = whole.group() if whole else None
            documents = tuple(self._store.documents())
            lines = [line for one in documents if one.agency == agency for line in self._read(one)]
            if agency and whole and above:
                lines += [
                    line
                    for one in documents
                    if one.agency == above
                    for line in self._read(one, (agency, whole["place"]))
                ]
            self._lines[agency] = tuple(lines)
        return self._lines[agency]

    def _read(self, document: Document, part: tuple[str, str] | None = None) -> Iterator[_Line]:
        """Read the amounts of a document.

        Args:
            document: that may print amounts.
            part: of the book of a government only what stands under the row of this body, up to
                the next row that names a body of its place (臺北市).
        """
        body, place = part or ("", "")
        within = part is None
        for passage in self._store.passages_of(document.editions[0].id):
            if part and passage.title.startswith(place):
                within = name_of(passage.title) == name_of(body)
                continue
            for found in _AMOUNT.finditer(passage.text) if within else ():
                yield _Line(passage, name_of(passage.title), found[1].strip(), found[2])

    def _unit(self, line: _Line) -> str | None:
        """The unit that stands in the amount itself, or nearest before it in the file."""
        if line.unit is not None:
            return line.unit
        if _OWN_UNIT.search(line.raw):
            return None
        passage = line.passage
        if passage.edition not in self._texts:
            held = self._store.document(passage.document)
            for edition in held.editions if held else ():
                self._texts[edition.id] = edition.text
        start = min((start for start, _ in passage.spans), default=passage.location.start)
        end = max((end for _, end in passage.spans), default=start)
        text = self._texts.get(passage.edition, "")
        before = _units(text[max(0, start - _AROUND) : end])
        if before:
            return before[-1]
        # A table over many pages has its heads after it; they count where they all say the same.
        printed = set(_units(text))
        return printed.pop() if len(printed) == 1 else None


def _units(text: str) -> list[str]:
    return ["".join((one[1] or one[2]).split()) for one in _UNIT.finditer(text)]


def _likeness(first: str, second: str) -> float:
    return share_of_pairs(pairs_in(first), pairs_in(second))


def amounts(store: Store, wanted: Iterable[tuple[str | None, str]]) -> tuple[Amount, ...]:
    """Give the amounts of some work programs, each printed place once.

    Args:
        store: of the generation.
        wanted: (agency, name), those that are named first win.
    """
    held = Amounts(store)
    found: dict[tuple[str, str], Amount] = {}
    for agency, name in dict.fromkeys(wanted):
        for one in held.of(agency, name):
            known = found.get((one.passage.id, one.raw))
            if known is None or one.likeness > known.likeness:
                found[one.passage.id, one.raw] = one
    return tuple(sorted(found.values(), key=lambda one: (one.sought, one.passage.year or 0)))
