from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.evidence.verify import source_text, verdict
from search.model import Kpi, Location, Passage, Source

TEXT = "一、預防職業災害\n（一）減少職業災害的發生。\n（二）照顧受傷的勞工。\n"


def _passage(source: str, text: str, **given: object) -> Passage:
    given.setdefault("spans", ((0, len(source)),))
    return Passage(
        id="p",
        document="d",
        edition="d.e",
        document_title="計畫",
        document_kind=None,
        agency=None,
        year=None,
        kind="project",
        title=str(given.pop("title", "")),
        text=text,
        source=Source("f.txt", "0" * 64),
        location=Location(0, len(source)),
        **given,  # type: ignore[arg-type]
    )


def test_a_quotation_of_the_source_is_verified() -> None:
    passage = _passage(
        TEXT, "（一）減少職業災害的發生。\n（二）照顧受傷的勞工。", title="預防職業災害"
    )
    assert verdict(passage, source_text(TEXT)).check == "verified"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("| 甲 | <p>一、推動<b>立法</b>。</p> |", "一、推動立法。"),
        ("補助  ２０ 家\n企業", "補助 20 家企業"),
        ("年度目標值\n衡量標準\n25%", "年度目標值：25%"),
    ],
)
def test_width_space_markup_and_labels_make_no_difference(source: str, text: str) -> None:
    assert verdict(_passage(source, text), source_text(source)).check == "verified"


def test_lines_among_those_of_another_column_are_rejoined() -> None:
    source = "推動職業災害保 安全衛生\n險單獨立法。 計畫"
    passage = _passage(source, "推動職業災害保險單獨立法。", title="安全衛生計畫")
    assert verdict(passage, source_text(source)).check == "rejoined"


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("龘貓9x"))
def test_any_changed_character_is_a_mismatch(place: int, other: str) -> None:
    text = "（一）減少職業災害的發生。\n（二）照顧受傷的勞工。"
    at = place % len(text)
    if text[at].isspace():
        return
    changed = text[:at] + other + text[at + 1 :]
    found = verdict(_passage(TEXT, changed), source_text(TEXT))
    assert found.check == "mismatch"
    assert found.differing


def test_cells_are_compared_too() -> None:
    source = "指標 目標\n職業災害率 2.7"
    kpi = Kpi(target="2.8")
    passage = replace(_passage(source, "職業災害率"), kind="kpi", kpi=kpi)
    found = verdict(passage, source_text(source))
    assert (found.check, found.differing) == ("mismatch", (("kpi.target", "2.8"),))


@pytest.mark.parametrize(
    ("given", "check"), [({"restored": True}, "restored"), ({"corrected": True}, "corrected")]
)
def test_what_says_that_it_differs_is_named_so(given: dict[str, bool], check: str) -> None:
    passage = _passage("職業□害", "職業災害", **given)
    assert verdict(passage, source_text("職業□害")).check == check


def test_another_place_of_the_file_does_not_vouch_for_the_text() -> None:
    source = "甲。\n乙丙丁。"
    passage = _passage(source, "乙丙丁。", spans=((0, 2),))
    assert verdict(passage, source_text(source)).check == "mismatch"
