"""What documents and links are called: no name of a file, and no two links of one text."""

from __future__ import annotations

import shutil
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from page import found, text, tree
from test_presenting import document, passage

from indexer import pipeline
from search.config import Settings
from search.live import LiveSearcher
from search.model import Location
from web import wordings
from web.app import create_app
from web.holdings import told_apart
from web.telling_apart import told_apart as links_told_apart

PAGES = (
    "/search?q=就業",
    "/search?q=就業&view=documents",
    "/search?q=就業&view=matrix",
    "/search?q=就業 職業災害&view=matrix",
    "/search?q=職業災害發生率 106 實際值",
    "/d/mol-109-plan",
    "/api",
    "/p/mol-109-plan-word-goal-1",
)


def test_a_name_of_a_file_is_no_title() -> None:
    assert wordings.named("plan_2020-final(2)") == wordings.UNTITLED
    assert wordings.named("109年度施政計畫") == "109年度施政計畫"


def test_documents_without_a_title_are_named_by_what_is_known() -> None:
    documents = [
        replace(document("a", "甲部", 2020), title="scan001"),
        replace(document("b", "甲部", 2020), title="scan002"),
        replace(document("c", None, None), title="x"),
    ]
    assert told_apart(documents) == {
        "a": "未載明名稱的文件（甲部，109 年度，第 1 份）",
        "b": "未載明名稱的文件（甲部，109 年度，第 2 份）",
        "c": "未載明名稱的文件（年度未標示）",
    }


def test_the_file_of_a_document_without_a_title_stands_in_the_source_alone(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    lines = (
        "一、招商引資\n（一）鼓勵廠商設廠，協助取得用地。\n二、數位轉型\n（一）輔導業者導入系統。\n"
    )
    Path(folder, "scan-0007.txt").write_text(lines, "utf-8")
    pipeline.run([folder], tmp_path / "data", "whoosh", lambda *_: None)
    client = create_app(
        Settings(data=tmp_path / "data"), LiveSearcher(tmp_path / "data")
    ).test_client()
    for path in ("/", "/search?q=招商", "/search?q=招商&view=documents", "/sitemap"):
        said = text(client.get(path))
        assert "scan-0007" not in said, path
    hit = client.get("/api/v1/search?q=招商").get_json()["hits"][0]
    shown = client.get(f"/p/{hit['id']}")
    assert found(shown, "//dd[@class='file']/text()")[0].strip() == "scan-0007.txt"
    assert wordings.UNTITLED in text(shown)
    assert "scan-0007" not in "".join(found(shown, "//h1//text() | //nav//text() | //title/text()"))


def test_passages_of_one_title_are_told_apart_by_their_places() -> None:
    told = links_told_apart(
        [
            passage(id="a", title="結語", location=Location(0, 1, page=3)),
            passage(id="b", title="結語", location=Location(0, 1, page=9)),
            passage(id="c", title="結語", location=Location(0, 1, page=9)),
            passage(id="d", title="推動就業"),
        ]
    )
    assert set(told) == {"a", "b", "c"}
    assert len(set(told.values())) == 3
    assert "第 3 頁" in told["a"]


@pytest.mark.parametrize("path", PAGES)
def test_links_of_one_text_lead_to_one_place_or_say_which(client: FlaskClient, path: str) -> None:
    texts = defaultdict(list)
    for link in tree(client.get(quote(path, safe="/?&="))).xpath("//main//a[@href]"):
        said = link.text_content().strip()
        texts[said].append((link.get("href"), link.get("aria-label") or link.get("title")))
    for said, links in texts.items():
        if len({address for address, _ in links}) > 1:
            labels = [label for _, label in links]
            assert all(labels), said
            assert len(set(labels)) == len(labels), said


def test_the_coverage_page_tells_of_damage(tmp_path: Path, data: Path) -> None:
    shutil.copytree(data, tmp_path / "data")
    settings = Settings(data=tmp_path / "data")
    client = create_app(settings, LiveSearcher(settings.data)).test_client()
    assert "損壞或缺漏" not in text(client.get("/coverage"))
    client = create_app(settings, live := LiveSearcher(settings.data)).test_client()
    live.searcher()
    (segment,) = settings.data.glob("generations/*/index/**/*.seg")
    with segment.open("r+b") as file:
        file.truncate(segment.stat().st_size - 1)
    assert "索引有 1 處損壞或缺漏。" in text(client.get("/coverage"))
