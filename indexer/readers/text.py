"""Reader for plain text and Markdown, tables of tabs included."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.blocks import Block, Cell, Furniture, ReadFile, Row, Table, Text
from indexer.numbering import bullet, enumerator
from indexer.readers import aligned, columns, tabs
from indexer.readers.decoding import decode
from indexer.readers.html import read_html
from indexer.readers.lines import (
    Line,
    ends_sentence,
    heading_level,
    lines_of,
    page_furniture,
    unlisted,
    visible,
    width,
)

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_LAYOUT_SPACE = re.compile(rf"(?<=[{_CJK},;:()]) +(?=[{_CJK}])")
_SPACED_OUT = re.compile(r"(?<=[\u3400-\u9fff])　+(?=[\u3400-\u9fff])")
_AFTER_MARK = re.compile(r"(?<=[，、；。]) +(?=[\u3400-\u9fff])")
_LATIN_END = re.compile(r"[A-Za-z,.;:)]$")
_LATIN_START = re.compile(r"[A-Za-z(]")
_HTML_TABLE = re.compile(r"\s*<table\b", re.IGNORECASE)
_HTML_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]*>")
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,%/-]+|\S[，。、；：）」』]?")
_PIPE_RULE = re.compile(r"\s*+\|?+\s*+:?-{2,}+:?\s*+(?:\|\s*+:?-{2,}+:?\s*+)*+\|?\s*$")
_CLAUSE = re.compile(r"[。；：]")
_NOISE_ABOVE_HEADER = 3
_TRANSPARENT = ("頁碼", "標記")
"""Furniture that may stand inside a paragraph."""


def read_text(data: bytes) -> ReadFile:
    """Read a text file.

    Args:
        data: its bytes, in UTF-8, UTF-16, Big5 or a relative of it.

    Raises:
        DocumentError: the bytes are not text.
    """
    text, warnings = decode(data)
    lines = lines_of(text)
    furniture = page_furniture(lines)
    full = _full_width([line for i, line in enumerate(lines) if i not in furniture])
    blocks: list[Block] = []
    prose: list[Line] = []
    tables = 0
    index = 0
    while index < len(lines):
        line = lines[index]
        found = furniture.get(index)
        if found is None and not _begins_table(lines, index):
            prose.append(line)
            index += 1
            continue
        if found is None or found.role not in _TRANSPARENT:
            blocks += _paragraphs(prose, full)
            prose = []
        if found is not None:
            blocks.append(found)
            index += 1
        else:
            tables += 1
            index, made = _table(lines, index, tables, furniture)
            blocks += made
    blocks += _paragraphs(prose, full)
    blocks.sort(key=_start)
    return ReadFile(text, tuple(blocks), "txt", warnings=warnings)


def _start(block: Block) -> int:
    if isinstance(block, Table):
        return min(
            (s for row in block.rows for cell in row.cells for s, _ in cell.spans), default=0
        )
    return block.spans[0][0]


# Paragraphs


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


def _paragraphs(lines: list[Line], full: int | None) -> list[Block]:
    out: list[Block] = []
    open_lines: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if line.blank:
            gap = True
            continue
        following = lines[index + 1].text if index + 1 < len(lines) else ""
        if open_lines and not _continues(open_lines, line, following, gap, full):
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
    if heading_level(open_lines[0].text)[0] or last.endswith(tuple("。！？；：")):
        return False
    if full is not None:
        return width(last) >= 0.8 * full and _was_cut(last, text, following.strip())
    if not gap:
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
    text = parts[0]
    for part in parts[1:]:
        spaced = _LATIN_END.search(text) and _LATIN_START.match(part)
        text += (" " if spaced else "") + part
    return Text(
        tidy(text), tuple(line.span for line in lines), level, lines[0].page, lines[0].number
    )


def tidy(text: str) -> str:
    """Text without the spaces that a layout left in it: 內　　政, 打 造."""
    text = _AFTER_MARK.sub("", text)
    if len(text) <= 24:
        return _SPACED_OUT.sub("", text)
    # In prose a space between two Chinese characters is where a line ended; a heading may
    # part its words by spaces on purpose.
    return _LAYOUT_SPACE.sub("", text) if _CLAUSE.search(text) else text


# Tables


def _begins_table(lines: list[Line], index: int) -> bool:
    text = lines[index].text
    if _HTML_TABLE.match(text):
        return True
    if "\t" in text:
        return not lines[index].blank or text == "\t"
    if aligned.heads_columns(text):
        return aligned.aligned_rows(lines, index)[0] > index + 1
    follows = lines[index + 1].text if index + 1 < len(lines) else ""
    return "|" in text and "|" in follows and bool(_PIPE_RULE.match(follows))


def _table(
    lines: list[Line], index: int, number: int, furniture: dict[int, Furniture]
) -> tuple[int, list[Block]]:
    """Read the table that begins at a line; returns where it ends, and its blocks."""
    if _HTML_TABLE.match(lines[index].text):
        return _html_table(lines, index, number)
    if "\t" not in lines[index].text and "|" in lines[index].text:
        return _pipe_table(lines, index, number)
    if "\t" not in lines[index].text:
        return _aligned_table(lines, index, number)
    region = index
    while region < len(lines) and not lines[region].blank and "\t" in lines[region].text:
        region += 1
    if all(tabs.is_cell_line(line.text) for line in lines[index : max(region, index + 1)]):
        end = tabs.cell_lines(lines, index)
        return end, [tabs.cell_table(lines[index:end], number)]
    parts: list[list[Row]] = []
    inside: list[Block] = []
    end = index
    while end < len(lines):
        part: list[Row] = []
        while end < len(lines) and "\t" in lines[end].text and not lines[end].blank:
            part.append(tabs.row_of(lines[end], len(part) + 1))
            end += 1
        if parts and not _same_table(parts[0], part):
            end -= len(part)
            break
        parts.append(part)
        after = end
        between: list[Block] = []
        while after < len(lines) and (lines[after].blank or _transparent(furniture.get(after))):
            if after in furniture:
                between.append(furniture[after])
            after += 1
        if after == len(lines) or "\t" not in lines[after].text:
            break
        if not _same_table(parts[0], [tabs.row_of(lines[after], 1)]):
            break
        inside += between
        end = after
    broken = columns.regroup(parts, number) if columns.are_broken(parts) else None
    table, headers = broken or tabs.join_pages(parts, number)
    return end, [table, *headers, *inside]


def _same_table(first: list[Row], part: list[Row]) -> bool:
    """Whether a part begins with the header of the first; noise may stand above that header."""
    return any(tabs.alike_rows(row, part[0]) for row in first[:_NOISE_ABOVE_HEADER])


def _transparent(found: Furniture | None) -> bool:
    return found is not None and found.role in _TRANSPARENT


def _aligned_table(lines: list[Line], index: int, number: int) -> tuple[int, list[Block]]:
    end, rows = aligned.aligned_rows(lines, index)
    broken = columns.regroup([rows], number) if columns.are_broken([rows]) else None
    if broken is not None:
        table, furniture = broken
        return end, [replace(table, damaged=False), *furniture]
    whole = [replace(row, number=i) for i, row in enumerate(aligned.joined_rows(rows), 1)]
    return end, [Table(tuple(whole), number, lines[index].page, lines[index].number)]


def _html_table(lines: list[Line], index: int, number: int) -> tuple[int, list[Block]]:
    """A table that a converter left as HTML in the midst of the text."""
    end = index
    while end < len(lines) and "</table" not in lines[end].text.lower():
        end += 1
    end = min(end + 1, len(lines))
    source = "\n".join(line.text for line in lines[index:end])
    base = lines[index].start
    found = [match.start() for match in _HTML_ROW.finditer(source)]
    rows_at = list(zip(found, [*found[1:], len(source)], strict=True))
    filled = [(a, b) for a, b in rows_at if _ANY_TAG.sub("", source[a:b]).strip()]
    made = next((b for b in read_html(source.encode()).blocks if isinstance(b, Table)), None)
    if made is None or len(made.rows) < len(filled):
        return end, [Furniture(source, ((base, base + len(source)),), "標記")]
    with_text = [row for row in made.rows if any(cell.text for cell in row.cells)]
    rows = []
    for row, (a, b) in zip(with_text, filled, strict=False):
        span = (base + a, base + b)
        cells = [replace(cell, spans=(span,) if i == 0 else ()) for i, cell in enumerate(row.cells)]
        line = lines[index].number + source.count("\n", 0, a)
        rows.append(replace(row, cells=tuple(cells), line=line))
    taken = filled[: len(rows)]
    gaps = zip([0, *(b for _, b in taken)], [*(a for a, _ in taken), len(source)], strict=True)
    marks = tuple((base + a, base + b) for a, b in gaps if source[a:b].strip())
    furniture = [Furniture("<table>", marks, "標記")] if marks else []
    return end, [
        replace(made, rows=tuple(rows), number=number, line=lines[index].number),
        *furniture,
    ]


def _pipe_table(lines: list[Line], index: int, number: int) -> tuple[int, list[Block]]:
    rows: list[Row] = []
    rule = lines[index + 1]
    end = index
    while end < len(lines) and "|" in lines[end].text:
        line = lines[end]
        end += 1
        if line is rule:
            continue
        cells = []
        start = line.start
        for part in line.text.split("|"):
            left = len(part) - len(part.lstrip())
            span = (start + left, start + len(part.rstrip()))
            cells.append(Cell(visible(part), (span,) if part.strip() else ()))
            start += len(part) + 1
        if not cells[0].text:
            cells = cells[1:]
        if cells and not cells[-1].text:
            cells = cells[:-1]
        rows.append(Row(tuple(cells), len(rows) + 1, not rows, page=line.page, line=line.number))
    marks = [
        i for line in lines[index:end] for i, c in enumerate(line.text, line.start) if c == "|"
    ]
    spans = (rule.span, *((i, i + 1) for i in marks if not rule.start <= i < rule.end))
    return end, [
        Table(tuple(rows), number, lines[index].page, lines[index].number),
        Furniture("|", spans, "標記", rule.page, rule.number),
    ]
