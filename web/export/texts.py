"""Text as files take it: no character that XML forbids, none that misleads."""

from __future__ import annotations

import re

from web.marking import visible

_BREAKS = re.compile(r"[\t\r\n]+")


def clean(text: str) -> str:
    """Write out control characters by their number; breaks and tabs become one blank."""
    return visible(_BREAKS.sub(" ", text))


def clean_lines(text: str) -> str:
    """Do the same and keep the lines apart, with a line feed between them."""
    return "\n".join(map(clean, text.split("\n")))
