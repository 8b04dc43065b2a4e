"""Page furniture: what pages print again at the same place and that tells nothing, and page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.layout.continuation import ends_sentence
from indexer.layout.page import Line, Page
from indexer.numbering import RANK, chinese_number, enumerator

Roles = dict[int, str]
"""Index of a line on its page → its role, as Furniture has it."""

_DEEPEST = 8
"""Lines at an edge of a page that may be furniture: the longest running head seen has five."""
_EDGE = 0.25
"""Of the height of a page."""
_SAME_PLACE = 0.6
"""Of an em, up and down, in which a line counts as printed at the same place."""
_FEW_PAGES = 4
_MOST_HEAD_CELLS = 4
"""Pieces of a running head; a line of more is the header row of a table."""
_LEAST_COLUMNS = 3
_ROW_STEP = 3
"""Em from a row of a table to the next."""
_PAGE_WORDS = r"(?:第|頁|頁次|共|總|page|of|[pP]\.?)"
_NUMERAL = r"(?:\d{1,4}|[ivxlcIVXLC]{1,6}|[〇零一二三四五六七八九十百]{1,5})"
_NUMBER = re.compile(
    rf"^\W{{0,3}}(?:{_PAGE_WORDS}\s*)?({_NUMERAL})(?:\s*[-–—.]\s*(\d{{1,4}}))?(?:\s*頁)?"
    r"(?:\s*[/／,，]?\s*(?:共|of|總)?\s*\d{1,4}\s*頁?)?\W{0,3}$",
    re.IGNORECASE,
)
_MARKED = re.compile(r"頁|^[-–—~～·•─]\s*\w+\s*[-–—~～·•─]$")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LEADER = re.compile(
    r"(?:[.．·・…‥⋯。]\s*){4,}\s*(?:\d{1,4}|[ivxlIVXL]{1,6}|[一二三四五六七八九十]{1,3})?\s*$"
)
_CONTENTS = re.compile(r"^\s*(?:目\s*[錄次]|[圖表]\s*目\s*[錄次])\s*$")
_BLANK_PAGE = re.compile(r"^\W*(?:本頁|此頁|以下)(?:為|係)?空白\W*$")
_BETWEEN_LEADERS = 3
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at an edge of a page: index of the page, of the line, and the line itself."""

    page: int
    at: int
    line: Line


def furniture_of(pages: Sequence[Page]) -> list[Roles]:
    """Find the lines that belong to the pages and not to the text.

    Lines are taken off both edges of all pages one by one, as long as what comes next repeats:
    a line is furniture if pages print it at the same place with the same words, and its numbers
    stay or count with the pages. A line that repeats but for an amount tells something.

    Args:
        pages: with their lines from top to bottom, those in ruled tables left out.

    Returns:
        For each page the roles of its lines.
    """
    roles: list[Roles] = [{} for _ in pages]
    for top in (True, False):
        for _ in range(_DEEPEST):
            outer = list(_outermost(pages, roles, top=top))
            found = {**_repeated(outer, pages, top=top), **_numbers(outer, len(pages))}
            for (page, at), role in found.items():
                roles[page][at] = role
            if not found:
                break
    for one, own in zip(pages, roles, strict=True):
        _contents(one.lines, own)
        for at, line in enumerate(one.lines):
            if _BLANK_PAGE.match(line.text):
                own.setdefault(at, "空白頁")
    return roles


def _outermost(pages: Sequence[Page], roles: Sequence[Roles], *, top: bool) -> Iterable[_Edge]:
    """For each page the printed lines at one edge that are next to be looked at, a row of them."""
    for number, (page, known) in enumerate(zip(pages, roles, strict=True)):
        order = range(len(page.lines)) if top else range(len(page.lines) - 1, -1, -1)
        level: float | None = None
        for at in order:
            line = page.lines[at]
            if at in known or line.blank:
                continue
            away = line.top if top else page.height - line.bottom
            if away > _EDGE * page.height:
                break
            if level is not None and abs(line.top - level) > _SAME_PLACE * line.em:
                break
            level = line.top
            yield _Edge(number, at, line)


def _key(line: Line) -> str:
    text = unicodedata.normalize("NFKC", "".join(line.text.split()))
    return _DIGITS.sub("#", text)


def _repeated(
    outer: Sequence[_Edge], pages: Sequence[Page], *, top: bool
) -> dict[tuple[int, int], str]:
    groups: dict[str, list[_Edge]] = defaultdict(list)
    for edge in outer:
        key = _key(edge.line)
        if (
            key.strip("#-–—/ ")
            and not _tells(edge.line)
            and not _in_table(pages[edge.page], edge.at)
        ):
            groups[key].append(edge)
    least = 2 if len(pages) <= _FEW_PAGES else 3
    found: dict[tuple[int, int], str] = {}
    for edges in groups.values():
        for near in _at_one_place(edges, pages, top=top):
            if len({edge.page for edge in near}) >= least:
                found |= {(edge.page, edge.at): "頁首" if top else "頁尾" for edge in _alike(near)}
    return found


def _tells(line: Line) -> bool:
    """True if a line is no running head whatever repeats it: a sentence, an item, a row."""
    mark = enumerator(line.text)
    item = mark is not None and RANK[mark.style] > RANK["section"]
    return item or ends_sentence(line.text) or len(line.pieces) > _MOST_HEAD_CELLS


def _in_table(page: Page, at: int) -> bool:
    """True if a line and the one below it are rows of a table whose columns room parts."""
    line, below = page.lines[at], page.lines[at + 1 : at + 2]
    return len(line.pieces) >= _LEAST_COLUMNS and any(
        len(other.pieces) >= _LEAST_COLUMNS and other.top - line.top < _ROW_STEP * line.em
        for other in below
    )


def _at_one_place(
    edges: Sequence[_Edge], pages: Sequence[Page], *, top: bool
) -> Iterable[list[_Edge]]:
    """Lines in groups by their distance from the edge of their page."""

    def away(edge: _Edge) -> float:
        return edge.line.top if top else pages[edge.page].height - edge.line.bottom

    group: list[_Edge] = []
    for edge in sorted(edges, key=away):
        if group and away(edge) - away(group[-1]) > _SAME_PLACE * edge.line.em:
            yield group
            group = []
        group.append(edge)
    if group:
        yield group


def _alike(edges: Sequence[_Edge]) -> Iterable[_Edge]:
    """Those of lines with the same words whose numbers stay as they are or count with the pages."""
    ordered = sorted(edges, key=lambda edge: edge.page)
    numbers = {id(edge): _DIGITS.findall(edge.line.text) for edge in ordered}
    for place in range(len(numbers[id(ordered[0])])):
        steps = [
            (int(numbers[id(b)][place]) - int(numbers[id(a)][place]), b.page - a.page)
            for a, b in pairwise(ordered)
        ]
        if not all(step == 0 for step, _ in steps) and 2 * sum(
            step == pages or step == 0 for step, pages in steps
        ) <= len(steps):
            # What stays the same from page to page may still be told by some of them.
            values = [numbers[id(edge)][place] for edge in ordered]
            ordered = [e for e in ordered if values.count(numbers[id(e)][place]) > 2]
            if not ordered:
                return ()
    return ordered


def _numbers(outer: Sequence[_Edge], count: int) -> dict[tuple[int, int], str]:
    """Page numbers: alone at the edge, and counting with the pages or marked as such."""
    values = [(edge, value) for edge in outer if (value := _page_number(edge.line.text))]
    counting = {
        id(one)
        for a, b in pairwise(values)
        for one in (a[0], b[0])
        if 0 < b[1] - a[1] <= b[0].page - a[0].page
    }
    return {
        (edge.page, edge.at): "頁碼"
        for edge, _ in values
        if id(edge) in counting or count == 1 or _MARKED.search(edge.line.text)
    }


def _page_number(text: str) -> int | None:
    """The number of a line that holds nothing but one: 12, - 12 -, 第 12 頁，共 90 頁, xii, 2-12."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    digits = match.group(2) or match.group(1).lower()
    if digits.isdecimal():
        return int(digits)
    if digits.isascii():
        values = [_ROMAN[letter] for letter in digits]
        return sum(-a if a < b else a for a, b in pairwise([*values, 0]))
    return chinese_number(digits)


def printed_number(text: str) -> str | None:
    """The number that a line with a page number prints: 12, xii, 2-12."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    return "-".join(part for part in match.groups() if part)


def _contents(lines: Sequence[Line], roles: Roles) -> None:
    """Entries of a table of contents, their wrapped lines, and its heading."""
    leaders = [at for at, line in enumerate(lines) if _LEADER.search(line.text)]
    if not leaders:
        return
    last = leaders[0]
    for at in leaders:
        if at - last <= _BETWEEN_LEADERS:
            for between in range(last, at):
                roles.setdefault(between, "目錄")
        roles[at] = "目錄"
        last = at
    for at in range(max(0, leaders[0] - _BETWEEN_LEADERS), leaders[0]):
        if _CONTENTS.match(lines[at].text):
            for heading in range(at, leaders[0]):
                roles.setdefault(heading, "目錄")
            break
