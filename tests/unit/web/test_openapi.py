"""Every answer is as the description of the API says, and the description is whole."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
import small_corpus
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from page import body_of
from werkzeug.test import TestResponse

from search.fields import DOCUMENT
from search.model import KINDS
from search.query.facets import KIND_LABELS
from web import wordings
from web.openapi import words
from web.openapi.operations import OPERATIONS

Json = dict[str, Any]
PASSAGE = "mol-109-plan-word-goal-1"


@pytest.fixture(scope="module")
def described(app: Flask) -> Json:
    body: Json = body_of(app.test_client().get("/openapi.json"))
    return body


def _validator(described: Json, operation: str, answer: TestResponse) -> Draft202012Validator:
    (found,) = (
        item["get"]
        for item in described["paths"].values()
        if item["get"]["operationId"] == operation
    )
    content = found["responses"][str(answer.status_code)]["content"]
    schema = content[answer.mimetype]["schema"]
    return Draft202012Validator(schema | {"components": described["components"]})


EXAMPLES = (
    ("api_search", "/api/v1/search"),
    ("api_search", f"/api/v1/search?q={quote('職業災害')}"),
    ("api_search", f"/api/v1/search?q={quote('職業災害 沒有的詞')}&match=any"),
    ("api_search", f"/api/v1/search?q={quote('職災 年度:109')}&agency=mol&size=1"),
    ("api_search", f"/api/v1/search?q={quote('沒有這個詞')}"),
    ("api_search", "/api/v1/search?kind=kpi"),
    ("api_search", "/api/v1/search?fields=id,title&size=3"),
    ("api_search", "/api/v1/search?page=0&size=x&nothing=1"),
    ("api_suggest", f"/api/v1/suggest?q={quote('就業')}"),
    ("api_suggest", "/api/v1/suggest?x=1"),
    ("api_programs", "/api/v1/programs"),
    ("api_programs", "/api/v1/programs?agency=mol&kind=kpi&size=2&fields=title"),
    ("api_program", f"/api/v1/programs/{small_corpus.PROGRAM}"),
    ("api_program", "/api/v1/programs/none"),
    ("api_documents", "/api/v1/documents"),
    ("api_documents", "/api/v1/documents?fields=title"),
    ("api_document", "/api/v1/documents/city-110-plan"),
    ("api_document", "/api/v1/documents/none"),
    ("api_passage", f"/api/v1/passages/{PASSAGE}"),
    ("api_passage", "/api/v1/passages/mol-106-plan-word-kpi-1"),
    ("api_passage", "/api/v1/passages/city-110-plan-word-narrative-1"),
    ("api_passage", f"/api/v1/passages/{small_corpus.GONE}"),
    ("api_passage", f"/api/v1/passages/{small_corpus.PARTED}"),
    ("api_coverage", "/api/v1/coverage"),
    ("health_healthz", "/healthz"),
    ("health_readyz", "/readyz"),
    ("health_metrics", "/metrics"),
    ("api_document", "/api/v1/documents/city-110-plan?x=1"),
)


@pytest.mark.parametrize(("operation", "address"), EXAMPLES)
def test_answers_are_as_described(
    client: FlaskClient, described: Json, operation: str, address: str
) -> None:
    answer = client.get(address)
    is_json = answer.mimetype.endswith("json")
    body = json.loads(answer.data) if is_json else answer.get_data(as_text=True)
    _validator(described, operation, answer).validate(body)


def test_whole_bodies_are_held_to_all_of_their_fields(client: FlaskClient, described: Json) -> None:
    hit = body_of(client.get(f"/api/v1/search?q={quote('職業災害')}"))["hits"][0]
    schema = {"$ref": "#/components/schemas/HitBody", "components": described["components"]}
    whole = Draft202012Validator(schema)
    whole.validate(hit)
    assert not whole.is_valid({**hit, "more": 1})
    assert not whole.is_valid({name: hit[name] for name in hit if name != "title"})
    assert not whole.is_valid({**hit, "year": "109"})


def test_lines_are_hits(client: FlaskClient, described: Json) -> None:
    answer = client.get("/api/v1/search.ndjson?sort=document")
    validator = _validator(described, "api_every_ndjson", answer)
    lines = answer.get_data(as_text=True).splitlines()
    assert len(lines) == int(answer.headers["X-Total-Count"]) == 29
    for line in lines:
        validator.validate(json.loads(line))


def test_every_route_of_the_api_is_described(app: Flask, described: Json) -> None:
    routes = {
        rule.rule.replace("<id_>", "{id}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("api.", "health."))
    }
    assert set(described["paths"]) == routes | {"/openapi.json"}
    assert described["openapi"] == "3.1.0"
    assert {one["get"]["operationId"] for one in described["paths"].values()} == {
        endpoint.replace(".", "_") for endpoint in OPERATIONS
    }


def test_what_is_said_in_words_is_there_and_is_all_said(described: Json) -> None:
    fields = {
        name
        for schema in described["components"]["schemas"].values()
        for name in schema.get("properties", {})
    }
    assert fields == set(words.FIELDS)
    assert set(words.OPERATIONS) == set(OPERATIONS)
    searched = set(OPERATIONS["api.search"].parameters)
    assert searched == {*wordings.PARAMETERS, "fields"}
    assert DOCUMENT in searched
    assert set(words.PARAMETERS) == searched | {"id_"}


def test_bounds_of_parameters_are_those_that_are_held(client: FlaskClient, described: Json) -> None:
    """Each bound is taken, and what is beyond it is refused."""
    of_search = described["paths"]["/api/v1/search"]["get"]["parameters"]
    schemas = {one["name"]: one["schema"] for one in of_search}

    def status(name: str, value: object, **others: object) -> int:
        arguments = others | {name: value}
        return client.get("/api/v1/search", query_string=arguments).status_code

    for name in ("page", "size"):
        number, nothing = schemas[name]["anyOf"]
        least, most = number["minimum"], number["maximum"]
        assert status(name, nothing["const"]) == 200
        assert [status(name, least, size=1), status(name, least - 1)] == [200, 400]
        # A page that is far away is reached by small steps alone.
        small = {"size": 1} if name == "page" else {}
        assert [status(name, most, **small), status(name, most + 1, **small)] == [200, 400]
    for name in ("exact", "match", "sort"):
        assert {status(name, value) for value in schemas[name]["enum"]} == {200}
        assert status(name, "other") == 400
    for kind in (*KINDS, *KIND_LABELS.values()):
        assert status("kind", kind) == 200, kind
    longest = schemas["q"]["maxLength"]
    assert [status("q", "字" * longest), status("q", "字" * (longest + 1))] == [200, 400]
    for name in schemas["fields"]["items"]["enum"]:
        assert status("fields", name) == 200, name
    assert status("fields", "other") == 400


def test_the_description_needs_no_index(empty: FlaskClient) -> None:
    assert empty.get("/openapi.json").status_code == 200
    assert empty.get("/api/v1/search").status_code == 503


def test_what_is_typed_for_suggestions_is_no_query(described: Json, client: FlaskClient) -> None:
    said = {
        path: next(one["description"] for one in described["paths"][path]["get"]["parameters"])
        for path in ("/api/v1/search", "/api/v1/suggest")
    }
    assert said["/api/v1/search"] == words.PARAMETERS["q"]
    assert "注音" in said["/api/v1/suggest"]
    assert "普通的字" in said["/api/v1/suggest"]
    for typed in ('"就業"', "就業 OR 職業", "(就業)", "-就業", "機關:就業"):
        assert body_of(client.get(f"/api/v1/suggest?q={quote(typed)}"))["suggestions"] == []
