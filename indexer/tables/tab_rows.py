"""Tables of tabs and lines, as converters write them from Word and from PDF."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher

from indexer.blocks import Cell, Furniture, Row, Table
from indexer.layout.lines import Line, cell_text, ends_sentence, visible
from indexer.numbering import enumerator
from indexer.vocabulary import fold, load

_SAME_HEADER = 0.75
_MAX_HEADER_ROWS = 4
_LONGEST_HEADER = 1000
_LONGEST_BAND = 24
_FARTHEST_HEADING = 200
_LONGEST_CELL = 60
"""Lines that a cell may take."""


def is_cell_line(text: str) -> bool:
    """Whether a line is one cell of a table that has a line for each cell."""
    return text.startswith("\t") and "\t" not in text[1:].rstrip("\t")


def cell_lines(lines: list[Line], start: int) -> int:
    """One past the last line of a table with a line for each cell, which begins at start.

    A tab begins a cell, a line without one goes on with the cell above, an empty line ends
    the row. Rows go on as long as the next line that is not empty begins with a tab.
    """
    index = start
    while index < len(lines):
        if lines[index].text:
            index += 1
            continue
        after = index
        while after < len(lines) and not lines[after].text:
            after += 1
        if after == len(lines) or not lines[after].text.startswith("\t"):
            return index
        index = after
    return index


def cell_table(lines: list[Line], number: int) -> Table:
    """A table from lines of one cell each."""
    rows: list[Row] = []
    cells: list[list[Line]] = []

    def close() -> None:
        if cells:
            made = tuple(_cell(cell) for cell in cells)
            first = cells[0][0]
            rows.append(Row(made, len(rows) + 1, page=first.page, line=first.number))
            cells.clear()

    for line in lines:
        if not line.text:
            close()
        elif line.text.startswith("\t") or not cells:
            cells.append([line])
        else:
            cells[-1].append(line)
    close()
    return Table(tuple(rows), number, lines[0].page, lines[0].number)


def _cell(lines: list[Line]) -> Cell:
    parts = [visible(line.text) for line in lines]
    spans = tuple(line.span for line in lines if not line.blank)
    return Cell(cell_text(parts), spans)


def row_of(line: Line, number: int) -> Row:
    """A row from a line whose cells are parted by tabs."""
    cells: list[Cell] = []
    start = line.start
    for raw in line.text.split("\t"):
        left = len(raw) - len(raw.lstrip())
        span = (start + left, start + len(raw.rstrip()))
        text = visible(raw)
        cells.append(Cell(text, (span,) if raw.strip() else ()))
        start += len(raw) + 1
    return Row(tuple(cells), number, line.heads, page=line.page, line=line.number)


def end_of_row(lines: list[Line], start: int, wide: int) -> int:
    """One past the last line of the row that begins at a line.

    A converter may leave the paragraphs of a cell as lines of their own: 1.… ⇥, 2.…, 3.… ⇥ 45.
    They belong to the cell while their numbers count on, if the row is whole with them.

    Args:
        lines: of the text.
        start: where the row begins.
        wide: cells of a whole row.
    """
    have = lines[start].text.count("\t") + 1
    last = lines[start].text.rpartition("\t")[2]
    end = start + 1
    while end < min(start + _LONGEST_CELL, len(lines)) and not lines[end].blank:
        first, tab, _ = lines[end].text.partition("\t")
        rest = wide - have
        if end == start + 1 and 0 < rest == lines[end].text.count("\t") and _breaks(last, first):
            return end + 1
        if not counts_on(last, first):
            break
        if tab:
            whole = have + lines[end].text.count("\t") == wide
            return end + 1 if whole else start + 1
        last = first
        end += 1
    after = lines[end] if end < len(lines) else None
    if after is not None and "\t" in after.text:
        ours = after.text.count("\t") + 1 == wide and not _names_columns(row_of(after, 1))
    else:
        ours = _are_of_the_cell(lines, start, end)
    return end if have == wide and ours else start + 1


def _breaks(above: str, text: str) -> bool:
    """Whether a cell ends in mid-sentence and a line without a number goes on with it."""
    above, text = above.strip(), text.strip()
    return bool(above and text) and not ends_sentence(above) and enumerator(text) is None


def is_band(lines: list[Line], index: int, header: Row) -> bool:
    """Whether a line without tabs between two rows heads the rows beneath it: 壹、社會救助."""
    text = lines[index].text.strip()
    if len(text) > _LONGEST_BAND or any(mark in text for mark in "。；：:"):
        return False
    named = sum(load().header(c.text).field not in (None, "value") for c in header.cells if c.text)
    if named < 2 or index + 1 == len(lines):
        return False
    after = row_of(lines[index + 1], 1)
    return len(after.cells) == len(header.cells) and not _names_columns(after)


def _are_of_the_cell(lines: list[Line], start: int, end: int) -> bool:
    """Whether the numbered lines behind a row are of its cell, not headings behind the table.

    二、 behind a cell that ends in 一、 is the cell's where the table stands under 二、 already.
    """
    if end <= start + 1:
        return False
    number = enumerator(lines[start + 1].text.strip())
    for line in reversed(lines[max(start - _FARTHEST_HEADING, 0) : start]):
        above = enumerator(line.text.strip()) if "\t" not in line.text else None
        if number and above and above.style == number.style:
            return above.value + 1 != number.value
    return True


def counts_on(above: str, text: str) -> bool:
    """Whether a line is numbered with what follows the number of the line above."""
    before, number = enumerator(above.strip()), enumerator(text.strip())
    if before is None or number is None:
        return False
    return before.style == number.style and before.value + 1 == number.value


def row_of_lines(lines: list[Line], number: int) -> Row:
    """A row from the lines that `end_of_row` found, its broken cell made whole."""
    row = row_of(lines[0], number)
    for line in lines[1:]:
        more = row_of(line, number).cells
        cell = row.cells[-1]
        whole = Cell(cell_text([cell.text, more[0].text]), cell.spans + more[0].spans)
        row = replace(row, cells=(*row.cells[:-1], whole, *more[1:]))
    return row


def alike_rows(a: Row, b: Row) -> bool:
    """Whether two rows print the same header, cells run together or cut apart included."""
    one, two = (fold("".join(cell.text for cell in row.cells)) for row in (a, b))
    if one == two:
        return bool(one)
    if not one or not two or abs(len(one) - len(two)) > max(3, len(one) // 3):
        return False
    if len(one) > _LONGEST_HEADER:
        # Comparing takes quadratic time, and no header is as long.
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= _SAME_HEADER


def heads_again(row: Row, other: Row) -> bool:
    """Whether a row is a header that is printed again: rows of content may be as alike."""
    return alike_rows(row, other) and (_names_columns(row) or _names_columns(other))


def _names_columns(row: Row) -> bool:
    # A bare number may be a year over a column, but it is an amount as often.
    return any(load().header(c.text).field not in (None, "value") for c in row.cells if c.text)


def repeated_header(first: list[Row], other: list[Row]) -> int:
    """How many of the rows that begin a table are printed again at the head of another part.

    The first must name columns; what is printed beneath it belongs to it where it is the same.
    """
    if not first or not other or not heads_again(first[0], other[0]):
        return 0
    count = 1
    for a, b in zip(first[1:_MAX_HEADER_ROWS], other[1:], strict=False):
        if _words(a) != _words(b) or not _names_columns(a):
            break
        count += 1
    return count


def _words(row: Row) -> list[str]:
    return [fold(cell.text) for cell in row.cells]


def join_pages(parts: list[list[Row]], number: int) -> tuple[Table, list[Furniture]]:
    """Join the parts of a table that goes on over pages, each headed by the same rows.

    A part's first row goes on with the row above when a cell is empty that other rows fill.

    Args:
        parts: rows of each part; every part but the first begins with repeated headers.
        number: of the table in the file.

    Returns:
        The table, and the repeated headers as furniture.
    """
    heads = min((repeated_header(parts[0], part) for part in parts[1:]), default=0)
    rows = [replace(row, is_header=row.is_header or i < heads) for i, row in enumerate(parts[0])]
    furniture: list[Furniture] = []
    filled = _normally_filled(parts, heads)
    for part in parts[1:]:
        for row in part[:heads]:
            spans = tuple(span for cell in row.cells for span in cell.spans)
            text = "\t".join(cell.text for cell in row.cells)
            furniture.append(Furniture(text, spans, "重複表頭", row.page, row.line))
        body = part[heads:]
        if body and len(rows) > heads and _goes_on(rows[-1], body[0], filled):
            rows[-1] = _joined(rows[-1], body[0])
            body = body[1:]
        rows.extend(body)
    rows = [replace(row, number=i) for i, row in enumerate(rows, 1)]
    first = rows[0]
    return Table(tuple(rows), number, first.page, first.line), furniture


def _normally_filled(parts: list[list[Row]], heads: int) -> set[int]:
    """Columns that hold text in nearly every row; rows that begin a part are not asked."""
    rows = [row for part in parts for row in part[heads + 1 :]] or [
        row for part in parts for row in part[heads:]
    ]
    columns = max((len(row.cells) for row in rows), default=0)
    return {
        column
        for column in range(columns)
        if sum(len(r.cells) > column and bool(r.cells[column].text) for r in rows)
        >= 0.8 * len(rows)
    }


def _goes_on(above: Row, row: Row, filled: set[int]) -> bool:
    if len(row.cells) > len(above.cells):
        return False
    return any(c < len(row.cells) and not row.cells[c].text for c in filled)


def _joined(above: Row, row: Row) -> Row:
    cells = list(above.cells)
    for index, cell in enumerate(row.cells):
        if cell.text and index < len(cells):
            text = cell_text([cells[index].text, cell.text])
            cells[index] = Cell(text, cells[index].spans + cell.spans, damaged=cells[index].damaged)
    return replace(above, cells=tuple(cells))
