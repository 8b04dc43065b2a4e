"""Copies of the indexed files, for those who want to see the original."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from indexer.packages import archive
from search.errors import DocumentError
from search.store.sources import FOLDER, kept_file

_LOG = logging.getLogger(__name__)
_PART_BYTES = 1 << 20
_UNFINISHED = ".new"


def keep(data: Path, files: Iterable[tuple[str, Path]]) -> tuple[str, ...]:
    """Copy files into the data folder that are not there yet.

    They are copied, not linked: a linked copy would change with the file that it is of.

    Args:
        data: the data folder.
        files: (SHA-256, path) pairs; a path may lead to a member of an archive.

    Returns:
        Names of files that are not as they were when they were read, and so were not kept.

    Raises:
        OSError: the data folder cannot be written.
    """
    changed = []
    for digest, path in files:
        kept = kept_file(data, digest)
        if kept is not None and not kept.is_file() and not _copy(path, kept, digest):
            changed.append(path.name)
    return tuple(changed)


def forget(data: Path, wanted: Iterable[str]) -> None:
    """Remove the copies of all files but those of these SHA-256, and what killed runs left."""
    names = frozenset(wanted)
    with suppress(FileNotFoundError):
        for path in (data / FOLDER).iterdir():
            if path.name not in names:
                # On Windows somebody may be reading it: the next run tries again.
                with suppress(OSError):
                    path.unlink()


def _copy(path: Path, kept: Path, digest: str) -> bool:
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(kept.name + _UNFINISHED)
    try:
        hashed = sha256()
        with unfinished.open("wb") as copy:
            for part in _parts(path):
                hashed.update(part)
                copy.write(part)
            copy.flush()
            os.fsync(copy.fileno())
        if hashed.hexdigest() == digest:
            unfinished.replace(kept)
            return True
    except _Unreadable as error:
        _LOG.warning("file not kept name=%s error=%r", path.name, error.__cause__)
    finally:
        unfinished.unlink(missing_ok=True)
    return False


class _Unreadable(Exception):
    """The source cannot be read, which is no fault of the data folder."""


def _parts(path: Path) -> Iterator[bytes]:
    try:
        member = archive.split_member(path)
        if member is not None:
            yield archive.read_member(*member)
            return
        file = path.open("rb")
    except (OSError, DocumentError) as error:
        raise _Unreadable from error
    with file:
        while True:
            try:
                part = file.read(_PART_BYTES)
            except OSError as error:
                raise _Unreadable from error
            if not part:
                return
            yield part
