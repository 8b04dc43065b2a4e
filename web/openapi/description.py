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

_LOCAL = "http://localhost:8000"


def blueprint(server: str, mount: str) -> Blueprint:
    """Make /openapi.json and /api.

    Args:
        server: address before all paths, without a host where the operator has named none.
        mount: the path in it.
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
        site = server if server.startswith("http") else _LOCAL + mount
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
    """A document and a passage that examples can show; none without documents."""
    for held in searcher.store.documents():
        for edition in held.editions:
            for passage in searcher.store.passages_of(edition.id)[:1]:
                return {"api.document": held.id, "api.passage": passage.id}
    return {}
