"""A draft of sixty claims, half of them wrong, checked against the sample plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.evidence.checks import DraftCheck
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.live import open_searcher

CLAIMS: dict[str, list[str]] = json.loads(Path(__file__).with_name("draft.json").read_text("utf-8"))
Checks = Callable[[str], tuple[DraftCheck, ...]]
MOST_ALARMS = 0.05


@pytest.fixture(scope="module")
def checks(samples: Path) -> Iterator[Checks]:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    searcher = open_searcher(samples, "whoosh")
    yield lambda draft: verify_quotes(draft, searcher, texts, analyzer, agencies.load())
    searcher.close()


def test_no_wrong_claim_is_called_right(checks: Checks) -> None:
    assert len(CLAIMS["wrong"]) == 30
    for claim in CLAIMS["wrong"]:
        assert [one.status for one in checks(f"{claim}。")] != [], claim
        assert any(one.status != "found" for one in checks(f"{claim}。")), claim


def test_hardly_a_right_claim_is_called_wrong(checks: Checks) -> None:
    assert len(CLAIMS["right"]) == 30
    alarms = [
        claim
        for claim in CLAIMS["right"]
        if any(one.status not in ("found", "unchecked") for one in checks(f"{claim}。"))
    ]
    assert len(alarms) <= MOST_ALARMS * len(CLAIMS["right"]), alarms


def test_what_was_not_checked_is_said(checks: Checks) -> None:
    (one,) = checks("本局輔導工地566場次。")
    assert one.status == "unchecked"
