"""Watching a corpus for changes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

_POLL_SECONDS = 2.0
Snapshot = frozenset[tuple[str, int, int]]


def changes(paths: Sequence[Path], poll_seconds: float = _POLL_SECONDS) -> Iterator[None]:
    """Yield each time something has changed and has then stayed as it is for one look.

    Looked at by polling, since a folder on another machine sends no notice of its changes. The
    first look is taken at once: what changes from now on is seen, however late it is asked for.
    """
    return _changes(paths, poll_seconds, snapshot(paths))


def _changes(paths: Sequence[Path], poll_seconds: float, known: Snapshot) -> Iterator[None]:
    while True:
        time.sleep(poll_seconds)
        now = snapshot(paths)
        if now == known:
            continue
        # A file that is being copied changes from look to look.
        while (settled := _after(paths, poll_seconds)) != now:
            now = settled
        known = now
        yield


def snapshot(paths: Sequence[Path]) -> Snapshot:
    """The files under some paths: name, time of the last change in nanoseconds, and bytes."""
    return frozenset(
        entry
        for path in paths
        for file in ((path, *path.rglob("*")) if path.is_dir() else (path,))
        if (entry := _entry(file)) is not None
    )


def _after(paths: Sequence[Path], seconds: float) -> Snapshot:
    time.sleep(seconds)
    return snapshot(paths)


def _entry(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, 0 if path.is_dir() else found.st_size
