"""對照表: a comparison as a table to send, 前一年度／本年度／說明, for each section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from search.comparison import Pair
from search.model import Passage
from web import passage_page, wordings
from web.export import phrases
from web.export.blocks import Block, Cell, Heading, Paper, Paragraph, Span, Table, cell
from web.years import aligned, year_wordings

TITLE = "對照表"
_WIDTHS = (10.0, 10.0, 5.0)


def side_by_side(first: str, second: str, pairs: Sequence[Pair]) -> Paper:
    """Lay out a comparison; 說明 says what changed and is otherwise left to the office.

    Args:
        first: what tells the older side, such as its year.
        second: the newer one.
        pairs: in reading order, without those that are the same.
    """
    return Paper(
        title=TITLE,
        subtitle=f"{first} 與 {second}，{wordings.SITE}（{wordings.TAGLINE}）製作",
        blocks=tuple(_blocks(first, second, pairs)),
    )


def _blocks(first: str, second: str, pairs: Sequence[Pair]) -> Iterator[Block]:
    if not pairs:
        yield Paragraph((Span("沒有文字上的差異。"),))
    numbered = list(enumerate(pairs, start=1))
    sections = groupby(numbered, key=lambda one: passage_page.trail(one[1].shown)[:1])
    for place, (trail, held) in enumerate(sections, start=1):
        yield Heading(" › ".join(trail) or "未標示章節")
        yield Table(
            f"對照{place}",
            (first, second, "說明"),
            _WIDTHS,
            tuple(row for number, pair in held for row in _rows(number, pair)),
            wide=True,
        )


def _rows(number: int, pair: Pair) -> Iterator[tuple[Cell, ...]]:
    """A row a pair; of a text in items a row for its heading and one for each pair of items."""
    said = f"{number}. {year_wordings.STATES[pair.state]}"
    old, new = pair.old, pair.new
    if old is None or new is None or new.kpi is not None or old.kpi is not None:
        yield _side(old), _side(new), cell(said, *_changed(pair))
        return
    if aligned.is_rewritten(old, new):
        yield _side(old), _side(new), cell(f"{said}（全部改寫）")
        return
    items = aligned.item_pairs(old, new)
    if len(items) == 1:
        yield _side(old), _side(new), cell(said)
        return
    yield _head(old), _head(new), cell(said)
    for one in items:
        told = "" if one.is_same else "改寫" if one.is_rewritten else "修正"
        told = "新增" if one.old is None else "刪除" if one.new is None else told
        yield cell(one.old or "（無）"), cell(one.new or "（無）"), cell(told or "相同")


def _head(passage: Passage) -> Cell:
    number = phrases.numbered(passage.number) if passage.number else ""
    return ((Span(f"{number}{passage.title}", strong=True),),)


def _side(passage: Passage | None) -> Cell:
    if passage is None:
        return cell("（無）")
    if passage.kpi is None:
        return (*_head(passage), *cell(*passage.text.split("\n")))
    cells = (f"{label}：{value}" for label, value in passage_page.cells(passage.kpi))
    return (*_head(passage), *cell(*cells))


def _changed(pair: Pair) -> tuple[str, ...]:
    """The cells of an indicator that read otherwise: 年度目標值：420人 → 620人."""
    if pair.old is None or pair.new is None or pair.old.kpi is None or pair.new.kpi is None:
        return ()
    old = dict(passage_page.cells(replace(pair.old.kpi, goal=None)))
    new = dict(passage_page.cells(replace(pair.new.kpi, goal=None)))
    return tuple(
        f"{label}：{old[label]} → {value}"
        for label, value in new.items()
        if label in old and old[label] != value
    )
