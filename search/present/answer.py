"""The answer card: an indicator's values by year, and those that were asked."""

from __future__ import annotations

from search.model import Answer
from search.present.bodies import CardBody
from search.programs.series import ACTUAL, REVISED, TARGET, Series, Statement, series

_LEADING = (TARGET, REVISED, ACTUAL)


def values(answer: Answer) -> Series:
    """Give the values that a card shows."""
    return series(answer.title, answer.passages)


def unit(told: Series) -> str | None:
    """Give the units of an indicator's numbers, None where none is printed."""
    return "、".join(dict.fromkeys(track.unit for track in told.tracks if track.unit)) or None


def leading(answer: Answer, told: Series) -> tuple[Statement, ...]:
    """Give what was asked: of the years asked, else of the newest that has such a value."""
    roles = answer.roles or _LEADING
    fitting = [one for one in told.statements if one.year and one.role.split()[-1] in roles]
    years = answer.years or (max((one.year or 0 for one in fitting), default=0),)
    return tuple(one for one in fitting if one.year in years)


def answer_json(answer: Answer) -> CardBody:
    """Give a card as the API has it."""
    told = values(answer)
    asked = leading(answer, told)
    return {
        "indicator": answer.title,
        "program": answer.program,
        "agency": answer.agency,
        "unit": unit(told),
        "years": list(answer.years),
        "reported_in": list(answer.reported_in),
        "roles": list(answer.roles),
        "values": [
            {
                "year": one.year,
                "year_roc": one.year - 1911,
                "role": one.role,
                "text": one.raw,
                "asked": one in asked,
                "passages": [passage.id for passage in one.sources],
            }
            for one in told.statements
            if one.year is not None
        ],
    }
