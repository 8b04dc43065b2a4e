from __future__ import annotations

import codecs

import pytest

from indexer.packages.decoding import decode
from search.errors import DocumentError

TEXT = "示範市政府勞工局施政計畫\n一、辦理職業安全訓練，補助設備。\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("big5"),
        TEXT.encode("cp950"),
        TEXT.encode("big5hkscs"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode("cp950"),
    ],
)
def test_encodings(data: bytes) -> None:
    assert decode(data) == (TEXT, ())


def test_characters_of_hong_kong() -> None:
    text = "嘅係喺嗰啲" * 3
    assert decode(text.encode("big5hkscs")) == (text, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(encoding: str) -> None:
    text = "plan 109: " + TEXT * 20
    assert decode(text.encode(encoding)) == (text, ())


@pytest.mark.parametrize(
    ("encoding", "line", "column"),
    [("utf-8", 2, 3), ("cp950", 2, 3)],
)
def test_a_bad_byte_costs_one_character_and_is_reported(
    encoding: str, line: int, column: int
) -> None:
    lines = ["勞工安全訓練計畫", "補助設備更新", *["輔導事業單位改善"] * 20]
    data = "\n".join(lines).encode(encoding)
    place = len((lines[0] + "\n" + lines[1][: column - 1]).encode(encoding))
    text, told = decode(data[:place] + b"\xff" + data[place:])
    expected = [*lines]
    expected[1] = lines[1][: column - 1] + "\ufffd" + lines[1][column - 1 :]
    assert text.split("\n") == expected
    assert [one.told for one in told] == [
        f"第 {line} 行第 {column} 字讀不出來（{encoding}，共 1 個字）"
    ]


def test_a_character_that_an_office_made_costs_one_and_each_is_told() -> None:
    data = "甲乙丙丁，".encode("cp950") * 9
    made = b"\xfa\x40" + data + b"\x81\x40" + "戊".encode("cp950") + b"\xc8\xf1"
    text, told = decode(made)
    assert text == "\ufffd" + "甲乙丙丁，" * 9 + "\ufffd戊⻣"
    assert [(one.place, one.characters) for one in told] == [("第 1 行", 2)]
    assert "第 1、47 字" in told[0].told


def test_circled_numbers_of_big5_are_those_of_the_programs_of_taiwan() -> None:
    assert decode(b"\xc6\xa1" + "裏碁".encode("cp950"))[0] == "①裏碁"


def test_text_of_the_mainland_is_no_big5() -> None:
    text = "青溪县劳动检查计划\n一、办理职业安全教育训练，补助设备更新。\n" * 2
    assert decode(text.encode("gb18030")) == (text, ())


def test_at_most_twenty_places_are_named() -> None:
    data = b"\n".join("勞工安全訓練計畫推動補助設備更新".encode() * 3 + b"\xff" for _ in range(30))
    text, told = decode(data)
    assert text.count("\ufffd") == 30
    assert len(told) == 21
    assert sum(one.characters for one in told) == 30


@pytest.mark.parametrize("data", [b"\x7fELF" + bytes(200), bytes(range(256)) * 20 + bytes(999)])
def test_binary_files_are_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        decode(data)
    assert refused.value.remedy


def test_vertical_tabs_of_word_end_lines() -> None:
    assert decode("甲\x0b乙".encode())[0] == "甲\n乙"
