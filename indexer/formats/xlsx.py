"""Excel workbooks (XLSX): cells as their number formats show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from math import isfinite

from lxml import etree

from indexer.blocks import Block, Furniture, Omission, ReadFile, Text
from indexer.formats.drawing import Drawing, drawing_of
from indexer.formats.ods import hidden_sheets
from indexer.formats.sheet import Merge, Sheet, letters
from indexer.layout.linear import clean, read_file_of
from indexer.packages import limits, number_format, ooxml
from indexer.packages.parcel import Parcel

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_HEADER_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|[A-Z])')


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets of a workbook share.

    Attributes:
        codes: number format of each cell style.
    """

    parcel: Parcel
    strings: Sequence[str]
    codes: Sequence[str]
    from_1904: bool


def read_xlsx(data: bytes) -> ReadFile:
    """Read an XLSX file; formulas give the value that was last computed.

    Raises:
        DocumentError: it is broken or past the limits.
    """
    parcel = Parcel(data)
    name = ooxml.main_part(parcel) or "xl/workbook.xml"
    root = ooxml.part(parcel, name)
    related = ooxml.relations(parcel, name)
    targets = ooxml.targets(related)
    properties = root.find(f"{_MAIN}workbookPr")
    book = _Book(
        parcel,
        list(_strings(parcel, related)),
        list(_codes(parcel, related)),
        properties is not None and _true(properties.get("date1904")),
    )
    sheets = list(root.iter(f"{_MAIN}sheet"))
    shown = [sheet for sheet in sheets if (sheet.get("state") or "visible") == "visible"]
    blocks: list[Block] = []
    omissions: list[Omission] = []
    for element in shown:
        target = targets.get(element.get(ooxml.RELATION_ID) or "")
        if target is not None and target in parcel:
            made, left_out = _sheet(book, element.get("name") or "", target, len(shown) > 1)
            blocks += made
            omissions += left_out
    omissions += hidden_sheets(sheet.get("name") or "" for sheet in sheets if sheet not in shown)
    return read_file_of(blocks, "xlsx", title=ooxml.title(parcel), omissions=omissions)


def _sheet(book: _Book, name: str, part: str, titled: bool) -> tuple[list[Block], list[Omission]]:
    root = ooxml.part(book.parcel, part)
    if root.tag != f"{_MAIN}worksheet":
        place = f"工作表「{name}」"
        return [], [Omission("object", place, f"{place}不是儲存格（圖表或巨集），沒有讀")]
    sheet = Sheet(name)
    _read_columns(root, sheet)
    _read_rows(root, sheet, book)
    sheet.merges += islice(_merges(root), limits.ROWS)
    drawing = _drawing(book.parcel, part, f"工作表「{name}」")
    header, footer = _furniture(root, "Header", "頁首"), _furniture(root, "Footer", "頁尾")
    blocks = [*header, *sheet.blocks(titled=titled), *map(_text, drawing.texts), *footer]
    return blocks, [*sheet.omissions(), *drawing.omissions]


def _text(text: str) -> Text:
    return Text(text, ())


def _drawing(parcel: Parcel, part: str, place: str) -> Drawing:
    """What is drawn on a sheet."""
    related = ooxml.relations(parcel, part)
    found = Drawing([], [])
    for target in related.get("drawing", {}).values():
        if target in parcel:
            inner = ooxml.targets(ooxml.relations(parcel, target))
            made = drawing_of(ooxml.part(parcel, target), parcel, inner, place)
            found.texts.extend(made.texts)
            found.omissions.extend(made.omissions)
    return found


def _furniture(root: etree._Element, kind: str, role: str) -> Iterator[Furniture]:
    """Headers or footers of a sheet without their codes, those of odd and even pages once."""
    texts: dict[str, bool] = {}
    for prefix in ("odd", "even", "first"):
        raw = root.findtext(f"{_MAIN}headerFooter/{_MAIN}{prefix}{kind}") or ""
        for part in re.split("&[LCR]", raw):
            text = clean(_HEADER_CODE.sub("", part.replace("&&", "＆"))).replace("\n", " ")
            if text:
                texts[text] = "&P" in part
    for text, is_number in texts.items():
        yield Furniture(text, (), "頁碼" if is_number else role)


def _strings(parcel: Parcel, related: ooxml.Relations) -> Iterator[str]:
    for name in islice(related.get("sharedStrings", {}).values(), 1):
        if name in parcel:
            for item in ooxml.part(parcel, name).iterchildren(f"{_MAIN}si"):
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


def _codes(parcel: Parcel, related: ooxml.Relations) -> Iterator[str]:
    for name in islice(related.get("styles", {}).values(), 1):
        root = ooxml.part(parcel, name) if name in parcel else None
        cells = None if root is None else root.find(f"{_MAIN}cellXfs")
        if root is None or cells is None:
            return
        custom = {
            element.get("numFmtId"): element.get("formatCode") or ""
            for element in root.iter(f"{_MAIN}numFmt")
        }
        for style in cells.iterchildren(f"{_MAIN}xf"):
            number = style.get("numFmtId")
            built_in = number_format.BUILT_IN.get(_integer(number, 0), "General")
            yield custom.get(number) or built_in


def _read_columns(root: etree._Element, sheet: Sheet) -> None:
    for column in root.iterfind(f"{_MAIN}cols/{_MAIN}col"):
        if _is_hidden(column, "width"):
            first, last = _integer(column.get("min"), 1), _integer(column.get("max"), 1)
            sheet.hidden_columns.update(range(first - 1, min(last, limits.COLUMNS)))


def _read_rows(root: etree._Element, sheet: Sheet, book: _Book) -> None:
    following = 0
    for row in root.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        number = _integer(row.get("r"), following + 1) - 1
        following = number + 1
        if _is_hidden(row, "ht"):
            sheet.hidden_rows.add(number)
        column = -1
        for cell in row.iterchildren(f"{_MAIN}c"):
            place = _place(cell.get("r") or "")
            column = column + 1 if place is None else place[1]
            text = _value(cell, book)
            sheet.put(number, column, text)
            if text or number in sheet.hidden_rows or column in sheet.hidden_columns:
                continue
            raw = cell.findtext(f"{_MAIN}v")
            if raw:
                sheet.unshown.append(f"{letters(column)}{number + 1}")
            elif cell.find(f"{_MAIN}f") is not None and cell.get("t") != "str":
                sheet.uncounted.append(f"{letters(column)}{number + 1}")


def _is_hidden(element: etree._Element, size: str) -> bool:
    return _true(element.get("hidden")) or element.get(size) == "0"


def _value(cell: etree._Element, book: _Book) -> str:
    kind = cell.get("t") or "n"
    style = _integer(cell.get("s"), 0)
    code = book.codes[style] if 0 <= style < len(book.codes) else "General"
    raw = cell.findtext(f"{_MAIN}v") or ""
    if kind == "inlineStr":
        inline = cell.find(f"{_MAIN}is")
        raw = "" if inline is None else _rich(inline)
    elif kind == "s":
        index = _integer(raw, -1)
        raw = book.strings[index] if 0 <= index < len(book.strings) else ""
    elif kind == "b":
        return "TRUE" if raw == "1" else "FALSE"
    elif kind in ("n", "d") and raw:
        value = _number(raw, kind, from_1904=book.from_1904)
        if value is not None:
            return number_format.shown(value, code, from_1904=book.from_1904)
    return number_format.shown_text(raw, code) if raw and kind not in ("n", "e") else raw


def _number(raw: str, kind: str, *, from_1904: bool) -> float | None:
    """The number that a cell stores; a date written out (Strict files) as its day number."""
    try:
        if kind == "n":
            return value if isfinite(value := float(raw)) else None
        first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        moment = datetime.fromisoformat(raw).replace(tzinfo=None)
        return (moment - first) / timedelta(days=1)
    except ValueError:
        return None


def _merges(root: etree._Element) -> Iterator[Merge]:
    for element in root.iter(f"{_MAIN}mergeCell"):
        first, _, last = (element.get("ref") or "").partition(":")
        start, end = _place(first), _place(last)
        if start and end:
            yield Merge(*start, *end)


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as B12."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + ord(letter) - 64
    return int(match.group(2)) - 1, column - 1


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _integer(text: str | None, default: int) -> int:
    try:
        return int((text or "")[:9])
    except ValueError:
        return default
