"""What can be read of text in which strokes of a scan or of a seal were taken for characters."""

from __future__ import annotations

import re

_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9./+&-]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
_WORDLY = re.compile(r"[A-Za-z0-9.,;:+&-]")
_CODE = re.compile(r"\s*\d{1,2}-\d{1,2}-\d{1,2}\s*$")
_KEPT_MARKS = "「」『』、，：；（）()《》〈〉・/!！？%％“”"


def legible(text: str) -> str:
    """What can be read of a narrow cell: words of ideographs, Latin words, codes, their marks.

    Strokes that were taken for characters come out one by one between spaces, or as characters
    that Traditional Chinese documents do not use (outside Big5).
    """
    if _CODE.match(text):
        return text.strip()
    return "".join(part for token in text.split() if (part := _legible_token(token, text)))


def _legible_token(token: str, cell: str) -> str:
    seen = _IDEOGRAPH.findall(token)
    strokes = sum(len(part) == 1 and part.isascii() for part in cell.split())
    if not seen and strokes > 2:
        return ""
    if sum(not _in_big5(char) for char in seen) * 2 >= len(seen) > 0:
        return ""
    if len(seen) == 1 and len(token) <= 2 and len(cell.split()) > 2:
        return ""
    if not seen:
        return token if _WORD.fullmatch(token) and any(c.isalpha() for c in token) else ""
    kept = "".join(c for c in token if _IDEOGRAPH.match(c) or c in _KEPT_MARKS or _WORDLY.match(c))
    return kept.strip("/")


def _in_big5(char: str) -> bool:
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def is_noise(text: str) -> bool:
    """Whether a line of text holds hardly an ideograph or word."""
    seen = re.sub(r"\s", "", text)
    if len(seen) < 3:
        return not _IDEOGRAPH.search(seen)
    words = sum(map(len, _LATIN_WORD.findall(text)))
    return len(_IDEOGRAPH.findall(seen)) + words < 0.3 * len(seen)
