"""The lexicon, ready to be looked up in what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Literal

from search.analysis import load_analyzer
from search.analysis.normalise import Folded
from search.query.lexicon.entries import Entries, folded

Reason = Literal["variant", "synonym", "year", "former name"]
_MOST_FORMS = 24
_BEGINNING = 2


@dataclass(frozen=True, slots=True)
class Other:
    """Another wording of a word.

    Attributes:
        text: as printed.
        folded: for matching.
        reason: why it is one.
        apart: (before, after) pairs between which it says something else: 延 and nothing for 長照.
    """

    text: str
    folded: str
    reason: Reason
    apart: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the lexicon, each folded, with the others that it also finds.

    Attributes:
        same: wordings that count as the word itself.
        kindred: wordings that only help to rank.
        longer: words to longer strings that hold them and say something else.
        lengths: the first two characters of words to the lengths of those, the longest first;
            there are thousands of words, of which a query begins hardly any.
    """

    same: Mapping[str, tuple[Other, ...]]
    kindred: Mapping[str, tuple[Other, ...]]
    longer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lengths: Mapping[str, tuple[int, ...]] = field(init=False)

    def __post_init__(self) -> None:
        lengths: dict[str, set[int]] = {}
        for word in (*self.same, *self.kindred):
            lengths.setdefault(word[:_BEGINNING], set()).add(len(word))
        ordered = {begin: tuple(sorted(all_, reverse=True)) for begin, all_ in lengths.items()}
        object.__setattr__(self, "lengths", ordered)

    def forms(self, text: str, folded: Folded) -> tuple[Other, ...]:
        """Give a term in other words: each word of the lexicon within it is replaced.

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
        """Give all wordings that count as words of the query, as they are printed."""
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
        """Give what else to rank by for all words of the lexicon that occur in a folded text."""
        found: dict[str, Other] = {}
        for place in range(len(folded)):
            for word in self.words_at(folded, place):
                for other in (*self.same.get(word, ()), *self.kindred.get(word, ())):
                    found.setdefault(other.folded, other)
        return tuple(found.values())

    def words_at(self, folded: str, place: int) -> Iterator[str]:
        """Give the words that begin at a place of a folded text, the longest first."""
        for length in self.lengths.get(folded[place : place + _BEGINNING], ()):
            word = folded[place : place + length]
            if word in self.same or word in self.kindred:
                yield word

    def _pieces(self, folded: str) -> Iterator[tuple[str, tuple[Other, ...]]]:
        """Cut a term into words that count as others, the longest first, and what is between."""
        place = 0
        while place < len(folded):
            words = (word for word in self.words_at(folded, place) if word in self.same)
            word = next(words, folded[place])
            yield word, self.same.get(word, ())
            place += len(word)


def _join(parts: tuple[Other, ...]) -> Other:
    if len(parts) == 1:
        return parts[0]
    reasons = {part.reason for part in parts}
    begins = tuple(pair for pair in parts[0].apart if not pair[1])
    ends = tuple(pair for pair in parts[-1].apart if not pair[0])
    return Other(
        "".join(part.text for part in parts),
        "".join(part.folded for part in parts),
        "former name" if "former name" in reasons else "synonym",
        begins + ends,
    )


def compiled(files: Iterable[Entries]) -> Lexicon:
    """Make the lexicon that files declare, ready to be looked up.

    Args:
        files: a later one adds to those before it, and takes out what it says.
    """
    read = tuple(files)
    apart = {
        folded(word): tuple((one.partition(word)[0], one.partition(word)[2]) for one in longer)
        for file in read
        for word, longer in file.not_in.items()
    }
    same: dict[str, dict[str, Other]] = {}
    kindred: dict[str, dict[str, Other]] = {}

    def add(table: dict[str, dict[str, Other]], word: str, others: Iterable[Other]) -> None:
        known = table.setdefault(folded(word), {})
        for other in others:
            known.setdefault(other.folded, other)

    def wordings(words: Iterable[str], reason: Reason) -> list[Other]:
        return [Other(word, folded(word), reason, apart.get(folded(word), ())) for word in words]

    for file in read:
        for gone in map(folded, file.without):
            for table in (same, kindred):
                table.pop(gone, None)
                for known in table.values():
                    known.pop(gone, None)
        for group in file.same:
            for word in group:
                add(same, word, wordings(group, "synonym"))
        for word, others in file.one_way.items():
            add(same, word, wordings(others, "synonym"))
        for renamed in file.former:
            names = wordings((renamed.today, *renamed.past), "former name")
            for word in (renamed.today, *renamed.past):
                add(same, word, names)
        for word, others in file.kindred.items():
            add(kindred, word, wordings(others, "synonym"))
    longer = {
        folded(word): tuple(map(folded, strings))
        for file in read
        for word, strings in file.not_in.items()
    }
    return Lexicon(_without_selves(same), _without_selves(kindred), longer)


def _without_selves(table: Mapping[str, Mapping[str, Other]]) -> dict[str, tuple[Other, ...]]:
    """Each word with its others, of which it may be one."""
    others = {
        word: tuple(other for other in known.values() if other.folded != word)
        for word, known in table.items()
    }
    return {word: known for word, known in others.items() if known}
