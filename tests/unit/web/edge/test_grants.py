"""Boxes on other pages: which agencies they search, and whom they serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from origin_tricks import TRICKS
from page import body_of
from small_corpus import CITY, LABOR

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

WIDE, LABOR_ONLY = "https://www.example.tw", "http://labor:8080"
USER = "wang"


@pytest.fixture(scope="module")
def client(data: Path) -> FlaskClient:
    """The site with an origin that is limited, and an agency that is for one user."""
    settings = Settings(
        data=data,
        embed_origins=(WIDE, LABOR_ONLY),
        embed_agencies={LABOR_ONLY: ("勞委會", "mol")},
        trusted_proxies=("127.0.0.1",),
        user_header="Remote-User",
        embed_users={CITY: (USER, "王")},
    )
    return create_app(settings, LiveSearcher(data)).test_client()


def suggested(client: FlaskClient, text: str, **headers: str) -> list[str]:
    answer = client.get("/api/v1/suggest", query_string={"q": text}, headers=headers)
    assert answer.status_code == 200
    return body_of(answer)["suggestions"]  # type: ignore[no-any-return]


def framers(client: FlaskClient, query: str) -> set[str]:
    policy = client.get(f"/embed/frame{query}").headers["Content-Security-Policy"]
    written = next(part for part in policy.split("; ") if part.startswith("frame-ancestors "))
    return set(written.split()[1:]) - {"'self'"}


# ── Agencies of an origin ──


def test_a_box_is_offered_names_of_its_agencies_alone(client: FlaskClient) -> None:
    of_all = suggested(client, CITY[:2])
    assert CITY in of_all
    assert suggested(client, CITY[:2], Origin=WIDE) == of_all
    assert CITY not in suggested(client, CITY[:2], Origin=LABOR_ONLY)
    assert suggested(client, LABOR, Origin=LABOR_ONLY) == [LABOR]
    # So for the names of projects, indicators and work programs.
    for name in ("就業服務", "職業災害發生率", "就業業務"):
        assert suggested(client, name, Origin=LABOR_ONLY) == [name]
    assert len(suggested(client, "技能補助")) == 10
    assert suggested(client, "技能補助", Origin=LABOR_ONLY) == []


def test_answers_for_one_origin_are_never_taken_for_those_of_another(client: FlaskClient) -> None:
    address = "/api/v1/suggest?q=x"
    wide = client.get(address, headers={"Origin": WIDE})
    tag = wide.headers["ETag"]
    assert "Origin" in wide.headers["Vary"]
    again = {"If-None-Match": tag}
    assert client.get(address, headers={"Origin": WIDE, **again}).status_code == 304
    assert client.get(address, headers={"Origin": LABOR_ONLY, **again}).status_code == 200


@pytest.mark.parametrize("path", ["search?q=x", "search.csv", "documents", "none"])
def test_scripts_of_a_limited_origin_read_nothing_but_suggestions(
    client: FlaskClient, path: str
) -> None:
    for origin, may in ((WIDE, True), (LABOR_ONLY, False)):
        for method in ("GET", "OPTIONS"):
            answer = client.open(f"/api/v1/{path}", method=method, headers={"Origin": origin})
            assert ("Access-Control-Allow-Origin" in answer.headers) is may
    assert (
        client.get("/api/v1/suggest?q=x", headers={"Origin": LABOR_ONLY}).headers[
            "Access-Control-Allow-Origin"
        ]
        == LABOR_ONLY
    )


@pytest.mark.parametrize(
    ("query", "may"),
    [
        ("", {WIDE}),
        ("?agency=", {WIDE}),
        ("?agency=%00", {WIDE}),
        ("?agency=mol", {WIDE, LABOR_ONLY}),
        (f"?agency={LABOR}", {WIDE, LABOR_ONLY}),
        ("?agency=mol&agency=mol", {WIDE, LABOR_ONLY}),
        ("?agency=mol&agency=moe", {WIDE}),
        ("?agency=nowhere", {WIDE}),
        ("?agency=none", {WIDE}),
        ("?year=109", {WIDE}),
    ],
)
def test_a_limited_origin_frames_only_what_is_narrowed_to_its_agencies(
    client: FlaskClient, query: str, may: set[str]
) -> None:
    assert framers(client, query) == may


@pytest.mark.parametrize("origin", TRICKS.values(), ids=TRICKS)
def test_what_only_looks_like_an_origin_lets_nobody_in(client: FlaskClient, origin: str) -> None:
    sent = {"Origin": origin.encode().decode("latin-1")}
    answer = client.get("/api/v1/search?q=x", headers=sent)
    named = answer.headers.get("Access-Control-Allow-Origin")
    assert named is None or origin.strip() == WIDE


# ── Users of an agency ──


@pytest.mark.parametrize(
    ("query", "user", "status"),
    [
        (f"?agency={CITY}", USER, 200),
        (f"?agency={CITY}", "王", 200),
        (f"?agency={CITY}", None, 403),
        (f"?agency={CITY}", "Wang", 403),
        (f"?agency={CITY}", f"{USER}, root", 403),
        (f"?agency={CITY}&agency=mol", None, 403),
        (f"?agency=mol&agency=%20{CITY}%20", None, 403),
        ("?agency=mol", None, 200),
        ("", None, 200),
    ],
)
def test_a_frame_serves_whom_its_agency_names(
    client: FlaskClient, query: str, user: str | None, status: int
) -> None:
    headers = {"Remote-User": user.encode().decode("latin-1")} if user else {}
    answer = client.get(f"/embed/frame{query}", headers=headers)
    assert answer.status_code == status
    assert ("<form" in answer.text) is (status == 200)
    assert ("只開放給指定的使用者" in answer.text) is (status == 403)
    # The page around it may show what it says.
    assert WIDE in answer.headers["Content-Security-Policy"]


def test_a_user_is_believed_from_the_trusted_proxy_alone(client: FlaskClient) -> None:
    answer = client.get(
        f"/embed/frame?agency={CITY}",
        headers={"Remote-User": USER},
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert answer.status_code == 403


def test_a_frame_that_was_served_to_one_is_not_unchanged_for_another(client: FlaskClient) -> None:
    address = f"/embed/frame?agency={CITY}"
    tag = client.get(address, headers={"Remote-User": USER}).headers["ETag"]
    again = {"If-None-Match": tag}
    assert client.get(address, headers={"Remote-User": USER, **again}).status_code == 304
    assert client.get(address, headers=again).status_code == 403


def test_suggestions_for_an_origin_of_a_closed_agency_need_a_user(data: Path) -> None:
    settings = Settings(
        data=data,
        embed_origins=(WIDE,),
        embed_agencies={WIDE: (CITY,)},
        trusted_proxies=("127.0.0.1",),
        user_header="Remote-User",
        embed_users={CITY: (USER,)},
    )
    closed = create_app(settings, LiveSearcher(data)).test_client()
    assert CITY in suggested(closed, CITY[:2], Origin=WIDE, **{"Remote-User": USER})
    answer = closed.get("/api/v1/suggest?q=x", headers={"Origin": WIDE})
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert "指定的使用者" in body_of(answer)["title"]
    # The site itself is open.
    assert CITY in suggested(closed, CITY[:2])
