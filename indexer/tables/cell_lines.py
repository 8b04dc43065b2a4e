"""Tables as office programs save them as text: a line for each cell, empty for an empty one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.blocks import Cell, Row, Span
from indexer.layout.lines import Line
from indexer.tables.tab_rows import counts_on
from indexer.vocabulary import load

_LEAST_COLUMNS = 3
_LEAST_ROWS = 2
_LEAST_YEARS = 2
_LONGEST_HEADER = 24
_MOST_WORDS = 24
_LONGEST_NAME = 60
_NAMES = ("project", "indicator")
_FIGURES = ("budget", "target", "revised", "actual", "baseline", "rate", "value", "number")
_FIGURE = re.compile(r"[-–—－無]?|[\d,.]*\d[\d,.]*\s?[%％‰]?[\u3400-\u9fff/]{0,8}")
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]$")


@dataclass(slots=True)
class _Cell:
    text: str
    line: Line
    spans: list[Span] = field(default_factory=list)


def office_rows(lines: Sequence[Line], index: int) -> tuple[int, list[Row]]:
    """Read the table whose header words stand on lines of their own from a line on.

    What stands in the columns of figures tells whether the lines beneath are rows of as many
    cells; the first that is none ends the table.

    Returns:
        Where the table ends, and its rows, the header first; no rows where there is no table.
    """
    if _within_words(lines, index):
        return index, []
    end, head = _header(lines, index)
    heads, head = _rows_of_header(head)
    fields = [load().header(cell.text).field for cell in head]
    figures = [i for i, name in enumerate(fields) if name in _FIGURES]
    names = [i for i, name in enumerate(fields) if name in _NAMES]
    if len(head) < _LEAST_COLUMNS or not figures or len(names) != 1:
        return index, []
    rows: list[list[_Cell]] = []
    while True:
        after, row = _next_row(lines, end, len(head))
        if len(row) < len(head) or not _fits(row, figures, names[0]):
            break
        rows.append(row)
        end = after
    if len(rows) < _LEAST_ROWS:
        return index, []
    printed = [*((lines[index], cells) for cells in heads)]
    printed += [(row[0].line, [_cell(cell) for cell in row]) for row in rows]
    return end, [
        Row(tuple(cells), number, page=line.page, line=line.number)
        for number, (line, cells) in enumerate(printed, 1)
    ]


def _within_words(lines: Sequence[Line], index: int) -> bool:
    """Whether header words stand on both lines above: a table would begin with them.

    Without this a long run of such words, as a list of them, takes as many looks at each line.
    """
    above = lines[max(0, index - 2) : index]
    return len(above) > 1 and all(
        _may_head(line) and load().header(line.text.strip()).field is not None for line in above
    )


def _rows_of_header(head: list[_Cell]) -> tuple[list[list[Cell]], list[_Cell]]:
    """The header as printed, and its cell over each column.

    Years behind a word that they are of (分年目標值, 112年, 113年) stand beneath it.
    """
    fields = [load().header(cell.text).field for cell in head]
    years = 0
    while years < len(head) and fields[-1 - years] == "value":
        years += 1
    group = len(head) - years - 1
    if years < _LEAST_YEARS or group < 0 or fields[group] not in _FIGURES:
        return [[_cell(cell) for cell in head]], head
    top = [_cell(cell, rowspan=2) for cell in head[:group]]
    over = _cell(head[group], colspan=years)
    beneath = [_cell(cell) for cell in head[group + 1 :]]
    return [[*top, over], beneath], [*head[:group], *head[group + 1 :]]


def _cell(cell: _Cell, *, colspan: int = 1, rowspan: int = 1) -> Cell:
    return Cell(cell.text, tuple(cell.spans), colspan=colspan, rowspan=rowspan)


def _header(lines: Sequence[Line], index: int) -> tuple[int, list[_Cell]]:
    """The header words from a line on; one may be broken over two lines."""
    head: list[_Cell] = []
    while index < len(lines):
        if head:
            index = _past_merged(lines, index)
        if not _may_head(lines[index]) or len(head) > _MOST_WORDS:
            break
        line = lines[index]
        text = line.text.strip()
        follows = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
        if head and _IN_BRACKETS.match(text):
            head[-1].text += text
            head[-1].spans.append(line.span)
        elif load().header(text).field is not None:
            head.append(_Cell(text, line, [line.span]))
        elif follows and load().header(text + follows).field is not None:
            head.append(_Cell(text + follows, line, [line.span, lines[index + 1].span]))
            index += 1
        else:
            break
        index += 1
    return index, head


def _past_merged(lines: Sequence[Line], index: int) -> int:
    """Past the empty lines of merged header cells, where years stand behind them."""
    after = index
    while after < len(lines) and lines[after].blank and after - index <= _MOST_WORDS:
        after += 1
    year = after < len(lines) and load().header(lines[after].text.strip()).field == "value"
    return after if year else index


def _may_head(line: Line) -> bool:
    return not line.blank and "\t" not in line.text and len(line.text) <= _LONGEST_HEADER


def _next_row(lines: Sequence[Line], index: int, wide: int) -> tuple[int, list[_Cell]]:
    """The next cells, as many as there are columns; numbered paragraphs of one cell are joined."""
    cells: list[_Cell] = []
    while index < len(lines):
        line = lines[index]
        text = line.text.strip()
        if cells and counts_on(cells[-1].text.rpartition("\n")[2], text):
            cells[-1].text += f"\n{text}"
            cells[-1].spans.append(line.span)
        elif len(cells) == wide:
            break
        else:
            cells.append(_Cell(text, line, [line.span] if text else []))
        index += 1
    return index, cells


def _fits(row: Sequence[_Cell], figures: Sequence[int], name: int) -> bool:
    """Whether cells are a row: a name where names stand, and figures where figures do."""
    figured = [row[i].text for i in figures]
    return (
        0 < len(row[name].text) <= _LONGEST_NAME
        and "。" not in row[name].text
        and all(_FIGURE.fullmatch(text) for text in figured)
        and any(figured)
    )
