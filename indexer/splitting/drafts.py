"""Making passages: the fields that every kind shares are filled in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from indexer.blocks import Row, Span, Table, Text
from indexer.meaning.confidence import Drawn, confidences
from indexer.meaning.headings import Told, path_of, spans_of_blocks
from indexer.splitting.metadata import About
from search.model import Kind, Kpi, Location, Passage, Place, Source

_DAMAGE = re.compile("[\ufffd\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a passage stands: heading path, and what is known of page, line, table and row."""

    section: str
    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None


def spot_of_block(block: Text | None, section: str) -> Spot:
    """Where a paragraph or heading stands."""
    return Spot(section) if block is None else Spot(section, block.page, block.line)


def spot_of_row(table: Table, row: Row, section: str) -> Spot:
    """Where a row stands; a table of number 0 is made of lines and is none in the file."""
    place = (table.number, row.number) if table.number else (None, None)
    return Spot(section, row.page or table.page, row.line, *place)


@dataclass(slots=True)
class Drafts:
    """Passages of one document, in the order in which they were made.

    Headings that head nothing but other headings belong to the first passage beneath them;
    they wait here until it comes.

    Attributes:
        margin: how sure the role is of the heading that is being read.
    """

    about: About
    source: Source
    page_labels: Mapping[int, str] = field(default_factory=dict)
    drawn: list[Drawn] = field(default_factory=list)
    waiting: list[Span] = field(default_factory=list)
    margin: float = 0.0

    def await_next(self, block: Text | None) -> None:
        """Keep a heading for the first passage beneath it."""
        if block is not None:
            self.waiting += block.spans

    def add(
        self,
        kind: Kind,
        title: str,
        text: str,
        *,
        spans: Iterable[Span],
        spot: Spot,
        number: str | None = None,
        work_program: str | None = None,
        plan_category: str | None = None,
        items: Sequence[str] = (),
        codes: Sequence[str] = (),
        kpi_link: str | None = None,
        kpi: Kpi | None = None,
        damaged: bool = False,
        restored: bool = False,
        misprinted: Callable[[Location], Sequence[Place]] = lambda location: (),
        table_margin: float | None = None,
    ) -> None:
        """Add a passage; its id is given later."""
        own = tuple(sorted(spans))
        location = Location(
            start=own[0][0] if own else 0,
            end=max(end for _, end in own) if own else 0,
            page=spot.page,
            line=spot.line,
            table=spot.table,
            row=spot.row,
            page_label=self.page_labels.get(spot.page) if spot.page is not None else None,
        )
        passage = Passage(
            id="",
            document="",
            edition="",
            document_title=self.about.title,
            document_kind=self.about.kind,
            agency=self.about.agency,
            year=self.about.year,
            covers=self.about.covers,
            kind=kind,
            title=title.strip(),
            text=text,
            source=self.source,
            location=location,
            number=number,
            section=spot.section,
            work_program=work_program,
            plan_category=plan_category,
            items=tuple(items),
            codes=tuple(codes),
            kpi_link=kpi_link,
            kpi=kpi,
            spans=merged((*self.waiting, *own)),
            damaged=damaged or bool(_DAMAGE.search(title + text)),
            restored=restored,
            also_at=tuple(misprinted(location)),
        )
        self.waiting.clear()
        self.drawn.append(Drawn(passage, self.margin, table_margin))

    def settle(self) -> tuple[Passage, ...]:
        """All passages in reading order; headings that still wait go to the last one."""
        drawn = self.in_order()
        sure = confidences(drawn)
        passages = [replace(d.passage, confidence=c) for d, c in zip(drawn, sure, strict=True)]
        if self.waiting and passages:
            passages[-1] = replace(passages[-1], spans=merged((*passages[-1].spans, *self.waiting)))
        return tuple(passages)

    def in_order(self) -> list[Drawn]:
        """All passages in reading order, with how they were made."""
        return sorted(self.drawn, key=lambda d: (d.passage.location.start, d.passage.location.end))


def add_told(
    drafts: Drafts,
    kind: Kind,
    title: str,
    told: Told,
    *,
    code: str | None,
    number: str | None,
    work_program: str | None = None,
    items: Sequence[str] = (),
    kpi: Kpi | None = None,
) -> None:
    """Add what a heading or a numbered paragraph tells.

    Args:
        drafts: where it goes.
        kind: of the passage.
        title: its name, with or without the code.
        told: what it tells.
        code: printed before or behind the name, such as that of an SDG indicator.
        number: printed.
        work_program: that it belongs to.
        items: its parts.
        kpi: the cells of an indicator.
    """
    drafts.add(
        kind,
        title,
        "\n".join(told.lines),
        spans=spans_of_blocks([told.node.block, *told.texts]),
        spot=spot_of_block(told.node.block, path_of(told.node)),
        number=number,
        work_program=work_program,
        items=items,
        codes=[code] if code else [],
        kpi=kpi,
        damaged=any(block.damaged for block in told.texts),
    )


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch or overlap made one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
