"""Terms that need stand in one passage, or in one document."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.model import Match, SearchRequest
from search.searcher import Searcher


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    def of(document: str, title: str, text: str = "", year: int = 2020) -> object:
        return passage(title, text, id=f"{document}-{title}", document=document, year=year)

    return searcher_of(
        tmp_path,
        [
            of("first", "造林", "補助苗木。"),
            of("first", "步道", "修補棧道。"),
            of("first", "巡山", "巡護步道與造林地。"),
            of("second", "苗圃", "供應苗木。"),
            of("second", "造林", "契作造林。", 2021),
            of("third", "漁港", "浚深航道。"),
        ],  # type: ignore[list-item]
    )


def found(searcher: Searcher, text: str, match: Match, **more: object) -> tuple[int, list[str]]:
    results = searcher.search(SearchRequest(text, match=match, **more))  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    assert results.documents == len({hit.passage.document for hit in results.hits})
    return results.total, sorted(hit.passage.id for hit in results.hits)


def test_words_may_be_spread_over_one_document(searcher: Searcher) -> None:
    assert found(searcher, "苗木 造林", "auto") == (1, ["first-造林"])
    total, ids = found(searcher, "苗木 造林", "document")
    assert (total, ids) == (4, ["first-巡山", "first-造林", "second-苗圃", "second-造林"])
    assert found(searcher, "苗木 漁港", "document") == (0, [])


def test_all_of_a_query_is_of_documents(searcher: Searcher) -> None:
    # A document that holds what is left out is out, and either of two words will do.
    assert found(searcher, "苗木 -棧道", "document") == (1, ["second-苗圃"])
    assert found(searcher, "（棧道 或 航道） 步道", "document")[1] == ["first-巡山", "first-步道"]


def test_filters_hold_of_the_passages(searcher: Searcher) -> None:
    in_2020 = (("year", ("2020",)),)
    assert found(searcher, "苗木 契作", "document") == (2, ["second-苗圃", "second-造林"])
    assert found(searcher, "苗木 契作", "document", filters=in_2020) == (0, [])
    first = (("document", ("first",)),)
    assert found(searcher, "苗木 造林", "document", filters=first)[0] == 2


def test_the_documents_are_no_filter_that_anyone_set(searcher: Searcher) -> None:
    results = searcher.search(SearchRequest("苗木 造林", match="document"))
    assert results.reading.filters == ()
    assert results.reading.formal == "苗木 AND 造林"
    every = searcher.every(SearchRequest("苗木 造林", match="document"))
    assert (every.total, len(list(every.hits))) == (4, 4)
