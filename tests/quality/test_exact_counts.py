"""Random cuts of real text: what is found is what a plain scan of the stored text finds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from opencc import OpenCC

from search.analysis.normalise import fold
from search.fields import searched_texts
from search.model import SearchRequest
from search.searcher import Searcher

CUTS = 1_000
VARIANTS = str.maketrans("台臺雇僱獎奬畫劃", "臺台僱雇奬獎劃畫")


@pytest.fixture(scope="module")
def texts(searcher: Searcher) -> dict[str, tuple[str, ...]]:
    """Ids of the first passage of each group to all searched texts of the group, folded."""
    return {
        group.passages[0].id: tuple(
            fold(text) for passage in group.passages for _, text in searched_texts(passage)
        )
        for group in searcher.store.groups()
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


@pytest.mark.parametrize(
    "written",
    [str, lambda cut: cut.translate(VARIANTS), OpenCC("t2s").convert],
    ids=["as printed", "in variants", "in simplified script"],
)
def test_counts_are_exact(
    searcher: Searcher, texts: dict[str, tuple[str, ...]], written: Callable[[str], str]
) -> None:
    source = cuts(searcher, 7)
    for _ in range(CUTS):
        cut = next(source)
        quoted = f'"{written(cut)}"'
        wanted = fold(cut)
        expected = sum(any(wanted in text for text in held) for held in texts.values())
        results = searcher.search(SearchRequest(quoted, exact=True, size=1))
        assert results.total == expected, (quoted, results.reading)


def test_hits_are_those_of_the_scan_and_marked_where_they_match(
    searcher: Searcher, texts: dict[str, tuple[str, ...]]
) -> None:
    source = cuts(searcher, 11)
    for _ in range(60):
        cut = next(source)
        wanted = fold(cut)
        ids: list[str] = []
        page = 1
        while True:
            results = searcher.search(SearchRequest(f'"{cut}"', exact=True, size=100, page=page))
            for hit in results.hits:
                linked = {hit.passage.id, *(link.id for link in hit.editions)}
                ids += [id_ for id_ in linked if id_ in texts]
                marked = [s.text[a:b] for s in hit.snippets for a, b in s.marks]
                assert any(wanted in fold(text) for text in marked), (cut, hit.snippets)
            if page * 100 >= results.total:
                break
            page += 1
        assert sorted(ids) == sorted(
            id_ for id_, held in texts.items() if any(wanted in text for text in held)
        )
