"""Around each request: who may read it elsewhere, how many may come, what is logged."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from origin_tricks import TRICKS
from page import body_of

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

ORIGIN = "https://www.example.tw"


def _client(data: Path, **settings: object) -> FlaskClient:
    given = Settings(data=data, **settings)  # type: ignore[arg-type]
    return create_app(given, LiveSearcher(data)).test_client()


@pytest.mark.parametrize("address", ["/api/v1/search?q=x", "/api/v1/suggest?q=x", "/api/v1/none"])
def test_scripts_of_a_listed_origin_may_read_the_api(data: Path, address: str) -> None:
    client = _client(data, embed_origins=(ORIGIN,))
    answer = client.get(address, headers={"Origin": ORIGIN})
    assert answer.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    again = client.get(
        address, headers={"Origin": ORIGIN, "If-None-Match": answer.headers.get("ETag", "")}
    )
    assert again.headers["Access-Control-Allow-Origin"] == ORIGIN


@pytest.mark.parametrize("origin", TRICKS.values(), ids=TRICKS)
def test_no_other_origin_may(data: Path, origin: str) -> None:
    client = _client(data, embed_origins=(ORIGIN,))
    for method in ("GET", "OPTIONS"):
        sent = origin.encode().decode("latin-1")
        answer = client.open("/api/v1/suggest?q=x", method=method, headers={"Origin": sent})
        named = answer.headers.get("Access-Control-Allow-Origin")
        # A blank around a header's value is no part of it.
        assert named is None or origin.strip() == ORIGIN
        assert "Origin" in answer.headers["Vary"]


def test_a_page_is_read_by_no_other_site(data: Path) -> None:
    answer = _client(data, embed_origins=(ORIGIN,)).get("/search?q=x", headers={"Origin": ORIGIN})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_browser_may_ask_beforehand(data: Path) -> None:
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    answer = _client(data, embed_origins=(ORIGIN,)).options("/api/v1/search", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"


def test_an_address_that_asks_too_often_is_told_when_to_come_again(data: Path) -> None:
    client = _client(data, rate_limit="3/minute")
    answers = [client.get("/api/v1/suggest?q=x") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    *served, last = answers
    assert not any("Retry-After" in answer.headers for answer in served)
    assert last.content_type == "application/problem+json"
    assert 1 <= int(last.headers["Retry-After"]) <= 60
    assert body_of(last)["title"] == "您的查詢過於頻繁"
    page = client.get("/search?q=x")
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert client.get("/healthz").status_code == 200
    other = {"REMOTE_ADDR": "192.0.2.9"}
    assert client.get("/search?q=x", environ_overrides=other).status_code == 200


def test_the_log_tells_who_and_where_but_not_what_for(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = _client(data, trusted_proxies=("127.0.0.1",), user_header="Remote-User")
    headers = {"X-Forwarded-For": "192.0.2.7", "Remote-User": "王".encode().decode("latin-1")}
    with caplog.at_level(logging.INFO, "web.edge.access"):
        client.get("/search?q=secret&agency=mol", headers=headers)
        client.get("/p/none%0d%0aclient=forged")
    search, forged = (
        record.getMessage() for record in caplog.records if record.name == "web.edge.access"
    )
    assert search.startswith("client=192.0.2.7 user=%E7%8E%8B method=GET path=/search status=200 ")
    assert "secret" not in search
    assert "mol" not in search
    assert "path=/p/none%0D%0Aclient%3Dforged" in forged
    assert "\n" not in forged


def test_a_form_that_is_sent_is_never_called_unchanged(client: FlaskClient) -> None:
    tag = client.get("/help").headers["ETag"]
    assert client.post("/help", headers={"If-None-Match": tag}).status_code == 405
