"""The indicators of a pack as tables: code, unit, targets and results of years side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.programs.series import ACTUAL, REVISED, TARGET, Series, Statement
from web import passage_page, wordings
from web.export import phrases
from web.export.blocks import Block, Cell, Paragraph, Picture, Span, Table, cell
from web.years.series_chart import panels

TABLE = "關鍵績效指標"
MOST_PICTURES = 40
"""Charts of a pack; each takes some 10 KB of the file and half a page."""
_YEARS_BESIDE = 5
_RATE = "rate"
_REACHED = {True: "達成", False: "未達成", None: "無法判讀"}


def indicators(held: Sequence[Series]) -> Iterator[Block]:
    """Lay out what is stated of each indicator by year, its chart after the tables."""
    years = sorted({year for one in held for year in one.years})
    parts = [years[at : at + _YEARS_BESIDE] for at in range(0, len(years), _YEARS_BESIDE)]
    for place, part in enumerate(parts, start=1):
        rows = tuple(row for one in held for row in _rows(one, part))
        if rows:
            yield _table(f"{TABLE}{place if len(parts) > 1 else ''}", part, rows)
    yield from _undated(held)
    if parts:
        yield _note(
            "「是否達成」只比較印出的目標值與實際值：單位不同、沒有數字，或目標沒有寫明至少或至多而"
            "可能以低為佳的，寫「無法判讀」。各值照原文列出。"
        )
    for one in held:
        yield from _breaks(one)
    for one in held:
        yield _note(f"「{one.title}」出處：{'；'.join(_printed_in(one))}。")
    yield from _pictures(held)


def _table(name: str, years: Sequence[int], rows: tuple[tuple[Cell, ...], ...]) -> Table:
    return Table(
        name,
        ("代碼", "指標", "單位", "項目", *(f"{phrases.year(one)} 年度" for one in years)),
        (2.4, 5.4, 2.4, 2.6, *(13.5 / len(years) for _ in years)),
        rows,
        wide=True,
    )


def _rows(one: Series, years: Sequence[int]) -> Iterator[tuple[Cell, ...]]:
    """A row for targets, one for results and so on; only the first one names the indicator."""
    said = [stated for stated in one.statements if stated.year in years]
    roles = sorted({stated.role for stated in said}, key=_order)
    if not roles:
        return
    kpis = [source.kpi for stated in said for source in stated.sources if source.kpi]
    codes = dict.fromkeys(
        code for stated in said for source in stated.sources for code in source.codes
    )
    tracks = dict.fromkeys(track.unit for track in one.tracks if track.unit)
    units = dict.fromkeys(kpi.unit for kpi in kpis if kpi.unit) or tracks
    heads = (cell("、".join(codes) or "—"), cell(one.title), cell("、".join(units) or "—"))
    for role in roles:
        own = [stated for stated in said if stated.role == role]
        yield (
            *heads,
            cell(wordings.VALUE_WORDS.get(role, role)),
            *(_said(own, year) for year in years),
        )
        heads = ((), (), ())
    if {TARGET, REVISED} & set(roles) and ACTUAL in roles:
        told = (_reached(one, said, year) for year in years)
        yield (*heads, cell("是否達成"), *told)


def _said(own: Sequence[Statement], year: int) -> Cell:
    return cell(*(stated.raw for stated in own if stated.year == year)) or cell("—")


def _reached(one: Series, said: Sequence[Statement], year: int) -> Cell:
    roles = {stated.role for stated in said if stated.year == year}
    if ACTUAL not in roles or not roles & {TARGET, REVISED}:
        return cell("—")
    return cell(_REACHED[one.reached(year)])


def _printed_in(one: Series) -> Iterator[str]:
    """Where the values of an indicator are printed, document by document."""
    places: dict[str, dict[str, None]] = {}
    for stated in one.statements:
        for source in stated.sources:
            where = places.setdefault(source.document_title, {})
            where.setdefault(passage_page.place(source.location))
    for title, where in places.items():
        named = "、".join(filter(None, where))
        yield f"{title}{f'（{named}）' if named else ''}"


def _undated(held: Sequence[Series]) -> Iterator[Block]:
    """What is stated of no known year, in a table of its own."""
    rows = tuple(
        (
            cell(one.title),
            cell(wordings.VALUE_WORDS.get(stated.role, stated.role)),
            cell(stated.raw),
        )
        for one in held
        for stated in one.statements
        if stated.year is None
    )
    if rows:
        head = ("指標", "項目", "值（原文）")
        yield Table(f"{TABLE}（年度未標示）", head, (7, 3, 7), rows)


def _breaks(one: Series) -> Iterator[Block]:
    for broken in one.breaks:
        changed = "、".join(
            f"{name}由「{before}」改為「{after}」"
            for name, pair in (("衡量標準", broken.definition), ("單位", broken.unit))
            if pair
            for before, after in (pair,)
        )
        when = f"{phrases.year(broken.before)} 年度與 {phrases.year(broken.after)} 年度"
        yield _note(f"「{one.title}」{when}之間{changed}，前後數值不能直接比較。")


def _pictures(held: Sequence[Series]) -> Iterator[Block]:
    drawn = [(one.title, panel) for one in held for panel in panels(one)]
    for title, panel in drawn[:MOST_PICTURES]:
        yield Picture(title, panel)
    if len(drawn) > MOST_PICTURES:
        yield _note(f"另有 {len(drawn) - MOST_PICTURES:,} 張折線圖沒有附上，數值都在上表。")


def _order(role: str) -> tuple[int, str]:
    names = (TARGET, REVISED, ACTUAL, _RATE)
    return (names.index(role) if role in names else len(names)), role


def _note(text: str) -> Paragraph:
    return Paragraph((Span(text),), "note")
