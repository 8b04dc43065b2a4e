from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.marking import Run, runs, visible


def test_a_text_is_cut_at_its_marks() -> None:
    assert runs("預防職業災害", ((2, 4), (4, 6))) == (
        Run("預防", False),
        Run("職業", True),
        Run("災害", True),
    )
    assert runs("職災", ((0, 2),)) == (Run("職災", True),)
    assert runs("", ()) == ()


@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=8))
def test_without_its_marks_the_text_is_the_source(text: str, ends: list[int]) -> None:
    inside = sorted({end for end in ends if end <= len(text)})
    marks = tuple(zip(inside[::2], inside[1::2], strict=False))
    cut = runs(text, marks)
    assert "".join(run.text for run in cut) == text
    marked = [run.text for run in cut if run.marked]
    assert marked == [text[start:end] for start, end in marks]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("勞動部\n109 年\t", "勞動部\n109 年\t"),
        ("甲\u202e乙", "甲[U+202E]乙"),
        ("甲\u2066乙\u200f", "甲[U+2066]乙[U+200F]"),
        ("甲\x00乙\ud800", "甲[U+0000]乙[U+D800]"),
        ("甲\ufffe乙\uffff", "甲[U+FFFE]乙[U+FFFF]"),
    ],
)
def test_misleading_characters_are_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown
