"""Values of a filter: alternatives, exclusions and spans of years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

_EXCLUDED = "¬"
_BETWEEN = ".."
"""Neither stands in a name of the corpus: ¬ in no text of offices, years are plain numbers."""


FIRST, LAST = 1, 9999
"""Years that stand for no beginning and no end."""


def excluding(value: str) -> str:
    """Write a filter value that excludes another."""
    return _EXCLUDED + value


def excluded(value: str) -> str | None:
    """The value that a filter value excludes, None where it excludes none."""
    return value[1:] if value.startswith(_EXCLUDED) else None


def spanning(first: int | None, last: int | None) -> str:
    """Write a filter value for a span of Gregorian years, both included, in either order.

    Args:
        first: None for a span without a beginning.
        last: None for a span without an end.
    """
    low, high = sorted((first or FIRST, last or LAST))
    return f"{low}{_BETWEEN}{high}"


def span(value: str) -> tuple[int, int] | None:
    """The first and last year of a span, None where a filter value is none."""
    first, between, last = value.partition(_BETWEEN)
    whole = between and first.isdecimal() and last.isdecimal()
    return (int(first), int(last)) if whole else None


def is_plain(value: str) -> bool:
    """True if a filter value is a value of the corpus."""
    return excluded(value) is None and span(value) is None


def chosen(values: Sequence[str], held: Iterable[str]) -> Iterator[str]:
    """Yield the held values that a filter lets through.

    Args:
        values: of the filter; where all exclude, every other value is let through.
        held: values of the corpus.
    """
    out = {value for value in map(excluded, values) if value is not None}
    plain = {value for value in values if is_plain(value)}
    spans = [years for years in map(span, values) if years is not None]
    every = not (plain or spans)
    for value in held:
        among = every or value in plain
        within = value.isdecimal() and any(low <= int(value) <= high for low, high in spans)
        if (among or within) and value not in out:
            yield value


def passes(values: Sequence[str], *held: str) -> bool:
    """True if a filter lets something with these values through: one is wanted, none excluded."""
    return any(chosen(values, held)) and not any(excluding(value) in values for value in held)
