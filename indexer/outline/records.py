"""Headings that name records: each over the same labelled lines as its siblings.

一、志工人數, then 怎麼算：…, 應達數：…; 二、… with the same labels again. The headings and what
stands behind the labels are a table whose first column the labels do not name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from indexer.blocks import Cell, Row, Table, Text
from indexer.outline.tree import Node, first_character, is_aim
from indexer.vocabulary import load

_LABEL = re.compile(r"([^\s。；，：:、（(]{2,12})\s*[：:]\s*(?=\S)")
_NAME = "指標名稱"
_LEAST_LABELS, _LEAST_RECORDS = 2, 2
_LEAST_SHARE = 0.6
_NAMING = ("indicator", "project", "goal", "work_program")


@dataclass(frozen=True, slots=True)
class _Record:
    labels: tuple[str, ...]
    cells: tuple[Cell, ...]


def join_records(node: Node) -> None:
    """Make a table of the records beneath each heading of a tree, in place of their headings."""
    for child in node.children:
        join_records(child)
    found = {id(child): record for child in node.children if (record := _record(child))}
    counts = Counter(record.labels for record in found.values())
    if not counts:
        return
    labels, count = counts.most_common(1)[0]
    if count < _LEAST_RECORDS or count < _LEAST_SHARE * len(node.children):
        return
    named = [child for child in node.children if id(child) in found]
    if 2 * sum(map(is_aim, named)) > len(named):
        # Goals over their indicators, whose names stand behind a label.
        return
    rows = [Row(tuple(map(Cell, (_NAME, *labels))), 1, is_header=True)]
    kept = []
    for child in node.children:
        record = found.get(id(child))
        if record is None or record.labels != labels or child.block is None:
            kept.append(child)
            continue
        name = Cell(child.title, child.block.spans)
        block = child.block
        rows.append(Row((name, *record.cells), len(rows) + 1, page=block.page, line=block.line))
    node.children = kept
    node.body.append(Table(tuple(rows), 0, rows[1].page, rows[1].line))
    node.body.sort(key=first_character)


def _record(node: Node) -> _Record | None:
    """The labels and cells beneath a heading that is named by none of them."""
    if not node.heads or node.children or not node.body:
        return None
    pairs: list[tuple[str, Cell]] = []
    for block in node.body:
        if isinstance(block, Table):
            if block.number or len(block.rows) != 2:
                return None
            head, row = block.rows
            pairs += zip((cell.text for cell in head.cells), row.cells, strict=False)
            continue
        pair = _labelled(block)
        if pair is None:
            return None
        pairs.append(pair)
    fields = [load().header(label).field for label, _ in pairs]
    if len(pairs) < _LEAST_LABELS or set(fields) & set(_NAMING) or None not in fields:
        return None
    return _Record(tuple(label for label, _ in pairs), tuple(cell for _, cell in pairs))


def _labelled(block: Text) -> tuple[str, Cell] | None:
    match = _LABEL.match(block.text)
    return (match.group(1), Cell(block.text[match.end() :], block.spans)) if match else None
