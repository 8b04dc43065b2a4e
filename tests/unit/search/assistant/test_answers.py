"""Answers to an assistant, from a real generation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import small_corpus

from search.assistant import answers
from search.errors import QueryError
from search.live import open_searcher
from search.searcher import Searcher

SITE = "https://plans.example.tw"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    data = tmp_path_factory.mktemp("assistant")
    small_corpus.build(data)
    with open_searcher(data, "whoosh") as opened:
        yield opened


def test_an_answer_counts_exactly_and_cites_each_hit(searcher: Searcher) -> None:
    body = answers.search(searcher, SITE, "職業災害", {"agency": ["勞動部"]})
    assert body["total"] == len(body["hits"]) == 2
    assert body["searched"]["failed"] == 1
    for hit in body["hits"]:
        assert hit["citation"]["permalink"] == f"{SITE}/p/{hit['id']}"
        assert hit["citation"]["agency"] == "勞動部"
        assert hit["snippets"]
        assert "sample" not in hit


def test_partial_matches_stand_apart(searcher: Searcher) -> None:
    body = answers.search(searcher, SITE, "青年就業諮詢火星移民", {})
    assert body["total"] == 0
    assert body["hits"] == []
    assert body["partial"]


def test_pages_follow_each_other(searcher: Searcher) -> None:
    pages = [
        answers.search(searcher, SITE, "技能補助", {}, page=page, size=10) for page in (1, 2, 3)
    ]
    ids = [hit["id"] for body in pages for hit in body["hits"]]
    assert len(ids) == len(set(ids)) == pages[0]["total"] == 25


def test_an_id_that_moved_is_followed_and_one_that_is_gone_is_told(searcher: Searcher) -> None:
    body = answers.passage(searcher, SITE, small_corpus.MOVED)
    assert body["moved_from"] == small_corpus.MOVED
    assert body["passage"]["id"] != small_corpus.MOVED
    assert body["passage"]["editions"]
    with pytest.raises(QueryError, match="已不在收錄範圍"):
        answers.passage(searcher, SITE, small_corpus.GONE)
    with pytest.raises(QueryError, match="沒有「never」這個段落"):
        answers.passage(searcher, SITE, "never")


def test_a_document_lists_its_passages_in_reading_order(searcher: Searcher) -> None:
    body = answers.document(searcher, SITE, "mol-109-plan")
    assert [one["title"] for one in body["passages"]] == ["預防職業災害", "就業服務"]
    assert len(body["editions"]) == 2
    assert body["document"]["passages"] == 2
    assert answers.document(searcher, SITE, "mol-109-plan", 2)["passages"] == []


def test_coverage_can_be_narrowed(searcher: Searcher) -> None:
    assert answers.coverage(searcher)["total"] == 3
    one = answers.coverage(searcher, ["勞動部"], ["106"])
    assert [held["id"] for held in one["documents"]] == ["mol-106-plan"]
    assert one["failed"][0]["file"] == "壞檔.docx"
    assert answers.coverage(searcher, ["未標示"])["total"] == 0


def test_all_unknown_values_are_told_at_once(searcher: Searcher) -> None:
    with pytest.raises(QueryError, match="機關「甲部」、年度「某年」"):
        answers.search(searcher, SITE, "就業", {"agency": ["甲部"], "year": ["某年"]})
