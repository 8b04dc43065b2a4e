"""Words that mean the same, from the maintained file: what else to look for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, product
from typing import Any, Literal

from search.analysis import load_analyzer
from search.analysis.normalise import Folded

Reason = Literal["variant", "synonym", "year", "former name"]
_MOST_FORMS = 24


@dataclass(frozen=True, slots=True)
class Other:
    """Another wording of a word, folded for matching, and why it is one."""

    text: str
    folded: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Synonyms:
    """The maintained words, each folded, with the others that it also finds.

    Attributes:
        same: wordings that count as the word itself.
        kindred: wordings that only help to rank.
        longest: characters of the longest word.
    """

    same: Mapping[str, tuple[Other, ...]]
    kindred: Mapping[str, tuple[Other, ...]]
    longest: int

    def forms(self, text: str, folded: Folded) -> tuple[Other, ...]:
        """Give a term in other words: each maintained word within it is replaced.

        Args:
            text: the term as typed, whose spelling is kept where nothing is replaced.
            folded: the same, folded.

        Returns:
            At most 24 forms, none of which is the term itself.
        """
        pieces: list[tuple[Other, ...]] = []
        place = 0
        for word, others in self._pieces(folded.text):
            start, end = folded.source_span(place, place + len(word))
            pieces.append((Other(text[start:end], word, "synonym"), *others))
            place += len(word)
        made = (_join(parts) for parts in product(*pieces))
        return tuple(islice((form for form in made if form.folded != folded.text), _MOST_FORMS))

    def words(self) -> tuple[str, ...]:
        """Give all maintained wordings that count as words of the query, as they are printed."""
        others = (other.text for group in self.same.values() for other in group)
        return tuple(dict.fromkeys(others))

    def joins(self, one: str, other: str) -> bool:
        """Tell whether one of two wordings already finds the other."""
        fold = load_analyzer().fold
        one, other = fold(one), fold(other)
        found = (
            {a.folded for a in self.same.get(one, ())},
            {b.folded for b in self.same.get(other, ())},
        )
        return one == other or other in found[0] or one in found[1]

    def kindred_of(self, folded: str) -> tuple[Other, ...]:
        """Give what else to rank by for all maintained words that occur in a folded text."""
        found: dict[str, Other] = {}
        for start in range(len(folded)):
            for end in range(start + 1, min(len(folded), start + self.longest) + 1):
                word = folded[start:end]
                for other in (*self.same.get(word, ()), *self.kindred.get(word, ())):
                    found.setdefault(other.folded, other)
        return tuple(found.values())

    def _pieces(self, folded: str) -> Iterator[tuple[str, tuple[Other, ...]]]:
        """Cut a term into maintained words, the longest first, and the characters between."""
        place = 0
        while place < len(folded):
            for length in range(min(self.longest, len(folded) - place), 0, -1):
                word = folded[place : place + length]
                if word in self.same or length == 1:
                    yield word, self.same.get(word, ())
                    place += length
                    break


def _join(parts: tuple[Other, ...]) -> Other:
    reasons = {part.reason for part in parts}
    return Other(
        "".join(part.text for part in parts),
        "".join(part.folded for part in parts),
        "former name" if "former name" in reasons else "synonym",
    )


def build(declared: Mapping[str, Any]) -> Synonyms:
    """Make the synonyms of what a file declares.

    Args:
        declared: the four tables of synonyms.toml, any of which may be missing.
    """
    fold = load_analyzer().fold
    same: dict[str, dict[str, Other]] = {}
    kindred: dict[str, dict[str, Other]] = {}

    def add(table: dict[str, dict[str, Other]], word: str, other: str, reason: Reason) -> None:
        folded = fold(other)
        if folded != fold(word):
            table.setdefault(fold(word), {}).setdefault(folded, Other(other, folded, reason))

    for group in declared.get("both", ()):
        for word, other in product(group, group):
            add(same, word, other, "synonym")
    for word, others in declared.get("one_way", {}).items():
        for other in others:
            add(same, word, other, "synonym")
    for renamed in declared.get("former", ()):
        for past in renamed["past"]:
            add(same, renamed["today"], past, "former name")
            for other in (renamed["today"], *renamed["past"]):
                add(same, past, other, "former name")
    for word, others in declared.get("kindred", {}).items():
        for other in others:
            add(kindred, word, other, "synonym")
    return Synonyms(
        {word: tuple(others.values()) for word, others in same.items()},
        {word: tuple(others.values()) for word, others in kindred.items()},
        max(map(len, (*same, *kindred)), default=0),
    )


@cache
def load_synonyms() -> Synonyms:
    """Read the maintained file, once a process."""
    text = files("search").joinpath("synonyms.toml").read_text(encoding="utf-8")
    return build(tomllib.loads(text))
