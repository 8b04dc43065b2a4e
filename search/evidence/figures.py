"""Checking a draft: each figure with a year looked up among the numbers of that year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from search.analysis import Analyzer
from search.evidence.checks import MOST_PLACES, DraftCheck, sentence_at, years_beside
from search.evidence.claims import (
    CLAUSE,
    SENTENCE,
    Role,
    Stated,
    agrees,
    by_year,
    plain,
    role_of,
    same_unit,
    stated,
    step_of,
)
from search.evidence.named import BodiesNamed
from search.evidence.texts import DocumentText
from search.model import Passage, PassageGroup
from search.programs.quantity import quantities
from search.query.numerals import years_in
from search.store.reading import Store
from search.text import pairs_in, squeeze

_CANDIDATES = 16
_LEAST_GRAMS = 2
_LEAST_SHARE, _SURE_SHARE = 0.3, 0.5


@dataclass(frozen=True, slots=True)
class Statement:
    """What a passage says of a year: the text and the numbers in it that are of that year."""

    year: int | None
    text: str
    numbers: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A clause of the draft with the numbers that it states, each with its year."""

    text: str
    start: int
    end: int
    numbers: tuple[tuple[int | None, Stated], ...]
    agency: str | None

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(year for year, _ in self.numbers if year is not None))


def figures(
    draft: str,
    quoted: Sequence[tuple[int, int]],
    held: Sequence[DocumentText],
    store: Store,
    analyzer: Analyzer,
    bodies: BodiesNamed,
) -> Iterator[DraftCheck]:
    """Look up the clauses of a draft that state numbers.

    A number is found where a passage that speaks of the same (by the words of the sentence)
    states it of that year, in the same unit where both name one, and as the same (目標值 or
    實際值) where both say which. How much something changed may also follow from the numbers of
    two years. A number without a year is not checked, and is told as such.

    Args:
        draft: of an answer.
        quoted: spans of its quotations, which are checked as such.
        held: the folded texts of the corpus.
        store: of the generation.
        analyzer: of the index.
        bodies: that recognise whom the draft speaks of.
    """
    for claim in _claims(draft, quoted, bodies):
        first, last = sentence_at(draft, claim.start, claim.end)
        words = "".join(
            character if not character.isdigit() else " " for character in plain(draft[first:last])
        )
        near = _near([analyzer.fold_running(word) for word in words.split()], held)
        groups = {group.number: group for group in store.groups_of([n for n, _ in near])}
        yield _check(claim, [(groups[n], share) for n, share in near], bodies)


def _claims(draft: str, quoted: Sequence[tuple[int, int]], bodies: BodiesNamed) -> Iterator[_Claim]:
    for clause in CLAUSE.finditer(draft):
        start, end = clause.span()
        if any(first < end and start < last for first, last in quoted):
            continue
        wanted = stated(clause.group())
        if not wanted:
            continue
        beside = years_in(clause.group()) or years_beside(draft, start, end)
        # What a change is counted from is not the year that the clause is of.
        main = next((year for year in beside if year != wanted[0].against), None)
        if main is None:
            first, _ = sentence_at(draft, start, end)
            main = next(iter(years_in(draft[first:start])[-1:]), None)
        text = clause.group().strip()
        start += clause.group().index(text)
        yield _Claim(
            text,
            start,
            start + len(text),
            tuple((year, one) for one in wanted for year in one.years or (main,)),
            bodies.before(draft, end),
        )


def _check(
    claim: _Claim, near: Sequence[tuple[PassageGroup, float]], bodies: BodiesNamed
) -> DraftCheck:
    base = DraftCheck(
        "figure", claim.text, claim.start, claim.end, status="unchecked", years=claim.years
    )
    if any(year is None for year, _ in claim.numbers):
        return base
    holding: list[tuple[Passage, str]] = []
    other: tuple[Passage, str] | None = None
    for group, share in near:
        for passage in group.passages:
            said = list(statements(passage))
            if all(_is_borne_out(year, one, said) for year, one in claim.numbers):
                holding.append((passage, _said_of(claim, said)))
            alike = [
                one.text
                for one in said
                if one.year in claim.years
                and _comparable([n for _, n in claim.numbers], one.numbers)
            ]
            if other is None and share >= _SURE_SHARE and alike:
                other = (passage, "；".join(_fullest(alike)))
    own = [pair for pair in holding if bodies.is_of(pair[0], claim.agency)]
    if holding:
        unique = {passage.id: passage for passage, _ in (own or holding)}
        return replace(
            base,
            status="found" if own else "elsewhere",
            passages=tuple(unique.values())[:MOST_PLACES],
            total=len(unique),
            printed=_fullest([said for _, said in (own or holding)])[0],
            other_agency=not own,
        )
    reckoned = _reckoned(claim, [group for group, _ in near], bodies)
    if reckoned is not None:
        agreed, printed, places = reckoned
        return replace(
            base,
            status="found" if agreed else "differs",
            passages=places,
            total=len(places),
            printed=printed,
            reckoned=True,
        )
    if any(one.change for _, one in claim.numbers) and other is None:
        return base
    if other is not None:
        return replace(base, status="differs", passages=(other[0],), printed=other[1])
    return replace(base, status="missing")


def _is_borne_out(year: int | None, claimed: Stated, said: Sequence[Statement]) -> bool:
    """Whether a passage states a number of that year, and no nearer clause states another."""
    own = [one for statement in said if statement.year == year for one in statement.numbers]
    alike = [one for one in own if agrees(claimed, one)]
    if not alike:
        return False
    words = pairs_in(squeeze(claimed.clause))

    def share(one: Stated) -> int:
        return (words & pairs_in(squeeze(one.clause))).total()

    best = max(map(share, alike))
    # 諮詢 300 人、講座 20 人: of the clauses with that unit the one that shares most words speaks.
    rivals = [
        one
        for one in own
        if one not in alike
        and one.role == claimed.role
        and bool(one.change) == bool(claimed.change)
        and one.quantity.unit == claimed.quantity.unit
    ]
    return all(share(one) <= best for one in rivals)


def _said_of(claim: _Claim, said: Sequence[Statement]) -> str:
    """What a passage says in the statements that bear a claim out."""
    found = [
        statement.text
        for statement in said
        for year, one in claim.numbers
        if statement.year == year and any(agrees(one, own) for own in statement.numbers)
    ]
    return _fullest(found)[0] if found else ""


def _reckoned(
    claim: _Claim, near: Sequence[PassageGroup], bodies: BodiesNamed
) -> tuple[bool, str, tuple[Passage, ...]] | None:
    """Work out a change from two numbers of one indicator.

    Returns:
        Whether it agrees, the two numbers as printed, and the passages; None where no two numbers
        of one indicator are there.
    """
    changes = [(year, one) for year, one in claim.numbers if one.change]
    levels = [(year, one) for year, one in claim.numbers if not one.change]
    if len(changes) != 1 or changes[0][1].against is None:
        return None
    year, change = changes[0]
    by_title: dict[str, list[tuple[Passage, Statement]]] = {}
    for group in near:
        for passage in group.passages:
            if passage.kpi is not None and bodies.is_of(passage, claim.agency):
                by_title.setdefault(squeeze(passage.title), []).extend(
                    (passage, one) for one in statements(passage)
                )
    for held in by_title.values():
        for role in ("actual", "target"):
            now = _level(held, year, role)
            then = _level(held, change.against, role)
            if now is None or then is None:
                continue
            agreed = _is_change(change, now[2], then[2]) and all(
                _is_borne_out(of, one, [statement for _, statement in held]) for of, one in levels
            )
            printed = f"{then[1].text} → {now[1].text}"
            places = tuple({one.id: one for one in (then[0], now[0])}.values())
            return agreed, printed, places
    return None


def _level(
    held: Sequence[tuple[Passage, Statement]], year: int | None, role: str
) -> tuple[Passage, Statement, Decimal] | None:
    return next(
        (
            (passage, statement, one.quantity.low)
            for passage, statement in held
            if statement.year == year
            for one in statement.numbers
            if one.role == role and not one.change
        ),
        None,
    )


def _is_change(claimed: Stated, now: Decimal, then: Decimal) -> bool:
    """Whether a change, in percent or as it is, lies between two numbers."""
    told = claimed.quantity.low
    moved = (now - then) * claimed.change
    if claimed.quantity.unit == "%":
        if not then:
            return False
        moved = moved * 100 / abs(then)
        return abs(moved - told) * 2 <= step_of(told)
    return moved == told or agrees(
        replace(claimed, change=0),
        Stated(replace(claimed.quantity, low=moved, high=moved, bound="exactly"), claimed.role),
    )


def _fullest(texts: Sequence[str]) -> list[str]:
    """The texts, each once, without those that another one says with its label."""
    unique = list(dict.fromkeys(texts))
    return [one for one in unique if not any(one != other and one in other for other in unique)]


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
                Stated(one, role, clause=passage.title)
                for one in quantities(plain(value), kpi.unit)
            )
            yield Statement(year[0] if year else passage.year, value, numbers)
    for sentence in SENTENCE.findall(passage.text):
        found: dict[int | None, list[Stated]] = {}
        for year_of, one in by_year(sentence, passage.year):
            found.setdefault(year_of, []).append(one)
        for year_of, numbers_of in found.items():
            yield Statement(year_of, sentence.strip(), tuple(numbers_of))


def _comparable(wanted: Sequence[Stated], own: Sequence[Stated]) -> bool:
    """Whether a number stands beside one in the same unit, or two beside each other in none."""
    units = {number.quantity.unit for number in own}
    return any(
        same_unit(unit, wish.quantity.unit)
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
