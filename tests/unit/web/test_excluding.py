"""Excluding a value of a facet, and a span of years, wherever a search is asked."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from page import found, text, tree


def _total(client: FlaskClient, query: str) -> int:
    return int(client.get(f"/api/v1/search?size=20{query}").get_json()["total"])


@pytest.mark.parametrize(
    ("facet", "value"), [("agency", "mol"), ("year", "109"), ("kind", "goal"), ("year", "none")]
)
def test_what_is_excluded_and_what_is_left_are_all(
    client: FlaskClient, facet: str, value: str
) -> None:
    every, one = _total(client, ""), _total(client, f"&{facet}={value}")
    assert _total(client, f"&{facet}=-{value}") == every - one


def test_a_row_excludes_its_value_and_takes_it_back(client: FlaskClient) -> None:
    page = client.get("/search")
    button = "//button[@form='search' and @value='-mol']"
    assert found(page, f"{button}/@name") == ["agency"]
    without = client.get("/search?agency=-mol")
    assert "機關 不含 勞動部" in text(without)
    tick = "//fieldset//input[@name='agency' and @value='-mol' and @checked]"
    assert found(without, tick)
    assert not found(without, "//fieldset//input[@value='mol']")
    assert "勞動部" not in found(without, "//ol[@class='hits']//p[@class='where']/span[1]")
    both = client.get("/search?agency=-mol&agency=mol")
    assert both.location == "/search?agency=-mol"


def test_fields_for_a_span_become_one_value(client: FlaskClient) -> None:
    answer = client.get("/search?from=106&to=民國109年")
    assert answer.location == "/search?year=106..109"
    page = client.get(answer.location)
    assert "年度 106 至 109 年" in text(page)
    years = [_total(client, f"&year={year}") for year in range(106, 110)]
    assert _total(client, "&year=106..109") == sum(years)
    assert client.get("/search?from=&to=109").location == "/search?year=..109"
    assert client.get(f"/search?from={quote('去年')}").status_code == 400


def test_feeds_and_files_heed_them(client: FlaskClient) -> None:
    feed = client.get("/search/feed?agency=-mol")
    assert feed.status_code == 200
    assert "<name>勞動部</name>" not in feed.get_data(as_text=True)
    assert "不含 勞動部" in feed.get_data(as_text=True)
    export = client.get("/export?agency=-mol&year=106..110")
    assert export.status_code == 200
    assert "不含 勞動部" in text(export)
    matrix = client.get("/search?agency=-mol&view=matrix")
    rows = tree(matrix).xpath("//table[contains(@class, 'matrix')]//tbody/tr/th")
    assert rows
    assert "勞動部" not in [row.text_content() for row in rows]
