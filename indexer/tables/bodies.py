"""What stands beneath the header of a column, whatever the header says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.blocks import Cell
from indexer.numbering import enumerator
from indexer.tables.units import COUNTED
from indexer.vocabulary import fold, load

NUMBER_CELL = re.compile(
    r"[(（]?[0-9０-９一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}[)）]?[.、．]?$"
)
_AMOUNT = re.compile(
    r"[-–—－]$|[(-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?(?:元|千元|萬元|億元)?$|\d+(?:千元|萬元|億元|元)$"
)
_VALUE = re.compile(
    r"[≧≦≥≤><]?[-+]?\d[\d,]*(?:\.\d+)?(?:萬|億|千|百)?(?:%|‰|[\u3400-\u9fff/]{0,5}|[A-Za-z/]{0,6})(?:以[上下])?$"
)
_OF_UNIT = re.compile(r"\d\D{0,3}[%‰\u3400-\u9fff]")
_ORGAN = re.compile(
    r"(?:[\u3400-\u9fff]{1,14}[科組室處局所課會隊司署院部館中心團段廠站校](?:[、,，/]|$))+$"
)
_METHOD = re.compile(
    r"[\u3400-\u9fff、及]{0,4}(?:統計|調查|查核|控管|管控|檢核|抽查|抽樣|訪查|評鑑|審查|問卷|考評)[\u3400-\u9fff]{0,4}$"
)
_COUNTED = re.compile(rf"{COUNTED}$")
_SENTENCE = re.compile(r"[。；]|，.{3,}")
_DATE = re.compile(r"\d\D{0,2}[年月日]")
_CODE = re.compile(r"\d{1,2}([.-])[0-9a-z]{1,2}\1\d{1,2}$")
_SHORT, _LONG, _LONGEST_NAME = 9, 14, 45
_LEAST_ROWS = 2
_LEAST_WIDE = 3
_FIRST_YEAR = 1970
_TOTALS = frozenset({"合計", "小計", "總計", "總合計", "共計"})
_LEAST_OF_FORM = 0.8
"""Share of a column's cells from which a cell of another form is an exception."""


@dataclass(frozen=True, slots=True)
class Body:
    """Shares of the filled cells of a column, each 0 to 1, merged cells counted once.

    Attributes:
        filled: of all rows, those with a cell that is not empty.
        numbers: cells with a printed number alone.
        amounts: amounts of money, or of anything with commas and no unit.
        values: figures with or without a unit; units: those with one.
        years: cells that name a year.
        codes: cells with a code of three parts (1.4.1, 5-7-1).
        organs: names of units of an agency.
        methods: short names of ways to find something out (統計數據, 問卷調查).
        counted: what figures are counted in, and nothing else.
        prose: sentences, or several numbered points.
        names: short phrases without figures or sentence marks.
        short: of at most nine characters; long: of at least 14 that are no values.
        repeated: cells whose text stands in another cell of the column too.
        spread: rows that a cell of the column covers or leaves empty beneath it, of all rows.
        constant: one text in all of several rows, which tells the rows nothing.
        form: what most of its cells are (form_of), "" where no form has most.
    """

    filled: float
    numbers: float
    amounts: float
    values: float
    units: float
    years: float
    codes: float
    organs: float
    methods: float
    counted: float
    prose: float
    names: float
    short: float
    long: float
    repeated: float
    spread: float
    constant: bool
    form: str


def is_total(name: str) -> bool:
    """Whether a row sums up the others and is none of them."""
    return fold(name).rstrip(":") in _TOTALS


def bodies_of(body: Sequence[Sequence[Cell]], wide: int) -> list[Body]:
    """Describe the columns of a table by the rows that say the same of different things.

    Left out are rows of one cell, which head the rows beneath them, sums, and, where rows go on for
    year after year, all but those of the first year.

    Args:
        body: the rows beneath the header, merged cells repeated in each place that they cover.
        wide: number of columns.
    """
    rows = [
        row
        for row in body
        if len({id(cell) for cell in row if cell.text}) > 1
        and not any(is_total(cell.text) for cell in row)
    ]
    if len(rows) < _LEAST_ROWS:
        rows = list(body)
    for column in range(wide):
        years = [load().header(row[column].text).year for row in rows if column < len(row)]
        # Numbers of rows over several rows are no years.
        if 1 < len(set(years)) <= len(years) / 2 and all(y and y >= _FIRST_YEAR for y in years):
            of_first = [row for row, year in zip(rows, years, strict=False) if year == years[0]]
            found = [_body_of(of_first, at) for at in range(wide)]
            found[column] = _body_of(rows, column)
            return found
    listed, first_rows = _listed_down(rows)
    # Of two columns the first may hold programs, unless rows between the others name them.
    if listed is not None and (wide >= _LEAST_WIDE or len(rows) < len(body)):
        found = [_body_of(first_rows, at) for at in range(wide)]
        found[listed] = _body_of(rows, listed)
        return found
    return [_body_of(rows, column) for column in range(wide)]


def _listed_down(
    rows: Sequence[Sequence[Cell]],
) -> tuple[int | None, list[Sequence[Cell]]]:
    """The column whose points go on down the rows, one a row, and the rows that begin a record."""
    lone: Counter[int] = Counter()
    begun: list[Sequence[Cell]] = []
    before: Sequence[Cell] = ()
    for row in rows:
        own = [
            at
            for at, cell in enumerate(row)
            if cell.text and not (at < len(before) and cell is before[at])
        ]
        if before and len(own) == 1 and _is_point(row[own[0]].text):
            lone[own[0]] += 1
        else:
            begun.append(row)
        before = row
    if len(lone) != 1 or len(begun) < _LEAST_ROWS:
        return None, begun
    return next(iter(lone)), begun


def _is_point(text: str) -> bool:
    return _is_prose(text) or enumerator(text) is not None


def _body_of(rows: Sequence[Sequence[Cell]], column: int) -> Body:
    """Describe a column.

    Args:
        rows: beneath the header, merged cells repeated in each place that they cover.
        column: from 0.
    """
    cells = [row[column] for row in rows if column < len(row)]
    distinct = [
        cell
        for at, cell in enumerate(cells)
        if cell.text and (at == 0 or cell is not cells[at - 1])
    ]
    texts = [fold(cell.text) for cell in distinct]
    count = max(len(texts), 1)

    def share(test: Callable[[str], object]) -> float:
        return sum(bool(test(text)) for text in texts) / count

    printed = [cell.text for cell in distinct]
    prose = sum(map(_is_prose, printed))
    first = next((at for at, cell in enumerate(cells) if cell.text), len(cells))
    spread = sum(
        not cell.text or cell is cells[at - 1] for at, cell in enumerate(cells) if at > first
    )
    return Body(
        filled=sum(bool(cell.text) for cell in cells) / max(len(cells), 1),
        numbers=share(NUMBER_CELL.match),
        amounts=share(_AMOUNT.match),
        values=share(_VALUE.match),
        units=share(lambda text: _VALUE.match(text) and _OF_UNIT.search(text)),
        years=share(lambda text: load().header(text).field == "value"),
        codes=share(_CODE.match),
        organs=share(_ORGAN.match),
        methods=share(_METHOD.match),
        counted=share(_COUNTED.match),
        prose=prose / count,
        names=share(_is_name),
        short=share(lambda text: len(text) <= _SHORT),
        long=share(lambda text: len(text) >= _LONG and not _VALUE.match(text)),
        repeated=1 - len(set(texts)) / count,
        spread=spread / max(len(cells), 1),
        constant=len(cells) > 1 and len(texts) > 1 and len(set(texts)) == 1,
        form=_most([form_of(text) for text in printed]),
    )


def form_of(text: str) -> str:
    """What a cell is by its form: number, value, prose, or name for any other."""
    folded = fold(text)
    if NUMBER_CELL.match(folded):
        return "number"
    if _AMOUNT.match(folded) or _VALUE.match(folded):
        return "value"
    return "prose" if _is_prose(text) else "name"


def _most(forms: Sequence[str]) -> str:
    form, count = Counter(forms).most_common(1)[0] if forms else ("", 0)
    return form if count > _LEAST_OF_FORM * len(forms) else ""


def _is_prose(text: str) -> bool:
    several = "\n" in text.strip() and enumerator(text) is not None
    return several or _SENTENCE.search(text) is not None


def _is_name(text: str) -> bool:
    plain = not _SENTENCE.search(text) and not _VALUE.match(text) and not NUMBER_CELL.match(text)
    return plain and not _DATE.search(text) and 2 <= len(text) <= _LONGEST_NAME
