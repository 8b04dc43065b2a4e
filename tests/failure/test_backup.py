"""A copy of the data folder brings everything back: in place, and on another machine."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from plants import WORDS, write_state
from processes import serving

from indexer import pipeline


def index(corpus: Path, data: Path) -> None:
    pipeline.run([corpus], data, "whoosh", lambda *_: None)


def found(address: str, word: str) -> list[str]:
    with urlopen(f"{address}/api/v1/search?q={quote(word)}&size=50", timeout=30) as answer:  # noqa: S310
        return [hit["id"] for hit in json.load(answer)["hits"]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    write_state(folder / "corpus", 0)
    index(folder / "corpus", folder / "data")
    return folder


def test_a_backup_is_brought_back_under_a_running_server(home: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with serving(home / "data") as address:
        before = found(address, WORDS[0])
        shutil.copytree(home / "data", backup)
        write_state(home / "corpus", 1)
        index(home / "corpus", home / "data")
        wait_for(address, WORDS[1])
        # As the guide says: beside the old one first, then the pointer last.
        shutil.copytree(backup / "generations", home / "data" / "generations", dirs_exist_ok=True)
        shutil.copy(backup / "current", home / "data" / "current.restored")
        (home / "data" / "current.restored").replace(home / "data" / "current")
        wait_for(address, WORDS[0])
        assert found(address, WORDS[0]) == before
        with urlopen(f"{address}/p/{before[0]}", timeout=30) as page:  # noqa: S310
            assert WORDS[0] in page.read().decode()


def wait_for(address: str, word: str) -> None:
    until = time.monotonic() + 30
    while not found(address, word):
        assert time.monotonic() < until
        time.sleep(0.2)


def test_a_backup_serves_elsewhere_and_goes_on(home: Path, tmp_path: Path) -> None:
    with serving(home / "data") as address:
        before = found(address, WORDS[0])
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(home, elsewhere)
    shutil.rmtree(home)
    with serving(elsewhere / "data") as address:
        assert found(address, WORDS[0]) == before
    # The folders of the corpus beside it have moved along: nothing is lost, nothing is read anew.
    report = pipeline.run([], elsewhere / "data", "whoosh", lambda *_: None)
    assert not report.changed
