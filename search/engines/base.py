"""The port: what every engine does, and nothing about how."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from search.engines.lexicon import Lexicon
from search.errors import EngineError
from search.fields import IndexUnit
from search.model import Sort
from search.query.tree import Node, Weight

Progress = Callable[[int], None]
"""Called with the number of units done so far."""
STEP = 1024
"""Weights are multiples of its inverse: a sum of them in single precision is exact up to 16,384, in
whatever order it is made."""
Filters = Mapping[str, tuple[str, ...]]
"""Column to the values allowed in it: any of these, in every column named."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found.

    Attributes:
        total: units that match the tree and all filters, exactly.
        numbers: of the units on the page asked for, in order; ties by number.
        scores: the sum of the weights whose grams each of them holds; 0 where they do not sort.
        counts: for each column asked for, value to units that match the tree and the filters
            on the *other* columns; values without any are left out.
    """

    total: int
    numbers: tuple[int, ...]
    scores: tuple[float, ...]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Status:
    """What an engine says of itself.

    Attributes:
        engine: its name and version.
        units: how many it holds.
        size_bytes: what it takes on disk, None where it cannot tell.
    """

    engine: str
    units: int
    size_bytes: int | None


class Engine(Protocol):
    """An opened index; safe to use from many threads.

    Every method may raise EngineError, whose cause is the library's own exception.
    """

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon that was written beside the index."""

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
        """Find units.

        Args:
            tree: analysed grams; never text.
            filters: values of columns.
            columns: those to be counted.
            weights: what makes the score, for sort "relevance".
            sort: ties, and "document", by number; units of unknown year last.
            offset: hits to pass over.
            limit: hits to give, 0 for counts alone.
        """

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of units that hold it."""

    def status(self) -> Status:
        """Say what is there."""

    def close(self) -> None:
        """Let go of files and connections; the object is not used after."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one segment of an index found.

    Attributes:
        total: units that match, those that are gone left out.
        numbers: of the first units within the segment, in order of key, then of number.
        keys: what each is sorted by, ascending: the negative score, the year or the negative
            year, infinite where it is unknown, or 0.
        counts: as of Found.
    """

    total: int
    numbers: Sequence[int]
    keys: Sequence[float]
    counts: Mapping[str, Mapping[str, int]]


Live = Sequence[tuple[int, int]]
"""The units of a segment that are in the index still: (first, end) ranges, ascending."""


class Segment(Protocol):
    """An opened segment: units that were written once, of which some may be gone since.

    Safe to use from many threads; every method may raise EngineError.
    """

    def search(
        self,
        tree: Node,
        *,
        filters: Filters,
        columns: Sequence[str],
        weights: Sequence[Weight],
        sort: Sort,
        most: int,
    ) -> Part:
        """Find the first `most` units; weights are multiples of 1/1024."""

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of live units that hold it."""

    def close(self) -> None:
        """Let go of files; closing again does nothing."""


class Adapter(Protocol):
    """What a module of this package gives for its engine.

    Attributes:
        NAME: of the engine, with its version.
        FORMAT: raised when the files change that it writes of the same fields.
        MOST_CHARACTERS: of the texts of one segment, as far as its last batch allows.
    """

    NAME: str
    FORMAT: str
    MOST_CHARACTERS: int

    def build(
        self, folder: Path, units: Iterable[IndexUnit], progress: Progress | None = None
    ) -> None:
        """Write a segment of units, numbered from 0, into an empty folder.

        Raises:
            EngineError: writing failed.
        """

    def open_segment(self, folder: Path, units: int, live: Live, characters: str) -> Segment:
        """Open a segment.

        Args:
            folder: that `build` wrote.
            units: how many it was built of.
            live: those of them that are in the index.
            characters: all that occur in the texts of the index, as in its lexicon.

        Raises:
            EngineError: it is not there, damaged, or holds other than it should.
        """


@contextmanager
def our_errors(doing: str) -> Iterator[None]:
    """Turn whatever a library raises into our error, cause kept."""
    try:
        yield
    except EngineError:
        raise
    except OSError as error:
        raise EngineError(
            f"{doing}失敗：{error.strerror or error}", "請檢查磁碟空間與權限"
        ) from error
    except Exception as error:  # libraries raise whatever their depths raise
        raise EngineError(f"{doing}失敗", "請執行 zhengsuo index 重新建立索引") from error


def own_year(unit: IndexUnit) -> str:
    """The year that a unit is shown with and sorted by: the first of its years."""
    return next((value for name, value in unit.columns if name == "year"), "")


def year_key(value: str, sort: Sort) -> float:
    """What a year sorts by, as a part of an answer has it."""
    if not value.isdecimal():
        return math.inf
    return -float(value) if sort == "newest" else float(value)
