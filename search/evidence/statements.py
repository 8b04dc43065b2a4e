"""What passages state in numbers, and how near a claim comes to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from search.evidence.claims import (
    MEASURE,
    Role,
    Stated,
    agrees,
    by_year,
    period_of,
    plain,
    role_of,
)
from search.evidence.excerpts import sentences
from search.model import Passage
from search.programs.quantity import quantities
from search.query.numerals import years_in
from search.text import pairs_in, squeeze

# The sentence tells of which of two places a clause speaks that are as much like it.
CONTEXT = 0.5
# An indicator's number is of its whole year unless its label names a part.
_WHOLE = "全年"
_DATES = ("月", "日")
_NUMBERED = re.compile(r"[\d一二兩三四五六七八九十]")
# What may be said of any subject: its numbers, that it grew, that it is planned.
_SAID_OF_ANY = re.compile(
    rf"[\d,.%~]+(?:\s*(?:{MEASURE.pattern}|年度?))?|目標值?|實際值?|達成[度率]?|[已未]達|超過|高於|低於"
    r"|[增減升降提][加為至少高升]|[較比與]|(?:成長|下降|上升|降低|下滑)(?![率比])|去年|同期"
    "|預計|規劃|辦理|推動|累計|合計|[約逾共達]"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a passage says of a year: the text and the numbers in it that are of that year."""

    year: int | None
    text: str
    numbers: tuple[Stated, ...]


def statements(passage: Passage) -> Iterator[Statement]:
    """What a passage states of which year: its cells, then the sentences of its text."""
    kpi = passage.kpi
    if kpi is not None:
        target: list[tuple[str, str, Role | None]] = []
        if kpi.target:
            target = [("", kpi.target, "target")]
        cells = [(label, value, role_of(label)) for label, value in kpi.values]
        for label, value, role in (*target, *cells):
            year = years_in(label)
            numbers = tuple(
                Stated(one, role, period=period_of(label) or _WHOLE, clause=passage.title)
                for one in quantities(plain(value), kpi.unit)
            )
            yield Statement(year[0] if year else passage.year, value, numbers)
    spoken = ("".join(passage.text[slice(*span)].split("\n")) for span in sentences(passage))
    for sentence in filter(_NUMBERED.search, spoken):
        found: dict[int | None, list[Stated]] = {}
        for year_of, one in by_year(sentence, passage.year):
            # Its cells name before a number whom it counts, as its label says.
            whole = one if kpi is None else replace(one, period=one.period or _WHOLE, beside="")
            found.setdefault(year_of, []).append(whole)
        for year_of, numbers_of in found.items():
            yield Statement(year_of, sentence.strip(), tuple(numbers_of))


def is_borne_out(
    year: int | None, claimed: Stated, said: Sequence[Statement], around: Counter[str]
) -> bool:
    """Whether a passage states a number of that year, and no nearer place in it another."""
    own = [
        (one, statement.text)
        for statement in said
        if statement.year == year
        for one in statement.numbers
    ]
    alike = [pair for pair in own if agrees(claimed, pair[0])]
    if not alike:
        return False
    # 諮詢 300 人、講座 20 人: of the numbers with that unit the one whose words are most alike.
    rivals = [
        pair
        for pair in own
        if pair not in alike
        and claimed.role in (None, pair[0].role)
        and bool(pair[0].change) == bool(claimed.change)
        and pair[0].quantity.unit == claimed.quantity.unit
    ]
    if not rivals or claimed.quantity.unit in _DATES:
        return True
    words, beside = pairs_of(claimed.clause), pairs_of(claimed.beside)

    def nearness(pair: tuple[Stated, str]) -> float:
        one, text = pair
        return (
            (words & pairs_of(one.clause)).total()
            + (beside & pairs_of(one.beside)).total()
            + (words & pairs_of(one.beside)).total()
            # 青年 27,701 人 失業者 42,464 人: a cell names whom it counts.
            + bool(one.quantity.label and one.quantity.label in claimed.clause)
            + CONTEXT * (around & pairs_of(text)).total()
        )

    return max(map(nearness, rivals)) <= max(map(nearness, alike))


def subject(text: str) -> list[str]:
    """What a text speaks of, without its numbers and what is said of any of them."""
    return _SAID_OF_ANY.sub(" ", plain(text)).split()


@lru_cache(maxsize=8192)
def pairs_of(text: str) -> Counter[str]:
    """Count the pairs of characters of what a text speaks of."""
    return sum((pairs_in(squeeze(word)) for word in subject(text)), Counter())


def share_of(words: Counter[str], text: str) -> float:
    """How much of some words a text has, 0 to 1."""
    return (words & pairs_in(squeeze(text))).total() / max(1, words.total())
