"""How many lines a text takes in a column: programs measure a row for the screen, not for paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from web.export.sheet import Value
from web.export.texts import clean_lines

LINE_POINTS = 14.0
# Of 10 points 2.8 stand in a centimetre; a mark that may not begin a line takes one with it.
_CHARACTERS_A_CM = 2.3
_NARROW = 0x2000


def across(widths: Sequence[float]) -> tuple[int, ...]:
    """How many Chinese characters surely stand beside each other in columns of so many cm."""
    return tuple(max(1, round(width * _CHARACTERS_A_CM) - 1) for width in widths)


def lines_in(values: Sequence[Value], columns: Sequence[int]) -> int:
    """How many lines the tallest cell of a row takes.

    Args:
        values: of the row.
        columns: how many characters each column has room for.
    """
    return max(
        (
            1 if isinstance(value, int) else sum(1 for _ in printed_lines(value, room))
            for value, room in zip(values, columns, strict=False)
        ),
        default=1,
    )


def printed_lines(text: str, room: int) -> Iterator[str]:
    """Cut a text where its lines end and where they do not fit; joined, they are the text."""
    for line in clean_lines(text).splitlines(keepends=True):
        start, width = 0, 0
        for at, character in enumerate(line):
            width += 1 + (ord(character) > _NARROW)
            if width > 2 * room:
                yield line[start:at]
                start, width = at, 1 + (ord(character) > _NARROW)
        yield line[start:]
