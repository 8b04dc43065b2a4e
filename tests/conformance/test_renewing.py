"""An index after additions, changes and deletions answers, counts and ranks as a fresh one does."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from made_units import make_units
from scanning import COLUMNS, counts, fold, frequency, needle, phrase, scan, score

from search.config import EngineChoice
from search.engines import ENGINES, Batch, Engine, build_index, open_engine, renew_index
from search.engines.lexicon import read_lexicon
from search.fields import IndexUnit
from search.query.tree import EVERYTHING, NOTHING, And, Not, Weight

Choice = Callable[[str], EngineChoice]
POOL = make_units(400)
TREES = (
    EVERYTHING,
    NOTHING,
    phrase("職災"),
    needle("制"),
    needle("計劃"),
    needle("0"),
    needle("ai"),
    And((needle("勞工"), Not(needle("製")))),
)
WEIGHTS = (Weight(fold("職災"), 2.5), Weight(fold("青年"), 0.37), Weight(fold("職"), 1.1, True))
GRAMS = tuple(map(fold, ("職", "職災", "青年", "保險", "沒有")))


def batches_of(documents: dict[int, tuple[IndexUnit, ...]]) -> tuple[list[Batch], list[IndexUnit]]:
    """The batches of documents in order, and all their units as they are numbered."""
    batches: list[Batch] = []
    whole: list[IndexUnit] = []
    for key in sorted(documents):
        own = tuple(
            replace(unit, number=len(whole) + place) for place, unit in enumerate(documents[key])
        )
        texts = repr([(unit.texts, unit.columns) for unit in own])
        digest = sha256(f"{key} {texts}".encode()).hexdigest()
        batches.append(Batch(digest, len(own), lambda own=own: own))  # type: ignore[misc]
        whole += own
    return batches, whole


def compare(engine: Engine, fresh: Engine, units: list[IndexUnit]) -> None:
    for tree in TREES:
        for filters in ({}, {"agency": ("勞動部",)}):
            found = engine.search(tree, filters=filters, columns=COLUMNS, limit=500)
            assert list(found.numbers) == scan(units, tree, filters), tree
            assert found.counts == counts(units, tree, filters), tree
        for sort in ("relevance", "newest", "oldest"):
            asked = {"filters": {}, "weights": WEIGHTS, "sort": sort, "offset": 3, "limit": 20}
            assert engine.search(tree, **asked) == fresh.search(tree, **asked), tree  # type: ignore[arg-type]
    ranked = engine.search(EVERYTHING, filters={}, weights=WEIGHTS, limit=500)
    exact = [replace(one, weight=round(one.weight * 1024) / 1024) for one in WEIGHTS]
    assert list(zip(ranked.scores, ranked.numbers, strict=True)) == sorted(
        ((score(unit, exact), unit.number) for unit in units), key=lambda one: (-one[0], one[1])
    )
    assert engine.frequencies(GRAMS) == tuple(frequency(units, gram) for gram in GRAMS)
    assert engine.lexicon == fresh.lexicon


class Renewing(RuleBasedStateMachine):
    engine: EngineChoice = ""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="zhengsuo-renewing-"))
        self.documents: dict[int, tuple[IndexUnit, ...]] = {}
        self.next = 0
        self.generation = 0
        self.last: Path | None = None

    def taken(self, size: int) -> tuple[IndexUnit, ...]:
        self.next += 1
        return tuple(POOL[(self.next * 13 + place * 7) % len(POOL)] for place in range(size))

    @rule(key=st.integers(0, 30), size=st.integers(1, 12))
    def put(self, key: int, size: int) -> None:
        self.documents[key] = self.taken(size)

    @rule(start=st.integers(40, 60), size=st.integers(5, 12))
    def put_many(self, start: int, size: int) -> None:
        for key in range(start, start + size):
            self.documents[key] = self.taken(4)

    @precondition(lambda self: self.documents)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        del self.documents[data.draw(st.sampled_from(sorted(self.documents)))]

    @invariant()
    def is_as_a_fresh_one(self) -> None:
        batches, units = batches_of(self.documents)
        self.generation += 1
        folder = self.folder / str(self.generation)
        renew_index(self.engine, folder, batches, self.last)
        build_index(self.engine, self.folder / "fresh", units)
        with (
            closing(open_engine(self.engine, folder)) as engine,
            closing(open_engine(self.engine, self.folder / "fresh")) as fresh,
        ):
            compare(engine, fresh, units)
        shutil.rmtree(self.folder / "fresh")
        if self.last is not None:
            shutil.rmtree(self.last)
        self.last = folder

    def teardown(self) -> None:
        with suppress(OSError):
            shutil.rmtree(self.folder)


@pytest.mark.parametrize("name", ENGINES)
def test_a_renewed_index_is_as_a_fresh_one(name: str, choice: Choice) -> None:
    machine = type("Machine", (Renewing,), {"engine": choice(name)}).TestCase
    # An index of a cluster is made in a third of a second, two of them for each step.
    machine.settings = settings(
        max_examples=1 if name == "opensearch" else 8,
        stateful_step_count=30,
        deadline=None,
        derandomize=True,
    )
    machine("runTest").runTest()


@pytest.mark.parametrize("name", ENGINES)
def test_one_document_is_written_and_the_others_taken_over(
    name: str, choice: Choice, tmp_path: Path
) -> None:
    documents = {key: POOL[key * 10 : key * 10 + 10] for key in range(20)}
    renew_index(choice(name), tmp_path / "1", batches_of(documents)[0])
    documents[7] = POOL[300:304]
    written: list[str] = []
    batches, units = batches_of(documents)
    told = [
        replace(one, units=lambda one=one: written.append(one.digest) or one.units())  # type: ignore[misc]
        for one in batches
    ]
    renew_index(choice(name), tmp_path / "2", told, tmp_path / "1")
    assert written == [batches[7].digest]
    assert read_lexicon(tmp_path / "2").units == len(units)


@pytest.mark.parametrize("name", ENGINES)
def test_segments_stay_few(name: str, choice: Choice, tmp_path: Path) -> None:
    documents = {key: POOL[key * 5 : key * 5 + 5] for key in range(60)}
    last = None
    for number in range(25):
        folder = tmp_path / str(number)
        renew_index(choice(name), folder, batches_of(documents)[0], last)
        last = folder
        documents[number % 60] = POOL[(number * 11) % 300 : (number * 11) % 300 + 5]
    assert last is not None
    assert len([path for path in last.iterdir() if path.is_dir()]) <= 6
