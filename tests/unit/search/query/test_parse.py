from __future__ import annotations

import pytest

from search.query.parse import (
    MOST_TERMS,
    All,
    Any,
    Parsed,
    Syntax,
    Typed,
    Without,
    excluded,
    parse,
    terms,
)


def t(text: str) -> Typed:
    return Typed(text)


def q(text: str) -> Typed:
    return Typed(text, quoted=True)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  \u3000 ", None),
        ("職業災害", t("職業災害")),
        ("就業　身心障礙", All((t("就業"), t("身心障礙")))),
        ('"就業服務"', q("就業服務")),
        ("「就業服務」", q("就業服務")),
        ("“就業服務” 青年", All((q("就業服務"), t("青年")))),
        ("「推動「台灣就業通」品牌」", q("推動「台灣就業通」品牌")),
        ("「職業災害」預防", All((q("職業災害"), t("預防")))),
        ('"他說"好"了"', q('他說"好"了')),
        ("推動「台灣就業通」品牌", t("推動「台灣就業通」品牌")),
        ("青年 OR 婦女", Any((t("青年"), t("婦女")))),
        ("青年 或 婦女 就業", Any((t("青年"), All((t("婦女"), t("就業")))))),
        ("（青年 或 婦女） 就業", All((Any((t("青年"), t("婦女"))), t("就業")))),
        ("就業 -青年", All((t("就業"), Without(t("青年"))))),
        ("就業 －「青年 就業」", All((t("就業"), Without(q("青年 就業"))))),
        ("就業 -(青年 婦女)", All((t("就業"), Without(All((t("青年"), t("婦女"))))))),
        ("5-7-1", t("5-7-1")),
        ("（一）推動職災預防", t("（一）推動職災預防")),
        ("就業服務法(草案)", t("就業服務法(草案)")),
        ("- 就業", All((t("-"), t("就業")))),
        ("OR", None),
        ("青年 OR", t("青年")),
        ("()", None),
        ("或者", t("或者")),
    ],
)
def test_trees(text: str, tree: Syntax | None) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("機關:勞動部 補助", (("agency", "勞動部"),)),
        ("年度：106..109", (("year", "106..109"),)),
        ("工作計畫:「勞工保險 業務」 補助", (("work_program", "勞工保險 業務"),)),
        ("類別:社會發展", (("plan_category", "社會發展"),)),
        ("KIND:kpi year:2020", (("kind", "kpi"), ("year", "2020"))),
        ("目標：提升就業", ()),
    ],
)
def test_filters(text: str, filters: tuple[tuple[str, str], ...]) -> None:
    assert parse(text).filters == filters


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("「職業災害", "沒有成對"),
        ("(職災 OR 勞保", "括號 ( 沒有成對"),
        ("職災 or 勞保", "大寫的 OR"),
        ("職災 NOT 勞保", "減號"),
        ("就業 -機關:勞動部", "減號"),
        ("就" * 3000, "2,000"),
        (" ".join("字" * (MOST_TERMS + 1)), "64"),
        ("( a " * 30 + ") " * 30, "20 層"),
    ],
)
def test_problems_are_said(text: str, word: str) -> None:
    assert any(word in problem for problem in parse(text).problems)


@pytest.mark.parametrize(
    "text",
    [
        "（一）推動",
        "「or」 職災",
        "北 OR 南",
        "(職災 OR 勞保)",
        "勞動保險業務(一)",
        "（（一）二）甲",
    ],
)
def test_what_is_plain_is_no_problem(text: str) -> None:
    assert parse(text).problems == ()


def test_terms_beyond_the_limit_are_not_used() -> None:
    assert len(terms(parse(" ".join("字" * 200)).tree)) == MOST_TERMS


def test_an_unpaired_quotation_mark_is_passed_over() -> None:
    assert parse("「職業災害").tree == t("職業災害")


def test_excluded_parts_of_the_whole_query() -> None:
    tree = parse("就業 -青年 -(婦女 老人)").tree
    assert excluded(tree) == (t("青年"), All((t("婦女"), t("老人"))))
    assert terms(tree) == (t("就業"),)


def test_nothing_typed_is_nothing_asked() -> None:
    assert parse("") == Parsed("", None)


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u2060", "\u00ad", "\ufeff"])
def test_what_nobody_sees_inside_a_term_is_no_part_of_it(mark: str) -> None:
    parsed = parse(f"{mark}職業{mark}災害 -補{mark}助 「保{mark}險」")
    assert parsed == parse("職業災害 -補助 「保險」")
