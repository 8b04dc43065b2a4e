"""Slips: what was meant by a term that occurs nowhere, by sound, by shape and by key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from math import log

from search.analysis import Analyzer
from search.query.sound import Sounds, struck

LONGEST = 16
_FEWEST = 2
_IDEOGRAPHS = re.compile("[\u3400-\u9fff]")
_SHAPE, _SWAPPED, _LEFT_OUT, _PUT_IN = 1.0, 1.0, 1.2, 1.4
_BEAM = 40
_MOST_CHECKED = 24
_SCRIPT = 0.2
_COMMON = 0.2
_A_WORD = 0.5
_TONE = 2.0

Frequencies = Callable[[Sequence[str]], Sequence[int]]
"""Gives for merged grams the number of units that hold each."""
Count = Callable[[str], int]
"""Gives the number of units that hold a term."""
IsWord = Callable[[str], bool]
"""Tells whether a text stands somewhere as whole words, and not as ends of two: 共托 in 公共托育."""
Costs = Mapping[str, float]


@cache
def _shapes() -> dict[str, str]:
    """Characters to those that look like them."""
    text = files("search.query").joinpath("shapes.toml").read_text(encoding="utf-8")
    alike: dict[str, str] = {}
    for group in tomllib.loads(text)["alike"]:
        for character in group:
            alike[character] = alike.get(character, "") + group.replace(character, "")
    return alike


class Slips:
    """Guesses what was meant, by what the corpus holds.

    Args:
        characters: of all texts of the corpus.
        words: names and maintained words, of which one character may have been left out.
        frequencies: of grams.
        count: of terms.
        is_word: of what occurs and is none of the words.
        analyzer: of the index.
    """

    def __init__(
        self,
        characters: str,
        words: Iterable[str],
        frequencies: Frequencies,
        count: Count,
        is_word: IsWord,
        analyzer: Analyzer,
    ) -> None:
        self._sounds = Sounds(characters)
        self._characters = frozenset(characters)
        self._by_length: dict[int, list[str]] = {}
        self._words = frozenset(words)
        for word in self._words:
            self._by_length.setdefault(len(word), []).append(word)
        self._frequencies = frequencies
        self._count = count
        self._is_word = is_word
        self._analyzer = analyzer

    def meant(self, term: str, limit: int = 3) -> tuple[str, ...]:
        """Give terms that occur and may have been meant, the likeliest first.

        Args:
            term: as typed, which occurs nowhere.
            limit: how many at most.
        """
        if len(term) > LONGEST or len(_IDEOGRAPHS.findall(term)) < _FEWEST:
            return ()
        # 制造 is of characters that both scripts use: it was looked for as it stands.
        traditional = self._analyzer.in_traditional(term)
        if self._analyzer.is_simplified(term):
            term = traditional
        found = dict(self._edited(term)) | {traditional: _SCRIPT}
        steps = [{character: 0.0} | self._other(character) for character in term]
        for text, cost in self._changed(term, steps):
            found[text] = min(cost, found.get(text, cost))
        best = self._occurring(found, limit)
        if best:
            return best
        most = 1 + len(term) // 3
        return self._occurring(dict(self._walked(steps, most)), limit) if most > 1 else ()

    def struck(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Give terms that occur for a text that was typed as 注音 with the keyboard set to Latin."""
        readings = struck(text)
        steps = [self._sounds.read(reading) for reading in readings]
        if not steps or len(steps) > LONGEST or not all(steps):
            return ()
        return self._occurring(
            {text: cost * _TONE for text, cost in self._walked(steps, len(steps))}, limit
        )

    def _other(self, character: str) -> dict[str, float]:
        alike = self._sounds.alike(character)
        for other in _shapes().get(character, ""):
            if other in self._characters:
                alike[other] = min(_SHAPE, alike.get(other, _SHAPE))
        return alike

    def _edited(self, term: str) -> Iterator[tuple[str, float]]:
        """A term with two neighbours swapped, a character too many taken out, or one put in."""
        for place in range(len(term) - 1):
            yield (
                term[:place] + term[place + 1] + term[place] + term[place + 2 :],
                _SWAPPED,
            )
        if len(term) > 2:
            for place in range(len(term)):
                yield term[:place] + term[place + 1 :], _LEFT_OUT
        for word in self._by_length.get(len(term) + 1, ()):
            if len(term) > 2 and any(
                word[:place] + word[place + 1 :] == term for place in range(len(word))
            ):
                yield word, _PUT_IN

    def _changed(self, term: str, steps: Sequence[Costs]) -> Iterator[tuple[str, float]]:
        """A term with one character changed, where its new grams occur."""
        for place, step in enumerate(steps):
            others = {one: cost for one, cost in step.items() if one != term[place]}
            left, right = term[max(0, place - 1) : place], term[place + 1 : place + 2]
            fits = list(others)
            if left:
                fits = self._known(fits, lambda one, left=left: left + one)  # type: ignore[misc]
            if right:
                fits = self._known(fits, lambda one, right=right: one + right)  # type: ignore[misc]
            for one in fits:
                yield term[:place] + one + term[place + 1 :], others[one]

    def _known(self, ones: Sequence[str], gram: Callable[[str], str]) -> list[str]:
        grams = [self._analyzer.fold(gram(one)) for one in ones]
        counts = self._frequencies(grams)
        return [one for one, count in zip(ones, counts, strict=True) if count]

    def _walked(self, steps: Sequence[Costs], most: int) -> Iterator[tuple[str, float]]:
        """Texts of one character of each step whose grams all occur, the likeliest.

        Args:
            steps: for each place, the characters that may stand there, with their costs.
            most: how many of them may cost something.
        """
        walks = [(character, cost, int(cost > 0), 0.0) for character, cost in steps[0].items()]
        for step in steps[1:]:
            longer = [
                (text + character, cost + more, changed + (more > 0), fluent)
                for text, cost, changed, fluent in walks
                for character, more in step.items()
                if changed + (more > 0) <= most
            ]
            grams = [self._analyzer.fold(text[-2:]) for text, *_ in longer]
            counts = self._frequencies(grams)
            walks = [
                (text, cost, changed, fluent + log(1 + count))
                for (text, cost, changed, fluent), count in zip(longer, counts, strict=True)
                if count
            ]
            walks.sort(key=lambda walk: (walk[1] - _COMMON * walk[3], walk[0]))
            del walks[_BEAM:]
        yield from ((text, cost) for text, cost, *_ in walks)

    def _occurring(self, costs: Mapping[str, float], limit: int) -> tuple[str, ...]:
        """The cheapest that occur; a word, and what occurs often, comes before others."""
        likely = sorted(costs, key=lambda text: (costs[text], text))
        likely = [text for text in likely if self._is_likely(text)][:_MOST_CHECKED]
        counted = {text: count for text in likely if (count := self._count(text))}

        def worth(text: str) -> tuple[float, str]:
            word = len(self._analyzer.cut(self._analyzer.fold(text))) == 1
            cost = costs[text] - _COMMON * log(counted[text]) - (_A_WORD if word else 0)
            return cost, text

        words = (
            text
            for text in sorted(counted, key=worth)
            if text in self._words or self._is_word(text)
        )
        return tuple(islice(words, limit))

    def _is_likely(self, text: str) -> bool:
        folded = self._analyzer.fold(text)
        grams = list(map("".join, pairwise(folded))) or [folded]
        return all(self._frequencies(grams))
