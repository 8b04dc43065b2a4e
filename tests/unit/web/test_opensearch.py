from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from page import body_of, found

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

NAMES = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
HOME = "https://plans.example.tw"
ADDRESS = "/opensearch.xml"


def site(data: Path, public_address: str) -> FlaskClient:
    settings = Settings(data=data, public_address=public_address)
    return create_app(settings, LiveSearcher(data)).test_client()


def test_browsers_can_take_the_site_up(data: Path) -> None:
    client = site(data, HOME)
    assert found(client.get("/help"), "//link[@rel='search']/@href") == [ADDRESS]
    answer = client.get(ADDRESS)
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = etree.fromstring(answer.data)

    def said(path: str) -> list[str]:
        return [str(one) for one in root.xpath(path, namespaces=NAMES)]

    assert 1 <= len(said("o:ShortName/text()")[0]) <= 16
    assert len(said("o:LongName/text()")[0]) <= 48
    for template in said("o:Url/@template") + said("o:Image/text()"):
        assert template.startswith(HOME + "/")
        path = template.removeprefix(HOME).replace("{searchTerms}", quote("就業"))
        assert client.get(path).status_code == 200, path
    kinds = dict(zip(said("o:Url/@type"), said("o:Url/@template"), strict=True))
    assert urlsplit(kinds["application/x-suggestions+json"]).path == "/opensearch/suggest"


def test_suggestions_are_as_browsers_take_them(client: FlaskClient) -> None:
    answer = client.get(f"/opensearch/suggest?q={quote('就業')}")
    assert answer.mimetype == "application/x-suggestions+json"
    typed, texts = body_of(answer)
    assert typed == "就業"
    assert "就業服務" in texts
    assert body_of(client.get("/opensearch/suggest")) == ["", []]
    assert body_of(client.get("/opensearch/suggest?q=%00%ff"))[1] == []


@pytest.mark.parametrize("public_address", ["", "http://plans.example.tw"])
def test_without_https_it_is_not_offered(data: Path, public_address: str) -> None:
    client = site(data, public_address)
    assert found(client.get("/help"), "//link[@rel='search']") == []
    answer = client.get(ADDRESS)
    assert answer.status_code == 404
    assert "瀏覽器只收 https" in answer.text
    assert "public_address" in answer.text


def test_the_description_needs_no_index(tmp_path: Path) -> None:
    assert site(tmp_path, HOME).get(ADDRESS).status_code == 200
