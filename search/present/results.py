"""Results as the JSON that the API, the command line and scripts read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from search.model import (
    Document,
    Edition,
    EditionLink,
    Facet,
    FailedFile,
    Hit,
    Kpi,
    Location,
    Omission,
    Passage,
    Place,
    Reading,
    Results,
    Searched,
    Uncovered,
)
from search.present.answer import answer_json
from search.present.bodies import (
    CoveredDocumentBody,
    CoveredEditionBody,
    DocumentBody,
    DocumentHead,
    EditionBody,
    FacetValueBody,
    FailedBody,
    HitBody,
    IndexBody,
    KpiBody,
    LocationBody,
    OmissionBody,
    PassageBody,
    PlaceBody,
    ReadingBody,
    ResultsBody,
    SearchedBody,
    UncoveredBody,
    WholeDocumentBody,
    WholeEditionBody,
)


def passage_json(passage: Passage, editions: Iterable[EditionLink] = ()) -> PassageBody:
    """Give a passage under the names that are promised to readers of the API.

    Args:
        passage: of one edition.
        editions: the same passage in the others.
    """
    body: PassageBody = {
        "id": passage.id,
        "document": passage.document,
        "document_title": passage.document_title,
        "document_kind": passage.document_kind,
        "agency": passage.agency,
        "year": passage.year,
        "year_roc": passage.year_roc,
        "kind": passage.kind,
        "title": passage.title,
        "number": passage.number,
        "section": passage.section,
        "work_program": passage.work_program,
        "plan_category": passage.plan_category,
        "text": passage.text,
        "items": list(passage.items),
        "codes": list(passage.codes),
        "kpi_link": passage.kpi_link,
        "kpi": None if passage.kpi is None else _kpi_json(passage.kpi),
        "confidence": passage.confidence,
        "location": _location_json(passage.location),
        "also_at": [_place_json(place) for place in passage.also_at],
        "source": {"file": passage.source.file, "sha256": passage.source.sha256},
        "editions": [
            {"id": link.id, "file": link.file, "same_text": link.same_text} for link in editions
        ],
    }
    if passage.original is not None:
        body["original"] = passage.original
    if passage.covers:
        body["covers"] = list(passage.covers)
    if passage.damaged:
        body["damaged"] = True
    if passage.restored:
        body["restored"] = True
    if passage.sample:
        body["sample"] = True
    if passage.corrected:
        body["corrected"] = True
    return body


def hit_json(hit: Hit) -> HitBody:
    """Give a hit: its passage, with the snippets and the reason why it is one."""
    return {
        **passage_json(hit.passage, hit.editions),
        "snippets": [
            {
                "field": snippet.field,
                "text": snippet.text,
                "marks": [list(mark) for mark in snippet.marks],
                "cut": list(snippet.cut),
            }
            for snippet in hit.snippets
        ],
        "matched_by": list(hit.matched_by),
        "same_text_as": hit.same_as,
    }


def results_json(results: Results) -> ResultsBody:
    """Give a whole answer, the body of a search in the API."""
    return {
        "query": _reading_json(results.reading),
        "answer": None if results.answer is None else answer_json(results.answer),
        "total": results.total,
        "documents": results.documents,
        "folded": results.folded,
        "hits": [hit_json(hit) for hit in results.hits],
        "related": [hit_json(hit) for hit in results.related],
        "facets": {facet.name: _facet_json(facet) for facet in results.facets},
        "suggestions": list(results.suggestions),
        "related_terms": list(results.related_terms),
        "searched": searched_json(results.searched),
        "index": index_json(results.fingerprint, results.built_at),
        "took_ms": round(results.took_ms, 1),
    }


def searched_json(searched: Searched) -> SearchedBody:
    """Give what an answer speaks of."""
    return {
        "documents": searched.documents,
        "passages": searched.passages,
        "failed": searched.failed,
        "incomplete": searched.incomplete,
    }


def index_json(fingerprint: str, built_at: str) -> IndexBody:
    """Give the generation that answered."""
    return {"fingerprint": fingerprint, "built_at": built_at}


def failed_json(failed: FailedFile) -> FailedBody:
    """Give a file that could not be read, with the reason and the remedy."""
    return {"file": failed.file, "reason": failed.reason, "remedy": failed.remedy}


def document_json(document: Document, passages: int) -> DocumentBody:
    """Give a document with its editions.

    Args:
        document: with or without its texts.
        passages: its number of passages, editions folded.
    """
    return {
        **document_head(document, passages),
        "editions": [_edition_json(edition) for edition in document.editions],
    }


def whole_document_json(
    document: Document, passages: int, ids: Iterable[Iterable[str]]
) -> WholeDocumentBody:
    """Give a document with what of it is in no passage.

    Args:
        document: with the texts that its store keeps.
        passages: its number of passages, editions folded.
        ids: of the passages of each edition, in reading order.
    """
    editions: list[WholeEditionBody] = [
        {
            **_edition_json(edition),
            "uncovered": [uncovered_json(part) for part in edition.uncovered],
            "passages": list(held),
        }
        for edition, held in zip(document.editions, ids, strict=True)
    ]
    return {**document_head(document, passages), "editions": editions}


def coverage_json(
    documents: Iterable[Document], kinds: Mapping[str, Mapping[str, int]]
) -> list[CoveredDocumentBody]:
    """Give for each document its editions with their counts and what is not covered.

    Args:
        documents: in display order.
        kinds: edition id → kind → passages.
    """
    return [
        {
            "id": document.id,
            "title": document.title,
            "agency": document.agency,
            "year_roc": None if document.year is None else document.year - 1911,
            "document_kind": document.kind,
            "editions": [
                _covered_edition(edition, kinds.get(edition.id, {}))
                for edition in document.editions
            ],
        }
        for document in documents
    ]


def uncovered_json(part: Uncovered) -> UncoveredBody:
    """Give characters that are in no passage, with their place."""
    return {"line": part.line, "start": part.start, "end": part.end, "text": part.text}


def omission_json(one: Omission) -> OmissionBody:
    """Give what of a file could not be read, with its place."""
    return {
        "reason": one.reason,
        "place": one.place,
        "told": one.told,
        "characters": one.characters,
        "guessed": one.guessed,
    }


def omission_of(body: OmissionBody) -> Omission:
    """Take what omission_json gave."""
    return Omission(**body)


def document_head(document: Document, passages: int) -> DocumentHead:
    """Give what is known of a document beside its editions.

    Args:
        document: with or without its texts.
        passages: its number of passages, editions folded.
    """
    head: DocumentHead = {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "agency": document.agency,
        "year": document.year,
        "year_roc": None if document.year is None else document.year - 1911,
        "passages": passages,
        "confidence": document.confidence,
    }
    if document.covers:
        head["covers"] = list(document.covers)
    if document.sample:
        head["sample"] = True
    return head


def _edition_json(edition: Edition) -> EditionBody:
    return {
        "id": edition.id,
        "file": edition.source.file,
        "sha256": edition.source.sha256,
        "format": edition.format,
        "origin": edition.origin,
        "characters": edition.characters,
        "covered": edition.covered,
        "printed": max(edition.printed, edition.characters),
        "share": edition.share,
        "warnings": list(edition.warnings),
        "omissions": [omission_json(one) for one in edition.omissions],
    }


def _covered_edition(edition: Edition, kinds: Mapping[str, int]) -> CoveredEditionBody:
    return {
        "id": edition.id,
        "file": edition.source.file,
        "format": edition.format,
        "passages": dict(kinds),
        "characters": edition.characters,
        "covered": edition.covered,
        "printed": max(edition.printed, edition.characters),
        "share": edition.share,
        "confidence": edition.confidence,
        "unsure": [
            {
                "id": one.id,
                "kind": one.kind,
                "title": one.title,
                "confidence": one.confidence,
                "location": _location_json(one.location),
            }
            for one in edition.unsure
        ],
        "uncovered": [uncovered_json(part) for part in edition.uncovered],
        "warnings": list(edition.warnings),
        "omissions": [omission_json(one) for one in edition.omissions],
    }


def _kpi_json(kpi: Kpi) -> KpiBody:
    return {
        "goal": kpi.goal,
        "measure": kpi.measure,
        "target": kpi.target,
        "evaluation_body": kpi.evaluation_body,
        "evaluation_method": kpi.evaluation_method,
        "plan_link": kpi.plan_link,
        "values": dict(kpi.values),
        "progress": kpi.progress,
        "unit": kpi.unit,
        "responsible_unit": kpi.responsible_unit,
    }


def _location_json(location: Location) -> LocationBody:
    return {
        "page": location.page,
        "page_label": location.page_label,
        "line": location.line,
        "table": location.table,
        "row": location.row,
        "start": location.start,
        "end": location.end,
    }


def _place_json(place: Place) -> PlaceBody:
    return {**_location_json(place.location), "differs": dict(place.differs)}


def _facet_json(facet: Facet) -> list[FacetValueBody]:
    return [
        {
            "value": value.value,
            "code": value.code,
            "label": value.label,
            "count": value.count,
            "selected": value.selected,
        }
        for value in facet.values
    ]


def _reading_json(reading: Reading) -> ReadingBody:
    return {
        "text": reading.text,
        "exact": reading.exact,
        "match": reading.match,
        "formal": reading.formal,
        "terms": [
            {
                "text": term.text,
                "forms": [{"text": text, "reason": reason} for text, reason in term.forms],
                "count": term.count,
                "inside": term.inside,
            }
            for term in reading.terms
        ],
        "filters": {facet: list(values) for facet, values in reading.filters},
        "problems": list(reading.problems),
        "offers": [
            {
                "filters": {facet: list(values) for facet, values in offer.filters},
                "rest": offer.rest,
                "count": offer.count,
            }
            for offer in reading.offers
        ],
        "conditions": [
            {
                "facet": one.facet,
                "value": one.value,
                "text": one.text,
                "values": list(one.values),
                "applied": one.applied,
            }
            for one in reading.conditions
        ],
        "rest": reading.rest,
        "literal_total": reading.literal_total,
        "instead": [{"text": one.text, "count": one.count} for one in reading.instead],
    }
