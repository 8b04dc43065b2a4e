"""Records whose cells are printed behind labels, as the tables that they are.

指標名稱：…, 衡量標準：…, 目標值：… one below the other or in one paragraph, then the same labels again;
a numbered name over labelled lines; or a table of two columns for each indicator, labels in the
first. Which labels belong together is decided by their recurring in the same order, not by a list
of words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from indexer.blocks import Block, Cell, Row, Table, Text
from indexer.numbering import bullet, enumerator
from indexer.vocabulary import fold

_LABEL = re.compile(r"([^\s。；，：:、（(]{2,12})\s*[：:]\s*(?=\S)")
_INNER_LABEL = re.compile(r"(?<=[，,；;。、\s])" + _LABEL.pattern)
_LONGEST_NAME = 45
_LEAST_LABELS, _LEAST_RECORDS = 2, 2


@dataclass(frozen=True, slots=True)
class _Record:
    """One record: labels in order, and the cell behind each.

    Attributes:
        table: number of the table that it is, 0 for lines.
        first, end: the blocks that hold it, the end excluded.
    """

    labels: tuple[str, ...]
    heads: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    table: int
    page: int | None
    line: int | None
    first: int
    end: int


def with_labelled_records(
    blocks: Sequence[Block], is_wanted: Callable[[Table], bool]
) -> tuple[Block, ...]:
    """The blocks of a file, with records of labelled lines and tables of labels made tables.

    Args:
        blocks: in reading order.
        is_wanted: whether a table so made is of a kind that may stand so.
    """
    found = [*_in_lines(blocks), *_in_paragraphs(blocks), *_in_tables(blocks)]
    counts = Counter(record.labels for record in found)
    kept = {
        record.first: record
        for record in found
        if counts[record.labels] >= _LEAST_RECORDS and len(record.labels) >= _LEAST_LABELS
    }
    whole: dict[tuple[str, ...], list[_Record]] = {}
    for record in kept.values():
        whole.setdefault(record.labels, []).append(record)
    wanted = {labels for labels, run in whole.items() if is_wanted(_table(run))}
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        if at not in kept or kept[at].labels not in wanted:
            out.append(blocks[at])
            at += 1
            continue
        run = [kept[at]]
        at = run[-1].end
        while not run[0].table and at in kept and kept[at].labels == run[0].labels:
            run.append(kept[at])
            at = run[-1].end
        out.append(_table(run))
    return tuple(out)


def _table(run: Sequence[_Record]) -> Table:
    head = Row(run[0].heads, 1, is_header=True)
    rows = [Row(record.cells, 1, page=record.page, line=record.line) for record in run]
    return Table((head, *rows), run[0].table, page=run[0].page, line=run[0].line)


def _labelled(block: Block) -> tuple[str, str] | None:
    """Label and rest of a paragraph without a number, or None."""
    if not isinstance(block, Text) or block.level is not None:
        return None
    if enumerator(block.text) is not None or bullet(block.text):
        return None
    match = _LABEL.match(block.text.strip())
    return (match.group(1), block.text.strip()[match.end() :]) if match else None


def _in_lines(blocks: Sequence[Block]) -> Iterator[_Record]:
    """Records of labelled lines; a run begins anew where its first label comes again."""
    runs = list(_runs(blocks))
    parted = [list(_cut(blocks, *run)) for run in runs]
    # Where a run holds several records, the headings over runs name none of them.
    named = all(len(records) == 1 for records in parted)
    for (first, _), records in zip(runs, parted, strict=True):
        name = blocks[first - 1] if named and first else None
        yield from [_with_name(records[0], name)] if _may_name(name) else records


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """First and end of each run of labelled lines."""
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _labelled(blocks[end]) is not None:
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _may_name(block: Block | None) -> TypeGuard[Text]:
    """True if a paragraph is a numbered or marked name over what is labelled beneath it."""
    if not isinstance(block, Text) or len(fold(block.text)) > _LONGEST_NAME:
        return False
    numbered = block.level is not None or enumerator(block.text) is not None
    return numbered and not re.search("[。；：:]", block.text)


def _with_name(record: _Record, name: Text) -> _Record:
    return replace(
        record,
        labels=("", *record.labels),
        heads=(Cell(""), *record.heads),
        cells=(Cell(name.text, name.spans, damaged=name.damaged), *record.cells),
        page=name.page,
        line=name.line,
        first=record.first - 1,
    )


def _in_paragraphs(blocks: Sequence[Block]) -> Iterator[_Record]:
    """Paragraphs that hold several labels, numbered or not."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Text) or block.level is not None:
            continue
        number = enumerator(block.text)
        text = block.text[number.end if number else bullet(block.text) :].strip()
        first = _LABEL.match(text)
        cuts = [*([first] if first else ()), *_INNER_LABEL.finditer(text)]
        labels = tuple(cut.group(1) for cut in cuts)
        if first is None or len(cuts) < _LEAST_LABELS or len(set(labels)) < len(labels):
            continue
        ends = [cut.start() for cut in cuts[1:]] + [len(text)]
        cells = tuple(
            Cell(text[cut.end() : end].rstrip("，,；;、 "), block.spans, damaged=block.damaged)
            for cut, end in zip(cuts, ends, strict=True)
        )
        heads = tuple(map(Cell, labels))
        yield _Record(labels, heads, cells, 0, block.page, block.line, at, at + 1)


def _cut(blocks: Sequence[Block], first: int, end: int) -> Iterator[_Record]:
    lines = [found for at in range(first, end) if (found := _labelled(blocks[at]))]
    starts = [at for at, (label, _) in enumerate(lines) if label == lines[0][0]]
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        labels = tuple(label for label, _ in lines[start:stop])
        if len(set(labels)) < len(labels):
            continue
        texts = [block for block in blocks[first + start : first + stop] if isinstance(block, Text)]
        cells = tuple(
            Cell(rest, text.spans, damaged=text.damaged)
            for (_, rest), text in zip(lines[start:stop], texts, strict=True)
        )
        heads = tuple(map(Cell, labels))
        page, line = texts[0].page, texts[0].line
        yield _Record(labels, heads, cells, 0, page, line, first + start, first + stop)


def _in_tables(blocks: Sequence[Block]) -> Iterator[_Record]:
    """Tables of two columns, labels in the first."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Table) or len(block.rows) < _LEAST_LABELS:
            continue
        if any(len(row.cells) != 2 or not row.cells[0].text for row in block.rows):
            continue
        labels = tuple(fold(row.cells[0].text) for row in block.rows)
        if len(set(labels)) < len(labels) or any(len(label) > 12 for label in labels):
            continue
        heads = tuple(row.cells[0] for row in block.rows)
        cells = tuple(row.cells[1] for row in block.rows)
        yield _Record(labels, heads, cells, block.number, block.page, block.line, at, at + 1)
