"""The OpenAPI 3.1 document, made of the routes, the operations and the shapes of the bodies."""

from __future__ import annotations

import re
from typing import Any

from apispec import APISpec
from flask import Flask
from werkzeug.routing import Rule

from search.present.bodies import ProblemBody
from web.openapi import schemas, words
from web.openapi.operations import JSON, OPERATIONS, Operation, field_names

VERSION = "1.0.0"
_PROBLEM = "application/problem+json"
_ALWAYS = (400, 405, 414, 429)
_INDEXED = (304, 503)
_NO_BODY = (301, 304)
_STATUS_HEADERS = {301: ("Location",), 429: ("Retry-After",), 503: ("Retry-After",)}


def document(app: Flask, server: str) -> dict[str, Any]:
    """Describe an application.

    Args:
        app: with all of its routes.
        server: address before all paths, such as https://plans.example.tw/plans; empty for the
            root of whatever host it is read from.
    """
    spec = APISpec(
        title=words.TITLE,
        version=VERSION,
        openapi_version="3.1.0",
        info={"description": words.INTRODUCTION},
        servers=[{"url": server or "/"}],
        tags=[{"name": name, "description": said} for name, said in words.TAGS.items()],
    )
    bodies = [one.body for one in OPERATIONS.values() if one.body] + [ProblemBody]
    slim = [one.slim for one in OPERATIONS.values() if one.slim]
    made = schemas.body_schemas([*bodies, *slim], slim)
    for one in OPERATIONS.values():
        if one.body and one.lists:
            made[one.body.__name__] = schemas.slimmed(made, one.body, one.lists)
    for name, schema in made.items():
        spec.components.schema(name, schema)
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    for endpoint, operation in OPERATIONS.items():
        path, parts = _path(rules[endpoint])
        described = _described(endpoint, operation)
        described["parameters"] = [*parts, *described["parameters"]]
        spec.path(path, operations={"get": described})
    return spec.to_dict()


def _path(rule: Rule) -> tuple[str, list[dict[str, Any]]]:
    """The path of a route in the manner of OpenAPI, and the parameters in it."""
    names = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: f"{{{found[1].strip('_')}}}", rule.rule)
    return path, [
        {
            "name": name.strip("_"),
            "in": "path",
            "required": True,
            "description": words.PARAMETERS[name],
            "schema": {"type": "string", "minLength": 1},
        }
        for name in names
    ]


def _described(endpoint: str, operation: Operation) -> dict[str, Any]:
    summary, said = words.OPERATIONS[endpoint]
    fields = field_names(operation.slim) if operation.slim else ()
    good: dict[str, Any] = {
        "description": words.STATUSES[200],
        "content": {operation.media: {"schema": _schema(operation)}},
    }
    tags = ("ETag",) if operation.is_indexed else ()
    headers = {name: _header(name) for name in (*tags, *operation.headers)}
    if headers:
        good["headers"] = headers
    statuses = {*_ALWAYS, *operation.statuses, *(_INDEXED if operation.is_indexed else ())}
    return {
        "operationId": endpoint.replace(".", "_"),
        "tags": [operation.tag],
        "summary": summary,
        "description": said,
        "parameters": [schemas.parameter(endpoint, name, fields) for name in operation.parameters],
        "responses": {"200": good}
        | {str(status): _other(status, operation) for status in sorted(statuses)},
    }


def _schema(operation: Operation) -> dict[str, Any]:
    if operation.body is None:
        return {"type": "object"} if operation.media == JSON else {"type": "string"}
    whole = {"$ref": schemas.REFERENCE.format(model=operation.body.__name__)}
    if operation.slim and not operation.lists:
        return {"anyOf": [whole, {"$ref": whole["$ref"] + "Part"}]}
    return whole


def _other(status: int, operation: Operation) -> dict[str, Any]:
    """An answer that is not 200; those of readyz are its own."""
    described: dict[str, Any] = {"description": words.STATUSES[status]}
    if status in _STATUS_HEADERS and operation.is_indexed:
        described["headers"] = {name: _header(name) for name in _STATUS_HEADERS[status]}
    if status in _NO_BODY:
        return described
    own = status == 503 and not operation.is_indexed
    body = operation.body if own and operation.body else ProblemBody
    media = JSON if own else _PROBLEM
    reference = {"$ref": schemas.REFERENCE.format(model=body.__name__)}
    return described | {"content": {media: {"schema": reference}}}


def _header(name: str) -> dict[str, Any]:
    kind = "integer" if name in ("X-Total-Count", "Retry-After") else "string"
    return {"description": words.HEADERS[name], "schema": {"type": kind}}
