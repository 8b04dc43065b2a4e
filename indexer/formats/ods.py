"""OpenDocument spreadsheets (ODS): cells as the program that wrote the file showed them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from indexer.blocks import Block, Omission, ReadFile
from indexer.formats.odf_styles import OFFICE, TABLE, integer
from indexer.formats.odt import OdfDocument, open_flat, open_odf
from indexer.formats.sheet import Merge, Sheet, letters
from indexer.layout.linear import flatten, read_file_of
from indexer.packages import limits, number_format

_HIDDEN = ("collapse", "filter")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?$")
_VALUES = ("date-value", "time-value", "boolean-value", "string-value")


def read_ods(data: bytes) -> ReadFile:
    """Read an ODS file.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    return _of(open_odf(data))


def read_flat_ods(data: bytes) -> ReadFile:
    """Read a flat ODS file: the same XML in one part, not packed.

    Raises:
        DocumentError: it is broken or past the limits.
    """
    return _of(open_flat(data))


def _of(document: OdfDocument) -> ReadFile:
    blocks, omissions = sheets_of(document)
    return read_file_of(
        blocks,
        "ods",
        title=document.title,
        warnings=document.warnings(),
        omissions=[*omissions, *document.omissions()],
    )


def sheets_of(document: OdfDocument) -> tuple[list[Block], list[Omission]]:
    """The sheets of a spreadsheet, each under its name where there are several."""
    blocks: list[Block] = []
    omissions: list[Omission] = []
    sheets = list(document.body("spreadsheet").iterchildren(f"{TABLE}table"))
    shown = [sheet for sheet in sheets if document.shows_table(sheet)]
    for element in shown:
        sheet = _read(element, document)
        blocks += sheet.blocks(titled=len(shown) > 1)
        omissions += sheet.omissions()
        for shapes in element.iterchildren(f"{TABLE}shapes"):
            blocks += document.walk(shapes)
    omissions += hidden_sheets(_name(sheet) for sheet in sheets if sheet not in shown)
    return blocks, omissions


def hidden_sheets(names: Iterator[str]) -> Iterator[Omission]:
    """That sheets are hidden, one sentence for all."""
    listed = "、".join(names)
    if listed:
        yield Omission("hidden", f"工作表「{listed}」", f"略過隱藏的工作表：{listed}")


def _name(sheet: etree._Element) -> str:
    return sheet.get(f"{TABLE}name") or ""


def _read(element: etree._Element, document: OdfDocument) -> Sheet:
    sheet = Sheet(_name(element))
    column = 0
    for source in _parts(element, "table-column"):
        repeated = integer(source, f"{TABLE}number-columns-repeated")
        if source.get(f"{TABLE}visibility") in _HIDDEN:
            sheet.hidden_columns.update(range(column, min(column + repeated, limits.COLUMNS)))
        column += max(repeated, 1)
    row = 0
    for source in _parts(element, "table-row"):
        repeated = max(integer(source, f"{TABLE}number-rows-repeated"), 1)
        rows = range(row, min(row + repeated, limits.ROWS))
        if source.get(f"{TABLE}visibility") in _HIDDEN:
            sheet.hidden_rows.update(rows)
        _read_row(source, rows, sheet, document)
        row += repeated
    return sheet


def _parts(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Rows or columns of a sheet, those in groups and headers too."""
    for child in element.iterchildren():
        if child.tag == TABLE + tag:
            yield child
        elif child.tag in (
            f"{TABLE}{tag}s",
            f"{TABLE}{tag}-group",
            f"{TABLE}table-header-{tag[6:]}s",
        ):
            yield from _parts(child, tag)


def _read_row(source: etree._Element, rows: range, sheet: Sheet, document: OdfDocument) -> None:
    column = 0
    for cell in source.iterchildren(f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        repeated = max(integer(cell, f"{TABLE}number-columns-repeated"), 1)
        text = flatten(document.walk(cell)) if len(cell) else _value(cell)
        covered = cell.tag == f"{TABLE}covered-table-cell"
        if not covered and rows:
            across = integer(cell, f"{TABLE}number-columns-spanned")
            down = integer(cell, f"{TABLE}number-rows-spanned")
            if across > 1 or down > 1:
                sheet.merges.append(
                    Merge(rows[0], column, rows[0] + max(down, 1) - 1, column + max(across, 1) - 1)
                )
            formula = cell.get(f"{TABLE}formula")
            if formula and not text and not cell.get(f"{OFFICE}value-type"):
                sheet.uncounted.append(f"{letters(column)}{rows[0] + 1}")
        # What merged cells cover is kept by the program, but not shown.
        for at in range(
            column, min(column + repeated, limits.COLUMNS) if text and not covered else 0
        ):
            for row in rows:
                sheet.put(row, at, text)
        column += repeated


def _value(cell: etree._Element) -> str:
    """What a cell stores, where no text says how it is shown."""
    kind = cell.get(f"{OFFICE}value-type") or ""
    raw = cell.get(f"{OFFICE}value") or ""
    if kind in ("float", "currency", "percentage") and _NUMBER.match(raw):
        value = float(raw) * (100 if kind == "percentage" else 1)
        return number_format.shown(value, "General") + "%" * (kind == "percentage")
    return next((v for k in _VALUES if (v := cell.get(OFFICE + k))), "").removeprefix("PT")
