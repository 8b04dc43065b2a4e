"""The linear text of a file: blocks without spans → the text and the same blocks with spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from indexer.blocks import Block, Omission, ReadFile, Row, Table, Text
from indexer.layout.contents import without_contents
from indexer.numbering import enumerator
from search.errors import DocumentError

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BLANKS = re.compile(r"[ \t\r\xa0]+")
# Symbol fonts put their signs into the private use area, where they mean nothing to a reader.
_SIGNS = str.maketrans(
    {
        0xF06C: "●", 0xF06E: "■", 0xF06F: "□", 0xF071: "❑", 0xF075: "◆", 0xF076: "❖",
        0xF09F: "•", 0xF0A1: "○", 0xF0A7: "▪", 0xF0A8: "□", 0xF0B7: "•", 0xF0D8: "➢",
        0xF0E0: "→", 0xF0F0: "→", 0xF0FB: "✗", 0xF0FC: "✓", 0xF0FD: "☒", 0xF0FE: "☑",
    }
)  # fmt: skip
SYMBOLS = frozenset(map(chr, _SIGNS))
"""Characters of the private use area whose sign is known."""
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]")


def clean(text: str) -> str:
    """Text of a paragraph: no control characters, white space runs as one space, ends bare.

    Line feeds are kept, for cells; full-width spaces are kept inside, being printed.
    """
    lines = (
        _CONTROL.sub("", text)
        .translate(_SIGNS)
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .split("\n")
    )
    return "\n".join(_BLANKS.sub(" ", line).strip(" \u3000\ufeff\u200b") for line in lines)


def cell_text(paragraphs: Iterable[str]) -> str:
    """The paragraphs of a cell in one text, empty ones left out."""
    return "\n".join(
        line for paragraph in paragraphs for line in clean(paragraph).split("\n") if line
    )


def is_cjk(char: str) -> bool:
    """Whether a character is set without spaces round it: Chinese, or full-width."""
    return bool(_CJK.match(char))


def glue(left: str, right: str) -> str:
    """Two lines of one paragraph as one, with a space only between Latin words."""
    if not left or not right:
        return left + right
    if left[-1].isspace() or right[0].isspace() or is_cjk(left[-1]) or is_cjk(right[0]):
        return left + right
    if not (left[-1].isalnum() or left[-1] in ",.;:!?)%") or not (
        right[0].isalnum() or right[0] in "(&"
    ):
        return left + right
    return f"{left} {right}"


def with_label(label: str, text: str) -> str:
    """An automatic number in front of its paragraph, as it is printed.

    A space stands between them only where the text begins in Latin letters or digits, or
    where the number ends in one: 1.辦理, but 1. ISO.
    """
    if not label or not text:
        return label + text
    if is_cjk(label[-1]) or (not label[-1].isalnum() and is_cjk(text[0])):
        return label + text
    return f"{label} {text}"


def visible(text: str) -> int:
    """How many characters are not white space."""
    return sum(not char.isspace() for char in text)


def lay_out(blocks: Iterable[Block]) -> tuple[str, tuple[Block, ...]]:
    """Write blocks out as one text and give each its spans in it.

    A paragraph is a line, a row of a table is a line with its cells parted by tabs, and the
    paragraphs of a cell are parted by line feeds. Empty paragraphs are left out.
    """
    parts: list[str] = []
    placed: list[Block] = []
    at = 0

    def put(text: str, end: str) -> tuple[tuple[int, int], ...]:
        nonlocal at
        start = at
        parts.append(text)
        parts.append(end)
        at += len(text) + len(end)
        return ((start, start + len(text)),) if text else ()

    for block in blocks:
        if isinstance(block, Table):
            rows: list[Row] = []
            for row in block.rows:
                last = len(row.cells) - 1
                cells = tuple(
                    replace(cell, spans=put(cell.text, "\n" if column == last else "\t"))
                    for column, cell in enumerate(row.cells)
                )
                rows.append(replace(row, cells=cells))
            placed.append(replace(block, rows=tuple(rows)))
        elif block.text:
            placed.append(replace(block, spans=put(block.text, "\n")))
    return "".join(parts), tuple(placed)


def read_file_of(
    blocks: Iterable[Block],
    format_name: str,
    *,
    title: str | None = None,
    warnings: Iterable[str] = (),
    omissions: Iterable[Omission] = (),
) -> ReadFile:
    """A reader's blocks, spans still empty, as what the reader gives.

    Raises:
        DocumentError: there is not one visible character in them.
    """
    text, placed = lay_out(numbered(without_contents(blocks)))
    if not any(
        isinstance(block, Table) or (isinstance(block, Text) and visible(block.text))
        for block in placed
    ) or not visible(text):
        raise DocumentError(
            "檔案裡沒有可讀的文字",
            "如果內容是圖片或掃描頁，請先做文字辨識（OCR），再放進資料夾",
        )
    return ReadFile(
        text=text,
        blocks=placed,
        format=format_name,
        title=clean(title or "") or None,
        warnings=tuple(dict.fromkeys(warnings)),
        omissions=tuple(omissions),
    )


def flatten(blocks: Iterable[Block]) -> str:
    """Blocks inside a cell as the text of that cell; rows of a table in it become lines."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            lines.extend(
                " ".join(cell.text.replace("\n", " ") for cell in row.cells if cell.text)
                for row in block.rows
            )
        else:
            lines.append(block.text)
    return cell_text(lines)


def as_texts(text: str, level: int | None) -> Iterable[Text]:
    """A paragraph with forced line breaks in it, as one Text or several.

    A heading that is broken for its looks is one; elsewhere a forced break parts what people
    mean as lines of their own, such as a list of dates.
    """
    lines = [line for line in clean(text).split("\n") if line]
    if level is not None and lines and not any(enumerator(line) for line in lines[1:]):
        joined = lines[0]
        for line in lines[1:]:
            joined = glue(joined, line)
        lines = [joined]
    for line in lines:
        yield Text(text=line, spans=(), level=level)


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks with their tables numbered from 1 in reading order."""
    out: list[Block] = []
    count = 0
    for block in blocks:
        if isinstance(block, Table):
            count += 1
            block = replace(block, number=count)
        out.append(block)
    return tuple(out)
