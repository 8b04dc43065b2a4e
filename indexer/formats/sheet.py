"""Spreadsheets: ODS, XLSX and CSV as tables, each sheet under its name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lxml import etree

from indexer.blocks import Block, Cell, ReadFile, Row, Table, Text
from indexer.formats.odf_styles import TABLE
from indexer.formats.odt import OdfDocument, odf_parts
from indexer.formats.sheet_parts import parts_of_sheet
from indexer.layout.linear import clean, read_file_of
from indexer.packages import limits, ooxml
from indexer.packages.decoding import decode
from indexer.packages.parcel import Parcel, parse_xml
from search.errors import DocumentError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_SAMPLE_BYTES = 64 * 1024
_DELIMITERS = ",;"


# CSV


def looks_like_csv(data: bytes, *, named: bool) -> bool:
    """Whether the bytes are comma-separated values.

    Args:
        data: the whole file.
        named: the file's name says so, which is believed on weaker evidence.
    """
    sample = decode(data[:_SAMPLE_BYTES])[0] if b"," in data or b";" in data else ""
    return _delimiter(sample, named=named) is not None


def read_csv(data: bytes) -> ReadFile:
    """Read comma-separated values as one table.

    Raises:
        DocumentError: there is nothing in it.
    """
    text, warnings = decode(data)
    rows: list[list[str]] = []
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text, named=True) or ","):
            if len(rows) >= limits.ROWS:
                break
            rows.append([_cell_lines(value) for value in row[: limits.COLUMNS]])
    except csv.Error as error:
        raise DocumentError(
            f"CSV 第 {len(rows) + 1} 列讀不出來", "請用試算表開啟後另存成 ODS 或 XLSX"
        ) from error
    return read_file_of(_sheet(None, ((row, ()) for row in rows)), "csv", warnings=warnings)


def _delimiter(text: str, *, named: bool) -> str | None:
    lines = text[:_SAMPLE_BYTES]
    for delimiter in _DELIMITERS:
        try:
            rows = [row for row in csv.reader(io.StringIO(lines), delimiter=delimiter) if row]
        except csv.Error:
            continue
        if len(lines) < len(text):
            rows = rows[:-1]
        widths = {len(row) for row in rows}
        if len(rows) >= 2 and len(widths) == 1 and widths != {1}:
            return delimiter
        if named and rows and max(widths) > 1:
            return delimiter
    return None


# ODS


def read_ods(data: bytes) -> ReadFile:
    """Read an ODS file; cells as they are shown.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    document = OdfDocument(*odf_parts(data))
    blocks: list[Block] = []
    sheets = list(document.body("spreadsheet").iterchildren(f"{TABLE}table"))
    for sheet in sheets:
        tables = [
            trimmed
            for block in document.table(sheet)
            if isinstance(block, Table) and (trimmed := _trimmed(block)) is not None
        ]
        if tables and len(sheets) > 1:
            blocks.append(Text(clean(sheet.get(f"{TABLE}name") or ""), (), level=1))
        blocks.extend(tables)
    return read_file_of(blocks, "ods", title=document.title, warnings=document.warnings())


# XLSX


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merged range, rows and columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


class _Formats:
    """How numbers are shown: what of the number formats changes the meaning of a cell."""

    def __init__(self, root: etree._Element | None) -> None:
        custom: dict[str, str] = {}
        self._codes: list[str] = []
        if root is None:
            return
        for element in root.iter(f"{_MAIN}numFmt"):
            custom[element.get("numFmtId") or ""] = element.get("formatCode") or ""
        cells = root.find(f"{_MAIN}cellXfs")
        for element in () if cells is None else cells.iterchildren(f"{_MAIN}xf"):
            number_id = element.get("numFmtId") or "0"
            self._codes.append(custom.get(number_id) or _BUILT_IN.get(number_id, "General"))

    def shown(self, raw: str, style: str | None) -> str:
        """A number as it is shown; raw where its format is not understood."""
        index = int(style) if style and style.isdigit() else -1
        code = self._codes[index] if 0 <= index < len(self._codes) else "General"
        try:
            value = float(raw)
        except ValueError:
            return raw
        positive = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.', "", code.split(";")[0])
        if re.search(r"[ymd]", positive, re.I) and not re.search(r"[#0?]", positive):
            return _date(value) or raw
        digits = re.search(r"[.]([0#]+)", positive)
        places = len(digits.group(1)) if digits else 0
        if "%" in positive:
            return f"{value * 100:.{places}f}%"
        if "#,#" in positive:
            return f"{value:,.{places}f}"
        if re.search(r"0", positive) and code != "General":
            return f"{value:.{places}f}"
        return _plain(value, raw)


_BUILT_IN = {
    "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%",
    "14": "yyyy/m/d", "15": "d-mmm-yy", "16": "d-mmm", "17": "mmm-yy", "22": "yyyy/m/d",
    "37": "#,##0", "38": "#,##0", "39": "#,##0.00", "40": "#,##0.00",
}  # fmt: skip


def read_xlsx(data: bytes) -> ReadFile:
    """Read an XLSX file; formulas give the value that was last computed.

    Raises:
        DocumentError: it is broken or past the limits.
    """
    parcel = Parcel(data)
    book_name = "xl/workbook.xml"
    book = parse_xml(parcel.read(book_name), book_name)
    targets = {
        id_: name
        for held in ooxml.relations(parcel, "xl/workbook.xml").values()
        for id_, name in held.items()
    }
    strings = list(_strings(parcel))
    styles = "xl/styles.xml"
    formats = _Formats(parse_xml(parcel.read(styles), styles) if styles in parcel else None)
    blocks: list[Block] = []
    warnings: list[str] = []
    sheets = list(book.iter(f"{_MAIN}sheet"))
    shown = [sheet for sheet in sheets if (sheet.get("state") or "visible") == "visible"]
    for sheet in shown:
        name = targets.get(sheet.get(ooxml.RELATION_ID) or "")
        if name is None or name not in parcel:
            continue
        root = parse_xml(parcel.read(name), name)
        title = clean(sheet.get("name") or "") if len(shown) > 1 else None
        blocks.extend(_sheet(title, _rows(root, strings, formats), _merges(root)))
    hidden = [clean(sheet.get("name") or "") for sheet in sheets if sheet not in shown]
    if hidden:
        warnings.append(f"略過隱藏的工作表：{'、'.join(hidden)}")
    return read_file_of(blocks, "xlsx", title=ooxml.title(parcel), warnings=warnings)


def _strings(parcel: Parcel) -> Iterator[str]:
    name = "xl/sharedStrings.xml"
    if name in parcel:
        for item in parse_xml(parcel.read(name), name).iterchildren(f"{_MAIN}si"):
            yield _rich(item)


def _rich(item: etree._Element) -> str:
    """Text of a string item, its phonetic guide left out."""
    return "".join(
        text.text or ""
        for text in item.iter(f"{_MAIN}t")
        if text.getparent() is item or _tag(text.getparent()) == f"{_MAIN}r"
    )


def _tag(element: etree._Element | None) -> str:
    return "" if element is None else str(element.tag)


def _rows(
    root: etree._Element, strings: Sequence[str], formats: _Formats
) -> Iterator[tuple[list[str], Sequence[int]]]:
    cells_left = limits.CELLS
    following = 0
    for element in root.iter(f"{_MAIN}row"):
        number = min(_integer(element.get("r"), following + 1), limits.ROWS) - 1
        if number < following:
            continue
        for _ in range(min(number - following, 2)):
            # More than two empty rows tell no more than two.
            yield [], ()
        following = number + 1
        if element.get("hidden") in ("1", "true"):
            continue
        values: dict[int, str] = {}
        for at, cell in enumerate(element.iterchildren(f"{_MAIN}c")):
            place = _place(cell.get("r") or "")
            column = at if place is None else place[1]
            if column < limits.COLUMNS:
                values[column] = _cell_lines(_value(cell, strings, formats))
        width = max((c for c, value in values.items() if value), default=-1) + 1
        cells_left -= width
        if cells_left < 0:
            raise DocumentError("試算表的儲存格數超過上限", "請分成幾個較小的檔案")
        yield [values.get(column, "") for column in range(width)], (number,)


def _value(cell: etree._Element, strings: Sequence[str], formats: _Formats) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        return "" if inline is None else _rich(inline)
    raw = cell.findtext(f"{_MAIN}v") or ""
    if kind == "s":
        index = _integer(raw, -1)
        return strings[index] if 0 <= index < len(strings) else ""
    if kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    return formats.shown(raw, cell.get("s")) if kind == "n" and raw else raw


def _merges(root: etree._Element) -> list[_Merge]:
    out: list[_Merge] = []
    for element in root.iter(f"{_MAIN}mergeCell"):
        first, _, last = (element.get("ref") or "").partition(":")
        start, end = _place(first), _place(last)
        if start and end and len(out) < limits.ROWS:
            out.append(_Merge(start[0], start[1], end[0], min(end[1], limits.COLUMNS - 1)))
    return out


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as B12."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


# Shared


def _sheet(
    name: str | None,
    rows: Iterable[tuple[list[str], Sequence[int]]],
    merges: Sequence[_Merge] = (),
) -> Iterator[Block]:
    """A sheet as a heading and a table; rows come with the place that merges count in."""
    starts = {(merge.top, merge.left): merge for merge in merges}
    covered = _Covered(merges)
    given = list(rows)
    # Rows that are left out make the spans over them shorter.
    present = {places[0]: at for at, (_, places) in enumerate(given) if places}
    out: list[Row] = []
    width = max((len(values) for values, _ in given), default=0)
    for at, (values, places) in enumerate(given):
        cells: list[Cell] = []
        source = places[0] if places else None
        for column in range(width):
            text = values[column] if column < len(values) else ""
            if source is not None and covered.holds(source, column):
                continue
            merge = starts.get((source, column)) if source is not None else None
            if merge is None:
                cells.append(Cell(text))
                continue
            last = max((present[r] for r in present if merge.top <= r <= merge.bottom), default=at)
            cells.append(
                Cell(
                    text,
                    colspan=min(merge.right, width - 1) - column + 1,
                    rowspan=last - at + 1,
                )
            )
        out.append(Row(tuple(cells), number=at + 1))
    table = _trimmed(Table(tuple(out), number=1))
    if table is None:
        return
    if name:
        yield Text(name, (), level=1)
    yield from parts_of_sheet(table)


class _Covered:
    """Which places merged cells cover, their first places aside."""

    def __init__(self, merges: Sequence[_Merge]) -> None:
        self._by_column: dict[int, list[_Merge]] = {}
        for merge in merges:
            for column in range(merge.left, merge.right + 1):
                self._by_column.setdefault(column, []).append(merge)

    def holds(self, row: int, column: int) -> bool:
        return any(
            merge.top <= row <= merge.bottom and (row, column) != (merge.top, merge.left)
            for merge in self._by_column.get(column, ())
        )


def _trimmed(table: Table) -> Table | None:
    """A table without empty rows at its ends and without empty cells at the ends of rows."""
    rows = list(table.rows)
    while rows and not any(cell.text for cell in rows[-1].cells):
        rows.pop()
    while rows and not any(cell.text for cell in rows[0].cells):
        rows.pop(0)
    if not rows:
        return None
    width = max(sum(cell.colspan for cell in row.cells[: _last_written(row) + 1]) for row in rows)
    out: list[Row] = []
    for row in rows:
        cells: list[Cell] = []
        column = 0
        for at, cell in enumerate(row.cells):
            if column >= width and at > _last_written(row):
                break
            cells.append(cell)
            column += cell.colspan
        out.append(replace(row, cells=tuple(cells)))
    return replace(table, rows=tuple(out))


def _last_written(row: Row) -> int:
    return max((at for at, cell in enumerate(row.cells) if cell.text), default=-1)


def _cell_lines(value: str) -> str:
    return "\n".join(line for line in clean(value.replace("\r\n", "\n")).split("\n") if line)


def _plain(value: float, raw: str) -> str:
    """Without the noise of binary fractions: 0.1 + 0.2 is shown as 0.3."""
    text = f"{value:.15g}"
    return text if "e" not in text else raw


def _date(value: float) -> str | None:
    """A day number of a spreadsheet as year/month/day."""
    if not 1 <= value < 2_958_466:
        return None
    day = date(1899, 12, 30) + timedelta(days=int(value))
    return f"{day.year}/{day.month}/{day.day}"


def _integer(text: str | None, default: int) -> int:
    try:
        return int((text or "")[:9])
    except ValueError:
        return default
