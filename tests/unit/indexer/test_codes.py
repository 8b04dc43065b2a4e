from __future__ import annotations

import pytest

from indexer.outline.codes import indicator_code, labelled, labelled_goal, leading_code


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("指標 1.4.1：參訓場次", "1.4.1", "參訓場次"),
        ("指標３.ｂ.２：參訓場次", "3.b.2", "參訓場次"),
        ("8.8.1 職災千人率", "8.8.1", "職災千人率"),
        ("衡量指標：參訓場次", None, "參訓場次"),
        ("參訓場次", None, "參訓場次"),
        ("指標管理", None, "指標管理"),
        ("1.5 倍", None, "1.5 倍"),
        ("1.1 低收入戶占比", "1.1", "低收入戶占比"),
        ("AC1-2 旅客人次", "AC1-2", "旅客人次"),
        ("PM10 年平均濃度", None, "PM10 年平均濃度"),
    ],
)
def test_codes_of_indicators(text: str, code: str | None, name: str) -> None:
    assert indicator_code(text) == (code, name)


@pytest.mark.parametrize(
    ("text", "code", "name"),
    [
        ("6-7-3友善就業計畫", "6-7-3", "友善就業計畫"),
        ("５－７－１　青年計畫", "5-7-1", "青年計畫"),
        ("5-7 青年計畫", "5-7", "青年計畫"),
        ("5-7-1", None, "5-7-1"),
        ("109-112年計畫", None, "109-112年計畫"),
        ("10-20%補助", None, "10-20%補助"),
        ("青年計畫5-7-1", None, "青年計畫5-7-1"),
    ],
)
def test_codes_before_names(text: str, code: str | None, name: str) -> None:
    assert leading_code(text) == (code, name)


@pytest.mark.parametrize(
    ("title", "goal"),
    [
        ("核心目標 3 促進健康", ("核心目標 3", "促進健康")),
        ("核心目標１２：永續消費", ("核心目標12", "永續消費")),
        ("策略目標二、友善職場", ("策略目標二", "友善職場")),
        ("核心目標 8「尊嚴勞動」", ("核心目標 8", "尊嚴勞動")),
        ("核心目標 3", None),
        ("核心目標說明", None),
        ("促進健康", None),
    ],
)
def test_goals_with_a_label(title: str, goal: tuple[str, str] | None) -> None:
    assert labelled_goal(title) == goal


@pytest.mark.parametrize(
    ("title", "kind", "name"),
    [
        ("關鍵績效指標：參訓場次", "indicator", "參訓場次"),
        ("關鍵策略目標二：友善職場", "goal", "友善職場"),
        ("關鍵績效指標", "indicator", None),
        ("關鍵績效指標：", "indicator", None),
        ("關鍵策略目標：友善職場", "indicator", None),
    ],
)
def test_names_behind_a_label(title: str, kind: str, name: str | None) -> None:
    assert labelled(title, kind) == name
