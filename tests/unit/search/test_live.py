"""The searcher in service follows the pointer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from indexer import pipeline
from search import live
from search.errors import NoIndex
from search.live import LiveSearcher


def _index(folder: Path, data: Path) -> None:
    pipeline.run([folder], data, "whoosh", lambda stage, done, total: None)


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoIndex):
        LiveSearcher(tmp_path / "data").searcher()


def test_the_first_request_after_a_pause_is_answered_from_the_new_index(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("示範市政府109年度施政計畫\n壹、前言\n甲乙丙。\n", "utf-8")
    _index(folder, data)
    served = LiveSearcher(data)
    before = served.searcher().fingerprint
    (folder / "b.txt").write_text("示範市政府110年度施政計畫\n壹、前言\n丁戊己。\n", "utf-8")
    _index(folder, data)
    # Any pause counts as a long one here, so that the test need not wait for it.
    monkeypatch.setattr(live, "_STALE_SECONDS", 0.0)
    monkeypatch.setattr(live, "_LOOK_SECONDS", 0.0)
    time.sleep(0.01)
    assert served.searcher().fingerprint != before
