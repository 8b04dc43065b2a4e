"""A program with what a page or an answer tells of it, read from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from search.model import Passage
from search.programs.likeness import name_of
from search.programs.model import Link, Member, Program
from search.programs.series import Series, series
from search.store.reading import Store

_MOST_SERIES = 40
"""Indicators of one program whose numbers are shown; a whole agency's would fill no page."""


@dataclass(frozen=True, slots=True)
class OtherProgram:
    """A program that work came from, or went into.

    Attributes:
        came: it is where work came from.
    """

    program: Program
    link: Link
    came: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator that belongs to a program: its own program and its numbers."""

    program: Program
    series: Series


@dataclass(frozen=True, slots=True)
class ProgramView:
    """What is told of a program.

    Attributes:
        passages: id → passage, of all members.
        carried: id of each member's first passage → the link by which it carries on.
        others: by year.
    """

    program: Program
    passages: Mapping[str, Passage]
    carried: Mapping[str, Link]
    others: tuple[OtherProgram, ...]
    measured: tuple[Measured, ...]


def view(store: Store, program: Program) -> ProgramView:
    """Gather what is told of a program."""
    ids = [id_ for member in program.members for id_ in member.passages]
    passages = {id_: found for id_ in ids if (found := store.passage(id_)) is not None}
    own = {key(member) for member in program.members}
    carried = {
        link.second.partition("#")[0]: link
        for link in program.links
        if {link.first.partition("#")[0], link.second.partition("#")[0]} <= own
    }
    return ProgramView(
        program=program,
        passages=passages,
        carried=carried,
        others=tuple(_others(store, program, own)),
        measured=tuple(_measured(store, program, passages)),
    )


def key(member: Member) -> str:
    """The passage by which links know a member."""
    return member.passages[0]


def moved_to(store: Store, id_: str) -> Program | None:
    """The program that holds most of what another one, which is no more, held."""
    ever = store.program_ever(id_)
    if ever is None:
        return None
    kind = next((part for part in ("work-program", "goal", "project", "kpi") if part in id_), "")
    counts: dict[str, int] = {}
    for passage in ever.passages:
        for program in store.programs_with(store.moved(passage) or passage):
            if program.kind.replace("_", "-") == kind:
                counts[program.id] = counts.get(program.id, 0) + 1
    best = max(counts, key=lambda one: (counts[one], one), default=None)
    return None if best is None else store.program(best)


def _others(store: Store, program: Program, own: set[str]) -> Iterable[OtherProgram]:
    for link in program.links:
        first, second = link.first.partition("#")[0], link.second.partition("#")[0]
        if {first, second} <= own:
            continue
        came = second in own
        for other in store.programs_with(first if came else second):
            if other.kind == program.kind and other.id != program.id:
                yield OtherProgram(other, link, came)


def _measured(
    store: Store, program: Program, passages: Mapping[str, Passage]
) -> Iterable[Measured]:
    programs: dict[str, Program] = {}
    if program.kind == "kpi":
        programs[program.id] = program
    else:
        for member in program.members:
            held = [passages[id_] for id_ in member.passages if id_ in passages]
            for kpi in _indicators(store, held):
                for one in store.programs_with(kpi.id):
                    programs.setdefault(one.id, one)
    for one in list(programs.values())[:_MOST_SERIES]:
        ids = [id_ for member in one.members for id_ in member.passages]
        cells = [found for id_ in ids if (found := store.passage(id_)) is not None]
        yield Measured(one, series(one.title, cells))


def _indicators(store: Store, held: Iterable[Passage]) -> Iterable[Passage]:
    """The indicators of a document that its projects and goals name as theirs."""
    wanted = list(held)
    names = {name_of(line) for one in wanted for line in (one.kpi_link or "").split("\n")}
    goals = {name_of(one.title) for one in wanted if one.kind == "goal"}
    names -= {""}
    for edition in {one.edition for one in wanted} if names or goals else ():
        for passage in store.passages_of(edition):
            if passage.kpi is not None and (
                name_of(passage.title) in names
                or (passage.kpi.goal and name_of(passage.kpi.goal) in goals)
            ):
                yield passage
