from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.blocks import Block, Cell, Furniture, Row, Table, Text, spans_of
from indexer.layout.linear import cell_text, clean, glue, lay_out, with_label

_WORDS = st.text(st.sampled_from("職業災害 A1，\n（）"), max_size=6)
_CELLS = st.builds(Cell, _WORDS.map(lambda text: cell_text([text])))
_TABLES = st.lists(st.lists(_CELLS, min_size=1, max_size=3), min_size=1, max_size=3).map(
    lambda rows: Table(tuple(Row(tuple(cells), at) for at, cells in enumerate(rows, 1)), 1)
)
_LINES = _WORDS.map(lambda text: clean(text).replace("\n", ""))
_BLOCKS = st.lists(
    st.one_of(
        st.builds(Text, _LINES, st.just(())),
        st.builds(Furniture, _LINES, st.just(()), st.just("頁首")),
        _TABLES,
    )
)


@given(_BLOCKS)
def test_every_visible_character_is_in_one_span_and_reads_the_same(blocks: list[Block]) -> None:
    text, placed = lay_out(blocks)
    taken = [0] * len(text)
    for block in placed:
        for start, end in spans_of(block):
            for at in range(start, end):
                taken[at] += 1
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    assert "".join(text[a:b] for a, b in cell.spans) == cell.text
        else:
            assert "".join(text[a:b] for a, b in block.spans) == block.text
    assert all(count == 1 for char, count in zip(text, taken, strict=True) if not char.isspace())
    assert max(taken, default=0) <= 1


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("職業", "災害", "職業災害"),
        ("第", "3條", "第3條"),
        ("Health", "Organization", "Health Organization"),
        ("104年", "GDP", "104年GDP"),
        ("well-", "being", "well-being"),
        ("", "起", "起"),
    ],
)
def test_lines_are_joined_with_a_space_between_latin_words_only(
    left: str, right: str, joined: str
) -> None:
    assert glue(left, right) == joined


@pytest.mark.parametrize(
    ("label", "text", "printed"),
    [
        ("一、", "辦理訓練", "一、辦理訓練"),
        ("1.", "辦理訓練", "1.辦理訓練"),
        ("1.", "ISO 認證", "1. ISO 認證"),
        ("a", "辦理訓練", "a 辦理訓練"),
        ("", "辦理訓練", "辦理訓練"),
        ("•", "辦理訓練", "•辦理訓練"),
    ],
)
def test_a_number_stands_before_its_paragraph_as_printed(
    label: str, text: str, printed: str
) -> None:
    assert with_label(label, text) == printed


def test_text_is_cleaned_of_what_is_not_printed() -> None:
    assert clean(" 一\x00、\t辦理\xa0 訓練\x0b \uf06c ") == "一、 辦理 訓練 ●"
