from __future__ import annotations

import base64
import gzip
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from origin_tricks import ALLOWED, TRICKS
from page import found, text, tree

from search.config import Settings
from search.live import LiveSearcher
from web import embed
from web.app import create_app

HOME = "https://plans.example.tw"
# Pages carry these: a version whose bytes change is a box that browsers refuse to run.
PUBLISHED = {
    "1.0.0": "sha384-Dtrgv4LFF5Uim0KL3ePPKCPmqaOxBLXuixQTCM7BsocnTdZVeikSGPkLKujbUblj",
}


@pytest.fixture
def client(data: Path) -> FlaskClient:
    """The site with an address of its own and some friends."""
    settings = Settings(data=data, public_address=HOME, embed_origins=ALLOWED)
    return create_app(settings, LiveSearcher(data)).test_client()


def policy(response: object) -> dict[str, str]:
    written = response.headers["Content-Security-Policy"]  # type: ignore[attr-defined]
    return dict(directive.split(" ", 1) for directive in written.split("; "))


# ── The script ──


def test_versions_stay_as_they_were_published() -> None:
    assert {name: script.integrity for name, script in embed.scripts().items()} == PUBLISHED
    assert embed.VERSION in PUBLISHED


@pytest.mark.parametrize("version", PUBLISHED)
def test_the_script_is_small_and_may_be_kept_for_good(client: FlaskClient, version: str) -> None:
    answer = client.get(f"/embed/{version}/plan-search.js", headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) <= 4096
    content = gzip.decompress(answer.data)
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    assert f"sha384-{digest}" == PUBLISHED[version]
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers
    assert answer.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("version", PUBLISHED)
def test_the_script_uses_nothing_that_strict_pages_forbid(version: str) -> None:
    script = embed.scripts()[version].asset.content.decode()
    forbidden = r"innerHTML|outerHTML|insertAdjacent|document\.write|cookie|Storage|indexedDB|\beval\b|Function\(|import|require|createPolicy"
    assert re.findall(forbidden, script) == []


@pytest.mark.parametrize("version", ["0.9.0", "1.0", "..", "%2e%2e", "1.0.0%00", "x" * 300])
def test_other_versions_are_not_there(client: FlaskClient, version: str) -> None:
    assert client.get(f"/embed/{version}/plan-search.js").status_code == 404


def test_the_script_and_the_frame_need_no_index(tmp_path: Path) -> None:
    bare = create_app(Settings(data=tmp_path), LiveSearcher(tmp_path)).test_client()
    assert bare.get(f"/embed/{embed.VERSION}/plan-search.js").status_code == 200
    assert bare.get("/embed/frame?agency=mol").status_code == 200
    assert bare.get("/embed").status_code == 503


# ── The page ──


def code(client: FlaskClient, address: str, id_: str) -> str:
    return tree(client.get(address)).get_element_by_id(id_).text


def test_the_code_is_whole(client: FlaskClient) -> None:
    version, integrity = embed.VERSION, PUBLISHED[embed.VERSION]
    assert code(client, "/embed", "code") == (
        f'<plan-search src="{HOME}/search" suggest>\n'
        f'  <form action="{HOME}/search" role="search" aria-label="查詢施政計畫" target="_top">\n'
        '    <label>查詢施政計畫 <input type="text" name="q"></label>\n'
        '    <button type="submit">查詢</button>\n'
        "  </form>\n"
        "</plan-search>\n"
        f'<script src="{HOME}/embed/{version}/plan-search.js"'
        f' integrity="{integrity}" crossorigin defer></script>'
    )
    whole = code(client, "/embed", "whole")
    assert whole.startswith("<!doctype html>")
    assert code(client, "/embed", "code") in whole


def test_an_owner_is_warned_of_an_address_that_colleagues_cannot_reach(
    client: FlaskClient, data: Path
) -> None:
    warning = "只有這台電腦能用"
    bare = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    assert warning in bare.get("/embed").text
    assert warning not in client.get("/embed").text


def test_choices_stand_in_the_element_and_in_the_form_without_scripts(client: FlaskClient) -> None:
    address = f"/embed?label={quote('查勞動部')}&agency=mol&year=2020&kind=goal&kind=kpi&plain=1"
    made = code(client, address, "code")
    assert f'<plan-search src="{HOME}/search" agency="mol" year="109" kind="goal,kpi">' in made
    for name, value in (("agency", "mol"), ("year", "109"), ("kind", "goal"), ("kind", "kpi")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in made
    assert "<label>查勞動部 " in made
    framed = code(client, address, "frame")
    source = tree(client.get(address)).xpath("//iframe/@src")[0]
    assert source == (
        f"/embed/frame?label={quote('查勞動部')}&agency=mol&year=109&kind=goal&kind=kpi"
    )
    assert f'src="{HOME}{source.replace("&", "&amp;")}"' in framed


def test_in_a_page_that_is_one_form_the_code_has_no_form(client: FlaskClient) -> None:
    made = code(
        client, f"/embed?inside=1&label={quote('查勞動部')}&agency=mol&kind=goal&kind=kpi", "code"
    )
    assert "<form" not in made
    assert "</form" not in made
    assert f'<plan-search src="{HOME}/search" label="查勞動部" suggest agency="mol"' in made
    link = f"{HOME}/search?agency=mol&amp;kind=goal&amp;kind=kpi"
    assert f'<a href="{link}" target="_top">查勞動部</a>' in made
    assert f'<a href="{HOME}/search" target="_top">' in code(client, "/embed?inside=1", "code")


def test_categories_have_their_own_name_in_the_element(client: FlaskClient) -> None:
    made = code(client, f"/embed?plan_category={quote('社會福利')}", "code")
    category = re.search(r' category="(c-\w+)"', made)
    assert category is not None
    assert f'name="plan_category" value="{category[1]}"' in made


def test_the_preview_is_the_same_code_on_this_site(client: FlaskClient) -> None:
    page = client.get("/embed?agency=mol")
    assert found(page, "//*[@id='preview']//plan-search/@src") == ["/search"]
    assert found(page, "//*[@id='preview']//plan-search/@agency") == ["mol"]
    assert policy(page)["frame-src"] == "'self'"
    assert policy(page)["frame-ancestors"] == "'none'"


def test_what_can_be_picked_is_what_the_corpus_holds(client: FlaskClient) -> None:
    page = client.get("/embed?year=109")
    assert found(page, "//form[@id='choices']//input[@name='agency']/@value") == ["mol", "sample"]
    assert found(page, "//form[@id='choices']//input[@name='year'][@checked]/@value") == ["109"]
    assert found(page, "//form[@id='choices']//input[@value='none']") == []


def test_words_of_the_owner_are_text(client: FlaskClient) -> None:
    hostile = "\"><script>alert(1)</script>'\u202e\x00"
    for address in ("/embed", "/embed/frame"):
        page = client.get(f"{address}?label={quote(hostile)}")
        assert page.status_code == 200
        assert found(page, "//script[not(@src)]") == []
    assert "&lt;script&gt;" in code(client, f"/embed?label={quote(hostile)}", "code")


@pytest.mark.parametrize(
    "address",
    [
        "/embed?agency=nobody",
        "/embed?year=x",
        "/embed?label=" + "x" * 41,
        "/embed/frame?label=" + "x" * 41,
        "/embed/frame?agency=" + "x" * 201,
    ],
)
def test_what_cannot_be_meant_is_refused(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert policy(answer)["frame-ancestors"] == "'none'"


def test_without_an_address_the_reader_is_told_to_put_it_in(data: Path) -> None:
    plain = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    page = plain.get("/embed", headers={"Host": "evil.example"})
    assert 'src="https://HOST/search"' in tree(page).get_element_by_id("code").text
    assert "https://HOST 請換成本站的網址" in text(page)
    assert "evil" not in page.text


def test_under_a_path_the_code_has_the_path(data: Path) -> None:
    settings = Settings(data=data, mount="/plans")
    under = create_app(settings, LiveSearcher(data)).test_client()
    page = under.get("/plans/embed?agency=mol")
    made = tree(page).get_element_by_id("code").text
    assert 'src="https://HOST/plans/search"' in made
    assert f'src="https://HOST/plans/embed/{embed.VERSION}/plan-search.js"' in made
    assert found(page, "//*[@id='preview']//plan-search/@src") == ["/plans/search"]
    for source in found(page, "//script/@src | //iframe/@src"):
        assert under.get(source).status_code == 200, source


# ── Frames: only /embed/frame, only from origins of the list ──


def test_the_frame_is_the_same_form(client: FlaskClient) -> None:
    page = client.get("/embed/frame?agency=mol&kind=goal")
    assert found(page, "//form/@action") == ["/search"]
    assert found(page, "//form/@target") == ["_top"]
    assert found(page, "//input[@type='hidden']/@value") == ["mol", "goal"]
    assert found(page, "//script") == []


def test_the_frame_names_who_may_show_it(client: FlaskClient) -> None:
    answer = client.get("/embed/frame")
    assert policy(answer)["frame-ancestors"] == f"'self' {' '.join(ALLOWED)}"
    assert "X-Frame-Options" not in answer.headers
    again = client.get("/embed/frame", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert policy(again)["frame-ancestors"] == policy(answer)["frame-ancestors"]


@pytest.mark.parametrize("origin", TRICKS.values(), ids=TRICKS)
def test_no_request_adds_itself_to_the_list(client: FlaskClient, origin: str) -> None:
    usual = client.get("/embed/frame").headers["Content-Security-Policy"]
    sent = origin.encode().decode("latin-1")
    for name in ("Origin", "Referer", "X-Forwarded-Host", "Sec-Fetch-Site"):
        if any(sign in sent for sign in "\r\n"):
            continue
        answer = client.get("/embed/frame", headers={name: sent})
        assert answer.headers["Content-Security-Policy"] == usual


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search",
        "/search/feed",
        "/p/mol-109-plan-word-goal-1",
        "/d/mol-109-plan",
        "/help",
        "/embed",
        "/embed/",
        "/embed/frame/",
        "/embed/Frame",
        "/embed//frame",
        "/embed/frame;x",
        "/embed/frame%00",
        "/embed/frame%2f",
        "/embed/frame/../../search",
        "/embed/%2e%2e/search",
        "/search?x=/embed/frame",
        "/api/v1/search",
        "/nowhere",
        "/healthz",
        f"/embed/{embed.VERSION}/plan-search.js",
    ],
)
def test_nothing_else_may_be_framed(client: FlaskClient, address: str) -> None:
    for origin in ALLOWED:
        answer = client.get(address, headers={"Origin": origin})
        assert policy(answer)["frame-ancestors"] == "'none'"
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_without_a_list_only_the_site_itself_shows_the_frame(data: Path) -> None:
    plain = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    assert policy(plain.get("/embed/frame"))["frame-ancestors"] == "'self'"
