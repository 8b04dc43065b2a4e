"""Judged queries: floors that must not sink, somewhat below what was measured last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from search.evaluation import Score, evaluate, parse_judged
from search.searcher import Searcher

# Measured: queries 0.990 0.956 1.000 0.974, questions 0.83 0.72 0.94.
FLOORS = {
    "queries.json": {"recall": 0.98, "ndcg": 0.95, "mrr": 0.97, "complete": 0.97},
    "questions.json": {"recall": 0.80, "ndcg": 0.68, "mrr": 0.85, "complete": 0.80},
}


def mean(scores: list[Score], figure: str) -> float:
    return sum(float(getattr(score, figure)) for score in scores) / len(scores)


@pytest.mark.parametrize("name", FLOORS)
def test_judged_queries(searcher: Searcher, shared: Path, name: str) -> None:
    rows = json.loads((shared / "gold" / name).read_text(encoding="utf-8"))
    scores = [evaluate(searcher.search, judged) for judged in parse_judged(rows)]
    missed = "\n".join(f"{score.query[:30]}: {score.missed}" for score in scores if score.missed)
    figures = {figure: round(mean(scores, figure), 3) for figure in FLOORS[name]}
    assert all(figures[figure] >= floor for figure, floor in FLOORS[name].items()), (
        f"{figures}\n{missed}"
    )
