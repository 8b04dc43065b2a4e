"""Texts as they come in: what cannot stand in a document, what is equal but for width and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

# Control characters, lone surrogates and the non-characters cannot stand in any document.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control characters and what turns the direction of reading: a terminal would obey them."""
_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")


def squeeze(text: str) -> str:
    """Fold a text for comparison: NFKC, lower case, no white space; not for display."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def without_controls(text: str) -> str:
    """Put a blank for what cannot stand in any document, and take the blanks around it away."""
    return _UNSEEN.sub(" ", text).strip()


def visible(text: str, keep: str = "") -> str:
    r"""Write what a terminal would obey as escapes such as \x1b; file names may hold it.

    Args:
        text: of any origin.
        keep: control characters that stay, such as line feeds in a text of several lines.
    """
    return OBEYED.sub(
        lambda found: (
            found[0] if found[0] in keep else found[0].encode("unicode_escape").decode("ascii")
        ),
        text,
    )


def cut(text: str, length: int) -> str:
    """Shorten a text to so many characters, with … where some are left out."""
    return text if len(text) <= length else text[: length - 1] + "…"


def pairs_in(text: str) -> Counter[str]:
    """Count the pairs of neighbouring characters of a text."""
    return Counter(map("".join, pairwise(text)))


def share_of_pairs(first: Counter[str], second: Counter[str]) -> float:
    """Give the share of pairs that two texts have in common (Dice's coefficient), 0 to 1."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
