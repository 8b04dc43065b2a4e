"""Tables that go on over page ends: the grids of pages → one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from indexer.blocks import Cell, Furniture, Row, Table
from indexer.layout.continuation import ends_sentence, is_full
from indexer.layout.page_grid import GridCell, PageGrid, edges_of, nearest_edge
from indexer.layout.paragraphs import paragraphs_of
from indexer.numbering import enumerator

_ALIKE = 6.0
_ALIKE_UNRULED = 30.0
_FILLED = 0.9
_MOST_HEADERS = 6
_RECENT = 200
"""Rows that show how full the columns are: a table of a whole book has tens of thousands."""


class JoinedTable:
    """A table that grows from page to page.

    Args:
        grid: the first.
    """

    def __init__(self, grid: PageGrid) -> None:
        self.pages = [grid.page]
        self.parts = 1
        self._xs = grid.xs
        self._ruled = grid.ruled
        self._rows: list[list[GridCell]] = [list(row) for row in grid.rows]
        self._row_pages = [grid.page] * len(grid.rows)
        self._numbers = list(range(1, len(grid.rows) + 1))
        self._printed = len(grid.rows)
        self._heads = 0
        self._padding = _padding(self._rows)
        self.furniture: list[Furniture] = []

    def take(self, grid: PageGrid) -> bool:
        """Go on with the part that begins the next page; False where it is another table."""
        if grid.page != self.pages[-1] + 1 or not self._same_columns(grid):
            return False
        heads = self._repeated(grid)
        if self._is_form(grid, heads):
            return False
        self._merge_columns(grid)
        for row in grid.rows[:heads]:
            self._printed += 1
            text = " ".join("".join(line.text for line in cell.lines) for cell in row)
            if text.strip():
                self.furniture.append(Furniture(text.strip(), (), "重複表頭", grid.page))
        self._heads = max(self._heads, heads)
        body = grid.rows[heads:]
        offset = len(self._rows) - heads
        for row in body:
            for cell in row:
                cell.row += offset
        if body:
            body = self._across_the_end(body)
        self._rows.extend(body)
        for _ in body:
            self._printed += 1
            self._numbers.append(self._printed)
            self._row_pages.append(grid.page)
        self.pages.append(grid.page)
        self.parts += 1
        if len(self._rows) < _RECENT:
            self._padding = _padding(self._rows)
        return True

    def table(self) -> Table:
        """The table as a block; its number is given later."""
        pads = self._padding
        rows = [
            Row(
                tuple(
                    Cell(_cell_text(cell, pads), colspan=cell.colspan, rowspan=cell.rowspan)
                    for cell in row
                ),
                number=number,
                is_header=at < self._heads,
                page=page,
            )
            for at, (row, number, page) in enumerate(
                zip(self._rows, self._numbers, self._row_pages, strict=True)
            )
        ]
        return Table(tuple(rows), number=1, page=self.pages[0])

    # Is it the same table?

    def _same_columns(self, grid: PageGrid) -> bool:
        mine, other = self._xs, grid.xs
        if not (self._ruled and grid.ruled):
            # Without rules the borders are only known to lie somewhere between the columns.
            return len(mine) == len(other) and all(
                abs(x - y) <= _ALIKE_UNRULED for x, y in zip(mine, other, strict=True)
            )
        if abs(mine[0] - other[0]) > _ALIKE or abs(mine[-1] - other[-1]) > _ALIKE:
            return False
        fewer, more = sorted((mine[1:-1], other[1:-1]), key=len)
        if not fewer:
            return not more or len(self._rows) == 1
        shared = sum(any(abs(x - y) <= _ALIKE for y in more) for x in fewer)
        return shared >= 0.75 * len(fewer) and shared >= 0.5 * len(more)

    def _repeated(self, grid: PageGrid) -> int:
        count = 0
        for mine, other in zip(self._rows[:_MOST_HEADERS], grid.rows, strict=False):
            texts = [cell.text for cell in mine if cell.text]
            if not texts or texts != [cell.text for cell in other if cell.text]:
                break
            count += 1
        # A header that is all of the first page's part may be cut where the data begins.
        return count if count < len(grid.rows) or count == 1 else count - 1

    def _is_form(self, grid: PageGrid, heads: int) -> bool:
        """Whether it is another copy of a form: the same labels down its first column."""
        mine = [row[0].text for row in self._rows[heads : heads + 5] if row and row[0].column == 0]
        other = [row[0].text for row in grid.rows[heads : heads + 5] if row and row[0].column == 0]
        alike = [a for a, b in zip(mine, other, strict=False) if a and a == b]
        return len(alike) >= 2 and all(not text.isdigit() for text in alike)

    # One grid

    def _merge_columns(self, grid: PageGrid) -> None:
        if not (self._ruled and grid.ruled):
            return
        merged = edges_of([*self._xs, *grid.xs])
        for xs, rows in ((self._xs, self._rows), (grid.xs, grid.rows)):
            if merged == xs:
                continue
            place = [nearest_edge(merged, x) for x in xs]
            for row in rows:
                for cell in row:
                    end = place[cell.column + cell.colspan]
                    cell.column = place[cell.column]
                    cell.colspan = end - cell.column
        self._xs = merged

    def _across_the_end(self, body: list[list[GridCell]]) -> list[list[GridCell]]:
        """Join what the end of the page cut: a row, or cells that are merged over rows."""
        last = len(self._rows) - 1
        above = {
            cell.column: cell
            for row in self._rows[-_RECENT:]
            for cell in row
            if cell.row + cell.rowspan - 1 >= last
        }
        first = body[0]
        # Header cells span rows in every column; only those below tell of merged columns.
        merged = {
            cell.column for row in [*self._body_rows(), *body] for cell in row if cell.rowspan > 1
        }
        filled = cache(self._filled)
        if self._goes_on(first, above, merged, filled):
            self._join_row(first, above)
            gone = 1 if len(body) > 1 or all(cell.rowspan == 1 for cell in first) else 0
            for row in body[1:]:
                for cell in row:
                    cell.row -= 1
            for cell in first:
                if cell.column in above:
                    above[cell.column].rowspan += cell.rowspan - 1
            return body[1:] if gone else []
        return [self._extend(first, above, merged, filled), *body[1:]]

    def _goes_on(
        self,
        first: Sequence[GridCell],
        above: dict[int, GridCell],
        merged: set[int],
        filled: Callable[[], dict[int, float]],
    ) -> bool:
        empty = [
            cell.column
            for cell in first
            if not cell.lines
            and cell.column not in merged
            and filled().get(cell.column, 0.0) >= _FILLED
            and cell.column in above
            and above[cell.column].lines
        ]
        written = [cell for cell in first if cell.lines]
        if not written:
            return True
        if any(cell.column not in above for cell in written):
            return False
        if any(not above[cell.column].lines for cell in written):
            return False
        if any(_counts_anew(above[cell.column], cell) for cell in written):
            return False
        if empty:
            return not self._starts_anew(written, empty, above)
        plain = [cell for cell in written if cell.column not in merged] or written
        return all(self._cut(above[cell.column], cell) for cell in plain)

    def _starts_anew(
        self, written: Sequence[GridCell], empty: Sequence[int], above: dict[int, GridCell]
    ) -> bool:
        """Whether only columns before the text are empty, and no text goes on from above.

        So it is where the first column is merged, and its second row begins a page.
        """
        if len(written) < 2 or max(empty) > min(cell.column for cell in written):
            return False
        marks = [enumerator(cell.lines[0].text) for cell in written]
        return not any(
            (mark is not None and mark.value > 1) or self._cut(above[cell.column], cell)
            for cell, mark in zip(written, marks, strict=True)
        )

    def _cut(self, upper: GridCell, lower: GridCell) -> bool:
        """Whether the text of a cell goes on in the cell below the end of the page."""
        if not upper.lines or not lower.lines:
            return False
        last, following = upper.lines[-1], lower.lines[0]
        left, right = _bounds(upper, self._padding)
        return (
            not ends_sentence(last.text)
            and enumerator(following.text) is None
            and is_full(last, following, (left, right))
        )

    def _body_rows(self) -> list[list[GridCell]]:
        return self._rows[max(self._heads or 1, len(self._rows) - _RECENT) :]

    def _join_row(self, first: Sequence[GridCell], above: dict[int, GridCell]) -> None:
        for cell in first:
            if cell.lines:
                above[cell.column].lines.extend(cell.lines)

    def _extend(
        self,
        first: Sequence[GridCell],
        above: dict[int, GridCell],
        merged: set[int],
        filled: Callable[[], dict[int, float]],
    ) -> list[GridCell]:
        """The row without the cells that only carry on a merged cell of the page before."""
        kept: list[GridCell] = []
        for cell in first:
            upper = above.get(cell.column)
            mergeable = cell.column in merged or filled().get(cell.column, 0.0) >= _FILLED
            if upper is None or not upper.lines or upper.colspan != cell.colspan or not mergeable:
                kept.append(cell)
            elif not cell.lines or (cell.column in merged and self._cut(upper, cell)):
                upper.lines.extend(cell.lines)
                upper.rowspan += cell.rowspan
            else:
                kept.append(cell)
        return kept

    def _filled(self) -> dict[int, float]:
        """Share of the cells of each column that hold text, headers aside."""
        counts: dict[int, list[bool]] = {}
        for row in self._body_rows():
            for cell in row:
                counts.setdefault(cell.column, []).append(bool(cell.lines))
        return {column: sum(seen) / len(seen) for column, seen in counts.items()}


def _padding(rows: Sequence[Sequence[GridCell]]) -> float:
    """Room between a cell's rule and its text, as left-aligned cells show it."""
    rooms = sorted(line.x0 - cell.box[0] for row in rows for cell in row for line in cell.lines)
    return max(0.0, rooms[len(rooms) // 10]) if rooms else 0.0


def _counts_anew(upper: GridCell, lower: GridCell) -> bool:
    """Whether the items of a cell begin with one again, as those of the cell above did."""
    first, again = enumerator(upper.lines[0].text), enumerator(lower.lines[0].text)
    return (
        first is not None
        and again is not None
        and again.value == first.value == 1
        and again.style == first.style
    )


def _bounds(cell: GridCell, padding: float) -> tuple[float, float]:
    return cell.box[0] + padding, cell.box[2] - padding


def _cell_text(cell: GridCell, padding: float) -> str:
    left, right = _bounds(cell, padding)
    return "\n".join(paragraph.text for paragraph in paragraphs_of(cell.lines, (left, right)))
