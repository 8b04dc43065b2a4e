from __future__ import annotations

from collections.abc import Sequence

from search.analysis import load_analyzer
from search.query import rank
from search.query.tree import Weight

ANALYZER = load_analyzer()
fold = ANALYZER.fold


def wanted(text: str, texts: Sequence[str], *, whole: bool = False) -> rank.Wanted:
    def frequencies(grams: Sequence[str]) -> list[int]:
        return [sum(gram in text for text in texts) for gram in grams]

    tokens = rank.tokens_of(fold(text), ANALYZER, whole=whole)
    mean = sum(map(len, texts)) / len(texts)
    return rank.weigh(tokens, len(texts), mean, frequencies, ANALYZER)


def ordered(text: str, *texts: str) -> list[int]:
    folded = [fold(text) for text in texts]
    candidates = {number: (("text", text),) for number, text in enumerate(folded)}
    return [number for number, _ in rank.order(candidates, wanted(text, folded))]


def test_rare_words_weigh_more() -> None:
    assert ordered("勞工重建", "勞工宣導業務", "勞工教育業務", "勞工重建業務")[0] == 2


def test_question_words_say_nothing() -> None:
    words = rank.content_words(fold("請問職業災害預防的成效為何？"), ANALYZER)
    assert [word for word in words if word in map(fold, ("請問", "為何", "的"))] == []
    assert fold("預防") in words


def test_question_words_alone_are_still_looked_for() -> None:
    assert rank.tokens_of(fold("為何"), ANALYZER)


def test_words_are_given_as_typed() -> None:
    assert "職業災害" in rank.words_as_typed("請問職業災害預防為何？", ANALYZER)


def test_a_heading_lifts_a_passage() -> None:
    texts = {
        0: (("title", fold("行政業務")), ("text", fold("辦理職業災害預防宣導工作"))),
        1: (("title", fold("職業災害")), ("text", fold("辦理各項預防宣導工作事項"))),
    }
    looked_for = wanted("職業災害", [" ".join(t for _, t in pair) for pair in texts.values()])
    assert [number for number, _ in rank.order(texts, looked_for)] == [1, 0]


def test_words_near_each_other_lift_a_passage() -> None:
    filler = "其他一般行政事項" * 20
    near = "青年就業" + filler + filler
    far = "青年" + filler + filler + "就業"
    assert ordered("青年 就業", far, near) == [1, 0]


def test_equals_stay_in_order_of_number() -> None:
    assert ordered("職災", "職災預防", "職災預防", "職災預防") == [0, 1, 2]


def test_what_occurs_nowhere_has_no_weight() -> None:
    assert wanted("職災", ["沒有相關內容"]).tokens == {}


def test_the_tokens_of_a_long_text_are_limited() -> None:
    long = "".join(chr(0x4E00 + number) for number in range(2000))
    assert len(wanted(long, [long]).tokens) == 400


def test_what_a_long_text_says_again_weighs_less_than_as_much_again() -> None:
    once = "，".join(f"第{n}項工作應由各該單位會同辦理完成" for n in "甲乙丙丁戊己庚辛")
    word = fold("青年")
    single, fourfold = (
        rank.tokens_of(fold(f"{once}，{'青年，' * times}"), ANALYZER)[word] for times in (1, 4)
    )
    assert len(fold(once)) >= rank.LONG
    assert round(fourfold / single, 6) == 2


def test_a_word_of_one_character_is_no_word_of_a_long_text() -> None:
    padding = "職業安全衛生教育訓練業務" * 5
    short, long = (
        rank.tokens_of(fold(text), ANALYZER)[fold("推")] for text in ("推", "推，" + padding)
    )
    assert len(fold(padding)) >= rank.LONG
    assert long < short


def test_feedback_adds_words_of_the_leading_passages() -> None:
    texts = [fold("勞工退休準備金提撥查核"), fold("身心障礙者就業"), fold("都市計畫檢討")]
    before = wanted("退休金", texts)

    def weigh(tokens: object) -> rank.Wanted:
        return rank.weigh(
            tokens,  # type: ignore[arg-type]
            3,
            10.0,
            lambda grams: [sum(gram in text for text in texts) for gram in grams],
            ANALYZER,
        )

    after = rank.with_feedback(before, [((("text", texts[0]),), 2.0)], weigh, ANALYZER)
    assert after.tokens.keys() > before.tokens.keys()
    assert fold("查核") in after.tokens
    added = sum(after.tokens.values()) - sum(before.tokens.values())
    assert 0.19 < added / sum(before.tokens.values()) < 0.21
    assert rank.with_feedback(before, [], weigh, ANALYZER) is before


def test_the_lightest_grams_go_where_all_together_stand_in_too_much() -> None:
    weights = (
        *(Weight(f"g{n}", 100.0 - n) for n in range(20)),
        *(Weight(f"g{n}", 10.0 - n / 10, heading=True) for n in range(20)),
    )
    assert rank.affordable(weights, lambda grams: [100] * len(grams)) == weights
    kept = rank.affordable(weights, lambda grams: [400_000] * len(grams))
    assert {weight.gram for weight in kept} == {f"g{n}" for n in range(10)}
    assert len(kept) == 20
    assert len(rank.affordable(weights, lambda grams: [10**9] * len(grams))) == 16
