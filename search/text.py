"""Texts as they come in: what cannot stand in a document, what is equal but for width and blanks."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import pairwise

# Control characters, lone surrogates and the non-characters cannot stand in any document.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_BLANKS = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")


def squeeze(text: str) -> str:
    """Fold a text for comparison: NFKC, lower case, no white space; not for display."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).lower()


def without_controls(text: str) -> str:
    """Put a blank for what cannot stand in any document, and take the blanks around it away."""
    return _UNSEEN.sub(" ", text).strip()


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
