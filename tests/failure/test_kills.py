"""A build that is killed at any moment leaves the old index or the new one, and no lock."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from plants import folders, is_sound, start_index, state_of, write_state

from indexer import pipeline


def kill_builds(tmp_path: Path, times: int) -> Counter[str]:
    """Kill that many builds, spread evenly over their time; tell what each was doing."""
    noise = random.Random(1)  # noqa: S311  repeatable, not secret
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    write_state(corpus, 0)
    began = time.monotonic()
    whole = start_index(corpus, data)
    assert whole.wait() == 0
    whole.communicate()
    seconds = time.monotonic() - began
    state = 0
    seen: Counter[str] = Counter()
    for number in range(times):
        write_state(corpus, 1 - state)
        build = start_index(corpus, data)
        # Later than a whole build takes, too: some kills must come too late.
        time.sleep(seconds * 1.1 * (number + noise.random()) / times)
        build.kill()
        out, err = build.communicate()
        stages = [line.split("（")[0] for line in err.splitlines() if line.endswith("…")]
        found = state_of(data)
        assert is_sound(data)
        if "索引完成" in out:
            assert found == 1 - state, "an acknowledged build was lost"
        seen["done" if found != state else (stages or ["starting"])[-1]] += 1
        # At most the unfinished one beside the one in service and the one before.
        assert len(folders(data)) <= 3
        state = found
    write_state(corpus, 1 - state)
    report = pipeline.run([corpus], data, "whoosh", lambda *_: None)
    assert report.changed
    assert state_of(data) == 1 - state
    assert len(folders(data)) == 2
    return seen


def test_killed_builds_harm_nothing(tmp_path: Path) -> None:
    assert kill_builds(tmp_path, 6).total() == 6


@pytest.mark.slow
def test_many_killed_builds_harm_nothing(tmp_path: Path) -> None:
    seen = kill_builds(tmp_path, 150)
    assert {"done", "建立索引"} <= seen.keys(), seen
