"""PDF files: ruled tables, wrapped lines and page furniture."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from indexer.blocks import Block, Furniture, ReadFile, Text
from indexer.formats.pdf_source import Sheet, sheets_of
from indexer.layout.linear import clean, read_file_of
from indexer.layout.pdf_columns import missing_sides, ruled_bands, unruled
from indexer.layout.pdf_furniture import furniture_of
from indexer.layout.pdf_grid import Joined, Part, Slot, part_of
from indexer.layout.pdf_gutter import in_columns
from indexer.layout.pdf_lines import Glyph, Line, lines_of, paragraphs_of
from indexer.packages import limits
from search.errors import DocumentError

_SNAP = 3
_SHORTEST = 3
_CID = re.compile(r"\(cid:\d+\)")
_RESCAN = "請先以 zhengsuo ocr 做文字辨識（OCR），或向原機關索取 ODT、DOCX"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is printed.

    Attributes:
        number: from 1.
        lines: outside tables, in reading order.
        parts: its tables, from top to bottom.
        glyphs: how many visible characters are on it.
        turned: text that does not stand upright.
        gutter: middle between its two columns, None where it has one.
    """

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    parts: tuple[Part, ...]
    glyphs: int
    turned: str = ""
    gutter: float | None = None


def read_pdf(data: bytes) -> ReadFile:
    """Read a PDF file.

    Raises:
        DocumentError: it is broken, protected, past the limits, or holds no text.
    """
    title, sheets = sheets_of(data)
    crowded = [sheet.number for sheet in sheets if sheet.crowded]
    if len(crowded) == len(sheets):
        raise DocumentError(
            f"每頁的字數超過上限 {limits.GLYPHS_A_PAGE:,}，像是惡意檔案",
            "請確認來源，或重新產生 PDF",
        )
    pages: list[Page] = []
    for sheet in sheets:
        if not sheet.crowded:
            pages.append(_page(sheet, pages[-1] if pages else None))
    scans = [page.number for page in pages if page.glyphs == 0]
    if len(scans) == len(sheets):
        raise DocumentError(f"全部 {len(sheets)} 頁都沒有文字，是掃描的影像", _RESCAN)
    warnings: list[str] = []
    if scans:
        warnings.append(f"第 {_ranges(scans)} 頁沒有文字（可能是掃描的影像），{_RESCAN}")
    if any(sheet.recognised for sheet in sheets):
        warnings.append("文字由影像辨識（OCR）取得，可能有誤字，引用前請對照原件")
    if crowded:
        told = _ranges(crowded)
        warnings.append(f"第 {told} 頁的字數超過 {limits.GLYPHS_A_PAGE:,}，略過不讀")
    blocks = tuple(_blocks(pages))
    damaged = sum(_damage(glyph.text) for sheet in sheets for glyph in sheet.glyphs)
    if damaged:
        warnings.append(f"有 {damaged} 個字的編碼已損壞，無法辨認")
    return read_file_of(blocks, "pdf", title=title, warnings=warnings)


# Pages


def _page(sheet: Sheet, last: Page | None) -> Page:
    rest, parts = _filled(list(sheet.glyphs), _parts(sheet))
    lines = lines_of(rest, sheet.number)
    for found in (
        ruled_bands(sheet.edges, lines),
        unruled(lines, _open_columns(last, sheet.number)),
    ):
        more = [part for cells in found if (part := part_of(cells, sheet.number, ruled=False))]
        if more:
            rest, filled = _filled(rest, more)
            parts.extend(filled)
            lines = lines_of(rest, sheet.number)
    gutter = None
    if not parts:
        lines, gutter = in_columns(rest, lines, sheet.width, last.gutter if last else None)
    return Page(
        sheet.number,
        sheet.width,
        sheet.height,
        tuple(lines),
        tuple(sorted(parts, key=lambda part: part.box[1])),
        sum(not glyph.text.isspace() for glyph in sheet.glyphs) + len(sheet.turned.strip()),
        sheet.turned,
        gutter,
    )


def _open_columns(page: Page | None, number: int) -> Sequence[float]:
    """Borders of the columns of an unruled table that reached the end of the page before."""
    if page is None or page.number != number - 1 or not page.parts:
        return ()
    part = page.parts[-1]
    below = [line for line in page.lines if line.top > part.box[3]]
    return () if part.ruled or len(below) > 2 else part.xs


def _filled(glyphs: list[Glyph], parts: Iterable[Part]) -> tuple[list[Glyph], list[Part]]:
    """Glyphs that are in no table, and the tables with theirs; empty tables are dropped."""
    rest = glyphs
    kept: list[Part] = []
    for part in parts:
        outside, cells = _shared_out(rest, part)
        slots = [slot for row in part.rows for slot in row]
        if not any(cells):
            continue
        for slot, own in zip(slots, cells, strict=True):
            slot.lines = lines_of(own, part.page)
        rest = outside
        kept.append(part)
    return rest, kept


def _parts(sheet: Sheet) -> list[Part]:
    """The ruled tables of a page, by pdfplumber's way from edges to cells."""
    if not sheet.edges:
        return []
    edges = [*sheet.edges, *missing_sides(sheet.edges)]
    merged = merge_edges(
        [dict(edge) for edge in edges if max(edge["width"], edge["height"]) >= 1],
        snap_x_tolerance=_SNAP,
        snap_y_tolerance=_SNAP,
        join_x_tolerance=_SNAP,
        join_y_tolerance=_SNAP,
    )
    crossings = edges_to_intersections(
        [edge for edge in merged if max(edge["width"], edge["height"]) >= _SHORTEST], _SNAP, _SNAP
    )
    tables = cells_to_tables(intersections_to_cells(crossings))
    parts = [part for cells in tables if (part := part_of(cells, sheet.number)) is not None]
    # A table inside a cell of another belongs to that cell.
    return [
        part
        for part in parts
        if not any(_within(part.box, other.box) for other in parts if other is not part)
    ]


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
        and inner != outer
    )


def _shared_out(glyphs: Iterable[Glyph], part: Part) -> tuple[list[Glyph], list[list[Glyph]]]:
    """Glyphs outside a table, and those of each of its slots in row order."""
    slots = [slot for row in part.rows for slot in row]
    ys = sorted({slot.box[1] for slot in slots})
    by_row: dict[int, list[int]] = {}
    for index, slot in enumerate(slots):
        low = bisect_right(ys, slot.box[1]) - 1
        high = bisect_right(ys, slot.box[3] - 1)
        for row in range(low, max(high, low + 1)):
            by_row.setdefault(row, []).append(index)
    outside: list[Glyph] = []
    inside: list[list[Glyph]] = [[] for _ in slots]
    x0, top, x1, bottom = part.box
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not (x0 <= x <= x1 and top <= y <= bottom):
            outside.append(glyph)
            continue
        row = max(bisect_right(ys, y) - 1, 0)
        chosen = _slot_at(slots, by_row.get(row, ()), x, y)
        if chosen is None:
            outside.append(glyph)
        else:
            inside[chosen].append(glyph)
    return outside, inside


def _slot_at(slots: Sequence[Slot], candidates: Iterable[int], x: float, y: float) -> int | None:
    nearest, distance = None, float("inf")
    for index in candidates:
        x0, top, x1, bottom = slots[index].box
        away = max(x0 - x, x - x1, 0.0) + max(top - y, y - bottom, 0.0)
        if away == 0.0:
            return index
        if away < distance:
            nearest, distance = index, away
    return nearest


# Blocks


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Pages joined: paragraphs and tables that go on over page ends are one."""
    furniture = furniture_of(
        [sorted(page.lines, key=lambda line: line.top) for page in pages],
        [page.height for page in pages],
    )
    body_size = _body_size(pages)
    left, right = _margins(pages, furniture)
    flow: list[Line] = []
    table: Joined | None = None

    def paragraphs() -> Iterator[Block]:
        for paragraph in paragraphs_of(flow, left, right):
            first = paragraph.lines[0]
            text = clean(paragraph.text)
            yield Text(
                text, (), _level(first.size, body_size), first.page, damaged=_damage(text) > 0
            )
        flow.clear()

    def finished() -> Iterator[Block]:
        nonlocal table
        if table is not None:
            yield table.table()
            yield from table.furniture
            table = None

    for page in pages:
        waiting: list[Furniture] = []
        items: list[Line | Part] = [*page.lines, *page.parts]
        if page.parts:
            items.sort(key=lambda item: item.box[1] if isinstance(item, Part) else item.top)
        for item in items:
            if isinstance(item, Line):
                role = furniture.get(id(item))
                if role is not None:
                    waiting.append(Furniture(clean(item.text), (), role, page.number))
                    continue
                yield from finished()
                flow.append(item)
            elif table is None or not table.take(item):
                yield from finished()
                yield from paragraphs()
                table = Joined(item)
        if table is None:
            # Furniture goes behind the paragraph that the end of the page may have cut.
            cut = flow[-1:] if flow and flow[-1].page == page.number else []
            if not cut:
                yield from paragraphs()
            yield from waiting
        else:
            table.furniture.extend(waiting)
        if page.turned.strip():
            yield Furniture(clean(page.turned), (), "旋轉的文字", page.number)
    yield from finished()
    yield from paragraphs()


def _body_size(pages: Iterable[Page]) -> float:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _level(size: float, body: float) -> int | None:
    """A hint of a heading level by the size of its type."""
    if size >= 1.4 * body:
        return 1
    return 2 if size >= 1.15 * body else None


def _margins(pages: Sequence[Page], furniture: dict[int, str]) -> tuple[float, float]:
    """Where full lines begin and end: the outermost places where several do."""
    lines = [line for page in pages for line in page.lines if id(line) not in furniture]
    if not lines:
        return 0.0, 0.0
    left = _shared(sorted(line.x0 for line in lines))
    right = _shared(sorted((line.x1 for line in lines), reverse=True))
    width = median(page.width for page in pages)
    if right - left < 0.5 * width:
        # No line is full, so the margins are taken to be alike.
        right = width - left
    return left, right


def _shared(values: Sequence[float]) -> float:
    for at in range(len(values) - 2):
        if abs(values[at] - values[at + 2]) < 6:
            return values[at + 1]
    return values[0]


def _damage(text: str) -> int:
    return len(_CID.findall(text)) + sum(
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" for char in text
    )


def _ranges(numbers: Sequence[int]) -> str:
    """Page numbers as people write them: 2、5–7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
