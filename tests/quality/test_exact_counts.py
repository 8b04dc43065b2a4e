"""Random cuts of real text: what is found is what a plain scan of the stored text finds.

What is typed in Traditional Chinese is compared with the text in the written folding, which tells
製 from 制; what is typed in simplified script with the merged one. Words that are written in
several ways are looked for in each of them. What begins or ends with a digit or Latin letter is
looked for at the edges of figures and Latin words; thousands commas and blanks are no matter.
"""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from opencc import OpenCC

from search.analysis.normalise import fold, fold_written, table_file, variant_groups
from search.analysis.script import is_simplified
from search.fields import searched_texts
from search.model import SearchRequest
from search.searcher import Searcher

# In each of the two corpora.
CUTS = 5_000
DIGITS = frozenset(string.digits)
RUN = DIGITS | frozenset(string.ascii_lowercase)
VARIANTS = {
    member: group[(place + 1) % len(group)]
    for group in variant_groups()
    for place, member in enumerate(group)
}
WORDS = tuple(
    tuple(line.split("\t"))
    for line in table_file("variant_words.txt").splitlines()
    if line and not line.startswith("#")
)


@dataclass(frozen=True, slots=True)
class Line:
    """A text without blanks, and the places where one stood."""

    text: str
    gaps: frozenset[int]


@dataclass(frozen=True, slots=True)
class Scanned:
    """All searched texts of a group in both foldings, by the id of its first passage."""

    id: str
    written: tuple[Line, ...]
    merged: tuple[Line, ...]


def line(text: str, turn: Callable[[str], str]) -> Line:
    """Fold a text, thousands commas left out: those before three digits and no more."""
    folded = ""
    gaps = set()
    for word in text.split():
        gaps.add(len(folded))
        folded += turn(word)
    thousands = [
        at
        for at, one in enumerate(folded)
        if one == ","
        and folded[at - 1 : at].isdecimal()
        and re.fullmatch("[0-9]{3}(?![0-9])", folded[at + 1 : at + 4])
        and not folded[at + 4 : at + 5].isdecimal()
        and not gaps & {at, at + 1}
    ]
    kept = "".join(one for at, one in enumerate(folded) if at not in thousands)
    return Line(kept, frozenset(gap - sum(at < gap for at in thousands) for gap in gaps))


def is_joined(held: Line, at: int) -> bool:
    """Whether one figure or Latin word goes on over a place."""
    text = held.text
    if not 0 < at < len(text) or at in held.gaps:
        return False
    sides = text[at - 1], text[at]
    if all(one in RUN for one in sides):
        return True
    before = text[at - 2 : at - 1] if sides[0] in ".,-" else sides[0]
    after = text[at + 1 : at + 2] if sides[1] in ".,-" else sides[1]
    joint = (sides[0] in ".,-") != (sides[1] in ".,-")
    inner = at - 1 if sides[0] in ".,-" else at + 1
    return joint and before in DIGITS and after in DIGITS and inner not in held.gaps


def stands(way: str, held: Line) -> bool:
    start = held.text.find(way)
    while start >= 0:
        end = start + len(way)
        begins = way[0] not in RUN or not is_joined(held, start)
        if begins and (way[-1] not in RUN or not is_joined(held, end)):
            return True
        start = held.text.find(way, start + 1)
    return False


@pytest.fixture(scope="module", params=["searcher", "reader"])
def asked(shared: Path, request: pytest.FixtureRequest) -> Searcher:
    """The searcher of the five documents, then that of the public reading set."""
    opened: Searcher = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="module")
def corpus(asked: Searcher) -> tuple[Scanned, ...]:
    return tuple(
        Scanned(
            group.passages[0].id,
            tuple(line(text, fold_written) for text in texts),
            tuple(line(text, fold) for text in texts),
        )
        for group in asked.store.groups()
        if (texts := [text for one in group.passages for _, text in searched_texts(one)])
    )


def ways(typed: str, turn: Callable[[str], str]) -> set[str]:
    """A term in all the ways in which its words are written, folded."""
    folded = line(typed, turn).text
    places: dict[int, set[str]] = {}
    for word, start in product(WORDS, range(len(folded))):
        members = [turn(member) for member in word]
        if folded[start : start + len(members[0])] in members:
            for member in members:
                for at, character in enumerate(member):
                    places.setdefault(start + at, set()).add(character)
    choices = [places.get(at, {character}) for at, character in enumerate(folded)]
    return {"".join(chosen) for chosen in product(*choices)}


def scan(corpus: tuple[Scanned, ...], typed: str) -> set[str]:
    """The groups that hold a term, by a plain look at every text."""
    merged = is_simplified(typed)
    wanted = ways(typed, fold if merged else fold_written)
    return {
        one.id
        for one in corpus
        if any(
            stands(way, text) for way in wanted for text in (one.merged if merged else one.written)
        )
    }


def cuts(searcher: Searcher, seed: int) -> Iterator[str]:
    chosen = random.Random(seed)  # noqa: S311  the same cuts each time
    printed = [
        text
        for group in searcher.store.groups()
        for passage in group.passages
        for _, text in searched_texts(passage)
    ]
    while True:
        text = chosen.choice(printed)
        start = chosen.randrange(len(text))
        cut = text[start : start + chosen.randint(1, 8)]
        if fold(cut):
            yield cut


def in_other_ways(cut: str) -> str:
    """A cut with its variant characters and its words written otherwise."""
    for one, other, *_ in WORDS:
        cut = cut.replace(one, other)
    return "".join(VARIANTS.get(character, character) for character in cut)


WRITTEN = pytest.mark.parametrize(
    "written",
    [str, in_other_ways, OpenCC("t2s").convert],
    ids=["as printed", "in variants", "in simplified script"],
)


@pytest.mark.slow
@WRITTEN
def test_counts_are_exact(
    asked: Searcher, corpus: tuple[Scanned, ...], written: Callable[[str], str]
) -> None:
    source = cuts(asked, 7)
    for _ in range(CUTS):
        cut = next(source)
        typed = written(cut)
        results = asked.search(SearchRequest(f'"{typed}"', exact=True, size=1))
        expected = scan(corpus, typed)
        assert results.total == len(expected), (typed, results.reading)
        # 製 alone becomes 制, which is Traditional too, and is then what was asked for.
        if typed != cut and (is_simplified(typed) or written is in_other_ways):
            assert expected >= scan(corpus, cut), "what the cut itself finds is lost"


def test_hits_are_those_of_the_scan_and_marked_where_they_match(
    asked: Searcher, corpus: tuple[Scanned, ...]
) -> None:
    source = cuts(asked, 11)
    known = {one.id for one in corpus}
    for _ in range(60):
        cut = next(source)
        turn = fold if is_simplified(cut) else fold_written
        wanted = ways(cut, turn)
        ids: list[str] = []
        page = 1
        while True:
            results = asked.search(SearchRequest(f'"{cut}"', exact=True, size=100, page=page))
            for hit in results.hits:
                linked = {hit.passage.id, *(link.id for link in hit.editions)}
                ids += [id_ for id_ in linked if id_ in known]
                marked = [line(s.text[a:b], turn).text for s in hit.snippets for a, b in s.marks]
                assert any(way in text for way in wanted for text in marked), (cut, hit.snippets)
            if page * 100 >= results.total:
                break
            page += 1
        assert sorted(ids) == sorted(scan(corpus, cut))
