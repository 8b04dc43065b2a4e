"""A pack as a workbook for Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from search import clock, pace
from search.evidence.pack import Pack
from web.export import picture
from web.export.book import Row, Sheet
from web.export.evidence_sheets import pack_sheets
from web.export.measures import LINE_POINTS, across, printed_lines
from web.export.phrases import running_head
from web.export.sheet import Value
from web.export.texts import clean, clean_lines

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
_POINTS_A_CM = 28.35
_CHARACTERS_A_CM = 4.6
_PIXELS_A_CM = 96 / 2.54
_UPRIGHT_CM = 20.0
_MOST_LINES = 28
"""Lines of a row: Excel makes none taller than 409 points, so that more go on in the next row."""
_LONGEST_HEAD = 120


def xlsx_bytes(pack: Pack) -> bytes:
    """Write a pack as an XLSX file; its evidence has a column a fact."""
    return book_xlsx(pack_sheets(pack), running_head(pack), "答復資料", pack.made_at)


def book_xlsx(sheets: Sequence[Sheet], head: str, title: str, made_at: datetime) -> bytes:
    """Write sheets as an XLSX file; cells are text or numbers, never formulas.

    Args:
        sheets: in order.
        head: stands on top of each page.
        title: what the file says of itself, as is made_at.
        made_at: now.
    """
    out = BytesIO()
    # What an office asks is written to no disk.
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties(
        {"title": clean(title), "created": made_at.replace(tzinfo=None), "language": "zh-TW"}
    )
    look = {"font_name": "標楷體", "font_size": 10, "text_wrap": True, "valign": "top"}
    plain = book.add_format({**look, "border": 1, "border_color": "#999999"})
    headed = book.add_format({**look, "border": 1, "bold": True, "bg_color": "#e6ebf2"})
    for sheet in sheets:
        _write(book.add_worksheet(sheet.name[:31]), sheet, head, plain, headed)
    book.close()
    return out.getvalue()


def _write(page: Worksheet, sheet: Sheet, head: str, plain: Format, headed: Format) -> None:
    printed = sheet.printed or len(sheet.widths)
    page.set_paper(_A4)
    if sum(sheet.widths[:printed]) > _UPRIGHT_CM:
        page.set_landscape()
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    # Ampersands begin codes in heads.
    page.set_header("&R" + clean(head)[:_LONGEST_HEAD].replace("&", "&&"))
    page.set_footer("&C&A　第 &P 頁，共 &N 頁")
    page.fit_to_pages(1, 0)
    for place, width in enumerate(sheet.widths):
        page.set_column(place, place, width * _CHARACTERS_A_CM)
    columns = across(sheet.widths)
    at = 0
    if sheet.head:
        _write_row(page, 0, sheet.head, headed)
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        at = 1
    for row in sheet.rows:
        pace.step()
        for values, lines in _parted(row, columns):
            # Programs that do not measure rows themselves are told.
            page.set_row(at, lines * LINE_POINTS + 2)
            _write_row(page, at, values, headed if row.head else plain)
            at += 1
    if sheet.head and at > 1:
        page.autofilter(0, 0, at - 1, len(sheet.head) - 1)
    for one in sheet.pictures:
        _write_row(page, at, (picture.caption(one.title, one.panel),), plain)
        width, height = picture.size_cm(one.panel)
        page.set_row(at + 1, height * _POINTS_A_CM + 8)
        scale = width * _PIXELS_A_CM / picture.pixels(one.panel)
        page.insert_image(
            at + 1,
            0,
            "chart.png",
            {
                "image_data": BytesIO(picture.png(one.panel)),
                "x_scale": scale,
                "y_scale": scale,
                "description": clean(one.panel.summary)[:250],
            },
        )
        at += 2
    if sheet.printed and at:
        page.print_area(0, 0, at - 1, sheet.printed - 1)


def _parted(row: Row, columns: Sequence[int]) -> list[tuple[tuple[Value, ...], int]]:
    """A row with its height in lines; what is too tall goes on in rows under it.

    Args:
        row: of the sheet.
        columns: how many Chinese characters each has room for.
    """
    cells = [
        [one] if isinstance(one, int) else list(printed_lines(one, columns[place]))
        for place, one in enumerate(row.values)
    ]
    tallest = max(map(len, cells), default=1)
    if tallest <= _MOST_LINES:
        return [(row.values, max(1, tallest))]
    parts = []
    for top in range(0, tallest, _MOST_LINES):
        values = tuple(
            whole if isinstance(whole, int) else "".join(map(str, lines[top : top + _MOST_LINES]))
            for whole, lines in zip(row.values, cells, strict=True)
        )
        # Each part begins with the number of its row, so that sorting keeps them together.
        parts.append((values, min(_MOST_LINES, tallest - top)))
    return parts


def _write_row(page: Worksheet, at: int, values: Sequence[Value], look: Format) -> None:
    for place, value in enumerate(values):
        if isinstance(value, int):
            page.write_number(at, place, value, look)
        else:
            page.write_string(at, place, clean_lines(value), look)


def table_xlsx(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Value]]
) -> tuple[bytes, str]:
    """Write any table as an XLSX file of one sheet, with its media type."""
    widths = (4.0, 4.0, *[2.4] * (len(head) - 2))
    sheet = Sheet(title, widths, tuple(head), tuple(Row(tuple(row)) for row in rows))
    return book_xlsx((sheet,), title, title, clock.now()), MEDIA_TYPE
