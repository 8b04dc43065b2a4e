"""Delimited text (CSV, TSV): the delimiter is found, and an open quotation mark harms one row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.blocks import ReadFile
from indexer.formats.sheet import Sheet
from indexer.layout.linear import read_file_of
from indexer.packages import limits
from indexer.packages.decoding import decode

_SAMPLE_BYTES = 64 * 1024
_DELIMITERS = ",;\t|"
_LONGEST_CELL_LINES = 200
"""Lines that a quoted cell goes over at most; a mark still open behind them closes nowhere."""
_TEXT_FORMULA = re.compile(r'="([^"]*)"$')
"""How a number is kept from losing its zeros, ="00123", which programs show as 00123."""
_DECLARED = re.compile(r"sep=(.)\n", re.I)


def looks_delimited(data: bytes, *, named: bool) -> bool:
    """Whether the bytes are delimited text.

    Args:
        data: the whole file.
        named: the file's name says so, which is believed on weaker evidence.
    """
    sample = decode(data[:_SAMPLE_BYTES])[0]
    lines = sample.split("\n")
    if len(data) > _SAMPLE_BYTES:
        lines = lines[:-1]
    if named:
        return bool(_DECLARED.match(sample)) or _delimiter(lines) is not None
    return any(_parts_all(lines, delimiter) for delimiter in _DELIMITERS)


def _parts_all(lines: Sequence[str], delimiter: str) -> bool:
    """Whether all rows have one and the same number of cells, and no text would be written so."""
    rows = [row for row in _rows(lines, delimiter) if any(row)]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    if delimiter == "\t":
        # Tabs set tables in texts, which the reader of texts knows; quoted lines it does not.
        return len(rows) < sum(map(bool, lines))
    return delimiter != "|" or all(row[0] for row in rows)


def read_delimited(data: bytes) -> ReadFile:
    """Read delimited text as one table.

    Raises:
        DocumentError: there is nothing in it.
    """
    text, omissions = decode(data)
    declared = _DECLARED.match(text)
    lines = text[declared.end() if declared else 0 :].split("\n")
    delimiter = declared.group(1) if declared else _delimiter(lines[:1000]) or ","
    sheet = Sheet("")
    for at, row in enumerate(_rows(lines, delimiter)):
        if at >= limits.ROWS:
            break
        for column, value in enumerate(row[: limits.COLUMNS]):
            formula = _TEXT_FORMULA.match(value)
            sheet.put(at, column, formula.group(1) if formula else value)
    return read_file_of(sheet.blocks(titled=False), "csv", omissions=omissions)


def _delimiter(lines: Sequence[str]) -> str | None:
    """The delimiter by which most rows have one and the same number of cells, None for none."""
    best: tuple[int, int, str] | None = None
    for delimiter in _DELIMITERS:
        widths = Counter(len(row) for row in _rows(lines, delimiter) if len(row) > 1)
        if widths:
            width, count = widths.most_common(1)[0]
            # Of two that part as many rows the one with more cells: the other is punctuation.
            if best is None or (count, width) > best[:2]:
                best = count, width, delimiter
    return best[2] if best else None


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """Rows of cells; each line is looked at a bounded number of times."""
    csv.field_size_limit(limits.FILE_BYTES)
    at = 0
    while at < len(lines):
        end = _end_of_row(lines, at)
        found = list(csv.reader(_ended(lines[at:end]), delimiter=delimiter))
        if len(found) != 1 and end > at + 1:
            # The quotation mark stands inside a cell and opens none.
            end = at + 1
            found = list(csv.reader(lines[at:end], delimiter=delimiter))
        elif end == at + 1 and lines[at].count('"') % 2:
            found = list(csv.reader(lines[at:end], delimiter=delimiter, quoting=csv.QUOTE_NONE))
        yield found[0] if found else []
        at = end


def _end_of_row(lines: Sequence[str], at: int) -> int:
    """Index behind the last line of a row: where its quotation marks are paired."""
    if lines[at].count('"') % 2 == 0:
        return at + 1
    for end in range(at + 1, min(at + _LONGEST_CELL_LINES, len(lines))):
        if lines[end].count('"') % 2:
            return end + 1
    return at + 1


def _ended(lines: Sequence[str]) -> list[str]:
    return [f"{line}\n" for line in lines]
