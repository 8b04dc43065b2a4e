"""The shared corpus, indexed once as an operator would; skipped where it is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from search.evaluation.reading_set import ReadingSet, parse_reading_set, searcher_of
from search.live import open_searcher
from search.searcher import Searcher

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(scope="session")
def data(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quality") / "data"
    pipeline.run([shared / "corpus"], folder, "whoosh", lambda stage, done, total: None)
    return folder


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
