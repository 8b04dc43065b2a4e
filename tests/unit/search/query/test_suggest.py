from __future__ import annotations

import pytest

from search.analysis import load_analyzer
from search.query.suggest import Names

NAMES = Names(
    [
        ("agency", "勞動部", 40),
        ("work_program", "職業安全衛生業務", 12),
        ("project", "推動職業災害預防", 9),
        ("project", "職業訓練", 7),
        ("kpi", "長期照顧涵蓋率", 3),
        ("project", "ＶＲ 體驗營", 2),
        ("project", "職業安全衛生業務", 1),
        ("kpi", "重建家數", 1),
    ],
    load_analyzer(),
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("職業", ("職業安全衛生業務", "職業訓練", "推動職業災害預防")),
        ("职业训", ("職業訓練",)),
        ("災害", ("推動職業災害預防",)),
        ("vr體", ("ＶＲ 體驗營",)),
        ("", ()),
        ("沒有", ()),
        ("\n", ()),
        ("務推", ()),
    ],
)
def test_names_begin_with_what_was_typed_then_hold_it(
    typed: str, expected: tuple[str, ...]
) -> None:
    assert NAMES.like(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ㄓㄧㄢ", "職業安全衛生業務"),
        ("ㄓㄧㄒㄌ", "職業訓練"),
        ("ㄗㄏ", "推動職業災害預防"),
        ("ㄌㄉㄅ", "勞動部"),
        ("ㄔㄑㄓㄍ", "長期照顧涵蓋率"),
        ("ㄔㄐ", "重建家數"),
        ("ㄓㄐ", "重建家數"),
        ("職業ㄒ", "職業訓練"),
        ("職業ㄒㄩ", "職業訓練"),
        ("職業ㄒㄌ", "職業訓練"),
        ("職業ㄗㄞ", "推動職業災害預防"),
    ],
)
def test_first_letters_of_sounds_stand_for_characters(typed: str, expected: str) -> None:
    assert expected in NAMES.like(typed)


def test_sounds_that_no_name_has_give_nothing() -> None:
    assert NAMES.like("ㄖㄖㄖ") == NAMES.like("職業ㄖ") == ()


def test_no_more_than_asked_for_and_each_once() -> None:
    assert NAMES.like("業", limit=1) == ("職業安全衛生業務",)
    assert len(NAMES.like("業")) == len(set(NAMES.like("業"))) == 3
    assert NAMES.like("業", limit=0) == ()


def test_frequent_terms_come_before_the_names_that_hold_them() -> None:
    names = [
        ("project", f"推動{what}職業災害預防", 9) for what in ("營造業", "製造業", "農業", "漁業")
    ]
    found = Names(names, load_analyzer(), ("職業災害", "職災", "漁業", "\u200b"))
    assert found.like("職") == ("職業災害", *(name for _, name, _ in names))
    assert found.like("ㄓㄧㄗㄏ", 1) == ("職業災害",)
    assert found.like("漁業") == ("推動漁業職業災害預防",)
    assert found.hold(load_analyzer().fold("職業災害預防"))
