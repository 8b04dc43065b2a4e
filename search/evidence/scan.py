"""The literal scan: what is mentioned and what is not, proven on the stored text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from search import pace
from search.agencies import Agencies
from search.analysis import Analyzer, Needle
from search.analysis.normalise import Folded
from search.evidence.pack import (
    AgencyCoverage,
    Aside,
    DocumentScan,
    Negative,
    Scan,
    TermCount,
    TermScan,
)
from search.evidence.seams import REACH, Span, Strand, strand_text, strands
from search.evidence.texts import DocumentText, EditionText, StoredTexts
from search.fields import DOCUMENT, DOCUMENT_KIND, years_of
from search.filters import passes
from search.model import UNKNOWN, Document, FailedFile, Reading
from search.searcher import LookedFor

_MOST_ASIDE = 50
_AROUND = 20
_LONGEST_SHOWN = 80
# A longer one may reach over more than is kept ready for the scan.
_LONGEST_IN_PIECES = 40
_BROKEN = re.compile(r"\s")
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """A term with the needles of all its wordings, and how many groups the index finds by them."""

    text: str
    forms: tuple[str, ...]
    needles: tuple[Needle, ...]
    indexed: int


def sought(terms: Iterable[LookedFor]) -> tuple[Sought, ...]:
    """Give what is scanned for: each term that is no sentence, once."""
    return tuple(
        Sought(
            term.text,
            tuple(dict.fromkeys(form.text for form in term.forms)),
            tuple(dict.fromkeys(form.needle for form in term.forms)),
            term.count,
        )
        for term in {one.text: one for one in terms if one.forms and not one.prose}.values()
    )


def in_scope(document: Document, reading: Reading) -> bool:
    """Tell whether the filters that look at whole documents leave one."""
    own = {
        "agency": (document.agency or UNKNOWN,),
        "year": years_of(document),
        DOCUMENT: (document.id,),
        DOCUMENT_KIND: (document.kind or UNKNOWN,),
    }
    return all(passes(values, *own[facet]) for facet, values in reading.filters if facet in own)


def scan(
    texts: Iterable[DocumentText],
    terms: Sequence[Sought],
    reading: Reading,
    stored: StoredTexts,
    analyzer: Analyzer,
) -> Scan:
    """Look for every wording of every term in every stored text.

    Args:
        texts: of the whole corpus.
        terms: what is looked for.
        reading: how the query was understood, of which the filters narrow what is told.
        stored: that gave the texts.
        analyzer: that folded them.
    """
    documents: list[DocumentScan] = []
    decisive: list[Aside] = []
    others: list[Aside] = []
    totals = [0] * len(terms)
    editions = 0
    for text in texts:
        holding = [_holding(term, text, stored) for term in terms]
        totals = [total + len(numbers) for total, numbers in zip(totals, holding, strict=True)]
        held = text.document
        if not in_scope(held, reading):
            continue
        editions += len(text.editions)
        maps = _Maps(analyzer)
        counts: list[TermCount] = []
        for term, numbers in zip(terms, holding, strict=True):
            pace.step()
            places = [
                place
                for edition in text.editions
                for place in _asides(term, numbers, held.id, edition, stored, maps)
            ]
            joined = sum(place.joined for place in places)
            counts.append(TermCount(len(numbers), len(places) - joined, joined))
            (others if numbers else decisive).extend(places)
        documents.append(
            DocumentScan(
                held.id,
                held.title,
                held.agency,
                held.year,
                held.editions[0].source.file,
                text.characters,
                tuple(counts),
            )
        )
    room = max(0, _MOST_ASIDE - len(decisive))
    return Scan(
        tuple(
            TermScan(term.text, term.forms, total, term.indexed)
            for term, total in zip(terms, totals, strict=True)
        ),
        tuple(documents),
        sum(one.characters for one in documents),
        editions,
        (*decisive, *others[:room]),
        len(decisive) + len(others),
    )


class _Maps:
    """The ways back from folded to stored text, for one document's texts as they are needed."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._fold = analyzer.fold_running_with_map
        self._kept: dict[tuple[str, bool], Folded] = {}

    def of(self, text: str, *, merged: bool) -> Folded:
        """Give the folded form of a text with its way back."""
        key = (text, merged)
        if key not in self._kept:
            self._kept[key] = self._fold(text, merged=merged)
        return self._kept[key]


def _holding(term: Sought, text: DocumentText, stored: StoredTexts) -> frozenset[int]:
    """The numbers of the groups that hold a term in any wording."""
    return frozenset(
        number
        for number, group in zip(text.numbers, text.groups, strict=True)
        if any(stored.holds(needle, group) for needle in term.needles)
    )


def _asides(
    term: Sought,
    numbers: frozenset[int],
    document: str,
    edition: EditionText,
    stored: StoredTexts,
    maps: _Maps,
) -> Iterator[Aside]:
    """Where a term is printed in a file and no passage that holds it accounts for the place."""
    found = sorted({*_printed(term, edition, stored, maps), *_joining(term, edition, stored, maps)})
    accounted = _Accounted([place for place in edition.places if place[2] in numbers])
    for start, end in found:
        if not accounted.at(start) & accounted.at(end - 1):
            yield _at(term, document, edition, start, end)


def _printed(
    term: Sought, edition: EditionText, stored: StoredTexts, maps: _Maps
) -> Iterator[Span]:
    """Where a term stands in the stored text as it is."""
    text = edition.text
    if _is_long(term):
        yield from (span for span, _ in _places(term, text, ((0, len(text)),), maps))
        return
    for strand, written in edition.chunks:
        if any(stored.holds(needle, written) for needle in term.needles):
            ((first, last),) = strand
            # What begins near an end may be cut there, and is whole in the next piece.
            first += REACH if first else 0
            last -= REACH if last < len(text) else 0
            for span, _ in _places(term, text, strand, maps):
                if first <= span[0] < last:
                    yield span


def _joining(
    term: Sought, edition: EditionText, stored: StoredTexts, maps: _Maps
) -> Iterator[Span]:
    """Where a term stands in the stored text read in another order, over a seam."""
    if _is_long(term):
        whole = strands(edition.text, edition.furniture, None)
        held: Iterable[Strand] = whole
    else:
        held = (
            strand
            for strand, written in edition.strands
            if any(stored.holds(needle, written) for needle in term.needles)
        )
    for strand in held:
        for span, several in _places(term, edition.text, strand, maps):
            if several:
                yield span


def _is_long(term: Sought) -> bool:
    return max(map(len, term.forms)) > _LONGEST_IN_PIECES


class _Accounted:
    """Which of some passages account for a place of the stored text.

    Args:
        places: (start, end, number of the group), ascending.
    """

    def __init__(self, places: Sequence[tuple[int, int, int]]) -> None:
        self._places = places
        self._starts = [start for start, _, _ in places]
        # How far the spans up to each one reach: before one that falls short none is of use.
        self._reach = list(accumulate((end for _, end, _ in places), max))

    def at(self, place: int) -> frozenset[int]:
        """Give the numbers of the groups that account for a character."""
        found = set()
        for at in range(bisect_right(self._starts, place) - 1, -1, -1):
            if self._reach[at] <= place:
                break
            _, end, number = self._places[at]
            if place < end:
                found.add(number)
        return frozenset(found)


def _places(term: Sought, text: str, strand: Strand, maps: _Maps) -> Iterator[tuple[Span, bool]]:
    """Where the wordings of a term stand in a strand of the stored text.

    Yields:
        The stretch of the stored text from its first character to its last, and whether several
        spans of the strand hold them.
    """
    read = strand_text(text, strand)
    for needle in term.needles:
        folded = maps.of(read, merged=needle.merged)
        for first, last in needle.places(folded.text):
            start, end = folded.source_span(first, last)
            touched: list[int] = []
            at = 0
            for begin, stop in strand:
                length = stop - begin
                if at < end and start < at + length:
                    touched += [begin + max(0, start - at), begin + min(length, end - at)]
                at += length
            yield (min(touched), max(touched)), len(touched) > 2


def _at(term: Sought, document: str, edition: EditionText, start: int, end: int) -> Aside:
    text = edition.text
    printed = text[start:end]
    around = text[max(0, start - _AROUND) : min(end, start + _LONGEST_SHOWN) + _AROUND]
    return Aside(
        term.text,
        document,
        edition.file,
        start,
        end,
        " ".join(around.split()),
        # A word in one piece has no more between its characters than its longest wording.
        joined=bool(_BROKEN.search(printed))
        or len(printed.replace(",", "")) > max(map(len, term.forms)),
        line=text.count("\n", 0, start) + 1,
    )


def negatives(found: Scan) -> tuple[Negative, ...]:
    """Say for each agency and term which documents do not mention it; agency by agency."""
    given: list[Negative] = []
    for agency in dict.fromkeys(one.agency for one in found.documents):
        for place, term in enumerate(found.terms):
            silent = tuple(
                (one.document, one.title, one.year, one.file)
                for one in found.documents
                if one.agency == agency and one.terms[place].silent
            )
            if silent:
                given.append(Negative(agency, term.text, silent))
    return tuple(given)


def coverage(
    scoped: Iterable[Document],
    documents: Iterable[Document],
    failed: Iterable[FailedFile],
    asked_agencies: Iterable[str],
    years: Iterable[str],
    agencies: Agencies,
) -> tuple[AgencyCoverage, ...]:
    """Say for each agency what is here, what is not, and what could not be read.

    Args:
        scoped: the documents that were searched, in display order.
        documents: all of the corpus, in the same order.
        failed: all files that could not be read.
        asked_agencies: whose documents were asked for, those of which nothing is here too.
        years: the years that were asked for; empty for all.
        agencies: that recognise whose a file is by its name.

    Returns:
        Agency by agency; last, under no agency, the files of which nobody can tell whose they
        are.
    """
    asked = set(years)
    own_years: dict[str | None, set[int | None]] = {}
    for held in documents:
        own_years.setdefault(held.agency, set()).add(held.year)
    held_years = {year for own in own_years.values() for year in own if year is not None}
    # A year of which no agency has a document is a gap to be seen too.
    span = range(min(held_years), max(held_years) + 1) if held_years else range(0)
    every = span if len(span) <= _LONGEST_SPAN else sorted(held_years)
    wanted = [year for year in every if not asked or str(year) in asked]
    unread: dict[str | None, list[FailedFile]] = {}
    for one in failed:
        unread.setdefault(agencies.recognise(one.file), []).append(one)
    in_reach: dict[str | None, list[Document]] = {one: [] for one in asked_agencies}
    for held in scoped:
        in_reach.setdefault(held.agency, []).append(held)
    order = dict.fromkeys((*(one for one in own_years if one in in_reach), *in_reach))
    by_agency = {one: in_reach[one] for one in order}
    if None in unread:
        by_agency.setdefault(None, [])

    def absent(agency: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The years without a document in which there was such a body, and those in which not."""
        began, ended = agencies.lifetime(agency)
        gaps = [year for year in wanted if year not in own_years.get(agency, ())]
        lived = [
            year
            for year in gaps
            if (began is None or year >= began) and (ended is None or year <= ended)
        ]
        return tuple(lived), tuple(year for year in gaps if year not in lived)

    return tuple(
        AgencyCoverage(
            agency,
            tuple((one.id, one.title, one.year) for one in own),
            missing,
            tuple(unread.get(agency, ())),
            tuple(
                (one.id, edition.source.file, edition.unread)
                for one in own
                for edition in one.editions
                if edition.unread
            ),
            unborn,
        )
        for agency, own in by_agency.items()
        for missing, unborn in (((), ()) if agency is None else absent(agency),)
    )
