"""Forms: rows of labels, each before its cell, as the tables that they are.

計畫名稱, its name, 總經費, the amount in one row; 計畫內容： over a text that fills the next. One form
stands for one record. Others may follow in the same frame, and so may a common table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.blocks import Block, Cell, Row, Table
from indexer.vocabulary import fold, load

Pair = tuple[Cell, Cell]
"""A label and the cell behind it."""

_LABEL = re.compile(r"\s*([^\s。；，：:、（(]{2,12})\s*[：:]\s*(?=\S)")
_LEAST_LABELS = 3
_NAMING = {"project", "work_program", "indicator"}
"""Fields of which a record has one: what it is about."""


def with_forms(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a file, with each form in a table made a table of its own: labels over cells."""
    return tuple(
        made
        for block in blocks
        for made in (_parted(block) if isinstance(block, Table) else (block,))
    )


def _parted(table: Table) -> Iterator[Table]:
    """The forms of a table and what stands between them, in order; the table where it has none."""
    between: list[Row] = []
    for run in _runs(table.rows):
        form = _form(run)
        if form is None:
            between += [row for row, _ in run]
            continue
        yield from _tables(table, between)
        between = []
        yield from _tables(table, form)
    yield from _tables(table, between)


def _tables(table: Table, rows: Sequence[Row]) -> Iterator[Table]:
    """A table of some rows of another, none where there are none."""
    if len(rows) == len(table.rows) and rows[0] is table.rows[0]:
        yield table
    elif rows:
        yield replace(table, rows=tuple(rows), page=rows[0].page, line=rows[0].line)


def _runs(rows: Sequence[Row]) -> Iterator[list[tuple[Row, list[Pair]]]]:
    """Rows that may be of one form, each with its pairs, and rows of none, each alone."""
    run: list[tuple[Row, list[Pair]]] = []
    for row in rows:
        pairs = _pairs(row)
        said = {fold(head.text) for _, found in run for head, _ in found}
        if run and (not pairs or any(fold(head.text) in said for head, _ in pairs)):
            yield run
            run = []
        if pairs:
            run.append((row, pairs))
        else:
            yield [(row, [])]
    if run:
        yield run


def _form(run: Sequence[tuple[Row, list[Pair]]]) -> tuple[Row, Row] | None:
    """The labels of a form as a header, and its cells; None where rows are none."""
    pairs = [pair for _, found in run for pair in found]
    fields = {load().header(head.text).field for head, _ in pairs}
    if len(run) < 2 or len(pairs) < _LEAST_LABELS or not fields & _NAMING:
        return None
    first = run[0][0]
    head = replace(first, cells=tuple(head for head, _ in pairs), is_header=True)
    return head, replace(first, cells=tuple(cell for _, cell in pairs))


def _pairs(row: Row) -> list[Pair]:
    """The labels of a row of a form with the cell behind each; none where it is no such row."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len(cells) == 1 and (match := _LABEL.match(cells[0].text)):
        head = Cell(match.group(1))
        return (
            [(head, replace(cells[0], text=cells[0].text[match.end() :]))]
            if _is_known(head)
            else []
        )
    if not cells or not _is_known(cells[0]):
        return []
    out: list[Pair] = []
    for cell in cells:
        if _is_known(cell):
            out.append((cell, Cell("")))
        elif out[-1][1].text:
            return []
        else:
            out[-1] = (out[-1][0], cell)
    return out if any(cell.text for _, cell in out) else []


def _is_known(head: Cell) -> bool:
    # Names end in words of headers too: 雨水下水道建設.
    return fold(head.text).strip(":") in load().headers
