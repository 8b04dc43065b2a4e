"""Under a path, every address of the site begins with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Response
from flask.testing import FlaskClient
from page import body_of

from search.config import Settings
from search.errors import SettingError
from search.live import LiveSearcher
from web.app import create_app
from web.edge.mount import placed

MOUNT = "/plans"
_ADDRESS = re.compile(r'\s(?:href|src|action|formaction)="([^"#][^"]*)"')


@pytest.fixture
def under(data: Path) -> FlaskClient:
    settings = Settings(data=data, mount=MOUNT, public_address="https://example.tw")
    return create_app(settings, LiveSearcher(data)).test_client()


def test_every_link_of_the_site_leads_to_an_answer_under_the_mount(under: FlaskClient) -> None:
    seen: set[str] = set()
    waiting = [f"{MOUNT}/"]
    while waiting and len(seen) < 250:
        address = waiting.pop(0)
        seen.add(address)
        with under.get(address) as answer:
            assert answer.status_code in (200, 301, 302, 303, 308), address
            if answer.status_code != 200:
                found = [answer.headers["Location"]]
            elif answer.mimetype == "text/html":
                found = _ADDRESS.findall(answer.get_data(as_text=True))
            else:
                continue
        for link in (one.replace("&amp;", "&") for one in found):
            if link.startswith("https://example.tw"):
                link = link.removeprefix("https://example.tw")
            elif not link.startswith("/"):
                continue
            assert link.startswith(f"{MOUNT}/"), (address, link)
            assert not link.startswith(f"{MOUNT}{MOUNT}"), (address, link)
            path = link.partition("#")[0]
            if path not in seen and path not in waiting:
                waiting.append(path)
    assert len(seen) > 100


def test_a_proxy_may_take_the_mount_off(under: FlaskClient) -> None:
    assert under.get("/help").data == under.get(f"{MOUNT}/help").data
    assert under.get(MOUNT).headers["Location"] == f"{MOUNT}/"


def test_redirects_and_citations_are_under_it(under: FlaskClient) -> None:
    assert under.get(f"{MOUNT}/search?year=2020").headers["Location"].startswith(f"{MOUNT}/search?")
    page = under.get(f"{MOUNT}/p/mol-109-plan-word-goal-1").get_data(as_text=True)
    assert f"https://example.tw{MOUNT}/p/mol-109-plan-word-goal-1" in page
    moved = under.get(f"{MOUNT}/api/v1/passages/moved-from-here")
    assert moved.headers["Location"].startswith(f"{MOUNT}/api/v1/passages/")
    assert body_of(under.get(f"{MOUNT}/api/v1/none"))["status"] == 404


def test_what_a_document_says_is_left_as_it_is() -> None:
    escaped = "<p>&lt;a href=&#34;/x&#34;&gt; href=&#34;/y</p>"
    response = Response(
        escaped + '<a href="/z">z</a><a href="//other/">o</a>', mimetype="text/html"
    )
    assert placed(response, MOUNT).get_data(as_text=True) == (
        escaped + '<a href="/plans/z">z</a><a href="//other/">o</a>'
    )


@pytest.mark.parametrize("mount", ["/search", "/api/plans", "/static"])
def test_a_path_of_the_site_s_own_is_no_mount(data: Path, mount: str) -> None:
    with pytest.raises(SettingError, match="mount"):
        create_app(Settings(data=data, mount=mount), LiveSearcher(data))
