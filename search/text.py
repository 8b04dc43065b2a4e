"""Comparing wordings: what is equal but for width and white space."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")


def squeeze(text: str) -> str:
    """Fold a text for comparison: NFKC, lower case, no white space; not for display."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()
