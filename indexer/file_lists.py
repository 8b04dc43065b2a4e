"""Lists of files that stand beside the files themselves, such as an INDEX.tsv."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from indexer.packages import archive
from indexer.packages.decoding import decode
from indexer.vocabulary import load
from search.errors import DocumentError

_SUFFIXES = frozenset({"", ".txt", ".tsv", ".csv", ".md"})
_LARGEST_BYTES = 1024 * 1024
_SHORTEST_STEM = 4
"""Characters of a name without its ending that no number or word in a table is taken for."""
_LEAST_NAMED = 2
_OF_PLANS = ("project", "indicator", "goal")


def is_file_list(path: Path, beside: Iterable[str]) -> bool:
    """Whether a file only lists files of its folder, and is no document itself.

    Args:
        path: of the file.
        beside: names of the files in its folder, its own too.

    Raises:
        OSError: it cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES or archive.split_member(path) is not None:
        return False
    if path.stat().st_size > _LARGEST_BYTES:
        return False
    try:
        text, _ = decode(path.read_bytes())
    except DocumentError:
        return False
    return lists_files(text, (name for name in beside if name != path.name))


def lists_files(text: str, names: Iterable[str]) -> bool:
    """Whether rows of a delimited table name files, in one and the same column.

    Most rows do, or most of the files are named; a table of work, goals or indicators is none.

    Args:
        text: of the table: cells parted by tabs, commas or pipes, with a header or without.
        names: of the files, with their endings.
    """
    files = [name.casefold() for name in names]
    known = {name: name for name in files}
    known |= {
        stem: name for name in files if len(stem := PurePosixPath(name).stem) >= _SHORTEST_STEM
    }
    lines = [line for line in text.splitlines() if line.strip()]
    for delimiter in "\t,|":
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1]
        if 2 * len(rows) <= len(lines):
            continue
        if any(load().header(cell).field in _OF_PLANS for cell in rows[0]):
            return False
        for column in range(max(map(len, rows))):
            cells = [row[column].strip().casefold() for row in rows if len(row) > column]
            hits = [known[name] for cell in cells if (name := PurePosixPath(cell).name) in known]
            most = 2 * len(hits) >= len(rows) or 2 * len({*hits}) >= len(files)
            if len({*hits}) >= _LEAST_NAMED and most:
                return True
    return False
