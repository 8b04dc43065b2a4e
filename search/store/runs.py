"""The last indexing runs, with what each did to the documents."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FILE = "runs.json"
MOST = 10


@dataclass(frozen=True, slots=True)
class Run:
    """An indexing run; documents are counted.

    Attributes:
        at: when it ended, ISO 8601, UTC.
        documents: in service after it.
        failed: files that could not be read.
        refused: why the index was left as it was; empty where it was not.
    """

    at: str
    documents: int
    added: int = 0
    changed: int = 0
    removed: int = 0
    failed: int = 0
    refused: str = ""


def read_runs(data: Path) -> tuple[Run, ...]:
    """Give the last runs, newest first; none where nothing is noted or it cannot be understood."""
    try:
        return tuple(map(_run, json.loads((data / FILE).read_text("utf-8"))))
    except (OSError, ValueError, TypeError, KeyError):
        return ()


def note_run(data: Path, run: Run) -> None:
    """Note a run; the caller holds the lock. A disk that is full must not undo what was done."""
    runs = (run, *read_runs(data))[:MOST]
    fresh = data / f"{FILE}.{secrets.token_hex(4)}.new"
    try:
        fresh.write_text(json.dumps([asdict(one) for one in runs], indent=1), "utf-8")
        fresh.replace(data / FILE)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def _run(record: Mapping[str, Any]) -> Run:
    counts = {name: int(record[name]) for name in ("documents", "added", "changed", "removed")}
    return Run(
        at=str(record["at"]), failed=int(record["failed"]), refused=str(record["refused"]), **counts
    )
