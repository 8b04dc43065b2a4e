"""Tables of contents that somebody typed, among lines or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.blocks import Block, Furniture, Text
from indexer.layout.widths import width

_HEADING = re.compile(r"[#\s【《〈\[]*(?:[圖表]\s*)?目\s*[錄次][\s】》〉\]]*$")
_LEADERS = ".．·・…‥⋯"
_LEAST_LEADERS = 4
_LEAST_ENTRIES = 3
_MOST_BETWEEN = 6
_WIDEST_ENTRY = 120
_LONGEST_CONTENTS = 120
_ENDS_IN_PAGE = re.compile(r"\d\s*$")
# Parts of a file have pages of their own: 26-1, 民政-3.
_ENTRY_PAGE = re.compile(r"(?:(?:\d{1,3}|[\u3400-\u9fff]{1,4})[-–])?(?:\d{1,4}|[ivxlIVXL]{1,6})$")
_GAP_PAGE = re.compile(r"(?:\s{2,}|\t)\s*(?:\d{1,4}|[ivxlIVXL]{1,6})\s*$")
_PLAIN_PAGE = re.compile(r"(?<=[\u3400-\u9fff）)])\s*\d{1,4}\s*$|" + _GAP_PAGE.pattern)


def without_contents(blocks: Iterable[Block]) -> list[Block]:
    """The same blocks, with typed tables of contents as furniture."""
    out = list(blocks)
    places = contents_of([one.text if isinstance(one, Text) else None for one in out])
    for index in places:
        if isinstance(block := out[index], Text):
            out[index] = Furniture(block.text, block.spans, "目錄", block.page, block.line)
    return out


def contents_of(texts: Sequence[str | None]) -> set[int]:
    """The lines or paragraphs that are tables of contents, by their index.

    Entries with leaders count under a heading that says so, or by themselves from three on;
    lines with leaders elsewhere, as on a form, are text. Without leaders the entries are what
    follows the heading until the first of them is printed again.

    Args:
        texts: in reading order; None for what is no text, such as a table.
    """
    return set(_contents(texts))


def _contents(texts: Sequence[str | None]) -> Iterator[int]:
    heads = [i for i, text in enumerate(texts) if text and _HEADING.match(text)]
    for place in heads:
        yield from range(place, _end_of_plain_contents(texts, place))
    runs: list[list[int]] = []
    for index, text in enumerate(texts):
        if text is None or without_leader(text) == text:
            continue
        if runs and _among_entries(texts[runs[-1][-1] + 1 : index]):
            runs[-1].append(index)
        else:
            runs.append([index])
    for run in runs:
        head = next(
            (h for h in heads if h < run[0] and _among_entries(texts[h + 1 : run[0]])), None
        )
        numbered = sum(_ENDS_IN_PAGE.search(texts[i] or "") is not None for i in run)
        if head is None and (len(run) < _LEAST_ENTRIES or 2 * numbered < len(run)):
            continue
        start = run[0] if head is None else head
        yield from range(start, _end_of_contents(texts, start, run[-1]) + 1)


def _is_prose(text: str | None) -> bool:
    """True if a line is none of a table of contents."""
    return text is None or "。" in text or "\t" in text or width(text) > _WIDEST_ENTRY


def _among_entries(texts: Sequence[str | None]) -> bool:
    """True if lines may stand among the entries of a table of contents."""
    seen = [text for text in texts if text is None or text.strip()]
    return len(seen) <= _MOST_BETWEEN and not any(map(_is_prose, seen))


def _end_of_contents(texts: Sequence[str | None], start: int, last: int) -> int:
    """The last entry of a table of contents: entries without leaders may follow the last leader.

    The body begins where the first entry is printed again.
    """
    first = next((i for i in range(start + 1, last + 1) if texts[i]), None)
    entry = _squeeze(texts[first] or "") if first is not None else ""
    for index in range(last + 1, min(last + 30, len(texts))):
        text = texts[index]
        if text is None or _is_prose(text):
            break
        if entry and _squeeze(text) == entry:
            return index - 1
    return last


def _end_of_plain_contents(texts: Sequence[str | None], head: int) -> int:
    """One past the last entry of a table of contents without leaders.

    Where the first entry is never printed again, the lines that end in a page number behind a
    gap are entries.
    """
    entry, first = "", head
    paged = head + 1
    for index in range(head + 1, min(head + _LONGEST_CONTENTS, len(texts))):
        text = texts[index]
        if text is not None and not text.strip():
            continue
        if text is None or "。" in text or width(text) > _WIDEST_ENTRY:
            break
        if entry and _squeeze(_PLAIN_PAGE.sub("", text)) == entry and index > first:
            return index
        if not entry:
            entry, first = _squeeze(_PLAIN_PAGE.sub("", text)), index
        blank_above = not (texts[index - 1] or "x").strip()
        if paged == head + 1 or blank_above or paged == index:
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
