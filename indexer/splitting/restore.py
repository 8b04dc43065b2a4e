"""Restoring damaged names from headings of the same document, which plans print twice.

A plan names its goals in its first part and takes the same names for the work programs and
projects of its table. Where the table's columns are damaged, the heading tells what stood there.
Nothing is invented: a name comes from a heading that agrees with what is legible, or from the
one heading that is left between two that agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from indexer.blocks import Block, Cell, Row, Table
from indexer.outline.codes import leading_code
from indexer.outline.tree import Node, outline
from indexer.splitting.tables import understand
from indexer.vocabulary import fold

_AGREES = 0.75
_NAMES_AGREE = 0.6
_LEAST_LEGIBLE = 2
_MOST_PAIRS = 500_000
"""Of rows and headings that are compared; a second takes a hundred thousand."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that table cells may repeat, with the headings beneath it."""

    title: str
    beneath: tuple[str, ...]


def restored(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Blocks with the names in damaged tables restored where the document itself tells them."""
    if not any(isinstance(block, Table) and block.damaged for block in blocks):
        return tuple(blocks)
    families = _families(outline(blocks))
    return tuple(
        _restored(block, families) if isinstance(block, Table) and block.damaged else block
        for block in blocks
    )


def _families(root: Node) -> list[list[Heading]]:
    """Runs of sibling headings: each may be the row of programs of a table."""
    out = []
    for node in root.walk():
        heads = [child for child in node.children if child.heads and child.number]
        if len(heads) >= 2:
            out.append(
                [
                    Heading(h.title, tuple(c.title for c in h.children if c.heads and c.body))
                    for h in heads
                ]
            )
    return out


def _restored(table: Table, families: Sequence[Sequence[Heading]]) -> Table:
    meaning = understand(table)
    fields = [column.field for column in meaning.columns]
    if "work_program" not in fields or "project" not in fields:
        return table
    program, name = fields.index("work_program"), fields.index("project")
    head, rows = table.rows[: meaning.header_rows], list(table.rows[meaning.header_rows :])
    legible = [row.cells[program].text for row in rows]
    best: dict[int, int] = {}
    chosen: Sequence[Heading] = ()
    for family in families:
        if len(family) * len(legible) > _MOST_PAIRS:
            continue
        placed = _placed(legible, [heading.title for heading in family])
        if len(placed) > len(best):
            best, chosen = placed, family
    if len(best) < 2:
        return table
    order = sorted(best)
    for index, start in enumerate(order):
        heading = chosen[best[start]]
        end = order[index + 1] if index + 1 < len(order) else len(rows)
        rows[start] = _with(rows[start], program, heading.title)
        for row in range(start + 1, end):
            rows[row] = _with(rows[row], program, "")
        names = [rows[row].cells[name].text for row in range(start, end)]
        for row, title in _names(names, heading.beneath).items():
            rows[start + row] = _with(rows[start + row], name, title)
    return replace(table, rows=(*head, *rows))


def _with(row: Row, column: int, text: str) -> Row:
    cells = list(row.cells)
    if fold(cells[column].text) == fold(text):
        return row
    before = cells[column]
    cells[column] = Cell(text, before.spans, damaged=True, restored=bool(text), printed=before.text)
    return replace(row, cells=tuple(cells))


def agreement(legible: str, heading: str) -> float:
    """How much of the legible characters the heading holds in the same order, 0 to 1."""
    a, b = _plain(legible), _plain(heading)
    if len(a) < _LEAST_LEGIBLE:
        return 0.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    # Single characters agree by chance.
    return sum(block.size for block in blocks if block.size > 1) / len(a)


def _plain(text: str) -> str:
    return re.sub(r"[^\w]", "", fold(text))


def _placed(legible: Sequence[str], titles: Sequence[str]) -> dict[int, int]:
    """Rows at which headings begin: the longest run of agreeing pairs in the same order.

    A cell that is cut over several rows by damage agrees in pieces; the first piece counts.
    """
    scores = [[agreement(text, title) for title in titles] for text in legible]
    # best[i][j]: the greatest sum over rows before i and headings before j.
    wide = len(titles) + 1
    best = [[0.0] * wide for _ in range(len(legible) + 1)]
    for i, row in enumerate(scores, 1):
        for j in range(1, wide):
            best[i][j] = max(best[i - 1][j], best[i][j - 1])
            if row[j - 1] >= _AGREES:
                best[i][j] = max(best[i][j], best[i - 1][j - 1] + row[j - 1])
    placed: dict[int, int] = {}
    i, j = len(legible), len(titles)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            placed[i - 1] = j - 1
            i, j = i - 1, j - 1
    return placed


def _names(legible: Sequence[str], titles: Sequence[str]) -> dict[int, str]:
    """Names of a program's rows, where its headings are as many as its rows and agree in order."""
    if len(legible) != len(titles) or not titles:
        return {}
    agreeing = sum(
        agreement(leading_code(text)[1], leading_code(title)[1]) >= _NAMES_AGREE
        for text, title in zip(legible, titles, strict=True)
    )
    if agreeing < _NAMES_AGREE * len(titles):
        return {}
    return dict(enumerate(titles))
