"""The paper on accessibility names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_tests_that_the_paper_names_are_there() -> None:
    paper = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
    named = set(re.findall(r"`(test_\w+)`", paper))
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }
    assert len(named) > 25
    assert named <= defined
