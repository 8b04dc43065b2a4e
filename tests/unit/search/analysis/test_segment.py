from __future__ import annotations

from search.analysis import load_analyzer
from search.analysis.segment import grams, phrase, words


def test_grams_stand_at_their_own_positions() -> None:
    assert list(grams("abc")) == [(0, "a"), (0, "ab"), (1, "b"), (1, "bc"), (2, "c")]
    assert list(grams("")) == []


def test_a_phrase_is_the_character_or_its_pairs() -> None:
    assert phrase("a") == ("a",)
    assert phrase("ab") == ("ab",)
    assert phrase("abcd") == ("ab", "bc", "cd")


def test_words_are_cut_from_folded_text_and_make_it_up_again() -> None:
    analyzer = load_analyzer()
    folded = analyzer.fold("落實職業災害預防與勞工保險業務")
    assert "".join(analyzer.cut(folded)) == folded
    assert {analyzer.fold(word) for word in ("職業災害", "預防", "勞工保險")} <= set(words(folded))


def test_the_version_is_one_for_one_installation() -> None:
    assert load_analyzer() is load_analyzer()
    assert len(load_analyzer().version) == 16
