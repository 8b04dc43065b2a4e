"""The grid of what is indexed: agencies by years."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from search.model import UNKNOWN, Document, Edition
from search.present.omissions import Kept, grouped

LISTED = 200
"""Documents on one page of the list."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the grid.

    Attributes:
        covered: the share of what it prints that is covered, 0 to 1.
        read_at: when one of its files was last read, ISO 8601, UTC; empty where not known.
    """

    document: Document
    passages: int
    covered: float
    read_at: str


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A file of which something could not be read or was guessed."""

    document: Document
    edition: Edition
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """A file with how sure its reading is, and its least sure passages."""

    document: Document
    edition: Edition


@dataclass(frozen=True, slots=True)
class Line:
    """An agency's documents, one tuple for each year of the grid; empty is 未收錄."""

    agency: str
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All documents by agency and year.

    Attributes:
        years: Gregorian, newest first; None last, for documents whose year is unknown. Years of
            which nothing is held are left out.
        unheld: the years in between.
    """

    years: tuple[int | None, ...]
    unheld: tuple[int, ...]
    lines: tuple[Line, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All documents, agency by agency, newest first."""
        return tuple(entry for line in self.lines for cell in line.cells for entry in cell)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of documents.

    Attributes:
        total: how many there are on all pages.
        pages: how many pages there are, at least 1.
    """

    entries: tuple[Entry, ...]
    total: int
    page: int
    pages: int


def listed(entries: Sequence[Entry], sought: str, page: int, fold: Callable[[str], str]) -> Listed:
    """Give a page of the documents whose agency, year or name holds what is sought.

    Args:
        entries: all documents, in order.
        sought: words with blanks between them, all of which must be there; empty is any.
        page: from 1; the last one where there are fewer.
        fold: makes texts alike that differ in width or variant characters.
    """
    words = fold(sought).split()

    def said(entry: Entry) -> str:
        document = entry.document
        year = "" if document.year is None else f"{document.year - 1911} {document.year}"
        return fold(f"{document.agency or UNKNOWN} {year} {document.title} {document.kind or ''}")

    found = [entry for entry in entries if not words or all(word in said(entry) for word in words)]
    pages = max(1, -(-len(found) // LISTED))
    page = min(page, pages)
    return Listed(tuple(found[(page - 1) * LISTED : page * LISTED]), len(found), page, pages)


def covered_share(document: Document) -> float:
    """The share of what a document's files print that is accounted for, over its editions."""
    printed = sum(max(edition.printed, edition.characters) for edition in document.editions)
    covered = sum(edition.covered for edition in document.editions)
    return covered / printed if printed else 1.0


def incomplete(documents: Iterable[Document]) -> tuple[Incomplete, ...]:
    """Find the files that are searched and of which something could not be read or was guessed."""
    return tuple(
        Incomplete(document, edition, grouped(edition.omissions))
        for document in documents
        for edition in document.editions
        if edition.omissions
    )


def understood(documents: Iterable[Document]) -> tuple[Understood, ...]:
    """Give the least sure files first; of equally sure ones that with more unsure passages."""
    found = [
        Understood(document, edition) for document in documents for edition in document.editions
    ]
    found.sort(key=lambda one: (one.edition.confidence, -len(one.edition.unsure)))
    return tuple(found[:LISTED])


def grid(documents: Iterable[Document], count: Callable[[Document], int]) -> Grid:
    """Lay documents out by agency and year.

    Args:
        documents: in agency order.
        count: gives a document's number of passages, editions folded.
    """
    cells: dict[str, dict[int | None, list[Entry]]] = {}
    for document in documents:
        line = cells.setdefault(document.agency or UNKNOWN, {})
        read_at = max(edition.read_at for edition in document.editions)
        entry = Entry(document, count(document), covered_share(document), read_at)
        line.setdefault(document.year, []).append(entry)
    found = {year for line in cells.values() for year in line}
    known = sorted((year for year in found if year is not None), reverse=True)
    # A year of which no agency has a plan is a gap to be said, and no column.
    span = range(known[0], known[-1], -1) if known and known[0] - known[-1] < 60 else ()
    years: tuple[int | None, ...] = (*known, *((None,) if None in found else ()))
    return Grid(
        years,
        tuple(year for year in span if year not in found),
        tuple(
            Line(agency, tuple(tuple(line.get(year, ())) for year in years))
            for agency, line in cells.items()
        ),
    )
