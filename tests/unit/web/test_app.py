from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import small_corpus
from flask.testing import FlaskClient
from page import body_of

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app


@pytest.mark.parametrize(
    "address",
    ["/", "/search", "/none", "/api/v1/search", "/api/v1/none", "/healthz", "/search?page=x"],
)
def test_every_answer_is_locked_down(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert not re.search("unsafe|http|data:|\\*", headers["Content-Security-Policy"])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_an_answer_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/search?q=%E5%B0%B1%E6%A5%AD")
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get("/search?q=%E5%B0%B1%E6%A5%AD", headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    other = client.get("/search?q=%E9%9D%92%E5%B9%B4", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["ETag"] != tag
    assert "ETag" not in client.get("/search?page=99").headers


def test_text_is_packed_for_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/help")
    packed = client.get("/help", headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]
    refused = client.get("/help", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


def test_static_files_never_go_stale(client: FlaskClient) -> None:
    body = client.get("/").get_data(as_text=True)
    addresses = set(re.findall(r"\"(/static/[^\"]+)\"", body))
    assert {address.rpartition(".")[2] for address in addresses} == {"css", "js", "svg"}
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert gzip.decompress(answer.data) == client.get(address).data
        assert client.get(re.sub(r"\.\w{12}\.", ".000000000000.", address)).status_code == 404


def test_results_are_light(client: FlaskClient) -> None:
    body = client.get("/").get_data(as_text=True)
    weights = {"html": len(client.get("/search", headers={"Accept-Encoding": "gzip"}).data)}
    for address in re.findall(r"\"(/static/[^\"]+)\"", body):
        packed = client.get(address, headers={"Accept-Encoding": "gzip"})
        weights[address.rpartition(".")[2]] = len(packed.data)
    assert weights["html"] + weights["css"] <= 20_000
    # Twenty long passages weigh 12,000.
    assert weights["css"] <= 9_700
    assert weights["js"] <= 10_000


def test_without_an_index_the_site_says_what_to_do(empty: FlaskClient) -> None:
    page = empty.get("/search?q=x")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "10"
    assert "zhengsuo index" in page.get_data(as_text=True)
    answer = empty.get("/api/v1/search?q=x")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert empty.get("/healthz").status_code == 200
    assert empty.get("/readyz").status_code == 503


def test_the_help_page_needs_no_index(empty: FlaskClient) -> None:
    assert empty.get("/help").status_code == 200
    assert "/help" in empty.get("/").get_data(as_text=True)


def test_errors_name_no_path_of_this_machine(empty: FlaskClient, tmp_path: Path) -> None:
    for address in ("/", "/search", "/api/v1/search", "/readyz"):
        assert str(tmp_path) not in empty.get(address).get_data(as_text=True)


def test_health_is_told_apart_from_readiness(client: FlaskClient) -> None:
    assert body_of(client.get("/healthz")) == {"status": "ok"}
    assert body_of(client.get("/readyz"))["status"] == "ready"


def test_damage_while_it_serves_is_told(tmp_path: Path) -> None:
    small_corpus.build(tmp_path)
    client = create_app(Settings(data=tmp_path), LiveSearcher(tmp_path)).test_client()
    (store,) = tmp_path.glob("generations/*/store.sqlite")
    client.get("/search?q=勞工")
    with store.open("r+b") as file:
        file.truncate(store.stat().st_size + 1)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert body_of(answer)["status"] == "degraded"
    assert body_of(answer)["problems"] == 1
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert "zhengsuo_index_problems 1.0" in client.get("/metrics").get_data(as_text=True)


@pytest.mark.parametrize("sign", ["%0d%0a", "%00", "%e2%80%ae", "%ff", "%2e%2e%2f"])
def test_no_address_is_too_odd_to_be_answered(client: FlaskClient, sign: str) -> None:
    for rule in client.application.url_map.iter_rules():
        odd = re.sub("<[^>]*>", f"x{sign}", rule.rule)
        for address in (odd, f"{odd}?add=a", f"{odd}?drop=a&q={sign}"):
            with client.get(address) as answer:  # a stream that is left open holds its place
                assert answer.status_code < 500, address


def test_only_trusted_hosts_are_answered(data: Path) -> None:
    settings = Settings(data=data, trusted_hosts=("plans.example",))
    client = create_app(settings, LiveSearcher(data)).test_client()
    assert client.get("/help", headers={"Host": "plans.example"}).status_code == 200
    other = client.get("/help", headers={"Host": "evil.example"})
    assert other.status_code == 400
    assert "evil.example" not in other.get_data(as_text=True)


def test_no_header_of_a_request_reaches_a_page(client: FlaskClient) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for address in ("/", "/search?year=2020", "/p/mol-109-plan-word-goal-1", "/p/moved-from-here"):
        answer = client.get(address, headers=headers)
        assert "evil.example" not in answer.get_data(as_text=True)
        assert "evil.example" not in answer.headers.get("Location", "")


def test_oversized_requests_are_refused(client: FlaskClient) -> None:
    assert client.get("/search?q=" + "a" * 33_000).status_code == 414
    assert client.get("/search?q=" + "a" * 2_001).status_code == 400
    assert client.post("/search", data=b"x" * 100_000).status_code in (405, 413)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(client: FlaskClient, method: str) -> None:
    answer = client.open("/search", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_control_characters_alone_are_no_wish_to_see_everything(client: FlaskClient) -> None:
    page = client.get("/search?q=%00%01", follow_redirects=True).get_data(as_text=True)
    assert "查無符合" in page


@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "%ff%fe",
        "%ED%A0%80",
        "%E2%80%AE",
        "a" * 500,
        "((((",
        '"',
        "-",
        "OR",
        "*",
        "%F0%9F%98%80",
    ],
)
def test_any_query_gets_a_page(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?q={query}", follow_redirects=True).status_code == 200
    assert client.get(f"/api/v1/search?q={query}").status_code == 200
    assert client.get(f"/api/v1/suggest?q={query}").status_code == 200


def test_all_script_is_sent_in_ten_kilobytes(client: FlaskClient) -> None:
    address = re.search(r'src="(/static/site\.[^"]+)"', client.get("/").text)
    assert address is not None
    packed = client.get(address[1], headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) <= 10 * 1024
    script = client.get(address[1]).text
    assert "\n//" not in script
    assert '"use strict";' in script
