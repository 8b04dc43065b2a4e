"""Tables of a name and figures a line, set apart by single spaces as text from a page may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Cell, Row
from indexer.layout.lines import Line
from indexer.vocabulary import load

_LEAST_YEARS = 2
_LEAST_ROWS = 2
_NAMES = ("indicator", "project")
_YEAR = re.compile(r"(?:民國)?\d{2,4}年?度?(?:\(\d{2,4}\))?(?:目標值?|實際值?)?")
_FIGURE = re.compile(r"[-–—－]|無|[\d,.]*\d[\d,.]*[%％‰]?[\u3400-\u9fff]{0,4}")


def rows_of_figures(lines: Sequence[Line], index: int) -> tuple[int, list[Row]]:
    """Read the table that a line heads which is a name and years: 指標名稱 112年 113年.

    Returns:
        Where the table ends, and its rows, the header first; no rows where the line heads none.
    """
    head = lines[index].text.split()
    if len(head) <= _LEAST_YEARS or load().header(head[0]).field not in _NAMES:
        return index, []
    if not all(_YEAR.fullmatch(word) and load().header(word).year for word in head[1:]):
        return index, []
    rows: list[Row] = []
    end = index
    while end < len(lines):
        row = _row(lines[end], len(head))
        if row is None or (rows and not all(_FIGURE.fullmatch(c.text) for c in row.cells[1:])):
            break
        rows.append(row)
        end += 1
    return (end, rows) if len(rows) > _LEAST_ROWS else (index, [])


def _row(line: Line, wide: int) -> Row | None:
    """A line as a name and the words behind it, or None where there are too few."""
    parts = line.text.strip().rsplit(maxsplit=wide - 1)
    if len(parts) < wide:
        return None
    cells: list[Cell] = []
    at = 0
    for part in parts:
        at = line.text.index(part, at)
        cells.append(Cell(part, ((line.start + at, line.start + at + len(part)),)))
        at += len(part)
    return Row(tuple(cells), 0, page=line.page, line=line.number)
