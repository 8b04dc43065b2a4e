"""Answers that scripts of other sites may read: those of the API, for the origins that are named."""

from __future__ import annotations

from collections.abc import Collection

from flask import Request, Response

from web.edge.origins import is_allowed

_PREFIX = "/api/"
_READABLE = "ETag, Link, Retry-After, X-Total-Count"
_SECONDS = "600"


def opened(request: Request, response: Response, allowed: Collection[str]) -> Response:
    """Tell a browser that the scripts of an origin may read an answer.

    Nothing is said of credentials, so none are sent.

    Args:
        request: whose Origin header is looked at.
        response: of any status.
        allowed: origins that may.
    """
    if not allowed or not request.path.startswith(_PREFIX):
        return response
    # For an origin that is refused, too: a cache must not give its answer to one that is not.
    response.vary.add("Origin")
    origin = request.headers.get("Origin")
    if not is_allowed(origin, allowed):
        return response
    response.headers["Access-Control-Allow-Origin"] = str(origin)
    response.headers["Access-Control-Expose-Headers"] = _READABLE
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match"
        response.headers["Access-Control-Max-Age"] = _SECONDS
    return response
