"""Cells that bars or a fixed number of blanks part, made cells that tabs part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from indexer.blocks import Furniture, Span
from indexer.layout.lines import Line
from indexer.layout.widths import width

_GAP = re.compile(r" {2,}")
_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*$")
_LEAST_CELLS = 2
_LEAST_LINES = 2
_MOSTLY = 0.8
_LEAST_BLANKS = 3
"""Two blanks part words as often as cells."""


def with_tabs(lines: Sequence[Line]) -> tuple[list[Line], list[Furniture]]:
    """Lines whose cells are parted by tabs, whatever parts them in the file.

    Every character keeps its place: a tab stands where a bar or the first blank of a gap did.

    Returns:
        The lines, without rules under header rows; the bars and rules as furniture.
    """
    out = list(lines)
    furniture: list[Furniture] = []
    rules: set[int] = set()
    for run in _runs(out, lambda text: "|" in text, _bars):
        spans: list[Span] = []
        for index in run:
            line = out[index]
            if _RULE.match(line.text):
                rules.add(index)
                spans.append(line.span)
                out[index - 1] = replace(out[index - 1], heads=True)
            else:
                at = [line.start + i for i, char in enumerate(line.text) if char == "|"]
                spans += [(i, i + 1) for i in at]
                out[index] = replace(line, text=_barred(line.text))
        first = out[run.start]
        furniture.append(Furniture("|", tuple(spans), "標記", first.page, first.number))
    out = [line for index, line in enumerate(out) if index not in rules]
    for run in _runs(
        out, lambda text: bool(_GAP.search(text.strip())) and "\t" not in text, _blanks
    ):
        parting = _blanks([out[index].text for index in run])
        if parting is not None:
            for index in run:
                out[index] = replace(out[index], text=_gapped(out[index].text, parting))
    return out, furniture


Parting = tuple[int, int]
"""What parts the cells of a table: (blanks or 0 for bars, cells of a row)."""


def _runs(
    lines: Sequence[Line],
    parted: Callable[[str], bool],
    parting: Callable[[Sequence[str]], Parting | None],
) -> Iterator[range]:
    """Lines next to each other that are rows of one table.

    A line by itself is one where lines elsewhere in the text are parted alike: prose that goes
    on from a cell stood between.
    """
    found: list[tuple[range, Parting | None]] = []
    start = 0
    for index in range(len(lines) + 1):
        if index < len(lines) and parted(lines[index].text):
            continue
        if start < index:
            run = range(start, index)
            found.append((run, parting([lines[i].text for i in run])))
        start = index + 1
    known = {one for run, one in found if one is not None and len(run) >= _LEAST_LINES}
    yield from (run for run, one in found if one in known)


def _bars(texts: Sequence[str]) -> Parting | None:
    """The cells of lines that have as many bars each; two lines of prose may have one each."""
    counts = Counter(text.strip().strip("|").count("|") for text in texts)
    bars, often = counts.most_common(1)[0]
    framed = sum(text.strip().startswith("|") for text in texts) > _MOSTLY * len(texts)
    ruled = any(_RULE.match(text) for text in texts)
    if not (framed or ruled or len(texts) > _LEAST_LINES):
        return None
    return (0, bars + 1) if bars + 1 >= _LEAST_CELLS and often >= _MOSTLY * len(texts) else None


def _barred(text: str) -> str:
    """Bars as tabs, the outer ones as blanks."""
    left = len(text) - len(text.lstrip())
    inner = text[left:].rstrip()
    inner = f" {inner[1:]}" if inner.startswith("|") else inner
    inner = f"{inner[:-1]} " if inner.endswith("|") else inner
    return " " * left + inner.replace("|", "\t")


def _blanks(texts: Sequence[str]) -> Parting | None:
    """The number of blanks that stands for a tab: every gap is a multiple, every row as long.

    Columns that line up on paper have gaps of any width.
    """
    if any(_line_up(texts, measure) for measure in (len, width)):
        return None
    gaps = [[len(gap) for gap in _GAP.findall(text.rstrip())] for text in texts]
    blanks = min(min(row) for row in gaps)
    if blanks < _LEAST_BLANKS or any(gap % blanks for row in gaps for gap in row):
        return None
    cells = [1 + sum(row) // blanks for row in gaps]
    wide, often = Counter(cells).most_common(1)[0]
    if wide < _LEAST_CELLS or often < _MOSTLY * len(texts) or max(cells) > wide:
        return None
    filled = {
        column
        for text in texts
        for column, cell in enumerate(_gapped(text, (blanks, wide)).split("\t"))
        if cell.strip()
    }
    return (blanks, wide) if len(filled) == wide else None


def _line_up(texts: Sequence[str], measure: Callable[[str], int]) -> bool:
    """True if the cells behind the gaps of several lines begin at the same places."""
    starts = {
        tuple(measure(text[: gap.end()]) for gap in _GAP.finditer(text.rstrip())) for text in texts
    }
    return len(texts) >= _LEAST_LINES and len(starts) == 1


def _gapped(text: str, parting: Parting) -> str:
    """Each so many blanks of a gap as a tab and blanks; empty cells at the end are added."""
    blanks, wide = parting
    one = "\t" + " " * (blanks - 1)
    made = _GAP.sub(lambda gap: one * (len(gap.group()) // blanks), text.rstrip())
    return made + "\t" * (wide - 1 - made.count("\t"))
