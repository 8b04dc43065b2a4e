"""Judged queries: floors that must not sink, somewhat below what was measured last.

Each query has a floor of its own too, in floors.json, with what was missed when it was measured;
`pytest tests/quality/test_judged.py --rewrite-golden` measures them anew. The queries and the
words of the passages are not ours to copy, so both stand there as digests; what is missed beyond
them is told in words.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from search.evaluation.judged import Score, evaluate, parse_judged
from search.searcher import Searcher

# Measured: queries 0.990 0.959 1.000 0.974, questions 0.838 0.810 0.933 0.933.
FLOORS = {
    "queries.json": {"recall": 0.98, "ndcg": 0.95, "mrr": 0.97, "complete": 0.97},
    "questions.json": {"recall": 0.80, "ndcg": 0.75, "mrr": 0.85, "complete": 0.80},
}


def mean(scores: list[Score], figure: str) -> float:
    return sum(float(getattr(score, figure)) for score in scores) / len(scores)


@pytest.fixture(scope="module", params=FLOORS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def scores(searcher: Searcher, shared: Path, name: str) -> list[Score]:
    rows = json.loads((shared / "gold" / name).read_text(encoding="utf-8"))
    return [evaluate(searcher.search, judged) for judged in parse_judged(rows)]


def test_judged_queries(scores: list[Score], name: str) -> None:
    missed = "\n".join(f"{score.query[:30]}: {score.missed}" for score in scores if score.missed)
    figures = {figure: round(mean(scores, figure), 3) for figure in FLOORS[name]}
    assert all(figures[figure] >= floor for figure, floor in FLOORS[name].items()), (
        f"{figures}\n{missed}"
    )


FLOORS_OF_EACH = Path(__file__).with_name("floors.json")
SLACK = 0.02
"""What another order of equals may cost one query."""


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def measured(score: Score) -> dict[str, object]:
    return {
        "recall": round(score.recall, 3),
        "ndcg": round(score.ndcg, 3),
        "missed": sorted(map(digest, score.missed)),
    }


def test_no_query_sinks(scores: list[Score], name: str, request: pytest.FixtureRequest) -> None:
    floors = json.loads(FLOORS_OF_EACH.read_text(encoding="utf-8"))
    if request.config.getoption("--rewrite-golden"):
        floors[name] = {digest(score.query): measured(score) for score in scores}
        text = json.dumps(floors, indent=1, sort_keys=True)
        FLOORS_OF_EACH.write_text(text + "\n", encoding="utf-8")
    assert floors[name].keys() == {digest(score.query) for score in scores}
    sunk = []
    for score in scores:
        floor = floors[name][digest(score.query)]
        lost = [words for words in score.missed if digest(words) not in floor["missed"]]
        if score.recall < floor["recall"] - SLACK or score.ndcg < floor["ndcg"] - SLACK:
            sunk.append(f"{score.query[:30]}: {measured(score)} < {floor}, lost {lost}")
    assert not sunk, "\n".join(sunk)
