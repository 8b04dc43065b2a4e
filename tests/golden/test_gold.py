"""The real documents beside the repository, scored against what people found in them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from reading import SHARED, records, split

PLANS = {
    "mol-106-plan-from-word": ("goal", "project", "kpi"),
    "mol-109-plan-from-word": ("goal", "project"),
}
TAICHUNG = "taichung-labor-115-plan-from-pdf"
REVIEW = "mol-114-sdg-review"
pytestmark = pytest.mark.usefixtures("shared")


def _scored(name: str, folder: Path, *options: str) -> str:
    """What the scorer prints about the passages of a document."""
    found = folder / "passages.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in records(split(_text(name)))]
    found.write_text("\n".join(lines), "utf-8")
    gold = SHARED / "gold" / f"{name}.json"
    command: list[str | Path] = [sys.executable, SHARED / "gold" / "score.py", gold, found]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)
    return done.stdout


def _text(name: str) -> Path:
    return SHARED / "corpus" / f"{name}.txt"


def _counts(printed: str, kind: str) -> tuple[int, int, int, float]:
    """Gold, predicted, matched and F1 of a kind."""
    found = re.search(
        rf"^{kind} +gold +(\d+) predicted +(\d+) matched +(\d+) .*F1 ([\d.]+)", printed, re.M
    )
    assert found, printed
    return int(found[1]), int(found[2]), int(found[3]), float(found[4])


def _field(printed: str, field: str) -> float:
    found = re.search(rf"^field {re.escape(field)} +([\d.]+) of", printed, re.M)
    assert found, printed
    return float(found[1])


@pytest.mark.parametrize("name", PLANS)
def test_plans_from_word_are_split_as_people_split_them(name: str, tmp_path: Path) -> None:
    printed = _scored(name, tmp_path)
    score = re.search(r"^score ([\d.]+)", printed, re.M)
    assert score, printed
    assert float(score[1]) >= 0.995, printed
    for kind in PLANS[name]:
        gold, predicted, matched, _ = _counts(printed, kind)
        assert gold == predicted == matched, printed
    fields = re.findall(r"^field (?:goal|kpi)\S* .*? ([\d.]+) of", printed, re.M)
    assert set(fields) == {"1.000"}, printed


def test_damaged_text_loses_neither_goals_nor_programs(tmp_path: Path) -> None:
    printed = _scored(TAICHUNG, tmp_path, "--alike", "0.7")
    gold, _, matched, _ = _counts(printed, "goal")
    assert gold == matched == 17, printed
    assert _counts(printed, "project")[3] >= 0.75, printed
    assert _field(printed, "project.work_program") >= 0.9, printed


def test_damaged_passages_say_so() -> None:
    passages = split(_text(TAICHUNG)).passages
    assert any(passage.damaged for passage in passages if passage.kind == "project")


def test_both_sources_of_a_plan_give_the_same_projects() -> None:
    def projects(name: str) -> list[tuple[str, ...]]:
        found = records(split(_text(name)))
        return [
            tuple(_narrow(p[key]) for key in ("work_program", "title", "plan_category"))
            for p in found
            if p["kind"] == "project"
        ]

    word, pdf = projects("mol-109-plan-from-word"), projects("mol-109-plan-from-pdf")
    assert len(word) == 43
    assert word == pdf


def _narrow(text: str | None) -> str:
    return re.sub(r"\s", "", text or "").replace("（", "(").replace("）", ")")


def test_the_review_has_each_indicator_once() -> None:
    passages = records(split(_text(REVIEW)))
    assert len([p for p in passages if p["kind"] == "goal"]) == 4
    indicators = [p for p in passages if p["kind"] == "kpi"]
    assert len(indicators) == 20
    for indicator in indicators:
        kpi = indicator["kpi"]
        assert set(kpi["values"]) == {"2021 actual", "2024 target", "2024 actual"}, indicator[
            "title"
        ]
        assert kpi["progress"] in {"●", "○"}, indicator["title"]
        assert kpi["responsible_unit"], indicator["title"]
        assert len(indicator["codes"]) == 1, indicator["title"]
        assert len(indicator["also_at"]) >= 1, indicator["title"]


@pytest.mark.parametrize("name", [*PLANS, "mol-109-plan-from-pdf", TAICHUNG, REVIEW])
def test_nearly_every_character_is_accounted_for(name: str) -> None:
    document = split(_text(name))
    assert document.covered >= 0.995 * document.characters
