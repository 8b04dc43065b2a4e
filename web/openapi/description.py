"""The description of the API for programs, and for people."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app

from web.openapi.document import document


def blueprint(server: str) -> Blueprint:
    """Make /openapi.json.

    Args:
        server: address before all paths.
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

    return openapi
