"""Budgets by account: codes in columns of levels, and plans within a plan."""

from __future__ import annotations

import pytest

from indexer.blocks import Cell, Row, Table
from indexer.splitting.tables import Meaning, understand

LEVELS = (
    "科目|科目|科目|科目|本年度預算數|上年度預算數|說明",
    "項|目|節|名稱及編號|本年度預算數|上年度預算數|說明",
)


def table(*rows: str, heads: int) -> Table:
    made = [
        Row(tuple(map(Cell, row.split("|"))), number, is_header=number <= heads)
        for number, row in enumerate(rows, 1)
    ]
    return Table(tuple(made), 1)


def told(meaning: Meaning) -> list[tuple[str | None, ...]]:
    fields = ("project", "work_program", "budget", "content")
    return [tuple(record.text(field) for field in fields) for record in meaning.records]


def test_accounts_that_hold_no_others_are_work_items_of_the_account_over_them() -> None:
    meaning = understand(
        table(
            *LEVELS,
            "|||合　計|900|800|",
            "1|||0012000000\n水庫管理處|900|800|",
            "|1||5312010100\n蓄水管理|900|800|",
            "||1|5312010101\n壩體監測|700|650|量測位移一百點。",
            "||2|5312010102\n集水區巡查|200|150|雇用巡查員，並添購無人機。",
            "||||||含維修費。",
            heads=2,
        )
    )
    assert meaning.kind == "project"
    assert told(meaning) == [
        (None, None, None, None),
        (None, None, None, None),
        (None, None, None, None),
        ("5312010101 壩體監測", "5312010100 蓄水管理", "700", "量測位移一百點。"),
        ("5312010102 集水區巡查", "5312010100 蓄水管理", "200", "雇用巡查員，並添購無人機。"),
        (None, "5312010100 蓄水管理", None, "含維修費。"),
    ]
    printed = [[cell.text for _, cell in record.printed] for record in meaning.records]
    assert printed[1] == ["0012000000 水庫管理處", "900", "800"]


def test_branches_of_a_plan_hold_their_accounts() -> None:
    meaning = understand(
        table(
            "分支計畫及用途別科目|金額|承辦單位|說明",
            "01 館舍維運|3,400|秘書室|水電及保全。",
            "2000 業務費|3,400||",
            "02 書庫擴充|5,100|典藏組|增設密集書架。",
            "3000 設備及投資|5,100||書架。",
            heads=1,
        )
    )
    assert told(meaning) == [
        ("01 館舍維運", None, "3,400", "水電及保全。"),
        (None, None, None, "2000 業務費 3,400"),
        ("02 書庫擴充", None, "5,100", "增設密集書架。"),
        (None, None, None, "3000 設備及投資 5,100 書架。"),
    ]


@pytest.mark.parametrize("names", [("規費收入", "財產孳息"), ("罰款及賠償收入", "廢舊物資售價")])
def test_revenue_is_no_work(names: tuple[str, str]) -> None:
    rows = [f"||{at}|07070101{at:02}\n{name}|9|8|如列數。" for at, name in enumerate(names, 1)]
    assert "project" not in {c.field for c in understand(table(*LEVELS, *rows, heads=2)).columns}
