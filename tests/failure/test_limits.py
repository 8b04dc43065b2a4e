"""What a file may cost is counted in processor time, which its pages add to."""

from __future__ import annotations

import pytest
from tasks import sleep, work

from search.errors import DocumentError
from search.sandbox import limits
from search.sandbox.pages import PageReached
from search.sandbox.pool import ReaderPool


def test_time_by_the_clock_refuses_no_file() -> None:
    with ReaderPool(workers=1, cpu_seconds=0.4) as readers:
        # The first file pays for the start of the child.
        readers.one(sleep, 0)
        assert readers.one(sleep, 1.5) == "awake"


def test_pages_add_processor_time_and_are_told() -> None:
    heard: list[PageReached] = []
    with ReaderPool(workers=1, cpu_seconds=0.5) as readers:
        readers.one(sleep, 0)
        outcomes = readers.run(work, [(1.0, 0), (1.0, 30)], lambda _, page: heard.append(page))
        (_, refused), (_, made) = outcomes
    assert isinstance(refused, DocumentError)
    assert "超過 0.5 秒的運算時間" in refused.message
    assert made == "done"
    assert heard == [PageReached(page, 30) for page in range(1, 31)]


def test_a_file_that_is_ended_says_at_which_page() -> None:
    with ReaderPool(workers=1, cpu_seconds=0.2) as readers:
        (_, refused) = next(readers.run(work, [(9.0, 3)]))
    assert isinstance(refused, DocumentError)
    assert "共 3 頁，讀到第 3 頁" in refused.message


def test_a_child_that_hangs_is_ended_by_the_clock_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "WALL_TIMES", 2)
    with ReaderPool(workers=1, cpu_seconds=0.6) as readers:
        (_, refused) = next(readers.run(sleep, [600.0]))
    assert isinstance(refused, DocumentError)
    assert "分鐘" in refused.message


def test_a_book_may_take_long_but_not_for_ever() -> None:
    assert limits.cpu_seconds() == 30
    assert limits.cpu_seconds(400) == 70
    assert limits.cpu_seconds(1_000_000) == 600
