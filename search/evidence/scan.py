"""The literal scan: what is mentioned and what is not, proven on the stored text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from search.agencies import Agencies
from search.analysis import Analyzer, Needle
from search.evidence.pack import AgencyCoverage, Aside, DocumentScan, Negative, Scan, TermScan
from search.evidence.texts import DocumentText, EditionText, StoredTexts
from search.fields import DOCUMENT, DOCUMENT_KIND
from search.model import UNKNOWN, Document, FailedFile, Reading

_MOST_ASIDE = 50
_AROUND = 20
_LONGEST_SPAN = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """A term with the needles of all its wordings."""

    text: str
    forms: tuple[str, ...]
    needles: tuple[Needle, ...]
    indexed: int


def sought(reading: Reading, analyzer: Analyzer) -> tuple[Sought, ...]:
    """Give what a query looks for, as it was read."""
    merged = analyzer.is_simplified(reading.text)
    found = []
    for term in reading.terms:
        forms = tuple(dict.fromkeys((term.text, *(text for text, _ in term.forms))))
        needles = (analyzer.needle(form, merged=merged, inside=reading.inside) for form in forms)
        kept = tuple(dict.fromkeys(needle for needle in needles if needle.text))
        if kept:
            found.append(Sought(term.text, forms, kept, term.count))
    return tuple(found)


def in_scope(document: Document, reading: Reading) -> bool:
    """Tell whether the filters that look at whole documents leave one."""
    own = {
        "agency": document.agency or UNKNOWN,
        "year": UNKNOWN if document.year is None else str(document.year),
        DOCUMENT: document.id,
        DOCUMENT_KIND: document.kind or UNKNOWN,
    }
    return all(own[facet] in values for facet, values in reading.filters if facet in own)


def scan(
    texts: Iterable[DocumentText], reading: Reading, stored: StoredTexts, analyzer: Analyzer
) -> Scan:
    """Look for every wording of every term in every stored text.

    Args:
        texts: of the whole corpus.
        reading: how the query was understood.
        stored: that gave the texts.
        analyzer: that folded them.
    """
    terms = sought(reading, analyzer)
    documents: list[DocumentScan] = []
    aside: list[Aside] = []
    totals = [0] * len(terms)
    editions = 0
    for text in texts:
        counts = tuple(
            sum(
                any(stored.holds(needle, group) for needle in term.needles) for group in text.groups
            )
            for term in terms
        )
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        held = text.document
        if not in_scope(held, reading):
            continue
        editions += len(text.editions)
        documents.append(
            DocumentScan(
                held.id,
                held.title,
                held.agency,
                held.year,
                held.editions[0].source.file,
                text.characters,
                counts,
            )
        )
        for term, count in zip(terms, counts, strict=True):
            for edition in text.editions:
                aside += _aside(term, held.id, edition, stored, analyzer)
                if not count:
                    aside += _across(term, held.id, edition, stored, analyzer)
    return Scan(
        tuple(
            TermScan(term.text, term.forms, total, term.indexed)
            for term, total in zip(terms, totals, strict=True)
        ),
        tuple(documents),
        sum(one.characters for one in documents),
        editions,
        tuple(aside[:_MOST_ASIDE]),
        len(aside),
    )


def _aside(
    term: Sought, document: str, edition: EditionText, stored: StoredTexts, analyzer: Analyzer
) -> Iterator[Aside]:
    """Where a term stands in the stored text but in no passage."""
    if any(stored.holds(needle, edition.outside_written) for needle in term.needles):
        for start, text in edition.outside:
            for begin, end in _places(term, text, analyzer):
                yield _at(term, document, edition, start + begin, start + end)


def _across(
    term: Sought, document: str, edition: EditionText, stored: StoredTexts, analyzer: Analyzer
) -> Iterator[Aside]:
    """Where a term that no passage holds stands in one piece where a passage ends or is cut."""
    if any(stored.holds(needle, edition.written) for needle in term.needles):
        for start, end in _places(term, edition.text, analyzer):
            outside = any(at <= start and end <= at + len(run) for at, run in edition.outside)
            # Words of two lines that happen to read on are no mention.
            if not outside and not re.search(r"\s", edition.text[start:end]):
                yield _at(term, document, edition, start, end)


def _places(term: Sought, text: str, analyzer: Analyzer) -> Iterator[tuple[int, int]]:
    for needle in term.needles:
        folded = analyzer.fold_running_with_map(text, merged=needle.merged)
        for first, last in needle.places(folded.text):
            yield folded.source_span(first, last)


def _at(term: Sought, document: str, edition: EditionText, start: int, end: int) -> Aside:
    around = edition.text[max(0, start - _AROUND) : end + _AROUND]
    return Aside(term.text, document, edition.file, start, end, " ".join(around.split()))


def negatives(found: Scan) -> tuple[Negative, ...]:
    """Say for each agency and term which documents do not mention it; agency by agency."""
    given: list[Negative] = []
    for agency in dict.fromkeys(one.agency for one in found.documents):
        for place, term in enumerate(found.terms):
            silent = tuple(
                (one.document, one.title, one.year, one.file)
                for one in found.documents
                if one.agency == agency and not one.terms[place]
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
    return tuple(
        AgencyCoverage(
            agency,
            tuple((one.id, one.title, one.year) for one in own),
            ()
            if agency is None
            else tuple(year for year in wanted if year not in own_years.get(agency, ())),
            tuple(unread.get(agency, ())),
            tuple(
                (one.id, edition.source.file, edition.unread)
                for one in own
                for edition in one.editions
                if edition.unread
            ),
        )
        for agency, own in by_agency.items()
    )
