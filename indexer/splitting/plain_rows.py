"""Rows as narrative: those of a table that is not understood, and those that name nothing."""

from __future__ import annotations

from indexer.blocks import Table
from indexer.outline.tree import first_clause
from indexer.splitting.drafts import Drafts, spot_of_row
from indexer.splitting.tables import Record, bare, one_line

_MAX_TABLE_TEXT = 1500


def add_row(drafts: Drafts, record: Record, table: Table, section: str) -> None:
    """Add a row that names neither work item nor indicator; an account is its own title."""
    names = (bare(cell.text) for column, cell in record.printed if column.field == "project")
    drafts.add(
        "narrative",
        next((name for code, name in names if code), None) or _title_of(section),
        "\n".join(
            f"{column.label}：{one_line(cell.text)}" if column.label else one_line(cell.text)
            for column, cell in record.printed
        ),
        spans=record.spans,
        spot=spot_of_row(table, record.row, section),
        damaged=any(cell.damaged for _, cell in record.printed),
        table_margin=record.margin,
    )


def add_plain(drafts: Drafts, table: Table, section: str) -> None:
    """Add a table that is not understood: its rows as text, in passages of bearable length."""
    lines: list[str] = []
    first = None
    spans: list[tuple[int, int]] = []
    title = _title_of(section)

    def close() -> None:
        if first is not None and spans:
            drafts.add(
                "narrative",
                title,
                "\n".join(lines),
                spans=spans,
                spot=spot_of_row(table, first, section),
                damaged=table.damaged,
                table_margin=0.0,
            )

    for row in table.rows:
        text = "　".join(cell.text.replace("\n", "") for cell in row.cells if cell.text)
        if not text:
            # Cells that hold nothing but a converter's marks.
            spans += [span for cell in row.cells for span in cell.spans]
            continue
        if first is not None and sum(map(len, lines)) + len(text) > _MAX_TABLE_TEXT:
            close()
            lines, spans, first = [], [], None
        first = first or row
        lines.append(text)
        spans += [span for cell in row.cells for span in cell.spans]
    close()


def _title_of(section: str) -> str:
    """The title of what a table says: the heading it stands under, of a sentence the beginning."""
    heading = section.rpartition(" > ")[2]
    return (first_clause(bare(heading)[1]) if "。" in heading else heading) or "表"
