"""Whole results as lines and as a sheet."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import small_corpus
from flask.testing import FlaskClient
from page import body_of

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

HOSTILE = (
    "=1+1",
    "＝HYPERLINK(A1)",
    "\t=2+2",
    "+886",
    "-1",
    "@x",
    "a\x00b\x0bc\x1b[31m",
    "\ud800壞",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data, programs=300, hostile=HOSTILE[:-1])
    return create_app(Settings(data=data), LiveSearcher(data)).test_client()


def _rows(client: FlaskClient, query: str = "") -> list[list[str]]:
    with client.get(f"/api/v1/search.csv{query}") as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def test_lines_are_all_hits_in_the_order_of_the_pages(hostile: FlaskClient) -> None:
    query = "q=%E5%B7%A5%E7%A8%8B&sort=document"
    with hostile.get(f"/api/v1/search.ndjson?{query}") as answer:
        lines = [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]
        assert int(answer.headers["X-Total-Count"]) == len(lines) == 300
    paged = []
    address: str | None = f"/api/v1/search?{query}&size=100"
    while address:
        body = body_of(hostile.get(address))
        paged += body["hits"]
        address = body["next"]
    assert lines == paged


def test_a_sheet_has_every_hit_and_no_formula(hostile: FlaskClient) -> None:
    rows = _rows(hostile)
    assert len(rows) == 1 + 29 + 300 + len(HOSTILE) - 1
    assert rows[0][:3] == ["機關", "年度", "文件"]
    cells = {cell for row in rows for cell in row}
    for text in HOSTILE[:6]:
        assert text not in cells
        assert "'" + text.replace("\t", " ") in cells
    assert not any(char in cell for cell in cells for char in "\x00\x0b\x1b")


def test_fields_slim_each_line(client: FlaskClient) -> None:
    with client.get("/api/v1/search.ndjson?fields=title,year&kind=kpi") as answer:
        (line,) = answer.get_data(as_text=True).splitlines()
    assert json.loads(line) == {
        "id": "mol-106-plan-word-kpi-1",
        "title": "職業災害發生率",
        "year": 2017,
    }


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_a_stream_has_no_pages(client: FlaskClient, kind: str) -> None:
    answer = client.get(f"/api/v1/search.{kind}?page=2&year=x")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert [fault["parameter"] for fault in body_of(answer)["faults"]] == ["page", "year"]


def test_an_unchanged_result_is_not_sent_again(client: FlaskClient) -> None:
    with client.get("/api/v1/search.csv?q=x") as first:
        tag = first.headers["ETag"]
    with client.get("/api/v1/search.csv?q=x", headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_only_so_many_are_sent_at_a_time(data: Path) -> None:
    client = create_app(Settings(data=data, threads=4), LiveSearcher(data)).test_client()
    waiting = [client.get("/api/v1/search.csv", buffered=False) for _ in range(2)]
    refused = client.get("/api/v1/search.ndjson")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert refused.content_type == "application/problem+json"
    for answer in waiting:
        answer.close()
    for _ in range(3):
        with client.get("/api/v1/search.csv") as answer:
            assert answer.status_code == 200
