"""Script: whether what was typed is in simplified Chinese."""

from __future__ import annotations

from functools import cache
from unicodedata import category, normalize

from opencc import OpenCC

from search.analysis.normalise import variant_groups

# Lead bytes of the plane of Big5 that holds the 5,401 characters in common use.
_COMMON = range(0xA4, 0xC7)
_FIRST = "\u3400"
# Surnames that are no one's simplified form in Taiwan.
_NAMES = frozenset("涂")


def is_simplified(text: str) -> bool:
    """Tell whether a text holds a character that Traditional Chinese does not use.

    A character that is in common use in Taiwan, such as 制 or 后, says nothing, although it is
    also the simplified form of another; nor does a maintained variant such as 温.
    """
    return any(map(_is_simplified, normalize("NFKC", text)))


def in_traditional(text: str) -> str:
    """Give a text in the traditional script of Taiwan, word by word: 制造 becomes 製造.

    What was typed in Traditional Chinese may come out wrong (里長 as 裡長). Lone surrogates, which
    nobody sees, are dropped.
    """
    converted: str = _to_taiwan().convert(text.encode("utf-8", "ignore").decode())
    return converted


@cache
def _to_taiwan() -> OpenCC:
    return OpenCC("s2tw")


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


@cache
def _variants() -> frozenset[str]:
    return frozenset(member for members in variant_groups() for member in members)


@cache
def _is_simplified(character: str) -> bool:
    if character < _FIRST or category(character) == "Cs":
        return False
    if character in _NAMES or character in _variants():
        return False
    try:
        octets = character.encode("cp950")
    except UnicodeEncodeError:
        octets = b""
    is_common = len(octets) == 2 and octets[0] in _COMMON
    changed: bool = _to_traditional().convert(character) != character
    return changed and not is_common
