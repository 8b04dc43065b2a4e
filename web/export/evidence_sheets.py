"""The evidence of a pack as sheets: one of all of it, or of a batch one for each question."""

from __future__ import annotations

from collections.abc import Sequence

from search.evidence.pack import Evidence, Pack
from web.export.book import Row, Sheet, sheets
from web.export.content import is_batch, paper
from web.export.sheet import COLUMNS, PRINTED_COLUMNS, evidence_rows

EVIDENCE = "佐證資料"


def pack_sheets(pack: Pack) -> tuple[Sheet, ...]:
    """Lay a pack out as sheets; its evidence has a column a fact."""
    if not is_batch(pack):
        return sheets(paper(pack), (_sheet(EVIDENCE, pack, pack.evidence),))
    rows = {row.number: row for row in pack.evidence}
    questions = tuple(
        _sheet(f"第 {number} 題", pack, [rows[one] for one in inquiry.evidence])
        for number, inquiry in enumerate(pack.inquiries, start=1)
        if inquiry.evidence
    )
    return sheets(paper(pack), questions)


def _sheet(name: str, pack: Pack, rows: Sequence[Evidence]) -> Sheet:
    names, widths, _ = zip(*COLUMNS, strict=True)
    noted = any(row.note for row in rows)
    return Sheet(
        name,
        widths,
        names,
        tuple(Row(tuple(values)) for values in evidence_rows(pack, rows)),
        printed=PRINTED_COLUMNS + noted,
    )
