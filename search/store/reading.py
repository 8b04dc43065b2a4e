"""The store: one SQLite file per generation, from which pages, exports and proofs are made."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from search.model import (
    Document,
    Edition,
    FailedFile,
    Passage,
    PassageGroup,
    Searched,
    Source,
)
from search.store.programs import StoredPrograms
from search.store.records import (
    EditionEver,
    EditionRecord,
    FileRecord,
    LedgerEntry,
    edition_of,
    own_of,
    passage_of,
)

_EDITIONS = (
    "SELECT id, document, file, source, sha256, own, record, body"
    " FROM editions JOIN texts USING (sha256) "
)


class Store(StoredPrograms):
    """A store that is open for reading; any thread may use it."""

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

    def written_passages(self, edition: str) -> tuple[tuple[Passage, str], ...]:
        """The passages of an edition in reading order, each with its record as it is stored."""
        rows = self._rows("SELECT record FROM passages WHERE edition = ? ORDER BY place", edition)
        return tuple((passage_of(json.loads(record)), record) for (record,) in rows)

    def batches(self) -> tuple[tuple[str, int, int], ...]:
        """Of each document with passages, in order: digest, number of the first group, groups."""
        rows = self._rows(
            "SELECT digest, min(number), count(*) FROM documents"
            " JOIN passages ON document = documents.id AND rank = 0"
            " GROUP BY documents.id ORDER BY min(number)"
        )
        return tuple((digest, first, count) for digest, first, count in rows)

    def digests(self) -> dict[str, str]:
        """Document → hash of what the index holds of it."""
        return dict(self._rows("SELECT id, digest FROM documents"))

    def group_numbers(self, edition: str) -> dict[str, int]:
        """Passage → the number of its group, for the passages of an edition."""
        return dict(self._rows("SELECT id, number FROM passages WHERE edition = ?", edition))

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

    def counts(self) -> dict[str, int]:
        """The number of groups of each document."""
        return dict(
            self._rows("SELECT document, count(*) FROM passages WHERE rank = 0 GROUP BY document")
        )

    def kinds(self) -> dict[str, dict[str, int]]:
        """The number of passages of each kind in each edition, in reading order of the first."""
        found: dict[str, dict[str, int]] = {}
        for edition, kind, count in self._rows(
            "SELECT edition, kind, count(*) FROM passages GROUP BY edition, kind"
            " ORDER BY edition, min(place)"
        ):
            found.setdefault(edition, {})[kind] = count
        return found

    def failed(self) -> tuple[FailedFile, ...]:
        """The files that could not be read, in the order in which they were tried."""
        rows = self._rows("SELECT file, reason, remedy FROM failed ORDER BY place")
        return tuple(FailedFile(*row) for row in rows)

    def passed_over(self) -> tuple[str, ...]:
        """The files that hold no document but a list of the files beside them, by name."""
        rows = self._rows(
            "SELECT name FROM files WHERE duplicate_of IS NULL"
            " AND name NOT IN (SELECT file FROM editions) ORDER BY name"
        )
        return tuple(name for (name,) in rows)

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

    def parts(self, id_: str) -> tuple[Passage, ...]:
        """The passages that hold what the text of an id was, where no single one holds it.

        Returns:
            The largest part first; none where one passage holds most of the text.
        """
        rows = self._rows(
            "SELECT record FROM ledger_parts JOIN passages ON passages.id = passage"
            " WHERE ledger_parts.id = ? ORDER BY ledger_parts.place",
            id_,
        )
        return tuple(passage_of(json.loads(record)) for (record,) in rows)

    def former(self, id_: str) -> Passage | None:
        """A passage as it was before its wording last changed; None where it never did."""
        row = self._one("SELECT former FROM ledger WHERE id = ?", id_)
        return None if row is None or row[0] is None else passage_of(json.loads(row[0]))

    def files(self) -> tuple[FileRecord, ...]:
        """The files that were read, by name."""
        rows = self._rows("SELECT name, sha256, key, duplicate_of FROM files ORDER BY name")
        return tuple(FileRecord(*row) for row in rows)

    def edition_records(self, file: str) -> tuple[EditionRecord, ...]:
        """The editions that are from a file, whole."""
        return self._edition_rows("WHERE file = ? ORDER BY editions.rowid", file)

    def file_names(self) -> dict[str, str]:
        """Edition → the name of its file in the corpus."""
        return dict(self._rows("SELECT id, file FROM editions"))

    def editions_ever(self) -> tuple[EditionEver, ...]:
        """Every edition that is or was in the corpus."""
        rows = self._rows("SELECT id, document, file, sha256, title FROM editions_ever ORDER BY id")
        return tuple(EditionEver(*row) for row in rows)

    def ledger(self, known: Mapping[str, Passage] | None = None) -> Iterator[LedgerEntry]:
        """Every passage id that was ever given, by edition.

        Args:
            known: passages that were read of this store already, by id.
        """
        held = known or {}
        rows = self._rows(
            "SELECT ledger.id, ledger.document, ledger.edition, path, content, alive, moved_to,"
            " coalesce(last, record), former FROM ledger LEFT JOIN passages USING (id)"
            " ORDER BY ledger.edition, ledger.id"
        )
        for id_, document, edition, path, content, alive, moved_to, last, former in rows:
            yield LedgerEntry(
                id_,
                document,
                edition,
                path,
                content,
                bool(alive),
                (alive and held.get(id_)) or passage_of(json.loads(last)),
                moved_to,
                None if former is None else passage_of(json.loads(former)),
            )

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
            Document(id=id_, editions=tuple(editions.get(id_, ())), **own_of(json.loads(record)))
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
        incomplete = sum(
            any(edition.unread for edition in document.editions) for document in self._documents
        )
        return Searched(documents, passages, failed, incomplete)

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
                **own_of(json.loads(own)),
            )
            for id_, document, file, source, sha, own, record, body in rows
        )
