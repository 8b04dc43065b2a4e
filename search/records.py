"""Passages as JSON objects and back, without loss: how the store keeps them."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from search.model import Kpi, Location, Passage, Place, Source

Record = dict[str, Any]

_PLAIN = (
    "id",
    "document",
    "edition",
    "document_title",
    "document_kind",
    "agency",
    "year",
    "kind",
    "title",
    "text",
    "number",
    "section",
    "work_program",
    "plan_category",
    "kpi_link",
    "damaged",
    "restored",
    "sample",
)
_TUPLES = ("items", "codes")
_KPI = tuple(field.name for field in fields(Kpi) if field.name != "values")
_LOCATION = tuple(field.name for field in fields(Location))


def dump(record: object) -> str:
    """Write an object as JSON; lone surrogates survive as escapes."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def passage_record(passage: Passage) -> Record:
    """Turn a passage into an object of JSON types; what is empty is left out."""
    record: Record = {
        name: value for name in _PLAIN if (value := getattr(passage, name)) not in (None, "", False)
    }
    record |= {name: list(value) for name in _TUPLES if (value := getattr(passage, name))}
    record["source"] = [passage.source.file, passage.source.sha256]
    record["location"] = _location_record(passage.location)
    if passage.kpi is not None:
        record["kpi"] = {
            name: value for name in _KPI if (value := getattr(passage.kpi, name)) is not None
        }
        record["kpi"]["values"] = [list(pair) for pair in passage.kpi.values]
    if passage.also_at:
        record["also_at"] = [
            [_location_record(place.location), [list(pair) for pair in place.differs]]
            for place in passage.also_at
        ]
    if passage.spans:
        record["spans"] = [list(span) for span in passage.spans]
    return record


def passage_of(record: Record) -> Passage:
    """Turn an object of passage_record back into the passage."""
    kpi = record.get("kpi")
    return Passage(
        id=record.get("id", ""),
        document=record.get("document", ""),
        edition=record.get("edition", ""),
        document_title=record.get("document_title", ""),
        document_kind=record.get("document_kind"),
        agency=record.get("agency"),
        year=record.get("year"),
        kind=record["kind"],
        title=record.get("title", ""),
        text=record.get("text", ""),
        source=Source(*record["source"]),
        location=_location_of(record["location"]),
        number=record.get("number"),
        section=record.get("section", ""),
        work_program=record.get("work_program"),
        plan_category=record.get("plan_category"),
        items=tuple(record.get("items", ())),
        codes=tuple(record.get("codes", ())),
        kpi_link=record.get("kpi_link"),
        kpi=None if kpi is None else _kpi_of(kpi),
        also_at=tuple(
            Place(_location_of(location), tuple((name, wording) for name, wording in differs))
            for location, differs in record.get("also_at", ())
        ),
        spans=tuple((start, end) for start, end in record.get("spans", ())),
        damaged=record.get("damaged", False),
        restored=record.get("restored", False),
        sample=record.get("sample", False),
    )


def _kpi_of(record: Record) -> Kpi:
    cells = {name: record.get(name) for name in _KPI}
    return Kpi(values=tuple((label, value) for label, value in record["values"]), **cells)


def _location_record(location: Location) -> list[int | None]:
    return [getattr(location, name) for name in _LOCATION]


def _location_of(record: list[Any]) -> Location:
    return Location(**dict(zip(_LOCATION, record, strict=True)))
