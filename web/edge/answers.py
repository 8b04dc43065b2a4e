"""What every answer carries: security headers, a validator, compression."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from hashlib import sha256

from flask import Request, Response

from web.assets import Asset

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_TEXTS = ("text/", "application/json", "application/problem+json", "application/atom+xml")
# Below this the header of gzip eats the gain.
_LEAST_BYTES = 600


def validator(*parts: str) -> str:
    """Make an entity tag of all that decides an answer."""
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def secured(response: Response, own: Mapping[str, str]) -> Response:
    """Add the security headers; those of a view of its own stay.

    Args:
        response: of any status.
        own: the directives of the policy in which the view differs from all others.
    """
    policy = {**_POLICY, **own}
    written = "; ".join(f"{name} {value}" for name, value in policy.items())
    response.headers.setdefault("Content-Security-Policy", written)
    if policy["frame-ancestors"] == "'none'":
        # The older header can refuse all or none, but not name who may.
        response.headers["X-Frame-Options"] = "DENY"
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def kept(request: Request, asset: Asset) -> Response:
    """Send a file whose address names its content: it may be kept for good."""
    takes_gzip = request.accept_encodings["gzip"] > 0
    response = Response(
        asset.packed if takes_gzip else asset.content, content_type=asset.media_type
    )
    if takes_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
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
