"""What the store keeps, and passages as JSON objects and back without loss."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any

from search.model import (
    KPI_CELLS,
    Edition,
    Kpi,
    Location,
    Omission,
    Passage,
    Place,
    Source,
    Uncovered,
    Unsure,
)

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
    "corrected",
    "original",
)
_TUPLES = ("items", "codes", "covers")
_LOCATION = tuple(field.name for field in fields(Location))


def dump(record: object) -> str:
    """Write an object as JSON; lone surrogates survive as escapes."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"))


def passage_record(passage: Passage) -> Record:
    """Turn a passage into an object of JSON types; what is empty is left out."""
    record: Record = {
        name: value
        for name in _PLAIN
        if (value := getattr(passage, name)) not in (None, "") and value is not False
    }
    record |= {name: list(value) for name in _TUPLES if (value := getattr(passage, name))}
    if passage.confidence < 1:
        record["confidence"] = passage.confidence
    record["source"] = [passage.source.file, passage.source.sha256]
    record["location"] = _location_record(passage.location)
    if passage.kpi is not None:
        record["kpi"] = {
            name: value for name in KPI_CELLS if (value := getattr(passage.kpi, name)) is not None
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
        corrected=record.get("corrected", False),
        original=record.get("original"),
        covers=tuple(record.get("covers", ())),
        confidence=record.get("confidence", 1.0),
    )


def own_of(record: Record) -> Record:
    """What a record says of a document, its lists as tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
    }


def _kpi_of(record: Record) -> Kpi:
    cells = {name: record.get(name) for name in KPI_CELLS}
    return Kpi(values=tuple((label, value) for label, value in record["values"]), **cells)


def _location_record(location: Location) -> list[int | str | None]:
    return [getattr(location, name) for name in _LOCATION]


def _location_of(record: list[Any]) -> Location:
    # Records of earlier versions lack what was added to the end since.
    return Location(**dict(zip(_LOCATION, record, strict=False)))


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was last read.

    Attributes:
        name: path inside the corpus, with / between its parts.
        key: hash of all that decides what is made of its bytes: versions and catalogue entry.
        duplicate_of: name of the file with the same bytes that stands for this one.
    """

    name: str
    sha256: str
    key: str
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """An edition, with what its own file says of the document.

    Attributes:
        file: name of its FileRecord.
        year: Gregorian.
        covers: see search.model.Document.
    """

    edition: Edition
    file: str
    title: str
    kind: str | None
    agency: str | None
    year: int | None
    sample: bool
    covers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionEver:
    """An edition that is or was in the corpus: its ids are never given to another.

    Attributes:
        title: of its document, when it was last there.
    """

    id: str
    document: str
    file: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """An id that was given, with what tells whether a passage is the one it was given to.

    Attributes:
        path: hash of the passage's place in the structure.
        content: hash of its wording, empty where it has too little of it.
        alive: it is in the corpus now.
        last: the passage as it is, or last was.
        moved_to: id of the passage that took its place; None while alive or without one.
        former: the passage before its wording last changed, None where it never did.
    """

    id: str
    document: str
    edition: str
    path: str
    content: str
    alive: bool
    last: Passage
    moved_to: str | None = None
    former: Passage | None = None


def edition_details(edition: Edition) -> Record:
    """Turn what an edition holds beside its names and its text into an object of JSON types."""
    return {
        "format": edition.format,
        "characters": edition.characters,
        "covered": edition.covered,
        "origin": edition.origin,
        "uncovered": [[part.start, part.end, part.line, part.text] for part in edition.uncovered],
        "furniture": [list(part) for part in edition.furniture],
        "warnings": list(edition.warnings),
        "printed": edition.printed,
        "omissions": [
            [one.reason, one.place, one.told, one.characters, one.guessed]
            for one in edition.omissions
        ],
        "read_at": edition.read_at,
        "confidence": edition.confidence,
        "unsure": [
            [one.id, one.kind, one.title, one.confidence, _location_record(one.location)]
            for one in edition.unsure
        ],
    }


def edition_of(id_: str, document: str, source: Source, text: str, details: Record) -> Edition:
    """Put an edition together from its details."""
    return Edition(
        id=id_,
        document=document,
        source=source,
        format=details["format"],
        text=text,
        characters=details["characters"],
        covered=details["covered"],
        origin=details["origin"],
        uncovered=tuple(Uncovered(*part) for part in details["uncovered"]),
        furniture=tuple((start, end, role) for start, end, role in details["furniture"]),
        warnings=tuple(details["warnings"]),
        printed=details["printed"],
        omissions=tuple(Omission(*one) for one in details["omissions"]),
        read_at=details.get("read_at", ""),
        confidence=details.get("confidence", 1.0),
        unsure=tuple(
            Unsure(id_, kind, title, confidence, _location_of(location))
            for id_, kind, title, confidence, location in details.get("unsure", ())
        ),
    )
