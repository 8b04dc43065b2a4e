"""The shapes of the answers to an assistant; the descriptions of its tools are made of them."""

from __future__ import annotations

from typing import NotRequired

# As in search/present/bodies.py.
from typing_extensions import TypedDict

from search.evidence.checks import Status, Subject
from search.model import Kind
from search.present.bodies import (
    CardBody,
    ConditionBody,
    CoveredDocumentBody,
    DocumentHead,
    FailedBody,
    IndexBody,
    LocationBody,
    PassageBody,
    SearchedBody,
    TermBody,
    UncoveredBody,
)
from search.present.program_bodies import SeriesBody, WholeProgramBody
from search.programs.model import ProgramKind


class CitationBody(TypedDict):
    """Where words stand, to be given with every quotation."""

    document_title: str
    agency: str | None
    year_roc: int | None
    section: str
    file: str
    sha256: str
    location: LocationBody
    permalink: str


class FoundBody(TypedDict):
    """A passage that answers a query; its whole text is the passage tool's."""

    id: str
    kind: Kind
    number: str | None
    title: str
    work_program: str | None
    plan_category: str | None
    snippets: list[str]
    matched_by: list[str]
    sample: NotRequired[bool]
    citation: CitationBody


class AnswerBody(TypedDict):
    """An answer to a query; partial matches are never counted in total."""

    answer: CardBody | None
    total: int
    documents: int
    page: int
    terms: list[TermBody]
    problems: list[str]
    conditions: list[ConditionBody]
    literal_total: int
    hits: list[FoundBody]
    partial: list[FoundBody]
    suggestions: list[str]
    searched: SearchedBody
    index: IndexBody


class InProgramBody(TypedDict):
    """A program that a passage is in: the same work in the documents of several years."""

    id: str
    kind: ProgramKind
    title: str
    years_roc: list[int]


class CitedPassageBody(TypedDict):
    """A passage, whole; moved_from is an address that led here."""

    passage: PassageBody
    citation: CitationBody
    programs: list[InProgramBody]
    moved_from: NotRequired[str]


class ListedBody(TypedDict):
    """A passage in the list of its document."""

    id: str
    kind: Kind
    number: str | None
    title: str
    citation: CitationBody


class HeldEditionBody(TypedDict):
    """An edition of a document, with what of it is in no passage."""

    id: str
    file: str
    sha256: str
    characters: int
    covered: int
    uncovered: list[UncoveredBody]
    warnings: list[str]


class HeldBody(TypedDict):
    """A document with a page of its passages, in the reading order of its preferred edition."""

    document: DocumentHead
    editions: list[HeldEditionBody]
    passages: list[ListedBody]
    total: int
    page: int
    permalink: str


class HeldDocumentsBody(TypedDict):
    """What the index holds of each document, and which files could not be read."""

    documents: list[CoveredDocumentBody]
    total: int
    page: int
    failed: list[FailedBody]
    searched: SearchedBody
    index: IndexBody


class CitedProgramBody(TypedDict):
    """A program through the years; each passage that it names has its citation."""

    program: WholeProgramBody
    citations: dict[str, CitationBody]


class CitedSeriesBody(TypedDict):
    """Indicators through the years; each passage that prints a number has its citation."""

    series: list[SeriesBody]
    citations: dict[str, CitationBody]


class CheckedBody(TypedDict):
    """A quotation, or a clause with figures, of a draft.

    found: it stands so. differs: printed is what stands instead. missing: it stands nowhere.
    """

    subject: Subject
    text: str
    start: int
    end: int
    status: Status
    printed: str
    total: int
    years_roc: list[int]
    other_year: bool
    other_agency: bool
    old_edition: bool
    denied: bool
    reckoned: bool
    citations: list[CitationBody]


class VerifiedBody(TypedDict):
    """What became of each quotation and figure of a draft, in its order."""

    checks: list[CheckedBody]
    searched: SearchedBody
    index: IndexBody
