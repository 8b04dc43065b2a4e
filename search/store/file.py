"""A store's file, open for reading."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from search.errors import Damaged, Outdated
from search.store.writing import SCHEMA

_INDEX_AGAIN = "請執行 zhengsuo index 重新建立索引"


class StoreFile:
    """One SQLite file that is open for reading; any thread may use it.

    One connection behind a lock serves all threads: a row takes microseconds, and a file that
    is deleted when the next generation comes stays readable through the open connection.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, any_version: bool = False) -> Self:
        """Open a store; nothing beside it is written.

        Args:
            path: of its file.
            any_version: one that another version wrote is opened too; only what outlives every
                version may be read from it, the ids that were ever given.

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
        if row is None or (row[0] != SCHEMA and not any_version):
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

    def _in(
        self,
        columns: str,
        column: str,
        values: Sequence[object],
        order: str,
        table: str = "passages",
    ) -> Iterator[tuple[Any, ...]]:
        # SQLite takes a limited number of parameters; 500 is far below it.
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            marks = ",".join("?" * len(part))
            yield from self._rows(
                f"SELECT {columns} FROM {table} WHERE {column} IN ({marks}) ORDER BY {order}",  # noqa: S608  ours
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
