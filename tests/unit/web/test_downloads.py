from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from page import found, text

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app
from web.downloads import safe_name

NAME = "mol-109-plan-word.docx"
ADDRESS = f"/f/{sha256(NAME.encode()).hexdigest()}"


@pytest.fixture(scope="module")
def closed(data: Path) -> Flask:
    return create_app(Settings(data=data, downloads=False), LiveSearcher(data))


def test_a_source_file_comes_as_an_attachment_under_its_name(client: FlaskClient) -> None:
    answer = client.get(ADDRESS, buffered=True)
    assert answer.data == NAME.encode()
    assert answer.headers["Content-Disposition"] == f"attachment; filename={NAME}"
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(ADDRESS, headers={"Range": "bytes=0-2"}, buffered=True).data == b"mol"


@pytest.mark.parametrize(
    "address",
    [
        "/f/" + "0" * 64,
        "/f/current",
        "/f/..%2Fcurrent",
        "/f/../current",
        ADDRESS.upper().replace("/F/", "/f/"),
        ADDRESS + "/",
        ADDRESS + ".new",
    ],
)
def test_nothing_else_can_be_had(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Content-Disposition" not in answer.headers


def test_a_file_that_left_the_corpus_is_not_given(client: FlaskClient, data: Path) -> None:
    content = b"left behind"
    digest = sha256(content).hexdigest()
    (data / "files" / digest).write_bytes(content)
    assert client.get(f"/f/{digest}").status_code == 404


def test_pages_link_what_is_there(client: FlaskClient) -> None:
    assert found(client.get("/p/mol-109-plan-word-goal-1"), "//a[@download]/@href") == [ADDRESS]
    assert len(found(client.get("/d/mol-109-plan"), "//a[@download]/@href")) == 2
    # Of this one no copy is kept.
    page = client.get("/d/city-110-plan")
    assert found(page, "//a[@download]") == []


def test_the_operator_can_switch_it_off(closed: Flask) -> None:
    client = closed.test_client()
    answer = client.get(ADDRESS, buffered=True)
    assert answer.status_code == 404
    assert "沒有提供下載" in text(answer)
    assert found(client.get("/d/mol-109-plan"), "//a[@download]") == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("109年度施政計畫（核定本）.docx", "109年度施政計畫（核定本）.docx"),
        ('a"b\r\nX-Bad: 1.txt', "a_b__X-Bad_ 1.txt"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("plan\u202efdp.exe", "plan_fdp.exe"),
        ("壞\udce9名.txt", "壞_名.txt"),
        (" . ", "未命名的檔案"),
    ],
)
def test_names_are_made_safe(name: str, safe: str, data: Path) -> None:
    assert safe_name(name) == safe


def test_citations_carry_the_public_address(data: Path) -> None:
    settings = Settings(data=data, public_address="https://plans.example.tw")
    client = create_app(settings, LiveSearcher(data)).test_client()
    page = client.get("/p/mol-109-plan-word-goal-1")
    copied = found(page, "//textarea")
    assert any("https://plans.example.tw/p/mol-109-plan-word-goal-1" in text for text in copied)
    assert found(page, "//link[@rel='canonical']/@href") == [
        "https://plans.example.tw/p/mol-109-plan-word-goal-1"
    ]
