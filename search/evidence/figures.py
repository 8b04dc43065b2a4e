"""Checking a draft: each figure with a year looked up among the numbers of that year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.analysis import Analyzer
from search.evidence.checks import MOST_PLACES, DraftCheck, sentence_at, years_beside
from search.evidence.claims import (
    CLAUSE,
    Stated,
    agrees,
    counted_in,
    is_turned,
    met,
    role_of,
    same_unit,
    side,
    stated,
    years_of,
)
from search.evidence.named import BodiesNamed
from search.evidence.reckoning import above_target, reckoned
from search.evidence.statements import (
    CONTEXT,
    Statement,
    is_borne_out,
    pairs_of,
    share_of,
    statements,
    subject,
)
from search.evidence.texts import DocumentText
from search.model import Passage, PassageGroup
from search.programs.series import series
from search.query.numerals import years_in
from search.store.reading import Store
from search.text import squeeze

_CANDIDATES = 48
_LEAST_GRAMS = 2
_LEAST_SHARE, _SURE_SHARE = 0.3, 0.5
_MARGIN = 0.25
_LEAST_OF_MOST = 0.6
_COUNTED = 0.25
_SHORTEST_COUNTED = 3
# Whether more is better or worse no rule knows.
_JUDGED = re.compile("惡化|改善|好轉|退步|進步")
_GROWTH = re.compile("(?:成長|增加|增長|提升|減少|下降|降低)比?率")
_CODE = re.compile(r"指標\s*(\d+(?:\.[\da-z]+){1,3})")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A clause of the draft with the numbers that it states, each with its year."""

    text: str
    start: int
    end: int
    numbers: tuple[tuple[int | None, Stated], ...]
    agency: str | None
    sentence: str
    is_met: bool | None
    side: int
    year: int | None

    @property
    def years(self) -> tuple[int, ...]:
        named = (*(year for year, _ in self.numbers), self.year)
        return tuple(dict.fromkeys(year for year in named if year is not None))

    @property
    def words(self) -> Counter[str]:
        """What the clause speaks of, in pairs of characters."""
        return pairs_of(self.text)

    @property
    def around(self) -> Counter[str]:
        """What its sentence speaks of."""
        return pairs_of(self.sentence)


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
    sentence_of: tuple[str, frozenset[str]] = ("", frozenset())
    for claim in _claims(draft, quoted, bodies):
        clause, sentence = (
            [analyzer.fold_running(word) for word in subject(text)]
            for text in (claim.text, claim.sentence)
        )
        groups = store.groups_of(_near(clause, sentence, held))
        goes_on = sentence_of[1] if sentence_of[0] == claim.sentence else frozenset()
        check = _check(claim, groups, bodies, goes_on)
        sentence_of = (claim.sentence, frozenset(one.id for one in check.passages))
        yield check


def _claims(draft: str, quoted: Sequence[tuple[int, int]], bodies: BodiesNamed) -> Iterator[_Claim]:
    # What stands in quotation marks is looked up as it is, and states nothing of the draft's own.
    own = draft
    for first, last in quoted:
        own = own[:first] + "□" * (last - first) + own[last:]
    for clause in CLAUSE.finditer(own):
        start, end = clause.span()
        wanted, is_met, aside = stated(clause.group()), met(clause.group()), side(clause.group())
        if not wanted and is_met is None and not aside:
            continue
        first, last = sentence_at(draft, start, end)
        earlier = years_in(own[first:start])
        beside = years_in(clause.group()) or years_beside(own, start, end)
        # What a change is counted from is not the year that the clause is of.
        against = wanted[0].against if wanted else None
        main = next((year for year in beside if year != against), None)
        main = next(iter(earlier[-1:]), None) if main is None else main
        period = next((one.period for one in reversed(stated(own[first:end])) if one.period), "")
        text = clause.group().strip()
        start += clause.group().index(text)
        yield _Claim(
            draft[start : start + len(text)],
            start,
            start + len(text),
            tuple(
                (year, replace(one, against=_counted_from(one, year, earlier), period=period))
                for one in wanted
                for year in years_of(one, (_own_year(one, main, earlier),))
            ),
            bodies.before(draft, end),
            draft[first:last],
            is_met,
            aside,
            main,
        )


def _own_year(one: Stated, main: int | None, earlier: Sequence[int]) -> int | None:
    """The year of a number of which its clause names only the one that it is counted from."""
    counted = one.against is not None and one.against == main
    return next(iter(earlier[-1:]), None) if counted else main


def _counted_from(one: Stated, year: int | None, earlier: Sequence[int]) -> int | None:
    """The year that a change is counted from, where its clause does not say: 增加 100 人."""
    if one.against is not None or not one.is_compared or one.beyond:
        return one.against
    return next((before for before in earlier if before != year), None)


def _check(
    claim: _Claim, groups: Sequence[PassageGroup], bodies: BodiesNamed, goes_on: frozenset[str]
) -> DraftCheck:
    base = DraftCheck(
        "figure", claim.text, claim.start, claim.end, status="unchecked", years=claim.years
    )
    if any(year is None and one.part != "from" for year, one in claim.numbers):
        return base
    told = [_told(claim, passage, goes_on) for group in groups for passage in group.passages]
    verdict = _verdict(claim, told, bodies)
    if not claim.numbers:
        return base if verdict is None else _of_verdict(base, claim, verdict)
    found = _looked_up(claim, base, told, bodies)
    judged = _JUDGED.search(claim.text)
    if found.status == "found" and judged and judged.group() not in found.printed:
        return base
    if found.status != "found" or (claim.is_met is None and not claim.side):
        return found
    if verdict is None:
        return found if _is_said_met(claim, found.printed) else base
    return found if verdict[0] else _of_verdict(base, claim, verdict)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a passage says, and how much of a claim it speaks of.

    Attributes:
        share: of the words of the clause and, weighing less, of the sentence.
        bears_out: it states all numbers of the claim.
        said: what it states in numbers that could be those of the claim, with their role.
    """

    passage: Passage
    statements: tuple[Statement, ...]
    share: float
    bears_out: bool
    comparable: tuple[tuple[Statement, Stated], ...]


def _told(claim: _Claim, passage: Passage, goes_on: frozenset[str]) -> _Told:
    said = tuple(statements(passage))
    wanted = tuple(
        (year, _as_told_by(one, passage))
        for year, one in claim.numbers
        if not _is_of_name(one, passage.title)
    )
    comparable = tuple(
        (statement, own)
        for statement in said
        for own in statement.numbers
        if any(statement.year == year and _are_of_one_kind(one, own) for year, one in wanted)
    )
    bears_out = bool(wanted) and all(
        is_borne_out(year, one, said, claim.around) for year, one in wanted
    )
    lines = {f"{passage.title}\n{own.clause}" for _, own in comparable} or {passage.title}
    around = share_of(
        claim.around, f"{passage.title}\n" + "\n".join({one.text for one, _ in comparable})
    )
    # A clause such as 增加 100 人 speaks of what its sentence does.
    share = max(share_of(claim.words, line) for line in lines) if claim.words else around
    share += _COUNTED * max((_beside(claim, own) for _, own in comparable), default=0.0)
    # A sentence goes on about what bore out its clause before, unless another is more like it.
    share += _is_coded(passage, claim.sentence)
    share += CONTEXT * around + (_MARGIN if passage.id in goes_on else 0)
    return _Told(passage, said, share, bears_out, comparable)


def _beside(claim: _Claim, own: Stated) -> float:
    """How much of what a claim counts a number of a passage counts too."""
    return max(share_of(pairs_of(one.beside), own.beside) for _, one in claim.numbers)


def _as_told_by(one: Stated, passage: Passage) -> Stated:
    """A claim as an indicator would state it: the number of a 達成率 or 成長率 is what it is."""
    if one.role == role_of(passage.title) == "rate":
        one = replace(one, role=None)
    grown = one.quantity.unit == "%" and one.against is None and passage.kpi is not None
    return replace(one, change=0) if grown and _GROWTH.search(one.clause) else one


def _is_of_name(one: Stated, title: str) -> bool:
    """Whether a number belongs to the name of what is spoken of: 結訓後 3 個月動態調查."""
    named = re.escape(f"{one.quantity.low.normalize():f}")
    at = re.search(rf"(?<![\d.,]){named}[^\d.,]{{2}}", one.clause)
    return at is not None and squeeze(at.group()) in squeeze(title)


def _is_coded(passage: Passage, sentence: str) -> bool:
    """Whether a sentence names an indicator by its code: 指標 8.5.2."""
    own = {*_CODE.findall(passage.title), *passage.codes, passage.number}
    return any(one in own for one in _CODE.findall(sentence))


def _looked_up(
    claim: _Claim, base: DraftCheck, told: Sequence[_Told], bodies: BodiesNamed
) -> DraftCheck:
    """Find the passages that bear the numbers of a claim out, or the one that speaks against it."""
    ours = [one for one in told if bodies.is_of(one.passage, claim.agency)]
    against = [one for one in ours if one.comparable and not one.bears_out]
    nearest = max(against, key=lambda one: one.share, default=None)
    holding = [
        one for one in told if one.bears_out and not any(_outdoes(o, one, claim) for o in against)
    ]
    if is_turned([one for _, one in claim.numbers]):
        holding = []
    most = max((one.share for one in ours), default=0)
    if holding and max(one.share for one in holding) < _LEAST_OF_MOST * most:
        return base
    if holding:
        own = [one for one in holding if one in ours]
        unique = {one.passage.id: one.passage for one in own or holding}
        return replace(
            base,
            status="found" if own else "elsewhere",
            passages=tuple(unique.values())[:MOST_PLACES],
            total=len(unique),
            printed=_fullest([_said_of(claim, one.statements) for one in own or holding])[0],
            other_agency=not own,
        )
    compared = _compared(claim, ours)
    if compared is not None:
        agreed, printed, places = compared
        return replace(
            base,
            status="found" if agreed else "differs",
            passages=places,
            total=len(places),
            printed=printed,
            reckoned=True,
        )
    if nearest is not None and nearest.share >= _SURE_SHARE:
        said = _fullest([statement.text for statement, _ in nearest.comparable])
        return replace(base, status="differs", passages=(nearest.passage,), printed="；".join(said))
    if any(one.is_compared for _, one in claim.numbers):
        return base
    return replace(base, status="missing")


def _compared(claim: _Claim, told: Sequence[_Told]) -> tuple[bool, str, tuple[Passage, ...]] | None:
    """What follows from the indicator most like a claim that compares two numbers."""
    by_title: dict[str, list[tuple[Passage, Statement]]] = {}
    best: dict[str, float] = {}
    for one in told:
        if one.passage.kpi is not None:
            title = squeeze(one.passage.title)
            by_title.setdefault(title, []).extend((one.passage, said) for said in one.statements)
            best[title] = max(best.get(title, 0), one.share)
    found = (
        reckoned(claim.numbers, claim.around, by_title[title])
        for title in sorted(best, key=lambda title: -best[title])
        if best[title] >= _LEAST_SHARE
    )
    return next((one for one in found if one is not None), None)


def _outdoes(rival: _Told, one: _Told, claim: _Claim) -> bool:
    """Whether a passage that states another number speaks of the same much more than one does."""
    ahead = rival.share - one.share
    # Of two that speak of it about alike the one that says which number is the target knows.
    roles = {claimed.role for _, claimed in claim.numbers} - {None}
    rival_knows, one_knows = (
        bool(roles) and roles <= {own.role for _, own in told.comparable} for told in (rival, one)
    )
    if one_knows and not rival_knows:
        return one.share < _LEAST_OF_MOST * rival.share
    if rival_knows and not one_knows:
        return ahead > -_MARGIN
    if _is_word_for_word(claim, rival) and not _is_word_for_word(claim, one):
        return ahead > -_MARGIN
    # An indicator has but its name to be alike by; a text has all its words.
    named = one.passage.kpi is not None and rival.passage.kpi is None
    return ahead > (2 * _MARGIN if named else _MARGIN)


def _is_word_for_word(claim: _Claim, told: _Told) -> bool:
    """Whether a number of a passage counts just what one of a claim does, in the same words.

    32,780 名弱勢族群失業者 are not 34,140 名失業者, though each word of these is among those.
    """
    claimed = [one for _, one in claim.numbers]
    return any(
        min(len(counted), len(own)) >= _SHORTEST_COUNTED
        and (counted.startswith(own) or own.startswith(counted))
        for _, number in told.comparable
        if not told.bears_out or any(agrees(one, number) for one in claimed)
        for own in [counted_in(number.beside)]
        for counted in (counted_in(one.beside) for one in claimed)
    )


def _are_of_one_kind(claimed: Stated, own: Stated) -> bool:
    """Whether a number could be the one that is claimed, but for its value."""
    first, second = claimed.quantity.unit, own.quantity.unit
    return (
        claimed.is_compared == own.is_compared
        and bool(first) == bool(second)
        and same_unit(first, second)
        and (claimed.role is None or own.role in (None, claimed.role))
        and (claimed.role is not None or own.role != "rate")
    )


def _verdict(
    claim: _Claim, told: Sequence[_Told], bodies: BodiesNamed
) -> tuple[bool, Passage] | None:
    """Whether what a clause says of a target is so, by the indicator most like it."""
    if (claim.is_met is None and not claim.side) or claim.year is None:
        return None
    known = [
        (share_of(claim.around, one.passage.title), is_so, one.passage)
        for one in told
        if one.passage.kpi is not None and bodies.is_of(one.passage, claim.agency)
        for is_so in [_is_so(claim, one, claim.year)]
        if is_so is not None
    ]
    best = max(known, key=lambda one: one[0], default=None)
    return (best[1], best[2]) if best and best[0] >= _LEAST_SHARE / 2 else None


def _is_so(claim: _Claim, told: _Told, year: int) -> bool | None:
    """Whether an indicator reached its target, or lies on the side of it, as a clause says."""
    if claim.is_met is not None:
        reached = series(told.passage.title, (told.passage,)).reached(year)
        return None if reached is None else reached == claim.is_met
    aside = above_target(told.statements, year)
    return None if aside is None else aside == claim.side


def _of_verdict(base: DraftCheck, claim: _Claim, verdict: tuple[bool, Passage]) -> DraftCheck:
    is_so, passage = verdict
    said = [one.text for one in statements(passage) if one.year == claim.year]
    return replace(
        base,
        status="found" if is_so else "differs",
        passages=(passage,),
        total=1,
        printed="；".join(_fullest(said)),
        reckoned=True,
    )


def _is_said_met(claim: _Claim, printed: str) -> bool:
    return any(
        (met(clause), side(clause)) == (claim.is_met, claim.side)
        for clause in CLAUSE.findall(printed)
    )


def _said_of(claim: _Claim, said: Sequence[Statement]) -> str:
    """What a passage says in the statements that bear a claim out."""
    found = [
        statement.text
        for statement in said
        for year, one in claim.numbers
        if statement.year == year and any(agrees(one, own) for own in statement.numbers)
    ]
    return _fullest(found)[0] if found else ""


def _fullest(texts: Sequence[str]) -> list[str]:
    """The texts, each once, without those that another one says with its label."""
    unique = list(dict.fromkeys(texts))
    return [one for one in unique if not any(one != other and one in other for other in unique)]


def _near(
    clause: Sequence[str], sentence: Sequence[str], held: Sequence[DocumentText]
) -> list[int]:
    """Numbers of the groups that speak of the same, the most alike first."""
    grams, around = _grams(clause), _grams(sentence)
    if len(around) < _LEAST_GRAMS:
        return []

    def share(text: str) -> float:
        context = sum(gram in text for gram in around) / len(around)
        own = sum(gram in text for gram in grams) / len(grams) if grams else context
        return own + CONTEXT * context

    found = [
        (share(text), number)
        for document in held
        for number, text in zip(document.numbers, document.groups, strict=True)
    ]
    best = sorted((pair for pair in found if pair[0] >= _LEAST_SHARE), key=lambda p: (-p[0], p[1]))
    return [number for _, number in best[:_CANDIDATES]]


def _grams(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(word[at : at + 2] for word in words for at in range(len(word) - 1)))
