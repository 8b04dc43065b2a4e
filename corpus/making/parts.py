"""The parts of a sample document, before any format is chosen."""

from __future__ import annotations

from dataclasses import dataclass

NOTICE = "本文件為示範語料，內容純屬虛構，示範市及其各機關並不存在。"
_FORMAL = "壹貳參肆伍陸柒捌玖拾"
_PLAIN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; covered cells of a merged one are None in their row.

    Attributes:
        text: paragraphs separated by line feeds.
        rows: rows that it covers, itself included.
        columns: columns that it covers, itself included.
    """

    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph without a number."""

    text: str


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered heading or item: 1 is 壹、, 2 一、, 3 （一）, 4 1., 5 (1)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first `heads` rows are its header."""

    rows: tuple[tuple[Cell | None, ...], ...]
    heads: int = 1
    widths: tuple[int, ...] = ()


Part = Title | Para | Point | Table


def label(level: int, count: int) -> str:
    """Write the number of the count-th point (from 1) of a level."""
    plain = _plain(count)
    return {
        1: f"{_FORMAL[count - 1]}、",
        2: f"{plain}、",
        3: f"（{plain}）",
        4: f"{count}.",
        5: f"({count})",
    }[level]


def numbered(parts: tuple[Part, ...]) -> list[tuple[str, Part]]:
    """Pair each part with its printed number, empty for parts without one."""
    counts = [0] * 6
    pairs = []
    for part in parts:
        if isinstance(part, Point):
            counts[part.level] += 1
            counts[part.level + 1 :] = [0] * (5 - part.level)
            pairs.append((label(part.level, counts[part.level]), part))
        else:
            pairs.append(("", part))
    return pairs


def listed(*items: str) -> str:
    """The items of a cell, numbered 一、 and each a paragraph; a lone one has no number."""
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{_plain(count)}、{item}" for count, item in enumerate(items, start=1))


def grid(
    header: tuple[str, ...],
    rows: list[tuple[str, ...]],
    merge: tuple[int, ...] = (0,),
    widths: tuple[int, ...] = (),
) -> Table:
    """A table of one header row whose equal neighbours in the columns `merge` are one cell."""
    cells: list[list[Cell | None]] = [[Cell(text) for text in row] for row in rows]
    for column in merge:
        top = 0
        for at in range(1, len(rows) + 1):
            if at == len(rows) or rows[at][: column + 1] != rows[top][: column + 1]:
                cells[top][column] = Cell(rows[top][column], rows=at - top)
                for covered in range(top + 1, at):
                    cells[covered][column] = None
                top = at
    head = tuple(Cell(text) for text in header)
    return Table((head, *(tuple(row) for row in cells)), 1, widths)


def goals(heading: str, held: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Part, ...]:
    """A heading with goals below it, each with its items."""
    parts: list[Part] = [Point(1, heading)]
    for title, items in held:
        parts.append(Point(2, title))
        parts += [Point(3, item) for item in items]
    return tuple(parts)


def _plain(count: int) -> str:
    if count <= 10:
        return _PLAIN[count - 1]
    return ("十" if count < 20 else _PLAIN[count // 10 - 1] + "十") + (
        _PLAIN[count % 10 - 1] if count % 10 else ""
    )
