"""Random cuts of real text: what is found is what a plain scan of the stored text finds.

What is typed in Traditional Chinese is compared with the text in the written folding, which tells
製 from 制; what is typed in simplified script with the merged one. Words that are written in
several ways are looked for in each of them.
"""

from __future__ import annotations

import random
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
class Scanned:
    """All searched texts of a group in both foldings, by the id of its first passage."""

    id: str
    written: tuple[str, ...]
    merged: tuple[str, ...]


@pytest.fixture(scope="module", params=["searcher", "reader"])
def asked(shared: Path, request: pytest.FixtureRequest) -> Searcher:
    """The searcher of the five documents, then that of the public reading set."""
    opened: Searcher = request.getfixturevalue(request.param)
    return opened


@pytest.fixture(scope="module")
def corpus(asked: Searcher) -> tuple[Scanned, ...]:
    return tuple(
        Scanned(group.passages[0].id, tuple(map(fold_written, texts)), tuple(map(fold, texts)))
        for group in asked.store.groups()
        if (texts := [text for one in group.passages for _, text in searched_texts(one)])
    )


def ways(typed: str, turn: Callable[[str], str]) -> set[str]:
    """A term in all the ways in which its words are written, folded."""
    folded = turn(typed)
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
        if any(way in text for way in wanted for text in (one.merged if merged else one.written))
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
                marked = [turn(s.text[a:b]) for s in hit.snippets for a, b in s.marks]
                assert any(way in text for way in wanted for text in marked), (cut, hit.snippets)
            if page * 100 >= results.total:
                break
            page += 1
        assert sorted(ids) == sorted(scan(corpus, cut))
