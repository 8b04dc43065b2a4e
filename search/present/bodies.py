"""The shapes of the JSON bodies that readers of the API are promised.

Each is a typed dictionary: mypy holds the functions that fill it to its names and types, and the
description of the API is generated from it.
"""

from __future__ import annotations

from typing import Literal, NotRequired

# The one of the standard library cannot be described by pydantic before Python 3.12.
from typing_extensions import TypedDict

from search.model import Kind, Match, Reason


class SourceBody(TypedDict):
    """A file."""

    file: str
    sha256: str


class LocationBody(TypedDict):
    """A place in a file."""

    page: int | None
    page_label: str | None
    line: int | None
    table: int | None
    row: int | None
    start: int
    end: int


class PlaceBody(LocationBody):
    """A further place that prints the same, with the wordings that differ there."""

    differs: dict[str, str]


class KpiBody(TypedDict):
    """The cells of an indicator as printed."""

    goal: str | None
    measure: str | None
    target: str | None
    evaluation_body: str | None
    evaluation_method: str | None
    plan_link: str | None
    values: dict[str, str]
    progress: str | None
    unit: str | None
    responsible_unit: str | None


class EditionLinkBody(TypedDict):
    """The same passage in another edition."""

    id: str
    file: str
    same_text: bool


class PassageBody(TypedDict):
    """A passage with its place; the last five stand there only where they hold."""

    id: str
    document: str
    document_title: str
    document_kind: str | None
    agency: str | None
    year: int | None
    year_roc: int | None
    kind: Kind
    title: str
    number: str | None
    section: str
    work_program: str | None
    plan_category: str | None
    text: str
    items: list[str]
    codes: list[str]
    kpi_link: str | None
    kpi: KpiBody | None
    confidence: float
    location: LocationBody
    also_at: list[PlaceBody]
    source: SourceBody
    editions: list[EditionLinkBody]
    original: NotRequired[str]
    damaged: NotRequired[bool]
    restored: NotRequired[bool]
    sample: NotRequired[bool]
    covers: NotRequired[list[int]]
    corrected: NotRequired[bool]


class SnippetBody(TypedDict):
    """A cut of a passage, with what is to be marked, and whether its ends part a clause."""

    field: str
    text: str
    marks: list[list[int]]
    cut: list[bool]


class HitBody(PassageBody):
    """A passage that answers, and why."""

    snippets: list[SnippetBody]
    matched_by: list[str]
    same_text_as: str | None


class FormBody(TypedDict):
    """A form that was searched together with a term."""

    text: str
    reason: str


class TermBody(TypedDict):
    """A term of the query."""

    text: str
    forms: list[FormBody]
    count: int
    inside: int


class ConditionBody(TypedDict):
    """A part of the query that names a filter, and whether it narrows this answer."""

    facet: str
    value: str
    text: str
    values: list[str]
    applied: bool


class OfferBody(TypedDict):
    """Filters that the text of the query names, the text without the words for them, and hits."""

    filters: dict[str, list[str]]
    rest: str
    count: int | None


class InsteadBody(TypedDict):
    """The query with a term in a document's own words, and its hits."""

    text: str
    count: int


class ReadingBody(TypedDict):
    """How a query was understood."""

    text: str
    exact: bool
    match: Match
    formal: str
    terms: list[TermBody]
    filters: dict[str, list[str]]
    problems: list[str]
    offers: list[OfferBody]
    conditions: list[ConditionBody]
    rest: str
    literal_total: int
    instead: list[InsteadBody]


class FacetValueBody(TypedDict):
    """A value of a facet."""

    value: str
    code: str
    label: str
    count: int
    selected: bool


class SearchedBody(TypedDict):
    """What an answer speaks of."""

    documents: int
    passages: int
    failed: int
    incomplete: int


class IndexBody(TypedDict):
    """The generation that answered."""

    fingerprint: str
    built_at: str


class ValueBody(TypedDict):
    """A value of an indicator as printed; asked where it is what the query asks."""

    year: int
    year_roc: int
    role: str
    text: str
    asked: bool
    passages: list[str]


class CardBody(TypedDict):
    """The indicator that a query asks a value of, with its values by year."""

    indicator: str
    program: str
    agency: str | None
    unit: str | None
    years: list[int]
    reported_in: list[int]
    roles: list[str]
    values: list[ValueBody]


class ResultsBody(TypedDict):
    """A whole answer to a search."""

    query: ReadingBody
    answer: CardBody | None
    total: int
    documents: int
    folded: int
    hits: list[HitBody]
    related: list[HitBody]
    facets: dict[str, list[FacetValueBody]]
    suggestions: list[str]
    related_terms: list[str]
    searched: SearchedBody
    index: IndexBody
    took_ms: float


class SearchBody(ResultsBody):
    """A page of an answer, and where the next one is."""

    next: str | None


class FailedBody(TypedDict):
    """A file that could not be read."""

    file: str
    reason: str
    remedy: str


class UncoveredBody(TypedDict):
    """Characters of a file that are in no passage."""

    line: int
    start: int
    end: int
    text: str


class OmissionBody(TypedDict):
    """What of a file could not be read, was left out or was guessed."""

    reason: Reason
    place: str
    told: str
    characters: int
    guessed: bool


class EditionBody(TypedDict):
    """An edition of a document."""

    id: str
    file: str
    sha256: str
    format: str
    origin: str | None
    characters: int
    covered: int
    printed: int
    share: float
    warnings: list[str]
    omissions: list[OmissionBody]


class WholeEditionBody(EditionBody):
    """An edition with what is not covered and the passages it holds, in reading order."""

    uncovered: list[UncoveredBody]
    passages: list[str]


class DocumentHead(TypedDict):
    """What is known of a document beside its editions."""

    id: str
    title: str
    kind: str | None
    agency: str | None
    year: int | None
    year_roc: int | None
    passages: int
    confidence: float
    sample: NotRequired[bool]
    covers: NotRequired[list[int]]


class DocumentBody(DocumentHead):
    """A document."""

    editions: list[EditionBody]


class WholeDocumentBody(DocumentHead):
    """A document with all that is known of its editions."""

    editions: list[WholeEditionBody]


class UnsureBody(TypedDict):
    """A passage whose reading is not sure."""

    id: str
    kind: Kind
    title: str
    confidence: float
    location: LocationBody


class CoveredEditionBody(TypedDict):
    """How much of an edition is in passages, and how sure their reading is."""

    id: str
    file: str
    format: str
    passages: dict[str, int]
    characters: int
    covered: int
    printed: int
    share: float
    confidence: float
    unsure: list[UnsureBody]
    uncovered: list[UncoveredBody]
    warnings: list[str]
    omissions: list[OmissionBody]


class CoveredDocumentBody(TypedDict):
    """How much of a document is in passages."""

    id: str
    title: str
    agency: str | None
    year_roc: int | None
    document_kind: str | None
    editions: list[CoveredEditionBody]


class CoverageBody(TypedDict):
    """How much of all documents is in passages."""

    documents: list[CoveredDocumentBody]
    failed: list[FailedBody]
    passed_over: list[str]
    searched: SearchedBody
    index: IndexBody


class DocumentsBody(TypedDict):
    """All documents, and the files that failed."""

    documents: list[DocumentBody]
    failed: list[FailedBody]
    index: IndexBody


class SuggestedBody(TypedDict):
    """A suggestion with the passages that hold it."""

    text: str
    count: int


class SuggestGroupBody(TypedDict):
    """Suggestions that name the same kind of thing."""

    kind: str
    label: str
    names: list[SuggestedBody]


class SuggestBody(TypedDict):
    """What the beginning of a query may become."""

    query: str
    suggestions: list[str]
    groups: list[SuggestGroupBody]


class FaultBody(TypedDict):
    """What is wrong with one parameter."""

    parameter: str
    message: str


class HeirBody(TypedDict):
    """A passage that holds text of one that is no longer in the corpus, or stands in its place."""

    id: str
    title: str


class ProblemBody(TypedDict):
    """An error, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    faults: NotRequired[list[FaultBody]]
    last: NotRequired[dict[str, str]]
    now: NotRequired[list[HeirBody]]


class HealthBody(TypedDict):
    """Whether the process lives."""

    status: Literal["ok"]


class ReadyBody(TypedDict):
    """Whether a search can be answered, and from which generation, or else why not.

    degraded: searches are answered, but the operator has something to mend; problems says how
    many things, which the coverage page and the log name.
    """

    status: Literal["ready", "degraded", "unready"]
    fingerprint: NotRequired[str]
    reason: NotRequired[str]
    problems: NotRequired[int]
