"""Tables in text that keeps no columns: the cells of each row one after the other, broken as printed.

`pdftotext -raw` and its like give a line for each line of a cell. What stands behind a cell of one line
stands on that line, what stands behind a cell of several begins a line. So a row is read as the
cheapest way to deal its lines out to the columns, whose widths are learnt from the rows themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.blocks import Cell, Row, Span, Table
from indexer.layout.lines import Line, cell_text, ends_sentence, visible
from indexer.layout.widths import width
from indexer.numbering import enumerator

_WORD = re.compile(r"[0-9０-９]+ 年(?:度)?\S*|\S+")
_PROSE = re.compile(r"[。；，：:;!?！？\t|<#]")
_YEAR = re.compile(r"(?:民國)?\d{2,4} ?年?度?")
_FIGURE = re.compile(r"[-–—－]|[\d,.()（）]*\d[\d,.]*\s?\S{0,4}")
_TOKEN = re.compile(r"\S+")
_LEAST_COLUMNS, _MOST_COLUMNS = 3, 12
_LONGEST_WORD = 12
_LOOKS = (40, 600)
"""Lines of a table: few are looked at before more."""
_PASSES = 3
_FIGURES_WIDTH = 9.0
_LEAST_ROWS = 2
_GAIN = 0.45
"""What a line is worth: it is of the table while it costs less."""
_LEAST_GAIN = 0.1
_TOO_WIDE, _TOO_SHORT = 4.0, 3.0

_Segment = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Head:
    """The header: a row of words, or two where years stand over the words of each."""

    rows: tuple[tuple[tuple[str, tuple[Span, ...], int, int], ...], ...]
    columns: int
    end: int


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is known of the columns: the width of a full line, and the share of figures."""

    full: tuple[float, ...]
    figured: tuple[float, ...]
    begins: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to a line: where its cells begin, and the step before."""

    cost: float
    rows: int
    cells: tuple[tuple[int, _Segment], ...]
    new_row: bool
    column: int
    several: bool
    before: _Step | None


def flowing_table(lines: Sequence[Line], index: int, number: int) -> tuple[int, Table] | None:
    """Read the table whose header words stand on a line, a single blank between them.

    Returns:
        One past its last line, and the table; None where none begins here.
    """
    head = _head(lines, index)
    if head is None:
        return None
    steps: list[_Step] = []
    body: list[Line] = []
    for most in _LOOKS:
        body = []
        for line in lines[head.end : head.end + most]:
            if "\t" in line.text or (line.blank and not line.after_page_end):
                break
            if body and line.text.split() == lines[index].text.split():
                break
            if not line.blank:
                body.append(line)
        steps = _cheapest(body, head)
        if len(steps) < len(body) - 5:
            break
    rows = steps[-1].rows if steps else 0
    if rows < _LEAST_ROWS or steps[-1].cost > -_LEAST_GAIN * len(steps):
        return None
    made = [*_header_rows(head, lines[index]), *_rows(steps, body, head.columns)]
    whole = tuple(
        Row(cells, at, page=line.page, line=line.number) for at, (line, cells) in enumerate(made, 1)
    )
    end = next(i for i, line in enumerate(lines) if line is body[len(steps) - 1]) + 1
    return end, Table(whole, number, lines[index].page, lines[index].number)


def _words(line: Line) -> list[tuple[str, Span]]:
    return [
        (m.group(), (line.start + m.start(), line.start + m.end()))
        for m in _WORD.finditer(line.text)
    ]


def _head(lines: Sequence[Line], index: int) -> _Head | None:
    line = lines[index]
    text = line.text.strip()
    if len(text) > 80 or " " not in text or _PROSE.search(text) or "  " in text:
        return None
    if enumerator(text) is not None or text[0].isdigit():
        return None
    words = _words(line)
    if any(len(word) > _LONGEST_WORD for word, _ in words):
        return None
    tiers = _tiers(lines, index)
    if tiers is not None:
        return tiers
    if not _LEAST_COLUMNS <= len(words) <= _MOST_COLUMNS or any(
        _is_figure(word) and not _YEAR.fullmatch(word) for word, _ in words
    ):
        return None
    row = tuple((word, (span,), 1, 1) for word, span in words)
    return _Head((row,), len(row), index + 1)


def _tiers(lines: Sequence[Line], index: int) -> _Head | None:
    """Two rows of a header: words, then years, then as many words under each year."""
    names: list[tuple[str, tuple[Span, ...], int, int]] = []
    for at in range(index, min(index + 6, len(lines) - 1)):
        words = _words(lines[at])
        years = [one for one in words if _YEAR.fullmatch(one[0])]
        if len(years) == len(words) > 1:
            break
        if at > index and len(words) == 1 and len(words[0][0]) < 4 and names:
            last = names[-1]
            names[-1] = (last[0] + words[0][0], (*last[1], words[0][1]), 1, 2)
        else:
            if years and len(years) > 1:
                names += [
                    (word, (span,), 1, 2) for word, span in words if (word, span) not in years
                ]
                break
            names += [(word, (span,), 1, 2) for word, span in words]
    else:
        return None
    beneath = _words(lines[at + 1])
    each = len(beneath) // len(years)
    if not names or each < 2 or len(beneath) != each * len(years):
        return None
    texts = [word for word, _ in beneath]
    if texts != texts[:each] * len(years):
        return None
    over = [(word, (span,), each, 1) for word, span in years]
    under = tuple((word, (span,), 1, 1) for word, span in beneath)
    return _Head(((*names, *over), under), len(names) + len(under), at + 2)


def _header_rows(head: _Head, line: Line) -> Iterator[tuple[Line, tuple[Cell, ...]]]:
    for row in head.rows:
        yield (
            line,
            tuple(
                Cell(word, spans, colspan=across, rowspan=down) for word, spans, across, down in row
            ),
        )


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _cheapest(body: Sequence[Line], head: _Head) -> list[_Step]:
    """The lines of the table dealt out to columns, learnt over several passes."""
    texts = [line.text.strip() for line in body]
    if not texts:
        return []
    columns = head.columns
    single = [width(text) for text in texts[: _LOOKS[0]] if " " not in text]
    usual = float(max(set(single), key=lambda w: (single.count(w), w), default=20))
    counted = texts[0].startswith("1 ")
    begins = (0.1, *[2.5] * (columns - 1)) if counted else (0.4, 0.7, *[2.0] * (columns - 2))
    under = len(head.rows[1]) if len(head.rows) > 1 else 0
    first = 0.95 if counted else 0.3
    guesses = [(first, *[0.3] * (columns - 1 - under), *[0.95] * under)]
    if not under:
        guesses += [
            (first, *(0.95 if at == one else 0.1 for at in range(1, columns)))
            for one in range(1, columns)
        ]
    best: list[_Step] = []
    for figured in guesses:
        full = tuple(_FIGURES_WIDTH if share > 0.9 else usual for share in figured)
        known = _Columns(full, figured, begins)
        found: list[_Step] = []
        for _ in range(_PASSES):
            found = _dealt(texts, columns, known)
            if not found:
                break
            if not best or found[-1].cost < best[-1].cost:
                best = found
            known = _learnt(found, texts, columns)
    return best


def _dealt(texts: Sequence[str], columns: int, known: _Columns) -> list[_Step]:
    open_steps: dict[tuple[int, bool], _Step] = {}
    ends: list[_Step] = []
    above = ""
    for at, text in enumerate(texts):
        offered: list[_Step] = []
        starts = [None] if at == 0 else list(open_steps.values())
        tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(text)]
        dealings = [list(_dealings(text, tokens, c, columns, known)) for c in range(columns)]
        for before in starts:
            if before is not None:
                shift = before.cells[-1][1][0] if not before.several and before.cells else 0
                last = above[shift:] if before.cells else above
                cost = _cost_of_more(before.column, last, text, known)
                cost += before.cost - _GAIN
                offered.append(_Step(cost, before.rows, (), False, before.column, True, before))
            offered += _new_cells(before, above, text, dealings, known)
        found: dict[tuple[int, bool], _Step] = {}
        for step in offered:
            key = step.column, step.several
            if key not in found or step.cost < found[key].cost:
                found[key] = step
        if not found:
            break
        # What is far dearer than the best is never made good.
        least = min(step.cost for step in found.values())
        open_steps = {key: step for key, step in found.items() if step.cost < least + 12}
        full = [step for step in found.values() if step.column == columns - 1]
        ends += [min(full, key=lambda step: step.cost)] if full else []
        above = text
        if ends and least > min(step.cost for step in ends) + 25:
            break
    if not ends:
        return []
    chain: list[_Step] = []
    one: _Step | None = min(ends, key=lambda step: step.cost)
    while one is not None:
        chain.append(one)
        one = one.before
    return chain[::-1]


def _cost_of_more(column: int, above: str, text: str, known: _Columns) -> float:
    """What it costs that a line goes on in the cell of the one above."""
    full = known.full[column]
    cost = _TOO_WIDE if width(text) > full + 1 else 0.0
    if _is_figure(text) and known.figured[column] < 0.5:
        cost += 1.5
    if _is_full(above, text, full):
        return cost + (0.2 if not ends_sentence(above) or enumerator(text) else 1.5)
    if ends_sentence(above):
        return cost + (0.3 if enumerator(text) else 2.0)
    return cost + _TOO_SHORT


def _is_full(above: str, text: str, full: float) -> bool:
    word = re.match(r"[A-Za-z0-9.,%/]+|\S[，。、；：）」』]?", text)
    return width(above) + (width(word.group()) if word else 2) > full


def _new_cells(
    before: _Step | None,
    above: str,
    text: str,
    dealings: Sequence[Sequence[tuple[tuple[tuple[int, _Segment], ...], float]]],
    known: _Columns,
) -> Iterator[_Step]:
    columns = len(dealings)
    firsts: list[tuple[int, bool, float]] = []
    if before is None:
        firsts.append((0, True, 0.0))
    else:
        shift = before.cells[-1][1][0] if before.cells else 0
        last = above[shift:]
        cut = _is_full(last, text, known.full[before.column]) and not ends_sentence(last)
        dear = 1.5 if cut and not _is_figure(last) else 0.1
        item = enumerator(text)
        if item is not None and item.value > 1 and ends_sentence(last):
            dear += _TOO_SHORT
        # Behind a cell of one line the next stands on that line.
        apart = 0.0 if before.several else _TOO_SHORT
        firsts += [
            (c, False, dear + apart + 2.0 * (c - before.column - 1))
            for c in range(before.column + 1, min(before.column + 3, columns))
        ]
        missing = 1.5 * (columns - 1 - before.column)
        firsts += [(c, True, dear + missing + known.begins[c]) for c in range(min(4, columns))]
    for first, new_row, cost in firsts:
        base = (before.cost if before else 0.0) + cost - _GAIN
        rows = (before.rows if before else 0) + new_row
        for cells, more in dealings[first]:
            yield _Step(base + more, rows, cells, new_row, cells[-1][0], False, before)


def _dealings(
    text: str, tokens: Sequence[_Segment], first: int, columns: int, known: _Columns
) -> Iterator[tuple[tuple[tuple[int, _Segment], ...], float]]:
    """The ways to part a line into cells of columns from one on, the cheapest for each last column."""
    ways: dict[tuple[int, int], tuple[float, tuple[tuple[int, _Segment], ...]]] = {
        (0, first): (0.0, ())
    }
    for at in range(len(tokens)):
        for column in range(first, columns):
            if (at, column) not in ways:
                continue
            cost, cells = ways[at, column]
            for end in range(at + 1, len(tokens) + 1):
                segment = tokens[at][0], tokens[end - 1][1]
                key = end, column + 1
                own = cost + _cost_of_cell(text[segment[0] : segment[1]], column, known)
                if key not in ways or own < ways[key][0]:
                    ways[key] = own, (*cells, (column, segment))
    for column in range(first + 1, columns + 1):
        if (len(tokens), column) in ways:
            cost, cells = ways[len(tokens), column]
            yield cells, cost


def _cost_of_cell(text: str, column: int, known: _Columns) -> float:
    wide = _TOO_WIDE if width(text) > known.full[column] + 1 else 0.0
    return wide + 4 * max(0.0, abs(_is_figure(text) - known.figured[column]) - 0.5)


def _learnt(steps: Sequence[_Step], texts: Sequence[str], columns: int) -> _Columns:
    """What the columns look like as lines were dealt out to them."""
    lines: list[list[str]] = [[] for _ in range(columns)]
    cut: list[list[str]] = [[] for _ in range(columns)]
    firsts: list[list[str]] = [[] for _ in range(columns)]
    begins = [0] * columns
    for at, (step, text) in enumerate(zip(steps, texts, strict=False)):
        if step.new_row:
            begins[step.cells[0][0]] += 1
        if step.cells:
            for column, (a, b) in step.cells:
                lines[column].append(text[a:b])
                firsts[column].append(text[a:b])
            last = text[step.cells[-1][1][0] :]
        else:
            lines[step.column].append(text)
            last = text
        if at + 1 < len(steps) and not steps[at + 1].cells:
            cut[step.column].append(last)
    rows = max(1, sum(begins))
    return _Columns(
        tuple(_full(cut[c] or lines[c], lines[c]) for c in range(columns)),
        tuple((sum(map(_is_figure, f)) + 0.5) / (len(f) + 1) for f in firsts),
        tuple(0.3 if one > 0.1 * rows else 2.0 for one in begins),
    )


def _full(cut: Sequence[str], lines: Sequence[str]) -> float:
    widths = sorted(map(width, cut), reverse=True)
    twice = next((a for a, b in pairwise(widths) if a == b), None)
    if twice is not None and len(cut) > 2:
        return float(twice)
    return float(max(map(width, lines), default=20))


def _rows(
    steps: Sequence[_Step], body: Sequence[Line], columns: int
) -> Iterator[tuple[Line, tuple[Cell, ...]]]:
    first: Line | None = None
    cells: list[list[tuple[str, Span]]] = []
    for step, line in zip(steps, body, strict=False):
        left = line.start + len(line.text) - len(line.text.lstrip())
        text = line.text.strip()
        if step.new_row:
            if first is not None:
                yield first, _made(cells)
            first, cells = line, [[] for _ in range(columns)]
        for column, (a, b) in step.cells or ((step.column, (0, len(text))),):
            cells[column].append((text[a:b], (left + a, left + b)))
    if first is not None:
        yield first, _made(cells)


def _made(cells: Sequence[Sequence[tuple[str, Span]]]) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell_text([visible(text) for text, _ in parts]), tuple(span for _, span in parts))
        for parts in cells
    )
