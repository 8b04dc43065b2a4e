"""PDF files: pages → blocks, and what could not be read of them."""

from __future__ import annotations

import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import Any, TypeVar

import pypdfium2

from indexer.blocks import Block, Furniture, Omission, ReadFile, Reason, Row, Table, Text
from indexer.formats.pdf_glyphs import PrintedPage, View, is_unknown, printed_page
from indexer.formats.pdf_hinting import without_programs
from indexer.layout.continuation import Bounds
from indexer.layout.furniture import furniture_of, printed_number
from indexer.layout.glyph_lines import Glyph, line_of, rows_of
from indexer.layout.grid_rows import part_rows
from indexer.layout.linear import clean, read_file_of
from indexer.layout.page import Line, Page, PrintedLine
from indexer.layout.page_columns import in_columns
from indexer.layout.page_grid import PageGrid, fill, grid_of
from indexer.layout.paragraphs import margins_of, paragraphs_of
from indexer.layout.ruled_grid import ruled_grids
from indexer.layout.table_pages import JoinedTable
from indexer.layout.whitespace_grid import ruled_bands, unruled
from indexer.packages import limits
from search.analysis.radicals import CHARACTERS
from search.errors import DocumentError
from search.sandbox.pages import reached

_Made = TypeVar("_Made")
_LOG = logging.getLogger(__name__)
_RESCAN = "請先以 zhengsuo ocr 做文字辨識（OCR），或向原機關索取 ODT、DOCX"
_FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a page may raise that no one foresaw: it costs that page."""
_RECOGNISED = "文字由影像辨識（OCR）取得，可能有誤字，引用前請對照原件"
_VERTICAL = 4
_LARGER, _LARGE = 1.4, 1.15
"""Times the body's type size from which a line may be a heading of level 1 and 2."""


def read_pdf(data: bytes) -> ReadFile:
    """Read a PDF file.

    Raises:
        DocumentError: it is broken, protected, past the limits, or holds no text.
    """
    title, pages, broken = _printed_pages(data)
    if pages and all(page.crowded for page in pages):
        raise DocumentError(
            f"每頁的字數超過上限 {limits.GLYPHS_A_PAGE:,}，像是惡意檔案",
            "請確認來源，或重新產生 PDF",
        )
    if any(page.unknown for page in pages) and not any(page.views for page in pages):
        raise DocumentError("字型沒有標明各字的編碼，文字無法辨認", _RESCAN)
    if not any(page.views for page in pages):
        raise DocumentError(f"全部 {len(pages) + len(broken)} 頁都沒有文字，是掃描的影像", _RESCAN)
    composed = [one for turns in _by_turn(pages) for one in composed_of(turns, broken)]
    composed.sort(key=lambda one: one.order)
    omissions = [*_omissions(pages), *(_broken(number) for number in sorted(set(broken)))]
    warnings = [_RECOGNISED] if any(page.recognised for page in pages) else []
    read = read_file_of(
        _blocks(composed), "pdf", title=title, warnings=warnings, omissions=omissions
    )
    return replace(
        read,
        blocks=tuple(map(_mended, read.blocks)),
        printed=sum(page.printed for page in pages),
        page_labels=tuple(_labels(pages, composed)),
    )


# Pages


def _printed_pages(data: bytes) -> tuple[str | None, list[PrintedPage], list[int]]:
    """The title, the pages that can be read, and the numbers of those that cannot.

    Raises:
        DocumentError: the file is broken, protected or past the limits.
    """
    try:
        document = pypdfium2.PdfDocument(without_programs(data))
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError("檔案有密碼保護", "請移除密碼後再放進資料夾") from error
        raise DocumentError("PDF 不完整或已損壞", "請重新取得完整的檔案") from error
    with contextlib.closing(document):
        count = len(document)
        if count == 0:
            raise DocumentError("PDF 裡沒有任何一頁", "請重新取得完整的檔案")
        if count > limits.PAGES:
            raise DocumentError(
                f"PDF 有 {count:,} 頁，超過上限 {limits.PAGES:,}", "請分成幾個較小的檔案"
            )
        pages: list[PrintedPage] = []
        broken: list[int] = []
        lossy: list[int] = []
        for at in range(count):
            reached(at + 1, count)
            try:
                page, lost = printed_page(document, at)
            except (pypdfium2.PdfiumError, *_FAULTS) as error:
                _LOG.warning("page failed page=%d error=%s", at + 1, type(error).__name__)
                broken.append(at + 1)
                continue
            pages.append(page)
            if lost:
                lossy.append(at)
        if lossy:
            pages = _with_lost(document, data, pages, lossy)
        return document.get_metadata_value("Title") or None, pages, broken


def _with_lost(
    document: Any, data: bytes, pages: list[PrintedPage], lossy: Sequence[int]
) -> list[PrintedPage]:
    """The pages, with the characters that another library finds on some of them."""
    from indexer.formats.pdf_fontless import marks_of

    more = marks_of(data, set(lossy))
    return [
        printed_page(document, page.number - 1, more[page.number - 1])[0]
        if page.number - 1 in more
        else page
        for page in pages
    ]


def _by_turn(pages: Sequence[PrintedPage]) -> list[list[tuple[PrintedPage, View]]]:
    """Views that are the main one of their page, and the others in groups of one direction."""
    main = [(page, page.views[0]) for page in pages if page.views]
    rest: dict[int, list[tuple[PrintedPage, View]]] = {}
    for page in pages:
        for view in page.views[1:]:
            rest.setdefault(view.turn, []).append((page, view))
    return [main, *rest.values()]


@dataclass(frozen=True, slots=True)
class Composed:
    """What of a page is printed in one direction, in reading order.

    Attributes:
        order: number of the page, and 0 for its main direction.
        page: with the lines of the body that are in no table.
        grids: its tables, from top to bottom.
        furniture: lines that belong to the page, with their roles.
        gutter: middle between its two columns, None where it has one.
    """

    order: tuple[int, int]
    page: Page
    grids: tuple[PageGrid, ...]
    furniture: tuple[tuple[Line, str], ...]
    gutter: float | None = None


def printed_lines(data: bytes) -> Iterator[PrintedLine]:
    """All lines of all pages; those of ruled tables behind the others of their page.

    Raises:
        DocumentError: the file is broken, protected or past the limits.
    """
    for views in _by_turn(_printed_pages(data)[1]):
        outside = [_ruled(page.number, view)[1] for page, view in views]
        pages = _pages_of(views, [rows_of(rest) for rest in outside])
        for page, roles, (_, view), rest in zip(
            pages, furniture_of(pages), views, outside, strict=True
        ):
            yield from ((line, roles.get(at)) for at, line in enumerate(page.lines))
            free = set(map(id, rest))
            ruled = [glyph for glyph in view.glyphs if id(glyph) not in free]
            yield from ((line_of(row, page.number), "框線表格") for row in rows_of(ruled))


def _pages_of(
    views: Sequence[tuple[PrintedPage, View]], rows: Sequence[Sequence[list[Glyph]]]
) -> list[Page]:
    return [
        Page(
            page.number,
            page.label,
            view.width,
            view.height,
            tuple(line_of(row, page.number) for row in own),
            view.rules,
        )
        for (page, view), own in zip(views, rows, strict=True)
    ]


def composed_of(views: Sequence[tuple[PrintedPage, View]], broken: list[int]) -> Iterator[Composed]:
    """Lines, tables and furniture of views of one direction.

    Args:
        views: of one direction.
        broken: numbers of pages that cannot be read; those that fail here are put to it.
    """
    found = [(one, made) for one in views if (made := _spared(one, broken, _ruled_rows, *one))]
    views = [one for one, _ in found]
    ruled = [grids for _, (grids, _) in found]
    rows = [own for _, (_, own) in found]
    pages = _pages_of(views, rows)
    last: Composed | None = None
    for at, (page, roles) in enumerate(zip(pages, furniture_of(pages), strict=True)):
        lines = tuple(line for number, line in enumerate(page.lines) if number not in roles)
        kept = [row for number, row in enumerate(rows[at]) if number not in roles]
        printed, view = views[at]
        body = replace(page, lines=lines)
        composed = _spared(views[at], broken, _body, body, kept, ruled[at], last)
        if composed is None:
            continue
        flow, grids, gutter = composed
        last = Composed(
            (page.number, 0 if view is printed.views[0] else 1 + view.turn),
            replace(page, lines=tuple(flow)),
            tuple(sorted(grids, key=lambda grid: grid.box[1])),
            tuple((page.lines[number], role) for number, role in sorted(roles.items())),
            gutter,
        )
        yield last


def _spared(
    one: tuple[PrintedPage, View],
    broken: list[int],
    step: Callable[..., _Made],
    *given: Any,
) -> _Made | None:
    """What a step makes of a page; None where it fails, which costs that page alone."""
    try:
        return step(*given)
    except _FAULTS as error:
        number = one[0].number
        _LOG.warning("layout failed page=%d error=%s", number, type(error).__name__)
        broken.append(number)
        return None


def _ruled_rows(page: PrintedPage, view: View) -> tuple[list[PageGrid], list[list[Glyph]]]:
    """The ruled tables of a page, and the rows of glyphs that are in none."""
    grids, rest = _ruled(page.number, view)
    return grids, rows_of(rest)


def _ruled(number: int, view: View) -> tuple[list[PageGrid], Sequence[Glyph]]:
    """The ruled tables of a page, filled, and the glyphs that are in none."""
    rest: Sequence[Glyph] = view.glyphs
    grids: list[PageGrid] = []
    for grid in ruled_grids(view.rules, number):
        outside = fill(grid, rest)
        if len(outside) < len(rest):
            rest = outside
            grids.append(part_rows(grid))
    return grids, rest


def _body(
    page: Page, rows: Sequence[list[Glyph]], ruled: Sequence[PageGrid], last: Composed | None
) -> tuple[list[Line], list[PageGrid], float | None]:
    """Lines in no table, tables, and the middle between two columns of a page."""
    rest = [glyph for row in rows for glyph in row]
    lines = list(page.lines)
    grids = list(ruled)
    for step in (_banded, _spaced):
        found = len(rest)
        for grid in step(replace(page, lines=tuple(lines)), last):
            outside = fill(grid, rest)
            if len(outside) < len(rest):
                rest = outside
                grids.append(grid)
        if len(rest) < found:
            lines = [line_of(row, page.number) for row in rows_of(rest)]
    before = last.gutter if last is not None else None
    grids.sort(key=lambda grid: grid.box[1])
    gutter = None
    ordered: list[Line] = []
    for top, bottom in pairwise([-inf, *(grid.box[1] for grid in grids), inf]):
        band = [line for line in lines if top <= line.top < bottom]
        own = [glyph for glyph in rest if top <= glyph.top < bottom] if band else []
        found_lines, gutter = in_columns(own, band, page.width, before)
        ordered += found_lines
    return ordered, grids, gutter


def _banded(page: Page, _: Composed | None) -> list[PageGrid]:
    return _unruled_grids(ruled_bands(page.rules, page.lines), page.number)


def _spaced(page: Page, last: Composed | None) -> list[PageGrid]:
    return _unruled_grids(unruled(page.lines, _open_columns(last, page.number)), page.number)


def _unruled_grids(tables: Iterable[Any], page: int) -> list[PageGrid]:
    return [grid for cells in tables if (grid := grid_of(cells, page)) is not None]


def _open_columns(last: Composed | None, number: int) -> Sequence[float]:
    """Borders of the columns of an unruled table that reached the end of the page before."""
    if last is None or last.page.number != number - 1 or not last.grids:
        return ()
    grid = last.grids[-1]
    below = [line for line in last.page.lines if line.top > grid.box[3]]
    return () if grid.ruled or len(below) > 2 else grid.xs


def _labels(
    pages: Iterable[PrintedPage], composed: Iterable[Composed]
) -> Iterator[tuple[int, str]]:
    """The number printed on each page, else the label that the file gives it."""
    printed = {
        one.page.number: number
        for one in composed
        for line, role in one.furniture
        if role == "頁碼" and (number := printed_number(line.text))
    }
    for page in pages:
        label = printed.get(page.number) or page.label
        if label:
            yield page.number, label


# Blocks


def _blocks(composed: Sequence[Composed]) -> Iterator[Block]:
    """Pages joined: paragraphs and tables that go on over page ends are one."""
    body_size = _body_size(composed)
    margins: dict[tuple[int, bool], Bounds] = {}
    for turned in (False, True):
        pages = [one.page for one in composed if bool(one.order[1]) == turned]
        margins |= {(number, turned): own for number, own in margins_of(pages).items()}
    flow: list[Line] = []
    table: JoinedTable | None = None
    turned = False

    def paragraphs() -> Iterator[Block]:
        for paragraph in paragraphs_of(flow, lambda line: margins[line.page or 0, turned]):
            first = paragraph.lines[0]
            text = clean(paragraph.text)
            damaged = any(map(is_unknown, text))
            yield Text(text, (), _level(first.em, body_size), first.page, damaged=damaged)
        flow.clear()

    def finished() -> Iterator[Block]:
        nonlocal table
        if table is not None:
            yield table.table()
            yield from table.furniture
            table = None

    for one in composed:
        if bool(one.order[1]) != turned or (turned and flow):
            yield from finished()
            yield from paragraphs()
            turned = bool(one.order[1])
        waiting = [
            Furniture(clean(line.text), (), role, one.page.number) for line, role in one.furniture
        ]
        for item in _items(one):
            if isinstance(item, Line):
                yield from finished()
                flow.append(item)
            elif table is None or not table.take(item):
                yield from finished()
                yield from paragraphs()
                table = JoinedTable(item)
        if table is None:
            # Furniture goes behind the paragraph that the end of the page may have cut.
            if not flow or flow[-1].page != one.page.number:
                yield from paragraphs()
            yield from waiting
        else:
            table.furniture.extend(waiting)
    yield from finished()
    yield from paragraphs()


def _items(one: Composed) -> Iterator[Line | PageGrid]:
    """Lines and tables of a page in reading order: what is above a table comes before it."""
    lines = list(one.page.lines)
    for grid in one.grids:
        yield from (line for line in lines if line.top < grid.box[1])
        lines = [line for line in lines if line.top >= grid.box[1]]
        yield grid
    yield from lines


def _mended(block: Block) -> Block:
    """A block without radicals and compatibility forms; the file's text keeps its own."""
    if not isinstance(block, Table):
        return replace(block, text=block.text.translate(CHARACTERS))
    return replace(block, rows=tuple(map(_mended_row, block.rows)))


def _mended_row(row: Row) -> Row:
    texts = [cell.text.translate(CHARACTERS) for cell in row.cells]
    if all(cell.text == text for cell, text in zip(row.cells, texts, strict=True)):
        return row
    cells = zip(row.cells, texts, strict=True)
    return replace(row, cells=tuple(replace(cell, text=text) for cell, text in cells))


def _body_size(composed: Iterable[Composed]) -> float:
    sizes: Counter[float] = Counter()
    for one in composed:
        for line in one.page.lines:
            sizes[round(line.em, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _level(size: float, body: float) -> int | None:
    """A hint of a heading level by the size of its type."""
    if size >= _LARGER * body:
        return 1
    return 2 if size >= _LARGE * body else None


# What is left out


def _omissions(pages: Iterable[PrintedPage]) -> Iterator[Omission]:
    for page in pages:
        place = f"第 {page.number} 頁"

        def omission(
            reason: Reason,
            told: str,
            characters: int = 0,
            *,
            guessed: bool = False,
            place: str = place,
        ) -> Omission:
            return Omission(reason, place, told, characters, guessed)

        if page.crowded:
            yield omission(
                "crowded-page", f"字數超過 {limits.GLYPHS_A_PAGE:,}，略過不讀", page.printed
            )
        elif not page.views and page.drawn and not page.printed:
            yield omission("scanned-page", f"沒有文字，可能是掃描的影像，{_RESCAN}")
        elif page.pictures and not page.recognised:
            yield omission("image", "圖片裡的文字沒有讀入")
        if page.slanted:
            yield omission(
                "watermark",
                f"斜印的文字（浮水印）「{clean(page.slanted)}」沒有讀入",
                _visible(page.slanted),
            )
        if page.outside:
            yield omission(
                "outside-page",
                "頁面範圍外的文字（已被裁切，看不見）沒有讀入",
                _visible(page.outside),
            )
        if page.unknown:
            yield omission(
                "unknown-characters", "字的編碼已損壞或字型沒有對應的文字，無法辨認", page.unknown
            )
        for view in page.views:
            count = sum(not glyph.text.isspace() for glyph in view.glyphs)
            if view.turn == _VERTICAL:
                yield omission(
                    "vertical", "直排的文字由右至左逐行讀入，請對照原件", count, guessed=True
                )
            elif view is not page.views[0]:
                yield omission("turned", "轉向的文字另外讀入，排在該頁最後", count, guessed=True)


def _broken(number: int) -> Omission:
    return Omission("broken-page", f"第 {number} 頁", "這一頁損壞，沒有讀入，請重新取得完整的檔案")


def _visible(text: str) -> int:
    return sum(not char.isspace() for char in text)
