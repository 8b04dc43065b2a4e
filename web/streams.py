"""Whole results, written hit by hit while they are read: memory does not grow with them."""

from __future__ import annotations

import csv
import io
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from flask import Response

from search.model import Every, Hit
from search.present.lines import sheet_rows
from search.present.results import hit_json
from web import faults
from web.export.texts import clean_lines

_LINES_AT_ONCE = 50
# Spreadsheets take a CSV file for UTF-8 by it alone.
_BOM = "\ufeff"
Writer = Callable[[Iterator[Hit]], Iterator[str]]


class Streams:
    """Lets some whole results be sent at a time: each keeps a thread for as long as it lasts."""

    def __init__(self, most: int) -> None:
        self._places = threading.BoundedSemaphore(most)

    def send(self, every: Callable[[], Every], write: Writer, media: str, name: str) -> Response:
        """Answer with a whole result.

        Args:
            every: finds it, once there is a place.
            write: makes text of its hits.
            media: type of the answer.
            name: of the file that a browser saves.

        Raises:
            Refused: as many as may be are being sent.
        """
        if not self._places.acquire(blocking=False):
            raise faults.busy()
        try:
            found = every()
        except BaseException:
            self._places.release()
            raise
        response = Response(_encoded(write(found.hits)), content_type=media)
        response.call_on_close(self._places.release)
        response.headers["X-Total-Count"] = str(found.total)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def ndjson(slim: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Writer:
    """Make a writer of one line of JSON for each hit.

    Args:
        slim: keeps the wanted fields of a body.
    """

    def write(hits: Iterator[Hit]) -> Iterator[str]:
        for hit in hits:
            yield json.dumps(slim(hit_json(hit)), ensure_ascii=False) + "\n"

    return write


def sheet(hits: Iterator[Hit]) -> Iterator[str]:
    """Write hits as CSV, the names of the columns first; no cell is a formula or hides a character."""
    line = io.StringIO()
    rows = csv.writer(line)
    yield _BOM
    for row in sheet_rows(hits):
        rows.writerow([clean_lines(cell) if isinstance(cell, str) else cell for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    """Join lines into pieces that are worth sending; a lone surrogate becomes its escape."""
    waiting: list[str] = []
    for line in lines:
        waiting.append(line)
        if len(waiting) >= _LINES_AT_ONCE:
            yield "".join(waiting).encode("utf-8", "backslashreplace")
            waiting = []
    if waiting:
        yield "".join(waiting).encode("utf-8", "backslashreplace")
