"""Items of several years strung together, by machine and by hand."""

from __future__ import annotations

from search.programs.confirmed import Confirmed, ConfirmedLink
from search.programs.likeness import Item
from search.programs.threads import Leaf, Thread, string

BUS = "補助偏鄉公車路線與班次，購置低地板公車，改善候車亭與動態資訊。"
TREE = "栽植行道樹並定期修剪，調查老樹健康，建立樹籍資料供民眾查詢。"
FLOOD = "清疏雨水下水道與側溝，設置抽水站，汛期前完成防汛演練與巡檢。"
LIGHT = "汰換路燈為節能燈具，建置故障通報系統，縮短修復時間。"


def leaf(year: int, **items: tuple[str, str]) -> Leaf:
    return Leaf(
        f"plan-{year}",
        "施政計畫",
        year,
        tuple(Item(f"{year}-{name}", title, text) for name, (title, text) in items.items()),
    )


def strung(*leaves: Leaf, confirmed: Confirmed | None = None) -> list[list[str]]:
    return [ids(thread) for thread in string("project", leaves, confirmed or Confirmed())]


def ids(thread: Thread) -> list[str]:
    return [item.id for _, item in thread.items]


FIRST = leaf(106, bus=("公車路網計畫", BUS), tree=("行道樹計畫", TREE), flood=("防汛整備", FLOOD))


def test_equal_names_go_on_over_missing_years() -> None:
    assert strung(FIRST, leaf(109, bus=("公車路網計畫", "換了說法。"))) == [
        ["106-bus", "109-bus"],
        ["106-tree"],
        ["106-flood"],
    ]


def test_another_name_goes_on_by_what_is_said() -> None:
    threads = string("project", (FIRST, leaf(107, green=("綠蔭城市", TREE))), Confirmed())
    (tree,) = (thread for thread in threads if ids(thread) == ["106-tree", "107-green"])
    (link,) = tree.links
    assert link.relation == "renamed"
    assert link.likeness > 0.9
    assert link.titles < 0.2
    assert not link.confirmed


def test_nothing_is_linked_to_what_is_not_alike() -> None:
    assert ["107-light"] in strung(FIRST, leaf(107, light=("路燈計畫", LIGHT)))


def test_work_that_was_merged_leads_to_where_it_went() -> None:
    merged = leaf(107, all=("公共環境計畫", TREE + FLOOD))
    threads = string("project", (FIRST, merged), Confirmed())
    links = [link for thread in threads for link in thread.links if link.second == "107-all"]
    assert {link.first for link in links} == {"106-tree", "106-flood"}
    assert {link.relation for link in links} == {"merged"}
    carried = [ids(thread) for thread in threads if "107-all" in ids(thread)]
    assert len(carried) == 1


def test_each_item_is_in_one_thread() -> None:
    found = strung(FIRST, leaf(107, a=("防汛整備", FLOOD), b=("防汛整備", FLOOD)))
    items = [id_ for thread in found for id_ in thread]
    assert len(items) == len(set(items)) == 5


def test_what_a_person_denied_is_not_linked() -> None:
    denied = Confirmed(denied={("106-bus", "107-bus"), ("107-bus", "106-bus")})
    found = strung(FIRST, leaf(107, bus=("公車路網計畫", BUS)), confirmed=denied)
    assert ["106-bus"] in found
    assert ["107-bus"] in found


def test_what_a_person_confirmed_wins_over_equal_names() -> None:
    link = ConfirmedLink("106-tree", "renamed", True, "函")
    second = leaf(107, bus=("公車路網計畫", BUS))
    threads = string("project", (FIRST, second), Confirmed(links={"107-bus": (link,)}))
    assert ["106-tree", "107-bus"] in [ids(thread) for thread in threads]
    (made,) = (one for thread in threads for one in thread.links)
    assert made.confirmed
    assert made.note == "函"


def test_indicators_go_by_their_names_alone() -> None:
    first = Leaf("a", None, 106, (Item("n", "參加職業災害保險之人數", "加保人數", unit="人"),))
    rate = Leaf("b", None, 107, (Item("r", "參加職業災害保險之人數成長率", "加保人數", unit="%"),))
    again = Leaf("c", None, 108, (Item("m", "參加職業災害保險的人數", "加保人數", unit="人"),))
    found = [ids(thread) for thread in string("kpi", (first, rate, again), Confirmed())]
    assert found == [["n", "m"], ["r"]]
