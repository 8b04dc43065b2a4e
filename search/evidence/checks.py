"""What is checked in a draft, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.model import Passage
from search.query.numerals import years_in

MOST_PLACES = 5
Status = Literal["found", "elsewhere", "differs", "missing", "unchecked"]
Subject = Literal["quotation", "figure"]
_SENTENCE_ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """What became of looking up one quotation, or one clause with figures, of a draft.

    Attributes:
        text: as the draft has it, without its marks.
        start: first character of it in the draft; end is one past the last.
        status: "elsewhere" where the words are right and the draft gives another agency, year or
            edition; "differs" where something much like it stands in a passage; "unchecked"
            where the draft does not say enough, such as a figure without a year.
        passages: that hold it, in document order, or the one that is most like it; at most
            MOST_PLACES.
        total: how many passages hold it.
        printed: the wording of the first passage there; empty where it is missing.
        years: Gregorian, that the draft names beside it.
        other_year: the draft names a year, and no passage that holds it is of that year.
        other_agency: the draft names an agency, and no passage that holds it is of that one.
        old_edition: only editions hold it before which another one stands.
        denied: the passage denies it: 未 stands before 達目標值 there.
        reckoned: the passages do not state it; it follows from two numbers that they state.
    """

    kind: Subject
    text: str
    start: int
    end: int
    status: Status
    passages: tuple[Passage, ...] = ()
    total: int = 0
    printed: str = ""
    years: tuple[int, ...] = ()
    other_year: bool = False
    other_agency: bool = False
    old_edition: bool = False
    denied: bool = False
    reckoned: bool = False


def sentence_at(draft: str, start: int, end: int) -> tuple[int, int]:
    """The sentence or clause of a draft around a span: where it starts and ends."""
    first = max(draft.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    lasts = [place for mark in _SENTENCE_ENDS if (place := draft.find(mark, end)) >= 0]
    return first, min(lasts, default=len(draft))


def years_beside(draft: str, start: int, end: int) -> tuple[int, ...]:
    """The year that a sentence names last before a span, else those that it names behind it.

    A year within the span is what is quoted: it says nothing of where the words are from.
    """
    first, last = sentence_at(draft, start, end)
    return years_in(draft[first:start])[-1:] or years_in(draft[end:last])
