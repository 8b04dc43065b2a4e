from __future__ import annotations

import pytest
from corpus_of_passages import passage

from search.evidence.excerpts import excerpt, is_extent, items, sentences

TEXT = "（一）檢查工廠。複查缺失！\n（二）照顧受傷的人；補助復健。\n（三）宣導。"
PASSAGE = passage(
    "安全", TEXT, items=("檢查工廠。複查缺失！", "照顧受傷的人；補助復健。", "宣導。")
)


def _said(spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_items_and_sentences_leave_nothing_out() -> None:
    assert _said(items(PASSAGE)) == TEXT.split("\n")
    assert "".join(_said(sentences(PASSAGE))) == TEXT.replace("\n", "")
    assert len(sentences(PASSAGE)) == 5


@pytest.mark.parametrize(
    ("extent", "word", "said"),
    [
        ("item", "復健", ["（二）照顧受傷的人；補助復健。"]),
        ("sentence", "復健", ["補助復健。"]),
        ("sentence-1-5", "復健", ["（一）檢查工廠。", "（三）宣導。"]),
        ("item-3", "", ["（三）宣導。"]),
    ],
)
def test_an_excerpt_is_what_was_chosen(extent: str, word: str, said: list[str]) -> None:
    marks = [(TEXT.index(word), TEXT.index(word) + len(word))] if word else []
    found = excerpt(PASSAGE, extent, marks)
    assert found is not None
    assert _said(found.spans) == said
    assert found.of == (3 if found.unit == "item" else 5)


@pytest.mark.parametrize("extent", ["", "item", "item-9", "item-1-2-3", "word-1"])
def test_where_nothing_can_be_left_out_all_is_quoted(extent: str) -> None:
    assert excerpt(PASSAGE, extent, []) is None


def test_only_extents_are_taken() -> None:
    assert all(map(is_extent, ("", "item", "sentence-12-3")))
    assert not any(map(is_extent, ("items", "item-0", "sentence-", "item-1;x")))
