"""Page furniture of text without geometry: taken out before paragraphs and tables are found."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median

from indexer.blocks import Furniture
from indexer.layout.contents import contents_of
from indexer.layout.lines import PAGE_MARK, Line, visible
from indexer.numbering import enumerator

_PAGE_NUMBER = re.compile(
    r"[ 　]*(?:[-–—]\s*)?(\d{1,4}|\d{1,2}-\d{1,3}|[ivxl]{1,6})(?:\s*[-–—])?[ 　]*$"
)
_DASHED_PAGE = re.compile(r"[ 　]*[-–—]\s*\d{1,4}\s*[-–—]\s*$")
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
_SHORTEST_PAGE = 7
"""Lines between numbers that count up: those of rows of a table stand closer."""
_MOST_HEAD_LINES = 4
_LEAST_PAGES, _FEW_PAGES = 2, 8
_LEAST_REPEATS = 3
_LEAST_SPACED, _SPACED = 6, 0.95
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
    above, below = _spaced_sides(lines, roles)
    kept: list[Line] = []
    for run in _runs(lines, roles):
        page = [i for i in run if roles.get(i) in PAGE_ROLES or "\f" in lines[i].text]
        blanks = [i for i in run if i not in roles and "\f" not in lines[i].text]
        if page:
            blanks = [
                *[i for i in blanks if i < page[0]][: -1 if above else None],
                *[i for i in blanks if i > page[-1]][1 if below else 0 :],
            ]
        kept += [lines[i] for i in blanks]
        if run.stop < len(lines):
            line = lines[run.stop]
            kept.append(replace(line, after_page_end=True) if page else line)
    return _single_spaced(kept), furniture


def _runs(lines: Sequence[Line], roles: Mapping[int, str]) -> Iterator[range]:
    """What stands before each line of the text, and behind the last: furniture and blank lines."""
    start = 0
    for index, line in enumerate(lines):
        # A tab alone is an empty cell.
        if index not in roles and (not line.blank or "\t" in line.text):
            yield range(start, index)
            start = index + 1
    yield range(start, len(lines))


def _spaced_sides(lines: Sequence[Line], roles: Mapping[int, str]) -> tuple[bool, bool]:
    """Whether a blank line above, and one beneath, belongs to the furniture of most page ends."""
    above: list[bool] = []
    below: list[bool] = []
    for run in _runs(lines, roles):
        page = [i for i in run if roles.get(i) in PAGE_ROLES]
        if page and run.start > 0:
            above.append(run.start < page[0])
        if page and run.stop < len(lines):
            below.append(page[-1] < run.stop - 1 and "\f" not in lines[page[-1] + 1].text)
    return 2 * sum(above) > len(above), 2 * sum(below) > len(below)


def _single_spaced(lines: list[Line]) -> list[Line]:
    """The lines without the blank one that stands behind each of them: it parts nothing."""
    printed = [i for i, line in enumerate(lines) if not line.blank]
    apart = sum(b - a > 1 for a, b in pairwise(printed))
    if len(printed) < _LEAST_SPACED or apart < _SPACED * (len(printed) - 1):
        return lines
    spare = {i + 1 for i in printed if i + 1 < len(lines) and "\f" not in lines[i + 1].text}
    return [line for i, line in enumerate(lines) if i not in spare or not line.blank]


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
    marked = any(PAGE_MARK.match(lines[i].text) for i in roles)
    above = _page_ends(lines, roles, marked)
    below = _page_ends(lines[::-1], {len(lines) - 1 - i: role for i, role in roles.items()}, marked)
    for index in numbers:
        if index in counting or above[index] or below[len(lines) - 1 - index]:
            yield index


def _page_ends(lines: Sequence[Line], roles: dict[int, str], marked: bool) -> list[bool]:
    """For each line whether a page ends right above it, other page numbers aside.

    A page ends at a form feed and a page mark, and at the end of a text that has page marks.
    """
    out: list[bool] = []
    ended = marked
    for index, line in enumerate(lines):
        out.append(ended)
        if "\f" in line.text or PAGE_MARK.match(line.text):
            ended = True
        elif not line.blank and roles.get(index) != "頁碼":
            ended = False
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
    printed = list(accumulate((not line.blank for line in lines), initial=0))
    # Where every line stands between blank ones, a number that does so tells less.
    shortest = _SHORTEST_PAGE if 2 * printed[-1] > len(lines) else 2 * _SHORTEST_PAGE
    pairs = [(a, b) for a, b in pairwise(values) if values[b] - values[a] == 1]
    if pairs and median(printed[b] - printed[a] for a, b in pairs) < shortest:
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
    printed = [i for i, line in enumerate(lines) if i not in taken and not line.blank]
    # The first page may be headed too, with no end of a page above.
    first = {i for i in printed[:_MOST_HEAD_LINES] if i < min(ends, default=0)}
    counts = Counter(_repeatable(lines[i].text) for i in printed if i not in first)
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
        sides = [
            [printed[near] for i in again if 0 <= (near := order[i] + step) < len(printed)]
            for step in (-1, 1)
        ]
        counted = next((side for side in sides if _count_up(lines, side)), None)
        if counted is not None:
            yield from ((i, "頁首") for i in again)
            yield from ((i, "頁碼") for i in counted if _PAGE_NUMBER.match(lines[i].text))
            continue
        texts = ["".join(lines[i].text.split()) for side in sides for i in side]
        if _evenly_spaced([order[i] for i in again]) and len(set(texts)) >= 0.9 * len(texts):
            yield from ((i, "頁首") for i in again)


def _count_up(lines: Sequence[Line], indices: Sequence[int]) -> bool:
    """True if most of the lines are lone numbers, and these count up by one."""
    numbers = [int(text) for i in indices if (text := lines[i].text.strip(" 　")).isdigit()]
    steps = [b - a for a, b in pairwise(numbers)]
    return 2 * len(numbers) >= len(indices) and steps.count(1) >= max(1, 0.8 * len(steps))


def _may_head(line: Line) -> bool:
    text = line.text.strip()
    return not _NO_HEAD.search(text) and enumerator(text) is None and not text.endswith(("：", ":"))


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
