"""Lines of a text file, with what converters left on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.numbering import bullet, enumerator

_TAGS = re.compile(
    r"</?(?:p|b|i|u|s|em|strong|small|big|sub|sup|span|font|div|ol|ul|li|br|a|center)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BREAKING = re.compile(r"<(?:p|br|li|div)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark: [^\[\]]*\]")
_HEADING = re.compile(r"(#{1,6})\s+")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
PAGE_MARK = re.compile(
    r"\W*(?:第\s*(\d{1,4})\s*頁(?:\s*[,，/／]?\s*共\s*\d+\s*頁)?|[Pp]age\s*(\d{1,4})(?:\s*of\s*\d+)?)\W*$"
)
_BLANKS = " \u3000\xa0\r"
_ENDS = "。！？；：:;!?」』）)】…"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text.

    Attributes:
        text: without its line feed and blanks at its end; tabs there part cells.
        start: its first character in the file's text.
        number: from 1.
        page: from 1 where page marks are in the text.
        after_page_end: True if a page ended between it and the line above.
        heads: True if a rule under it says that its cells head columns.
    """

    text: str
    start: int
    number: int
    page: int | None = None
    after_page_end: bool = False
    heads: bool = False

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
        mark = PAGE_MARK.match(raw)
        if mark:
            page = int(mark.group(1) or mark.group(2))
        out.append(Line(raw.rstrip(_BLANKS), start, number, page))
        start += len(raw) + 1
    return out


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


def cell_text(parts: Sequence[str]) -> str:
    """Lines of a cell as paragraphs: a line that breaks a word or sentence is joined."""
    text = ""
    for part in filter(None, parts):
        if text and (ends_sentence(text) or enumerator(part)):
            text += "\n"
        text += part
    return text
