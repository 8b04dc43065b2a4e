from __future__ import annotations

import json
import time
from io import BytesIO
from urllib.parse import urlencode

import pytest
import small_corpus
from flask import Flask, request
from flask.testing import FlaskClient
from page import found, text
from werkzeug.test import TestResponse

from web.desk import answer_files

GOAL = "mol-109-plan-word-goal-1"


def _verify(client: FlaskClient, draft: str) -> str:
    answer = client.post("/verify", data={"draft": draft}, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


def test_a_draft_s_quotations_are_told_apart(client: FlaskClient) -> None:
    page = _verify(client, "「減少職業災害的發生」「減少職業傷害的發生」「全無此事可言」")
    assert "共 3 處：1 處相符、1 處有出入、1 處查無" in page
    assert f'href="/p/{GOAL}"' in page
    assert "<del>" in page
    assert "<ins>" in page


def test_a_draft_is_kept_nowhere(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    _verify(client, "「不可告人的草稿」")
    assert "不可告人" not in caplog.text
    assert "不可告人" not in client.get("/verify").get_data(as_text=True)


@pytest.mark.parametrize("draft", ["", " \n", "字" * 20_001, "「甲乙」" * 300])
def test_drafts_that_cannot_be_checked_are_refused(client: FlaskClient, draft: str) -> None:
    answer = client.post("/verify", data={"draft": draft}, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "回核對引文" in answer.get_data(as_text=True)


def test_hostile_drafts_are_shown_as_text(client: FlaskClient) -> None:
    page = _verify(client, f"「{small_corpus.HOSTILE}」\x00\u202e")
    assert "<script>alert" not in page


def _finished(client: FlaskClient, address: str) -> TestResponse:
    for _ in range(600):
        page = client.get(address)
        if found(page, "//h1")[0].endswith("：已完成"):
            return page
        time.sleep(0.05)
    raise AssertionError(found(page, "//main"))


def test_a_batch_becomes_files(client: FlaskClient) -> None:
    answer = client.post(
        "/batch", data={"questions": "職業災害\n恐龍"}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert "職業" not in address
    links = found(_finished(client, address), "//main//a[@download]/@href")
    assert [link.rpartition(".")[2] for link in links] == ["odt", "ods", "csv", "xlsx"]
    sheet = client.get(links[2])
    assert sheet.headers["Cache-Control"] == "no-store"
    assert "filename*=UTF-8''" in sheet.headers["Content-Disposition"]
    assert sheet.data.startswith(b"\xef\xbb\xbf")
    assert "減少職業災害的發生" in sheet.data.decode("utf-8-sig")
    assert client.get(links[0]).data.startswith(b"PK")


def test_a_file_of_questions_comes_before_what_was_typed(client: FlaskClient) -> None:
    sent = {"questions": "職業災害", "file": (BytesIO("就業\n雇主\n".encode()), "題目.txt")}
    answer = client.post("/batch", data=sent, content_type="multipart/form-data")
    _finished(client, answer.headers["Location"])


@pytest.mark.parametrize(
    "sent",
    [
        {"questions": ""},
        {"questions": "長" * 2_001},
        {"questions": "\n".join(map(str, range(201)))},
        {"file": (BytesIO(b"\x7fELF\x00"), "x.ods")},
        {"file": (BytesIO(b"PK\x03\x04"), "x.ods")},
    ],
    ids=range(5),
)
def test_batches_that_cannot_be_made_are_refused(
    client: FlaskClient, sent: dict[str, object]
) -> None:
    answer = client.post("/batch", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "回批次查詢" in answer.get_data(as_text=True)


def test_an_upload_is_written_to_no_disk(app: Flask) -> None:
    with app.test_request_context("/batch", method="POST"):
        stream = request._get_file_stream(None, "text/plain", "x.txt", 1024**2)
        assert type(stream) is BytesIO


def test_an_upload_beyond_the_limit_is_refused(client: FlaskClient) -> None:
    kind = "multipart/form-data; boundary=x"
    answer = client.post("/batch", data=b"x" * 3 * 1024 * 1024, content_type=kind)
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/making/x", "/making/x/a.odt", "/making/%00/%2e%2e"])
def test_work_that_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_reference_of_a_passage_as_text_and_json(client: FlaskClient) -> None:
    text = client.get(f"/p/{GOAL}/citation.txt")
    assert text.mimetype == "text/plain"
    said = text.get_data(as_text=True)
    for part in (
        "勞動部109年度施政計畫",
        "預防職業災害",
        "第 3 行",
        "檔名：mol-109-plan-word.docx",
        "民國 115 年 11 月 21 日",
    ):
        assert part in said
    body = json.loads(client.get(f"/p/{GOAL}/citation.json").data)
    assert body["citation"] + "\n" == said
    assert (body["agency"], body["year_roc"], body["retrieved"]) == ("勞動部", 109, "2026-11-21")
    assert len(body["sha256"]) == 64


def test_references_follow_passages_that_moved_and_tell_of_those_gone(client: FlaskClient) -> None:
    moved = client.get(f"/p/{small_corpus.MOVED}/citation.json")
    assert moved.status_code == 301
    assert moved.headers["Location"].endswith(f"/p/{GOAL}/citation.json")
    assert client.get(f"/p/{small_corpus.GONE}/citation.txt").status_code == 410
    assert client.get("/p/never/citation.txt").status_code == 404


_ASKED = "本席認為職業災害已經太多，請委員說明就業博覽會如何辦理？"


def test_topics_are_ticked_for_a_question_before_it_is_exported(client: FlaskClient) -> None:
    page = client.get("/export", query_string={"q": _ASKED}).get_data(as_text=True)
    assert 'name="topic" value="職業災害"' in page
    assert not [word for word in ("本席", "委員", "已經") if f'value="{word}"' in page]
    answer = client.post(
        f"/export/print?{urlencode({'q': _ASKED})}",
        data={"topic": "職業災害", "topics": "恐龍、太空", "sample": "1"},
    )
    # A sample is drawn from everything, which takes longer than a request may.
    (link,) = found(_finished(client, answer.headers["Location"]), "//main//ul//a/@href")
    said = text(client.get(link))
    assert "沒有「恐龍」" in said
    assert "沒有「太空」" in said
    assert "沒有「已經」" not in said
    assert "亂數種子" in said


def test_topics_are_ticked_in_a_batch_before_it_is_made(client: FlaskClient) -> None:
    page = client.post("/batch", data={"questions": f"職業災害\n{_ASKED}"}).get_data(as_text=True)
    assert 'name="topic-2" value="職業災害"' in page
    assert 'name="topic-1"' not in page
    answer = client.post(
        "/batch",
        data={
            "question": ["職業災害", _ASKED],
            "number": ["", "7"],
            "legislator": ["", "甲"],
            "topic-2": "職業災害",
            "more-2": "太空",
        },
    )
    assert answer.status_code == 303


def test_a_large_pack_is_waited_for_at_an_address(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_files, "_MOST_ROWS_AT_ONCE", 1)
    for name in ("odt", "print"):
        answer = client.post(f"/export/{name}?q=職業災害", data={"question": "如何？"})
        assert answer.status_code == 303
        page = _finished(client, answer.headers["Location"])
        (link,) = found(page, "//main//ul//a/@href")
        made = client.get(link)
        assert made.headers["Cache-Control"] == "no-store"
        assert made.data.startswith(b"PK") or "減少職業災害的發生" in made.get_data(as_text=True)


def test_waiting_work_is_cancelled_by_its_button(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_files, "_MOST_ROWS_AT_ONCE", 1)
    address = client.post("/export/odt?q=職業災害").headers["Location"]
    assert client.post(f"{address}/cancel").status_code == 303
    page = client.get(address).get_data(as_text=True)
    assert "已取消" in page
    assert "download" not in page


def test_many_packs_at_once_keep_nobody_from_searching(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer_files, "_MOST_ROWS_AT_ONCE", 1)
    answers = [client.post("/export/odt?q=職業災害") for _ in range(16)]
    assert {answer.status_code for answer in answers} == {303}
    assert client.get("/search?q=職業災害").status_code == 200
    assert client.get("/healthz").status_code == 200
    for answer in answers:
        _finished(client, answer.headers["Location"])


def test_a_long_draft_is_checked_in_the_queue_and_waited_for_at_an_address(
    client: FlaskClient,
) -> None:
    draft = "「減少職業災害的發生」" + "以下說明本案辦理經過。" * 500
    answer = client.post("/verify", data={"draft": draft}, content_type="multipart/form-data")
    assert answer.status_code == 303
    where = answer.location
    for _ in range(200):
        page = client.get(where).get_data(as_text=True)
        if "核對結果" in page or "錯誤" in page:
            break
        time.sleep(0.05)
    result = client.get(f"{where}/核對結果.html")
    assert result.status_code == 200
    assert "減少職業災害的發生" in result.get_data(as_text=True)
    assert result.headers["Cache-Control"] == "no-store"
