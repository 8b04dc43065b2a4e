"""Checking a draft against the stored text: its quotations, and with them its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from search import pace
from search.agencies import Agencies
from search.analysis import Analyzer
from search.errors import QueryError
from search.evidence.checks import MOST_PLACES, DraftCheck, years_beside
from search.evidence.figures import figures
from search.evidence.named import BodiesNamed
from search.evidence.texts import DocumentText, StoredTexts
from search.fields import searched_texts
from search.model import Passage, PassageGroup
from search.searcher import Searcher
from search.store.reading import Store
from search.text import squeeze

MOST_CHARACTERS = 20_000
MOST_CHECKS = 200

_PAIRS = {"「": "」", "『": "』", "“": "”", '"': '"', "＂": "＂"}
_EDGES = " \t\r\n\u3000。，、；：！？,.;:!?…"
# What turns the words behind it into their opposite.
_DENIED = re.compile(
    "(?:尚?未能?|不(?:得|能|予|再|須|必)?|並?非|沒有|無|勿|免於|以免|避免|禁止|停止|拒絕)$"
)
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_LEFT_OUT = re.compile(r"…+|\.{3,}|（略）|\(略\)|〔略〕")
# Grams enough to tell a passage by, few enough to look for in every passage.
_MOST_GRAMS = 24
_NEAR_SHARE = 0.5
_ALIKE = 0.6
_CANDIDATES = 8
_LONGEST_ALIGNED = 4_000
# Of a word that stands in every other passage a few are enough.
_MOST_READ = 500


def verify_quotes(
    draft: str,
    searcher: Searcher,
    texts: StoredTexts,
    analyzer: Analyzer,
    agencies: Agencies,
) -> tuple[DraftCheck, ...]:
    """Look up every quotation and every figure with a year of a draft, in all passages.

    Width, white space and marks of punctuation at the ends make no difference; any other
    character does. A quotation with an ellipsis is found where its parts stand in one passage
    in their order.

    Args:
        draft: of an answer.
        searcher: of the generation.
        texts: that keep its folded texts.
        analyzer: of the index.
        agencies: that recognise whom the draft speaks of.

    Returns:
        One check for each quotation and each clause with figures, in the order of the draft.

    Raises:
        QueryError: the draft is too long or quotes too often.
    """
    if len(draft) > MOST_CHARACTERS:
        raise QueryError(
            f"草稿有 {len(draft):,} 個字，一次最多 {MOST_CHARACTERS:,} 個字", "請分段核對"
        )
    spans = list(quotations(draft))
    if len(spans) > MOST_CHECKS:
        raise _too_many(len(spans))
    held = tuple(texts.of(searcher.store, searcher.fingerprint))
    store = searcher.store
    bodies = BodiesNamed(store.documents(), agencies)
    found = []
    for span in spans:
        pace.step()
        found.append(_check(draft, span, held, store, analyzer, bodies))
    every = [*found, *figures(draft, spans, held, store, analyzer, bodies)]
    looked_up = sum(one.status != "unchecked" for one in every)
    if looked_up > MOST_CHECKS:
        raise _too_many(looked_up)
    return tuple(sorted(every, key=lambda one: one.start))


def _too_many(count: int) -> QueryError:
    return QueryError(f"草稿有 {count:,} 處要核對，一次最多 {MOST_CHECKS:,} 處", "請分段核對")


def quotations(draft: str) -> Iterator[tuple[int, int]]:
    """Find what stands in quotation marks: (start, end) without the marks.

    Marks of one kind may stand within another; the outer ones count, and the inner ones where
    the outer are never closed. Straight marks pair up within a line.
    """
    at = 0
    while at < len(draft):
        opening = draft[at]
        if opening not in _PAIRS:
            at += 1
            continue
        end = _closing(draft, at)
        if end is None:
            at += 1
            continue
        inner = draft[at + 1 : end].strip(_EDGES)
        if len(inner) > 1:
            start = at + 1 + draft[at + 1 : end].index(inner)
            yield start, start + len(inner)
        at = end + 1


def _closing(draft: str, at: int) -> int | None:
    opening, closing = draft[at], _PAIRS[draft[at]]
    if opening == closing:
        end = draft.find(closing, at + 1)
        return end if end > 0 and "\n" not in draft[at:end] else None
    depth = 0
    for place in range(at, len(draft)):
        depth += (draft[place] == opening) - (draft[place] == closing)
        if depth == 0:
            return place
    return None


def _check(
    draft: str,
    span: tuple[int, int],
    held: Sequence[DocumentText],
    store: Store,
    analyzer: Analyzer,
    bodies: BodiesNamed,
) -> DraftCheck:
    text = draft[span[0] : span[1]]
    years = years_beside(draft, *span)
    parts = [part for piece in _LEFT_OUT.split(text) if (part := piece.strip(_EDGES))]
    folded = [analyzer.fold_running(part) for part in parts]
    # A quotation that is cut within a figure keeps a comma that its text has lost: 1,2 of 1,200.
    numbers = _holding(folded, held) or _holding([_COMMA.sub("", one) for one in folded], held)
    groups = store.groups_of(numbers[:_MOST_READ])
    exact = [found for group in groups if (found := _printed(group, parts)) is not None]
    # What the draft denies as well is quoted right.
    if exact and not _DENIED.search(squeeze(draft[max(0, span[0] - 8) : span[0]]).rstrip('「『“"')):
        said = [one for one in exact if not one.denied]
        if not said:
            return DraftCheck(
                "quotation",
                text,
                *span,
                status="differs",
                passages=(exact[0].passage,),
                printed=exact[0].wording,
                years=years,
                denied=True,
            )
        exact = said
    if exact:
        agency = bodies.before(draft, span[0])
        of_body = [one for one in exact if bodies.is_of(one.passage, agency)]
        of_year = [one for one in of_body or exact if one.passage.year in years]
        best = of_year or of_body or exact
        newest = [one for one in best if not one.old] or best
        told = DraftCheck(
            "quotation",
            text,
            *span,
            status="found",
            passages=tuple(one.passage for one in newest[:MOST_PLACES]),
            total=len(numbers) if len(exact) == len(groups) else len(exact),
            printed=newest[0].wording,
            years=years,
            other_year=bool(years) and not of_year,
            other_agency=not of_body,
            old_edition=newest[0].old,
        )
        amiss = told.other_year or told.other_agency or told.old_edition
        return replace(told, status="elsewhere") if amiss else told
    # What holds it in another written form (台 for 臺) is most like it.
    groups = groups or store.groups_of(_near(analyzer.fold_running(text), held))
    passage, printed, share = _most_alike(squeeze(text), groups, years)
    if passage is None or share < _ALIKE:
        return DraftCheck("quotation", text, *span, status="missing", years=years)
    return DraftCheck(
        "quotation",
        text,
        *span,
        status="differs",
        passages=(passage,),
        printed=printed,
        years=years,
        other_year=bool(years) and passage.year not in years,
    )


def _holding(folded: Sequence[str], held: Iterable[DocumentText]) -> list[int]:
    """Numbers of the groups that hold all parts of a quotation in one field."""
    wanted = [part for part in folded if part]
    return [
        number
        for document in held
        for number, text in zip(document.numbers, document.groups, strict=True)
        if wanted
        and all(part in text for part in wanted)
        and any(all(part in line for part in wanted) for line in text.split("\n"))
    ]


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where a quotation is printed.

    Attributes:
        wording: as printed; where it is denied, with the word that denies it.
        denied: a word such as 未 stands right before it.
        old: the edition that searches show first does not hold it.
    """

    passage: Passage
    wording: str
    denied: bool
    old: bool


def _printed(group: PassageGroup, parts: Sequence[str]) -> _Printed | None:
    """The passage of the group, and its wording, that holds the parts in their order."""
    pattern = re.compile(
        ".*?".join(r"\s*".join(map(re.escape, squeeze(part))) for part in parts), re.S
    )
    best: _Printed | None = None
    for passage in group.passages:
        for _, text in searched_texts(passage):
            squeezed, places = _squeezed_with_places(text)
            for found in pattern.finditer(squeezed):
                if found.end() == found.start():
                    break
                denial = _DENIED.search(squeezed[: found.start()])
                start = found.start() if denial is None else denial.start()
                wording = text[places[start] : places[found.end() - 1] + 1]
                made = _Printed(
                    passage, wording, denial is not None, passage is not group.passages[0]
                )
                if not made.denied:
                    return made
                best = best or made
    return best


def _squeezed_with_places(text: str) -> tuple[str, list[int]]:
    """A text squeezed, with the place of the source that each character comes from."""
    squeezed: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        plain = squeeze(character)
        squeezed.append(plain)
        places += [place] * len(plain)
    return "".join(squeezed), places


def _near(folded: str, held: Iterable[DocumentText]) -> list[int]:
    """Numbers of the groups that share most grams with a text, the most first."""
    grams = list(dict.fromkeys(folded[at : at + 2] for at in range(len(folded) - 1)))
    step = max(1, len(grams) // _MOST_GRAMS)
    wanted = grams[::step][: _MOST_GRAMS + 1]
    least = max(2, round(len(wanted) * _NEAR_SHARE))
    shares = [
        (-sum(gram in text for gram in wanted), number)
        for document in held
        for number, text in zip(document.numbers, document.groups, strict=True)
    ]
    best = sorted(pair for pair in shares if -pair[0] >= least)
    return [number for _, number in best[:_CANDIDATES]]


def _most_alike(
    sought: str, groups: Iterable[PassageGroup], years: Sequence[int]
) -> tuple[Passage | None, str, float]:
    """The passage with the wording most like a text, one of the years where they are equal."""
    best: tuple[float, bool, Passage | None, str] = (0.0, False, None, "")
    for group in groups:
        for passage in group.passages:
            for _, text in searched_texts(passage):
                printed, share = _window(sought, text)
                mine = (round(share, 3), passage.year in years)
                if mine > best[:2]:
                    best = (*mine, passage, printed)
    return best[2], best[3], best[0]


def _window(sought: str, text: str) -> tuple[str, float]:
    """The part of a text that is most like what is sought, and how much it is."""
    squeezed, places = _squeezed_with_places(text[:_LONGEST_ALIGNED])
    matcher = SequenceMatcher(None, squeezed, sought, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return "", 0.0
    longest = max(blocks, key=lambda block: block.size)
    # What is far from where the longest common run says it should be belongs to other words.
    slack = len(sought) // 2 + 4
    near = [
        block for block in blocks if abs((block.a - longest.a) - (block.b - longest.b)) <= slack
    ]
    start = max(0, near[0].a - (near[0].b if near[0].b <= 6 else 0))
    last = near[-1]
    rest = len(sought) - last.b - last.size
    end = min(len(squeezed), last.a + last.size + (rest if rest <= 6 else 0))
    share = SequenceMatcher(None, squeezed[start:end], sought, autojunk=False).ratio()
    return text[places[start] : places[end - 1] + 1], share
