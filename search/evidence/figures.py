"""Checking a draft: each figure with a year looked up among the numbers of that year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from search.analysis import Analyzer
from search.evidence.checks import MOST_PLACES, DraftCheck, sentence_at, years_beside
from search.evidence.texts import DocumentText
from search.model import Passage, PassageGroup
from search.programs.quantity import Quantity, quantities
from search.query.numerals import year_places, years_in
from search.store.reading import Store

Role = Literal["target", "actual"]
_CLAUSE = re.compile(r"[^，,、；;。！？\n]+(?:(?<=\d),(?=\d)[^，,、；;。！？\n]+)*")
_SENTENCE = re.compile(r"[^。；！？\n]+")
# 與 2021 年相較 says what a number of another year is compared with.
_COMPARED = re.compile(r"(?:與|較|比|相較於)\s*(?:中?華?民國|西元|公元)?\s*$")
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("target", re.compile("目標|target")),
    ("actual", re.compile("實際|實績|actual")),
)
_NO_WORD = re.compile(r"[\d.,%％]+|年度?|民國|\n")
_CANDIDATES = 16
_LEAST_GRAMS = 2
_LEAST_SHARE, _SURE_SHARE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Stated:
    """A number; what is aimed at and what was reached are two things, None tells neither."""

    quantity: Quantity
    role: Role | None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a passage says of a year: the text and the numbers in it that are of that year."""

    year: int | None
    text: str
    numbers: tuple[Stated, ...]


def figures(
    draft: str,
    quoted: Sequence[tuple[int, int]],
    held: Sequence[DocumentText],
    store: Store,
    analyzer: Analyzer,
) -> Iterator[DraftCheck]:
    """Look up the clauses of a draft that state numbers of a year.

    A number is found where a passage that speaks of the same (by the words of the sentence)
    states it of that year, in the same unit where both name one, and as the same (目標值 or
    實際值) where both say which.

    Args:
        draft: of an answer.
        quoted: spans of its quotations, which are checked as such.
        held: the folded texts of the corpus.
        store: of the generation.
        analyzer: of the index.
    """
    for clause in _CLAUSE.finditer(draft):
        start, end = clause.span()
        if any(first < end and start < last for first, last in quoted):
            continue
        years = years_in(clause.group()) or years_beside(draft, start, end)
        wanted = _stated(clause.group())
        if not years or not wanted:
            continue
        text = clause.group().strip()
        start += clause.group().index(text)
        first, last = sentence_at(draft, *clause.span())
        words = _NO_WORD.split(draft[first:last])
        near = _near([analyzer.fold_running(word) for word in words], held)
        groups = {group.number: group for group in store.groups_of([n for n, _ in near])}
        yield _check(
            text, (start, start + len(text)), years, wanted, [(groups[n], s) for n, s in near]
        )


def _check(
    text: str,
    span: tuple[int, int],
    years: tuple[int, ...],
    wanted: Sequence[Stated],
    near: Sequence[tuple[PassageGroup, float]],
) -> DraftCheck:
    holding: list[tuple[Passage, str]] = []
    other: tuple[Passage, str] | None = None
    for group, share in near:
        for passage in group.passages:
            of_year = [one for one in statements(passage) if one.year in years and one.numbers]
            for one in of_year:
                if all(any(_same(number, own) for own in one.numbers) for number in wanted):
                    holding.append((passage, one.text))
            alike = [one.text for one in of_year if _comparable(wanted, one.numbers)]
            if other is None and share >= _SURE_SHARE and alike:
                other = (passage, "；".join(_fullest(alike)))
    if holding:
        unique = {passage.id: passage for passage, _ in holding}
        return DraftCheck(
            "figure",
            text,
            *span,
            status="found",
            passages=tuple(unique.values())[:MOST_PLACES],
            total=len(unique),
            printed=_fullest([said for _, said in holding])[0],
            years=years,
        )
    if other is not None:
        return DraftCheck(
            "figure",
            text,
            *span,
            status="differs",
            passages=(other[0],),
            printed=other[1],
            years=years,
        )
    return DraftCheck("figure", text, *span, status="missing", years=years)


def _fullest(texts: Sequence[str]) -> list[str]:
    """The texts, each once, without those that another one says with its label."""
    unique = list(dict.fromkeys(texts))
    return [one for one in unique if not any(one != other and one in other for other in unique)]


def statements(passage: Passage) -> Iterator[Statement]:
    """What a passage states of which year: its cells, then the sentences of its text."""
    kpi = passage.kpi
    if kpi is not None:
        cells = (("target", kpi.target),) if kpi.target else ()
        for label, value in (*cells, *kpi.values):
            year = years_in(label)
            numbers = tuple(Stated(one, _role(label)) for one in quantities(value, kpi.unit))
            yield Statement(year[0] if year else passage.year, value, numbers)
    for sentence in _SENTENCE.findall(passage.text):
        for named, said in _by_year(sentence, passage.year).items():
            yield Statement(named, sentence.strip(), tuple(said))


def _by_year(sentence: str, own: int | None) -> dict[int | None, list[Stated]]:
    """The numbers of a sentence under the years that their clauses name.

    A clause without a year goes on about the one before it. What is compared with a year
    (與 2021 年相較) is of the sentence's own year too.

    Args:
        sentence: of a passage.
        own: the year of the passage, of which a sentence speaks that names none.
    """
    found: dict[int | None, list[Stated]] = {}
    of: tuple[int | None, ...] = (own,)
    for clause in _CLAUSE.findall(sentence):
        named = list(year_places(clause))
        years = tuple(dict.fromkeys(year for _, _, year in named))
        compared = any(_COMPARED.search(clause[:start]) for start, _, _ in named)
        if years and not compared:
            of = years
        numbers = _stated(clause)
        for year in dict.fromkeys((*of, *years)):
            found.setdefault(year, []).extend(numbers)
    return found


def _stated(text: str) -> tuple[Stated, ...]:
    return tuple(Stated(one, _role(text)) for one in quantities(text))


def _role(text: str) -> Role | None:
    """Whether a clause or a label speaks of what is aimed at or of what was reached."""
    said = [role for role, words in _ROLES if words.search(text)]
    return said[0] if len(said) == 1 else None


def _same(one: Stated, other: Stated) -> bool:
    if one.role and other.role and one.role != other.role:
        return False
    first, second = one.quantity, other.quantity
    return _same_unit(first.unit, second.unit) and (
        (first.low, first.high) == (second.low, second.high)
    )


def _same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same; words may follow one that nothing sets apart."""
    if one is None or other is None:
        return True
    shorter, longer = sorted((one, other), key=len)
    # 人 counts people, 人次 their visits.
    return longer.startswith(shorter) and not longer.removeprefix(shorter).startswith("次")


def _comparable(wanted: Sequence[Stated], own: Sequence[Stated]) -> bool:
    """Whether a number stands beside one in the same unit, or two beside each other in none."""
    units = {number.quantity.unit for number in own}
    return any(
        _same_unit(unit, wish.quantity.unit)
        for wish in wanted
        for unit in units
        if bool(unit) == bool(wish.quantity.unit)
    )


def _near(words: Sequence[str], held: Sequence[DocumentText]) -> list[tuple[int, float]]:
    """(number, share of the grams) of the groups that speak of the same, the most alike first."""
    grams = dict.fromkeys(word[at : at + 2] for word in words for at in range(len(word) - 1))
    if len(grams) < _LEAST_GRAMS:
        return []
    found = [
        (sum(gram in text for gram in grams) / len(grams), number)
        for document in held
        for number, text in zip(document.numbers, document.groups, strict=True)
    ]
    best = sorted((pair for pair in found if pair[0] >= _LEAST_SHARE), key=lambda p: (-p[0], p[1]))
    return [(number, share) for share, number in best[:_CANDIDATES]]
