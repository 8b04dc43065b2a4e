"""A few made plans of each format that needs no other program, read as well as they ever were."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from generated import wordings
from generated.judging import area, figures, judge, least_and_surest
from generated.making import PLAIN, Made, make
from generated.mutation import MODULES, weights_of
from generated.run import RIGHT, read
from generated.scoring import Score

from indexer.formats import read_file
from indexer.vocabulary import load

SEED, EACH = 20, 6
# Format → mean mark that six plans of it have reached; a floor is raised, never lowered.
FLOORS = {
    "txt": 0.89,
    "txt-wrapped": 0.95,
    "tabs": 0.89,
    "pipes": 0.94,
    "md": 0.98,
    "docx": 0.89,
    "odt": 0.95,
    "html": 0.98,
    "html-div": 0.97,
    "xlsx": 0.98,
    "ods": 0.98,
    "csv": 0.98,
}
RIGHT_FLOOR = 0.77
FACTS_FLOOR = 0.97
# Of these plans' 1,465 passages 71 are wrong, half of them in four files whose tables of text are read as a
# whole in another way, so the figures are coarse (4.4 and 0.623; 4.1 and 0.610 where no office program makes
# the files of some formats) and lower than the bar; over 200 plans of all formats (`make confidence`) they
# are 14.6 and 0.789.
LEAST_TO_SUREST, AREA_FLOOR = 3.5, 0.59


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    return make(SEED, EACH * len(PLAIN), tmp_path_factory.mktemp("plans"), tuple(PLAIN))


@pytest.fixture(scope="module")
def scores(plans: list[Made]) -> dict[str, list[Score]]:
    """Format → scores of its plans."""
    out: dict[str, list[Score]] = defaultdict(list)
    for made in plans:
        out[made.form].append(read(made))
    return out


@pytest.mark.parametrize("form", PLAIN)
def test_no_format_sinks(form: str, scores: dict[str, list[Score]]) -> None:
    marks = [score.mark for score in scores[form]]
    faults = [fault for score in scores[form] for fault in score.faults]
    assert sum(marks) / len(marks) >= FLOORS[form], faults


def test_neither_whole_documents_nor_facts_sink(scores: dict[str, list[Score]]) -> None:
    every = [score for form in scores.values() for score in form]
    assert sum(score.mark >= RIGHT for score in every) / len(every) >= RIGHT_FLOOR
    held, told = (sum(score.facts[at] for score in every) for at in (0, 1))
    assert held / told >= FACTS_FLOOR


def test_confidence_tells_right_from_wrong(plans: list[Made]) -> None:
    rows = [row for at, made in enumerate(plans) for row in judge(at, made, read_file(made.path))]
    least, surest = least_and_surest(rows)
    assert least >= LEAST_TO_SUREST * surest, figures(rows)
    assert area(rows) >= AREA_FLOOR, figures(rows)


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    folders = [tmp_path / "once", tmp_path / "again"]
    for folder in folders:
        folder.mkdir()
    # The office's files carry the time at which they were made.
    forms = tuple(form for form in PLAIN if form != "docx")
    first, second = (make(SEED, len(forms), folder, forms) for folder in folders)
    for one, other in zip(first, second, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes(), one.form


def test_strange_words_are_strange() -> None:
    vocabulary = load()
    for field, headers in wordings.STRANGE_HEADERS.items():
        assert [w for w in headers if vocabulary.header(w).field] == [], field
    for headings in wordings.STRANGE_SECTIONS.values():
        assert [w for w in headings if vocabulary.section(w)] == []


def test_every_weight_is_reached_by_mutation() -> None:
    names = {weight.name for module in MODULES for weight in weights_of(module)}
    assert {
        "indexer.tables.weights.LEAST",
        "indexer.tables.weights.BODY[measure][long]",
        "indexer.meaning.weights.EVIDENCE[says goal][goals]",
    } <= names
