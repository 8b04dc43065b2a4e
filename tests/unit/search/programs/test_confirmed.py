"""The operator's file of links: what it says, and how its faults are told."""

from __future__ import annotations

import pytest

from search.programs.confirmed import Confirmed, confirm, parse_links

GOOD = """
[[link]]
relation = "merged"
from = ["a-1", "a-2"]
to = ["b-1"]
note = " 併案 "

[[link]]
relation = "not-the-same"
from = ["a-3"]
to = ["b-3"]
"""
GROUPS = {"a-1": "a-1", "a-2": "a-2", "a-3": "a-3", "b-1": "b-1", "b-3": "b-3", "b-3-print": "b-3"}
ORDER = {"a-1": 0, "a-2": 0, "a-3": 0, "b-1": 1, "b-3": 1}


def confirmed(text: str) -> tuple[Confirmed, tuple[str, ...]]:
    entries, faults = parse_links(text, "links")
    assert faults == ()
    return confirm(entries, GROUPS, ORDER)


def test_a_merger_is_carried_on_from_its_first() -> None:
    found, warnings = confirmed(GOOD)
    assert warnings == ()
    assert [(one.first, one.main, one.note) for one in found.links["b-1"]] == [
        ("a-1", True, "併案"),
        ("a-2", False, "併案"),
    ]
    assert ("a-3", "b-3") in found.denied
    assert ("b-3", "a-3") in found.denied


def test_any_edition_and_any_order_will_do() -> None:
    found, _ = confirmed('[[link]]\nrelation = "same"\nfrom = ["b-3-print"]\nto = ["a-3"]\n')
    assert [one.first for one in found.links["b-3"]] == ["a-3"]


def test_of_two_entries_the_later_one_wins() -> None:
    found, _ = confirmed(GOOD + '[[link]]\nrelation = "same"\nfrom = ["a-3"]\nto = ["b-3"]\n')
    assert found.denied == frozenset()
    assert "b-3" in found.links


def test_what_is_not_in_the_corpus_is_passed_over_with_its_line() -> None:
    found, warnings = confirmed('\n\n[[link]]\nrelation = "same"\nfrom = ["gone"]\nto = ["b-1"]\n')
    assert dict(found.links) == {}
    assert len(warnings) == 1
    assert "links 第 3 行" in warnings[0]
    assert "「gone」" in warnings[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[link]", "TOML 格式有誤"),
        ('[[links]]\nrelation = "same"', "「links」不認得"),
        ("link = 3", "要寫成 [[link]]"),
        ('\n[[link]]\nrelation = "alike"\nfrom = ["a"]\nto = ["b"]', "第 2 行的 relation"),
        ('[[link]]\nrelation = "same"\nfrom = "a"\nto = ["b"]', "第 1 行的 from"),
        ('[[link]]\nrelation = "same"\nfrom = ["a"]\nto = []', "第 1 行的 to"),
        ('[[link]]\nrelation = "same"\nfrom = ["a"]\nto = ["b"]\nwhy = "x"', "鍵「why」不認得"),
        ('[[link]]\nrelation = "same"\nfrom = ["a"]\nto = ["b"]\nnote = 3', "note 應該是一段文字"),
    ],
)
def test_faults_name_line_and_remedy(text: str, told: str) -> None:
    entries, faults = parse_links(text, "links")
    assert entries == ()
    assert any(told in fault for fault in faults), faults
    assert all("請改正" in fault for fault in faults)


def test_all_faults_are_told_at_once() -> None:
    _, faults = parse_links('[[link]]\nrelation = "x"\nfrom = []\nto = 1\n', "links")
    assert len(faults) == 3
