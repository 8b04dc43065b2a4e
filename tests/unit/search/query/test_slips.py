"""What was meant: slips and wrong layouts that were written down before the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from corpus_of_passages import passage, searcher_of

from search.model import SearchRequest
from search.query.sound import initials, near, readings, struck
from search.searcher import Searcher

SLIPS = (
    ("職業按全", "職業安全"),
    ("職業栽害", "職業災害"),
    ("勞公保險", "勞工保險"),
    ("就業服物", "就業服務"),
    ("身心障愛", "身心障礙"),
    ("勞動儉查", "勞動檢查"),
    ("退休斤", "退休金"),
    ("常期照顧", "長期照顧"),
    ("性別平登", "性別平等"),
    ("業職災害", "職業災害"),
    ("職業災災害", "職業災害"),
    ("勞工保顯", "勞工保險"),
    ("績能檢定", "技能檢定"),
    ("移公", "移工"),
    ("直業栽害", "職業災害"),
    ("勞資征議", "勞資爭議"),
    ("末成年", "未成年"),
    ("環境叫育", "環境教育"),
    ("鋪助", "補助"),
    ("最低公資", "最低工資"),
    ("中高零", "中高齡"),
    ("食品安去全", "食品安全"),
)
STRUCK = (
    ("56u,40 fm06", "職業安全"),
    ("56u,4y9 c94", "職業災害"),
    ("xl6ej/ 1l3vu03", "勞工保險"),
    ("ru.4u,4zj6j4", "就業服務"),
    ("gp vup 5;494", "身心障礙"),
    ("fu/ su06", "青年"),
    ("wjo4vu. rup ", "退休金"),
    ("xl62j/4ru03t86", "勞動檢查"),
    ("u6ej/ ", "移工"),
    ("u6ej/", "移工"),
    ("t;6fu65l4ej4", "長期照顧"),
    ("5j/ el xu/6", "中高齡"),
    ("vu/41u,6qu/62/3", "性別平等"),
    ("ru4s/6ru032u/4", "技能檢定"),
    ("ej/ cjo4", "工會"),
    ("yjo42u ej/ y ", "最低工資"),
    ("1j35j4", "補助"),
    ("vm0 2l3", "宣導"),
    ("cj06ru/4rul4m4", "環境教育"),
    ("RU/4XU/6W04Q96", "淨零碳排"),
    ("xl6y 5/ u4", "勞資爭議"),
    ("g6qup30 fm06", "食品安全"),
)
TERMS = sorted({meant for _, meant in (*SLIPS, *STRUCK)})
# What else is read or written much alike stands in the corpus too.
OTHERS = (
    "之業者按期全數繳交，最高工序資料，公會與工匯，移宮，青黏，退修金額，環景與交誼，選島，"
    "布駐點，平燈，爭易，檢測，撿拾，職掌，直接，植栽，危害，勞務，老公，保鮮，浮雲，固定"
)


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    passages = [passage(f"項目{n}", f"辦理{term}相關業務。") for n, term in enumerate(TERMS)]
    passages.append(passage("其他", OTHERS))
    opened = searcher_of(tmp_path_factory.mktemp("slips") / "index", passages)
    yield opened
    opened.close()


def offers(searcher: Searcher, typed: str) -> tuple[str, ...]:
    return searcher.search(SearchRequest(typed)).suggestions


@pytest.mark.parametrize(("typed", "meant"), SLIPS)
def test_a_slip_gets_the_right_offer(searcher: Searcher, typed: str, meant: str) -> None:
    assert meant in offers(searcher, typed)


@pytest.mark.parametrize(("typed", "meant"), STRUCK)
def test_the_wrong_layout_gets_the_right_offer(searcher: Searcher, typed: str, meant: str) -> None:
    assert meant in offers(searcher, typed)


def test_what_has_hits_gets_no_offer(searcher: Searcher) -> None:
    for term in TERMS:
        assert offers(searcher, term) == ()


def test_only_what_occurs_is_offered(searcher: Searcher) -> None:
    for typed, _ in (*SLIPS, *STRUCK):
        for offered in offers(searcher, typed):
            assert searcher.search(SearchRequest(offered)).total


def test_one_term_of_several_is_mended_in_its_place(searcher: Searcher) -> None:
    assert "相關業務 職業安全" in offers(searcher, "相關業務 職業按全")


@pytest.mark.parametrize(
    "typed", ["VR", "hello world", "zzzz", "1/2/3/4", "5-7-1", "", "  ", "龘龘龘"]
)
def test_what_is_neither_gets_no_offer(searcher: Searcher, typed: str) -> None:
    assert offers(searcher, typed) == ()


@pytest.mark.parametrize(
    ("typed", "meant"), [("制造", "製造"), ("干部訓練", "幹部訓練"), ("职业按全", "職業安全")]
)
def test_simplified_script_is_understood_word_by_word(
    tmp_path: Path, typed: str, meant: str
) -> None:
    passages = [passage("甲", "製造業的幹部訓練與職業安全。"), passage("乙", "制度")]
    opened = searcher_of(tmp_path / "index", passages)
    assert meant in offers(opened, typed)
    opened.close()


def test_what_nobody_sees_is_no_hindrance(searcher: Searcher) -> None:
    offered = offers(searcher, "職業\ud800按全")
    assert "職業安全" in [one.replace("\ud800", "") for one in offered]


def test_readings_and_keys() -> None:
    assert "ㄓㄨㄥˋ" in readings("重")
    assert readings("a") == readings("職業") == ()
    assert initials("業") == {"ㄧ"}
    assert "ㄆㄨ" in near("ㄅㄨˇ")
    assert struck("5j/ u6") == ("ㄓㄨㄥ", "ㄧˊ")
    assert struck("職業") == struck("") == struck("33") == ()
