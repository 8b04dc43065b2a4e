from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import load_analyzer
from search.text import squeeze
from web.difference import Piece, difference


def written(old: str, new: str) -> str:
    signs = {"same": "", "removed": "-", "added": "+"}
    return "".join(
        f"[{signs[piece.change]}{piece.text}]" if signs[piece.change] else piece.text
        for piece in difference(old, new, load_analyzer().cut)
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("補助勞工。", "補助勞工。", "補助勞工。"),
        ("補助勞工。", "補助勞工與家人。", "補助勞工[+與家人]。"),
        ("補助 10 人。第二句。", "補助 12 人。第二句。", "補助 [-10][+12] 人。第二句。"),
        ("第一句。第二句。", "第二句。", "[-第一句。]第二句。"),
        # Rewritten beyond recognition: two texts, no mixture of words.
        (
            "全面檢查營造工地的墜落危險並限期改善。",
            "本年度改以補助雇主購置防護設備為主要作法。",
            "[-全面檢查營造工地的墜落危險並限期改善。][+本年度改以補助雇主購置防護設備為主要作法。]",
        ),
        ("照護勞工。", "照顧勞工。", "[-照護][+照顧]勞工。"),
        ("（一）補助，勞工", "(一) 補助,勞工", "(一) 補助,勞工"),
        ("（一）補助 勞工", "(一)照顧勞工", "(一)[-補助 ][+照顧]勞工"),
        ("", "全部是新的", "[+全部是新的]"),
        ("全部拿掉", "", "[-全部拿掉]"),
        # Scattered single characters in common would be unreadable.
        ("減少的勞工", "增加的婦女", "[-減少的勞工][+增加的婦女]"),
    ],
)
def test_changes_are_told_by_words(old: str, new: str, told: str) -> None:
    assert written(old, new) == told


@given(st.text("甲乙丙。，12 \n", max_size=40), st.text("甲乙丙。，12 \n", max_size=40))
def test_both_wordings_are_there_in_full(old: str, new: str) -> None:
    pieces = difference(old, new, load_analyzer().cut)
    told = "".join(piece.text for piece in pieces if piece.change != "added")
    assert squeeze(told) == squeeze(old)
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == new
    assert all(piece.text for piece in pieces)


def test_a_very_long_clause_is_shown_whole() -> None:
    old, new = "甲" * 3000, "乙" * 3000
    assert difference(old, new, load_analyzer().cut) == (Piece("removed", old), Piece("added", new))
