"""Answer cards over the samples and over the shared corpus: questions for a value, and others.

Each question of `right` stands with the values that its card has to lead with: year, role and
text as printed. The questions of `none` name no indicator that states what they ask, or leave
open which one is meant.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import pipeline
from search.live import open_searcher
from search.model import SearchRequest
from search.present.answer import leading, values
from search.searcher import Searcher

QUESTIONS = json.loads(Path(__file__).with_name("answers.json").read_text("utf-8"))
SAMPLES = Path(__file__).resolve().parents[2] / "corpus"
LEAST_RIGHT = 0.9


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("samples") / "data"
    pipeline.run([SAMPLES], folder, "whoosh", lambda *_: None)
    opened = open_searcher(folder, "whoosh")
    yield opened
    opened.close()


def led(searcher: Searcher, text: str) -> list[list[object]] | None:
    """The values that the card of a query leads with, None where it has no card."""
    answer = searcher.search(SearchRequest(text)).answer
    if answer is None:
        return None
    return [[(one.year or 0) - 1911, one.role, one.raw] for one in leading(answer, values(answer))]


@pytest.mark.parametrize("corpus", ["samples", "shared"])
def test_who_asks_for_a_value_gets_it_and_nobody_gets_another(
    corpus: str, request: pytest.FixtureRequest
) -> None:
    searcher = request.getfixturevalue("samples" if corpus == "samples" else "searcher")
    asked = QUESTIONS[corpus]["right"]
    found = {text: (wanted, led(searcher, text)) for text, wanted in asked}
    wrong = {text: pair for text, pair in found.items() if pair[1] not in (None, pair[0])}
    assert wrong == {}
    missing = [text for text, (_, card) in found.items() if card is None]
    assert len(asked) >= 40
    assert 1 - len(missing) / len(asked) >= LEAST_RIGHT, missing


@pytest.mark.parametrize("corpus", ["samples", "shared"])
def test_who_asks_for_something_else_gets_no_card(
    corpus: str, request: pytest.FixtureRequest
) -> None:
    searcher = request.getfixturevalue("samples" if corpus == "samples" else "searcher")
    others = QUESTIONS[corpus]["none"]
    assert len(others) >= 40
    assert {text: card for text in others if (card := led(searcher, text)) is not None} == {}
