"""What is offered and shown for words that people use and documents do not print."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.analysis import load_analyzer
from search.answer.meant import stands_as_words
from search.model import Results, SearchRequest
from search.searcher import Searcher

PASSAGES = (
    passage("托育", "擴大公共托育，並補助送托家庭。"),
    passage("照顧", "老人日間照顧據點增加為十處，另設公共托育家園。"),
    passage("解僱", "輔導大量解僱勞工再就業。"),
    passage("市集", "示範市場管理及攤販輔導要點（以下簡稱示攤要點）。"),
    passage("攤商", "依示範市場管理及攤販輔導要點訪視攤商。"),
    passage("塔台", "修繕舊塔台。"),
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = searcher_of(tmp_path_factory.mktemp("instead") / "index", PASSAGES)
    yield opened
    opened.close()


def ask(searcher: Searcher, text: str, **more: object) -> Results:
    return searcher.search(SearchRequest(text, **more))  # type: ignore[arg-type]


def offered(results: Results) -> list[tuple[str, int]]:
    return [(one.text, one.count) for one in results.reading.instead]


def test_kindred_words_are_offered_with_their_counts_and_are_no_hits(searcher: Searcher) -> None:
    results = ask(searcher, "被裁員")
    assert results.total == 0
    assert ("大量解僱", 1) in offered(results)
    assert results.related[0].passage.title == "解僱"


def test_an_offer_counts_what_it_finds(searcher: Searcher) -> None:
    for text, count in offered(ask(searcher, "被裁員")):
        assert ask(searcher, text).total == count > 0


def test_what_a_document_abbreviates_is_offered_in_full(searcher: Searcher) -> None:
    assert offered(ask(searcher, "示攤要點")) == [("示範市場管理及攤販輔導要點", 2)]


def test_a_short_form_counts_with_what_it_stands_for(searcher: Searcher) -> None:
    results = ask(searcher, "公托")
    assert results.total == 2
    assert offered(results) == []
    assert not {"共托", "送托"} & set(results.suggestions)


@pytest.mark.parametrize("request_", [{"exact": True}, {"match": "all"}, {"page": 2}])
def test_nothing_is_offered_where_the_wording_matters(
    searcher: Searcher, request_: dict[str, object]
) -> None:
    assert offered(ask(searcher, "被裁員", **request_)) == []


def test_where_no_pair_of_characters_occurs_single_ones_rank_what_is_near(
    searcher: Searcher,
) -> None:
    results = ask(searcher, "塔攤")
    assert results.total == 0
    found = [hit.passage.title for hit in results.related]
    assert set(found) == {"塔台", "市集", "攤商"}
    assert all(hit.matched_by == ("partial",) for hit in results.related)


def test_ends_of_two_words_are_not_offered(tmp_path: Path) -> None:
    opened = searcher_of(tmp_path / "index", PASSAGES)
    assert "共托" not in ask(opened, "工托").suggestions
    assert "托育" in ask(opened, "托欲").suggestions
    opened.close()


@pytest.mark.parametrize(
    ("wanted", "text", "stands"),
    [
        ("托育", "擴大公共托育服務", True),
        ("共托", "擴大公共托育服務", False),
        ("公共托育", "擴大公共托育服務", True),
        ("製造", "輔導製造業升級", True),
        ("造業", "輔導製造業升級", False),
        ("托育", "公共托兒", False),
    ],
)
def test_a_word_begins_and_ends_where_words_do(wanted: str, text: str, stands: bool) -> None:
    analyzer = load_analyzer()
    assert stands_as_words(analyzer.fold(wanted), analyzer.fold(text), analyzer) is stands
