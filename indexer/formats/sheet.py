"""A sheet of a spreadsheet as the program shows it: its grid, and what is hidden in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexer.blocks import Block, Cell, Omission, Row, Table, Text
from indexer.layout.linear import clean, visible
from indexer.packages import limits
from indexer.tables.sheet_parts import parts_of_sheet
from search.errors import DocumentError

_NAMED = 5
"""Rows, columns or cells that one sentence names; of more it says how many there are."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, rows and columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet while it is read; rows and columns count from 0.

    Attributes:
        uncounted: places such as B12 of formulas whose result is not stored.
        unshown: places of cells whose number format shows nothing.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncounted: list[str] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    _cells: int = 0

    def put(self, row: int, column: int, text: str) -> None:
        """Write a cell; what lies beyond limits.py is left out.

        Raises:
            DocumentError: the sheet holds more written cells than limits.py allows.
        """
        if not text.isalnum():
            text = "\n".join(line for line in clean(text.replace("\r\n", "\n")).split("\n") if line)
        if text and column < limits.COLUMNS and row < limits.ROWS:
            self._cells += 1
            if self._cells > limits.CELLS:
                raise DocumentError("試算表的儲存格數超過上限", "請分成幾個較小的檔案")
            self.rows.setdefault(row, {})[column] = text

    def blocks(self, *, titled: bool) -> Iterator[Block]:
        """The sheet as texts and tables, under its name where titled."""
        table = self._table()
        if table is None:
            return
        if titled:
            yield Text(clean(self.name), (), level=1)
        yield from parts_of_sheet(table)

    def omissions(self) -> Iterator[Omission]:
        """What of the sheet is not in its blocks."""
        place = f"工作表「{self.name}」"
        rows = sorted(row for row in self.hidden_rows if row in self.rows)
        written = {column for cells in self.rows.values() for column in cells}
        columns = sorted(self.hidden_columns & written)
        hidden = [f"第 {_named(str(row + 1) for row in rows)} 列"] if rows else []
        hidden += [f"{_named(map(letters, columns))} 欄"] if columns else []
        if hidden:
            count = sum(
                visible(text)
                for row, cells in self.rows.items()
                for column, text in cells.items()
                if row in self.hidden_rows or column in self.hidden_columns
            )
            told = f"{place}隱藏的{'、'.join(hidden)}沒有讀（{count} 字）"
            yield Omission("hidden", place, told, count)
        if self.unshown:
            told = f"{place}有 {len(self.unshown)} 格的數字格式不顯示內容：{_named(self.unshown)}"
            yield Omission("hidden", place, told)
        if self.uncounted:
            told = (
                f"{place}有 {len(self.uncounted)} 個公式沒有存下計算結果：{_named(self.uncounted)}；"
                "請用試算表開啟、重算後存檔"
            )
            yield Omission("formula", place, told)

    def _table(self) -> Table | None:
        shown = {
            row: {c: text for c, text in cells.items() if c not in self.hidden_columns}
            for row, cells in self.rows.items()
            if row not in self.hidden_rows
        }
        anchors = self._anchors(shown)
        sources = _with_gaps(sorted(r for r, cells in shown.items() if cells), self.hidden_rows)
        if not sources:
            return None
        written = {column for cells in shown.values() for column in cells}
        columns = [c for c in range(max(written) + 1) if c not in self.hidden_columns]
        if len(columns) * len(sources) > limits.CELLS:
            columns = sorted(written)  # a cell far to the right of a long sheet
        if len(columns) * len(sources) > limits.CELLS:
            raise DocumentError("試算表的儲存格數超過上限", "請分成幾個較小的檔案")
        at_row = {row: at for at, row in enumerate(sources) if row is not None}
        spans, covered = _spans(anchors, at_row, columns)
        return Table(
            tuple(
                Row(
                    tuple(
                        Cell(
                            "" if row is None else shown[row].get(column, ""),
                            colspan=spans.get((at, across), (1, 1))[0],
                            rowspan=spans.get((at, across), (1, 1))[1],
                        )
                        for across, column in enumerate(columns)
                        if (at, across) not in covered
                    ),
                    number=at + 1,
                )
                for at, row in enumerate(sources)
            ),
            number=1,
        )

    def _anchors(self, shown: dict[int, dict[int, str]]) -> list[Merge]:
        """The merged ranges without their hidden rows and columns at the top and left.

        The text of a range is shown in what is left of it where its first place is hidden.
        """
        out: list[Merge] = []
        for merge in self.merges:
            text = self.rows.get(merge.top, {}).get(merge.left, "")
            rows = range(merge.top, min(merge.bottom, limits.ROWS) + 1)
            columns = range(merge.left, min(merge.right, limits.COLUMNS) + 1)
            top = next((row for row in rows if row not in self.hidden_rows), None)
            left = next((column for column in columns if column not in self.hidden_columns), None)
            if top is None or left is None:
                continue
            out.append(Merge(top, left, merge.bottom, merge.right))
            if text:
                shown.setdefault(top, {})[left] = text
        return out


def _with_gaps(rows: list[int], hidden: set[int]) -> list[int | None]:
    """Written rows in order with at most two empty ones between: more tell no more."""
    out: list[int | None] = []
    for before, row in zip([None, *rows], rows, strict=False):
        between = 0 if before is None else row - before - 1
        if 0 < between < 100:
            between -= sum(one in hidden for one in range(row - between, row))
        out += [None] * min(between, 2)
        out.append(row)
    return out


def _spans(
    merges: list[Merge], at_row: dict[int, int], columns: list[int]
) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    """Columns and rows that cells cover, by place in the table, and the places covered."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    rows = sorted(at_row)
    for merge in merges:
        inside = rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]
        left = bisect_left(columns, merge.left)
        right = bisect_right(columns, merge.right)
        if not inside or inside[0] != merge.top or left == right:
            continue
        top, bottom = at_row[inside[0]], at_row[inside[-1]] + 1
        if len(covered) + (bottom - top) * (right - left) > limits.CELLS:
            break
        spans[top, left] = right - left, bottom - top
        covered |= {(r, c) for r in range(top, bottom) for c in range(left, right)}
        covered.discard((top, left))
    return spans, covered


def letters(column: int) -> str:
    """The letters of a column from 0: A, B … AA."""
    out = ""
    while column >= 0:
        out, column = chr(65 + column % 26) + out, column // 26 - 1
    return out


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    more = f"等 {len(listed)} 個" if len(listed) > _NAMED else ""
    return "、".join(listed[:_NAMED]) + more
