from __future__ import annotations

import pytest

from search.query.lexicon.entries import Entries, Renamed, parse_entries

SOUND = """
field = "示範"
same = [["示範公車", "示公"]]
[one_way]
"小公車" = ["示範小巴"]
[kindred]
"搭車" = ["示範公車"]
[[former]]
today = "示範處"
past = ["示範科"]
year = 108
[notes]
"示公" = "「指示公告」也含這兩個字。"
[not_in]
"示公" = ["指示公"]
"""


def test_a_file_is_read_as_it_stands() -> None:
    entries, faults = parse_entries(SOUND)
    assert faults == ()
    assert entries == Entries(
        field="示範",
        same=(("示範公車", "示公"),),
        one_way={"小公車": ("示範小巴",)},
        former=(Renamed("示範處", ("示範科",), 108),),
        kindred={"搭車": ("示範公車",)},
        notes={"示公": "「指示公告」也含這兩個字。"},
        not_in={"示公": ("指示公",)},
    )
    assert entries.count == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("same = [", "格式有誤"),
        ('both = [["甲乙", "丙丁"]]', "「both」不是詞彙檔的項目"),
        ("field = 1", "field 應該是一段文字"),
        ('same = "甲乙"', "same 應該是一串詞組"),
        ('same = [["甲乙"]]', "至少要有 2 個詞"),
        ('same = [["甲乙", "乙"]]', "「乙」太短"),
        ('same = [["台中", "臺中"]]', "有重複的詞"),
        ('one_way = ["甲乙"]', "one_way 應該是一個表"),
        ('[one_way]\n"甲乙" = "丙丁"', "應該是一串詞"),
        ('[one_way]\n"甲乙" = []', "至少要有 1 個詞"),
        ('[one_way]\n"甲乙" = ["甲乙丙"]', "已在「甲乙丙」裡"),
        ('[kindred]\n"甲" = ["丙丁"]', "「甲」太短"),
        ('former = "甲"', "former 應該寫成 [[former]]"),
        ('[[former]]\ntoday = "甲乙"', "應該有 today、past、year 三行"),
        ('[notes]\n"甲乙" = "說明"', "notes 的「甲乙」不是這個檔案裡的詞"),
        ('[not_in]\n"甲乙" = ["丙甲乙"]', "not_in 的「甲乙」不是這個檔案裡的詞"),
        (
            'same = [["甲乙", "丙丁"]]\n[not_in]\n"甲乙" = ["丙丁"]',
            "not_in 的「丙丁」裡沒有「甲乙」",
        ),
        ('notes = "甲"', "notes 應該是一個表"),
    ],
)
def test_faults_are_named(text: str, said: str) -> None:
    _, faults = parse_entries(text)
    assert any(said in fault for fault in faults), faults


def test_all_faults_are_found_at_once() -> None:
    _, faults = parse_entries('field = 1\nsame = [["甲乙"]]\n[one_way]\n"丙丁" = []')
    assert len(faults) == 3
