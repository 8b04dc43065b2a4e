from __future__ import annotations

from pathlib import Path

from corpus_of_passages import passage, searcher_of

from search.analysis import load_analyzer
from search.analysis.naming import LONGEST, words_of_names

ANALYZER = load_analyzer()
NAMES = (
    "辦理青創基地營運",
    "輔導青創基地進駐",
    "青創基地補助",
    "推動青創基地與社區",
    "單獨一個名字",
)


def test_words_that_names_share_are_found() -> None:
    assert words_of_names(NAMES) == ("青創基地",)


def test_what_stands_once_or_is_part_of_one_longer_word_is_no_word() -> None:
    assert words_of_names(NAMES[:2]) == ()
    assert "青創基" not in words_of_names(NAMES)
    assert words_of_names(()) == words_of_names(("109 ABC",)) == ()


def test_order_and_repetition_do_not_matter() -> None:
    assert words_of_names((*reversed(NAMES), *NAMES)) == words_of_names(NAMES)
    assert all(len(word) <= LONGEST for word in words_of_names(["一" * 50] * 9))


def test_an_analyzer_that_knows_names_cuts_by_them_and_has_another_version() -> None:
    folded = ANALYZER.fold("參觀青創基地")
    assert ANALYZER.fold("青創基地") not in ANALYZER.cut(folded)
    knowing = ANALYZER.knowing(ANALYZER.words_of_names(NAMES))
    assert "".join(knowing.cut(folded)) == folded
    assert ANALYZER.fold("青創基地") in knowing.cut(folded)
    assert set(ANALYZER.words(folded)) < set(knowing.words(folded))
    assert ANALYZER.version != knowing.version
    assert ANALYZER.version != ANALYZER.knowing(()).version != knowing.version


def test_an_index_keeps_the_words_of_its_names(tmp_path: Path) -> None:
    opened = searcher_of(tmp_path / "index", [passage(name) for name in NAMES])
    assert opened._engine.lexicon.words == (ANALYZER.fold("青創基地"),)
    opened.close()
