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
    text, warnings = decode(data[:place] + b"\xff" + data[place:])
    expected = [*lines]
    expected[1] = lines[1][: column - 1] + "\ufffd" + lines[1][column - 1 :]
    assert text.split("\n") == expected
    assert warnings == (f"第 {line} 行第 {column} 字無法解碼（{encoding}）",)


def test_at_most_twenty_places_are_named() -> None:
    data = b"\n".join("勞工安全訓練計畫推動補助設備更新".encode() * 3 + b"\xff" for _ in range(30))
    text, warnings = decode(data)
    assert text.count("\ufffd") == 30
    assert len(warnings) == 20


@pytest.mark.parametrize("data", [b"\x7fELF" + bytes(200), bytes(range(256)) * 20 + bytes(999)])
def test_binary_files_are_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(DocumentError) as refused:
        decode(data)
    assert refused.value.remedy


def test_vertical_tabs_of_word_end_lines() -> None:
    assert decode("甲\x0b乙".encode())[0] == "甲\n乙"
