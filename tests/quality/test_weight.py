"""What a page of results weighs over real plans: 20 passages and the styles, packed."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from lxml import html

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

MOST_BYTES = 20 * 1024
PACKED = {"Accept-Encoding": "gzip"}
QUERIES = ("職業災害", "就業", "勞工保險 職業", "青年 OR 婦女", "計畫", "推動")


@pytest.fixture(scope="module")
def site(data: Path) -> Flask:
    return create_app(Settings(data=data), LiveSearcher(data))


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_of_results_is_light(site: Flask, query: str) -> None:
    client = site.test_client()
    address = f"/search?q={quote(query)}"
    styles = html.fromstring(client.get(address).text).xpath("//link[@rel='stylesheet']/@href")
    assert len(styles) == 1
    packed = [client.get(path, headers=PACKED) for path in (address, *styles)]
    assert all(answer.content_encoding == "gzip" for answer in packed)
    assert sum(len(answer.data) for answer in packed) <= MOST_BYTES


def test_what_is_related_never_outgrows_what_was_found(site: Flask) -> None:
    counts = {}
    for query in ("職業災害", "如何減少職業災害並照顧受傷的勞工"):
        page = html.fromstring(site.test_client().get(f"/search?q={quote(query)}").text)
        hits = page.xpath("//*[@id='found']/ol/li/article")
        related = page.xpath("//section[@class='related']//article")
        counts[query] = (len(hits), len(related))
    assert counts == {"職業災害": (20, 0), "如何減少職業災害並照顧受傷的勞工": (0, 20)}
