"""Writing a store: the tables of a generation's one SQLite file."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from search.model import Document, FailedFile, PassageGroup
from search.records import (
    EditionEver,
    EditionRecord,
    FileRecord,
    LedgerEntry,
    dump,
    edition_details,
    passage_record,
)

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    name TEXT PRIMARY KEY, sha256 TEXT NOT NULL, key TEXT NOT NULL, duplicate_of TEXT
) WITHOUT ROWID;
CREATE TABLE texts (sha256 TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE documents (id TEXT PRIMARY KEY, place INTEGER NOT NULL, record TEXT NOT NULL);
CREATE TABLE editions (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, place INTEGER NOT NULL, file TEXT NOT NULL,
    source TEXT NOT NULL, sha256 TEXT NOT NULL, own TEXT NOT NULL, record TEXT NOT NULL
);
CREATE TABLE passages (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, edition TEXT NOT NULL, place INTEGER NOT NULL,
    number INTEGER NOT NULL, rank INTEGER NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL
);
CREATE TABLE failed (
    place INTEGER PRIMARY KEY, file TEXT NOT NULL, reason TEXT NOT NULL, remedy TEXT NOT NULL
);
CREATE TABLE editions_ever (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL,
    title TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE ledger (
    id TEXT PRIMARY KEY, document TEXT NOT NULL, edition TEXT NOT NULL, path TEXT NOT NULL,
    content TEXT NOT NULL, alive INTEGER NOT NULL, moved_to TEXT, last TEXT, former TEXT
) WITHOUT ROWID;
"""
# Made after the rows, which is faster than keeping them up to date.
_INDEXES = """
CREATE INDEX editions_by_document ON editions (document, place);
CREATE UNIQUE INDEX passages_by_edition ON passages (edition, place);
CREATE UNIQUE INDEX passages_by_number ON passages (number, rank);
CREATE INDEX ledger_by_edition ON ledger (edition);
"""
SCHEMA = "1-" + sha256((_TABLES + _INDEXES).encode()).hexdigest()[:8]
"""The number goes up with every change of the records in the tables; theirs is seen by the hash."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that a store holds.

    Attributes:
        documents: in display order; their editions with texts.
        records: one for each edition of the documents.
        groups: by number, which counts from 0 without gaps.
        places: id → place in reading order within its edition, from 0.
        failed: files that could not be read.
        editions_ever: every edition that is or was in the corpus.
        ledger: every passage id that was ever given.
    """

    files: Sequence[FileRecord]
    documents: Sequence[Document]
    records: Sequence[EditionRecord]
    groups: Sequence[PassageGroup]
    places: dict[str, int]
    failed: Sequence[FailedFile]
    editions_ever: Sequence[EditionEver]
    ledger: Iterable[LedgerEntry]


def write_store(path: Path, content: Content) -> None:
    """Write a store into a new file.

    The caller makes it last: it is neither journalled nor synced here, since a file that was
    not finished is never opened.

    Raises:
        sqlite3.Error: the disk is full or fails.
        FileExistsError: there is such a file.
    """
    with path.open("xb"):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        # One statement at a time: executescript would end the transaction.
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
        _write_rows(connection, content)
        for statement in filter(str.strip, _INDEXES.split(";")):
            connection.execute(statement)
        connection.execute("COMMIT")


def _write_rows(connection: sqlite3.Connection, content: Content) -> None:
    def write(table: str, columns: int, rows: Iterable[tuple[object, ...]]) -> None:
        marks = ",".join("?" * columns)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  our own names

    write("meta", 2, [("schema", SCHEMA)])
    write("files", 4, ((f.name, f.sha256, f.key, f.duplicate_of) for f in content.files))
    texts = {
        edition.source.sha256: edition.text
        for document in content.documents
        for edition in document.editions
    }
    # Surrogates that a hostile file smuggles in must not stop the build.
    write(
        "texts",
        2,
        (
            (sha, zlib.compress(text.encode("utf-8", "surrogatepass"), 6))
            for sha, text in texts.items()
        ),
    )
    write(
        "documents",
        3,
        (
            (document.id, place, dump(_document_record(document)))
            for place, document in enumerate(content.documents)
        ),
    )
    own = {record.edition.id: record for record in content.records}
    write(
        "editions",
        8,
        (
            (
                edition.id,
                document.id,
                place,
                _clean(own[edition.id].file),
                dump(edition.source.file),
                edition.source.sha256,
                dump(_own_record(own[edition.id])),
                dump(edition_details(edition)),
            )
            for document in content.documents
            for place, edition in enumerate(document.editions)
        ),
    )
    write(
        "passages",
        8,
        (
            (
                passage.id,
                passage.document,
                passage.edition,
                content.places[passage.id],
                group.number,
                rank,
                passage.kind,
                dump(passage_record(passage)),
            )
            for group in content.groups
            for rank, passage in enumerate(group.passages)
        ),
    )
    write(
        "failed",
        4,
        (
            (place, _clean(failed.file), _clean(failed.reason), failed.remedy)
            for place, failed in enumerate(content.failed)
        ),
    )
    write(
        "editions_ever",
        5,
        ((e.id, e.document, e.file, e.sha256, _clean(e.title)) for e in content.editions_ever),
    )
    write(
        "ledger",
        9,
        (
            (
                entry.id,
                entry.document,
                entry.edition,
                entry.path,
                entry.content,
                int(entry.alive),
                entry.moved_to,
                # A living passage stands in its own table.
                None if entry.alive else dump(passage_record(entry.last)),
                None if entry.former is None else dump(passage_record(entry.former)),
            )
            for entry in content.ledger
        ),
    )


def _document_record(document: Document) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample")
    return {name: getattr(document, name) for name in names}


def _own_record(record: EditionRecord) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample")
    return {name: getattr(record, name) for name in names}


def _clean(text: str) -> str:
    """Write bytes of a file name that are no text as escapes; SQLite refuses them as they are."""
    return text.encode("utf-8", "backslashreplace").decode()
