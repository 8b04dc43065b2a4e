"""Errors of reading that users reported: a line of JSON each, in the data folder."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "reports.jsonl"
MOST_BYTES = 5_000_000
MOST_CHARACTERS = 500
_LOG = logging.getLogger(__name__)
_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Report:
    """A report; who sent it is not kept.

    Attributes:
        at: day, ISO 8601.
        sha256: of the file.
        start: where the passage begins in the text that was read of the file.
        note: what is wrong, in the reporter's words.
    """

    at: str
    passage: str
    file: str
    sha256: str
    start: int
    title: str
    note: str


def add_report(data: Path, report: Report) -> bool:
    """Keep a report.

    Returns:
        False where the list is full or cannot be written.
    """
    path = data / FILE
    line = json.dumps(asdict(report), ensure_ascii=False) + "\n"
    try:
        with _LOCK:
            if path.exists() and path.stat().st_size > MOST_BYTES:
                _LOG.warning("report not kept, list full path=%s", path)
                return False
            with path.open("a", encoding="utf-8", errors="backslashreplace") as list_:
                list_.write(line)
    except OSError as error:
        _LOG.warning("report not kept error=%s", error)
        return False
    return True


def read_reports(data: Path, sha256: str) -> dict[int, tuple[str, ...]]:
    """Give what was reported of a file: start of the passage to the notes, oldest first."""
    found: dict[int, tuple[str, ...]] = {}
    for report in _reports(data / FILE):
        if report.sha256 == sha256:
            found[report.start] = (*found.get(report.start, ()), report.note)
    return found


def _reports(path: Path) -> Iterator[Report]:
    if not path.is_file():
        return
    for line in path.read_text("utf-8").splitlines():
        try:
            yield Report(**json.loads(line))
        except (ValueError, TypeError):
            _LOG.warning("line of reports is spoilt path=%s", path)
