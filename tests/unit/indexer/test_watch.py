"""Changes of a corpus are noticed once they have settled."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from indexer.watch import changes, snapshot

POLL_SECONDS = 0.02


def never(_thoroughly: bool) -> bool:
    return False


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "a.txt").write_text("一", "utf-8")
    return folder


def test_every_kind_of_change_shows(corpus: Path) -> None:
    states = [snapshot([corpus])]
    (corpus / "b.txt").write_text("二", "utf-8")
    states.append(snapshot([corpus]))
    (corpus / "b.txt").write_text("二三", "utf-8")
    states.append(snapshot([corpus]))
    (corpus / "b.txt").rename(corpus / "c.txt")
    states.append(snapshot([corpus]))
    (corpus / "sub" / "a.txt").unlink()
    states.append(snapshot([corpus]))
    assert len(set(states)) == len(states)


def test_a_path_that_is_gone_is_an_empty_one(tmp_path: Path) -> None:
    assert snapshot([tmp_path / "nothing"]) == frozenset()


def test_a_change_wakes_the_watcher(corpus: Path) -> None:
    seen = changes([corpus], never, POLL_SECONDS)
    woken = threading.Event()

    def wait() -> None:
        next(seen)
        woken.set()

    watcher = threading.Thread(target=wait, daemon=True)
    watcher.start()
    assert not woken.wait(10 * POLL_SECONDS), "nothing has changed yet"
    (corpus / "b.txt").write_text("二", "utf-8")
    assert woken.wait(20)
    watcher.join()


def test_a_change_before_the_first_question_is_seen(corpus: Path) -> None:
    seen = changes([corpus], never, POLL_SECONDS)
    (corpus / "b.txt").write_text("二", "utf-8")
    next(seen)


def test_damage_wakes_the_watcher_though_nothing_has_changed(corpus: Path) -> None:
    asked: list[bool] = []

    def is_damaged(thoroughly: bool) -> bool:
        asked.append(thoroughly)
        return thoroughly

    next(changes([corpus], is_damaged, 0.0))
    assert asked == [False] * 9 + [True], "contents are compared more seldom than sizes"
