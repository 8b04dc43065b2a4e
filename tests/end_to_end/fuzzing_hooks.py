"""What schemathesis is told of this API: read by its process, not by pytest."""

from __future__ import annotations

import atexit
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import schemathesis
from jsonschema import Draft202012Validator

COUNTS = "FUZZING_COUNTS"
"""Names the file into which the number of cases of each operation is written at the end."""
FACETS = {
    "agency",
    "year",
    "work_program",
    "plan_category",
    "kind",
    "document",
    "document_kind",
    "chapter",
}
_REACHED = 10_000
_SIZE = 20
_counts: Counter[str] = Counter()


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Count the cases."""
    _counts[case.operation.label] += 1


@schemathesis.hook
def filter_query(context: Any, query: Any) -> bool:
    """Leave out objects that are nothing once they are sent, and so what may be left empty.

    Of an object only its keys are sent.
    """
    return not any(isinstance(value, dict) and not any(value) for value in (query or {}).values())


@schemathesis.check
def what_is_described_is_answered(ctx: Any, response: Any, case: Any) -> None:
    """Stands for positive_data_acceptance, which wants no refusal of what a schema allows.

    A schema cannot say which agencies and documents a corpus has, nor that page times size has
    an end. Such values are refused with 400, and the answer must name these parameters alone.
    """
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    status = response.status_code
    if status < 400 or status in (404, 405, 410):
        return
    assert status == 400, f"{status} for what is described"
    named = {fault["parameter"] for fault in response.json()["faults"]}
    allowed = set(FACETS)
    asked = case.query or {}
    if int(asked.get("page") or 1) * int(asked.get("size") or _SIZE) > _REACHED:
        allowed.add("page")
    assert named, "400 without a fault"
    assert named <= allowed, f"refused for {sorted(named - allowed)}"


@schemathesis.check
def every_line_is_as_described(ctx: Any, response: Any, case: Any) -> None:
    """Hold each line to the schema, which schemathesis holds to bodies that are JSON as a whole."""
    if response.status_code != 200 or "x-ndjson" not in response.headers["content-type"][0]:
        return
    raw = case.operation.schema.raw_schema
    content = raw["paths"][case.operation.path]["get"]["responses"]["200"]["content"]
    schema = content["application/x-ndjson"]["schema"] | {"components": raw["components"]}
    validator = Draft202012Validator(schema)
    lines = response.text.splitlines()
    assert len(lines) == int(response.headers["x-total-count"][0])
    for line in lines[:5]:
        validator.validate(json.loads(line))


@atexit.register
def write_counts() -> None:
    """Write the counts."""
    path = os.environ.get(COUNTS)  # noqa: TID251  told to a process of the tests alone
    if path:
        Path(path).write_text(json.dumps(_counts), "utf-8")
