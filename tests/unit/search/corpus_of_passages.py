"""Passages in memory, as a store gives them, for tests of what searches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from search import agencies
from search.analysis import load_analyzer
from search.engines import build_index, open_engine
from search.fields import index_units
from search.model import Kind, Location, Passage, PassageGroup, Searched, Source
from search.programs.indicators import Indicator
from search.query.lexicon.loading import load_lexicon
from search.searcher import Searcher
from search.store.misses import Misses
from search.store.reading import Store


def passage(title: str, text: str = "", **fields: Any) -> Passage:
    """Make a passage of a plan of 109, but for the fields that are given."""
    given = {
        "id": f"p-{title}",
        "document": "demo-109-plan",
        "edition": "demo-109-plan.a",
        "document_title": "示範市政府109年度施政計畫",
        "document_kind": "施政計畫",
        "agency": "示範市政府",
        "year": 2020,
        "kind": cast(Kind, "project"),
        "source": Source("a.txt", "0" * 64),
        "location": Location(0, 1),
    } | fields
    return Passage(title=title, text=text, **given)


def groups(passages: Iterable[Passage | Sequence[Passage]]) -> tuple[PassageGroup, ...]:
    """Number passages in order; a sequence of them is one group of editions."""
    return tuple(
        PassageGroup(number, (given,) if isinstance(given, Passage) else tuple(given))
        for number, given in enumerate(passages)
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the searcher reads of a store."""

    held: tuple[PassageGroup, ...]

    def groups(self) -> Iterator[PassageGroup]:
        return iter(self.held)

    def groups_of(self, numbers: Iterable[int]) -> list[PassageGroup]:
        return [self.held[number] for number in numbers]

    def group_of(self, id_: str) -> PassageGroup | None:
        return next(
            (group for group in self.held if id_ in [one.id for one in group.passages]), None
        )

    def indicators_with(self, grams: Iterable[str], limit: int) -> tuple[Indicator, ...]:
        return ()  # there are no programs

    def searched(self) -> Searched:
        documents = {group.passages[0].document for group in self.held}
        return Searched(len(documents), len(self.held), 0)

    def close(self) -> None:
        pass


def searcher_of(
    folder: Path,
    passages: Iterable[Passage | Sequence[Passage]],
    engine: str = "whoosh",
    misses: Misses | None = None,
) -> Searcher:
    """Index passages in a folder and open a searcher on them."""
    held = groups(passages)
    analyzer = load_analyzer()
    build_index(engine, folder, index_units(held, analyzer))
    return Searcher(
        cast(Store, Shelf(held)),
        open_engine(engine, folder),
        analyzer,
        agencies.load(),
        fingerprint="f" * 16,
        built_at="2026-01-01T00:00:00Z",
        lexicon=load_lexicon(),
        misses=misses,
    )


__all__ = ["Shelf", "groups", "passage", "searcher_of"]
