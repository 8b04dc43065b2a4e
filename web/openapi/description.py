"""The description of the API for programs, and for people."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, render_template

from search.searcher import Searcher
from web.asking import searcher
from web.openapi.document import document
from web.openapi.page import chapters, shapes


def blueprint(server: str, mount: str, port: int) -> Blueprint:
    """Make /openapi.json and /api.

    Args:
        server: address before all paths, without a host where the operator has named none.
        mount: the path in it.
        port: at which examples ask this machine where no host is named.
    """
    openapi = Blueprint("openapi", __name__)

    @cache
    def described() -> dict[str, Any]:
        # Made when it is first asked for: by then all routes are known.
        return document(current_app, server)

    @openapi.get("/openapi.json", endpoint="document")
    def written() -> Response:
        text = json.dumps(described(), ensure_ascii=False)
        return Response(text, content_type="application/json")

    @openapi.get("/api")
    def page() -> str:
        body = described()
        site = server if server.startswith("http") else f"http://localhost:{port}{mount}"
        return render_template(
            "api.html",
            here="api",
            described=body["info"],
            site=site,
            chapters=chapters(body, site, _ids(searcher())),
            shapes=shapes(body),
        )

    return openapi


def _ids(searcher: Searcher) -> dict[str, str]:
    """A document, a passage and a program that examples can show, as far as there are any."""
    store = searcher.store
    documents = store.documents()[:1]
    passages = store.passages_of(documents[0].editions[0].id)[:1] if documents else ()
    _, programs = store.programs(limit=1)
    pairs = (
        ("api.document", [held.id for held in documents]),
        ("api.passage", [passage.id for passage in passages]),
        ("api.program", [program.id for program in programs]),
    )
    return {endpoint: ids[0] for endpoint, ids in pairs if ids}
