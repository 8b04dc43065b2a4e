"""A query in writing: what is written is understood as what was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from search.model import Condition
from search.query.formal import formal
from search.query.parse import Typed, parse
from search.query.unquoted import with_lists, with_prose

YEAR = Condition("year", "2020", "109年度", ("2020",), applied=True)
BODY = Condition("agency", "示範市", "示範市", ("示範市政府", "示範市政府勞工局"), applied=True)
CHAPTER = Condition("chapter", "內政", "內政篇", ("壹、內政",), applied=True)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("就業", "就業"),
        ("就業 青年", "就業 AND 青年"),
        ("就業、青年", "就業 AND 青年"),
        ("「就業 青年」 職訓", "「就業 青年」 AND 職訓"),
        ("青年 或 中高齡", "青年 OR 中高齡"),
        ("（青年 或 中高齡） 就業", "（青年 OR 中高齡） AND 就業"),
        ("就業 -青年", "就業 -青年"),
        ("就業 -青年 職訓 -（甲 或 乙）", "就業 AND 職訓 -青年 -（甲 OR 乙）"),
        ("甲乙｜丙丁 戊己", "（甲乙 OR 丙丁） AND 戊己"),
        ("", ""),
    ],
)
def test_operators_are_written_out(typed: str, written: str) -> None:
    tree, _ = with_lists(parse(typed).tree)
    assert formal(tree, ()) == written
    again, _ = with_lists(parse(written).tree)
    assert formal(again, ()) == written


def test_conditions_are_written_as_filters_where_there_are_such() -> None:
    line = formal(Typed("職災"), (YEAR, BODY, CHAPTER))
    assert line == "職災 年度:109 機關:示範市政府,示範市政府勞工局 內政篇"
    assert dict(parse(line).filters) == {"year": "109", "agency": "示範市政府,示範市政府勞工局"}


def test_a_condition_that_is_not_applied_is_left_out() -> None:
    assert formal(Typed("職災"), (replace(YEAR, applied=False),)) == "職災"


def test_sentences_have_no_operators() -> None:
    text = "請問政府如何減少職業災害的發生？"
    assert formal(with_prose(parse(text).tree, text), ()) == ""
