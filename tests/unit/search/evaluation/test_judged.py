"""Figures of effectiveness, worked out by hand."""

from __future__ import annotations

import math

import pytest
from kept import A, passage

from search.evaluation.judged import Judged, Wanted, judge, parse_judged
from search.model import EditionLink, Hit


def hit(title: str, file: str = "aaaa.txt", other: str | None = None) -> Hit:
    found = passage(f"{A}-goal-{title}", A, title)
    links = () if other is None else (EditionLink("x", other, True),)
    assert found.source.file == file
    return Hit(found, links, 1.0, (), ("text",))


def wanted(*snippets: str, grade: int = 2, file: str = "aaaa.txt") -> Wanted:
    return Wanted(tuple((file, False, snippet) for snippet in snippets), grade)


def judged(*all_wanted: Wanted) -> Judged:
    return Judged("q", frozenset({"aaaa.txt"}), all_wanted)


def test_a_perfect_answer() -> None:
    score = judge(judged(wanted("甲"), wanted("乙")), [hit("甲"), hit("乙"), hit("丙")])
    assert (score.recall, score.precision, score.ndcg, score.mrr) == (1, 1, 1, 1)
    assert score.complete
    assert score.missed == ()


def test_late_and_missing_answers_cost() -> None:
    score = judge(judged(wanted("甲"), wanted("乙")), [hit("丙"), hit("甲")])
    assert score.recall == 0.5
    assert score.precision == 0.5
    assert score.mrr == 0.5
    assert score.ndcg == pytest.approx((3 / math.log2(3)) / (3 + 3 / math.log2(3)))
    assert not score.complete
    assert score.missed == ("乙",)


def test_a_passage_counts_once_and_the_weak_need_not_be_found() -> None:
    score = judge(judged(wanted("甲"), wanted("乙", grade=1)), [hit("甲"), hit("甲")])
    assert score.recall == 0.5
    assert score.complete
    assert score.ndcg == pytest.approx(3 / (3 + 1 / math.log2(3)))


def test_two_wanted_ones_in_one_hit_leave_the_order_ideal() -> None:
    score = judge(judged(wanted("甲"), wanted("甲乙")), [hit("甲乙")])
    assert (score.recall, score.ndcg) == (1, 1)


def test_another_edition_of_the_hit_answers_too() -> None:
    one = judged(Wanted((("bbbb.txt", False, "甲"),), 2))
    assert judge(one, [hit("甲", other="bbbb.txt")]).recall == 1
    assert judge(one, [hit("甲")]).recall == 0


def test_an_indicator_answers_only_where_one_is_wanted() -> None:
    assert judge(judged(Wanted((("aaaa.txt", True, "甲"),), 2)), [hit("甲")]).recall == 0


def test_beyond_the_tenth_rank_nothing_counts_as_first() -> None:
    hits = [hit(f"無{number}") for number in range(10)] + [hit("甲")]
    score = judge(judged(wanted("甲")), hits)
    assert (score.recall, score.mrr, score.ndcg) == (1, 0, 0)


def test_queries_come_from_json_by_group() -> None:
    row = {
        "query": "職災",
        "judged": ["a.txt", "b.txt"],
        "relevant": [
            {"group": 1, "file": "a.txt", "kind": "kpi", "snippet": "Ａ 甲", "grade": 1},
            {"group": 1, "file": "b.txt", "kind": "kpi", "snippet": "乙", "grade": 2},
        ],
    }
    (parsed,) = parse_judged([row, {"query": "無", "judged": [], "relevant": []}])
    assert parsed.wanted == (Wanted((("a.txt", True, "a甲"), ("b.txt", True, "乙")), 2),)
