from __future__ import annotations

import tomllib

import pytest

from search.present.lines import synonym_lines, synonym_toml
from search.query.abbreviations import pairs_in
from search.query.lexicon.loading import load_lexicon


def found(text: str) -> list[tuple[str, str, str]]:
    return [(pair.short, pair.long, pair.relation) for pair in pairs_in([("p", text)])]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("推動勞工退休金（以下簡稱勞退）制度", "勞退", "勞工退休金"),
        ("依長期照顧服務法(下稱長照法)規定", "長照法", "長期照顧服務法"),
        ("「身心障礙者權益保障法」（以下簡稱「身權法」）", "身權法", "身心障礙者權益保障法"),
        ("設置家庭暴力防治中心，簡稱家防中心。", "家防中心", "家庭暴力防治中心"),
        ("推動都市 更新（簡稱：都更）", "都更", "都市更新"),
    ],
)
def test_abbreviations_begin_where_their_characters_do(text: str, short: str, long: str) -> None:
    assert found(text) == [(short, long, "abbreviation")]


def test_former_and_other_names() -> None:
    assert found("示範局（原名示範處）辦理") == [("示範處", "示範局", "former name")]
    assert found("鐵馬道（俗稱單車路）") == [("單車路", "鐵馬道", "other name")]


@pytest.mark.parametrize(
    "text",
    [
        "性別平等工作法（以下簡稱本法）",
        "示範市政府（以下簡稱該府）",
        "職業災害（見附表）",
        "（簡稱）",
        "一（簡稱甲乙）",
    ],
)
def test_what_points_or_does_not_fit_is_no_pair(text: str) -> None:
    assert found(text) == []


def test_pairs_are_counted_by_passage() -> None:
    text = "勞工退休金（以下簡稱勞退）。勞工退休金（以下簡稱勞退）。"
    (pair,) = pairs_in([("a", text), ("b", text), ("c", "別的")])
    assert (pair.passages, pair.first) == (2, "a")


def test_what_is_offered_can_be_pasted_into_the_maintained_file() -> None:
    pairs = pairs_in([("a", "都市更新（簡稱都更）與示範局（原名示範處）。")])
    declared = tomllib.loads("\n".join(synonym_toml(pairs)))
    assert declared == {
        "same": [["都市更新", "都更"]],
        "former": [{"today": "示範局", "past": ["示範處"], "year": 0}],
    }
    assert any("縮寫" in line and "都更" in line for line in synonym_lines(pairs))
    assert list(synonym_lines(())) == ["沒有新的縮寫或舊名"]


def test_what_the_maintained_file_joins_is_known() -> None:
    known = load_lexicon()
    assert known.joins("職災", "職業災害")
    assert known.joins("健保", "全民健康保險")
    assert known.joins("臺北縣", "台北縣")
    assert not known.joins("職災", "農業")
