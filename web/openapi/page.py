"""The description of the API as a page for people, made of the OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from web.openapi import words
from web.openapi.operations import OPERATIONS, Operation

Json = Mapping[str, Any]
Arguments = tuple[tuple[str, str], ...]
_REFERENCE = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is: words, and the shape that they lead to, if any."""

    text: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A parameter or a field."""

    name: str
    kind: Kind
    said: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What may come back."""

    status: str
    said: str
    media: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation.

    Attributes:
        example: the command that asks for it.
        live: the address of the same from the root of the site; empty where the corpus has
            nothing to show.
    """

    anchor: str
    path: str
    summary: str
    said: str
    parameters: tuple[Row, ...]
    answers: tuple[Answer, ...]
    example: str
    live: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """Operations that belong together."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A body with its fields."""

    name: str
    fields: tuple[Row, ...]


def chapters(document: Json, site: str, ids: Mapping[str, str]) -> tuple[Chapter, ...]:
    """Give the operations in their chapters.

    Args:
        document: of OpenAPI.
        site: address before all paths, as a terminal needs it.
        ids: endpoint to an id that the corpus in service has, for those whose path holds one.
    """
    by_id = {
        found["get"]["operationId"]: (path, found["get"])
        for path, found in document["paths"].items()
    }
    entries = {
        endpoint: _entry(endpoint, *by_id[endpoint.replace(".", "_")], site, ids.get(endpoint))
        for endpoint in OPERATIONS
    }
    return tuple(
        Chapter(
            said,
            f"part-{tag}",
            tuple(entries[endpoint] for endpoint, one in OPERATIONS.items() if one.tag == tag),
        )
        for tag, said in words.TAGS.items()
    )


def shapes(document: Json) -> tuple[Shape, ...]:
    """Give all bodies, by name; those of which a part is asked for are told of once."""
    schemas: Json = document["components"]["schemas"]
    return tuple(
        Shape(name, _fields(schema))
        for name, schema in sorted(schemas.items())
        if not _is_part(name, schemas)
    )


def _is_part(name: str, schemas: Json) -> bool:
    return name.endswith("Part") and name.removesuffix("Part") in schemas


def _entry(endpoint: str, path: str, described: Json, site: str, id_: str | None) -> Entry:
    asked = words.EXAMPLES.get(endpoint, ())
    filled = path.replace("{id}", quote(id_ or "ID", safe=""))
    live = "" if "{id}" in path and id_ is None else filled
    if asked:
        live += "?" + "&".join(f"{name}={quote(value)}" for name, value in asked)
    return Entry(
        anchor=described["operationId"],
        path=path,
        summary=described["summary"],
        said=described["description"],
        parameters=tuple(
            Row(one["name"], _asked(one, OPERATIONS[endpoint]), one["description"], one["required"])
            for one in described["parameters"]
        ),
        answers=tuple(_answers(described["responses"])),
        example=_command(site + filled, asked, OPERATIONS[endpoint]),
        live=live,
    )


def _asked(parameter: Json, operation: Operation) -> Kind:
    if parameter["name"] == "fields" and operation.slim:
        return Kind(words.FIELD_NAMES, operation.slim.__name__)
    return _kind(parameter["schema"])


def _command(address: str, asked: Arguments, operation: Operation) -> str:
    """The line that asks from a terminal; quoted so that those of Windows take it too."""
    parts = ["curl"]
    if asked:
        parts.append("-G")
    if operation.media == "text/csv":
        parts.append("-o zhengsuo.csv")
    parts.append(f'"{address}"')
    parts += [f'--data-urlencode "{name}={value}"' for name, value in asked]
    return " ".join(parts)


def _answers(responses: Mapping[str, Json]) -> list[Answer]:
    found = []
    for status, response in responses.items():
        media, content = next(iter(response.get("content", {}).items()), ("", None))
        kind = _kind(content["schema"]) if content else None
        found.append(Answer(status, response["description"], media, kind))
    return found


def _fields(schema: Json) -> tuple[Row, ...]:
    needed = schema.get("required", ())
    return tuple(
        Row(name, _kind(field), field["description"], name in needed)
        for name, field in schema.get("properties", {}).items()
    )


def _kind(schema: Json) -> Kind:
    """Say what a value is."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_REFERENCE)
        return Kind(name, name)
    if "anyOf" in schema:
        return _either(schema["anyOf"])
    if "enum" in schema:
        return Kind("、".join(str(one) for one in schema["enum"] if one != ""))
    if "const" in schema:
        return Kind(str(schema["const"]))
    if schema.get("type") == "array":
        item = _kind(schema["items"])
        return Kind(words.many(item.text), item.shape)
    if schema.get("type") == "object" and "properties" in schema:
        return Kind(words.KINDS["object"])
    if isinstance(schema.get("additionalProperties"), Mapping):
        item = _kind(schema["additionalProperties"])
        return Kind(words.by_name(item.text), item.shape)
    return Kind(_bounded(schema))


def _either(schemas: Sequence[Json]) -> Kind:
    """Say which of several a value is; a part of a shape is told of with the whole, its first."""
    whole = _kind(schemas[0])
    if any(one.get("type") == "null" for one in schemas):
        return Kind(words.or_null(whole.text), whole.shape)
    return whole


def _bounded(schema: Json) -> str:
    said = words.KINDS[schema["type"]]
    if "minimum" in schema and "maximum" in schema:
        return words.between(said, schema["minimum"], schema["maximum"])
    if "maxLength" in schema:
        return words.at_most(said, schema["maxLength"])
    return said
