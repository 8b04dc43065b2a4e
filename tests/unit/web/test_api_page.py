"""The page that describes the API to people says all that the document says."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from page import body_of, found, text

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app
from web.openapi.operations import OPERATIONS


def test_operations_parameters_and_fields_are_all_there(client: FlaskClient) -> None:
    page = client.get("/api")
    described = body_of(client.get("/openapi.json"))
    assert len(found(page, '//p[@class="path"]')) == len(OPERATIONS)
    said = text(page)
    for path, item in described["paths"].items():
        assert f"GET {path}" in said
        for parameter in item["get"]["parameters"]:
            assert parameter["description"] in said
    names = set(found(page, '//th[@scope="row"]'))
    for schema in described["components"]["schemas"].values():
        assert names.issuperset(schema.get("properties", {}))


def test_every_anchor_is_there_once(client: FlaskClient) -> None:
    page = client.get("/api")
    ids = found(page, "//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in found(page, "//@href") if link.startswith("#")} <= set(ids)


def test_examples_name_the_public_address_and_never_the_host_that_was_asked(
    client: FlaskClient,
) -> None:
    page = client.get("/api", headers={"Host": "evil.example"})
    examples = found(page, '//code[@class="example"]')
    assert all("http://localhost:8000/" in example for example in examples)
    assert "evil" not in page.get_data(as_text=True)


def test_examples_ask_at_the_port_of_the_server(data: Path) -> None:
    app = create_app(Settings(data=data, port=8080, mount="/plans"), LiveSearcher(data))
    examples = found(app.test_client().get("/api"), '//code[@class="example"]')
    assert examples
    assert all("http://localhost:8080/plans/" in example for example in examples)
