"""Lines of a text file: what is on them, and what belongs to the page."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from indexer.blocks import Furniture
from indexer.numbering import bullet, enumerator
from indexer.vocabulary import fold, load

_TAGS = re.compile(
    r"</?(?:p|b|i|u|s|em|strong|small|big|sub|sup|span|font|div|ol|ul|li|br|a|center)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAKING = re.compile(r"<(?:p|br|li|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark: [^\[\]]*\]")
_HEADING = re.compile(r"(#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)\s*$")
_RULE = re.compile(r"\s*(?:[-_=*]\s?){3,}$")
_PAGE_MARK = re.compile(
    r"\W*(?:第\s*(\d{1,4})\s*頁(?:\s*[,，/／]?\s*共\s*\d+\s*頁)?|[Pp]age\s*(\d{1,4})(?:\s*of\s*\d+)?)\W*$"
)
_PAGE_NUMBER = re.compile(r"\s*(?:[-–—]\s*)?(\d{1,4}|\d{1,2}-\d{1,3}|[ivxl]{1,6})(?:\s*[-–—])?\s*$")
_DASHED_PAGE = re.compile(r"\s*[-–—]\s*\d{1,4}\s*[-–—]\s*$")
_LEADERS = ".．·・…‥⋯"
_LEAST_LEADERS = 4
_LEAST_ENTRIES = 3
_MOST_BETWEEN = 6
_WIDEST_ENTRY = 120
_ENDS_IN_PAGE = re.compile(r"\d\s*$")
# Parts of a file have pages of their own: 26-1, 民政-3.
_ENTRY_PAGE = re.compile(r"(?:(?:\d{1,3}|[\u3400-\u9fff]{1,4})[-–])?(?:\d{1,4}|[ivxlIVXL]{1,6})$")
_GAP_PAGE = re.compile(r"(?:\s{2,}|\t)\s*(?:\d{1,4}|[ivxlIVXL]{1,6})\s*$")
_PLAIN_PAGE = re.compile(r"(?<=[\u3400-\u9fff）)])\s*\d{1,4}\s*$|" + _GAP_PAGE.pattern)
_LONGEST_CONTENTS = 120
_LEAST_PAGES, _FEW_PAGES = 2, 8
_OWN_PAGE = re.compile(r"^\d+|\d+$")
_CELLS = re.compile(r"\t| {2,}|　{2,}|\|")
_NO_HEAD = re.compile(rf"{_CELLS.pattern}|^#|。")
_CONTINUED = re.compile(
    r"[（(]\s*(?:續|承)\s*(?:[前上]頁|\d{0,2})\s*[)）]\s*$|^\s*[續承][前上]頁\s*$"
)
_LONGEST_CAPTION = 60
_CONTENTS = re.compile(r"[#\s]*目\s*[錄次]\s*$")
_BLANKS = " \u3000\xa0\r"
_COVER_LINES = 10
_SHORTEST_HEAD = 8
_PAGE_INDENT = 12
_ENDS = "。！？；：:;!?」』）)】…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text.

    Attributes:
        text: without its line feed and blanks at its end; tabs there part cells.
        start: its first character in the file's text.
        number: from 1.
        page: from 1 where page marks are in the text.
    """

    text: str
    start: int
    number: int
    page: int | None = None

    @property
    def end(self) -> int:
        """One past its last character."""
        return self.start + len(self.text)

    @property
    def blank(self) -> bool:
        """Whether nothing visible is on it."""
        return not self.text.strip()

    @property
    def span(self) -> tuple[int, int]:
        """Its visible part."""
        left = len(self.text) - len(self.text.lstrip())
        return self.start + left, self.start + len(self.text.rstrip())


def lines_of(text: str) -> list[Line]:
    """The lines of a text, with the page that each is on where page marks say so."""
    out: list[Line] = []
    start = 0
    page: int | None = 1 if "\f" in text else None
    for number, raw in enumerate(text.split("\n"), 1):
        if "\f" in raw and page is not None:
            page += raw.count("\f")
        mark = _PAGE_MARK.match(raw)
        if mark:
            page = int(mark.group(1) or mark.group(2))
        out.append(Line(raw.rstrip(_BLANKS), start, number, page))
        start += len(raw) + 1
    return out


def width(text: str) -> int:
    """Width on paper in half-width characters."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def visible(text: str) -> str:
    """A line or cell without converters' marks: tags, bookmarks, emphasis.

    Tags that begin a paragraph become line feeds.
    """
    if "<" in text:
        text = _TAGS.sub("", _BREAKING.sub("\n", text))
        text = "\n".join(part for line in text.split("\n") if (part := line.strip()))
    if "[bookmark" in text:
        text = _BOOKMARK.sub("", text)
    if "**" in text:
        text = _EMPHASIS.sub(r"\1", text)
    return text.strip()


def heading_level(text: str) -> tuple[int | None, str]:
    """Level and rest of a Markdown heading; (None, the line) where it is none."""
    match = _HEADING.match(text.lstrip())
    if match:
        return len(match.group(1)), text.lstrip()[match.end() :]
    return None, text


def unlisted(text: str) -> str:
    """A line without a list mark that stands before a printed number (- （一） → （一）)."""
    stripped = text.lstrip()
    length = bullet(stripped)
    if length and enumerator(stripped[length:]):
        return stripped[length:]
    return text


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or clause of a list may end."""
    return text.rstrip().endswith(tuple(_ENDS))


def page_furniture(lines: list[Line]) -> dict[int, Furniture]:
    """Page marks, page numbers, running heads, tables of contents and pictures, by line index."""
    found: dict[int, Furniture] = {}

    def take(index: int, role: str) -> None:
        line = lines[index]
        found[index] = Furniture(line.text.strip(), (line.span,), role, line.page, line.number)

    for index, line in enumerate(lines):
        if line.blank:
            continue
        if _PAGE_MARK.match(line.text) or _DASHED_PAGE.match(line.text):
            take(index, "頁碼")
        elif _IMAGE.match(line.text.strip()):
            take(index, "圖片")
        elif (
            _RULE.match(line.text)
            or line.text.strip() in ("-", "*", "•", "·")
            or not visible(line.text)
        ):
            take(index, "標記")
    numbers = [i for i in range(len(lines)) if _PAGE_NUMBER.match(lines[i].text) and i not in found]
    above, below = _neighbours(lines), _neighbours(lines[::-1])[::-1]
    counting = _counting_pages(lines, numbers)
    for index in numbers:
        beside = (above[index], len(lines) - 1 - below[index])
        if index in counting or _beside_page_mark(lines, found, beside):
            take(index, "頁碼")
    for index in _running_heads(lines, found):
        take(index, "頁首")
        for near in (above[index], len(lines) - 1 - below[index]):
            if near in numbers and near not in found:
                take(near, "頁碼")
    for index in _continuations(lines):
        take(index, "頁首")
    for index in _contents(lines, found):
        if index not in found and not lines[index].blank:
            take(index, "目錄")
    for index, role in _beside_pages(lines, found):
        take(index, role)
    return found


def _continuations(lines: list[Line]) -> Iterator[int]:
    """Lines that say that a table goes on from the page before: （續前頁）, 表二（續1）."""
    for index, line in enumerate(lines):
        if not _CONTINUED.search(line.text) or len(line.text) > _LONGEST_CAPTION:
            continue
        following = next((one for one in lines[index + 1 : index + 4] if not one.blank), None)
        if following is not None and _CELLS.search(following.text.strip()):
            yield index


def _beside_pages(lines: list[Line], found: dict[int, Furniture]) -> Iterator[tuple[int, str]]:
    """Lines that most pages print again beside their end: running heads and feet.

    Rows of tables are none, since a table's header is printed again on each page, too.
    """
    breaks = [
        i
        for i, line in enumerate(lines)
        if "\f" in line.text or (i in found and found[i].role == "頁碼")
    ]
    texts = {
        i: _OWN_PAGE.sub("#", "".join(line.text.split()))
        for i, line in enumerate(lines)
        if not line.blank and i not in found and not _NO_HEAD.search(line.text.strip())
    }
    printed = [i for i, line in enumerate(lines) if not line.blank and i not in found]
    beside: dict[tuple[str, str], set[int]] = {}
    for place in breaks:
        after = bisect_left(printed, place)
        for near, role in ((after, "頁首"), (after - 1, "頁尾")):
            if 0 <= near < len(printed) and printed[near] in texts:
                beside.setdefault((texts[printed[near]], role), set()).add(printed[near])
    counts = Counter(texts.values())
    for (text, role), places in beside.items():
        often = len(places) >= (_LEAST_PAGES if len(breaks) <= _FEW_PAGES else len(breaks) // 3)
        if text.strip("#-–—") and often and len(places) + 1 >= counts[text]:
            yield from ((index, role) for index in sorted(places))


def _neighbours(lines: list[Line]) -> list[int]:
    """For each line the place of the nearest one above that is a page end or not blank, or -1."""
    out: list[int] = []
    nearest = -1
    for index, line in enumerate(lines):
        out.append(nearest)
        if not line.blank or "\f" in line.text:
            nearest = index
    return out


def _beside_page_mark(
    lines: list[Line], found: dict[int, Furniture], beside: tuple[int, int]
) -> bool:
    for near in beside:
        if near == len(lines) or near < 0:
            return any(item.role == "頁碼" for item in found.values())
        if "\f" in lines[near].text:
            return True
        if near in found and found[near].role == "頁碼" and _PAGE_MARK.match(lines[near].text):
            return True
    return False


def _running_heads(lines: list[Line], found: dict[int, Furniture]) -> Iterator[int]:
    """Lines that print the document's name again on its pages; the first is its cover."""
    printed = [i for i, line in enumerate(lines) if not line.blank and i not in found]
    places: dict[str, list[int]] = {}
    for index in printed:
        places.setdefault(fold(lines[index].text), []).append(index)
    for index in printed[:_COVER_LINES]:
        text = fold(lines[index].text)
        line = lines[index].text.strip()
        if load().kind(text) and not enumerator(line) and not _NO_HEAD.search(line):
            again = places[text][1:]
            yield from again if len(again) > 1 and len(text) >= _SHORTEST_HEAD else ()


def _counting_pages(lines: list[Line], numbers: list[int]) -> set[int]:
    """The lone numbers that count up from one to the next, between blank lines or far indented.

    A number may hold its chapter's: 3-1.
    """
    values = {
        i: int(value.replace("-", "000"))
        for i in numbers
        if (
            ((i == 0 or lines[i - 1].blank) and (i + 1 == len(lines) or lines[i + 1].blank))
            or lines[i].span[0] - lines[i].start >= _PAGE_INDENT
        )
        and (value := lines[i].text.strip().strip("-–— ")).replace("-", "").isdigit()
    }
    pairs = [(a, b) for a, b in pairwise(values) if values[b] - values[a] == 1]
    return {index for pair in pairs for index in pair}


def _contents(lines: list[Line], found: dict[int, Furniture]) -> Iterator[int]:
    """Lines of tables of contents: entries with leaders, and what stands among them.

    A run of entries counts under a heading that says so, or by itself from three on; lines with
    leaders elsewhere, as on a form, are text.
    """
    heads = [i for i, line in enumerate(lines) if _CONTENTS.match(line.text)]
    for place in heads:
        yield from range(place, _end_of_plain_contents(lines, place))
    runs: list[list[int]] = []
    for index, line in enumerate(lines):
        if without_leader(line.text) == line.text:
            continue
        if runs and _among_entries(lines[runs[-1][-1] + 1 : index]):
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs:
        head = next(
            (h for h in heads if h < run[0] and _among_entries(lines[h + 1 : run[0]])), None
        )
        numbered = sum(_ENDS_IN_PAGE.search(lines[i].text) is not None for i in run)
        if head is None and (len(run) < _LEAST_ENTRIES or 2 * numbered < len(run)):
            continue
        start = run[0] if head is None else head
        yield from range(start, _end_of_contents(lines, found, start, run[-1]) + 1)


def _among_entries(lines: list[Line]) -> bool:
    """Whether lines may stand among the entries of a table of contents."""
    seen = [line.text for line in lines if not line.blank]
    return len(seen) <= _MOST_BETWEEN and not any(
        "。" in text or "\t" in text or width(text) > _WIDEST_ENTRY for text in seen
    )


def _end_of_contents(lines: list[Line], found: dict[int, Furniture], start: int, last: int) -> int:
    """Where a table of contents ends: entries without leaders may follow the last leader.

    The body begins where the first entry is printed again.
    """
    first = next(
        (i for i in range(start + 1, last + 1) if not lines[i].blank and i not in found), None
    )
    entry = _squeeze(lines[first].text) if first is not None else ""
    for index in range(last + 1, min(last + 30, len(lines))):
        text = lines[index].text
        if "。" in text or "\t" in text or width(text) > _WIDEST_ENTRY:
            break
        if entry and _squeeze(text) == entry:
            return index - 1
    return last


def _end_of_plain_contents(lines: list[Line], head: int) -> int:
    """One past the last entry of a table of contents without leaders.

    The body begins where the first entry is printed again; where it never is, the lines that
    end in a page number behind a gap are entries.
    """
    entry, first = "", head
    paged = head + 1
    for index in range(head + 1, min(head + _LONGEST_CONTENTS, len(lines))):
        text = lines[index].text
        if lines[index].blank:
            continue
        if "。" in text or width(text) > _WIDEST_ENTRY:
            break
        if entry and _squeeze(_PLAIN_PAGE.sub("", text)) == entry and index > first:
            return index
        if not entry:
            entry, first = _squeeze(_PLAIN_PAGE.sub("", text)), index
        if paged == head + 1 or lines[index - 1].blank or paged == index:
            paged = index + 1 if _GAP_PAGE.search(text) else paged
    return paged


def _squeeze(text: str) -> str:
    return re.sub(r"[\s#]+", "", without_leader(text))


def without_leader(text: str) -> str:
    """An entry of a table of contents without its dots and page number; other lines as they are."""
    # By hand: a pattern takes quadratic time on a long line of dots that ends in a word.
    left = text.rstrip()
    page = _ENTRY_PAGE.search(left)
    left = (left[: page.start()] if page else left).rstrip()
    end = len(left)
    dots = 0
    while end and (left[end - 1] in _LEADERS or left[end - 1].isspace()):
        dots += left[end - 1] in _LEADERS
        end -= 1
    return left[:end] if dots >= _LEAST_LEADERS else text
