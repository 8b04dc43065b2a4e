"""The store: one SQLite file per generation, which pages, exports and proofs read."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from search.errors import Damaged, Outdated
from search.model import (
    Document,
    Edition,
    FailedFile,
    Passage,
    PassageGroup,
    Searched,
    Source,
)
from search.records import (
    EditionEver,
    EditionRecord,
    FileRecord,
    LedgerEntry,
    dump,
    edition_details,
    edition_of,
    passage_of,
    passage_record,
)

_INDEX_AGAIN = "請執行 zhengsuo index 重新建立索引"
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
    content TEXT NOT NULL, alive INTEGER NOT NULL, moved_to TEXT, last TEXT
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
_EDITIONS = (
    "SELECT id, document, file, source, sha256, own, record, body"
    " FROM editions JOIN texts USING (sha256) "
)


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
        8,
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
            )
            for entry in content.ledger
        ),
    )


class Store:
    """A store that is open for reading; any thread may use it.

    One connection behind a lock serves all threads: a row takes microseconds, and a file that
    is deleted when the next generation comes stays readable through the open connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a store; nothing beside it is written.

        Raises:
            Damaged: the file is missing or is no store.
            Outdated: it was written by another version.
        """
        try:
            connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
                isolation_level=None,
            )
            try:
                row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
            except sqlite3.Error:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise Damaged(f"索引檔 {path} 讀不出來（{error}）", _INDEX_AGAIN) from error
        if row is None or row[0] != SCHEMA:
            connection.close()
            raise Outdated(f"索引檔 {path} 是另一個版本的程式寫的", _INDEX_AGAIN)
        return cls(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def groups(self) -> Iterator[PassageGroup]:
        """All groups in document order."""
        number, batch = 0, 1000
        while groups := self.groups_of(range(number, number + batch)):
            yield from groups
            number += batch

    def groups_of(self, numbers: Iterable[int]) -> list[PassageGroup]:
        """The groups of these numbers, in the order asked; numbers without a group are left out."""
        wanted = list(numbers)
        found: dict[int, list[Passage]] = {}
        for number, record in self._in("number, record", "number", wanted, "number, rank"):
            found.setdefault(number, []).append(passage_of(json.loads(record)))
        return [PassageGroup(number, tuple(found[number])) for number in wanted if number in found]

    def passage(self, id_: str) -> Passage | None:
        """The passage of that id, None where it is not in the corpus."""
        row = self._one("SELECT record FROM passages WHERE id = ?", id_)
        return None if row is None else passage_of(json.loads(row[0]))

    def group_of(self, id_: str) -> PassageGroup | None:
        """The group that a passage belongs to."""
        row = self._one("SELECT number FROM passages WHERE id = ?", id_)
        return None if row is None else self.groups_of([row[0]])[0]

    def neighbours(self, id_: str) -> tuple[Passage | None, Passage | None]:
        """The passages before and after one, within its edition in reading order."""
        row = self._one("SELECT edition, place FROM passages WHERE id = ?", id_)
        if row is None:
            return None, None
        edition, place = row
        found = {
            at: passage_of(json.loads(record))
            for at, record in self._rows(
                "SELECT place, record FROM passages WHERE edition = ? AND place IN (?, ?)",
                edition,
                place - 1,
                place + 1,
            )
        }
        return found.get(place - 1), found.get(place + 1)

    def passages_of(self, edition: str) -> tuple[Passage, ...]:
        """The passages of an edition in reading order."""
        rows = self._rows("SELECT record FROM passages WHERE edition = ? ORDER BY place", edition)
        return tuple(passage_of(json.loads(record)) for (record,) in rows)

    def documents(self) -> tuple[Document, ...]:
        """All documents in display order, agency by agency and newest first.

        Their editions come without text and furniture, which document() gives.
        """
        return self._documents

    def document(self, id_: str) -> Document | None:
        """The document of that id, whole, or None."""
        bare = self._by_id.get(id_)
        if bare is None:
            return None
        editions = self._edition_rows("WHERE document = ? ORDER BY place", id_)
        return replace(bare, editions=tuple(record.edition for record in editions))

    def failed(self) -> tuple[FailedFile, ...]:
        """The files that could not be read, in the order in which they were tried."""
        rows = self._rows("SELECT file, reason, remedy FROM failed ORDER BY place")
        return tuple(FailedFile(*row) for row in rows)

    def searched(self) -> Searched:
        """What every answer from this store speaks of; passages are counted as groups."""
        return self._searched

    def moved(self, id_: str) -> str | None:
        """The id of the living passage that an id leads to now; None where it leads nowhere.

        A living passage leads nowhere: it is where it is.
        """
        seen = {id_}
        at = id_
        while row := self._one("SELECT alive, moved_to FROM ledger WHERE id = ?", at):
            alive, moved_to = row
            if alive:
                return at if at != id_ else None
            if moved_to is None or moved_to in seen:
                return None
            seen.add(moved_to)
            at = moved_to
        return None

    def tombstone(self, id_: str) -> Passage | None:
        """A passage that is no longer in the corpus, as it last was; None where it never was."""
        row = self._one("SELECT last FROM ledger WHERE id = ? AND alive = 0", id_)
        return None if row is None or row[0] is None else passage_of(json.loads(row[0]))

    def files(self) -> tuple[FileRecord, ...]:
        """The files that were read, by name."""
        rows = self._rows("SELECT name, sha256, key, duplicate_of FROM files ORDER BY name")
        return tuple(FileRecord(*row) for row in rows)

    def edition_records(self, file: str) -> tuple[EditionRecord, ...]:
        """The editions that are from a file, whole."""
        return self._edition_rows("WHERE file = ? ORDER BY editions.rowid", file)

    def editions_ever(self) -> tuple[EditionEver, ...]:
        """Every edition that is or was in the corpus."""
        rows = self._rows("SELECT id, document, file, sha256, title FROM editions_ever ORDER BY id")
        return tuple(EditionEver(*row) for row in rows)

    def ledger(self) -> Iterator[LedgerEntry]:
        """Every passage id that was ever given, by edition."""
        rows = self._rows(
            "SELECT ledger.id, ledger.document, ledger.edition, path, content, alive, moved_to,"
            " coalesce(last, record) FROM ledger LEFT JOIN passages USING (id)"
            " ORDER BY ledger.edition, ledger.id"
        )
        for id_, document, edition, path, content, alive, moved_to, last in rows:
            passage = passage_of(json.loads(last))
            yield LedgerEntry(id_, document, edition, path, content, bool(alive), passage, moved_to)

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        editions: dict[str, list[Edition]] = {}
        for id_, document, source, sha, record in self._rows(
            "SELECT id, document, source, sha256, record FROM editions ORDER BY document, place"
        ):
            details = json.loads(record) | {"furniture": []}
            edition = edition_of(id_, document, Source(json.loads(source), sha), "", details)
            editions.setdefault(document, []).append(edition)
        return tuple(
            Document(id=id_, editions=tuple(editions.get(id_, ())), **json.loads(record))
            for id_, record in self._rows("SELECT id, record FROM documents ORDER BY place")
        )

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self._documents}

    @cached_property
    def _searched(self) -> Searched:
        ((documents,),) = self._rows("SELECT count(*) FROM documents")
        ((passages,),) = self._rows("SELECT count(*) FROM passages WHERE rank = 0")
        ((failed,),) = self._rows("SELECT count(*) FROM failed")
        return Searched(documents, passages, failed)

    def _edition_rows(self, condition: str, value: str) -> tuple[EditionRecord, ...]:
        rows = self._rows(
            _EDITIONS + condition,
            value,
        )
        return tuple(
            EditionRecord(
                edition=edition_of(
                    id_,
                    document,
                    Source(json.loads(source), sha),
                    zlib.decompress(body).decode("utf-8", "surrogatepass"),
                    json.loads(record),
                ),
                file=file,
                **json.loads(own),
            )
            for id_, document, file, source, sha, own, record, body in rows
        )

    def _in(
        self, columns: str, column: str, values: Sequence[int], order: str
    ) -> Iterator[tuple[Any, ...]]:
        # SQLite takes a limited number of parameters; 500 is far below it.
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            marks = ",".join("?" * len(part))
            yield from self._rows(
                f"SELECT {columns} FROM passages WHERE {column} IN ({marks}) ORDER BY {order}",  # noqa: S608  ours
                *part,
            )

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        return next(iter(self._rows(statement, *values)), None)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise Damaged(f"索引的儲存檔讀不出來（{error}）", _INDEX_AGAIN) from error


def _document_record(document: Document) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample")
    return {name: getattr(document, name) for name in names}


def _own_record(record: EditionRecord) -> dict[str, Any]:
    names = ("title", "kind", "agency", "year", "sample")
    return {name: getattr(record, name) for name in names}


def _clean(text: str) -> str:
    """Write bytes of a file name that are no text as escapes; SQLite refuses them as they are."""
    return text.encode("utf-8", "backslashreplace").decode()
