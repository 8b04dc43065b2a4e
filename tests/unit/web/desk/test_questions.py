from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyexcel_ods3 import save_data

from search.errors import DocumentError, QueryError
from web.desk.questions import (
    MOST_QUESTIONS,
    Question,
    questions,
    read_questions,
    rows_of,
    topics_csv,
)


def _ods(rows: list[list[object]]) -> bytes:
    out = BytesIO()
    save_data(out, {"題目": rows})
    return out.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "職業災害\n\n青年就業\n職業災害\n".encode(),
        "職業災害\r\n青年就業".encode("cp950"),
        "\ufeff職業災害\n青年就業".encode(),
        "職業災害\n青年就業".encode("utf-16"),
        "編號,問題\n1,職業災害\n2,青年就業\n".encode(),
        '"職業災害","甲"\n"青年就業","乙"\n'.encode(),
        _ods([["編號", "質詢內容"], [1, "職業災害"], [2, "青年就業"]]),
        _ods([["職業災害"], ["青年就業"]]),
    ],
)
def test_questions_are_read_from_any_of_the_formats(content: bytes) -> None:
    assert [one.text for one in read_questions(content)] == ["職業災害", "青年就業"]


def test_a_comma_does_not_cut_a_question_of_a_text_file() -> None:
    assert read_questions("職災, 重建".encode()) == (Question("職災, 重建"),)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n \n",
        b"\x7fELF\x00\x01",
        b"\xff\xff\xff",
        b"PK\x03\x04 broken",
        _zip("other.xml", b"<a/>"),
        _zip("content.xml", b"<a"),
        _zip("content.xml", b"<a/>"),
        _zip("content.xml", b" " * (21 * 1024 * 1024)),
        _zip("content.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        b"x" * (2 * 1024 * 1024 + 1),
        ("長" * 2_001).encode(),
        "\n".join(f"題{n}" for n in range(MOST_QUESTIONS + 1)).encode(),
    ],
    ids=range(13),
)
def test_what_holds_no_questions_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(QueryError, match=r"題|檔案|個字"):
        read_questions(content)


@given(st.binary(max_size=200))
def test_no_bytes_leave_with_another_error(content: bytes) -> None:
    for given_ in (content, b"PK\x03\x04" + content, _zip("content.xml", content)):
        with suppress(DocumentError):
            assert isinstance(rows_of(given_), list)


def test_control_characters_are_cleaned() -> None:
    asked = map(Question, ("職業\x00災害", "\ud800"))
    assert questions(asked) == (Question("職業 災害"),)


def test_number_legislator_and_topics_are_read_where_columns_say_so() -> None:
    content = "編號,委員,問題,議題詞\n7,甲委員,職業災害如何預防？,職業災害、預防\n"
    assert read_questions(content.encode()) == (
        Question("職業災害如何預防？", "7", "甲委員", ("職業災害", "預防")),
    )


def test_proposed_topics_are_read_again_from_their_file() -> None:
    offered = [(Question("職業災害如何預防？", "7"), ("職業災害",))]
    (read,) = read_questions(topics_csv(offered))
    assert read == Question("職業災害如何預防？", "7", "", ("職業災害",))
