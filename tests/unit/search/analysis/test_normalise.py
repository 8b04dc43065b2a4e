from __future__ import annotations

import sys

import pytest

from search.analysis.needle import needle
from search.analysis.normalise import (
    fold,
    fold_with_map,
    fold_written,
    fold_written_with_map,
    table_file,
    variant_groups,
)
from search.analysis.script import is_simplified


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
    members = [member for group in variant_groups() for member in group]
    assert all(len(member) == 1 for member in members)
    assert len(members) == len(set(members))
    for group in variant_groups():
        assert len({fold(member) for member in group}) == 1, group
        assert len({fold_written(member) for member in group}) == 1, group


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣", "台灣"),
        ("僱用", "雇用"),
        ("獎勵", "奬勵"),
        ("群眾", "羣衆"),
        ("公布", "公佈"),
        ("１０９年度", "109 年度"),
        ("戶籍", "户籍"),
    ],
)
def test_variants_are_one_in_traditional_script_too(one: str, other: str) -> None:
    assert fold_written(one) == fold_written(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("制", "製"),
        ("復", "複"),
        ("後", "后"),
        ("臺", "颱"),
        ("灣", "湾"),
        ("劃", "畫"),
        ("了", "瞭"),
    ],
)
def test_characters_that_only_simplified_script_unites_stay_apart(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert fold_written(one) != fold_written(other)


def test_the_merged_folding_is_of_the_written_one_and_keeps_every_place() -> None:
    codes = (*range(0x2E80, 0xA000), *range(0xF900, 0xFB00), *range(0xFE00, 0x10000))
    for character in map(chr, codes):
        written = fold_written(character)
        assert fold(written) == fold(character)
        assert len(written) == len(fold(character))
        assert fold_written(written) == written


def test_the_written_map_leads_back_to_the_source() -> None:
    folded = fold_written_with_map("雇 ㎡臺")
    assert folded.text == fold_written("雇㎡臺")
    assert folded.source_span(1, 3) == (2, 3)
    assert folded.source_span(3, 4) == (3, 4)


@pytest.mark.parametrize("text", ["台湾", "身体", "机关", "劳动部的制度", "复制"])
def test_simplified_script_is_known_by_what_taiwan_does_not_write(text: str) -> None:
    assert is_simplified(text)


@pytest.mark.parametrize(
    "text", ["制度", "后里", "温度", "恒春", "朴子", "雇用", "ABC１", "", "\ud800"]
)
def test_traditional_script_is_never_taken_for_simplified(text: str) -> None:
    assert not is_simplified(text)


def found(typed: str, text: str) -> bool:
    sought = needle(typed, merged=is_simplified(typed))
    return sought.occurs(fold(text) if sought.merged else fold_written(text))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("了解", "充分瞭解"),
        ("暸解職災", "了解職災"),
        ("推動計劃", "推動計畫"),
        ("身份", "身分證"),
        ("工作紀錄", "工作記錄表"),
        ("劳动计划", "勞動計劃"),
        ("制造", "制造"),
        ("制造业别", "製造業別"),
    ],
)
def test_words_written_in_several_ways_find_each_other(typed: str, text: str) -> None:
    assert found(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("畫", "規劃"),
        ("動畫", "推動劃設"),
        ("制", "製造"),
        ("了", "瞭解"),
        ("紀", "記錄"),
        ("制造", "製造"),
    ],
)
def test_characters_of_such_words_do_not(typed: str, text: str) -> None:
    assert not found(typed, text)


def test_a_needle_that_could_be_anything_keeps_a_gram() -> None:
    sought = needle("了解計畫", merged=False)
    assert sought.grams() == ("了解", "解计", "计划")
    assert sought.places(fold_written("瞭解計劃。了解計畫")) is not None
    assert list(sought.places(fold_written("瞭解計劃。了解計畫"))) == [(0, 4), (5, 9)]
    assert needle("身分", merged=False).grams() == ("身",)


def test_words_of_the_table_differ_in_one_character() -> None:
    for line in table_file("variant_words.txt").splitlines():
        if line and not line.startswith("#"):
            members = line.split("\t")
            assert len({len(member) for member in members}) == 1, line
            places = [set(ones) for ones in zip(*map(fold_written, members), strict=True)]
            assert sum(len(ones) > 1 for ones in places) == 1, line
