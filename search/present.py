"""Results as the JSON that the API, the command line and scripts read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from search.model import (
    EditionLink,
    Facet,
    FailedFile,
    Hit,
    Kpi,
    Location,
    Passage,
    PassageGroup,
    Place,
    Reading,
    Results,
)
from search.text import squeeze

Json = dict[str, Any]


def passage_json(passage: Passage, editions: Iterable[EditionLink] = ()) -> Json:
    """Give a passage under the names that are promised to readers of the API.

    Args:
        passage: of one edition.
        editions: the same passage in the others.
    """
    body: Json = {
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
        "location": _location_json(passage.location),
        "also_at": [_place_json(place) for place in passage.also_at],
        "source": {"file": passage.source.file, "sha256": passage.source.sha256},
        "editions": [
            {"id": link.id, "file": link.file, "same_text": link.same_text} for link in editions
        ],
    }
    if passage.original is not None:
        body["original"] = passage.original
    marks = ("damaged", "restored", "sample", "corrected")
    return body | {mark: True for mark in marks if getattr(passage, mark)}


def hit_json(hit: Hit) -> Json:
    """Give a hit: its passage, with the snippets and the reason why it is one."""
    return passage_json(hit.passage, hit.editions) | {
        "snippets": [
            {
                "field": snippet.field,
                "text": snippet.text,
                "marks": [list(mark) for mark in snippet.marks],
            }
            for snippet in hit.snippets
        ],
        "matched_by": list(hit.matched_by),
    }


def results_json(results: Results) -> Json:
    """Give a whole answer, the body of a search in the API."""
    return {
        "query": _reading_json(results.reading),
        "total": results.total,
        "documents": results.documents,
        "folded": results.folded,
        "hits": [hit_json(hit) for hit in results.hits],
        "related": [hit_json(hit) for hit in results.related],
        "facets": {facet.name: _facet_json(facet) for facet in results.facets},
        "suggestions": list(results.suggestions),
        "related_terms": list(results.related_terms),
        "searched": {
            "documents": results.searched.documents,
            "passages": results.searched.passages,
            "failed": results.searched.failed,
        },
        "index": {"fingerprint": results.fingerprint, "built_at": results.built_at},
        "took_ms": round(results.took_ms, 1),
    }


def failed_json(failed: FailedFile) -> Json:
    """Give a file that could not be read, with the reason and the remedy."""
    return {"file": failed.file, "reason": failed.reason, "remedy": failed.remedy}


def edition_links(group: PassageGroup, shown: Passage) -> tuple[EditionLink, ...]:
    """Link the passage that is shown with the same one in the other editions.

    Texts are the same where title, text and the cells of an indicator agree but for width
    and white space.
    """
    wording = _wording(shown)
    return tuple(
        EditionLink(other.id, other.source.file, _wording(other) == wording)
        for other in group.passages
        if other.id != shown.id
    )


def _wording(passage: Passage) -> tuple[str, ...]:
    kpi = passage.kpi or Kpi()
    cells = (kpi.goal, kpi.measure, kpi.target, kpi.evaluation_body, kpi.evaluation_method)
    values = (value for pair in kpi.values for value in pair)
    return tuple(squeeze(text or "") for text in (passage.title, passage.text, *cells, *values))


def _kpi_json(kpi: Kpi) -> Json:
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


def _location_json(location: Location) -> Json:
    return {
        "page": location.page,
        "line": location.line,
        "table": location.table,
        "row": location.row,
        "start": location.start,
        "end": location.end,
    }


def _place_json(place: Place) -> Json:
    return _location_json(place.location) | {"differs": dict(place.differs)}


def _facet_json(facet: Facet) -> list[Json]:
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


def _reading_json(reading: Reading) -> Json:
    return {
        "text": reading.text,
        "exact": reading.exact,
        "match": reading.match,
        "terms": [
            {
                "text": term.text,
                "forms": [{"text": text, "reason": reason} for text, reason in term.forms],
                "count": term.count,
            }
            for term in reading.terms
        ],
        "filters": {facet: list(values) for facet, values in reading.filters},
        "problems": list(reading.problems),
        "offers": [{"facet": facet, "value": value} for facet, value in reading.offers],
    }
