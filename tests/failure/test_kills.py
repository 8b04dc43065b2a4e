"""A build that is killed at any moment leaves the old index or the new one, and no lock."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from plants import folders, is_sound, start_index, state_of, write_state

from indexer import pipeline
from search.store import generation

Until = Callable[["subprocess.Popen[str]", Path], None]


def _at_once(build: subprocess.Popen[str], data: Path) -> None:
    """The interpreter is starting."""


def _stage(name: str) -> Until:
    def wait(build: subprocess.Popen[str], data: Path) -> None:
        assert build.stderr is not None
        assert any(line.startswith(name) for line in build.stderr), f"no stage {name}"

    return wait


def _sealed(build: subprocess.Popen[str], data: Path) -> None:
    """A manifest is written; the pointer may not be."""
    before = _manifests(data)
    _stage("建立索引")(build, data)
    while build.poll() is None and _manifests(data) <= before:
        time.sleep(0.001)


def _manifests(data: Path) -> set[Path]:
    return {*data.glob(f"generations/*/{generation.MANIFEST}")}


def _told(build: subprocess.Popen[str], data: Path) -> None:
    """The build is acknowledged."""
    assert build.stdout is not None
    assert build.stdout.readline().startswith("索引完成")


PHASES: dict[str, Until] = {
    "starting": _at_once,
    "looking": _stage("檢查檔案"),
    "reading": _stage("讀取與切分"),
    "writing": _stage("寫入段落"),
    "building": _stage("建立索引"),
    "sealing": _sealed,
    "told": _told,
}


def kill_builds(tmp_path: Path, times: int) -> Counter[bool]:
    """Kill builds in each phase that often; count those before and after the switch.

    What is waited for is the phase itself, however slow the machine is. The kill comes a random
    time after it has begun, the first one of each phase at once.
    """
    noise = random.Random(1)  # noqa: S311  repeatable, not secret
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_state(corpus, 0)
    began = time.monotonic()
    pipeline.run([corpus], data, "whoosh", lambda *_: None)
    seconds = time.monotonic() - began
    state = 0
    switched: Counter[bool] = Counter()
    for phase, wait in PHASES.items():
        # Between the manifest and the pointer lie moments only.
        longest = seconds * (0.01 if phase == "sealing" else 0.5)
        for number in range(times):
            write_state(corpus, 1 - state)
            with start_index(corpus, data) as build:
                wait(build, data)
                time.sleep(longest * number / times * noise.random())
                build.kill()
            found = state_of(data)
            assert is_sound(data)
            assert phase != "told" or found != state, "an acknowledged build was lost"
            switched[found != state] += 1
            # At most the unfinished one beside the one in service and the one before.
            assert len(folders(data)) <= 3
            state = found
    write_state(corpus, 1 - state)
    report = pipeline.run([corpus], data, "whoosh", lambda *_: None)
    assert report.changed
    assert state_of(data) == 1 - state
    assert len(folders(data)) == 2
    return switched


@pytest.mark.parametrize("times", [1, pytest.param(100, marks=pytest.mark.long)])
def test_killed_builds_harm_nothing(tmp_path: Path, times: int) -> None:
    switched = kill_builds(tmp_path, times)
    assert switched.total() == times * len(PHASES)
    assert switched[False]
    assert switched[True] >= times
