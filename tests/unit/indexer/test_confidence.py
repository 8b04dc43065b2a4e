"""Confidence: signs of a wrong reading, and that they lower it."""

from __future__ import annotations

from dataclasses import replace

from small_texts import split

from indexer.meaning.confidence import Drawn, confidences, signs
from search.model import Kpi, Passage

PLAN = (
    "示範市政府勞工局109年度施政計畫\n壹、年度施政目標\n一、守護樹木\n（一）每年健檢老樹一百棵。\n"
    "貳、重要計畫\n一、公園業務\n（一）種樹：每里二十棵，並請里民認養。\n（二）清溝：雨季前完成，另行公告。"
)


def made(**changed: object) -> Passage:
    first = next(p for p in split(PLAN).passages if p.kind == "project")
    return replace(first, **changed)  # type: ignore[arg-type]


def sure(*passages: Passage, margin: float = 4.0) -> list[float]:
    return confidences([Drawn(passage, margin) for passage in passages])


def test_each_passage_has_a_confidence_between_none_and_full() -> None:
    passages = split(PLAN).passages
    assert all(0 < passage.confidence < 1 for passage in passages)


def test_signs_of_a_wrong_reading_lower_confidence() -> None:
    right = made()
    for changed in ({"text": ""}, {"text": right.text + "\n12\n"}):
        other, low = made(title="別的項目"), made(**changed)
        assert sure(other, low)[1] < sure(other, right)[1], changed
    kpi = made(kind="kpi", kpi=Kpi(measure="件數", target="5 件"))
    assert sure(replace(kpi, kpi=Kpi()))[0] < sure(kpi)[0]


def test_a_column_that_is_not_sure_lowers_the_confidence_of_its_row() -> None:
    rows = [Drawn(made(), 4.0, margin) for margin in (1.0, 0.2)]
    assert confidences(rows[1:]) < confidences(rows[:1])


def test_the_same_title_twice_is_a_sign() -> None:
    once, twice = signs([Drawn(made(), 4.0)]), signs([Drawn(made(), 4.0)] * 2)
    assert "title again" not in once[0]
    assert "title again" in twice[0]


def test_a_document_of_doubtful_passages_makes_each_more_doubtful() -> None:
    good, bad = made(), made(text="", title="第二項，")
    assert (
        sure(good, *[bad] * 8)[0]
        < sure(good, *[made(title=f"第{n}項") for n in "三四五六七八九十"])[0]
    )
