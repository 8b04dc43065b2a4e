"""Pages, feed and comparisons of programs over the small corpus, hostile texts too."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
import small_corpus
from flask.testing import FlaskClient
from page import found, text

from search.config import Settings
from search.live import LiveSearcher
from search.programs.model import Link
from web.app import create_app
from web.years import year_wordings

PROGRAM = f"/program/{small_corpus.PROGRAM}"
EDITIONS = "/compare?a=mol-109-plan.print&b=mol-109-plan.word"


def test_a_target_printed_later_is_a_revised_one(client: FlaskClient) -> None:
    answer = client.get(PROGRAM)
    assert answer.status_code == 200
    heads = found(answer, "//section[@class='numbers-of-program']//thead//th")
    assert heads == ["年度", "目標值", "修正目標值", "實際值"]
    assert found(answer, "//div[@class='value']/strong") == ["2.7", "2.9", "2.8"]


def test_a_feed_lists_the_passages_of_a_program(client: FlaskClient) -> None:
    answer = client.get(f"{PROGRAM}/feed")
    assert answer.mimetype == "application/atom+xml"
    body = answer.get_data(as_text=True)
    assert "職業災害發生率" in body
    assert "/p/mol-106-plan-word-kpi-1" in body


@pytest.mark.parametrize(
    "id_", ["none", "%00", "..%2F..", "a" * 3000, quote("計畫"), "%F0%9F%98%80"]
)
def test_a_program_that_never_was_is_not_found(client: FlaskClient, id_: str) -> None:
    for path in (f"/program/{id_}", f"/program/{id_}/feed", f"/api/v1/programs/{id_}"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (Link("a", "b", "renamed", likeness=0.34, titles=0.2), "疑似更名"),
        (Link("a", "b", "split", likeness=0.49, titles=0.49), "疑似拆分"),
        (Link("a", "b", "renamed", likeness=0.2, titles=0.5), "更名"),
        (Link("a", "b", "merged", likeness=0.5, titles=0.0), "合併"),
        (Link("a", "b", "same", likeness=0.1, titles=0.1), "延續"),
        (Link("a", "b", "renamed", likeness=0.1, titles=0.1, confirmed=True), "更名"),
    ],
)
def test_a_link_of_little_likeness_is_said_to_be_doubtful(link: Link, said: str) -> None:
    assert year_wordings.relation(link) == said
    assert year_wordings.other_program(link, came=True).startswith("疑似") == ("疑似" in said)


def test_editions_are_compared_word_by_word(client: FlaskClient) -> None:
    answer = client.get(f"{EDITIONS}&only=1")
    assert found(answer, "//li[@class='changed']//del")
    assert found(answer, "//li[@class='changed']//ins")
    assert "1 段文字不同" in text(answer)
    assert found(answer, "//li[@class='same']") == []
    assert found(client.get(EDITIONS), "//li[@class='same']") != []


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("", 200),
        ("?a=mol-109-plan", 200),
        ("?a=mol-109-plan&b=mol-109-plan", 200),
        ("?a=mol-109-plan&b=mol-106-plan&page=1", 200),
        ("?a=none&b=mol-106-plan", 404),
        ("?a=%00&b=mol-106-plan", 404),
        ("?a=mol-109-plan&b=mol-106-plan&page=0", 404),
        ("?a=mol-109-plan&b=mol-106-plan&page=99", 404),
        ("?a=mol-109-plan&b=mol-106-plan&page=%E4%B8%80", 404),
        ("?agency=%3Cscript%3E", 200),
    ],
)
def test_whatever_is_asked_for_is_answered(
    client: FlaskClient, arguments: str, status: int
) -> None:
    assert client.get(f"/compare{arguments}").status_code == status


def test_hostile_texts_stay_text(tmp_path: Path) -> None:
    small_corpus.build(tmp_path, hostile=[small_corpus.HOSTILE, "=1+1", "\u202e1,000 人\x00"])
    client = create_app(Settings(data=tmp_path), LiveSearcher(tmp_path)).test_client()
    listed = client.get("/api/v1/programs?size=100").get_json()["programs"]
    hostile = [one["id"] for one in listed if one["members"][0]["document"].startswith("hostile")]
    assert hostile
    for id_ in hostile:
        answer = client.get(f"/program/{id_}")
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.data
        assert client.get(f"/program/{id_}/feed").status_code == 200
    answer = client.get("/compare?a=hostile-0-plan&b=hostile-1-plan")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.data


@pytest.mark.parametrize("name", ["odt", "ods"])
def test_a_comparison_is_given_as_a_table_to_send(client: FlaskClient, name: str) -> None:
    assert f"/compare/{name}?" in client.get(EDITIONS).get_data(as_text=True)
    answer = client.post(EDITIONS.replace("/compare?", f"/compare/{name}?"))
    assert answer.headers["Cache-Control"] == "no-store"
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        content = archive.read("content.xml").decode()
    for word in ("對照表", "說明", "改變"):
        assert word in content
    assert client.post(f"/compare/{name}?a=x&b=y").status_code == 404
    assert client.post(EDITIONS.replace("/compare?", "/compare/exe?")).status_code == 404
