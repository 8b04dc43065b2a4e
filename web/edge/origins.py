"""Other sites: which of them may ask the API from their scripts and show the box in a frame."""

from __future__ import annotations

from collections.abc import Collection


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


def frame_ancestors(allowed: Collection[str]) -> str:
    """Write the sources of the frame-ancestors directive: the site itself, and who is allowed."""
    return " ".join(("'self'", *allowed))
