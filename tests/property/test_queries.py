"""Whatever is typed is answered: no query raises, and all that is promised of an answer holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.evaluation.reading_set import ReadingSet, searcher_of
from search.model import Location, Passage, PassageGroup, SearchRequest
from search.model import Source as File
from search.searcher import Searcher

TEXTS = (
    ("健全職業災害保障", "推動職業災害保險單獨立法，重建勞工權益。"),
    ("青年就業", "提供僱用獎助與職業訓練，109年度目標1,240人，達成率90％。"),
    ("移工管理", "辦理移工（外籍勞工）權益保障及業務檢查 VR 體驗。"),
    ("身心障礙", "身心障礙者職業重建、定額進用；計畫、計劃、规划、制度與製造。"),
)
PIECES = st.sampled_from(
    (
        *(
            "職業災害",
            "职业灾害",
            "職災",
            "計劃",
            "製造",
            "制度",
            "109年度",
            "1240",
            "９０％",
            "56u,40 ",
        ),
        *('"', "「", "」", "『", "(", ")", "（", "）", "-", "－", " OR ", " AND ", "或", "且", "|"),
        *("機關:", "年度:", "工作計畫:", "種類:", "..", "106..109", "*", "?", "\\", "/", "~", "^"),
        *(
            "\x00",
            "\ud800",
            "\u202e",
            "\u200b",
            "\ufe0f",
            "\U000e0100",
            "e\u0301",
            "\u3164",
            "ㄓ",
            "ㄨˇ",
        ),
        *(
            " ",
            "\n",
            "\u3000",
            "，",
            "。",
            "？",
            "請問貴部",
            "為何",
            "之",
            "的",
            "a",
            "Z",
            "𠀀",
            "㎡",
            "①",
        ),
    )
)
TYPED = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=40).map("".join),
    st.tuples(st.lists(PIECES, min_size=1, max_size=4).map("".join), st.integers(2, 400)).map(
        lambda pair: (pair[0] * pair[1])[:4_000]
    ),
    st.text(st.sampled_from("1qaz2wsxedcrfv5tgbyhnujm8ik,9ol.0p;/- 3467"), max_size=30),
)
REQUESTS = st.builds(
    SearchRequest,
    text=TYPED,
    match=st.sampled_from(("auto", "all", "any")),
    exact=st.booleans(),
    sort=st.sampled_from(("relevance", "newest", "oldest", "document")),
    page=st.integers(1, 3),
    size=st.integers(1, 20),
    related=st.booleans(),
)


@contextmanager
def opened() -> Iterator[Searcher]:
    passages = (
        Passage(
            id=str(number),
            document="demo",
            edition="demo.a",
            document_title="示範",
            document_kind=None,
            agency=("勞動部", None)[number % 2],
            year=2020,
            kind="project",
            title=title,
            text=text,
            source=File("a.txt", ""),
            location=Location(0, 1),
        )
        for number, (title, text) in enumerate(TEXTS)
    )
    groups = tuple(PassageGroup(number, (one,)) for number, one in enumerate(passages))
    with searcher_of(ReadingSet(groups, ()), "whoosh") as searcher:
        yield searcher


@pytest.fixture(scope="module")
def searcher() -> Iterator[Searcher]:
    with opened() as given_searcher:
        yield given_searcher


def holds(searcher: Searcher, request: SearchRequest) -> None:
    results = searcher.search(request)
    assert 0 <= len(results.hits) <= min(request.size, results.total)
    assert results.total <= len(TEXTS)
    found = {hit.passage.id for hit in results.hits}
    assert not found & {hit.passage.id for hit in results.related}
    for hit in (*results.hits, *results.related):
        for snippet in hit.snippets:
            ends = [0, *(place for mark in snippet.marks for place in mark)]
            assert ends == sorted(ends)
            assert ends[-1] <= len(snippet.text)
    for suggestion in results.suggestions:
        assert searcher.search(replace(request, text=suggestion)).total >= 0
    assert searcher.suggest(request.text[:60]) is not None


def checks(
    examples: int,
) -> Callable[[Callable[[Searcher, SearchRequest], None]], Callable[..., None]]:
    def decorate(test: Callable[[Searcher, SearchRequest], None]) -> Callable[..., None]:
        return settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )(given(request_=REQUESTS)(test))

    return decorate


@checks(2_000)
def test_any_query_is_answered(searcher: Searcher, request_: SearchRequest) -> None:
    holds(searcher, request_)


@pytest.mark.long
@checks(100_000)
def test_a_hundred_thousand_queries_are_answered(
    searcher: Searcher, request_: SearchRequest
) -> None:
    holds(searcher, request_)
