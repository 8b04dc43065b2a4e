"""The page on use from Python: its examples run over the samples, its names are exported."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

import search

PAGE = Path(__file__).resolve().parents[2] / "docs" / "python.md"


def test_every_example_gives_what_the_page_says(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(samples.parent)
    done = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert done.attempted > 30
    assert done.failed == 0


def test_names_that_the_page_imports_are_exported() -> None:
    imported = re.findall(r"from search import (.*)", PAGE.read_text("utf-8"))
    names = {name.strip() for line in imported for name in line.split(",") if name != "…` gives"}
    assert {name for name in names if name.isidentifier()} <= set(search.__all__)
    assert all(hasattr(search, name) for name in search.__all__)
