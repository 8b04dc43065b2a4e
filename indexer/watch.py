"""Watching a corpus for changes, and its index for damage."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_POLL_SECONDS = 2.0
# Of so many looks at the corpus one is at the sizes of the index's files, too, and of so many of
# these one at their contents: with two seconds a look, each minute and each ten minutes.
_LOOKS_A_CHECK = 30
_CHECKS_A_READING = 10
Snapshot = frozenset[tuple[str, int, int]]


def changes(
    paths: Sequence[Path],
    is_damaged: Callable[[bool], bool],
    poll_seconds: float = _POLL_SECONDS,
) -> Iterator[None]:
    """Yield each time something has changed and has then stayed as it is for one look.

    Looked at by polling, since a folder on another machine sends no notice of its changes. The
    first look is taken at once: what changes from now on is seen, however late it is asked for.

    Args:
        paths: files and folders of the corpus.
        is_damaged: whether the index must be made anew though nothing has changed; it is given
            whether to compare contents too, and is asked once a minute, so that what cannot be
            repaired (a full disk) is not tried without end.
        poll_seconds: between two looks.
    """
    return _changes(paths, is_damaged, poll_seconds, snapshot(paths))


def _changes(
    paths: Sequence[Path],
    is_damaged: Callable[[bool], bool],
    poll_seconds: float,
    known: Snapshot,
) -> Iterator[None]:
    looks = 0
    while True:
        time.sleep(poll_seconds)
        looks += 1
        checks, rest = divmod(looks, _LOOKS_A_CHECK)
        now = snapshot(paths)
        if now == known:
            if not rest and is_damaged(not checks % _CHECKS_A_READING):
                yield
            continue
        # A file that is being copied changes from look to look.
        while (settled := _after(paths, poll_seconds)) != now:
            now = settled
        known = now
        yield


def snapshot(paths: Sequence[Path]) -> Snapshot:
    """The files under some paths: name, time of the last change in nanoseconds, and bytes."""
    return frozenset(
        entry for path in paths for file in _under(path) if (entry := _entry(file)) is not None
    )


def _under(path: Path) -> Iterator[Path]:
    """Give a path and all below it, however deep: not by recursion, as rglob of pathlib."""
    yield path
    waiting = [path] if path.is_dir() else []
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))


def _after(paths: Sequence[Path], seconds: float) -> Snapshot:
    time.sleep(seconds)
    return snapshot(paths)


def _entry(path: Path) -> tuple[str, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return str(path), found.st_mtime_ns, 0 if path.is_dir() else found.st_size
