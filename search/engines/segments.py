"""An index of segments: each written once, of which documents may be gone since.

What is here is the same for every engine: which documents are taken over from the index before,
what is written anew, and how the answers of segments become one.
"""

from __future__ import annotations

import heapq
import json
import shutil
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from search.engines.base import (
    STEP,
    Adapter,
    Filters,
    Found,
    Live,
    Progress,
    Segment,
    Status,
    our_errors,
)
from search.engines.lexicon import Lexicon, Share, read_lexicon, share_of, write_lexicon
from search.errors import EngineError
from search.fields import IndexUnit
from search.model import Sort
from search.query.tree import Node, Weight

FORMAT = "1"
"""Raise when the files of an index change that are the same for every engine."""
_FILE = "segments.json"
_SHARES = "shares.jsonl"
# A segment goes into the new one unless it is this many times as large: so there are never more
# segments than the logarithm of the units, and a unit is written again as often as that.
_TIMES_AS_LARGE = 2
_MOST_GONE = 0.5
"""Share of a segment's units that may be gone before the rest is written anew."""
_INDEX_AGAIN = "請執行 zhengsuo index 重新建立索引"


@dataclass(frozen=True, slots=True)
class Batch:
    """Units that change together: those of a document.

    Attributes:
        digest: the same for the same units; empty where they are never taken over.
        count: how many they are.
        units: gives them, numbered within the whole index.
    """

    digest: str
    count: int
    units: Callable[[], Iterable[IndexUnit]]


@dataclass(frozen=True, slots=True)
class _Run:
    """A batch where it stands: in its segment, and in the index."""

    digest: str
    local: int
    count: int
    number: int


@dataclass(slots=True)
class _Kept:
    """A segment on the disk: its folder, how many units it was built of, and the live ones."""

    folder: str
    units: int
    runs: list[_Run] = field(default_factory=list)

    @property
    def live(self) -> int:
        return sum(run.count for run in self.runs)


def build_segments(
    adapter: Adapter,
    folder: Path,
    batches: Sequence[Batch],
    last: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Build an index.

    Args:
        adapter: of the engine.
        folder: empty.
        batches: in order of number.
        last: an index of the same version, of which documents that did not change are taken
            over; it is only read.
        progress: called with the number of units that are written.

    Raises:
        EngineError: writing failed, or units are not numbered from 0 without gaps.
    """
    with our_errors("建立索引"):
        kept, fresh = _taken_over(batches, [] if last is None else _read(last))
        written: list[_Kept] = []
        whole = Share()
        names = iter(_names(one.folder for one in kept))
        for one in kept:
            if last is not None:
                shutil.copytree(last / one.folder, folder / one.folder)
                for share in _shares(folder / one.folder, one):
                    whole.add(share)
        done = sum(one.live for one in kept)
        pending = iter(fresh)
        while first := next(pending, None):
            made, share = _write(
                adapter, folder / next(names), first, pending, _told(progress, done)
            )
            written.append(made)
            whole.add(share)
            done += made.units
        _save(folder, [*kept, *written])
        write_lexicon(folder, whole, None if last is None else read_lexicon(last))


def _told(progress: Progress | None, before: int) -> Progress | None:
    return None if progress is None else lambda done: progress(before + done)


def _names(taken: Iterable[str]) -> Iterator[str]:
    used = set(taken)
    return (name for number in range(len(used) + 1_000_000) if (name := f"s{number}") not in used)


def _taken_over(
    batches: Sequence[Batch], last: Sequence[_Kept]
) -> tuple[list[_Kept], list[tuple[int, Batch]]]:
    """Choose what is taken over.

    Returns:
        The segments that stay, with what of them is live; (first number, batch) of the others.
    """
    places = {run.digest: (at, run) for at, one in enumerate(last) for run in one.runs}
    kept = [_Kept(one.folder, one.units) for one in last]
    used: set[str] = set()
    fresh: list[tuple[int, Batch]] = []
    of_segment: list[list[tuple[int, Batch]]] = [[] for _ in last]
    number = 0
    for batch in batches:
        found = places.get(batch.digest) if batch.digest else None
        if found is not None and batch.digest not in used and found[1].count == batch.count:
            at, run = found
            runs = kept[at].runs
            # A segment's units stand in the order of the index, or they are written anew.
            if not runs or runs[-1].local < run.local:
                used.add(batch.digest)
                runs.append(replace(run, number=number))
                of_segment[at].append((number, batch))
                number += batch.count
                continue
        fresh.append((number, batch))
        number += batch.count
    size = sum(batch.count for _, batch in fresh)
    stay = []
    for at in sorted(range(len(kept)), key=lambda at: kept[at].live):
        one = kept[at]
        small = size > 0 and one.live <= _TIMES_AS_LARGE * size
        if one.live and not small and one.live >= one.units * (1 - _MOST_GONE):
            stay.append(one)
        else:
            size += one.live
            fresh += of_segment[at]
    return stay, sorted(fresh, key=lambda entry: entry[0])


def _write(
    adapter: Adapter,
    folder: Path,
    first: tuple[int, Batch],
    pending: Iterator[tuple[int, Batch]],
    progress: Progress | None,
) -> tuple[_Kept, Share]:
    """Write batches into one segment, until it is as large as its engine takes."""
    made = _Kept(folder.name, 0)
    whole = Share()
    folder.mkdir()
    with (folder / _SHARES).open("w", encoding="utf-8", newline="\n") as shares:

        def units() -> Iterator[IndexUnit]:
            entry: tuple[int, Batch] | None = first
            while entry is not None:
                number, batch = entry
                share = Share()
                start = made.units
                for unit in batch.units():
                    if unit.number != number + share.units:
                        raise EngineError(
                            f"段落編號應為 {number + share.units}，實為 {unit.number}",
                            "請重新建立索引",
                        )
                    share.take(unit)
                    yield replace(unit, number=made.units)
                    made.units += 1
                made.runs.append(_Run(batch.digest, start, share.units, number))
                shares.write(json.dumps([start, share.record()]) + "\n")
                whole.add(share)
                full = whole.length >= adapter.MOST_CHARACTERS
                entry = None if full else next(pending, None)

        adapter.build(folder, units(), progress)
    return made, whole


def _shares(folder: Path, one: _Kept) -> Iterator[Share]:
    """The shares in the lexicon of the live batches of a segment."""
    wanted = {run.local for run in one.runs}
    with (folder / _SHARES).open(encoding="utf-8") as lines:
        for start, record in map(json.loads, lines):
            if start in wanted:
                yield share_of(record)


def _save(folder: Path, segments: Sequence[_Kept]) -> None:
    written = [
        {
            "folder": one.folder,
            "units": one.units,
            "runs": [[run.digest, run.local, run.count, run.number] for run in one.runs],
        }
        for one in segments
    ]
    (folder / _FILE).write_text(json.dumps(written), encoding="utf-8")


def _read(folder: Path) -> list[_Kept]:
    try:
        read = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return [
            _Kept(one["folder"], one["units"], [_Run(*run) for run in one["runs"]]) for one in read
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineError("索引的分段清單無法讀取", _INDEX_AGAIN) from error


def open_segments(adapter: Adapter, folder: Path) -> SegmentedEngine:
    """Open an index that build_segments wrote.

    Raises:
        EngineError: it is not there, damaged, or its parts do not belong together.
    """
    lexicon = read_lexicon(folder)
    kept = _read(folder)
    if sum(one.live for one in kept) != lexicon.units:
        raise EngineError("索引的段落數不一致", _INDEX_AGAIN)
    opened: list[tuple[Segment, _Places]] = []
    try:
        for one in kept:
            segment = adapter.open_segment(
                folder / one.folder, one.units, _live(one.runs), lexicon.characters
            )
            opened.append((segment, _Places(one.runs)))
    except BaseException:
        for segment, _ in opened:
            segment.close()
        raise
    return SegmentedEngine(adapter.NAME, folder, opened, lexicon)


def _live(runs: Sequence[_Run]) -> Live:
    live: list[tuple[int, int]] = []
    for run in runs:
        if live and live[-1][1] == run.local:
            live[-1] = live[-1][0], run.local + run.count
        elif run.count:
            live.append((run.local, run.local + run.count))
    return live


class _Places:
    """Where the units of a segment stand in the index."""

    def __init__(self, runs: Sequence[_Run]) -> None:
        self._starts: list[int] = []
        self._shifts: list[int] = []
        for run in runs:
            shift = run.number - run.local
            if not self._shifts or self._shifts[-1] != shift:
                self._starts.append(run.local)
                self._shifts.append(shift)

    def number(self, local: int) -> int:
        return local + self._shifts[bisect_right(self._starts, local) - 1]


class SegmentedEngine:
    """An opened index; safe to use from many threads."""

    def __init__(
        self,
        name: str,
        folder: Path,
        segments: Sequence[tuple[Segment, _Places]],
        lexicon: Lexicon,
    ) -> None:
        self._name = name
        self._folder = folder
        self._segments = segments
        self._lexicon = lexicon

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon that was written beside the index."""
        return self._lexicon

    def search(
        self,
        tree: Node,
        *,
        filters: Filters,
        columns: Sequence[str] = (),
        weights: Sequence[Weight] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 0,
    ) -> Found:
        """Find units, as the port says."""
        weights = tuple(replace(one, weight=round(one.weight * STEP) / STEP) for one in weights)
        most = offset + limit if limit else 0
        with our_errors("查詢"):
            parts = [
                segment.search(
                    tree, filters=filters, columns=columns, weights=weights, sort=sort, most=most
                )
                for segment, _ in self._segments
            ]
        counts: dict[str, Counter[str]] = {name: Counter() for name in columns}
        for part in parts:
            for name, values in part.counts.items():
                counts[name].update(values)
        hits = heapq.merge(
            *(
                zip(part.keys, map(places.number, part.numbers), strict=True)
                for part, (_, places) in zip(parts, self._segments, strict=True)
            )
        )
        page = list(islice(hits, offset, most))
        scored = sort == "relevance" and bool(weights)
        return Found(
            sum(part.total for part in parts),
            tuple(number for _, number in page),
            tuple(-key if scored else 0.0 for key, _ in page),
            counts,
        )

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of units that hold it."""
        with our_errors("查詢"):
            held = [segment.frequencies(grams) for segment, _ in self._segments]
        return tuple(map(sum, zip(*held, strict=True))) if held else (0,) * len(grams)

    def status(self) -> Status:
        """Say what is there."""
        size = sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())
        return Status(self._name, self._lexicon.units, size)

    def close(self) -> None:
        """Close all segments; closing again does nothing."""
        with our_errors("關閉索引"):
            for segment, _ in self._segments:
                segment.close()
