"""The parts of a program's page: its years, what changed between them, the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from search.model import Document, Passage
from search.present.program_view import ProgramView, key
from search.present.programs import number_text
from search.programs.model import Link, Member, Program
from search.programs.series import Series, Statement
from search.text import squeeze
from web import wordings
from web.difference import Cut, difference
from web.passage_page import Difference
from web.years import year_wordings
from web.years.series_chart import Panel, number, panels

_LEAST_PHRASE = 4
_MOST_PHRASES = 3
_MOST_COMPARED = 1_500
"""Characters of each text in which common phrases are looked for; it takes time by the square."""


@dataclass(frozen=True, slots=True)
class Year:
    """A row of the years' table: a program as one document has it.

    Attributes:
        link: by which it carries on what was before; None for the first and for what stands
            alone.
        evidence: why, in words.
    """

    member: Member
    document: Document | None
    passages: tuple[Passage, ...]
    link: Link | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Step:
    """What changed from one year to the next.

    Attributes:
        differences: of the wording, for a program of single passages.
        added: titles of the projects that are new, for a work program.
        removed: of those that are no more.
        went: id of a removed one → the projects that parts of its work went into.
        kept: how many go on.
    """

    before: Year
    after: Year
    differences: tuple[Difference, ...] = ()
    added: tuple[Passage, ...] = ()
    removed: tuple[Passage, ...] = ()
    went: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)
    kept: int = 0

    @property
    def characters(self) -> tuple[int, int]:
        """Characters that were added and removed."""
        counts = {"added": 0, "removed": 0}
        for one in self.differences:
            for piece in one.pieces:
                if piece.change != "same":
                    counts[piece.change] += len(squeeze(piece.text))
        return counts["added"], counts["removed"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell of the numbers' table shows: the printed text, what was read, its sources."""

    role: str
    raw: str
    read: str
    sources: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """The numbers of one year, by column; broken where the measure changed before it."""

    year: int | None
    cells: Mapping[str, tuple[Cell, ...]]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """An indicator's table with its charts."""

    program: Program
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[NumbersRow, ...]
    panels: tuple[Panel, ...]
    breaks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Other:
    """Another program that work came from or went into, with why it is thought so.

    Attributes:
        title: as the document has it that the work came from or went to.
        year: of that document, Gregorian.
    """

    program: Program
    heading: str
    title: str
    year: int | None
    evidence: str
    confirmed: bool


def years(view: ProgramView, documents: Mapping[str, Document]) -> tuple[Year, ...]:
    """The rows of the table of years, oldest first."""
    found = []
    by_key: dict[str, Passage] = {}
    for member in view.program.members:
        passages = tuple(view.passages[id_] for id_ in member.passages if id_ in view.passages)
        link = view.carried.get(key(member))
        first = by_key.get(link.first.partition("#")[0]) if link else None
        pair = (first, passages[0]) if first and passages else None
        found.append(
            Year(
                member,
                documents.get(member.document),
                passages,
                link,
                "" if link is None else _evidence(link, pair),
            )
        )
        if passages:
            by_key[key(member)] = passages[0]
    return tuple(found)


def steps(
    view: ProgramView,
    rows: Sequence[Year],
    cut: Cut,
    programs: Mapping[str, str],
    heirs: Callable[[Passage], tuple[Passage, ...]],
) -> tuple[Step, ...]:
    """What changed between the neighbouring years of documents of one kind.

    Args:
        view: of the program.
        rows: its years.
        cut: cuts a text into words.
        programs: passage → its own program.
        heirs: gives the passages that took over work of one that does not go on.
    """
    plans = [row for row in rows if row.passages]
    kinds = [row.document.kind if row.document else None for row in plans]
    # A report on a year says other things than its plan: plans are compared with plans.
    usual = max(kinds, key=kinds.count, default=None)
    same = [row for row, kind in zip(plans, kinds, strict=True) if kind == usual]
    return tuple(
        _work_step(before, after, programs, heirs)
        if view.program.kind == "work_program"
        else Step(before, after, differences=_differences(before, after, cut))
        for before, after in pairwise(same)
    )


def _differences(before: Year, after: Year, cut: Cut) -> tuple[Difference, ...]:
    pairs = [
        ("title", _joined(before, "title"), _joined(after, "title")),
        *(
            [("kpi.measure", _measures(before), _measures(after))]
            if after.passages[0].kpi is not None
            else [("text", _joined(before, "text"), _joined(after, "text"))]
        ),
    ]
    return tuple(
        Difference(wordings.FIELDS[field], difference(old, new, cut))
        for field, old, new in pairs
        if squeeze(old) != squeeze(new)
    )


def _joined(row: Year, field: str) -> str:
    return "\n".join(getattr(passage, field) for passage in row.passages)


def _measures(row: Year) -> str:
    return "\n".join((one.kpi.measure or "") if one.kpi else "" for one in row.passages)


def _work_step(
    before: Year,
    after: Year,
    programs: Mapping[str, str],
    heirs: Callable[[Passage], tuple[Passage, ...]],
) -> Step:
    olds = {programs.get(one.id, one.id): one for one in before.passages}
    news = {programs.get(one.id, one.id): one for one in after.passages}
    gone = tuple(one for id_, one in olds.items() if id_ not in news)
    return Step(
        before,
        after,
        added=tuple(one for id_, one in news.items() if id_ not in olds),
        removed=gone,
        went={one.id: heirs(one) for one in gone},
        kept=len(olds.keys() & news.keys()),
    )


def _evidence(link: Link, pair: tuple[Passage, Passage] | None) -> str:
    """Why a link is held to be one; names that differ are backed by what the texts share."""
    shared = shared_phrases(pair[0].text, pair[1].text) if pair and link.titles < 1 else ()
    return year_wordings.evidence(link, shared)


def shared_phrases(first: str, second: str) -> tuple[str, ...]:
    """The longest phrases that two texts have in common, as the second prints them."""
    olds, news = first[:_MOST_COMPARED], second[:_MOST_COMPARED]
    blocks = SequenceMatcher(None, olds, news, autojunk=False).get_matching_blocks()
    phrases = {
        part
        for block in blocks
        for part in _clean(news[block.b : block.b + block.size])
        if len(part) >= _LEAST_PHRASE
    }
    return tuple(sorted(phrases, key=lambda part: (-len(part), part))[:_MOST_PHRASES])


def _clean(text: str) -> Iterable[str]:
    """The runs of letters of a text: no phrase goes on over a mark."""
    run = ""
    for character in text + "。":
        if character.isalnum() and len(run) < 24:
            run += character
        else:
            yield run
            run = ""


def numbers(program: Program, series: Series) -> Numbers:
    """Lay an indicator's numbers out as a table, a row for each year."""
    roles = list(dict.fromkeys(one.role for one in series.statements))
    rows: dict[int | None, dict[str, tuple[Cell, ...]]] = {}
    for one in series.statements:
        row = rows.setdefault(one.year, {})
        row[one.role] = (*row.get(one.role, ()), _cell(one))
    told = {one.after: year_wordings.break_words(one) for one in series.breaks}
    notes: dict[int | None, tuple[str, ...]] = {year: what for year, (_, what, _) in told.items()}
    return Numbers(
        program=program,
        title=series.title,
        columns=tuple((role, wordings.VALUE_WORDS.get(role, role)) for role in roles),
        rows=tuple(NumbersRow(year, cells, notes.get(year, ())) for year, cells in rows.items()),
        panels=panels(series),
        breaks=tuple((when, words) for when, _, words in told.values()),
    )


def _cell(one: Statement) -> Cell:
    printed = squeeze(one.raw).replace(",", "")
    ends = {end for quantity in one.numbers for end in (quantity.low, quantity.high)}
    # What was read is shown where it is not what is printed: 5 萬 8,000 is 58,000.
    if all(squeeze(number_text(abs(end))) in printed for end in ends):
        return Cell(one.role, one.raw, "", one.sources)
    parts = ((one.label, number(one), one.unit) for one in one.numbers)
    return Cell(
        one.role, one.raw, "、".join(" ".join(filter(None, part)) for part in parts), one.sources
    )


def others(view: ProgramView, passage: Mapping[str, Passage]) -> tuple[Other, ...]:
    """The programs that work came from or went into.

    Args:
        view: of the program.
        passage: the passages that its links name, by id.
    """
    found = []
    for one in view.others:
        first = passage.get(one.link.first.partition("#")[0])
        second = passage.get(one.link.second.partition("#")[0])
        pair = (first, second) if first and second else None
        there = first if one.came else second
        named = there if one.program.kind != "work_program" else None
        found.append(
            Other(
                one.program,
                year_wordings.other_program(one.link, one.came),
                one.program.title if named is None else named.title,
                there.year if there else None,
                _evidence(one.link, pair),
                one.link.confirmed,
            )
        )
    return tuple(found)
