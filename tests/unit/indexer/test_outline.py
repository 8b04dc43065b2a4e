from __future__ import annotations

import pytest
from small_texts import read

from indexer.outline.tree import Node, colon_title, first_clause, outline


def tree(text: str, title: str = "") -> list[object]:
    """Headings as nested lists: [heading, [beneath it …]]; bodies as strings with a ~."""

    def shown(node: Node) -> list[object]:
        body = [f"~{block.text}" for block in node.body if hasattr(block, "text")]
        return [*body, *([child.text, *shown(child)] for child in node.children)]

    return shown(outline(read(text).blocks, title))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("甲。\n乙。", ["~甲。", "~乙。"]),
        (
            "壹、甲\n一、乙\n（一）丙\n1.丁\n（1）戊\n①己\n貳、庚",
            [
                ["壹、甲", ["一、乙", ["（一）丙", ["1.丁", ["（1）戊", ["①己"]]]]]],
                ["貳、庚"],
            ],
        ),
        ("一、甲\n內文。\n二、乙\n內文。", [["一、甲", "~內文。"], ["二、乙", "~內文。"]]),
        # A style that is open counts at its level, wherever documents put it.
        (
            "一、甲\n1.乙\n（一）丙\n（二）丁\n2.戊\n二、己",
            [["一、甲", ["1.乙"], ["（一）丙"], ["（二）丁", ["2.戊"]]], ["二、己"]],
        ),
        # An outer style closes all inner ones.
        ("（一）甲\n1.乙\n一、丙", [["（一）甲", ["1.乙"]], ["一、丙"]]),
        (
            "第一章 甲\n第一節 乙\n一、丙\n第二章 丁",
            [["第一章 甲", ["第一節 乙", ["一、丙"]]], ["第二章 丁"]],
        ),
        # Marks of Markdown help where a heading has no number.
        ("# 甲\n## 乙\n內文。\n## 丙\n# 丁", [["甲", ["乙", "~內文。"], ["丙"]], ["丁"]]),
        ("# 壹、甲\n### 一、乙\n# 貳、丙", [["壹、甲", ["一、乙"]], ["貳、丙"]]),
        # A number alone is no heading.
        ("一、甲\n二、\n內文。", [["一、甲", "~二、", "~內文。"]]),
    ],
)
def test_nesting(text: str, expected: list[object]) -> None:
    assert tree(text) == expected


def test_the_line_that_prints_the_title_is_no_heading() -> None:
    text = "# 示範計畫\n# 甲\n內文。"
    assert tree(text) == [["示範計畫"], ["甲", "~內文。"]]
    assert tree(text, "示範計畫") == ["~示範計畫", ["甲", "~內文。"]]


def test_paths_walks_and_blocks() -> None:
    root = outline(read("壹、甲\n前。\n一、乙\n中。\n貳、丙").blocks)
    inner = root.children[0].children[0]
    assert [node.text for node in inner.path()] == ["壹、甲"]
    assert [node.text for node in root.walk()] == ["", "壹、甲", "一、乙", "貳、丙"]
    texts = [getattr(block, "text", None) for block in root.children[0].blocks()]
    assert texts == ["壹、甲", "前。", "一、乙", "中。"]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("一、提升職場安全", True),
        ("一、提升職場安全：", True),
        ("一、辦理訓練。", False),
        ("一、訓練；補助", False),
        ("一、" + "提升職場安全" * 11, False),
        ("# 辦理哪些訓練？", True),
        ("# 辦理訓練。", False),
    ],
)
def test_headings_read_as_headings(line: str, heads: bool) -> None:
    (node,) = outline(read(line).blocks).children
    assert node.heads is heads


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("完善制度：為提升品質，辦理訓練。", ("完善制度", "為提升品質，辦理訓練。")),
        ("完善制度:", ("完善制度", "")),
        ("為提升品質。完善制度：辦理", None),
        ("甲：乙", None),
        ("完善制度", None),
    ],
)
def test_titles_before_colons(text: str, parted: tuple[str, str] | None) -> None:
    assert colon_title(text) == parted


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("辦理訓練，補助設備。", "辦理訓練"),
        ("推動「訓練，補助」方案，落實管理。", "推動「訓練，補助」方案"),
        ("裝設警報器1,200座，分兩年。", "裝設警報器1,200座"),
        ("每日14:30巡查，列管。", "每日14:30巡查"),
        ("推動（含訓練、補助；宣導）方案：如下", "推動（含訓練、補助；宣導）方案"),
        ("辦理訓練", "辦理訓練"),
        ("", ""),
    ],
)
def test_first_clauses(text: str, clause: str) -> None:
    assert first_clause(text) == clause


def test_a_clause_that_lists_many_names_is_a_short_title() -> None:
    names = "、".join(f"第{i}次會議" for i in range(30))
    assert first_clause(f"出席{names}，提出報告。").endswith("次會議…")
    assert len(first_clause(f"出席{names}，提出報告。")) <= 81


def test_the_last_words_of_a_document_head_themselves() -> None:
    text = "壹、甲\n一、乙\n內文。\n結語\n請指教。\n貳、丙\n一、丁"
    assert tree(text) == [
        ["壹、甲", ["一、乙", "~內文。"]],
        ["結語", "~請指教。"],
        ["貳、丙", ["一、丁"]],
    ]
    inside = "壹、甲\n內文。\n結語\n一、乙\n二、丙"
    assert tree(inside) == [["壹、甲", "~內文。"], ["結語", ["一、乙"], ["二、丙"]]]


def test_a_line_like_the_title_heads_a_further_part() -> None:
    text = "一、甲\n（一）乙。\n示範縣政府109年度重要施政計畫\n內文。"
    assert tree(text, "示範縣政府109年度施政目標") == [
        ["一、甲", ["（一）乙。"]],
        ["示範縣政府109年度重要施政計畫", "~內文。"],
    ]
    # What every page prints does not.
    page = "示範縣政府109年度重要施政計畫\n內文。\n"
    assert len(tree(f"一、甲\n（一）乙。\n{page}{page}", "示範縣政府109年度施政目標")) == 1


def test_a_line_over_points_heads_them() -> None:
    assert tree("# 甲\n行動方案：\n- 乙\n- 丙\n# 丁") == [
        ["甲", ["行動方案：", "~- 乙", "~- 丙"]],
        ["丁"],
    ]
    assert tree("# 甲\n說明如下：\n- 乙") == [["甲", "~說明如下：", "~- 乙"]]


def test_labels_of_goals_do_not_stand_beneath_indicators() -> None:
    text = "核心目標1：甲\n指標1.1.1：乙\n基準值：5。\nSDG 2 丙\n內文。"
    assert tree(text) == [
        ["核心目標1：甲", ["指標1.1.1：乙", "~基準值：5。"], ["SDG 2 丙", "~內文。"]]
    ]
