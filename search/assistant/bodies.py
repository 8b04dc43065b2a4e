"""The shapes of the answers to an assistant; the descriptions of its tools are made of them."""

from __future__ import annotations

from typing import NotRequired

# As in search/bodies.py.
from typing_extensions import TypedDict

from search.bodies import (
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
from search.model import Kind


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

    total: int
    documents: int
    page: int
    terms: list[TermBody]
    problems: list[str]
    hits: list[FoundBody]
    partial: list[FoundBody]
    suggestions: list[str]
    searched: SearchedBody
    index: IndexBody


class CitedPassageBody(TypedDict):
    """A passage, whole; moved_from is an address that led here."""

    passage: PassageBody
    citation: CitationBody
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


class CoverageBody(TypedDict):
    """What the index holds of each document, and which files could not be read."""

    documents: list[CoveredDocumentBody]
    total: int
    page: int
    failed: list[FailedBody]
    searched: SearchedBody
    index: IndexBody
