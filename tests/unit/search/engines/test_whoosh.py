from __future__ import annotations

import pickle
from contextlib import closing
from pathlib import Path

import pytest
from corpus_of_passages import groups, passage

from search.analysis import load_analyzer
from search.engines import build_index, open_engine
from search.engines.lexicon import read_lexicon
from search.errors import EngineError, SettingError
from search.fields import IndexUnit, index_units
from search.query.tree import EVERYTHING, Phrase


def built(folder: Path, *titles: str) -> Path:
    units = index_units(groups(passage(title) for title in titles), load_analyzer())
    build_index("whoosh", folder, units)
    return folder


def test_an_engine_that_is_not_known_is_a_setting_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="solr"):
        build_index("solr", tmp_path, ())
    with pytest.raises(SettingError, match="可用的引擎"):
        open_engine("solr", tmp_path)


def test_nothing_to_index_is_an_index_too(tmp_path: Path) -> None:
    with closing(open_engine("whoosh", built(tmp_path / "index"))) as engine:
        assert engine.search(EVERYTHING, filters={}, columns=("agency",), limit=5).total == 0
        assert engine.search(Phrase(("職",)), filters={}).total == 0


def test_what_is_missing_or_damaged_is_an_engine_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        open_engine("whoosh", tmp_path)
    folder = built(tmp_path / "index", "職災", "勞保")
    (folder / "s0" / "texts.txt").write_text("職災\n", encoding="utf-8")
    with pytest.raises(EngineError, match="不一致"):
        open_engine("whoosh", folder)
    (folder / "s0" / "texts.txt").unlink()
    with pytest.raises(EngineError) as caught:
        open_engine("whoosh", folder)
    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_lexicon_that_is_no_lexicon_is_an_engine_error(tmp_path: Path) -> None:
    (tmp_path / "lexicon.json").write_text("[]", encoding="utf-8")
    with pytest.raises(EngineError, match="詞彙檔"):
        read_lexicon(tmp_path)


def test_the_pickled_schema_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = built(tmp_path / "index", "職災")

    def refuse(*_: object, **__: object) -> object:
        raise AssertionError("unpickled")

    monkeypatch.setattr("whoosh.index.pickle.loads", refuse)
    monkeypatch.setattr(pickle, "loads", refuse)
    monkeypatch.setattr(pickle, "load", refuse)
    analyzer = load_analyzer()
    with closing(open_engine("whoosh", folder)) as engine:
        tree = Phrase(analyzer.phrase(analyzer.fold("職災")))
        assert engine.search(tree, filters={}).total == 1


def test_units_out_of_order_are_refused(tmp_path: Path) -> None:
    unit = IndexUnit(1, (("title", "a"),), (), ())
    with pytest.raises(EngineError, match="應為 0"):
        build_index("whoosh", tmp_path / "index", (unit,))


def test_an_error_while_building_leaves_no_index(tmp_path: Path) -> None:
    def failing() -> object:
        yield from index_units(groups([passage("職災")]), load_analyzer())
        raise OSError(28, "No space left on device")

    with pytest.raises(EngineError, match="磁碟空間") as caught:
        build_index("whoosh", tmp_path / "index", failing())  # type: ignore[arg-type]
    assert isinstance(caught.value.__cause__, OSError)
    with pytest.raises(EngineError):
        open_engine("whoosh", tmp_path / "index")


def test_values_with_lone_surrogates_survive(tmp_path: Path) -> None:
    odd = passage("職災", work_program="業務\ud800")
    build_index("whoosh", tmp_path, index_units(groups([odd]), load_analyzer()))
    with closing(open_engine("whoosh", tmp_path)) as engine:
        found = engine.search(EVERYTHING, filters={}, columns=("work_program",))
    assert found.counts["work_program"] == {"業務\ud800": 1}


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    units = index_units(groups(passage(f"職災{n}") for n in range(120)), load_analyzer())
    build_index("whoosh", tmp_path, units, told.append)
    assert told == [50, 100]
