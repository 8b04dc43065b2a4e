"""Tables of a web page that are made of other elements than <table>."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

_ROW_TAGS = frozenset({"div", "section", "article", "ul", "ol", "li", "p"})
_CELL_TAGS = frozenset({"div", "li"})
_NO_CELL = frozenset({"table", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "form", "pre"})
_CELL = re.compile(r"(?:^|[\s_-])(?:td|th|cell|col|column|gridcell|columnheader)(?:$|[\s_\d-])")
_GROUP = re.compile(
    r"(?:^|[\s_-])(?:thead|tbody|tfoot|head|header|body|rowgroup|group)(?:$|[\s_-])"
)
_HEAD = re.compile(r"(?:^|[\s_-])(?:th|thead|head|header|heading|columnheader)(?:$|[\s_-])")
_MOST_OF_CELL = 1500
"""Characters of a cell; a column of a page holds more."""
_LEAST_ROWS = 2
_LONGEST_WORD = 24

Cells = tuple[etree._Element, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a table of like elements.

    Attributes:
        cells: one where it heads the rows beneath it.
        is_header: True if the page marks it as a head.
    """

    element: etree._Element
    cells: Cells
    is_header: bool


def grid_rows(element: etree._Element) -> tuple[GridRow, ...]:
    """The rows of a table that is made of like elements in like elements.

    Args:
        element: of any tag but table.

    Returns:
        At least two rows of one number of cells, with the rows that head them; nothing where the
        element is no table.
    """
    rows = tuple(_rows(element))
    wide = [cells for _, cells in rows if len(cells) > 1]
    if len(wide) < _LEAST_ROWS or len({len(cells) for cells in wide}) > 1:
        return ()
    if any(not cells for _, cells in rows) or 2 * len(wide) < len(rows):
        return ()
    if not _are_alike([row for row, _ in rows]):
        return ()
    if not all(_is_cell(cell) for _, cells in rows for cell in cells):
        return ()
    told = all(_CELL.search(_told(cell)) for cells in wide for cell in cells)
    if not told and not all(_is_word(cell) for cell in wide[0]):
        return ()
    return tuple(GridRow(row, cells, _is_head(row, cells)) for row, cells in rows)


def _rows(element: etree._Element) -> Iterator[tuple[etree._Element, Cells]]:
    """Children that may be rows, each with its cells, none where it is no row; through groups."""
    if _own_text(element):
        return
    for child in _children(element):
        if child.tag in _ROW_TAGS and _GROUP.search(_told(child)) and _holds_rows(child):
            yield from _rows(child)
        else:
            yield child, tuple(_cells(child))


def _holds_rows(element: etree._Element) -> bool:
    children = _children(element)
    return bool(children) and all(len(_children(child)) > 1 for child in children)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    if row.tag not in _ROW_TAGS:
        return
    children = _children(row)
    if _own_text(row) or any(not _may_be_cell(child) for child in children):
        # Text of its own heads the rows beneath it.
        yield row
        return
    yield from children


def _may_be_cell(element: etree._Element) -> bool:
    return element.tag in _CELL_TAGS or _CELL.search(_told(element)) is not None


def _is_cell(element: etree._Element) -> bool:
    inner = {child.tag for child in element.iterdescendants() if isinstance(child.tag, str)}
    return not inner & _NO_CELL and len("".join(map(str, element.itertext()))) <= _MOST_OF_CELL


def _is_word(cell: etree._Element) -> bool:
    """True if a cell may name a column, so that like elements are a table and not cards."""
    return len("".join("".join(map(str, cell.itertext())).split())) <= _LONGEST_WORD


def _are_alike(rows: Sequence[etree._Element]) -> bool:
    """True if all rows have one tag and a class or a style in common, or none has any."""
    if len({row.tag for row in rows}) > 1:
        return False
    shared = set.intersection(*(set(_told(row).split()) for row in rows))
    return bool(shared) or not any(_told(row) for row in rows)


def _is_head(row: etree._Element, cells: Cells) -> bool:
    return len(cells) > 1 and (
        _HEAD.search(_told(row)) is not None or all(_HEAD.search(_told(cell)) for cell in cells)
    )


def _told(element: etree._Element) -> str:
    """Classes, role and style of an element, as words."""
    style = re.sub(r"[\s;:]+", ":", element.get("style") or "")
    return " ".join(
        filter(None, (element.get("class"), element.get("role"), style.strip(":")))
    ).lower()


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element.iterchildren() if isinstance(child.tag, str)]


def _own_text(element: etree._Element) -> bool:
    """True if an element holds text beside its children."""
    tails = (child.tail for child in element.iterchildren())
    return any(text and text.strip() for text in (element.text, *tails))
