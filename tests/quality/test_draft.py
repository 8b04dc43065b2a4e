"""Drafts of sixty claims, half of them wrong, checked against the samples and the shared texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.evidence.checks import DraftCheck
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.live import open_searcher

CLAIMS: dict[str, list[dict[str, list[str]]]] = json.loads(
    Path(__file__).with_name("draft.json").read_text("utf-8")
)
Checks = Callable[[str], tuple[DraftCheck, ...]]
MOST_ALARMS = 0.05


@contextmanager
def _checking(folder: Path) -> Iterator[Checks]:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    searcher = open_searcher(folder, "whoosh")
    yield lambda draft: verify_quotes(draft, searcher, texts, analyzer, agencies.load())
    searcher.close()


@pytest.fixture(scope="module")
def checks(samples: Path) -> Iterator[Checks]:
    with _checking(samples) as checks:
        yield checks


@pytest.fixture(scope="module")
def shared_checks(data: Path) -> Iterator[Checks]:
    with _checking(data) as checks:
        yield checks


def test_claims_about_the_samples_are_judged(checks: Checks) -> None:
    _judge(checks, CLAIMS["samples"])


def test_claims_about_real_plans_are_judged(shared_checks: Checks) -> None:
    _judge(shared_checks, CLAIMS["shared"])


def _judge(checks: Checks, drafts: list[dict[str, list[str]]]) -> None:
    assert len(drafts) == 2
    for draft in drafts:
        told = {
            claim: {one.status for one in checks(f"{claim}。")}
            for claims in draft.values()
            for claim in claims
        }
        assert len(draft["right"]) == len(draft["wrong"]) == 30
        assert [one for one in draft["wrong"] if told[one] <= {"found"}] == []
        alarms = [one for one in draft["right"] if not told[one] <= {"found", "unchecked"}]
        assert len(alarms) <= MOST_ALARMS * len(draft["right"]), alarms


def test_what_was_not_checked_is_said(checks: Checks) -> None:
    (one,) = checks("本局輔導工地566場次。")
    assert one.status == "unchecked"
