from __future__ import annotations

import sys

import pytest

from search.analysis.normalise import _read_groups, fold, fold_with_map, variants_file


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣", "台湾"),
        ("僱用", "雇用"),
        ("瞭解", "了解"),
        ("暸解", "了解"),
        ("獎勵", "奬勵"),
        ("職業災害", "职业灾害"),
        ("計畫", "計劃"),
        ("計畫", "计划"),
        ("１０９年", "109年"),
        ("90％", "90%"),
        ("ＶＲ", "vr"),
        ("109 年", "109年"),
        ("勞 工\n保　險", "勞工保險"),
        ("㎡", "m2"),
        ("⼀", "一"),
        ("（一）", "(一)"),
        ("Café", "CAFE"),
        ("職\u200b災\ufe0f", "職災"),
        ("5–7–1", "5-7-1"),
    ],
)
def test_written_forms_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("辦", "辨"), ("末", "未"), ("，", "、"), ("「", "『"), ("1", "一")]
)
def test_different_characters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_what_nobody_sees_is_dropped() -> None:
    assert fold(" \t\r\n\u3000\u00a0\u200b\u202e\ufeff\x00\ud800\u0301\U000e0100") == ""


def test_every_visible_character_can_be_found() -> None:
    for (
        mark
    ) in "。，、；：？！「」『』（）《》〈〉【】…—～％＋－×÷＝／●○◎△▲※①⑴㈠①Ⅳ℃㎡#*@&_|\\^`\"'":
        assert fold(mark), mark


def test_folding_is_stable_and_never_depends_on_neighbours() -> None:
    # All of the first plane but for the least used scripts, and a part of the others.
    codes = (
        *range(0x3400),
        *range(0x3400, 0xD800, 5),
        *range(0xE000, 0x10000),
        *range(0x10000, sys.maxunicode + 1, 331),
    )
    characters = [chr(code) for code in codes]
    unstable = [character for character in characters if fold(fold(character)) != fold(character)]
    assert unstable == []
    assert fold("".join(characters)) == "".join(map(fold, characters))


def test_the_map_leads_back_to_whole_source_characters() -> None:
    source = "計畫 ㎡１０ a\u0301 職"
    folded = fold_with_map(source)
    assert folded.text == fold(source)
    start = folded.text.index("m")
    assert source[slice(*folded.source_span(start, start + 1))] == "㎡"
    start = folded.text.index("10")
    assert source[slice(*folded.source_span(start, start + 2))] == "１０"
    start = folded.text.index(fold("職"))
    assert source[slice(*folded.source_span(start, start + 1))] == "職"


def test_the_table_of_variants_names_each_character_once() -> None:
    lines = [line for line in variants_file().splitlines() if not line.startswith("#")]
    members = [member for line in lines for member in line.split("\t")]
    assert all(len(member) == 1 for member in members)
    assert len(members) == len(set(members))
    assert set(members) <= set(_read_groups())
