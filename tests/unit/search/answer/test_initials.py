from __future__ import annotations

from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.model import SearchRequest
from search.searcher import Searcher

TEXTS = (
    "推動行政院組織變革，精簡機關。",
    "配合組織變革辦理員額移撥。",
    "河川設計審議案件。",
    "辦理河川設計審議監督。",
    "環境影響評估審查。",
    "辦理環境影響評估監督。",
    "組成變裝隊伍查緝小組。",
    "警察局交通業務。",
)


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    return searcher_of(
        tmp_path / "index", tuple(passage(f"第{at}", text) for at, text in enumerate(TEXTS))
    )


def related(searcher: Searcher, text: str) -> list[str]:
    return [hit.passage.text for hit in searcher.search(SearchRequest(text)).related]


def said(searcher: Searcher, text: str) -> list[str]:
    read = searcher.search(SearchRequest(text)).reading
    return [problem for problem in read.problems if "簡稱" in problem]


@pytest.mark.parametrize(
    ("text", "full", "first"),
    [("組變", "組織變革", TEXTS[0]), ("河審 時程", "河川設計審議", TEXTS[2])],
)
def test_what_an_abbreviation_may_stand_for_is_related_and_said(
    searcher: Searcher, text: str, full: str, first: str
) -> None:
    with searcher:
        assert first in related(searcher, text)[:2]
        (told,) = said(searcher, text)
        assert f"「{full}」" in told
        assert f"「{text[:2]}」" in told


def test_what_is_related_so_is_marked_there_and_on_its_page(searcher: Searcher) -> None:
    with searcher:
        results = searcher.search(SearchRequest("組變"))
        assert results.total == 0
        for hit in results.related:
            assert any(snippet.marks for snippet in hit.snippets)
            assert searcher.needles(SearchRequest("組變"), hit.passage)


@pytest.mark.parametrize(
    "text",
    [
        "「組變」",  # is looked for as it stands
        "察交",  # the end of one word and the beginning of another
        "交業",  # 交通業務 stands in one passage
        "推動 辦理",
        "環評 時程",  # is declared
        "龘龘",
        "",
    ],
)
def test_what_is_no_abbreviation_stands_for_nothing(searcher: Searcher, text: str) -> None:
    with searcher:
        assert said(searcher, text) == []
