from __future__ import annotations

from itertools import pairwise

import pytest
from corpus_of_passages import passage
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import load_analyzer
from search.model import Kpi, Snippet
from search.query.snippets import LONGEST, SHORTEST, snippets

ANALYZER = load_analyzer()


def cut(given: object, *needles: str) -> tuple[Snippet, ...]:
    folded = {ANALYZER.needle(needle): 1.0 for needle in needles}
    return snippets(given, folded, ANALYZER)  # type: ignore[arg-type]


def marked(snippet: Snippet) -> list[str]:
    return [snippet.text[start:end] for start, end in snippet.marks]


def test_marks_are_in_the_spelling_of_the_source() -> None:
    (snippet,) = cut(passage("標題", "推動僱用 獎\n助，保障 台灣 勞工。"), "雇用獎助", "臺灣勞工")
    assert marked(snippet) == ["僱用 獎\n助", "台灣 勞工"]


def test_marks_that_overlap_become_one() -> None:
    (snippet,) = cut(passage("標題", "辦理職業災害預防宣導"), "職業災害", "災害預防", "災害")
    assert marked(snippet) == ["職業災害預防"]


def test_a_long_text_is_cut_at_its_punctuation() -> None:
    filler = "".join(f"第{n}項為一般性的行政工作，持續進行中。" for n in range(30))
    (snippet,) = cut(passage("標題", filler + "本年度加強職業災害預防。" + filler), "職業災害")
    assert marked(snippet) == ["職業災害"]
    assert SHORTEST <= len(snippet.text) <= LONGEST
    assert snippet.text.endswith("。")
    before = (filler + "本年度加強職業災害預防。" + filler).index(snippet.text)
    assert before == 0 or filler[before - 1] == "。"


def test_no_clause_is_cut_where_a_window_of_whole_clauses_is_there() -> None:
    whole = "字" * 40 + "職災" + "字" * 57 + "。"
    unbroken = "字" * 60 + "職災與職災與職災" + "字" * 60 + "。"
    (snippet,) = cut(passage("標題", unbroken + whole), "職災")
    assert snippet.text == whole
    assert snippet.cut == (False, False)
    (snippet,) = cut(passage("標題", unbroken), "職災")
    assert snippet.text.count("職災") == 3


def test_a_number_is_not_cut_at_its_comma() -> None:
    text = "職災" + "字" * 98 + "共56萬8,977人次" + "字" * 200
    (snippet,) = cut(passage("標題", text), "職災")
    assert not snippet.text.endswith("8,")


def test_a_text_without_punctuation_is_cut_all_the_same() -> None:
    (snippet,) = cut(passage("標題", "字" * 500 + "職業災害" + "字" * 500), "職業災害")
    assert marked(snippet) == ["職業災害"]
    assert len(snippet.text) <= LONGEST


@pytest.mark.parametrize("before", range(90, 130, 3))
def test_a_mark_is_never_cut(before: int) -> None:
    text = "字" * 40 + "職業災害" + "字" * before + "職業災害保險" + "字" * 200
    (snippet,) = cut(passage("標題", text), "職業災害", "職業災害保險")
    assert len(snippet.text) <= LONGEST
    assert set(marked(snippet)) <= {"職業災害", "職業災害保險"}
    assert snippet.text.count("職業災害") == len(snippet.marks)


def test_a_cut_within_a_sentence_is_told() -> None:
    clause = "字" * 200
    assert cut(passage("標題", clause + "職災" + clause), "職災")[0].cut == (True, True)
    assert cut(passage("標題", "甲，職災" + clause), "職災")[0].cut == (False, True)
    assert cut(passage("標題", clause + "，職災。" + clause), "職災")[0].cut == (True, True)
    assert cut(passage("標題", clause + "。職災、" + clause), "職災")[0].cut == (False, True)
    assert cut(passage("標題", clause + "「句。」職災" + clause), "職災")[0].cut == (False, True)
    assert cut(passage("標題", "甲職災"), "職災")[0].cut == (False, False)
    items = "".join(f"第{n}項為一般性的工作，持續進行。" for n in range(40))
    assert cut(passage("標題", items + "職災。" + items), "職災")[0].cut == (False, False)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["職災", "預防", "字", "一般", "，", "。", "\n", "、"]), max_size=300)
)
def test_whatever_the_text_snippets_hold_whole_marks(words: list[str]) -> None:
    given_passage = passage("標題", "".join(words).strip() or "字")
    for snippet in cut(given_passage, "職災", "預防"):
        assert len(snippet.text) <= LONGEST
        for run in marked(snippet):
            assert not run.replace("職災", "").replace("預防", "")
        if len(given_passage.text) > LONGEST and snippet.field == "text" and snippet.marks:
            assert len(snippet.text) >= SHORTEST - 4


def test_the_densest_window_is_shown() -> None:
    text = "職災。" + "其他業務。" * 40 + "職災勞工重建，職災預防。" + "其他業務。" * 40
    (snippet,) = cut(passage("標題", text), "職災", "重建", "預防")
    assert marked(snippet) == ["職災", "重建", "職災", "預防"]


def test_cells_of_an_indicator_are_named() -> None:
    kpi = Kpi(measure="（甲÷乙）×100%", target="25%", values=(("2024 target", "25% 以上"),))
    found = cut(passage("完成率", "", kind="kpi", kpi=kpi), "25%")
    assert [(snippet.field, marked(snippet)) for snippet in found] == [
        ("kpi.target", ["25%"]),
        ("kpi.values", ["25%"]),
    ]


def test_a_title_that_matches_is_marked_and_the_text_still_shown() -> None:
    found = cut(passage("職業災害預防", "辦理各項宣導。"), "職業災害")
    assert [snippet.field for snippet in found] == ["title", "text"]
    assert found[1] == Snippet("text", "辦理各項宣導。", ())


def test_there_is_always_something_to_show() -> None:
    assert cut(passage("標題", "內文"), "沒有") == (Snippet("text", "內文", ()),)
    assert cut(passage("標題"), "沒有") == (Snippet("title", "標題", ()),)


def test_a_match_longer_than_a_snippet_is_cut_within() -> None:
    text = "甲乙丙丁" * 100
    (snippet,) = cut(passage("標題", text), text)
    assert len(snippet.text) <= LONGEST
    assert snippet.marks == ((0, len(snippet.text)),)


def test_marks_ascend_and_never_overlap() -> None:
    text = "勞工保險與勞工退休金，勞工福利及勞工教育。" * 8
    for snippet in cut(passage("勞工", text), "勞工", "工保", "勞工保險", "退休", "勞"):
        assert all(start < end for start, end in snippet.marks)
        assert all(one[1] <= other[0] for one, other in pairwise(snippet.marks))


def test_each_term_is_seen_where_they_stand_far_apart() -> None:
    filler = "".join(f"第{n}項為一般性的行政工作，持續進行中。" for n in range(30))
    text = f"由農委會辦理。{filler}補助漁船，再補助農機。{filler}"
    farm, coop, aid = (ANALYZER.needle(word) for word in ("農委會", "農業委員會", "補助"))
    needles = {farm: 1.0, coop: 1.0, aid: 1.0}
    given = passage("標題", text)
    (densest,) = snippets(given, needles, ANALYZER)
    assert marked(densest) == ["補助", "補助"]
    found = snippets(given, needles, ANALYZER, ((farm, coop), (aid,)))
    assert [marked(one) for one in found] == [["農委會"], ["補助", "補助"]]  # as they stand
    assert all(one.text in text and len(one.text) <= LONGEST for one in found)
    # What one window shows, and a term that is nowhere, need no other.
    near = passage("標題", f"農委會補助漁船。{filler}")
    assert len(snippets(near, needles, ANALYZER, ((farm, coop), (aid,)))) == 1
    assert len(snippets(near, needles, ANALYZER, ((coop,), (aid,)))) == 1
