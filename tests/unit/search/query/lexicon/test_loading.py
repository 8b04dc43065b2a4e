from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from search.analysis import load_analyzer
from search.errors import SettingError
from search.query.lexicon.loading import load_lexicon, shipped


def others(word: str, own: Path | None = None) -> set[str]:
    known = load_lexicon(own).same.get(load_analyzer().fold(word), ())
    return {other.text for other in known}


def test_the_shipped_files_have_a_field_and_each_word_one_place_in_a_class() -> None:
    fold = load_analyzer().fold
    places: Counter[tuple[str, str]] = Counter()
    for name, entries in shipped():
        assert entries.field, name
        places.update(("same", fold(word)) for group in entries.same for word in group)
        places.update(("one_way", fold(word)) for word in entries.one_way)
        places.update(("kindred", fold(word)) for word in entries.kindred)
    assert [place for place, times in places.items() if times > 1] == []


def test_a_renamed_act_is_found_by_what_its_names_share() -> None:
    assert others("兩性工作平等") == {"性別平等工作", "性別工作平等"}


def test_an_office_adds_words_and_takes_out_others(tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text(
        'same = [["示範公車", "示公"]]\nwithout = ["職災"]\n[one_way]\n"小公" = ["示範公車"]\n',
        encoding="utf-8-sig",
    )
    assert others("示公", own) == {"示範公車"}
    assert others("小公", own) == {"示範公車"}
    assert others("職災", own) == set()
    assert "職災" not in others("職業災害", own)
    assert "職災" in others("職業災害")


def test_a_bad_file_is_refused_with_all_that_is_wrong(tmp_path: Path) -> None:
    own = tmp_path / "words.toml"
    own.write_text('same = [["甲乙"]]\nsome = 1\n', encoding="utf-8")
    with pytest.raises(SettingError) as raised:
        load_lexicon(own)
    assert str(own) in raised.value.message
    assert "至少要有 2 個詞" in raised.value.message
    assert "「some」不是詞彙檔的項目" in raised.value.message


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="讀不出來"):
        load_lexicon(tmp_path / "none.toml")
