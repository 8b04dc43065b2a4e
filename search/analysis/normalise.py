"""Folding: the one form in which the written forms of a text compare equal.

There are two of them. The written folding makes width, case and characters that are variants of
one another equal. The merged folding goes further and makes equal what simplified script writes
alike (製 and 制): grams and words are of it, and so is what is looked for when the input is in
simplified script. Texts that are equal in the written folding are so in the merged one.

Of either there is a running form, in which figures and Latin words can be told apart: thousands
commas are left out (2,000 is 2000), and one blank stays between two of them that white space parts.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Literal

from opencc import OpenCC

from search.analysis.radicals import CHARACTERS

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
_FIRST_IDEOGRAPHIC = "\u2e80"
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

    def without(self, pattern: re.Pattern[str]) -> Folded:
        """Leave out of the folded text what a pattern finds in it."""
        gone = [found.span() for found in pattern.finditer(self.text)]
        if not gone:
            return self
        starts = array("I", self.starts)
        for start, end in reversed(gone):
            del starts[start:end]
        return Folded(pattern.sub("", self.text), starts, self.source_length)


# Applied in turn. Of 101, 102 a blank must stay, or they would read as one figure.
_LAYOUT = (
    re.compile(" (?= )"),
    re.compile(r"(?<![a-z0-9])(?<![0-9][,.\-]) | (?![a-z0-9])"),
    re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))"),
)
BLANK = re.compile(" ")
"""What parts two figures or Latin words in a running text."""


class _Table(dict[int, str]):
    """Code points to their folded form, each worked out when it is first met.

    A character folds alike wherever it stands, so that any cut of a text folds to a cut of the
    folded text: this is what makes counts exact for terms of any length.
    """

    def __init__(self, variant: Callable[[str], str], blank: str = "") -> None:
        super().__init__()
        self._variant = variant
        self._blank = blank
        self.uneven: set[str] = set()
        """Characters met so far that do not fold to one character."""

    def __missing__(self, code: int) -> str:
        if chr(code).isspace():
            self[code] = self._blank
            if not self._blank:
                self.uneven.add(chr(code))
            return self._blank
        before, folded = "", chr(code)
        while folded != before:
            before, folded = (
                folded,
                "".join(self._variant(part) for character in folded for part in _plain(character)),
            )
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


def _plain(character: str) -> str:
    """Width, case and accent taken off one character; empty where it is invisible."""
    if _is_invisible(character):
        return ""
    decomposition: Literal["NFKD", "NFKC"]
    character = CHARACTERS.get(ord(character), character)
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


@cache
def variant_groups() -> tuple[tuple[str, ...], ...]:
    """Give the maintained groups of variant characters."""
    return _groups_of("variants.txt")


@cache
def _merged_groups() -> dict[str, str]:
    """Each character that variants.txt and merged.txt name, simplified or not, to its folded form."""
    simplified = _simplifier().convert
    groups: dict[str, str] = {}
    for members in (*_groups_of("merged.txt"), *variant_groups()):
        every = [*members, *map(simplified, members)]
        target = next((groups[one] for one in every if one in groups), simplified(members[0]))
        groups.update(dict.fromkeys(every, target))
    return groups


def _groups_of(name: str) -> tuple[tuple[str, ...], ...]:
    lines = table_file(name).splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


def table_file(name: str) -> str:
    """Give a maintained table of this package as it stands."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@cache
def _merged(blank: str = "") -> _Table:
    groups, simplified = _merged_groups(), _simplifier().convert

    def variant(character: str) -> str:
        if character in groups:
            return groups[character]
        if character < _FIRST_IDEOGRAPHIC:
            return character
        plain: str = simplified(character)
        return groups.get(plain, plain)

    return _Table(variant, blank)


@cache
def _written(blank: str = "") -> _Table:
    groups = {member: members[0] for members in variant_groups() for member in members}
    return _Table(lambda character: groups.get(character, character), blank)


def fold(text: str) -> str:
    """Fold a text: width, case, script, variant characters; white space is dropped.

    Args:
        text: any text, lone surrogates included.

    Returns:
        The merged folding; folding it again changes nothing, and the fold of two texts joined
        is their folds joined.
    """
    return text.translate(_merged())


def fold_written(text: str) -> str:
    """Fold a text but for its script: width, case and variant characters.

    Returns:
        As fold does; fold(fold_written(text)) == fold(text).
    """
    return text.translate(_written())


def fold_with_map(text: str) -> Folded:
    """Fold a text and keep where each character came from."""
    return _mapped(text, _merged())


def fold_written_with_map(text: str) -> Folded:
    """Fold a text but for its script and keep where each character came from."""
    return _mapped(text, _written())


def fold_running(text: str, *, merged: bool = False) -> str:
    """Fold a text to its running form.

    Args:
        text: any text; one in the running form already only loses what the merged folding unites.
        merged: in the merged folding, else in the written one.
    """
    folded = text.translate(_merged(" ") if merged else _written(" "))
    if " " in folded or "," in folded:
        for pattern in _LAYOUT:
            folded = pattern.sub("", folded)
    return folded


def fold_running_with_map(text: str, *, merged: bool = False) -> Folded:
    """Fold a text to its running form and keep where each character came from."""
    folded = _mapped(text, _merged(" ") if merged else _written(" "))
    for pattern in _LAYOUT:
        folded = folded.without(pattern)
    return folded


def _mapped(text: str, table: _Table) -> Folded:
    folded = text.translate(table)
    if table.uneven.isdisjoint(text):
        return Folded(folded, array("I", range(len(text))), len(text))
    starts = array("I")
    for place, character in enumerate(text):
        length = len(table[ord(character)])
        if length:
            starts.extend((place,) * length)
    return Folded(folded, starts, len(text))


def describe() -> str:
    """Name all that the folded forms depend on, for the analyzer's version."""
    tables = "".join(map(table_file, ("variants.txt", "merged.txt")))
    radicals = "".join(CHARACTERS.values())
    return f"unicode={unicodedata.unidata_version} opencc={version('opencc')}\n{tables}{radicals}"
