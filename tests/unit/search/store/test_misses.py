from __future__ import annotations

from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.errors import DataError
from search.model import SearchRequest
from search.store.misses import FILE, MOST_TERMS, Misses, read_misses


def test_terms_are_counted_and_listed_by_how_often(tmp_path: Path) -> None:
    misses = Misses(tmp_path)
    assert read_misses(tmp_path) == ()
    misses.count(["甲", "乙"])
    misses.count(["乙", "長" * 41, ""])
    assert read_misses(tmp_path) == (("乙", 2), ("甲", 1))
    assert read_misses(tmp_path, limit=1) == (("乙", 2),)


def test_the_list_never_grows_without_end(tmp_path: Path) -> None:
    misses = Misses(tmp_path)
    misses.count(["常"] * 3)
    misses.count(str(number) for number in range(MOST_TERMS + 1))
    kept = read_misses(tmp_path, limit=2 * MOST_TERMS)
    assert len(kept) <= MOST_TERMS
    assert kept[0] == ("常", 3)


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    Misses(tmp_path / "nowhere").count(["甲"])
    Misses(tmp_path).count(["\ud800"])
    assert read_misses(tmp_path) == ()


def test_a_damaged_list_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database" * 100)
    with pytest.raises(DataError, match="刪除"):
        read_misses(tmp_path)


def test_only_typed_terms_without_a_hit_are_counted(tmp_path: Path) -> None:
    opened = searcher_of(tmp_path / "index", [passage("職業災害", "預防")], misses=Misses(tmp_path))
    for text in (
        "職業災害",
        "職業災害 農業",
        "農業",
        "這是一個很長的問題，請問貴部如何處理農業與漁業？",
    ):
        opened.search(SearchRequest(text))
    opened.search(SearchRequest("漁業", related=False))
    opened.search(SearchRequest("農業", page=2))
    opened.close()
    assert read_misses(tmp_path) == (("農業", 2),)


def test_nothing_is_kept_unless_it_is_switched_on(tmp_path: Path) -> None:
    opened = searcher_of(tmp_path / "index", [passage("職業災害", "預防")])
    opened.search(SearchRequest("農業"))
    opened.close()
    assert [path.name for path in tmp_path.iterdir()] == ["index"]
