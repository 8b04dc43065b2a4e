"""Reader for plain text and Markdown, tables of tabs included."""

from __future__ import annotations

import re

from indexer.blocks import Block, ReadFile, Table, Text
from indexer.formats.text_tables import (
    around_tables,
    begins_table,
    end_of_tables,
    table_at,
)
from indexer.layout.hanging import hangs_under, page_edge
from indexer.layout.lines import (
    Line,
    ends_sentence,
    heading_level,
    lines_of,
    unlisted,
    visible,
)
from indexer.layout.stacked import stacked_table
from indexer.layout.text_furniture import take_out
from indexer.layout.widths import width
from indexer.numbering import bullet, enumerator
from indexer.packages.decoding import decode

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_LAYOUT_SPACE = re.compile(rf"(?<=[{_CJK},;:()]) +(?=[{_CJK}])")
# Characters spread over the width of a line (內　　政); words are parted, not spread (第一章　前言).
_SPREAD = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff])　+(?=[\u3400-\u9fff](?![\u3400-\u9fff]))"
)
_AFTER_MARK = re.compile(r"(?<=[，、；。]) +(?=[\u3400-\u9fff])")
_LATIN_END = re.compile(r"[A-Za-z,.;:)]$")
_LATIN_START = re.compile(r"[A-Za-z(]")
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,%/-]+|\S[，。、；：）」』]?")
_FAR_MARK = re.compile(r"\S{1,4}\s+([、．.])")
_CLAUSE = re.compile(r"[。；：]")


def read_text(data: bytes) -> ReadFile:
    """Read a text file.

    Args:
        data: its bytes, in UTF-8, UTF-16, Big5 or a relative of it.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, omissions = decode(data)
    lines, found = take_out(around_tables(lines_of(text)))
    last_end = end_of_tables(lines)
    full = _full_width(lines)
    edge = None if full is not None else page_edge(lines)
    blocks: list[Block] = list(found)
    prose: list[Line] = []
    tables = 0
    index = 0
    while index < len(lines):
        stacked = stacked_table(lines, index, tables + 1)
        if stacked is None and not begins_table(lines, index, last_end):
            prose.append(lines[index])
            index += 1
            continue
        blocks += _paragraphs(prose, full, edge)
        prose = []
        tables += 1
        if stacked is not None:
            index, table = stacked
            blocks.append(table)
        else:
            index, made = table_at(lines, index, tables, last_end)
            blocks += made
    blocks += _paragraphs(prose, full, edge)
    blocks.sort(key=_start)
    told = tuple(one.told for one in omissions)
    return ReadFile(text, tuple(blocks), "txt", warnings=told, omissions=omissions)


def _start(block: Block) -> int:
    if isinstance(block, Table):
        return min(
            (s for row in block.rows for cell in row.cells for s, _ in cell.spans), default=0
        )
    return block.spans[0][0]


def _full_width(lines: list[Line]) -> int | None:
    """Width of a full line where the text is broken into lines of a page, else None."""
    widths = sorted(
        width(line.text.strip()) for line in lines if not line.blank and "\t" not in line.text
    )
    if len(widths) < 20:
        return None
    full = widths[int(len(widths) * 0.95)]
    if not 20 <= full <= 130 or widths[-1] > 3 * full:
        return None
    cut = sum(
        0.8 * full <= width(line.text.strip()) and not ends_sentence(line.text)
        for line in lines
        if not line.blank and "\t" not in line.text
    )
    return full if cut >= 0.25 * len(widths) else None


def _paragraphs(lines: list[Line], full: int | None, edge: int | None) -> list[Block]:
    out: list[Block] = []
    open_lines: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if line.blank:
            gap = True
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        hangs = bool(open_lines) and not gap and hangs_under(open_lines[-1], line, edge)
        if open_lines and not hangs and not _continues(open_lines, line, following, gap, full):
            out.append(_paragraph(open_lines))
            open_lines = []
        open_lines.append(line)
        gap = False
    if open_lines:
        out.append(_paragraph(open_lines))
    return out


def _continues(
    open_lines: list[Line], line: Line, following: str, gap: bool, full: int | None
) -> bool:
    """Whether a line goes on with the paragraph that is open."""
    last = open_lines[-1].text.strip()
    text = line.text.strip()
    if heading_level(text)[0] or enumerator(unlisted(text)) or bullet(text):
        return False
    if heading_level(open_lines[0].text)[0] or last.endswith(tuple("。！？；：;:")):
        return False
    if full is not None:
        return width(last) >= 0.8 * full and _was_cut(last, text, following.strip())
    if not (gap or line.after_page_end):
        return False
    # A figure or page end has cut a sentence in two.
    return (
        len(last) >= 30 and bool(_CLAUSE.search(last)) and not ends_sentence(last) and "。" in text
    )


def _was_cut(last: str, text: str, following: str) -> bool:
    """Whether a line ended because it was full: the next word would not have fitted.

    How wide the paper is here (paragraphs are indented) is told by the lines about.
    """
    word = _FIRST_WORD.match(text)
    needed = width(word.group(0)) if word else 2
    return width(last) + needed > max(width(last), width(text), width(following) if text else 0)


def _paragraph(lines: list[Line]) -> Text:
    level, first = heading_level(lines[0].text)
    parts = [visible(unlisted(first)), *(visible(line.text) for line in lines[1:])]
    # The end of what is joined is remembered: to look for it in the whole text each time took
    # minutes where a hundred thousand lines were one paragraph.
    end = parts[0]
    joined = [end]
    for part in filter(None, parts[1:]):
        if _LATIN_END.search(end) and _LATIN_START.match(part):
            joined.append(" ")
        joined.append(part)
        end = part
    return Text(
        tidy("".join(joined)),
        tuple(line.span for line in lines),
        level,
        lines[0].page,
        lines[0].number,
    )


def tidy(text: str) -> str:
    """Text without the spaces that a layout left in it: 內　　政, 打 造."""
    text = _AFTER_MARK.sub("", text)
    number = enumerator(text)
    if number is not None and number.text.endswith((")", "）")):
        text = number.text + text[number.end :]
    elif number is not None and (mark := _FAR_MARK.match(text)):
        text = number.text + mark.group(1) + text[number.end :]
    if len(text) <= 24:
        return _SPREAD.sub(r"\1", text)
    # In prose a space between two Chinese characters is where a line ended; a heading may
    # part its words by spaces on purpose.
    return _LAYOUT_SPACE.sub("", text) if _CLAUSE.search(text) else text
