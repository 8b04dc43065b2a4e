"""Checking a draft: each figure with a year looked up among the numbers of that year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.analysis import Analyzer
from search.evidence.checks import MOST_PLACES, DraftCheck, sentence_at, years_beside
from search.evidence.texts import DocumentText
from search.model import Passage, PassageGroup
from search.programs.quantity import Quantity, quantities
from search.query.numerals import years_in
from search.store import Store

_CLAUSE = re.compile(r"[^，,、；;。！？\n]+(?:(?<=\d),(?=\d)[^，,、；;。！？\n]+)*")
_SENTENCE = re.compile(r"[^。；！？\n]+")
_NO_WORD = re.compile(r"[\d.,%％]+|年度?|民國|\n")
_CANDIDATES = 16
_LEAST_GRAMS = 2
_LEAST_SHARE, _SURE_SHARE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """What a passage says of a year: the text and the numbers in it."""

    year: int | None
    text: str
    numbers: tuple[Quantity, ...]


def figures(
    draft: str,
    quoted: Sequence[tuple[int, int]],
    held: Sequence[DocumentText],
    store: Store,
    analyzer: Analyzer,
) -> Iterator[DraftCheck]:
    """Look up the clauses of a draft that state numbers of a year.

    A number is found where a passage that speaks of the same (by the words of the sentence)
    states it of that year, in the same unit where both name one.

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
        wanted = quantities(clause.group())
        if not years or not wanted:
            continue
        text = clause.group().strip()
        start += clause.group().index(text)
        first, last = sentence_at(draft, *clause.span())
        words = _NO_WORD.split(draft[first:last])
        near = _near([analyzer.fold_written(word) for word in words], held)
        groups = {group.number: group for group in store.groups_of([n for n, _ in near])}
        yield _check(
            text, (start, start + len(text)), years, wanted, [(groups[n], s) for n, s in near]
        )


def _check(
    text: str,
    span: tuple[int, int],
    years: tuple[int, ...],
    wanted: Sequence[Quantity],
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
        if kpi.target:
            yield Statement(passage.year, kpi.target, quantities(kpi.target, kpi.unit))
        for label, value in kpi.values:
            year = years_in(label)
            yield Statement(year[0] if year else passage.year, value, quantities(value, kpi.unit))
    for sentence in _SENTENCE.findall(passage.text):
        named = years_in(sentence)
        numbers = quantities(sentence)
        yield from (Statement(of, sentence.strip(), numbers) for of in named or (passage.year,))


def _same(one: Quantity, other: Quantity) -> bool:
    return _same_unit(one.unit, other.unit) and (one.low, one.high) == (other.low, other.high)


def _same_unit(one: str | None, other: str | None) -> bool:
    """Whether two units may be the same; words may follow one that nothing sets apart."""
    if one is None or other is None:
        return True
    shorter, longer = sorted((one, other), key=len)
    # 人 counts people, 人次 their visits.
    return longer.startswith(shorter) and not longer.removeprefix(shorter).startswith("次")


def _comparable(wanted: Sequence[Quantity], own: Sequence[Quantity]) -> bool:
    """Whether a number stands beside one in the same unit."""
    return any(
        number.unit and wish.unit and _same_unit(number.unit, wish.unit)
        for wish in wanted
        for number in own
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
