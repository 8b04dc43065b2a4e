"""Inputs that fuzzing kept: those that once failed, and those that reach far, on every system."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.targets import KEPT, TARGETS, run


@pytest.mark.parametrize("target", TARGETS)
def test_kept_inputs_do_no_harm(target: str) -> None:
    files = sorted((KEPT / target).iterdir())
    assert files
    for file in files:
        run(target, file.read_bytes())


def test_no_kept_input_is_of_a_target_that_went() -> None:
    assert {folder.name for folder in Path(KEPT).iterdir()} == {*TARGETS}
