from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
import small_corpus
from flask.testing import FlaskClient
from lxml import etree
from page import found
from werkzeug.test import TestResponse

from indexer import pipeline
from search.config import Settings
from search.live import LiveSearcher
from search.query.numerals import chinese
from web.app import create_app

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOME = "https://plans.example.tw"


@pytest.fixture
def public(data: Path) -> FlaskClient:
    """The site with an address of its own."""
    return create_app(Settings(data=data, public_address=HOME), LiveSearcher(data)).test_client()


def texts(response: TestResponse, path: str) -> list[str]:
    root = etree.fromstring(response.data)
    return [one if isinstance(one, str) else one.text for one in root.xpath(path, namespaces=ATOM)]


def test_a_search_can_be_followed(public: FlaskClient) -> None:
    page = public.get(f"/search?q={quote('就業')}&agency=mol&view=documents")
    addresses = found(page, "//a[starts-with(., '訂閱')]/@href")
    assert addresses == found(page, "//link[@rel='alternate']/@href")
    feed = public.get(addresses[0])
    assert feed.content_type == "application/atom+xml; charset=utf-8"
    assert texts(feed, "/a:feed/a:title") == ["就業・勞動部－政索"]
    assert texts(feed, "/a:feed/a:link[@rel='self']/@href") == [HOME + addresses[0]]
    assert texts(feed, "/a:feed/a:link[@rel='alternate']/@href") == [
        f"{HOME}/search?q={quote('就業')}&agency=mol"
    ]
    assert texts(feed, "//a:entry/a:id") == ["tag:zhengsuo,2026:/p/mol-109-plan-word-project-1"]
    assert texts(feed, "//a:entry/a:link/@href") == [
        f"{HOME}/p/mol-109-plan-word-project-1?q={quote('就業')}"
    ]
    assert texts(feed, "//a:entry/a:title") == ["就業服務"]
    assert "提供青年就業諮詢" in texts(feed, "//a:entry/a:summary")[0]
    assert texts(feed, "//a:entry/a:author/a:name") == ["勞動部"]
    for updated in texts(feed, "//a:updated"):
        assert datetime.fromisoformat(updated).tzinfo is not None


def test_ids_do_not_depend_on_the_host(client: FlaskClient, public: FlaskClient) -> None:
    for path in ("//a:id", "//a:updated"):
        assert texts(client.get("/search/feed"), path) == texts(public.get("/search/feed"), path)


def test_a_search_that_finds_nothing_yet_can_be_followed(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote('恐龍')}")
    feed = client.get(found(page, "//a[starts-with(., '訂閱')]/@href")[0])
    assert (feed.status_code, texts(feed, "//a:entry")) == (200, [])


def test_pages_of_a_feed_are_linked(client: FlaskClient) -> None:
    first = client.get("/search/feed")
    assert len(texts(first, "//a:entry/a:id")) == 20
    after = texts(first, "//a:link[@rel='next']/@href")
    assert after == ["/search/feed?page=2"]
    second = client.get(after[0])
    assert texts(second, "//a:link[@rel='previous']/@href") == ["/search/feed"]
    assert not set(texts(first, "//a:entry/a:id")) & set(texts(second, "//a:entry/a:id"))
    assert client.get("/search/feed?page=3").status_code == 404


def test_what_is_added_comes_first_and_the_rest_is_not_told_anew(tmp_path: Path) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    folder.mkdir()
    _write_plan(folder / "a-109.txt", 109, 25)

    def index() -> TestResponse:
        pipeline.run([folder], data, "whoosh", lambda stage, done, total: None)
        site = create_app(Settings(data=data), LiveSearcher(data)).test_client()
        return site.get(f"/search/feed?q={quote('就業')}")

    first = index()
    # The time of reading is told in whole seconds.
    time.sleep(1.1)
    _write_plan(folder / "a-100.txt", 100, 2)
    then = index()
    ids, before = texts(then, "//a:entry/a:id"), texts(first, "//a:entry/a:id")
    assert len(before) == len(ids) == 20
    assert not set(ids[:2]) & set(before)
    assert ids[2:] == before[:18]
    assert texts(then, "//a:entry/a:updated")[2:] == texts(first, "//a:entry/a:updated")[:18]


def _write_plan(path: Path, year: int, goals: int) -> None:
    lines = [f"勞動部{year}年度施政計畫", "", "壹、年度施政目標", ""]
    for place in range(1, goals + 1):
        lines += [f"{chinese(place)}、促進就業{year * place}號", f"（一）就業{year * place}。"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_arguments_are_those_of_the_page(client: FlaskClient) -> None:
    moved = client.get(f"/search/feed?q={quote('就業')}&year=2020&view=matrix&utm=x")
    assert (moved.status_code, moved.location) == (
        301,
        f"/search/feed?q={quote('就業')}&year=109",
    )
    assert client.get("/search/feed?agency=nobody").status_code == 400


def test_whatever_a_document_says_is_text(client: FlaskClient) -> None:
    feed = client.get(f"/search/feed?q={quote('本市推動青年就業')}")
    assert "<script>alert(1)</script>" in texts(feed, "//a:entry/a:summary")[0]
    assert not texts(feed, "//a:summary/*|//a:script")
    bad = client.get(f"/search/feed?q={quote('技能')}")
    assert "[U+202E]" in texts(bad, "//a:entry/a:summary")[0]


def test_what_changed_says_old_and_new(client: FlaskClient) -> None:
    (changed,) = [
        one
        for one in texts(client.get("/search/feed?agency=mol&year=109&kind=project"), "//a:summary")
        if "修正於" in one
    ]
    assert f"內容：原 {small_corpus.FORMER_TEXT} → 修正 " in changed
