"""Folding: the one form in which the written forms of a text compare equal."""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Literal

from opencc import OpenCC

# Accents over Latin letters; tone marks of Bopomofo are letters and stay.
_COMBINING = (
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)
_FIRST_OUTSIDE_LATIN = 0x1F00 + 0x100
# Cc controls, Cf zero width and direction, Cs lone surrogates, Z white space: nobody sees them.
_INVISIBLE = ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")
_SELECTORS = ((0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
# Letters by category that Unicode itself calls blank: Hangul fillers and the Braille blank.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with the way back to its source.

    Attributes:
        text: the folded text.
        starts: for each folded character, the source character that it comes from.
        source_length: characters of the source.
    """

    text: str
    starts: array[int]
    source_length: int

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the source that a span of the folded text comes from.

        Args:
            start: first folded character.
            end: one past the last, greater than start.

        Returns:
            Start and end in the source, both at whole characters.
        """
        return self.starts[start], self.starts[end - 1] + 1


class _Table(dict[int, str]):
    """Code points to their folded form, each worked out when it is first met.

    A character folds alike wherever it stands, so that any cut of a text folds to a cut of the
    folded text: this is what makes counts exact for terms of any length.
    """

    def __init__(self, simplified: OpenCC, groups: dict[str, str]) -> None:
        super().__init__()
        self._simplified = simplified
        self._groups = groups

    def __missing__(self, code: int) -> str:
        before, folded = "", chr(code)
        while folded != before:
            before, folded = (
                folded,
                "".join(self._variant(part) for character in folded for part in _plain(character)),
            )
        self[code] = folded
        return folded

    def _variant(self, character: str) -> str:
        if character in self._groups:
            return self._groups[character]
        if character < "\u2e80":
            return character
        simplified: str = self._simplified.convert(character)
        return self._groups.get(simplified, simplified)


def _plain(character: str) -> str:
    """Width, case and accent taken off one character; empty where it is invisible."""
    if _is_invisible(character):
        return ""
    decomposition: Literal["NFKD", "NFKC"]
    decomposition = "NFKD" if ord(character) < _FIRST_OUTSIDE_LATIN else "NFKC"
    wide = unicodedata.normalize(decomposition, character).casefold()
    again = unicodedata.normalize(decomposition, wide)
    return "".join(part for part in again if not _is_invisible(part))


def _is_invisible(character: str) -> bool:
    code = ord(character)
    return (
        unicodedata.category(character) in _INVISIBLE
        or character in _BLANK
        or any(first <= code <= last for first, last in (*_COMBINING, *_SELECTORS))
    )


def _read_groups() -> dict[str, str]:
    """Each character of variants.txt, and its simplified form, to the form it folds to."""
    simplified = _simplifier()
    groups: dict[str, str] = {}
    for line in variants_file().splitlines():
        if not line or line.startswith("#"):
            continue
        members = line.split("\t")
        target = simplified.convert(members[0])
        for member in members:
            groups[member] = groups[simplified.convert(member)] = target
    return groups


def variants_file() -> str:
    """Give the maintained table of variant characters as it stands."""
    return files(__package__).joinpath("variants.txt").read_text(encoding="utf-8")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _folding() -> _Table:
    return _Table(_simplifier(), _read_groups())


def fold(text: str) -> str:
    """Fold a text: width, case, script, variant characters; white space is dropped.

    Args:
        text: any text, lone surrogates included.

    Returns:
        The folded text; folding it again changes nothing, and the fold of two texts joined is
        their folds joined.
    """
    return text.translate(_folding())


def fold_with_map(text: str) -> Folded:
    """Fold a text and keep where each character came from."""
    table = _folding()
    folded = text.translate(table)
    if len(folded) == len(text) and all(len(table[ord(character)]) == 1 for character in text):
        return Folded(folded, array("I", range(len(text))), len(text))
    starts = array("I")
    for place, character in enumerate(text):
        length = len(table[ord(character)])
        if length:
            starts.extend((place,) * length)
    return Folded(folded, starts, len(text))


def describe() -> str:
    """Name all that the folded form depends on, for the analyzer's version."""
    return f"unicode={unicodedata.unidata_version} opencc={version('opencc')}\n{variants_file()}"
