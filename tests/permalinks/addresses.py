"""The addresses that an index of the code at commit a4e1639 gave out, and how they were kept.

Of the samples its store stands here as SQL (`samples-a4e1639.sql.xz`): what outlives an indexing,
with the texts. Of the read plans, which are not ours to keep, only ids, hashes and the places in
the file stand here (`plans-a4e1639.json.xz`); their words are read from the files where these are
at hand. Both were made so, with that commit's program:

    zhengsuo index corpus --data DATA && python tests/permalinks/addresses.py samples DATA
    zhengsuo index ../shared/corpus --data DATA && python tests/permalinks/addresses.py plans DATA
"""

from __future__ import annotations

import json
import lzma
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from indexer.assembly import Past
from search.model import Location, Passage, Source
from search.store import generation
from search.store.reading import Store
from search.store.records import EditionEver, LedgerEntry

FOLDER = Path(__file__).parent
SAMPLES = FOLDER / "samples-a4e1639.sql.xz"
PLANS = FOLDER / "plans-a4e1639.json.xz"
_MADE_ANEW = ("texts", "files", "documents", "editions", "programs", "program_members")


def old_data(data: Path) -> None:
    """Make a data folder with the index of the samples as that version left it."""
    with generation.build_lock(data):
        folder = generation.start(data)
        path = folder / generation.STORE
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(lzma.decompress(SAMPLES.read_bytes()).decode())
            (schema,) = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        (folder / generation.INDEX).mkdir()
        generation.seal(
            folder,
            versions={"store": schema},
            documents=0,
            passages=0,
            failed=0,
            fingerprint="a4e1639",
        )
        generation.switch(data, folder)


def old_plans(texts: Mapping[str, str]) -> Past:
    """Give the ledger of the read plans as that version left it.

    Args:
        texts: SHA-256 of a file → its text as the reader gives it, which of plain text is the
            file's own, then and now.
    """
    kept = json.loads(lzma.decompress(PLANS.read_bytes()))
    ledger = []
    for id_, document, edition, path, content, kind, sha, spans in kept["passages"]:
        text = "\n".join(texts[sha][start:end] for start, end in spans)
        last = Passage(
            id=id_,
            document=document,
            edition=edition,
            document_title="",
            document_kind=None,
            agency=None,
            year=None,
            kind=kind,
            title="",
            text=text,
            source=Source("", sha),
            location=Location(spans[0][0], spans[-1][1]),
        )
        ledger.append(LedgerEntry(id_, document, edition, path, content, True, last))
    return Past([EditionEver(*one, title="") for one in kept["editions"]], ledger)


def _store(data: Path) -> Path:
    return generation.open_newest(data, {}).folder / generation.STORE


def _keep_samples(data: Path) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        with closing(sqlite3.connect(_store(data))) as stored:
            stored.backup(connection)
        for table in _MADE_ANEW:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  our own names
        SAMPLES.write_bytes(lzma.compress("\n".join(connection.iterdump()).encode(), preset=9))


def _keep_plans(data: Path) -> None:
    with Store.open(_store(data), any_version=True) as store:
        passages = [
            (
                e.id,
                e.document,
                e.edition,
                e.path,
                e.content,
                e.last.kind,
                e.last.source.sha256,
                e.last.spans,
            )
            for e in store.ledger()
        ]
        editions = [(e.id, e.document, e.file, e.sha256) for e in store.editions_ever()]
    body = json.dumps({"editions": editions, "passages": passages}).encode()
    PLANS.write_bytes(lzma.compress(body, preset=9))


if __name__ == "__main__":
    {"samples": _keep_samples, "plans": _keep_plans}[sys.argv[1]](Path(sys.argv[2]))
