"""Tables that lost their grid: a line for each cell, as text copied from a web page has them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.blocks import Cell, Row, Table
from indexer.layout.lines import Line, cell_text, heading_level, visible
from indexer.numbering import RANK, chinese_number, enumerator
from indexer.vocabulary import load

_LEAST_COLUMNS, _MOST_WORDS = 3, 24
_LONGEST_WORD = 24
_LONGEST_ROW = 100
"""Lines that a row may take."""
_NUMBER = re.compile(r"([0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[.、．]?$")
_PROSE = re.compile(r"[。；，：\t|]")
_OF_ANY_LENGTH = ("content", "measure", "progress")


@dataclass(frozen=True, slots=True)
class _Head:
    """The header of such a table.

    Attributes:
        words: its lines, the one over the numbers first where there is one.
        fields: of its columns, that of the numbers left out; a word over bare years is none.
        counted: whether its first word stands over the numbers of the rows.
        end: one past its last line.
    """

    words: tuple[Line, ...]
    fields: tuple[str | None, ...]
    counted: bool
    end: int


def stacked_table(lines: Sequence[Line], index: int, number: int) -> tuple[int, Table] | None:
    """Read the table whose header words begin at a line, one on each.

    Its rows are numbered, else nothing would tell where they begin: 序號 heads the numbers, or
    1. stands before the first cell of each.

    Returns:
        One past its last line, and the table; None where none begins here.
    """
    head = _head(lines, index)
    if head is None:
        return None
    rows: list[Row] = []
    end = head.end
    exact = True
    while True:
        row, after = _lines_of_row(lines, end, len(rows) + 1, head, exact=exact)
        cells = _cells(row, head)
        if cells is None:
            break
        exact = exact and len(row) == len(head.fields) + 1
        rows.append(Row(cells, len(rows) + 1, page=row[0].page, line=row[0].number))
        end = after
    if not rows:
        return None
    made = [*_header(head), *rows]
    whole = (Row(r.cells, i, page=r.page, line=r.line) for i, r in enumerate(made, 1))
    return end, Table(tuple(whole), number, lines[index].page, lines[index].number)


def _head(lines: Sequence[Line], index: int) -> _Head | None:
    """The header words from a line on, which a row with the number 1 must follow."""
    # Nearly every line is none: most are told by their length alone.
    if len(lines[index].text) > _LONGEST_WORD or not load().header(lines[index].text).field:
        return None
    words: list[Line] = []
    end = index
    for end in range(index, min(index + 2 * _MOST_WORDS, len(lines))):
        line = lines[end]
        if line.blank:
            continue
        if words and _value(line.text) == 1:
            break
        if not _may_name_column(line.text) or len(words) == _MOST_WORDS:
            return None
        words.append(line)
    else:
        return None
    meanings = [load().header(line.text).field for line in words]
    counted = meanings[0] == "number"
    fields = [
        field
        for place, field in enumerate(meanings[counted:], counted)
        if not _is_over_years(meanings, place)
    ]
    known = sum(field is not None for field in meanings)
    if len(fields) + counted < _LEAST_COLUMNS or 2 * known <= len(words):
        return None
    return _Head(tuple(words), tuple(fields), counted, end)


def _may_name_column(text: str) -> bool:
    # Where tabs part cells, they tell more than any words.
    word = text.strip(" 　")
    return len(word) <= _LONGEST_WORD and not _PROSE.search(word) and enumerator(word) is None


def _is_over_years(meanings: Sequence[str | None], place: int) -> bool:
    """Whether a header word stands over the years that follow it: 年度目標值, 112, 113."""
    return meanings[place] != "value" and list(meanings[place + 1 : place + 3]) == ["value"] * 2


def _value(text: str) -> int | None:
    """The number that a line holds and nothing else."""
    match = _NUMBER.match(text.strip())
    if match is None:
        return None
    return int(match.group(1)) if match.group(1).isdigit() else chinese_number(match.group(1))


def _lines_of_row(
    lines: Sequence[Line],
    start: int,
    value: int,
    head: _Head,
    *,
    exact: bool,
) -> tuple[list[Line], int]:
    """The lines of the row with a number, its number first, and where the row ends."""
    wide = len(head.fields)
    row: list[Line] = []
    end = start
    full = start
    for index in range(start, min(start + _LONGEST_ROW, len(lines))):
        line = lines[index]
        if line.blank:
            continue
        if not row and _value(line.text) != value:
            return [], start
        if len(row) > wide and _value(line.text) == value + 1:
            return row, index
        if _is_outer(line.text):
            break
        row.append(line)
        end = index + 1
        full = end if len(row) == wide + 1 else full
    # Behind the last row stands other text, unless a cell may be of any length.
    if not set(head.fields) & set(_OF_ANY_LENGTH) or (exact and value > 1):
        return row[: wide + 1], full
    return row, end


def _is_outer(text: str) -> bool:
    found = enumerator(text.strip())
    outer = found is not None and RANK[found.style] <= RANK["section"]
    return outer or heading_level(text)[0] is not None


def _cells(row: Sequence[Line], head: _Head) -> tuple[Cell, ...] | None:
    """The cells of a row, of which one may be of any length; None where they are too few."""
    wide = len(head.fields)
    rest = len(row) - 1 - wide
    if rest < 0:
        return None
    long = next((i for i, field in enumerate(head.fields) if field in _OF_ANY_LENGTH), wide - 1)
    groups = [
        list(row[1 + i + (rest if i > long else 0) : 2 + i + (rest if i >= long else 0)])
        for i in range(wide)
    ]
    if head.counted:
        groups.insert(0, [row[0]])
    else:
        groups[0].insert(0, row[0])
    return tuple(
        Cell(cell_text([visible(line.text) for line in group]), tuple(line.span for line in group))
        for group in groups
    )


def _header(head: _Head) -> list[Row]:
    """One row of header words, or two where a word stands over years."""
    meanings = [load().header(line.text).field for line in head.words]
    tall = 2 if any(_is_over_years(meanings, i) for i in range(len(meanings))) else 1
    above: list[Cell] = []
    below: list[Cell] = []
    place = 0
    while place < len(head.words):
        line = head.words[place]
        cell = Cell(visible(line.text), (line.span,), rowspan=tall)
        place += 1
        if _is_over_years(meanings, place - 1):
            years = place
            while place < len(meanings) and meanings[place] == "value":
                below.append(Cell(visible(head.words[place].text), (head.words[place].span,)))
                place += 1
            cell = Cell(cell.text, cell.spans, colspan=place - years)
        above.append(cell)
    first = head.words[0]
    rows = [tuple(above), tuple(below)][:tall]
    return [Row(cells, 0, True, page=first.page, line=first.number) for cells in rows]
