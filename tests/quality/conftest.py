"""The shared corpus, indexed once as an operator would."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from search.evaluation.reading_set import ReadingSet, parse_reading_set, searcher_of
from search.live import open_searcher
from search.searcher import Searcher


@pytest.fixture(scope="session")
def data(shared: Path, once: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    return once(
        "quality",
        lambda folder: pipeline.run([shared / "corpus"], folder, "whoosh", lambda *_: None),
    )


@pytest.fixture(scope="session")
def searcher(data: Path) -> Iterator[Searcher]:
    opened = open_searcher(data, "whoosh")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def reading_set(shared: Path) -> ReadingSet:
    text = (shared / "eval" / "drcd-dev.json").read_text(encoding="utf-8")
    return parse_reading_set(json.loads(text))


@pytest.fixture(scope="session")
def reader(reading_set: ReadingSet) -> Iterator[Searcher]:
    with searcher_of(reading_set, "whoosh") as opened:
        yield opened
