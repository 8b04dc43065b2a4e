"""Ruled tables of a PDF: rectangles on pages → one grid over all the pages that it is on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indexer.blocks import Cell, Furniture, Row, Table
from indexer.layout.pdf_lines import Line, is_open, paragraphs_of
from indexer.numbering import enumerator

_NEAR = 3.0
_ALIKE = 6.0
_ALIKE_UNRULED = 30.0
_FILLED = 0.9
_MOST_HEADERS = 6
_ENDS = "。；！？;!?"

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom, in points."""


@dataclass(slots=True)
class Slot:
    """A cell while its table is being put together; columns are those of its own page."""

    box: Box
    row: int
    column: int
    rowspan: int
    colspan: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines without regard for paragraphs, to compare it by."""
        joined = "".join(line.text for line in self.lines)
        return re.sub(r"\s+", "", unicodedata.normalize("NFKC", joined))


@dataclass(slots=True)
class Part:
    """The part of a table that is on one page.

    Attributes:
        xs: edges of its columns, ascending.
        rows: its slots by the row that they begin in, from left to right.
        ruled: its columns are parted by rules, so that xs are exact.
    """

    page: int
    box: Box
    xs: tuple[float, ...]
    rows: list[list[Slot]]
    ruled: bool = True


def part_of(cells: Iterable[Box], page: int, *, ruled: bool = True) -> Part | None:
    """The grid that rectangles of one table make, or None for a mere frame.

    Args:
        cells: of the table, in any order.
        page: from 1.
        ruled: whether rules part the columns.
    """
    boxes = sorted(set(cells), key=lambda box: (box[1], box[0]))
    if len(boxes) < 2:
        return None
    xs = _edges([x for box in boxes for x in (box[0], box[2])])
    ys = _edges([y for box in boxes for y in (box[1], box[3])])
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height > 200_000:
        return None
    rows: list[list[Slot]] = [[] for _ in range(height)]
    taken = [[False] * width for _ in range(height)]
    for box in boxes:
        c0, c1 = _index(xs, box[0]), _index(xs, box[2])
        r0, r1 = _index(ys, box[1]), _index(ys, box[3])
        if c1 <= c0 or r1 <= r0 or any(any(taken[r][c0:c1]) for r in range(r0, r1)):
            continue
        for r in range(r0, r1):
            taken[r][c0:c1] = [True] * (c1 - c0)
        rows[r0].append(Slot(box, r0, c0, r1 - r0, c1 - c0))
    for r in range(height):
        for c in range(width):
            if not taken[r][c]:
                hole = (xs[c], ys[r], xs[c + 1], ys[r + 1])
                rows[r].append(Slot(hole, r, c, 1, 1))
        rows[r].sort(key=lambda slot: slot.column)
    return Part(page, (xs[0], ys[0], xs[-1], ys[-1]), xs, rows, ruled)


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    """Positions with those that are as good as one joined."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= _NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return tuple(sum(group) / len(group) for group in out)


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


class Joined:
    """A table that grows from page to page.

    Args:
        part: the first.
    """

    def __init__(self, part: Part) -> None:
        self.pages = [part.page]
        self.parts = 1
        self._xs = part.xs
        self._ruled = part.ruled
        self._rows: list[list[Slot]] = [list(row) for row in part.rows]
        self._row_pages = [part.page] * len(part.rows)
        self._numbers = list(range(1, len(part.rows) + 1))
        self._printed = len(part.rows)
        self._heads = 0
        self.furniture: list[Furniture] = []

    def take(self, part: Part) -> bool:
        """Go on with the part that begins the next page; False where it is another table."""
        if part.page != self.pages[-1] + 1 or not self._same_columns(part):
            return False
        heads = self._repeated(part)
        if self._is_form(part, heads):
            return False
        self._merge_columns(part)
        for row in part.rows[:heads]:
            self._printed += 1
            text = " ".join("".join(line.text for line in slot.lines) for slot in row)
            if text.strip():
                self.furniture.append(Furniture(text.strip(), (), "重複表頭", part.page))
        self._heads = max(self._heads, heads)
        body = part.rows[heads:]
        offset = len(self._rows) - heads
        for row in body:
            for slot in row:
                slot.row += offset
        if body:
            body = self._across_the_end(body)
        self._rows.extend(body)
        for _ in body:
            self._printed += 1
            self._numbers.append(self._printed)
            self._row_pages.append(part.page)
        self.pages.append(part.page)
        self.parts += 1
        return True

    def table(self) -> Table:
        """The table as a block; its number is given later."""
        pads = self._padding()
        rows = [
            Row(
                tuple(
                    Cell(_cell_text(slot, pads), colspan=slot.colspan, rowspan=slot.rowspan)
                    for slot in row
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

    def _same_columns(self, part: Part) -> bool:
        mine, other = self._xs, part.xs
        if not (self._ruled and part.ruled):
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

    def _repeated(self, part: Part) -> int:
        count = 0
        for mine, other in zip(self._rows[:_MOST_HEADERS], part.rows, strict=False):
            texts = [slot.text for slot in mine if slot.text]
            if not texts or texts != [slot.text for slot in other if slot.text]:
                break
            count += 1
        # A header that is all of the first page's part may be cut where the data begins.
        return count if count < len(part.rows) or count == 1 else count - 1

    def _is_form(self, part: Part, heads: int) -> bool:
        """Whether it is another copy of a form: the same labels down its first column."""
        mine = [row[0].text for row in self._rows[heads : heads + 5] if row and row[0].column == 0]
        other = [row[0].text for row in part.rows[heads : heads + 5] if row and row[0].column == 0]
        alike = [a for a, b in zip(mine, other, strict=False) if a and a == b]
        return len(alike) >= 2 and all(not text.isdigit() for text in alike)

    # One grid

    def _merge_columns(self, part: Part) -> None:
        if not (self._ruled and part.ruled):
            return
        merged = _edges([*self._xs, *part.xs])
        for xs, rows in ((self._xs, self._rows), (part.xs, part.rows)):
            if merged == xs:
                continue
            place = [_index(merged, x) for x in xs]
            for row in rows:
                for slot in row:
                    end = place[slot.column + slot.colspan]
                    slot.column = place[slot.column]
                    slot.colspan = end - slot.column
        self._xs = merged

    def _across_the_end(self, body: list[list[Slot]]) -> list[list[Slot]]:
        """Join what the end of the page cut: a row, or cells that are merged over rows."""
        last = len(self._rows) - 1
        above = {
            slot.column: slot
            for row in self._rows
            for slot in row
            if slot.row + slot.rowspan - 1 >= last
        }
        first = body[0]
        # Header cells span rows in every column; only those below tell of merged columns.
        merged = {
            slot.column
            for row in [*self._rows[self._heads or 1 :], *body]
            for slot in row
            if slot.rowspan > 1
        }
        if self._goes_on(first, above, merged):
            self._join_row(first, above)
            gone = 1 if len(body) > 1 or all(slot.rowspan == 1 for slot in first) else 0
            for row in body[1:]:
                for slot in row:
                    slot.row -= 1
            for slot in first:
                if slot.column in above:
                    above[slot.column].rowspan += slot.rowspan - 1
            return body[1:] if gone else []
        return [self._extend(first, above, merged), *body[1:]]

    def _goes_on(self, first: Sequence[Slot], above: dict[int, Slot], merged: set[int]) -> bool:
        filled = self._filled()
        empty = [
            slot.column
            for slot in first
            if not slot.lines
            and slot.column not in merged
            and filled.get(slot.column, 0.0) >= _FILLED
            and slot.column in above
            and above[slot.column].lines
        ]
        written = [slot for slot in first if slot.lines]
        if not written:
            return True
        if any(slot.column not in above for slot in written):
            return False
        if any(not above[slot.column].lines for slot in written):
            return False
        if any(_counts_anew(above[slot.column], slot) for slot in written):
            return False
        if empty:
            return not self._starts_anew(written, empty, above)
        plain = [slot for slot in written if slot.column not in merged] or written
        return all(self._cut(above[slot.column], slot) for slot in plain)

    def _starts_anew(
        self, written: Sequence[Slot], empty: Sequence[int], above: dict[int, Slot]
    ) -> bool:
        """Whether only columns before the text are empty, and no text goes on from above.

        So it is where the first column is merged, and its second row begins a page.
        """
        if len(written) < 2 or max(empty) > min(slot.column for slot in written):
            return False
        marks = [enumerator(slot.lines[0].text) for slot in written]
        return not any(
            (mark is not None and mark.value > 1) or self._cut(above[slot.column], slot)
            for slot, mark in zip(written, marks, strict=True)
        )

    def _cut(self, upper: Slot, lower: Slot) -> bool:
        """Whether the text of a cell goes on in the cell below the end of the page."""
        if not upper.lines or not lower.lines:
            return False
        last, following = upper.lines[-1], lower.lines[0]
        left, right = _bounds(upper, self._padding())
        return (
            last.text[-1] not in _ENDS
            and enumerator(following.text) is None
            and is_open(last, following, left, right)
        )

    def _join_row(self, first: Sequence[Slot], above: dict[int, Slot]) -> None:
        for slot in first:
            if slot.lines:
                above[slot.column].lines.extend(slot.lines)

    def _extend(
        self, first: Sequence[Slot], above: dict[int, Slot], merged: set[int]
    ) -> list[Slot]:
        """The row without the cells that only carry on a merged cell of the page before."""
        filled = self._filled()
        kept: list[Slot] = []
        for slot in first:
            upper = above.get(slot.column)
            mergeable = slot.column in merged or filled.get(slot.column, 0.0) >= _FILLED
            if upper is None or not upper.lines or upper.colspan != slot.colspan or not mergeable:
                kept.append(slot)
            elif not slot.lines or (slot.column in merged and self._cut(upper, slot)):
                upper.lines.extend(slot.lines)
                upper.rowspan += slot.rowspan
            else:
                kept.append(slot)
        return kept

    def _filled(self) -> dict[int, float]:
        """Share of the cells of each column that hold text, headers aside."""
        counts: dict[int, list[bool]] = {}
        for row in self._rows[self._heads or 1 :]:
            for slot in row:
                counts.setdefault(slot.column, []).append(bool(slot.lines))
        return {column: sum(seen) / len(seen) for column, seen in counts.items()}

    def _padding(self) -> float:
        """Room between a cell's rule and its text, as left-aligned cells show it."""
        rooms = sorted(
            line.x0 - slot.box[0] for row in self._rows for slot in row for line in slot.lines
        )
        return max(0.0, rooms[len(rooms) // 10]) if rooms else 0.0


def _counts_anew(upper: Slot, lower: Slot) -> bool:
    """Whether the items of a cell begin with one again, as those of the cell above did."""
    first, again = enumerator(upper.lines[0].text), enumerator(lower.lines[0].text)
    return (
        first is not None
        and again is not None
        and again.value == first.value == 1
        and again.style == first.style
    )


def _bounds(slot: Slot, padding: float) -> tuple[float, float]:
    return slot.box[0] + padding, slot.box[2] - padding


def _cell_text(slot: Slot, padding: float) -> str:
    left, right = _bounds(slot, padding)
    return "\n".join(paragraph.text for paragraph in paragraphs_of(slot.lines, left, right))
