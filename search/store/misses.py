"""Misses: terms that were searched without a hit, with how often, and nothing else."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from search.errors import DataError

FILE = "misses.sqlite"
MOST_TERMS = 10_000
_LONGEST = 40
_LOG = logging.getLogger(__name__)
_TABLE = "CREATE TABLE IF NOT EXISTS misses (term TEXT PRIMARY KEY, times INTEGER NOT NULL)"
_COUNT = "INSERT INTO misses VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET times = times + 1"
_KEEP = "DELETE FROM misses WHERE term NOT IN (SELECT term FROM misses ORDER BY times DESC LIMIT ?)"


class Misses:
    """Counts terms without hits in a file of the data folder; any thread may.

    Neither who asked nor when is kept. Where the folder cannot be written, nothing is counted
    and searching goes on.

    Args:
        data: the data folder.
    """

    def __init__(self, data: Path) -> None:
        self._path = data / FILE
        self._lock = threading.Lock()

    def count(self, terms: Iterable[str]) -> None:
        """Count terms, each once more; long ones, which may tell of a person, are passed over."""
        kept = [(term,) for term in terms if 0 < len(term) <= _LONGEST]
        if not kept:
            return
        try:
            with (
                self._lock,
                closing(sqlite3.connect(self._path, timeout=1)) as connection,
                connection,
            ):
                connection.execute(_TABLE)
                connection.executemany(_COUNT, kept)
                (held,) = connection.execute("SELECT count(*) FROM misses").fetchone()
                if held > MOST_TERMS:
                    connection.execute(_KEEP, (MOST_TERMS // 2,))
        except (sqlite3.Error, UnicodeError) as error:
            _LOG.warning("misses not counted error=%s", error)


def read_misses(data: Path, limit: int = 200) -> tuple[tuple[str, int], ...]:
    """Give the terms that were counted, the most frequent first; none where none were.

    Raises:
        DataError: the file is damaged.
    """
    path = data / FILE
    if not path.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as opened:
            rows = opened.execute(
                "SELECT term, times FROM misses ORDER BY times DESC, term LIMIT ?", (limit,)
            ).fetchall()
    except sqlite3.Error as error:
        raise DataError(f"{path} 讀不出來（{error}）", "可以刪除它，會重新累計") from error
    return tuple((term, times) for term, times in rows)
