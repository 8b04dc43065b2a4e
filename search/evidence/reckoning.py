"""What follows from two numbers of an indicator: changes, shares, how far a target was passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from search.evidence.claims import Stated, agrees, step_of
from search.evidence.statements import Statement, is_borne_out
from search.model import Passage

_Level = tuple[Passage, Statement, Decimal]


def reckoned(
    numbers: Sequence[tuple[int | None, Stated]],
    around: Counter[str],
    held: Sequence[tuple[Passage, Statement]],
) -> tuple[bool, str, tuple[Passage, ...]] | None:
    """Work out how two numbers of one indicator stand to each other.

    Args:
        numbers: of a claim, each with its year.
        around: pairs of characters of what its sentence speaks of.
        held: what the indicator states, with the passages.

    Returns:
        Whether it agrees, the two numbers as printed, and the passages; None where there are no
        two numbers, or the claim compares none.
    """
    asked = [(year, one) for year, one in numbers if one.is_compared or one.beyond]
    rates = [(year, one) for year, one in numbers if one.role == "rate"]
    levels = [pair for pair in numbers if pair not in asked and pair not in rates]
    if len(asked) + len(rates) != 1:
        return None
    year, one = (asked or rates)[0]
    pairs = list(_pairs(held, year, one))
    if not pairs:
        return None
    said = [statement for _, statement in held]
    borne_out = all(is_borne_out(of, level, said, around) for of, level in levels)
    agreed = [pair for pair in pairs if _is_told(one, pair[0][2], pair[1][2])]
    now, then = (agreed or pairs)[0]
    printed = f"{then[1].text} → {now[1].text}"
    places = tuple({each.id: each for each in (then[0], now[0])}.values())
    return bool(agreed) and borne_out, printed, places


def above_target(said: Sequence[Statement], year: int) -> int | None:
    """On which side of its target the number of a year lies: above (1), below (-1), on it (0)."""
    sides = {
        (actual > target) - (actual < target)
        for actual, target in zip(
            *(
                [
                    one.quantity.low
                    for statement in said
                    if statement.year == year
                    for one in statement.numbers
                    if one.role == role
                ]
                for role in ("actual", "target")
            ),
            strict=False,
        )
    }
    return sides.pop() if len(sides) == 1 else None


def _pairs(
    held: Sequence[tuple[Passage, Statement]], year: int | None, one: Stated
) -> Iterator[tuple[_Level, _Level]]:
    """The numbers that a comparison may be of: of two years, or what was reached and aimed at."""
    asked: list[tuple[int | None, str, int | None, str]] = []
    if one.beyond or one.role == "rate":
        asked = [(year, "actual", year, "target")]
    elif one.against is not None:
        asked = [(year, role, one.against, role) for role in ("actual", "target")]
    for of, role, other_year, other_role in asked:
        now, then = _levels(held, of, role), _levels(held, other_year, other_role)
        yield from ((now[label], then[label]) for label in now if label in then)


def _levels(
    held: Sequence[tuple[Passage, Statement]], year: int | None, role: str
) -> dict[tuple[str, str | None], _Level]:
    """The numbers of a year by their label and unit: 青年 27,701 人, 失業者 42,464 人."""
    found: dict[tuple[str, str | None], _Level] = {}
    for passage, statement in held:
        for one in statement.numbers if statement.year == year else ():
            if one.role == role and not one.change:
                key = (one.quantity.label, one.quantity.unit)
                found.setdefault(key, (passage, statement, one.quantity.low))
    return found


def _is_told(claimed: Stated, now: Decimal, then: Decimal) -> bool:
    """Whether a change, or how many times or percent as much, lies between two numbers."""
    told, unit = claimed.quantity.low, claimed.quantity.unit
    way = claimed.change or claimed.beyond
    points = unit == "%" and claimed.beyond
    if (claimed.role == "rate" or unit in ("%", "倍")) and not points:
        if not then:
            return False
        moved = (now - then) * way if way else now
        moved = moved * (1 if unit == "倍" else 100) / abs(then)
        return abs(moved - told) * 2 <= step_of(told)
    moved = (now - then) * way
    return moved == told or agrees(
        replace(claimed, change=0, beyond=0, role=None, part=""),
        Stated(replace(claimed.quantity, low=moved, high=moved, bound="exactly"), None),
    )
