"""A self-contained set of passages and questions, each of which one passage answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from search import agencies
from search.analysis import load_analyzer
from search.engines import build_index, open_engine
from search.fields import index_units
from search.model import Location, Passage, PassageGroup, SearchRequest, Source
from search.query.lexicon.loading import load_lexicon
from search.searcher import Searcher
from search.store.generation import INDEX, STORE
from search.store.reading import Store
from search.store.writing import Content, write_store

TOP = 10
"""Passages that are looked at for an answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a person types it, and the id of the passage that answers it."""

    text: str
    relevant: str


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Passages, each a group of its own, and what is asked of them."""

    groups: tuple[PassageGroup, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a question fared.

    Attributes:
        rank: of the passage that answers it, from 1; 0 where it is not among the first TOP.
        first: title of the passage that came first, None where nothing was found.
    """

    question: Question
    rank: int
    first: str | None


def parse_reading_set(given: Mapping[str, Any]) -> ReadingSet:
    """Take a set from JSON.

    Args:
        given: {"passages": [{"id", "title", "text"}], "queries": [{"query", "relevant"}]}.

    Raises:
        KeyError, TypeError, ValueError: it is not of that form, or a question's passage is missing.
    """
    groups = tuple(
        PassageGroup(number, (_passage(str(one["id"]), one["title"], one["text"]),))
        for number, one in enumerate(given["passages"])
    )
    questions = tuple(Question(one["query"], str(one["relevant"])) for one in given["queries"])
    held = [group.passages[0].id for group in groups]
    missing = sorted({question.relevant for question in questions} - set(held))
    if missing or len(held) != len(set(held)):
        raise ValueError(f"passages named twice or missing: {', '.join(missing[:5])}")
    return ReadingSet(groups, questions)


def _passage(id_: str, title: str, text: str) -> Passage:
    return Passage(
        id=id_,
        document=title,
        edition=f"{title}.a",
        document_title=title,
        document_kind=None,
        agency=None,
        year=None,
        kind="narrative",
        title=title,
        text=text,
        source=Source("", ""),
        location=Location(0, len(text)),
    )


@contextmanager
def searcher_of(reading_set: ReadingSet, engine: str) -> Iterator[Searcher]:
    """Index a set into a temporary folder and search it as any corpus is searched.

    Raises:
        SettingError: no such engine.
        EngineError: the engine failed.
    """
    with TemporaryDirectory(prefix="zhengsuo-") as folder:
        index_groups(reading_set.groups, Path(folder), engine)
        searcher = open_groups(Path(folder), engine)
        try:
            yield searcher
        finally:
            searcher.close()


def index_groups(groups: Sequence[PassageGroup], folder: Path, engine: str) -> None:
    """Write groups that are of no documents as a store and an index of it.

    Raises:
        SettingError: no such engine.
        EngineError: the engine failed.
    """
    places = {group.passages[0].id: group.number for group in groups}
    write_store(folder / STORE, Content((), (), (), groups, places, (), (), ()))
    build_index(engine, folder / INDEX, index_units(groups, load_analyzer()))


def open_groups(folder: Path, engine: str) -> Searcher:
    """Search what `index_groups` wrote.

    Raises:
        EngineError: it is not there or cannot be opened.
    """
    return Searcher(
        Store.open(folder / STORE),
        open_engine(engine, folder / INDEX),
        load_analyzer(),
        agencies.load(),
        fingerprint="",
        built_at="",
        lexicon=load_lexicon(),
    )


def ask(searcher: Searcher, questions: Sequence[Question]) -> Iterator[Answer]:
    """Ask questions as they are typed, with the settings of the service."""
    for question in questions:
        results = searcher.search(SearchRequest(question.text, size=TOP))
        passages = [hit.passage for hit in (*results.hits, *results.related)][:TOP]
        ids = [passage.id for passage in passages]
        yield Answer(
            question,
            ids.index(question.relevant) + 1 if question.relevant in ids else 0,
            passages[0].title if passages else None,
        )


def figures(answers: Sequence[Answer]) -> tuple[float, float]:
    """Give MRR and recall among the first TOP, of one answer at least."""
    found = [answer.rank for answer in answers if answer.rank]
    return sum(1 / rank for rank in found) / len(answers), len(found) / len(answers)
