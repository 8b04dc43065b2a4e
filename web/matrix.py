"""The matrix of a query: in how many passages each agency speaks of it, year by year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from search.fields import DOCUMENT, DOCUMENT_KIND
from search.filters import passes
from search.model import UNKNOWN, Document, Reading, Term
from web import wordings
from web.params import Asked, Codebook, Pick

MOST_TERMS = 6
MOST_AGENCIES = 40
_MOST_SPAN_YEARS = 40
_LEVELS = 3
Count = Callable[[Asked], Mapping[str, int]]
"""Gives for a search the passages that match in each document."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An agency in a year.

    Attributes:
        held: documents of that agency and year in the corpus; 0 is 未收錄.
        count: passages that match; with documents held, 0 is 未提及.
        address: where these passages are; None where the query's own words fix other
            agencies or years, which a link could not narrow.
        level: 0 for none to 3 for many, by the largest count of the block.
    """

    held: int
    count: int
    address: str | None
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """An agency, with one cell for each year and all of them together."""

    agency: str
    cells: tuple[Cell, ...]
    total: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Block:
    """A term of the query, or the whole of it where `text` is None."""

    text: str | None
    lines: tuple[Line, ...]

    @property
    def sums(self) -> tuple[int, ...]:
        """The passages of all lines, year by year."""
        return tuple(
            map(
                sum, zip(*([cell.count for cell in line.cells] for line in self.lines), strict=True)
            )
        )


@dataclass(frozen=True, slots=True)
class Matrix:
    """Terms by agencies by years.

    Attributes:
        years: of which a document is held, as values of the facet, newest first, 未標示 last.
        unheld: Gregorian years in between, and those that only others have, newest first.
        left_out: how many agencies are not shown.
        terms_left_out: how many terms are not shown.
    """

    years: tuple[str, ...]
    unheld: tuple[int, ...]
    blocks: tuple[Block, ...]
    left_out: int
    terms_left_out: int


def matrix(
    asked: Asked,
    reading: Reading,
    documents: Sequence[Document],
    count: Count,
    codebook: Codebook,
) -> Matrix:
    """Lay out a query by agency and year, as a whole and term by term.

    Args:
        asked: the search.
        reading: how it was understood.
        documents: of the corpus, in the order in which agencies are shown.
        count: counts by document; it is asked once for the whole and once for each term.
        codebook: gives the codes of agencies and years.
    """
    filters = dict(reading.filters)
    scope = [one for one in documents if _is_wanted(one, filters)]
    years = _years({_year(one) for one in scope})
    # Years of which nothing is held are said in words: 未收錄, where others have a document too.
    dated = {facet: values for facet, values in filters.items() if facet == "year"}
    unheld = _unheld(years, {_year(one) for one in documents if _is_wanted(one, dated)})
    held: dict[tuple[str, str], int] = defaultdict(int)
    for one in scope:
        held[_agency(one), _year(one)] += 1
    agencies = list(dict.fromkeys(map(_agency, scope)))
    terms = reading.terms if len(reading.terms) > 1 else ()
    searches: list[tuple[str | None, Asked]] = [(None, replace(asked, page=1, view="passages"))]
    picked = _picks(reading, codebook)
    searches += [
        (term.text, replace(asked, text=_quoted(term), picks=picked, page=1, view="passages"))
        for term in terms[:MOST_TERMS]
    ]
    counted = [(text, one, _by_place(count(one), scope)) for text, one in searches]
    if len(agencies) > MOST_AGENCIES:
        # Those that speak of it first; among them the official order is kept.
        speaking = {agency for _, _, counts in counted for agency, _ in counts}
        agencies = sorted(agencies, key=lambda agency: agency not in speaking)
    shown = agencies[:MOST_AGENCIES]
    # A year that stands in the query itself would be joined to the one of the link.
    typed = {"agency", "year"} & {
        facet for facet, values in reading.filters if {*values} - {*asked.values_of(facet)}
    }
    return Matrix(
        years,
        unheld,
        tuple(
            Block(
                text,
                tuple(
                    _line(
                        None if typed and text is None else one,
                        agency,
                        years,
                        held,
                        counts,
                        max(counts.values(), default=0),
                        codebook,
                    )
                    for agency in shown
                ),
            )
            for text, one, counts in counted
        ),
        len(agencies) - len(shown),
        max(0, len(terms) - MOST_TERMS),
    )


def _line(
    asked: Asked | None,
    agency: str,
    years: Sequence[str],
    held: Mapping[tuple[str, str], int],
    counts: Mapping[tuple[str, str], int],
    most: int,
    codebook: Codebook,
) -> Line:
    def address(*places: tuple[str, str]) -> str | None:
        if asked is None:
            return None
        facets = {facet for facet, _ in places}
        kept = tuple(pick for pick in asked.picks if pick.facet not in facets)
        fresh = (Pick(facet, value, codebook.code(facet, value)) for facet, value in places)
        return replace(asked, picks=(*fresh, *kept)).address()

    cells = []
    for year in years:
        number = counts.get((agency, year), 0)
        way = address(("agency", agency), ("year", year)) if number else None
        cells.append(Cell(held.get((agency, year), 0), number, way, _level(number, most)))
    total = sum(cell.count for cell in cells)
    return Line(agency, tuple(cells), total, address(("agency", agency)) if total else None)


def _level(count: int, most: int) -> int:
    return 0 if not count else min(_LEVELS, 1 + (_LEVELS * (count - 1)) // most)


def _by_place(
    counts: Mapping[str, int], documents: Iterable[Document]
) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one in documents:
        if number := counts.get(one.id):
            found[_agency(one), _year(one)] += number
    return found


def _is_wanted(document: Document, filters: Mapping[str, tuple[str, ...]]) -> bool:
    own = {
        "agency": _agency(document),
        "year": _year(document),
        DOCUMENT: document.id,
        DOCUMENT_KIND: document.kind or UNKNOWN,
    }
    return all(passes(filters[facet], value) for facet, value in own.items() if facet in filters)


def _years(found: set[str]) -> tuple[str, ...]:
    known = sorted((int(year) for year in found if year != UNKNOWN), reverse=True)
    return (*map(str, known), *((UNKNOWN,) if UNKNOWN in found else ()))


def _unheld(years: Sequence[str], others: set[str]) -> tuple[int, ...]:
    held = {int(year) for year in years if year != UNKNOWN}
    found = {int(year) for year in others if year != UNKNOWN} - held
    if held and max(held) - min(held) <= _MOST_SPAN_YEARS:
        found |= set(range(min(held), max(held))) - held
    return tuple(sorted(found, reverse=True))


def _agency(document: Document) -> str:
    return document.agency or UNKNOWN


def _year(document: Document) -> str:
    return UNKNOWN if document.year is None else str(document.year)


def _picks(reading: Reading, codebook: Codebook) -> tuple[Pick, ...]:
    """All conditions as picks, those too that stand in the query itself."""
    return tuple(
        Pick(facet, value, codebook.code(facet, value))
        for facet, values in reading.filters
        for value in values
    )


def _quoted(term: Term) -> str:
    """A term so that it is read again as one term, with the same forms."""
    if term.forms:
        return term.text
    return f'"{term.text}"' if "」" in term.text else f"「{term.text}」"


def sheet(found: Matrix) -> tuple[tuple[str, ...], list[list[str | int]]]:
    """Give a matrix as one table for spreadsheets: its head, and a row for each term and agency.

    Returns:
        Cells of agencies and years without a document say so; the others are numbers.
    """
    head = (
        *wordings.MATRIX_HEAD,
        *(wordings.roc_year(int(year)) if year != UNKNOWN else year for year in found.years),
    )
    rows: list[list[str | int]] = [
        [
            block.text or wordings.WHOLE_QUERY,
            line.agency,
            line.total,
            *(cell.count if cell.held else wordings.NOT_HELD for cell in line.cells),
        ]
        for block in found.blocks
        for line in block.lines
    ]
    return head, rows
