"""Indicators as a search looks them up: what each is called, and what it states of which year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from search.analysis import load_analyzer
from search.model import Kpi, Passage, PassageGroup
from search.programs.likeness import name_of
from search.programs.model import Program
from search.programs.series import Series, series
from search.text import squeeze

_BETWEEN = re.compile(r"[\W_]+")
_MOST_NAME_CHARACTERS = 200
_LEAST_NAME_CHARACTERS = 3


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with values.

    Attributes:
        program: id of the program that it is through the years.
        agency: of its newest document, None where unknown.
        names: its titles as printed, the newest first.
        measures: the wordings of how it is measured.
        works: names of the works that it measures.
        around: its goals and the titles of its documents.
        codes: printed codes, such as 8.7.1.
        units: of its values, as printed.
        stated: (Gregorian year, role) of each value.
        years: Gregorian, of the documents that it stands in.
        digest: equal for indicators that state the same values of the same years.
    """

    program: str
    agency: str | None
    names: tuple[str, ...]
    measures: tuple[str, ...]
    works: tuple[str, ...]
    around: tuple[str, ...]
    codes: tuple[str, ...]
    units: tuple[str, ...]
    stated: tuple[tuple[int, str], ...]
    years: tuple[int, ...]
    digest: str

    def grams(self) -> frozenset[str]:
        """Give the pairs of characters, folded, and the codes by which it is looked up."""
        found = {
            pair for name in (*self.names, *self.measures, *self.works) for pair in pairs(name)
        }
        return frozenset(found | set(self.codes))


def pairs(text: str) -> Iterator[str]:
    """Give the pairs of neighbouring characters of a text, folded, none across its marks."""
    fold = load_analyzer().fold
    for part in _BETWEEN.split(text[:_MOST_NAME_CHARACTERS]):
        yield from map("".join, pairwise(fold(part)))


def indicator_record(indicator: Indicator) -> dict[str, Any]:
    """Turn an indicator into an object of JSON types."""
    return asdict(indicator)


def indicator_of(record: dict[str, Any]) -> Indicator:
    """Put an indicator together from indicator_record's object."""
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    stated = tuple((year, role) for year, role in record["stated"])
    return Indicator(**(record | lists | {"stated": stated}))


def indicators_of(
    programs: Iterable[Program], groups: Sequence[PassageGroup]
) -> tuple[Indicator, ...]:
    """Find the indicators of a corpus that state a value of a known year.

    Args:
        programs: of the corpus.
        groups: all passages; of each the first edition speaks.
    """
    passages = {group.passages[0].id: group.passages[0] for group in groups}
    works = _works(passages.values())
    found = (_indicator(program, passages, works) for program in programs if program.kind == "kpi")
    return tuple(one for one in found if one.stated)


def _works(passages: Iterable[Passage]) -> dict[tuple[str, str], list[str]]:
    """(document, folded name of an indicator) → the works of that document that name it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage in passages:
        for line in (passage.kpi_link or "").split("\n"):
            if name_of(line):
                found[passage.document, name_of(line)].append(passage.title)
    return found


def _indicator(
    program: Program,
    passages: dict[str, Passage],
    works: dict[tuple[str, str], list[str]],
) -> Indicator:
    held = [passages[id_] for member in program.members for id_ in member.passages]
    newest_first = held[::-1]
    kpis = [passage.kpi or Kpi() for passage in newest_first]
    values = series(program.title, held)
    linked = (line for kpi in kpis for line in (kpi.plan_link or "").split("\n"))
    named = (
        work for one in newest_first for work in works.get((one.document, name_of(one.title)), ())
    )
    return Indicator(
        program=program.id,
        agency=newest_first[0].agency,
        names=_names(passage.title for passage in newest_first),
        measures=_names(kpi.measure for kpi in kpis),
        works=_names((*linked, *named)),
        around=_names((*(kpi.goal for kpi in kpis), *(one.document_title for one in held))),
        codes=tuple(dict.fromkeys(code for one in held for code in one.codes)),
        units=_names((one.unit for one in values.tracks), least=1),
        stated=tuple(
            dict.fromkeys((one.year, one.role) for one in values.statements if one.year is not None)
        ),
        years=program.years,
        digest=_digest(values),
    )


def _names(texts: Iterable[str | None], *, least: int = _LEAST_NAME_CHARACTERS) -> tuple[str, ...]:
    """The texts that are long enough to be names, each once, cut where they are too long."""
    cut = (text.strip()[:_MOST_NAME_CHARACTERS] for text in texts if text)
    return tuple(dict.fromkeys(text for text in cut if len(text) >= least))


def _digest(values: Series) -> str:
    told = [(one.year, one.role, squeeze(one.raw)) for one in values.statements]
    return sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:12]
