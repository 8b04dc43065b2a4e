"""Page furniture of a PDF: what is printed again at the same place, and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from indexer.layout.pdf_lines import Line

_NUMBER = re.compile(
    r"^\W{0,3}(?:第\s*)?(\d{1,4}|[ivxlcIVXLC]{1,6})(?:\s*頁)?(?:\s*[/／,，]?\s*(?:共\s*)?\d{1,4}\s*頁?)?\W{0,3}$"
)
_LEADER = re.compile(
    r"(?:[.．·・…‥⋯。]\s*){4,}\s*(?:\d{1,4}|[ivxlIVXL]{1,6}|[一二三四五六七八九十]{1,3})?\s*$"
)
_CONTENTS = re.compile(r"^\s*(?:目\s*[錄次]|[圖表]\s*目\s*[錄次])\s*$")
_EDGE_LINES = 3
_SAME_PLACE = 4.0
_BETWEEN_LEADERS = 3


def furniture_of(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> dict[int, str]:
    """Find the lines that belong to the page and not to the text.

    Args:
        pages: lines outside tables of each page, from top to bottom.
        heights: of the pages, in points.

    Returns:
        id of a line → its role.
    """
    found: dict[int, str] = {}
    _repeated(pages, heights, found)
    _numbers(pages, heights, found)
    for lines in pages:
        _contents(lines, found)
    return found


def _edge(lines: Sequence[Line], height: float) -> list[tuple[Line, bool]]:
    """Lines near the top or bottom of a page, each with whether it is near the top."""
    top = [(line, True) for line in lines[:_EDGE_LINES] if line.bottom < 0.2 * height]
    bottom = [(line, False) for line in lines[-_EDGE_LINES:] if line.top > 0.8 * height]
    return [*top, *bottom]


def _repeated(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], found: dict[int, str]
) -> None:
    places: dict[tuple[str, bool], list[tuple[int, Line]]] = defaultdict(list)
    for at, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line, top in _edge(lines, height):
            key = re.sub(r"\d+", "#", re.sub(r"\s+", "", line.text))
            if key.strip("#-–—/ ") or len(key) > 3:
                places[key, top].append((at, line))
    least = 2 if len(pages) <= 4 else 3
    for (_, top), lines_at in places.items():
        where = defaultdict(list)
        for at, line in lines_at:
            where[round(line.top / _SAME_PLACE)].append((at, line))
        for level, here in where.items():
            near = here + where.get(level + 1, []) + where.get(level - 1, [])
            if len({at for at, _ in near}) >= least:
                for _, line in here:
                    found[id(line)] = "頁首" if top else "頁尾"


def _numbers(
    pages: Sequence[Sequence[Line]], heights: Sequence[float], found: dict[int, str]
) -> None:
    """Page numbers: alone on a line at the edge, and counting up with the pages."""
    seen: list[tuple[int, int | None, Line]] = []
    for at, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line, _ in _edge(lines, height):
            match = _NUMBER.match(line.text)
            if match:
                digits = match.group(1)
                seen.append((at, int(digits) if digits.isdigit() else None, line))
    steps = [None if value is None else value - at for at, value, _ in seen]
    for (_, value, line), step in zip(seen, steps, strict=True):
        marked = bool(re.search(r"[頁\-–—]", line.text)) or value is None
        if marked or len(pages) == 1 or (step is not None and steps.count(step) >= 2):
            found[id(line)] = "頁碼"


def _contents(lines: Sequence[Line], found: dict[int, str]) -> None:
    """Entries of a table of contents, their wrapped lines, and its heading."""
    leaders = [i for i, line in enumerate(lines) if _LEADER.search(line.text)]
    if not leaders:
        return
    last = leaders[0]
    for index in leaders:
        if index - last <= _BETWEEN_LEADERS:
            for between in range(last, index):
                found.setdefault(id(lines[between]), "目錄")
        found[id(lines[index])] = "目錄"
        last = index
    for index in range(max(0, leaders[0] - _BETWEEN_LEADERS), leaders[0]):
        if _CONTENTS.match(lines[index].text):
            for heading in range(index, leaders[0]):
                found.setdefault(id(lines[heading]), "目錄")
            break
