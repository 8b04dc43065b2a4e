"""Widths of text on paper where there is no geometry."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Width on paper in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
