"""Needles: what is looked for in folded text, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from search.analysis import segment
from search.analysis.normalise import fold, fold_written, table_file


@dataclass(frozen=True, slots=True)
class Needle:
    """A wording to look for, folded.

    Attributes:
        text: as typed, in the written folding, or in the merged one.
        spelled: (place, characters) pairs, ascending: what may stand at that place, where the
            word is written in several ways.
        merged: the folding that it is in, and in which texts are looked through for it.
    """

    text: str
    spelled: tuple[tuple[int, str], ...] = ()
    merged: bool = False

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Find it in a text of the same folding.

        Yields:
            (start, end), ascending; the next one may begin within the last.
        """
        length = len(self.text)
        if self.spelled:
            pattern = _pattern(self)
            found = pattern.search(text)
            while found:
                yield found.span()
                found = pattern.search(text, found.start() + 1)
            return
        start = text.find(self.text)
        while start >= 0:
            yield start, start + length
            start = text.find(self.text, start + 1)

    def occurs(self, text: str) -> bool:
        """Tell whether it is in a text of the same folding."""
        return bool(self.finder()(text))

    def finder(self) -> Callable[[str], object]:
        """Give what tells whether it is in a text, for looking through many texts."""
        if self.spelled:
            return _pattern(self).search
        wanted = self.text
        return lambda text: wanted in text

    def characters(self) -> tuple[str, ...]:
        """Give the characters that may stand at each place."""
        every = list(self.text)
        for place, spelled in self.spelled:
            every[place] = spelled
        return tuple(every)

    def grams(self) -> tuple[str, ...]:
        """Give the merged grams that every text holds in which it occurs, at least one."""
        folded = [{fold(one) for one in place} for place in self.characters()]
        runs = "".join(place.pop() if len(place) == 1 else "\n" for place in folded).split("\n")
        return tuple(gram for run in runs if run for gram in segment.phrase(run))


@lru_cache(maxsize=512)
def _pattern(needle: Needle) -> re.Pattern[str]:
    return re.compile(
        "".join(
            f"[{re.escape(place)}]" if len(place) > 1 else re.escape(place)
            for place in needle.characters()
        )
    )


def needle(text: str, *, merged: bool) -> Needle:
    """Make what to look for of a typed text.

    Args:
        text: a term or a wording of it.
        merged: it was typed in simplified script, which tells fewer characters apart.
    """
    folded = fold(text) if merged else fold_written(text)
    spelled: dict[int, str] = {}
    words, longest = _words(merged)
    for start in range(len(folded)):
        for end in range(start + 2, min(len(folded), start + longest) + 1):
            found = words.get(folded[start:end])
            if found is not None:
                place = start + found[0]
                spelled[place] = "".join(
                    dict.fromkeys(folded[place] + spelled.get(place, "") + found[1])
                )
    return Needle(folded, _leaving_one(folded, spelled), merged)


def one_writing(text: str) -> str:
    """Write each maintained word in its first writing.

    Args:
        text: in the written folding.

    Returns:
        A text of the same length, equal for texts that differ in such words alone.
    """
    first, pattern = _first_writings()
    return pattern.sub(lambda match: first[match.group()], text)


@cache
def _first_writings() -> tuple[dict[str, str], re.Pattern[str]]:
    """Each other writing of a maintained word to the first, and what finds them."""
    first: dict[str, str] = {}
    for line in _maintained_words():
        members = tuple(map(fold_written, line))
        first |= {member: members[0] for member in members[1:] if member != members[0]}
    longest_first = sorted(first, key=len, reverse=True)
    return first, re.compile("|".join(map(re.escape, longest_first)))


def _maintained_words() -> Iterator[list[str]]:
    """The writings of each word of variant_words.txt."""
    for line in table_file("variant_words.txt").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _leaving_one(folded: str, spelled: dict[int, str]) -> tuple[tuple[int, str], ...]:
    """Keep a place that is sure, without which there would be no gram to look up."""
    kept = sorted(spelled.items())
    return tuple(kept if len(kept) < len(folded) else kept[:-1])


@cache
def _words(merged: bool) -> tuple[dict[str, tuple[int, str]], int]:
    """Each maintained word to the place where it is written otherwise, and how; the longest."""
    turn = fold if merged else fold_written
    words: dict[str, tuple[int, str]] = {}
    for line in _maintained_words():
        members = tuple(dict.fromkeys(map(turn, line)))
        differing = [
            place for place, ones in enumerate(zip(*members, strict=True)) if len(set(ones)) > 1
        ]
        for member in members if differing else ():
            place = differing[0]
            known = words.get(member, (place, ""))[1]
            words[member] = (place, known + "".join(one[place] for one in members))
    return words, max(map(len, words))
