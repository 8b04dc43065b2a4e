"""What every answer carries: security headers, a validator, compression."""

from __future__ import annotations

import gzip
from hashlib import sha256

from flask import Request, Response

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TEXTS = ("text/", "application/json", "application/problem+json", "application/xml")
# Below this the header of gzip eats the gain.
_LEAST_BYTES = 600


def validator(*parts: str) -> str:
    """Make an entity tag of all that decides an answer."""
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def secured(response: Response) -> Response:
    """Add the security headers; those of a view of its own stay."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def packed(request: Request, response: Response) -> Response:
    """Compress text for clients that take gzip."""
    if not (response.mimetype or "").startswith(_TEXTS):
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.is_streamed
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
        or request.accept_encodings["gzip"] <= 0
    ):
        return response
    content = response.get_data()
    if len(content) >= _LEAST_BYTES:
        # No time stamp inside: equal answers are equal bytes.
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
