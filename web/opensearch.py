"""The site in the search bar of a browser (OpenSearch 1.1)."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template

from web import faults, wordings
from web.asking import suggestions


def blueprint(public_address: str) -> Blueprint:
    """Make the description and the suggestions that it names.

    Args:
        public_address: where browsers find the site.
    """
    opensearch = Blueprint("opensearch", __name__)
    opensearch.add_url_rule("/opensearch/suggest", "suggest", suggest)

    @opensearch.get("/opensearch.xml")
    def description() -> Response:
        if not is_offered(public_address):
            raise faults.not_found((), *wordings.NO_SEARCH_BAR)
        text = render_template("opensearch.xml")
        return Response(text, content_type="application/opensearchdescription+xml; charset=utf-8")

    return opensearch


def is_offered(public_address: str) -> bool:
    """Whether browsers can take the site up: its addresses must be whole, and over HTTPS."""
    return public_address.startswith("https://")


def suggest() -> Response:
    """What the typed beginning may become, as browsers take it: [typed, [text, …]]."""
    body = json.dumps(suggestions(), ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, content_type="application/x-suggestions+json")
