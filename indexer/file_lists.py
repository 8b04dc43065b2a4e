"""Lists of files that stand beside the files themselves, such as an INDEX.tsv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from indexer.packages import archive, limits
from indexer.vocabulary import load

_SUFFIXES = frozenset({"", ".txt", ".tsv", ".csv", ".md"})
_LARGEST_BYTES = 1024 * 1024
_ENCODINGS = ("utf-8", "cp950", "utf-16-le", "utf-16-be")
_SHORTEST_STEM = 4
"""Characters of a name without its ending that no number or word in a table is taken for."""
_LEAST_NAMED = 2
_OF_PLANS = ("project", "indicator", "goal")


def may_list_files(path: Path, beside: Iterable[str]) -> bool:
    """True if the bytes of a small text hold the names of several files of its folder.

    Nothing of it is parsed here: whether it is a list of files, lists_files() says, in a child
    process.

    Args:
        path: of the file.
        beside: names of the files in its folder.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES or archive.split_member(path) is not None:
        return False
    if path.stat().st_size > _LARGEST_BYTES:
        return False
    content = path.read_bytes().lower()
    stems = {_stem(name).lower() for name in beside if name != path.name}
    written = sum(
        any(stem.encode(codec, "replace") in content for codec in _ENCODINGS) for stem in stems
    )
    return written >= _LEAST_NAMED


def lists_files(text: str, names: Iterable[str]) -> bool:
    """Whether rows of a delimited table name files, in one and the same column.

    Most rows do, or most of the files are named; a table of work, goals or indicators is none.

    Args:
        text: of the table: cells parted by tabs, commas or pipes, with a header or without.
        names: of the files, with their endings.
    """
    files = [name.casefold() for name in names]
    known = {name: name for name in files} | {_stem(name): name for name in files}
    lines = [line for line in text.splitlines() if line.strip()]
    for delimiter in "\t,|":
        try:
            rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        except csv.Error:  # an open quotation mark makes one cell of all that follows
            continue
        if 2 * len(rows) <= len(lines):
            continue
        if any(load().header(cell).field in _OF_PLANS for cell in rows[0]):
            return False
        for column in range(min(limits.COLUMNS, max(map(len, rows)))):
            cells = [row[column].strip().casefold() for row in rows if len(row) > column]
            hits = [known[name] for cell in cells if (name := PurePosixPath(cell).name) in known]
            most = 2 * len(hits) >= len(rows) or 2 * len({*hits}) >= len(files)
            if len({*hits}) >= _LEAST_NAMED and most:
                return True
    return False


def _stem(name: str) -> str:
    """A name without its ending, where that is long enough."""
    stem = PurePosixPath(name).stem
    return stem if len(stem) >= _SHORTEST_STEM else name
