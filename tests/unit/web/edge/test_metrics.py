"""Figures for Prometheus, told to those who may read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app
from web.edge.metrics import Metrics


def _figures(text: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def _requests(figures: dict[tuple[str, frozenset[tuple[str, str]]], float]) -> dict[str, float]:
    return {
        f"{dict(labels)['endpoint']} {dict(labels)['method']} {dict(labels)['status']}": value
        for (name, labels), value in figures.items()
        if name == "zhengsuo_requests_total"
    }


def test_requests_durations_and_the_index_are_told(data: Path) -> None:
    client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    for address in ("/search?q=x", "/search?q=y", "/none", "/api/v1/search?page=0"):
        client.get(address)
    client.open("/help", method="BREW")
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    figures = _figures(answer.get_data(as_text=True))
    assert _requests(figures) == {
        "pages.search GET 200": 2,
        "none GET 404": 1,
        "api.search GET 400": 1,
        "none other 405": 1,
    }
    plain = {name: value for (name, labels), value in figures.items() if not labels}
    assert plain["zhengsuo_index_passages"] == 29
    assert plain["zhengsuo_index_documents"] == 3
    assert plain["zhengsuo_index_failed_files"] == 1
    assert plain["zhengsuo_index_age_seconds"] >= 0
    buckets = {labels for name, labels in figures if name == "zhengsuo_request_seconds_bucket"}
    assert len(buckets) > 10


def test_two_applications_count_apart(data: Path) -> None:
    first, second = (create_app(Settings(data=data), LiveSearcher(data)) for _ in "12")
    first.test_client().get("/help")
    assert not _requests(_figures(second.test_client().get("/metrics").get_data(as_text=True)))


def test_the_age_is_that_of_the_generation(data: Path) -> None:
    live = LiveSearcher(data)
    built = datetime.fromisoformat(live.searcher().built_at)
    text = Metrics().text(live, built + timedelta(hours=2)).decode()
    assert "zhengsuo_index_age_seconds 7200.0" in text
    assert (
        "zhengsuo_index_age_seconds 0.0"
        in Metrics().text(live, datetime(1, 1, 2, tzinfo=UTC)).decode()
    )


def test_without_an_index_that_is_told(tmp_path: Path) -> None:
    client = create_app(Settings(data=tmp_path), LiveSearcher(tmp_path)).test_client()
    assert "zhengsuo_index_ready 0.0" in client.get("/metrics").get_data(as_text=True)


@pytest.mark.parametrize(
    ("peer", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.1", 403), ("::2", 403)]
)
def test_only_those_named_may_read(client: FlaskClient, peer: str, status: int) -> None:
    answer = client.get("/metrics", environ_overrides={"REMOTE_ADDR": peer})
    assert answer.status_code == status
    if status == 403:
        assert answer.content_type == "application/problem+json"


def test_a_proxy_on_this_machine_lends_its_address_to_nobody(
    data: Path, client: FlaskClient
) -> None:
    forwarded = {"X-Forwarded-For": "192.0.2.1"}
    assert client.get("/metrics", headers=forwarded).status_code == 403
    settings = Settings(data=data, trusted_proxies=("127.0.0.1",), metrics_from=("192.0.2.0/24",))
    behind = create_app(settings, LiveSearcher(data)).test_client()
    assert behind.get("/metrics", headers=forwarded).status_code == 200
    assert behind.get("/metrics").status_code == 403
