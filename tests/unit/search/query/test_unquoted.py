from __future__ import annotations

import pytest

from search.query.parse import MOST_TERMS, All, Any, Syntax, Typed, Without, parse
from search.query.unquoted import with_lists, with_prose, without_brackets


def t(text: str) -> Typed:
    return Typed(text)


def q(text: str) -> Typed:
    return Typed(text, quoted=True)


def test_sentences_become_one_term_of_which_the_words_count() -> None:
    text = "請問貴部 109年度職業災害預防之成效為何？"
    assert with_prose(parse(text).tree, text) == Typed(text, prose=True)
    assert with_prose(parse("職業災害 補助").tree, "職業災害 補助") == parse("職業災害 補助").tree


def test_quotations_beside_a_sentence_stay_terms() -> None:
    text = "「職業災害」 預防的成效為何？"
    tree = with_prose(parse(text).tree, text)
    assert tree == All((Typed("預防的成效為何？", prose=True), q("職業災害")))


def test_a_long_list_is_no_sentence_and_a_sentence_with_a_list_is_one() -> None:
    for text, prose in (
        ("職業災害、職業安全、勞動檢查、勞工保險、就業服務", False),
        ("青年失業率居高不下、產業外移與起薪倒退之因應對策", True),
    ):
        tree = with_prose(parse(text).tree, text)
        assert isinstance(tree, Typed)
        assert tree.prose is prose


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("職業災害、職業安全", All((t("職業災害"), t("職業安全")))),
        ("青年+就業", All((t("青年"), t("就業")))),
        ("青年＋就業", All((t("青年"), t("就業")))),
        ("青年|婦女", Any((t("青年"), t("婦女")))),
        ("青年｜婦女、就業", Any((t("青年"), All((t("婦女"), t("就業")))))),
        ("托兒設(措)施、哺(集)乳室", All((t("托兒設(措)施"), t("哺(集)乳室")))),
        ("補助 青年、婦女", All((t("補助"), All((t("青年"), t("婦女")))))),
        ("補助 OR 青年、婦女", Any((t("補助"), All((t("青年"), t("婦女")))))),
        ("109年、110年", All((t("109年"), t("110年")))),
    ],
)
def test_items_of_a_list_are_terms(text: str, tree: Syntax) -> None:
    split, said = with_lists(parse(text).tree)
    assert split == tree
    assert len(said) == 1


@pytest.mark.parametrize(
    "text",
    [
        "「職業災害、職業安全」",
        "一、推動青年就業",
        "十一、推動青年就業",
        "12、推動青年就業",
        "老、幼、婦",
        "推動「青年、婦女」就業計畫",
        "就業 -「青年、婦女」",
        "就業 -青年、婦女",
        "長照2.0+",
        "5+2產業",
        "C++",
        "就業、",
        "、",
        "",
        "、".join(f"第{n}" for n in range(MOST_TERMS + 1)),
    ],
)
def test_what_is_no_list_stays_as_it_stands(text: str) -> None:
    tree = parse(text).tree
    assert with_lists(tree) == (tree, ())


def test_what_is_excluded_stays_as_it_stands_beside_a_list() -> None:
    split, _ = with_lists(parse("青年、婦女 -就業、服務").tree)
    assert split == All((All((t("青年"), t("婦女"))), Without(t("就業、服務"))))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("青年、婦女", "2 個詞，每個都要有"),
        ("青年|婦女", "2 個詞，有一個就好"),
        ("青年|婦女、老人", "3 個詞；"),
    ],
)
def test_how_a_list_is_taken_is_said(text: str, words: str) -> None:
    (said,) = with_lists(parse(text).tree)[1]
    assert f"「{text}」" in said
    assert words in said


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("《職業安全衛生法》", t("職業安全衛生法")),
        ("〈勞動條件〉", t("勞動條件")),
        ("【職災】", t("職災")),
        ("［職災］ 預防", All((t("職災"), t("預防")))),
        ("《職安法》修正", All((t("職安法"), t("修正")))),
        ("修正〔職安法〕及細則", All((t("修正"), t("職安法"), t("及細則")))),
        ("「《職安法》」", q("《職安法》")),
        ("職災》", t("職災》")),
        ("《》", t("《》")),
        ("《職安法》 OR 職災", Any((t("職安法"), t("職災")))),
    ],
)
def test_brackets_pasted_round_a_term_are_no_part_of_it(text: str, tree: Syntax) -> None:
    assert without_brackets(parse(text).tree) == tree
