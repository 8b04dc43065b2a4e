"""Items beside those that they were in another year."""

from __future__ import annotations

from corpus_of_passages import passage

from search.comparison import Pair
from web.export.side_by_side import side_by_side
from web.years.aligned import is_rewritten, item_pairs

OLD = passage(
    "綠美化",
    "（一）種植行道樹三百棵並定期修剪。\n（二）整理鄰里公園花圃。\n（三）舉辦賞花步道導覽。",
    id="old",
)
NEW = passage(
    "綠美化",
    "（一）補助社區菜園工具。\n（二）種植行道樹四百棵並定期修剪。\n（三）整理鄰里公園花圃。",
    id="new",
)


def test_items_stand_beside_their_counterparts_wherever_they_are_now() -> None:
    told = [(one.old or "", one.new or "", one.is_same) for one in item_pairs(OLD, NEW)]
    assert [(old[3:7], new[3:7], same) for old, new, same in told] == [
        ("", "補助社區", False),
        ("種植行道", "種植行道", False),
        ("整理鄰里", "整理鄰里", True),
        ("舉辦賞花", "", False),
    ]


def test_no_item_is_lost_and_none_stands_twice() -> None:
    pairs = item_pairs(OLD, NEW)
    assert sorted(one.old for one in pairs if one.old) == sorted(OLD.text.split("\n"))
    assert [one.new for one in pairs if one.new] == NEW.text.split("\n")


def test_what_is_rewritten_beyond_recognition_is_two_texts() -> None:
    other = passage("綠美化", "以太陽能供應校舍所需電力，餘電售予電力公司。", id="other")
    assert is_rewritten(OLD, other)
    assert not is_rewritten(OLD, NEW)
    rows = [
        row
        for block in side_by_side("106", "109", [Pair(OLD, other)]).blocks
        for row in getattr(block, "rows", ())
    ]
    assert len(rows) == 1
    assert "全部改寫" in rows[0][2][0][0].text


def test_the_table_to_send_has_a_row_for_each_pair_of_items() -> None:
    made = side_by_side("106", "109", [Pair(OLD, NEW)])
    (table,) = (block for block in made.blocks if hasattr(block, "rows"))
    said = ["".join(span.text for line in row[2] for span in line) for row in table.rows]
    assert said == ["1. 改變", "新增", "修正", "相同", "刪除"]
