"""The searcher of a few plans that were indexed from files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import small_plans

from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import Head, Order, Pack
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher

MADE_AT = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
Make = Callable[..., Pack]


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = open_searcher(small_plans.index_plans(tmp_path_factory.mktemp("plans")), "whoosh")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def texts() -> StoredTexts:
    return StoredTexts(load_analyzer())


@pytest.fixture(scope="session")
def make(searcher: Searcher, texts: StoredTexts) -> Make:
    """Make a pack of queries, or of chosen passages."""

    def pack(*queries: str | SearchRequest, **given: object) -> Pack:
        requests = tuple(SearchRequest(q) if isinstance(q, str) else q for q in queries)
        order = Order(Head(), requests, MADE_AT, **given)  # type: ignore[arg-type]
        return assemble(order, searcher, texts, load_analyzer(), agencies.load())

    return pack
