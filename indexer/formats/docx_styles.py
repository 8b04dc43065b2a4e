"""Styles and automatic numbering of a DOCX file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from indexer.packages.ordinals import Counter, Level

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|標題)\s?([1-9])$", re.IGNORECASE)
_DEEPEST = 9
_FORMATS = {
    "decimal": "decimal",
    "decimalZero": "zero",
    "decimalFullWidth": "wide",
    "decimalFullWidth2": "wide",
    "decimalHalfWidth": "decimal",
    "lowerLetter": "letter",
    "upperLetter": "LETTER",
    "lowerRoman": "roman",
    "upperRoman": "ROMAN",
    "taiwaneseCounting": "chinese",
    "taiwaneseCountingThousand": "chinese",
    "chineseCounting": "chinese",
    "chineseCountingThousand": "chinese",
    "japaneseCounting": "chinese",
    "ideographLegalTraditional": "formal",
    "chineseLegalSimplified": "formal",
    "japaneseLegal": "formal",
    "taiwaneseDigital": "digits",
    "ideographDigital": "digits",
    "japaneseDigitalTenThousand": "digits",
    "ideographTraditional": "stem",
    "ideographZodiac": "branch",
    "decimalEnclosedCircle": "circled",
    "decimalEnclosedCircleChinese": "circled",
    "ideographEnclosedCircle": "circled-chinese",
    "decimalEnclosedParen": "bracketed",
    "decimalEnclosedFullstop": "stopped",
    "bullet": "bullet",
    "none": "none",
}


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of the word-processing namespace."""
    return None if element is None else element.get(W + name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """An attribute as an integer; None where it is absent or none."""
    text = value(element, name)
    if text is None:
        return None
    try:
        return int(text[:12])
    except ValueError:
        return None


def switched_on(element: etree._Element | None) -> bool:
    """Whether an on-off property such as w:vanish is there and on."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Style:
    """What matters of a style, its ancestors counted in.

    Attributes:
        level: heading level from 1.
        list_id: the w:numId that its paragraphs are numbered by; 0 switches numbering off.
        depth: list level, from 0.
    """

    level: int | None = None
    list_id: int | None = None
    depth: int | None = None
    hidden: bool = False


class Styles:
    """The styles of a document.

    Args:
        root: of word/styles.xml, or None where the file has none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterchildren(f"{W}style"):
            style_id = value(element, "styleId")
            if style_id is None:
                continue
            self._elements[style_id] = element
            if value(element, "type") == "paragraph" and value(element, "default") == "1":
                self._default = style_id

    def paragraph(self, style_id: str | None) -> Style:
        """The style of a paragraph that names style_id."""
        return self._style(style_id or self._default, frozenset())

    def run(self, style_id: str | None) -> Style:
        """The style of a run that names style_id."""
        return self._style(style_id, frozenset())

    def _style(self, style_id: str | None, seen: frozenset[str]) -> Style:
        if style_id is None or style_id in seen or style_id not in self._elements:
            return Style()
        if style_id in self._known:
            return self._known[style_id]
        element = self._elements[style_id]
        base = self._style(value(element.find(f"{W}basedOn")), seen | {style_id})
        outline = number(element.find(f"{W}pPr/{W}outlineLvl"))
        named = _HEADING.match(value(element.find(f"{W}name")) or "")
        level = base.level
        if outline is not None:
            level = outline + 1 if 0 <= outline < _DEEPEST else None
        elif named:
            level = int(named.group(1))
        numbering = element.find(f"{W}pPr/{W}numPr")
        list_id, depth = base.list_id, base.depth
        if numbering is not None:
            own = number(numbering.find(f"{W}numId"))
            list_id = own if own is not None else list_id
            depth = number(numbering.find(f"{W}ilvl"))
        vanish = element.find(f"{W}rPr/{W}vanish")
        style = Style(level, list_id, depth, base.hidden if vanish is None else switched_on(vanish))
        self._known[style_id] = style
        return style


@dataclass(slots=True)
class _List:
    """A w:num: its levels, the counter it shares, and starts of its own that are still due."""

    levels: list[Level]
    counter: Counter
    starts: dict[int, int]
    depth_of_style: dict[str, int]


class Numbering:
    """The lists of a document; label() must be asked in reading order.

    Args:
        root: of word/numbering.xml, or None where the file has none.
    """

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[int, _List] = {}
        if root is not None:
            self._load(root)

    def label(self, list_id: int | None, depth: int | None, style_id: str | None) -> str:
        """Count a paragraph and give the number that is printed in front of it.

        Args:
            list_id: its w:numId; None or 0 for none.
            depth: its w:ilvl; None where only its style says that it is numbered.
            style_id: its style, which may be tied to a level.
        """
        found = self._lists.get(list_id or 0)
        if found is None:
            return ""
        if depth is None:
            depth = found.depth_of_style.get(style_id or "", 0)
        depth = min(max(depth, 0), _DEEPEST - 1)
        start = found.starts.pop(depth, None)
        if start is not None:
            found.counter.restart(depth, start)
        return found.counter.next(depth, found.levels)

    def _load(self, root: etree._Element) -> None:
        abstracts = {
            number(element, "abstractNumId"): element
            for element in root.iterchildren(f"{W}abstractNum")
        }
        by_style = {
            value(element.find(f"{W}styleLink")): element
            for element in abstracts.values()
            if element.find(f"{W}styleLink") is not None
        }
        counters: dict[int, Counter] = {}
        for element in root.iterchildren(f"{W}num"):
            list_id = number(element, "numId")
            abstract = abstracts.get(number(element.find(f"{W}abstractNumId")))
            if list_id is None or abstract is None:
                continue
            link = value(abstract.find(f"{W}numStyleLink"))
            if link is not None and link in by_style:
                abstract = by_style[link]
            self._lists[list_id] = _list_of(
                element, abstract, counters.setdefault(id(abstract), Counter())
            )


def _list_of(element: etree._Element, abstract: etree._Element, counter: Counter) -> _List:
    levels = [Level("none", "")] * _DEEPEST
    depth_of_style: dict[str, int] = {}
    starts: dict[int, int] = {}
    for level in _levels(abstract):
        _put(levels, depth_of_style, level)
    for override in element.iterchildren(f"{W}lvlOverride"):
        depth = number(override, "ilvl")
        if depth is None or not 0 <= depth < _DEEPEST:
            continue
        for level in _levels(override):
            _put(levels, depth_of_style, level)
        start = number(override.find(f"{W}startOverride"))
        if start is not None:
            starts[depth] = start
    return _List(levels, counter, starts, depth_of_style)


def _levels(element: etree._Element) -> Iterator[etree._Element]:
    return iter(element.findall(f"{W}lvl"))


def _put(levels: list[Level], depth_of_style: dict[str, int], element: etree._Element) -> None:
    depth = number(element, "ilvl")
    if depth is None or not 0 <= depth < _DEEPEST:
        return
    # Newer formats stand in an alternative with a decimal fall-back beside it.
    format_name = value(element.find(f".//{W}numFmt")) or "decimal"
    restart = number(element.find(f"{W}lvlRestart"))
    start = number(element.find(f"{W}start"))
    levels[depth] = Level(
        style=_FORMATS.get(format_name, "decimal"),
        template=value(element.find(f"{W}lvlText")) or "",
        start=1 if start is None else start,
        restart=None if restart is None else restart - 1,
        legal=switched_on(element.find(f"{W}isLgl")),
    )
    style_id = value(element.find(f"{W}pStyle"))
    if style_id is not None:
        depth_of_style[style_id] = depth
