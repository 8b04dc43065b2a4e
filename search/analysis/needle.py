"""Needles: what is looked for in folded text, character by character."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from search.analysis import segment
from search.analysis.normalise import BLANK, fold, fold_running, fold_written, table_file

_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_JOINTS = ".,-"
"""What joins digits on both sides to one figure or code: 1.8, 5-7-1."""
_RUN = _DIGITS + _LETTERS


@dataclass(frozen=True, slots=True)
class Needle:
    """A wording to look for, folded.

    A digit or Latin letter at its first or last place must be the first or last of a figure or a
    Latin word: the longest run of Latin letters and digits, digits joined by a full stop, comma or
    hyphen being one run. So 8% is not in 0.08%, nor AI in Air.

    Attributes:
        text: as typed, in the running form of the written folding, or of the merged one, without
            the blanks.
        spelled: (place, characters) pairs, ascending: what may stand at that place, where the
            word is written in several ways.
        merged: the folding that it is in, and in which texts are looked through for it.
        inside: it may stand within longer figures and words.
        apart: (before, after) pairs: what stands between the two says something else, as 長照 does
            between 延 and nothing.
    """

    text: str
    spelled: tuple[tuple[int, str], ...] = ()
    merged: bool = False
    inside: bool = False
    apart: tuple[tuple[str, str], ...] = ()

    def has_edges(self) -> bool:
        """Whether it begins or ends with a digit or Latin letter, which needs an edge there."""
        return not self.inside and (_is_run(self.text[:1]) or _is_run(self.text[-1:]))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Find it in a running text of the same folding.

        Yields:
            (start, end), ascending; the next one may begin within the last.
        """
        if self._is_plain():
            start = text.find(self.text)
            while start >= 0:
                yield start, start + len(self.text)
                start = text.find(self.text, start + 1)
            return
        pattern = _pattern(self)
        found = pattern.search(text)
        while found:
            yield found.span()
            found = pattern.search(text, found.start() + 1)

    def occurs(self, text: str) -> bool:
        """Tell whether it is in a running text of the same folding."""
        return bool(self.finder()(text))

    def finder(self) -> Callable[[str], object]:
        """Give what tells whether it is in a text, for looking through many texts."""
        if self._is_plain():
            wanted = self.text
            return lambda text: wanted in text
        return _pattern(self).search

    def _is_plain(self) -> bool:
        """Whether it is found wherever its characters stand side by side."""
        special = self.spelled or self.apart or self.has_edges()
        return not (special or PARTED.search(self.text))

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


def _is_run(character: str) -> bool:
    return character in _RUN and character != ""


PARTED = re.compile(r"[a-z0-9][a-z0-9]|[0-9][.,\-][0-9]")
"""Where a blank may stand in a text between two characters that a term has side by side."""


@lru_cache(maxsize=512)
def _pattern(needle: Needle) -> re.Pattern[str]:
    text = needle.text
    pieces = []
    for place, one in enumerate(needle.characters()):
        pieces.append(f"[{re.escape(one)}]" if len(one) > 1 else re.escape(one))
        if place == 0 and needle.has_edges() and _is_run(text[0]):
            # Behind the first character, so that the search runs from one of these to the next.
            pieces.append(f"(?<![a-z0-9]{text[0]})")
            pieces.append(f"(?<![0-9][.,\\-]{text[0]})" if text[0] in _DIGITS else "")
        follows = text[place + 1 : place + 2]
        joined = one in _JOINTS and place and text[place - 1] in _DIGITS
        if _is_run(follows) and (_is_run(text[place]) or joined):
            pieces.append(" ?")
    if needle.has_edges() and _is_run(text[-1]):
        pieces.append("(?![a-z0-9])")
        pieces.append(r"(?![.,\-][0-9])" if text[-1] in _DIGITS else "")
    whole = "".join(pieces)
    apart = (
        f"(?!(?<={re.escape(before)}){whole}{re.escape(after)})" for before, after in needle.apart
    )
    return re.compile("".join(apart) + whole)


def needle(
    text: str,
    *,
    merged: bool,
    inside: bool = False,
    apart: Iterable[tuple[str, str]] = (),
) -> Needle:
    """Make what to look for of a typed text.

    Args:
        text: a term or a wording of it.
        merged: it was typed in simplified script, which tells fewer characters apart.
        inside: it may stand within longer figures and words.
        apart: (before, after) pairs between which it says something else.
    """
    folded = BLANK.sub("", fold_running(text, merged=merged))
    turn = fold if merged else fold_written
    pairs = tuple((turn(before), turn(after)) for before, after in apart)
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
    return Needle(folded, _leaving_one(folded, spelled), merged, inside, pairs)


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
