"""The shapes of the JSON bodies that tell of programs, their numbers and changes."""

from __future__ import annotations

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from search.present.bodies import PassageBody
from search.programs.model import ProgramKind, Relation
from search.programs.quantity import Bound
from search.store.changes import ChangeKind


class MemberBody(TypedDict):
    """A program as one document has it, with the ids of its passages."""

    document: str
    year: int | None
    year_roc: int | None
    title: str
    passages: list[str]


class LinkBody(TypedDict):
    """What a passage is held to continue, who says so, and how alike the two are."""

    first: str
    second: str
    relation: Relation
    made_by: Literal["person", "machine"]
    likeness: float
    titles_likeness: float
    same_work_program: bool
    note: NotRequired[str]


class ProgramBody(TypedDict):
    """A program as a list has it."""

    id: str
    kind: ProgramKind
    title: str
    agency: str | None
    years: list[int]
    years_roc: list[int]
    members: list[MemberBody]


class OtherProgramBody(TypedDict):
    """A program that work came from, or went into."""

    id: str
    title: str
    came_from: bool
    link: LinkBody


class QuantityBody(TypedDict):
    """A number that a cell states; digits as text, so that none is rounded."""

    low: str
    high: str
    unit: str | None
    bound: Bound
    period: str | None
    label: str


class NumberSourceBody(TypedDict):
    """A passage that prints a number."""

    passage: str
    document: str
    file: str


class StatementBody(TypedDict):
    """What a cell says of a year."""

    year: int | None
    year_roc: int | None
    role: str
    text: str
    quantities: list[QuantityBody]
    sources: list[NumberSourceBody]


class BreakBody(TypedDict):
    """Years between which the measure or its unit changed: old and new wording of each."""

    before: int
    after: int
    definition: list[str] | None
    unit: list[str] | None


class PointBody(TypedDict):
    """A number that can be drawn."""

    year: int
    role: str
    quantity: QuantityBody


class TrackBody(TypedDict):
    """Numbers of one measure."""

    label: str
    unit: str | None
    points: list[PointBody]


class SeriesBody(TypedDict):
    """An indicator through the years; id is that of its own program."""

    id: str
    title: str
    statements: list[StatementBody]
    breaks: list[BreakBody]
    tracks: list[TrackBody]


class WholeProgramBody(ProgramBody):
    """A program with its links and the numbers of its indicators."""

    links: list[LinkBody]
    others: list[OtherProgramBody]
    series: list[SeriesBody]


class ProgramsBody(TypedDict):
    """A page of programs; total is that of all pages."""

    total: int
    page: int
    size: int
    programs: list[ProgramBody]
    next: str | None


class ChangeBody(TypedDict):
    """A passage that an indexing run added, removed or changed."""

    at: str
    change: ChangeKind
    touches_target: bool
    passage: PassageBody
    old: PassageBody | None


class ChangesBody(TypedDict):
    """What the last indexing run changed; compared is false where there was none before."""

    at: str
    compared: bool
    changes: list[ChangeBody]
