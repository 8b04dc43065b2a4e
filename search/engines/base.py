"""The port: what every engine does, and nothing about how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from search.engines.lexicon import Lexicon
from search.fields import IndexUnit
from search.model import Sort
from search.query.tree import Node, Weight

Progress = Callable[[int], None]
"""Called with the number of units done so far."""
Filters = Mapping[str, tuple[str, ...]]
"""Column to the values allowed in it: any of these, in every column named."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found.

    Attributes:
        total: units that match the tree and all filters, exactly.
        numbers: of the units on the page asked for, in order; ties by number.
        scores: the sum of the weights whose grams each of them holds; rounded to 1e-6, so that
            engines that add in another order agree.
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

    @property
    def capabilities(self) -> frozenset[str]:
        """What it can do beyond the port, as words that the conformance tests know."""

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


class Build(Protocol):
    """Builds an index of units into an empty folder."""

    def __call__(
        self, folder: Path, units: Iterable[IndexUnit], progress: Progress | None = None
    ) -> None:
        """Write everything, or raise EngineError."""
