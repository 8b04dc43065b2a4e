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


def _served(tmp_path: Path) -> tuple[Path, Path, LiveSearcher]:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("示範市政府109年度施政計畫\n壹、前言\n甲乙丙。\n", "utf-8")
    _index(folder, data)
    return folder, data, LiveSearcher(data)


def test_a_file_that_is_cut_while_it_serves_is_a_problem(tmp_path: Path) -> None:
    _, data, served = _served(tmp_path)
    assert served.problems() == (), "nothing is opened yet"
    served.searcher()
    assert served.problems() == ()
    (store,) = data.glob("generations/*/store.sqlite")
    again = LiveSearcher(data)
    again.searcher()
    with store.open("r+b") as file:
        file.truncate(4096)
    (problem,) = again.problems()
    assert "store.sqlite" in problem


def test_an_older_generation_in_service_is_a_problem(tmp_path: Path) -> None:
    folder, data, _ = _served(tmp_path)
    (folder / "b.txt").write_text("示範市政府110年度施政計畫\n壹、前言\n丁戊己。\n", "utf-8")
    _index(folder, data)
    newest = (data / "current").read_text("ascii").split()[0]
    (data / "generations" / newest / "manifest.json").unlink()
    served = LiveSearcher(data)
    assert served.searcher().store.searched().documents == 1
    assert any("manifest.json" in problem for problem in served.problems())
