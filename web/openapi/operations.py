"""The operations of the API: what each takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.fields import NARROWING
from search.present.bodies import (
    CoverageBody,
    DocumentBody,
    DocumentsBody,
    HealthBody,
    HitBody,
    PassageBody,
    ReadyBody,
    SearchBody,
    SuggestBody,
    WholeDocumentBody,
)
from search.present.program_bodies import ProgramBody, ProgramsBody, WholeProgramBody

JSON = "application/json"
_ASKED = ("q", *NARROWING, "exact", "conditions", "inside", "match", "sort")


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation.

    Attributes:
        tag: the chapter in which it is described.
        body: shape of a good answer, a line of it where the media type is of lines; None where
            it is text.
        media: type of a good answer.
        parameters: names of those in the query.
        slim: shape that the parameter `fields` slims.
        lists: names of the lists in the body that hold it; none where it is the body itself.
        statuses: beside 200 and those that any operation may give.
        headers: of a good answer, beside ETag.
        is_indexed: it answers from an index, so that it may be unchanged, or without one.
    """

    tag: str
    body: type | None
    media: str = JSON
    parameters: tuple[str, ...] = ()
    slim: type | None = None
    lists: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    is_indexed: bool = True


OPERATIONS: Mapping[str, Operation] = {
    "api.search": Operation(
        "search",
        SearchBody,
        parameters=(*_ASKED, "page", "size", "fields"),
        slim=HitBody,
        lists=("hits", "related"),
        headers=("Link",),
    ),
    "api.every_ndjson": Operation(
        "search",
        HitBody,
        "application/x-ndjson",
        (*_ASKED, "fields"),
        slim=HitBody,
        headers=("X-Total-Count",),
    ),
    "api.every_csv": Operation("search", None, "text/csv", _ASKED, headers=("X-Total-Count",)),
    "api.suggest": Operation("search", SuggestBody, parameters=("q",), statuses=(403,)),
    "api.documents": Operation(
        "corpus",
        DocumentsBody,
        parameters=("fields",),
        slim=DocumentBody,
        lists=("documents",),
    ),
    "api.document": Operation("corpus", WholeDocumentBody, statuses=(404,)),
    "api.passage": Operation(
        "corpus",
        PassageBody,
        parameters=("fields",),
        slim=PassageBody,
        statuses=(301, 404, 410),
    ),
    "api.programs": Operation(
        "programs",
        ProgramsBody,
        parameters=("agency", "kind", "page", "size", "fields"),
        slim=ProgramBody,
        lists=("programs",),
        headers=("Link",),
    ),
    "api.program": Operation("programs", WholeProgramBody, statuses=(301, 404, 410)),
    "api.coverage": Operation("corpus", CoverageBody),
    "openapi.document": Operation("service", None, is_indexed=False),
    "health.healthz": Operation("service", HealthBody, is_indexed=False),
    "health.readyz": Operation("service", ReadyBody, statuses=(503,), is_indexed=False),
    "health.metrics": Operation("service", None, "text/plain", statuses=(403,), is_indexed=False),
}
"""Endpoint to operation, in the order in which they are described."""


def field_names(body: type) -> tuple[str, ...]:
    """The names that a body has, those of what it extends first."""
    return tuple(body.__annotations__)
