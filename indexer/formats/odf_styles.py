"""List styles, numbers and hidden styles of an OpenDocument file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from indexer.packages.ordinals import Counter, Level

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DEEPEST = 10
_FORMATS = {
    "": "none",
    "1": "decimal",
    "a": "letter",
    "A": "LETTER",
    "i": "roman",
    "I": "ROMAN",
    "01": "zero",
    "一": "chinese",
    "壹": "formal",
    "甲": "stem",
    "子": "branch",
    "①": "circled",
    "１": "wide",
    "㊀": "circled-chinese",
    "⑴": "bracketed",
    "⒈": "stopped",
    "〇": "digits",
}


def integer(element: etree._Element, name: str, default: int = 1) -> int:
    """An attribute as an integer."""
    try:
        return int((element.get(name) or str(default))[:12])
    except ValueError:
        return default


class OdfStyles:
    """What matters of the styles of a file.

    Args:
        roots: of styles.xml and content.xml, the later winning over the earlier.
    """

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        self.lists: dict[str, list[Level]] = {}
        self.outline: list[Level] = []
        self._hidden: set[str] = set()
        self._hidden_tables: set[str] = set()
        self._parents: dict[str, str | None] = {}
        self._list_of: dict[str, str] = {}
        for root in roots:
            for element in root.iter(f"{TEXT}list-style"):
                self.lists[element.get(f"{STYLE}name") or ""] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(element)
            for element in root.iter(f"{STYLE}style"):
                self._add(element)

    def hidden(self, style: str | None) -> bool:
        """Whether a paragraph or text style, or one that it is derived from, hides its text."""
        for _ in range(50):
            if style is None:
                return False
            if style in self._hidden:
                return True
            style = self._parents.get(style)
        return False

    def shows_table(self, style: str | None) -> bool:
        """Whether a style of tables shows them; sheets are hidden by their style."""
        return style not in self._hidden_tables

    def list_style(self, style: str | None) -> str | None:
        """The list style that a paragraph style names, itself or by its ancestors; "" is none."""
        for _ in range(50):
            if style is None:
                return None
            if style in self._list_of:
                return self._list_of[style]
            style = self._parents.get(style)
        return None

    def _add(self, element: etree._Element) -> None:
        name = element.get(f"{STYLE}name") or ""
        self._parents[name] = element.get(f"{STYLE}parent-style-name")
        list_style = element.get(f"{STYLE}list-style-name")
        if list_style is not None:
            self._list_of[name] = list_style
        properties = element.find(f"{STYLE}text-properties")
        if properties is not None and properties.get(f"{TEXT}display") == "none":
            self._hidden.add(name)
        table = element.find(f"{STYLE}table-properties")
        if table is not None and table.get(f"{TABLE}display") == "false":
            self._hidden_tables.add(name)


class OdfLists:
    """The running numbers of a file; must be asked in reading order.

    Args:
        styles: of the file.
    """

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._outline = Counter()
        self._by_id: dict[str, Counter] = {}
        self._by_style: dict[str, Counter] = {}

    def open(self, element: etree._Element, style: str) -> Counter:
        """The counter of a text:list: a new one, or the one that it goes on with."""
        continued = element.get(f"{TEXT}continue-list")
        counter = self._by_id.get(continued) if continued else None
        if counter is None and element.get(f"{TEXT}continue-numbering") == "true":
            counter = self._by_style.get(style)
        if counter is None:
            counter = Counter()
        self._by_style[style] = counter
        list_id = element.get(_XML_ID)
        if list_id is not None:
            self._by_id[list_id] = counter
        return counter

    def label(self, counter: Counter, style: str, depth: int) -> str:
        """Count a list item and give what is printed in front of it; depth is from 0."""
        return counter.next(depth, self._styles.lists.get(style, ()))

    def heading(self, depth: int) -> str:
        """Count a heading that is in no list; depth is from 0."""
        return self._outline.next(depth, self._styles.outline)


def _levels(element: etree._Element) -> list[Level]:
    levels = [Level("none", "")] * _DEEPEST
    for child in element.iterchildren():
        depth = integer(child, f"{TEXT}level") - 1
        if not 0 <= depth < _DEEPEST:
            continue
        if child.tag == f"{TEXT}list-level-style-bullet":
            levels[depth] = Level("bullet", child.get(f"{TEXT}bullet-char") or "•")
        elif child.tag in (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style"):
            levels[depth] = _number_level(child, depth)
    return levels


def _number_level(element: etree._Element, depth: int) -> Level:
    style = _FORMATS.get((element.get(f"{STYLE}num-format") or "").split(",")[0].strip(), "decimal")
    start = integer(element, f"{TEXT}start-value")
    if style == "none":
        return Level("none", "", start)
    template = element.get(f"{_LOEXT}num-list-format")
    if template is not None:
        return Level(style, re.sub(r"%(\d+)%", r"%\1", template), start)
    shown = min(max(integer(element, f"{TEXT}display-levels"), 1), depth + 1)
    numbers = ".".join(f"%{level}" for level in range(depth + 2 - shown, depth + 2))
    prefix = element.get(f"{STYLE}num-prefix") or ""
    suffix = element.get(f"{STYLE}num-suffix") or ""
    return Level(style, f"{prefix}{numbers}{suffix}", start)
