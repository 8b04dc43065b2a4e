"""Tables in a text file: of tabs, of pipes, of HTML tags, of columns that line up."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import replace
from html import unescape
from itertools import pairwise

from indexer.blocks import Block, Cell, Furniture, Row, Table, Text
from indexer.formats.html import read_html
from indexer.layout.lines import Line
from indexer.tables import broken_columns, tab_rows
from indexer.tables.cell_lines import office_rows
from search.errors import DocumentError

_HTML_TABLE = re.compile(r"\s*<table\b", re.IGNORECASE)
_HTML_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_HTML_CELL = re.compile(r"(?=<t[dh]\b)", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b[^<>]*>?", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_NOISE_ABOVE_HEADER = 3
_DEEPEST_TABLE = 50


def begins_table(lines: list[Line], index: int, last_table_end: int) -> bool:
    """Tell whether a table begins at a line.

    Args:
        lines: of the file.
        index: of the line, from 0.
        last_table_end: as end_of_tables gives it.
    """
    text = lines[index].text
    if _HTML_TABLE.match(text) and index <= last_table_end:
        return True
    if "\t" in text:
        return not lines[index].blank or text == "\t"
    return bool(office_rows(lines, index)[1])


def table_at(
    lines: list[Line],
    index: int,
    number: int,
    last_table_end: int,
) -> tuple[int, list[Block]]:
    """Read the table that begins at a line; returns where it ends, and its blocks."""
    if _HTML_TABLE.match(lines[index].text) and index <= last_table_end:
        return _html_table(lines, index, number)
    if "\t" not in lines[index].text:
        end, rows = office_rows(lines, index)
        return end, [Table(tuple(rows), number, lines[index].page, lines[index].number)]
    region = index
    while region < len(lines) and not lines[region].blank and "\t" in lines[region].text:
        region += 1
    if all(tab_rows.is_cell_line(line.text) for line in lines[index : max(region, index + 1)]):
        end = tab_rows.cell_lines(lines, index)
        return end, [tab_rows.cell_table(lines[index:end], number)]
    parts: list[list[Row]] = []
    end = index
    wide = lines[index].text.count("\t") + 1
    while end < len(lines):
        part, end = _part_at(lines, end, wide, parts[0] if parts else [])
        parts.append(part)
        after = end
        while after < len(lines) and lines[after].blank:
            after += 1
        if after == len(lines) or "\t" not in lines[after].text:
            break
        if not _begins_with_header_of(parts[0], tab_rows.row_of(lines[after], 1)):
            break
        end = after
    broken = broken_columns.regroup(parts, number) if broken_columns.are_broken(parts) else None
    table, headers = broken or tab_rows.join_pages(parts, number)
    return end, [table, *headers]


def _part_at(lines: list[Line], start: int, wide: int, first: list[Row]) -> tuple[list[Row], int]:
    """The rows from a line to a blank line, prose, or the header printed again; where they end.

    Args:
        lines: of the text.
        start: where the part begins.
        wide: cells of a whole row.
        first: rows of the table's first part, none where this is it.
    """
    part: list[Row] = []
    end = start
    while end < len(lines) and not lines[end].blank:
        if "\t" not in lines[end].text and not (part and tab_rows.is_band(lines, end, part[0])):
            break
        after = tab_rows.end_of_row(lines, end, wide)
        row = tab_rows.row_of_lines(lines[end:after], len(part) + 1)
        if len(part) > 1 and _begins_with_header_of(first or part, row):
            break
        part.append(row)
        end = after
    return part, end


def _begins_with_header_of(first: list[Row], row: Row) -> bool:
    """True if a row is a header of the table's first part again; noise may stand above that."""
    return any(tab_rows.heads_again(one, row) for one in first[:_NOISE_ABOVE_HEADER])


def around_tables(lines: list[Line]) -> list[Line]:
    """Lines cut before and behind the HTML tables on them, so that each begins and ends one.

    A table that is never closed is no table: the rest of the file would go into it.
    """
    last = end_of_tables(lines)
    out: list[Line] = []
    depth = 0
    for index, line in enumerate(lines):
        if index > last or not _TABLE_TAG.search(line.text):
            out.append(line)
            continue
        cuts = [0]
        for tag in _TABLE_TAG.finditer(line.text):
            if tag.group(1):
                depth = max(0, depth - 1)
                cuts += [tag.end()] if depth == 0 else []
            else:
                cuts += [tag.start()] if depth == 0 else []
                depth += 1
        for start, end in pairwise([*dict.fromkeys(cuts), len(line.text)]):
            if start < end:
                out.append(replace(line, text=line.text[start:end], start=line.start + start))
    return out


def end_of_tables(lines: list[Line]) -> int:
    """Find the last line on which a table of HTML tags ends, -1 where there is none."""
    return max((i for i, line in enumerate(lines) if _TABLE_END.search(line.text)), default=-1)


def _html_end(lines: list[Line], index: int) -> int:
    """One past the line that closes the table that begins at a line, tables in its cells aside.

    Where nested tables are not closed, the first that is closed ends it.
    """
    depth, first = 0, 0
    for end in range(index, len(lines)):
        for tag in _TABLE_TAG.finditer(lines[end].text):
            depth += -1 if tag.group(1) else 1
            first = first or (end + 1 if tag.group(1) else 0)
        if depth <= 0:
            return end + 1
        if depth > _DEEPEST_TABLE:
            break
    return first or index + 1


def _html_table(lines: list[Line], index: int, number: int) -> tuple[int, list[Block]]:
    """A table that a converter left as HTML in the midst of the text."""
    end = _html_end(lines, index)
    base = lines[index].start
    starts = [line.start for line in lines[index:end]]
    source = "\n".join(line.text for line in lines[index:end])
    found = [match.start() for match in _HTML_ROW.finditer(source)]
    rows_at = list(pairwise([*found, len(source)]))
    filled = [(a, b) for a, b in rows_at if _letters(source[a:b])]
    rows = _rows_as_read(source, filled) or [
        Row(_cells_by_tags(source[a:b]), number, is_header=False)
        for number, (a, b) in enumerate(filled, 1)
    ]
    placed = []
    for row, (a, b) in zip(rows, filled, strict=True):
        span = (base + a, base + b)
        cells = [replace(cell, spans=(span,) if i == 0 else ()) for i, cell in enumerate(row.cells)]
        line = lines[index + bisect(starts, base + a) - 1].number
        placed.append(replace(row, cells=tuple(cells), line=line))
    out: list[Block] = []
    if placed:
        out.append(Table(tuple(placed), number, lines[index].page, lines[index].number))
    ends = [0, *(b for _, b in filled)], [*(a for a, _ in filled), len(source)]
    for a, b in zip(*ends, strict=True):
        text = unescape(_ANY_TAG.sub(" ", source[a:b])).strip()
        span = (base + a, base + b)
        line = lines[index + bisect(starts, base + a) - 1].number
        if text:
            out.append(Text(text, (span,), page=lines[index].page, line=line))
        elif source[a:b].strip():
            out.append(Furniture("<table>", (span,), "標記", lines[index].page, line))
    return end, out


def _rows_as_read(source: str, filled: list[tuple[int, int]]) -> list[Row]:
    """The rows as the HTML reader gives them, or none where it does not give all their text."""
    try:
        read = read_html(source.encode())
    except DocumentError:
        return []
    made = next((block for block in read.blocks if isinstance(block, Table)), None)
    rows = [row for row in made.rows if any(cell.text for cell in row.cells)] if made else []
    whole = len(rows) == len(filled) and all(
        _letters(source[a:b]) == _letters("".join(cell.text for cell in row.cells))
        for row, (a, b) in zip(rows, filled, strict=True)
    )
    return rows if whole else []


def _cells_by_tags(source: str) -> tuple[Cell, ...]:
    parts = _HTML_CELL.split(source)
    texts = [" ".join(unescape(_ANY_TAG.sub(" ", part)).split()) for part in parts]
    return tuple(Cell(text) for text in (texts[1:] if not texts[0] else texts))


def _letters(source: str) -> str:
    """What a person sees of a piece of HTML, white space aside."""
    return "".join(unescape(_ANY_TAG.sub("", source)).split())
