"""Writing a store: the tables of a generation's one SQLite file."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from search.model import Document, FailedFile, Passage, PassageGroup
from search.programs.indicators import Indicator, indicator_record
from search.programs.model import Program, ProgramEver, program_record
from search.store.changes import Change, kept
from search.store.records import (
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
CREATE TABLE documents (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, record TEXT NOT NULL, digest TEXT NOT NULL
);
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
CREATE TABLE ledger_parts (
    id TEXT NOT NULL, place INTEGER NOT NULL, passage TEXT NOT NULL, PRIMARY KEY (id, place)
) WITHOUT ROWID;
CREATE TABLE programs (
    id TEXT PRIMARY KEY, place INTEGER NOT NULL, kind TEXT NOT NULL, agency TEXT NOT NULL,
    title TEXT NOT NULL, documents INTEGER NOT NULL, record TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE program_members (
    passage TEXT NOT NULL, program TEXT NOT NULL, PRIMARY KEY (passage, program)
) WITHOUT ROWID;
CREATE TABLE programs_ever (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, passages TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE indicators (program TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE indicator_grams (
    gram TEXT NOT NULL, program TEXT NOT NULL, PRIMARY KEY (gram, program)
) WITHOUT ROWID;
CREATE TABLE changes (
    place INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, passage TEXT NOT NULL,
    record TEXT NOT NULL, old TEXT
);
"""
# Made after the rows, which is faster than keeping them up to date.
_INDEXES = """
CREATE INDEX editions_by_document ON editions (document, place);
CREATE UNIQUE INDEX passages_by_edition ON passages (edition, place);
CREATE UNIQUE INDEX passages_by_number ON passages (number, rank);
CREATE INDEX ledger_by_edition ON ledger (edition);
CREATE INDEX programs_by_place ON programs (place);
CREATE INDEX changes_by_passage ON changes (passage);
"""
SCHEMA = "2-" + sha256((_TABLES + _INDEXES).encode()).hexdigest()[:8]
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
        parts: id → the passages that hold the text it was given to, where no single one does,
            or the one that stands in its place; the largest part first.
        programs: in order of agency, kind and first year.
        programs_ever: every program id that was ever given.
        indicators: those of the programs that state a value and do not stand.
        changes: of this indexing, then of the ones before it, newest first.
        indexed_at: when this indexing ran, ISO 8601, UTC; empty where that is not told.
        compared: whether there was an indexing before to compare with.
        written: records of passages that the store before held in the same words, by id.
        standing: programs that stand as the store before held them, with all that it tells of them.
    """

    files: Sequence[FileRecord]
    documents: Sequence[Document]
    records: Sequence[EditionRecord]
    groups: Sequence[PassageGroup]
    places: dict[str, int]
    failed: Sequence[FailedFile]
    editions_ever: Sequence[EditionEver]
    ledger: Sequence[LedgerEntry]
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    programs: Sequence[Program] = ()
    programs_ever: Sequence[ProgramEver] = ()
    indicators: Sequence[Indicator] = ()
    changes: Sequence[Change] = ()
    indexed_at: str = ""
    compared: bool = False
    written: Mapping[str, str] = field(default_factory=dict)
    standing: frozenset[str] = frozenset()

    def record(self, passage: Passage) -> str:
        """The record of a passage of the groups, as the store holds it."""
        return self.written.get(passage.id) or dump(passage_record(passage))


def digests_of(content: Content) -> dict[str, str]:
    """Hash what the index holds of each document: equal passages have equal digests.

    Args:
        content: in whose groups the passages of a document stand together.

    Returns:
        Document → digest, in the order of the groups.
    """
    hashes: dict[str, Any] = {}
    for group in content.groups:
        summed = hashes.setdefault(group.passages[0].document, sha256())
        for passage in group.passages:
            summed.update(content.record(passage).encode())
        summed.update(b"\n")
    return {document: summed.hexdigest()[:32] for document, summed in hashes.items()}


Write = Callable[[str, int, Iterable[tuple[object, ...]]], None]
"""Writes rows: the table's name, its number of columns, the rows."""


def write_store(path: Path, content: Content, last: Path | None = None) -> None:
    """Write a store into a new file.

    Args:
        path: of the file.
        content: of the store.
        last: the store that the content's standing programs are in; of the same schema.

    The caller makes it last: it is neither journalled nor synced here, since a file that was
    not finished is never opened.

    Raises:
        sqlite3.Error: the disk is full or fails.
        FileExistsError: there is such a file.
    """
    with path.open("xb"):
        pass
    with closing(sqlite3.connect(path, isolation_level=None, uri=True)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        if last is not None and content.standing:
            address = f"{last.absolute().as_uri()}?mode=ro&immutable=1"
            connection.execute("ATTACH DATABASE ? AS last", (address,))
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

    meta = {"indexed_at": content.indexed_at, "compared": str(int(content.compared))}
    write("meta", 2, [("schema", SCHEMA), *meta.items()])
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
    digests = digests_of(content)
    write(
        "documents",
        4,
        (
            (document.id, place, dump(_document_record(document)), digests.get(document.id, ""))
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
                content.record(passage),
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
    write(
        "ledger_parts",
        3,
        (
            (id_, place, passage)
            for id_, parts in content.parts.items()
            for place, passage in enumerate(parts)
        ),
    )
    _write_programs(write, content)
    if content.standing:
        _copy_programs(connection, content)
    write(
        "changes",
        6,
        (
            (
                place,
                change.at,
                change.kind,
                change.passage.id,
                dump(passage_record(change.passage)),
                None if change.old is None else dump(passage_record(change.old)),
            )
            for place, change in enumerate(kept(content.changes))
        ),
    )


def _write_programs(write: Write, content: Content) -> None:
    write(
        "programs",
        7,
        (
            (
                program.id,
                place,
                program.kind,
                dump(program.agency),
                dump(program.title),
                len({member.document for member in program.members}),
                dump(program_record(program)),
            )
            for place, program in enumerate(content.programs)
            if program.id not in content.standing
        ),
    )
    editions = {
        group.passages[0].id: [passage.id for passage in group.passages] for group in content.groups
    }
    write(
        "program_members",
        2,
        {
            (id_, program.id)
            for program in content.programs
            if program.id not in content.standing
            for member in program.members
            for lead in member.passages
            for id_ in editions[lead]
        },
    )
    write(
        "programs_ever",
        3,
        ((one.id, dump(one.title), dump(list(one.passages))) for one in content.programs_ever),
    )
    write(
        "indicators", 2, ((one.program, dump(indicator_record(one))) for one in content.indicators)
    )
    write(
        "indicator_grams",
        2,
        ((_clean(gram), one.program) for one in content.indicators for gram in one.grams()),
    )


def _copy_programs(connection: sqlite3.Connection, content: Content) -> None:
    """Copy what the store before tells of the programs that stand."""
    connection.execute("CREATE TEMP TABLE standing (id TEXT PRIMARY KEY, place INTEGER NOT NULL)")
    connection.executemany(
        "INSERT INTO standing VALUES (?, ?)",
        (
            (program.id, place)
            for place, program in enumerate(content.programs)
            if program.id in content.standing
        ),
    )
    connection.execute(
        "INSERT INTO programs SELECT id, standing.place, kind, agency, title, documents, record"
        " FROM last.programs JOIN standing USING (id)"
    )
    for table in ("program_members", "indicators", "indicator_grams"):
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM last.{table}"  # noqa: S608  our own names
            " WHERE program IN (SELECT id FROM standing)"
        )


def _document_record(document: Document) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample", "covers")
    return {name: getattr(document, name) for name in names}


def _own_record(record: EditionRecord) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample", "covers")
    return {name: getattr(record, name) for name in names}


def _clean(text: str) -> str:
    """Write bytes of a file name that are no text as escapes; SQLite refuses them as they are."""
    return text.encode("utf-8", "backslashreplace").decode()
