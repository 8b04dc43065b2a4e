"""Tests can be chosen by any paths together."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
FOLDERS = ("browser/test_years.py", "end_to_end/test_server.py", "unit/web/test_feeds.py")


@pytest.mark.parametrize("chosen", [FOLDERS, FOLDERS[::-1]])
def test_folders_with_fixtures_of_their_own_are_taken_together(chosen: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *chosen]
    done = subprocess.run(command, cwd=TESTS, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_what_tests_share_has_one_name_each() -> None:
    shared = [
        path.name
        for path in TESTS.rglob("*.py")
        if path.name != "conftest.py" and not path.name.startswith("test_")
    ]
    assert len(shared) == len(set(shared))


def test_who_reads_beside_the_repository_asks_for_the_fixture() -> None:
    # `shared` marks it: .ci/run runs what is marked where the folder is, and all where it is not.
    named = re.compile(r"""/ ["']shared["']""")
    reading = {path.name for path in TESTS.rglob("*.py") if named.search(path.read_text("utf-8"))}
    assert reading == {"conftest.py", "reading.py"}
