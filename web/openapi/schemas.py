"""JSON Schemas of bodies and parameters, derived from the code that makes and reads them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import ConfigDict, TypeAdapter

from search.fields import NARROWING
from search.model import Match, Sort
from web.openapi import words
from web.params import MOST_CHARACTERS, MOST_REACHED, MOST_SIZE, SIZE

Schema = dict[str, Any]
REFERENCE = "#/components/schemas/{model}"
_STRICT = ConfigDict(extra="forbid")
_PART = "Part"


def body_schemas(bodies: Iterable[type], slim: Iterable[type]) -> dict[str, Schema]:
    """Describe the shapes of bodies and of all that is in them.

    Args:
        bodies: typed dictionaries.
        slim: those which the parameter `fields` slims; each is described a second time, under
            its name and Part, with all of its fields but the id left open.

    Returns:
        Name to schema, fields described in words.
    """
    # A list of each, for pydantic hands its settings down to what is inside, and no further.
    adapters = [
        (body.__name__, "serialization", TypeAdapter(list[body], config=_STRICT))  # type: ignore[valid-type]
        for body in bodies
    ]
    _, made = TypeAdapter.json_schemas(adapters, ref_template=REFERENCE)  # type: ignore[arg-type]
    found: dict[str, Schema] = json.loads(json.dumps(made["$defs"]))
    for schema in found.values():
        _put_into_words(schema)
    for body in slim:
        whole = found[body.__name__]
        found[body.__name__ + _PART] = whole | {"required": ["id"]}
    return found


def slimmed(schemas: Mapping[str, Schema], body: type, lists: Iterable[str]) -> Schema:
    """Describe a body whose lists hold either whole things or parts of them."""
    whole = schemas[body.__name__]
    properties = dict(whole["properties"])
    for name in lists:
        item = properties[name]["items"]["$ref"]
        either = {"anyOf": [{"$ref": item}, {"$ref": item + _PART}]}
        properties[name] = properties[name] | {"items": either}
    return whole | {"properties": properties}


def parameter(endpoint: str, name: str, fields: Iterable[str] = ()) -> Schema:
    """Describe a parameter of a query.

    Args:
        endpoint: of the operation that takes it.
        name: as words.PARAMETERS has it.
        fields: the names that `fields` may hold.
    """
    described: Schema = {
        "name": name,
        "in": "query",
        "required": False,
        "description": words.OWN_PARAMETERS.get((endpoint, name)) or words.PARAMETERS[name],
        "schema": _parameter_schema(name, fields),
    }
    if name == "fields":
        described |= {"style": "form", "explode": False}
    return described


def _parameter_schema(name: str, fields: Iterable[str]) -> Schema:
    if name in NARROWING:
        # Which values there are, the corpus decides, and each may be written in several ways.
        return {"type": "array", "items": {"type": "string"}}
    others: dict[str, Schema] = {
        "q": {"type": "string", "maxLength": MOST_CHARACTERS},
        "exact": _choice("0", "1"),
        "inside": _choice("0", "1"),
        "conditions": {"type": "string", "enum": ["0", "1", ""], "default": ""},
        "match": _choice(*get_args(Match)),
        "sort": _choice(*get_args(Sort)),
        "page": _number(1, MOST_REACHED),
        "size": _number(SIZE, MOST_SIZE),
        "fields": {
            "type": "array",
            "items": {"type": "string", "enum": list(fields)},
            "minItems": 1,
        },
    }
    return others[name]


# What is given and left empty, as a form sends it, is taken for what is not given.
def _choice(*values: str) -> Schema:
    return {"type": "string", "enum": [*values, ""], "default": values[0]}


def _number(default: int, most: int) -> Schema:
    number = {"type": "integer", "minimum": 1, "maximum": most}
    return {"anyOf": [number, {"const": ""}], "default": default}


def _put_into_words(schema: Schema) -> None:
    """Take away the titles that repeat a name, and say what each field is."""
    schema.pop("title", None)
    schema.pop("description", None)
    for name, field in schema.get("properties", {}).items():
        field.pop("title", None)
        field["description"] = words.FIELDS[name]
