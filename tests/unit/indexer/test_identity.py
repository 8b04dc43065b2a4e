"""Ids are stable, readable, and never given twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import TOPICS, passage, passages

from indexer.identity import (
    assign_documents,
    assign_editions,
    assign_passages,
    document_base,
    fingerprints,
    kind_code,
)
from search import agencies
from search.model import Passage
from search.store.records import LedgerEntry

EDITION = "demo-109-plan.ab12"
NEW = "開辦夜間家事班並提供交通津貼，協助二度就業者重返職場，結訓九十人。"


def ledger(of: Sequence[Passage], *, alive: bool = True) -> list[LedgerEntry]:
    return [
        LedgerEntry(one.id, "demo-109-plan", one.edition, path, said, alive, one)
        for one, (path, said) in zip(of, fingerprints(of), strict=True)
    ]


def ids(of: Sequence[Passage]) -> list[str]:
    return [one.id for one in of]


@pytest.mark.parametrize(
    ("agency", "year", "kind", "title", "expected"),
    [
        ("勞動部", 2020, "施政計畫", "勞動部109年度施政計畫", "mol-109-plan"),
        ("勞動部", 2025, "永續發展目標自願檢視報告", "x", "mol-114-review"),
        ("行政院", 2011, "施政方針", "x", "ey-100-policy"),
        ("行政院", 2011, None, "x", "ey-100-doc"),
    ],
)
def test_a_documents_name_says_what_it_is(
    agency: str, year: int, kind: str | None, title: str, expected: str
) -> None:
    assert document_base(agencies.load(), agency, year, kind, title) == expected


def test_what_is_unknown_is_told_apart_by_title() -> None:
    first = document_base(agencies.load(), None, None, None, "甲計畫")
    second = document_base(agencies.load(), None, None, None, "乙計畫")
    assert re.fullmatch(r"x-0-doc-[0-9a-f]{6}", first)
    assert first != second
    assert first == document_base(agencies.load(), None, None, None, "甲 計畫")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("施政計畫", "plan"),
        ("施政績效報告", "performance"),
        ("永續發展目標自願性檢視報告", "review"),
        ("施政方針", "policy"),
        ("議會施政報告", "report"),
        ("施政報告", "report"),
        ("中程施政計畫", "midterm"),
        ("都市計畫書", "urban"),
        ("會議紀錄", "doc"),
        (None, "doc"),
    ],
)
def test_kinds_of_document(kind: str | None, code: str) -> None:
    assert kind_code(kind) == code


@given(st.permutations(range(4)))
def test_ids_of_documents_do_not_depend_on_order(order: list[int]) -> None:
    wanted = [
        ("mol-109-plan", "甲", frozenset({"1"})),
        ("mol-109-plan", "乙", frozenset({"2"})),
        ("mol-109-plan", "乙", frozenset({"3"})),
        ("mol-110-plan", "甲", frozenset({"4"})),
    ]
    straight = assign_documents(wanted, {})
    mixed = assign_documents([wanted[at] for at in order], {})
    assert [mixed[order.index(at)] for at in range(4)] == list(straight)
    assert len(set(straight)) == 4
    assert straight[3] == "mol-110-plan"
    assert all(re.fullmatch(r"mol-109-plan-[0-9a-f]{4}", id_) for id_ in straight[:3])


def test_a_document_keeps_its_id_by_its_files() -> None:
    known = {"mol-109-plan": frozenset({"a.txt"})}
    wanted = [
        ("mol-109-plan", "另一份", frozenset({"b.txt"})),
        ("mol-109-plan", "改了名", frozenset({"a.txt"})),
    ]
    fresh, kept = assign_documents(wanted, known)
    assert kept == "mol-109-plan"
    assert fresh.startswith("mol-109-plan-")


def test_a_revised_document_in_a_new_file_keeps_its_id() -> None:
    known = {"mol-109-plan": frozenset({"v1.txt", "勞動部109年度施政計畫"})}
    wanted = [
        ("mol-109-plan", "勞動部109年度施政計畫", frozenset({"v2.txt", "勞動部109年度施政計畫"}))
    ]
    assert assign_documents(wanted, known) == ("mol-109-plan",)


def test_the_id_of_another_document_that_is_gone_is_not_given_again() -> None:
    (id_,) = assign_documents(
        [("mol-109-plan", "新", frozenset({"new.txt"}))],
        {"mol-109-plan": frozenset({"old.txt"})},
    )
    assert id_.startswith("mol-109-plan-")


def test_a_document_whose_agency_was_corrected_gets_its_new_name() -> None:
    (id_,) = assign_documents(
        [("mol-109-plan", "計畫", frozenset({"a.txt"}))], {"x-0-doc-123456": frozenset({"a.txt"})}
    )
    assert id_ == "mol-109-plan"


def test_editions_are_named_after_their_files() -> None:
    first = assign_editions("d", [("x/計畫.txt", "1"), ("x/計畫.pdf", "2")], {})
    assert len(set(first)) == 2
    assert all(re.fullmatch(r"d\.[0-9a-f]{4,}", id_) for id_ in first)
    assert assign_editions("d", [("y/計畫.pdf", "9"), ("y/計畫.txt", "8")], {}) == first[::-1]


def test_equal_file_names_in_two_folders_are_told_apart() -> None:
    both = assign_editions("d", [("x/a.txt", "1"), ("y/a.txt", "2")], {})
    assert len(set(both)) == 2
    assert assign_editions("d", [("y/a.txt", "2"), ("x/a.txt", "1")], {}) == both[::-1]


def test_an_edition_keeps_its_id_when_its_file_changes_or_moves() -> None:
    known = {"d.aaaa": ("a.txt", "1"), "d.bbbb": ("b.txt", "2")}
    assert assign_editions("d", [("a.txt", "99")], known) == ("d.aaaa",)
    assert assign_editions("d", [("other/c.txt", "2")], known) == ("d.bbbb",)
    (fresh,) = assign_editions("d", [("c.txt", "3")], known)
    assert fresh not in known


def test_first_ids_are_made_of_edition_kind_and_hash() -> None:
    named = assign_passages(EDITION, passages(), ())
    assert all(re.fullmatch(re.escape(EDITION) + r"-project-[0-9a-f]{8}", one.id) for one in named)
    assert len(set(ids(named))) == len(named)
    assert {one.edition for one in named} == {EDITION}
    assert ids(assign_passages(EDITION, passages(), ())) == ids(named)


def test_equal_passages_have_ids_of_their_own() -> None:
    named = assign_passages(EDITION, [passages()[0]] * 3, ())
    assert len(set(ids(named))) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"section": "貳、搬到別處"},
        {"title": "計畫甲（修正）"},
        {"text": TOPICS[0].replace("三百二十", "四百")},
        {"title": "計畫甲（修正）", "text": TOPICS[0] + "並公布結果。"},
    ],
    ids=["moved", "retitled", "edited", "retitled and edited"],
)
def test_a_changed_passage_keeps_its_id(change: dict[str, str]) -> None:
    before = assign_passages(EDITION, passages(), ())
    changed = [replace(passages()[0], **change), *passages()[1:]]  # type: ignore[arg-type]
    assert ids(assign_passages(EDITION, changed, ledger(before))) == ids(before)


@given(st.permutations(range(5)))
@settings(max_examples=30)
def test_order_makes_no_difference(order: list[int]) -> None:
    before = assign_passages(EDITION, passages(), ())
    after = assign_passages(EDITION, [passages()[at] for at in order], ledger(before))
    assert ids(after) == [before[at].id for at in order]


def test_a_new_passage_in_an_old_place_gets_an_id_of_its_own() -> None:
    before = assign_passages(EDITION, passages(), ())
    changed = [passage("計畫甲", NEW), *passages()[1:]]
    after = assign_passages(EDITION, changed, ledger(before))
    assert after[0].id not in ids(before)
    assert ids(after)[1:] == ids(before)[1:]


def test_an_inserted_paragraph_pushes_no_id_along() -> None:
    titled = [replace(one, title="前言", kind="narrative") for one in passages()]
    before = assign_passages(EDITION, titled, ())
    inserted = [titled[0], passage("前言", NEW, "narrative"), *titled[1:]]
    after = assign_passages(EDITION, inserted, ledger(before))
    assert [after[0].id, *ids(after)[2:]] == ids(before)
    assert after[1].id not in ids(before)


def test_a_passage_that_comes_back_gets_its_id_back() -> None:
    before = assign_passages(EDITION, passages(), ())
    without = assign_passages(EDITION, passages()[1:], ledger(before))
    past = ledger(without) + ledger(before[:1], alive=False)
    assert ids(assign_passages(EDITION, passages(), past)) == ids(before)


def test_the_id_of_a_passage_that_is_gone_is_not_given_again() -> None:
    before = assign_passages(EDITION, passages(), ())
    past = ledger(before[:1], alive=False)
    after = assign_passages(EDITION, [passage("計畫甲", NEW)], past)
    assert after[0].id != before[0].id


def test_kinds_do_not_share_ids() -> None:
    before = assign_passages(EDITION, passages(), ())
    goals = [replace(one, kind="goal") for one in passages()]
    after = assign_passages(EDITION, goals, ledger(before))
    assert not set(ids(after)) & set(ids(before))


short_texts = st.sampled_from([*TOPICS, NEW, "無", ""])


@given(
    st.lists(
        st.lists(st.tuples(st.sampled_from("甲乙丙"), short_texts), max_size=6),
        min_size=2,
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_over_any_history_no_id_is_ever_given_to_another_wording_and_kind(
    history: list[list[tuple[str, str]]],
) -> None:
    past: dict[str, LedgerEntry] = {}
    for generation in history:
        now = assign_passages(EDITION, [passage(*one) for one in generation], past.values())
        assert len(set(ids(now))) == len(now)
        for one in now:
            # Whoever has the id had its title or its wording before.
            if one.id in past:
                last = past[one.id].last
                assert one.title == last.title or one.text == last.text
        alive = {entry.id: entry for entry in ledger(now)}
        gone = {id_: replace(entry, alive=False) for id_, entry in past.items()}
        past = gone | alive
