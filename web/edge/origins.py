"""Other sites: which of them may ask the API from their scripts and show the box in a frame."""

from __future__ import annotations

from collections.abc import Collection

from flask import Request


def is_allowed(origin: str | None, allowed: Collection[str]) -> bool:
    """Whether the pages of an origin may ask and frame.

    Browsers write an origin in one way only, and the settings take no other; so equality of
    characters is all there is: no case, no port, no sub-domain is read into it. Several Origin
    headers, which servers join by commas, equal none.

    Args:
        origin: the Origin header as it came, None without one.
        allowed: of the settings.
    """
    return origin is not None and origin != "null" and origin in allowed


def is_foreign(request: Request, public_address: str) -> bool:
    """True if the page of another site sends this request.

    Browsers say so themselves over HTTPS (Sec-Fetch-Site). Otherwise the Origin header is compared,
    without its scheme, which a proxy may change; `null` says nothing, since our own pages send it
    too (they send no referrer).

    Args:
        request: one that is more than reading.
        public_address: of the settings, for where a proxy changes the host.
    """
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        return told not in ("same-origin", "none")
    origin = request.headers.get("Origin", "null")
    own = (request.host, public_address.partition("://")[2])
    return origin != "null" and origin.partition("://")[2] not in own


def frame_ancestors(allowed: Collection[str]) -> str:
    """Write the sources of the frame-ancestors directive: the site itself, and who is allowed."""
    return " ".join(("'self'", *allowed))
