"""Page furniture of text without geometry: taken out before paragraphs and tables are found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from indexer.blocks import Furniture
from indexer.layout.contents import contents_of
from indexer.layout.lines import PAGE_MARK, Line, visible
from indexer.numbering import enumerator

_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*)?(\d{1,4}|\d{1,2}-\d{1,3}|[ivxl]{1,6})(?:\s*[-–—])?\s*$")
_DASHED_PAGE = re.compile(r"\s*[-–—]\s*\d{1,4}\s*[-–—]\s*$")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*$")
_RULE = re.compile(r"\s*(?:[-_=*]\s?){3,}$")
_BULLETS_ALONE = ("-", "*", "•", "·")
_OWN_NUMBER = re.compile(r"^\d+|\d+$")
_CELLS = re.compile(r"\t| {2,}|　{2,}|\|")
_NO_HEAD = re.compile(rf"{_CELLS.pattern}|^#|。")
_CONTINUED = re.compile(
    r"[（(]\s*(?:續|承)\s*(?:[前上]頁|\d{0,2})\s*[)）]\s*$|^\s*[續承][前上]頁\s*$"
)
_LONGEST_CAPTION = 60
_PAGE_INDENT = 12
_SHORTEST_PAGE = 8
"""Lines between numbers that count up: those of rows of a table stand closer."""
_MOST_HEAD_LINES = 4
_LEAST_PAGES, _FEW_PAGES = 2, 8
_LEAST_REPEATS = 3
_COVER_LINES = 10
_LONGEST_PAGE_SHARE = 1.5
_SHORTEST_HEAD = 4
PAGE_ROLES = ("頁碼", "頁首", "頁尾")
"""Roles of what stands where a page ends."""


def take_out(lines: Sequence[Line]) -> tuple[list[Line], list[Furniture]]:
    """Part the lines of a text from what belongs to its pages.

    Where a page ended, the blank line on each side of its furniture goes too, so that what the
    end of the page cut stands together again.

    Returns:
        The lines of the text, each that follows the end of a page marked so; the furniture.
    """
    roles = _roles(lines)
    furniture = [
        Furniture(line.text.strip(), (line.span,), roles[i], line.page, line.number)
        for i, line in enumerate(lines)
        if i in roles
    ]
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        end = index
        while end < len(lines) and (end in roles or lines[end].blank):
            end += 1
        run = range(index, end)
        if any(roles.get(i) in PAGE_ROLES for i in run):
            first = next(i for i in run if i in roles)
            last = next(i for i in reversed(run) if i in roles)
            spare = [*run[: max(first - index - 1, 0)], *run[last - index + 2 :]]
            kept += [lines[i] for i in spare if lines[i].blank]
            if end < len(lines):
                kept.append(replace(lines[end], after_page_end=True))
        else:
            kept += [lines[i] for i in run if i not in roles]
            kept += lines[end : end + 1]
        index = end + 1
    return kept, furniture


def _roles(lines: Sequence[Line]) -> dict[int, str]:
    """Why a line is furniture, by its index."""
    roles: dict[int, str] = {}
    for index, line in enumerate(lines):
        if line.blank:
            continue
        text = line.text.strip()
        if PAGE_MARK.match(line.text) or _DASHED_PAGE.match(line.text):
            roles[index] = "頁碼"
        elif _IMAGE.match(text):
            roles[index] = "圖片"
        elif _RULE.match(line.text) or text in _BULLETS_ALONE or not visible(line.text):
            roles[index] = "標記"
    for index in _page_numbers(lines, roles):
        roles[index] = "頁碼"
    for index in _continuations(lines):
        roles[index] = "頁首"
    roles.update(dict(_running_heads(lines, roles)))
    for index in contents_of([None if i in roles else line.text for i, line in enumerate(lines)]):
        if not lines[index].blank:
            roles.setdefault(index, "目錄")
    for index, role in _heads_and_feet(lines, roles):
        roles[index] = role
    return roles


def _page_numbers(lines: Sequence[Line], roles: dict[int, str]) -> Iterator[int]:
    """Lone numbers that count up page by page, or stand where a page ends."""
    numbers = [
        i for i, line in enumerate(lines) if i not in roles and _PAGE_NUMBER.match(line.text)
    ]
    counting = _counting(lines, numbers)
    above, below = _nearest(lines), _nearest(lines[::-1])[::-1]
    marked = any(role == "頁碼" for role in roles.values())
    for index in numbers:
        near = (above[index], len(lines) - 1 - below[index])
        if index in counting or any(_ends_page(lines, roles, i, marked) for i in near):
            yield index


def _ends_page(lines: Sequence[Line], roles: dict[int, str], index: int, marked: bool) -> bool:
    """True if a page ends at a line, by a form feed, a mark, or the end of the text."""
    if not 0 <= index < len(lines):
        return marked
    return roles.get(index) == "頁碼" or "\f" in lines[index].text


def _nearest(lines: Sequence[Line]) -> list[int]:
    """For each line the index of the nearest above that is a page end or not blank, or -1."""
    out: list[int] = []
    nearest = -1
    for index, line in enumerate(lines):
        out.append(nearest)
        if not line.blank or "\f" in line.text:
            nearest = index
    return out


def _counting(lines: Sequence[Line], numbers: Iterable[int]) -> set[int]:
    """Lone numbers that count up by one, between blank lines or far indented, a page apart.

    A number may hold its chapter's: 3-1.
    """
    indented = {i for i in numbers if lines[i].span[0] - lines[i].start >= _PAGE_INDENT}
    values = {
        i: int(value.replace("-", "000"))
        for i in numbers
        if (i in indented or _stands_alone(lines, i))
        and (value := lines[i].text.strip().strip("-–— ")).replace("-", "").isdigit()
    }
    pairs = [(a, b) for a, b in pairwise(values) if values[b] - values[a] == 1]
    if pairs and median(b - a for a, b in pairs) < _SHORTEST_PAGE:
        pairs = [pair for pair in pairs if indented.issuperset(pair)]
    return {index for pair in pairs for index in pair}


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """True if the lines above and beneath are blank, or the text ends there."""
    return (index == 0 or lines[index - 1].blank) and (
        index + 1 == len(lines) or lines[index + 1].blank
    )


def _continuations(lines: Sequence[Line]) -> Iterator[int]:
    """Lines that say that a table goes on from the page before: （續前頁）, 表二（續1）."""
    for index, line in enumerate(lines):
        if not _CONTINUED.search(line.text) or len(line.text) > _LONGEST_CAPTION:
            continue
        following = next((one for one in lines[index + 1 : index + 4] if not one.blank), None)
        if following is not None and _CELLS.search(following.text.strip()):
            yield index


def _heads_and_feet(lines: Sequence[Line], roles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Lines that most pages print again beside their end, from the end outward."""
    taken = dict(roles)
    ends = [i for i, one in enumerate(lines) if "\f" in one.text or taken.get(i) == "頁碼"]
    ends = [
        b
        for a, b in pairwise([-_MOST_HEAD_LINES - 1, *ends])
        if not _blank_between(lines, taken, a, b)
    ]
    counts = Counter(
        _repeatable(line.text) for i, line in enumerate(lines) if i not in taken and not line.blank
    )
    least = _LEAST_PAGES if len(ends) <= _FEW_PAGES else len(ends) // 3
    for _ in range(_MOST_HEAD_LINES):
        found: list[tuple[int, str]] = []
        beside: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for ordinal, end in enumerate(ends):
            for step, role in ((1, "頁首"), (-1, "頁尾")):
                near = _next_printed(lines, taken, end, step)
                if near is not None and (key := _repeatable(lines[near].text)):
                    beside[key, role].append((ordinal, near))
        for (key, role), places in beside.items():
            indices = sorted({index for _, index in places})
            if (
                len(indices) >= least
                and len(indices) + 1 >= counts[key]
                and _counts_pages(lines, places)
            ):
                found += ((index, role) for index in indices)
        if not found:
            return
        yield from found
        taken.update(found)


def _blank_between(lines: Sequence[Line], roles: dict[int, str], start: int, end: int) -> bool:
    """True if nothing but blank lines and furniture stands between two page ends: they are one."""
    return start >= 0 and all(i in roles or lines[i].blank for i in range(start + 1, end))


def _next_printed(lines: Sequence[Line], taken: dict[int, str], end: int, step: int) -> int | None:
    """The next line in a direction that is text, a form feed being before its own line."""
    index = end if step > 0 and end not in taken and not lines[end].blank else end + step
    while 0 <= index < len(lines) and (index in taken or lines[index].blank):
        index += step
    return index if 0 <= index < len(lines) else None


def _repeatable(text: str) -> str:
    """A line as it is printed again on other pages, its page number aside; "" for a line of cells."""
    if _NO_HEAD.search(text.strip()):
        return ""
    key = _OWN_NUMBER.sub("#", "".join(text.split()))
    return key if key.strip("#-–—") else ""


def _counts_pages(lines: Sequence[Line], places: Sequence[tuple[int, int]]) -> bool:
    """True if the number at the edge of a repeated line is always the same or counts the pages."""
    numbers = [_OWN_NUMBER.search("".join(lines[i].text.split())) for _, i in places]
    values = [
        int(match.group()) - ordinal
        for match, (ordinal, _) in zip(numbers, places, strict=True)
        if match is not None
    ]
    same = {match.group() for match in numbers if match is not None}
    return len(same) <= 1 or Counter(values).most_common(1)[0][1] >= 0.8 * len(values)


def _running_heads(lines: Sequence[Line], roles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """A line that is printed again page after page, where nothing else tells the pages' ends.

    A number that counts up stands beside it, or it comes back at even distances and what stands
    beside it never does. The first, at the head of the text, is the title.
    """
    printed = [i for i, line in enumerate(lines) if not line.blank and i not in roles]
    order = {index: place for place, index in enumerate(printed)}
    places: dict[str, list[int]] = defaultdict(list)
    for index in printed:
        places["".join(lines[index].text.split())].append(index)
    for text, indices in places.items():
        again = indices[1:] if order[indices[0]] < _COVER_LINES else indices
        if (
            len(again) < _LEAST_PAGES
            or len(text) < _SHORTEST_HEAD
            or not _may_head(lines[again[0]])
        ):
            continue
        beside = [
            [printed[near] for near in (order[i] - 1, order[i] + 1) if 0 <= near < len(printed)]
            for i in again
        ]
        numbers = {
            i: int(word)
            for near in beside
            for i in near
            if (word := lines[i].text.strip()).isdigit() and len(word) <= 4
        }
        steps = [b - a for a, b in pairwise(numbers.values())]
        if 2 * len(numbers) >= len(again) and steps and steps.count(1) >= 0.8 * len(steps):
            yield from ((i, "頁首") for i in again)
            yield from ((i, "頁碼") for i in numbers)
            continue
        texts = ["".join(lines[i].text.split()) for near in beside for i in near]
        if _evenly_spaced(again) and len(set(texts)) >= 0.9 * len(texts):
            yield from ((i, "頁首") for i in again)


def _may_head(line: Line) -> bool:
    text = line.text.strip()
    return not _NO_HEAD.search(text) and enumerator(text) is None


def _evenly_spaced(indices: Sequence[int]) -> bool:
    steps = [b - a for a, b in pairwise(indices)]
    if len(steps) < _LEAST_REPEATS - 1:
        return False
    middle = median(steps)
    return (
        middle >= 2 * _SHORTEST_PAGE
        and max(steps) <= _LONGEST_PAGE_SHARE * middle
        and min(steps) * _LONGEST_PAGE_SHARE >= middle
    )
