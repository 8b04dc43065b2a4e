"""The evidence of a pack as rows, a fact a column, for spreadsheets and programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO

from search import pace
from search.evidence.pack import Evidence, Pack
from search.model import UNKNOWN
from search.present.lines import plain_cell
from web import passage_page, wordings
from web.export import phrases
from web.export.texts import clean_lines

Value = str | int
_BOM = "\ufeff"


def _years_as_number(row: Evidence) -> Value:
    year_roc = row.passage.year_roc
    return UNKNOWN if year_roc is None else year_roc


COLUMNS: tuple[tuple[str, float, Callable[[Evidence, Pack], Value]], ...] = (
    ("列", 2.3, lambda row, _: row.number),
    ("機關", 2.6, lambda row, _: row.passage.agency or UNKNOWN),
    ("年度", 2.3, lambda row, _: _years_as_number(row)),
    ("計畫", 3.2, lambda row, _: row.passage.document_title),
    ("種類", 2.4, lambda row, _: wordings.KINDS[row.passage.kind]),
    ("標題", 3.2, lambda row, _: phrases.title(row)),
    ("原文", 9.4, lambda row, _: phrases.quoted_text(row)),
    ("引用範圍", 2.4, lambda row, _: phrases.quoted(row) or "全段"),
    ("出處", 2.6, lambda row, _: phrases.place(row)),
    ("備註", 4.0, lambda row, _: row.note),
    ("查詢", 2.3, lambda row, _: "、".join(map(str, row.inquiries))),
    ("計畫類別", 2.6, lambda row, _: row.passage.plan_category or ""),
    ("工作計畫", 3.6, lambda row, _: row.passage.work_program or ""),
    ("章節", 4.0, lambda row, _: " › ".join(passage_page.trail(row.passage))),
    ("檔案", 4.0, lambda row, _: row.passage.source.file),
    ("SHA-256", 4.0, lambda row, _: row.passage.source.sha256),
    ("版本", 3.2, lambda row, _: phrases.edition_status(row)),
    ("核對", 3.2, lambda row, _: phrases.check(row)),
    ("修正", 4.0, lambda row, _: "\n".join(map(wordings.revised, row.revisions))),
    ("相符", 2.3, lambda row, _: "部分相符" if row.partial else "相符" if row.inquiries else ""),
    ("網址", 5.0, lambda row, _: row.permalink),
    ("取得日期", 3.2, lambda row, pack: wordings.roc_date(pack.made_at.date())),
)
"""Name, width in centimetres and value of each column of the evidence table."""
PRINTED_COLUMNS = 9
"""The first columns, which fit on paper; the others are for sorting and for programs. Notes are
printed too where there are any."""


def evidence_rows(pack: Pack, rows: Iterable[Evidence] | None = None) -> Iterator[list[Value]]:
    """Give rows of evidence, by default all of a pack, without their head; line breaks stay."""
    for row in pack.evidence if rows is None else rows:
        pace.step()
        yield [
            clean_lines(value) if isinstance(value, str) else value
            for value in (give(row, pack) for _, _, give in COLUMNS)
        ]


def table_csv(
    title: str, head: Sequence[str], rows: Iterable[Sequence[Value]]
) -> tuple[bytes, str]:
    """Write any table as CSV for Excel, with its media type; the title has no place in it."""
    del title
    written = StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(head)
    writer.writerows(
        [plain_cell(one) if isinstance(one, str) else one for one in row] for row in rows
    )
    return (_BOM + written.getvalue()).encode(), "text/csv; charset=utf-8"


def csv_bytes(pack: Pack) -> bytes:
    """Write the evidence table as CSV for Excel: UTF-8 with a mark, no cell a formula."""
    sheet = StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow([name for name, _, _ in COLUMNS])
    writer.writerows([plain_cell(value) for value in row] for row in evidence_rows(pack))
    return (_BOM + sheet.getvalue()).encode()
