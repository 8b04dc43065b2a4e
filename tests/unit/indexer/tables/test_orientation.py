from __future__ import annotations

import pytest

from indexer.blocks import Cell, Row, Table
from indexer.splitting.tables import Meaning, understand
from indexer.tables.bodies import bodies_of
from indexer.tables.heads import lies_on_its_side


def grid(*rows: str) -> list[list[Cell]]:
    return [[Cell(text) for text in row.split("|")] for row in rows]


def table(*rows: str) -> Table:
    made = [Row(tuple(cells), number) for number, cells in enumerate(grid(*rows), 1)]
    return Table(tuple(made), 1)


def names(meaning: Meaning, field: str) -> list[str | None]:
    return [record.text(field) for record in meaning.records]


@pytest.mark.parametrize(
    ("rows", "on_side"),
    [
        (("計畫名稱|訪視|抽查", "實施內容|甲。|乙。", "經費|3,500|2,400"), True),
        # No word is known; one row is sentences, another amounts.
        (("標的|書車下鄉|夜間開館", "怎麼做|送書。|延長。", "款項|1,200|3,400"), True),
        (("計畫名稱|實施內容|經費", "訪視|甲。|3,500", "抽查|乙。|2,400"), False),
        (("標的|怎麼做|款項", "書車下鄉|送書。|1,200", "夜間開館|延長。|3,400"), False),
        # Figures alone lie neither way.
        (("工作計畫|代碼|預算", "災害預防|00123|1,200", "勞動檢查|007|9"), False),
        (("指標|112年|113年", "目標值|80件|90件"), False),
    ],
)
def test_tables_on_their_side(rows: tuple[str, ...], on_side: bool) -> None:
    assert lies_on_its_side(grid(*rows)) is on_side


def test_a_table_on_its_side_is_read_as_one_that_stands() -> None:
    meaning = understand(
        table("計畫名稱|訪視|抽查", "實施內容|甲。|乙。", "經費(千元)|3,500|2,400")
    )
    assert names(meaning, "project") == ["訪視", "抽查"]
    assert names(meaning, "budget") == ["3,500千元", "2,400千元"]


HEADED = understand(table("計畫名稱|實施內容|經費", "訪視|甲。|3,500", "抽查|乙。|2,400"))


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (("輔導|丙。|1,800", "宣導|丁。|900"), ["輔導", "宣導"]),
        # The header printed again is no row.
        (("計畫名稱|內容說明|經費", "輔導|丙。|1,800"), ["輔導"]),
        (("輔導|1,800|丙。", "宣導|900|丁。"), []),
        (("輔導|丙。", "宣導|丁。"), []),
    ],
)
def test_a_header_stands_for_the_tables_after_it(rows: tuple[str, ...], found: list[str]) -> None:
    assert names(understand(table(*rows), None, HEADED), "project") == found


def test_points_that_go_on_down_the_rows_leave_the_other_columns_as_they_are() -> None:
    rows = grid("1|訪視|1.甲。|80", "|||", "2|抽查|1.丙。|90")
    rows[1] = [Cell(""), Cell(""), Cell("2.乙。"), Cell("")]
    number, name, content, _ = bodies_of(rows, 4)
    assert (number.spread, name.spread, content.filled) == (0, 0, 1)
