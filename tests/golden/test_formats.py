"""One plan in every format gives one set of passages: those that its author wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reading import CORPUS, records, split

from making import labor  # isort: skip  the samples' makers, found through reading
from making.parts import listed  # isort: skip
from making.write_docx import as_docx  # isort: skip
from making.write_html import as_html  # isort: skip
from making.write_odt import as_odt  # isort: skip
from making.write_text import as_pdf, as_word  # isort: skip

WRITERS: dict[str, Callable[[Any], str | bytes]] = {
    "word.txt": as_word,
    "pdf.txt": as_pdf,
    "plan.docx": as_docx,
    "plan.odt": as_odt,
    "plan.html": as_html,
}
YEAR = 109
KPI_CELLS = ("goal", "measure", "target", "evaluation_body", "evaluation_method", "plan_link")


def _folded(text: str | None) -> str:
    """Without blanks, and with brackets of one width: a text from PDF has narrow ones."""
    return re.sub(r"\s", "", text or "").replace("(", "（").replace(")", "）")


def _now(lasting: tuple[labor.Lasting, ...], year: int) -> list[str]:
    figures = labor.FIGURES[year]
    return [t.format(year=year, **figures) for first, last, t in lasting if first <= year <= last]


def _check(passages: list[dict[str, Any]], year: int) -> None:
    """Compare goals, projects and indicators with the words they were written from."""
    numbers = "一二三四五六七八九"
    goals = [
        (
            title,
            _folded(
                "".join(f"（{n}）{t}" for n, t in zip(numbers, _now(items, year), strict=False))
            ),
        )
        for title, items in labor.GOALS
    ]
    projects = [
        (program, name, category, _folded(listed(*_now(items, year))), served)
        for first, last, program, name, category, items, served in labor.PROJECTS
        if first <= year <= last
    ]
    kpis = [
        (
            name,
            labor.GOALS[goal - 1][0],
            _folded(measure),
            target.format(**labor.FIGURES[year]),
            "1",
            way,
            plan,
        )
        for first, last, goal, name, way, measure, target, plan in labor.KPIS
        if first <= year <= last
    ]
    of = {kind: [p for p in passages if p["kind"] == kind] for kind in ("goal", "project", "kpi")}
    assert [(p["title"], _folded(p["text"])) for p in of["goal"]] == goals
    assert [
        (p["work_program"], p["title"], p["plan_category"], _folded(p["text"]), p["kpi_link"] or "")
        for p in of["project"]
    ] == projects
    assert [
        (
            p["title"],
            p["kpi"]["goal"],
            _folded(p["kpi"]["measure"]),
            *(p["kpi"][cell] for cell in KPI_CELLS[2:]),
        )
        for p in of["kpi"]
    ] == kpis


@pytest.mark.parametrize("name", WRITERS)
def test_a_plan_is_read_alike_from_every_format(name: str, tmp_path: Path) -> None:
    written = WRITERS[name](labor.plan(YEAR))
    path = tmp_path / name
    path.write_bytes(written.encode() if isinstance(written, str) else written)
    document = split(path)
    assert (document.agency, document.year) == (labor.AGENCY, YEAR + 1911)
    _check(records(document), YEAR)


def test_a_plan_is_read_alike_from_pdf() -> None:
    _check(records(split(CORPUS / "sample-labor-110-plan.pdf")), 110)


@pytest.mark.parametrize(
    ("year", "name"), [(107, "plan.docx"), (108, "plan.odt"), (115, "plan.docx")]
)
def test_the_samples_at_hand_are_those_of_the_makers(year: int, name: str) -> None:
    _check(records(split(CORPUS / f"sample-labor-{year}-{name}")), year)


def test_damage_elsewhere_does_not_change_what_is_legible() -> None:
    found = records(split(CORPUS / "sample-environment-112-plan-from-pdf.txt"))
    projects = [(p["work_program"], p["title"]) for p in found if p["kind"] == "project"]
    assert projects[0] == ("空氣品質管理", "老舊柴油車汰換補助計畫")
    assert projects[3] == ("資源循環", "廚餘再利用計畫")


def test_a_budget_s_table_gives_projects() -> None:
    document = split(CORPUS / "sample-fire-113-program.odt")
    assert document.title == "示範市政府消防局113年度工作計畫"
    projects = [p for p in records(document) if p["kind"] == "project"]
    assert len(projects) == 5
    assert "98,300" in projects[2]["text"]
