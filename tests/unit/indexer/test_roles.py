"""Roles of headings by evidence: what decides, and that it decides close by."""

from __future__ import annotations

import pytest

from indexer.blocks import Text
from indexer.meaning.roles import Labelled, label
from indexer.meaning.weights import BASE, EVIDENCE, STEPS
from indexer.outline.tree import outline

PLAN = """貳、年度重要計畫
一、道路業務
（一）整修人行道：鋪設透水磚，拓寬路口。
（二）更換路燈：分三期施作。
二、公園業務
（一）種樹：每里二十棵。
（二）清溝：雨季前完成。
三、一般行政
辦理文書。"""


def roles(text: str, kind: str | None = None) -> dict[str, str]:
    """What each heading of a text is taken for."""
    return {one.node.title: one.role for one in labelled(text, kind).values()}


def labelled(text: str, kind: str | None = None) -> dict[int, Labelled]:
    blocks = [Text(line, ((at, at + 1),)) for at, line in enumerate(text.split("\n"))]
    root = outline(blocks, "")
    found = label(root, "", kind)
    # The tree must live as long as its ids are asked for.
    assert found[id(root)].node is root
    return found


def test_programs_stand_over_their_work_items() -> None:
    found = roles(PLAN)
    assert found["年度重要計畫"] == "work"
    assert found["道路業務"] == found["公園業務"] == "work"
    assert found["種樹：每里二十棵。"] == "project"
    assert found["一般行政"] == "project"


@pytest.mark.parametrize("more", ["", "收發與歸檔、採購及財產管理、研考，" * 3])
def test_what_one_item_tells_moves_no_other(more: str) -> None:
    found = roles(PLAN.replace("辦理文書。", f"辦理{more}文書。"))
    assert found == roles(PLAN)


@pytest.mark.parametrize(
    ("heading", "role"),
    [("壹、年度施政目標", "goals"), ("壹、重要計畫", "work"), ("壹、組織概況", "narrative")],
)
def test_the_same_list_is_what_its_heading_says(heading: str, role: str) -> None:
    text = f"{heading}\n一、讓溪水變清\n（一）接管二千戶。\n（二）清除污泥。\n二、讓空氣變好\n（一）汰換老車。"
    assert roles(text)[heading[2:]] == role


def test_numbered_paragraphs_are_what_the_kind_of_document_says() -> None:
    text = "壹、內政\n一、整理村里門牌；補發遺失的。\n二、修繕納骨堂。"
    assert roles(text, "施政方針")["內政"] == "goals"
    assert roles(text, "議會施政報告")["內政"] == "work"
    assert roles(text)["內政"] == "narrative"


def test_where_evidence_is_thin_the_margin_is_small() -> None:
    clear = {one.node.title: one.margin for one in labelled(PLAN).values()}
    assert min(clear.values()) > 0
    said = roles(PLAN.replace("年度重要計畫", "來年要做的"))
    assert said["來年要做的"] in ("narrative", "work")
    unsaid = {
        one.node.title: one.margin
        for one in labelled(PLAN.replace("年度重要計畫", "來年要做的")).values()
    }
    assert unsaid["來年要做的"] < clear["年度重要計畫"]


def test_weights_name_known_roles_alone() -> None:
    for words, weights in EVIDENCE.values():
        assert words
        assert set(weights) <= set(BASE)
        assert any(weights.values())
    assert set(STEPS) <= set(BASE)
    assert all(set(steps) <= set(BASE) for steps in STEPS.values())


def test_a_report_is_known_by_what_it_tells_where_its_title_is_gone() -> None:
    told = "本期完成修繕{}處，累計受理申請{}件，並辦理說明會{}場次，參加的里民有九成表示滿意，其餘列入下期改進。"
    lines = ["柒、交通", "一、道路"]
    lines += [f"（{n}）整修{n}號道路：{told.format(3, 20, 5)}" for n in "一二三四五六七八"]
    found = roles("\n".join(lines))
    assert found["道路"] == "work"
    assert [role for title, role in found.items() if title.startswith("整修")] == ["project"] * 8


def test_goals_are_known_by_their_verbs_where_no_heading_says_so() -> None:
    text = (
        "壹、我們往哪裡走\n一、打造不淹水的街道\n（一）加大箱涵。\n二、守護樹木\n（一）健檢老樹。\n"
        "貳、重要計畫\n一、公園業務\n（一）種樹：每里二十棵。"
    )
    found = roles(text)
    assert found["我們往哪裡走"] == "goals"
    assert found["守護樹木"] == "goal"


def test_parts_that_tell_what_is_budgeted_are_work_items() -> None:
    text = "\n".join(
        ["貳、編製重點"]
        + [
            f"{n}、{name}建設\n為了便利居民，本期編列{at}億元，辦理各項經費。"
            for at, (n, name) in enumerate(zip("一二三", "水路電", strict=True), 3)
        ]
    )
    found = roles(text)
    assert found["編製重點"] == "work"
    assert found["水建設"] == found["電建設"] == "project"
    assert roles(text.replace("編列", "超過").replace("經費", "活動"))["編製重點"] == "narrative"


@pytest.mark.parametrize(
    "told",
    [
        "：今年全面更新路面並拓寬，分三年完成。",
        "\n今年全面更新路面並拓寬，分三年完成，經費由中央補助，逐年檢討改善，並請里民參與設計與驗收。",
    ],
)
def test_a_work_item_that_tells_of_itself_keeps_its_points(told: str) -> None:
    found = roles(
        f"貳、重要計畫\n一、整修道路{told}\n（一）東區：三月動工。\n（二）西區：五月動工。"
    )
    assert found["重要計畫"] == "work"
    assert next(role for title, role in found.items() if title.startswith("整修道路")) == "project"
    assert not any(title.startswith("東區") for title in found)


def test_a_goal_over_sheets_of_indicators_heads_them() -> None:
    text = "壹、策略目標：守護樹木\n一、衡量指標：健檢棵數\n衡量標準：一年內健檢的棵數。\n目標值：80 棵"
    assert roles(text)["衡量指標：健檢棵數"] == "indicator sheet"


def test_headings_over_others_are_programs_on_whatever_level() -> None:
    text = "貳、來年要做的\n一、公園業務\n（一）種樹\n每里二十棵。\n（二）清溝\n雨季前完成。"
    found = roles(text, "施政計畫")
    assert [found[title] for title in ("公園業務", "種樹", "清溝")] == [
        "work",
        "project",
        "project",
    ]


def test_levels_count_from_a_section_that_is_known_by_its_form() -> None:
    text = "一、任務總表\n1、公園業務\n1-1 種樹：每里二十棵。\n1-2 清溝：雨季前完成。\n2、道路維護\n2-1 補洞：逐日巡查。\n2-2 畫線：入夜施工。\n二、績效指標\n件數。"
    found = roles(text, "施政計畫")
    assert [found[title] for title in ("任務總表", "公園業務", "道路維護")] == ["work"] * 3
    assert found["補洞：逐日巡查。"] == "project"
