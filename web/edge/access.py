"""A line for each request in the log of the operator, without what was searched for."""

from __future__ import annotations

import logging
from urllib.parse import quote

from flask import Request, Response

log = logging.getLogger(__name__)
"""Quiet unless the level of `web` is set to INFO."""


def line(request: Request, response: Response, seconds: float) -> str:
    """Say who asked for which page, and how that went.

    The text of a query stands behind the question mark, which is left out. All that a client
    wrote is percent-encoded: it can neither end the line nor begin another.
    """
    size = response.content_length
    parts = {
        "client": quote(request.remote_addr or "-", safe=":."),
        "user": quote(request.remote_user or "-", safe="@.\\"),
        "method": quote(request.method, safe=""),
        "path": quote(request.path.encode("utf-8", "surrogateescape")),
        "status": str(response.status_code),
        "bytes": "-" if size is None else str(size),
        "ms": f"{seconds * 1000:.1f}",
    }
    return " ".join(f"{name}={value}" for name, value in parts.items())
