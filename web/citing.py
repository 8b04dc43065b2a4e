"""The reference of one passage by itself, as text to paste and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from flask import Blueprint, redirect
from werkzeug.wrappers import Response as AnyResponse

from search.model import Passage
from web import faults, passage_page, wordings
from web.asking import searcher


def blueprint(today: Callable[[], date], found_at: Callable[[], str]) -> Blueprint:
    """Make the views beside a passage's page.

    Args:
        today: the day that references name as the one of retrieval.
        found_at: what stands before paths in them.
    """
    citing = Blueprint("citing", __name__)

    def answer(id_: str, suffix: str, write: Callable[[Passage, str], str]) -> AnyResponse:
        store = searcher().store
        passage = store.passage(id_)
        if passage is None:
            moved = store.moved(id_)
            if moved is not None:
                return redirect(f"/p/{moved}/citation.{suffix}", 301)
            raise faults.no_passage(store, id_)
        content = write(passage, f"{found_at()}/p/{id_}")
        kind = "application/json" if suffix == "json" else "text/plain; charset=utf-8"
        return AnyResponse(content.encode("utf-8", "backslashreplace"), content_type=kind)

    @citing.get("/p/<id_>/citation.txt")
    def as_text(id_: str) -> AnyResponse:
        return answer(
            id_, "txt", lambda one, address: passage_page.citation(one, today(), address) + "\n"
        )

    @citing.get("/p/<id_>/citation.json")
    def as_json(id_: str) -> AnyResponse:
        def write(passage: Passage, address: str) -> str:
            body = {
                "citation": passage_page.citation(passage, today(), address),
                "id": passage.id,
                "agency": passage.agency,
                "year_roc": passage.year_roc,
                "document_title": passage.document_title,
                "section": passage.section,
                "title": passage.title,
                "text": passage.text,
                "place": passage_page.place(passage.location),
                "file": passage.source.file,
                "sha256": passage.source.sha256,
                "address": address,
                "retrieved": today().isoformat(),
                "retrieved_roc": wordings.roc_date(today()),
            }
            return json.dumps(body, ensure_ascii=False)

        return answer(id_, "json", write)

    return citing
