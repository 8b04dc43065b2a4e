"""What a program is: the same work in the plans and reports of several years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

ProgramKind = Literal["work_program", "goal", "project", "kpi"]
Relation = Literal["same", "renamed", "merged", "split"]
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Member:
    """A program as one document has it.

    Attributes:
        document: id.
        year: Gregorian, None where unknown.
        title: as printed there.
        passages: ids in reading order: the one passage, or the projects of a work program.
    """

    document: str
    year: int | None
    title: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What a passage is held to continue, with the evidence.

    Attributes:
        first: id of the earlier member's first passage.
        second: of the later one's.
        likeness: of the whole texts, 0 to 1.
        titles: likeness of the titles, 0 to 1.
        same_work_program: both stand under one work program.
        confirmed: a person said so.
        note: what that person wrote.
    """

    first: str
    second: str
    relation: Relation
    likeness: float
    titles: float
    same_work_program: bool = False
    confirmed: bool = False
    note: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether a machine made it of names and texts that both are less than half alike."""
        unlike = self.relation != "same" and max(self.likeness, self.titles) < _HALF
        return unlike and not self.confirmed


@dataclass(frozen=True, slots=True)
class Program:
    """One work, goal, indicator or work program through the years.

    Attributes:
        id: stable over re-indexing, never given to another program.
        title: as its newest document has it.
        members: oldest first; a document may hold several where it was confirmed so.
        links: those between its members, then those by which parts of it came from other
            programs or went into them (merged, split).
    """

    id: str
    kind: ProgramKind
    agency: str | None
    title: str
    members: tuple[Member, ...]
    links: tuple[Link, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which it stands, oldest first."""
        return tuple(sorted({one.year for one in self.members if one.year is not None}))


@dataclass(frozen=True, slots=True)
class ProgramEver:
    """An id that a program has or had, with all passages that were ever in it."""

    id: str
    title: str
    passages: tuple[str, ...]


def program_record(program: Program) -> dict[str, Any]:
    """Turn members and links into an object of JSON types."""
    return {
        "members": [[m.document, m.year, m.title, list(m.passages)] for m in program.members],
        "links": [
            [
                link.first,
                link.second,
                link.relation,
                round(link.likeness, 4),
                round(link.titles, 4),
                link.same_work_program,
                link.confirmed,
                link.note,
            ]
            for link in program.links
        ],
    }


def program_of(
    id_: str, kind: ProgramKind, agency: str | None, title: str, record: dict[str, Any]
) -> Program:
    """Put a program together from program_record's object."""
    return Program(
        id_,
        kind,
        agency,
        title,
        tuple(
            Member(document, year, name, tuple(passages))
            for document, year, name, passages in record["members"]
        ),
        tuple(Link(*link) for link in record["links"]),
    )
