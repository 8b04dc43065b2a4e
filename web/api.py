"""The JSON interface, the same answers as the pages."""

from __future__ import annotations

import json

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from search.present import (
    document_json,
    edition_links,
    failed_json,
    passage_json,
    results_json,
    whole_document_json,
)
from web import faults
from web.asking import passage_counts, searcher, suggestions
from web.params import read


def blueprint() -> Blueprint:
    """Make the views under /api/v1."""
    api = Blueprint("api", __name__, url_prefix="/api/v1")
    api.add_url_rule("/search", "search", search)
    api.add_url_rule("/suggest", "suggest", suggest)
    api.add_url_rule("/documents", "documents", documents)
    api.add_url_rule("/documents/<id_>", "document", document)
    api.add_url_rule("/passages/<id_>", "passage", passage)
    return api


def search() -> Response:
    """A whole answer; a page past the end has no hits."""
    asked, wrong = read(request.args.to_dict(flat=False), searcher(), strict=True)
    if wrong:
        raise faults.bad_request(wrong)
    return _json(results_json(searcher().search(asked.request())))


def suggest() -> Response:
    """What the typed beginning may become."""
    typed, found = suggestions()
    return _json({"query": typed, "suggestions": list(found)})


def documents() -> Response:
    """All documents with their editions, and the files that failed."""
    engine = searcher()
    counts = passage_counts()
    return _json(
        {
            "documents": [
                document_json(held, counts.get(held.id, 0)) for held in engine.store.documents()
            ],
            "failed": [failed_json(failed) for failed in engine.store.failed()],
            "index": {"fingerprint": engine.fingerprint, "built_at": engine.built_at},
        }
    )


def document(id_: str) -> Response:
    """A document with what of it is in no passage."""
    engine = searcher()
    held = engine.store.document(id_)
    if held is None:
        raise faults.not_found()
    ids = [[one.id for one in engine.store.passages_of(edition.id)] for edition in held.editions]
    return _json(whole_document_json(held, passage_counts().get(id_, 0), ids))


def passage(id_: str) -> AnyResponse:
    """A passage; one that has moved is redirected."""
    store = searcher().store
    group = store.group_of(id_)
    if group is None:
        moved = store.moved(id_)
        if moved is not None:
            return redirect(url_for("api.passage", id_=moved), 301)
        last = store.tombstone(id_)
        raise faults.not_found() if last is None else faults.gone(last)
    shown = next(passage for passage in group.passages if passage.id == id_)
    return _json(passage_json(shown, edition_links(group, shown)))


def _json(body: object) -> Response:
    # A lone surrogate, which UTF-8 cannot carry, becomes the escape that JSON has for it.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(text, content_type="application/json")
