"""The parts of the results page: picks, facets to tick, the ways to sort, page links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from search.fields import DOCUMENT
from search.filters import chosen, excluded, is_plain
from search.model import UNKNOWN, Document, Facet, FacetValue, Hit, Instead, Results, Term
from search.query.facets import label
from search.query.parse import OR_WORDS
from web import wordings
from web.params import Asked, Codebook, Pick

SHOWN_VALUES = 10
MOST_VALUES = 60
MOST_LISTED = 2_000
MOST_MISSING = 12
FEWEST_RELATED = 5
MOST_HELD = 4
Name = Callable[[str, str], str]
"""Gives what people read for a pick: (facet, value) to its label."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A pick that a person can take back."""

    facet: str
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A facet to tick.

    Attributes:
        first: values that always show.
        rest: values behind 顯示全部.
        rest_open: one of the rest is ticked, so they show from the start.
        left_out: how many more there are, on the page of all values.
    """

    name: str
    label: str
    first: tuple[FacetValue, ...]
    rest: tuple[FacetValue, ...]
    rest_open: bool
    left_out: int


@dataclass(frozen=True, slots=True)
class Link:
    """A way to go; `current` where one is already there."""

    label: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Links between pages; None where there is no such page, or where pages are skipped."""

    before: str | None
    pages: tuple[Link | None, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Words of the query that narrow its answer.

    Attributes:
        words: as typed.
        replaced: those of which picks take the place.
        literal_total: hits of the line as typed.
        address: of the search for them.
    """

    words: tuple[str, ...]
    replaced: tuple[str, ...]
    literal_total: int
    address: str


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a search would find without one facet's picks."""

    facet: str
    labels: tuple[str, ...]
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A document kind of agency and year that the corpus does not hold; None is any."""

    agency: str | None
    year: int | None


def namer(documents: Iterable[Document]) -> Name:
    """Name picks as the facets do, documents by their titles."""
    titles = {document.id: document.title for document in documents}

    def name(facet: str, value: str) -> str:
        out = excluded(value)
        if out is not None:
            return wordings.excluding(name(facet, out))
        if facet == DOCUMENT:
            return wordings.named(titles[value]) if value in titles else value
        return label(facet, value)

    return name


def chips(asked: Asked, name: Name) -> tuple[Chip, ...]:
    """Make a chip of every pick."""
    return tuple(
        Chip(
            wordings.PICKS[pick.facet],
            name(pick.facet, pick.value),
            asked.without(pick).address(),
        )
        for pick in asked.picks
    )


def typed(asked: Asked, results: Results) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the filters typed with their names, such as 年度:109: (facet, labels)."""
    picked = {(pick.facet, pick.value) for pick in asked.picks}
    picked |= {(one.facet, value) for one in results.reading.conditions for value in one.values}
    found = []
    for facet, values in results.reading.filters:
        if facet == DOCUMENT:
            continue
        names = tuple(label(facet, value) for value in values if (facet, value) not in picked)
        if names:
            found.append((wordings.FACETS[facet], names))
    return tuple(found)


def marking_arguments(asked: Asked) -> str:
    """What a link to a passage carries, so that its page marks the same words."""
    marks = Asked(carried=asked.carried)
    return replace(
        marks,
        text=asked.text,
        exact=asked.exact and bool(asked.text),
        conditions=asked.conditions if asked.text else None,
        inside=asked.inside and bool(asked.text),
    ).address("")


def conditions(asked: Asked, results: Results) -> Narrowed | None:
    """Say which words of the query narrow the answer, and link the search for all of its words."""
    read = results.reading.conditions
    if not read or results.reading.rest == asked.text:
        return None
    return Narrowed(
        tuple(dict.fromkeys(one.text for one in read if one.applied)),
        tuple(dict.fromkeys(one.text for one in read if not one.applied)),
        results.reading.literal_total,
        replace(asked, conditions=False, page=1).address(),
    )


def settled(asked: Asked, results: Results, codebook: Codebook) -> Asked:
    """The same search with the conditions of the query among the picks."""
    reading = results.reading
    if reading.rest == asked.text:
        return asked
    picks = (
        Pick(facet, value, codebook.code(facet, value))
        for facet, values in reading.filters
        for value in values
    )
    kept = tuple(dict.fromkeys((*asked.picks, *picks)))
    return replace(asked, text=reading.rest, picks=kept, conditions=False)


def offers(asked: Asked, results: Results, codebook: Codebook) -> tuple[Link, ...]:
    """Link what the query's words suggest to narrow it by, in place of those words."""
    links = []
    for offer in results.reading.offers:
        picks = tuple(
            Pick(facet, value, codebook.code(facet, value))
            for facet, values in offer.filters
            for value in values
        )
        named = "・".join(_labels(facet, values) for facet, values in offer.filters)
        if results.reading.conditions:
            way = replace(asked, conditions=True, page=1)
        else:
            kept = tuple(dict.fromkeys((*asked.picks, *picks)))
            way = replace(asked, text=offer.rest, picks=kept, page=1)
        links.append(Link(wordings.with_count(named, offer.count), way.address()))
    return tuple(links)


def _labels(facet: str, values: Sequence[str]) -> str:
    return wordings.any_of([label(facet, value) for value in values], wordings.PICKS[facet])


def rewordings(asked: Asked, instead: Iterable[Instead]) -> tuple[Link, ...]:
    """Link the searches for documents' own wordings, with their hits."""
    return tuple(
        Link(
            wordings.look_instead(one.text, one.count),
            replace(asked, text=one.text, page=1).address(),
        )
        for one in instead
    )


def units(asked: Asked, formal: str) -> tuple[Link, ...]:
    """Link the units that several terms may have to stand in together; none for one term."""
    if " AND " not in formal or asked.match == "any":
        return ()
    in_document = asked.match == "document"
    return (
        Link(
            wordings.IN_ONE_PASSAGE, replace(asked, match="auto", page=1).address(), not in_document
        ),
        Link(
            wordings.IN_ONE_DOCUMENT,
            replace(asked, match="document", page=1).address(),
            in_document,
        ),
    )


def spread(asked: Asked, formal: str, count: Callable[[Asked], int]) -> Relaxed | None:
    """Tell how many hits there are where terms need stand in one document alone, if any.

    Args:
        asked: a search that found nothing.
        formal: how it was understood.
        count: searches and gives the number of hits.
    """
    if not units(asked, formal) or asked.match == "document":
        return None
    wider = replace(asked, match="document", page=1)
    found = count(wider)
    return Relaxed(wordings.IN_ONE_PASSAGE, (), found, wider.address()) if found else None


def edited(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Give what the form of the formal query carries: all but the line itself."""
    kept = replace(asked, text="", page=1, conditions=None)
    return kept.arguments()


@dataclass(frozen=True, slots=True)
class Folded:
    """A hit with those that say the same in other years.

    Attributes:
        place: of the hit in the whole list, from 1.
        copies: in order.
    """

    place: int
    hit: Hit
    copies: tuple[Hit, ...]

    @property
    def years(self) -> int:
        """In how many other years the same is said."""
        return len({one.passage.year for one in self.copies})


def folded(asked: Asked, hits: Sequence[Hit]) -> tuple[Folded, ...]:
    """Put the hits that say the same in other years under the first one that says it."""
    first = (asked.page - 1) * asked.size + 1
    return tuple(
        Folded(place, hit, tuple(one for one in hits if one.same_as == hit.passage.id))
        for place, hit in enumerate(hits, first)
        if hit.same_as is None
    )


def beside(asked: Asked, terms: Iterable[str]) -> tuple[Link, ...]:
    """Link the searches that also ask for a term which often stands with what was asked."""
    ways = any(word in OR_WORDS for word in asked.text.split())
    text = f"({asked.text})" if ways else asked.text
    return tuple(
        Link(term, replace(asked, text=f"{text} {term}", page=1).address()) for term in terms
    )


def alone(asked: Asked, terms: Sequence[Term]) -> dict[str, str]:
    """Link, for each of several terms with other wordings, the search for its own wording alone.

    Returns:
        Term to address; a term in quotation marks counts as it stands.
    """
    if len(terms) < 2:
        return {}
    return {
        term.text: replace(
            asked, text=asked.text.replace(term.text, f"「{term.text}」"), page=1
        ).address()
        for term in terms
        if any(reason != "variant" for _, reason in term.forms) and asked.text.count(term.text) == 1
    }


def panels(asked: Asked, facets: Iterable[Facet]) -> tuple[Panel, ...]:
    """Fold away the values of each facet that are too many to show at once.

    What is excluded, and spans of years, stand first as ticks of their own.

    A facet that nothing is known of, and that nobody picked from, is left out.
    """
    return tuple(
        _panel(_marked(asked, facet))
        for facet in facets
        if any(value.value != UNKNOWN or value.selected for value in facet.values)
    )


def _marked(asked: Asked, facet: Facet) -> Facet:
    picks = [one for one in asked.picks if one.facet == facet.name and not is_plain(one.value)]
    if not picks:
        return facet
    out = {excluded(pick.value) for pick in picks}
    counts = {value.value: value.count for value in facet.values}
    marked = (
        FacetValue(
            pick.value,
            pick.code,
            label(facet.name, pick.value),
            sum(counts[value] for value in chosen((excluded(pick.value) or pick.value,), counts)),
            selected=True,
        )
        for pick in picks
    )
    rest = (value for value in facet.values if value.value not in out)
    return replace(facet, values=(*marked, *rest))


def _panel(facet: Facet) -> Panel:
    values = facet.values
    # One value more behind a button than the button takes room is no gain.
    shown = SHOWN_VALUES if len(values) > SHOWN_VALUES + 1 else len(values)
    rest = values[shown:MOST_VALUES]
    # A tick beyond the cut must still be there, or the next change would drop it.
    rest += tuple(value for value in values[MOST_VALUES:] if value.selected)
    return Panel(
        facet.name,
        facet.label,
        values[:shown],
        rest,
        any(value.selected for value in rest),
        len(values) - shown - len(rest),
    )


def sorts(asked: Asked) -> tuple[Link, ...]:
    """Link the ways to sort; each begins at the first page."""
    return tuple(
        Link(name, replace(asked, sort=sort, page=1).address(), sort == asked.sort)
        for sort, name in wordings.SORTS.items()
    )


def last_page(total: int, size: int) -> int:
    """The number of the last page, at least 1."""
    return max(1, -(-total // size))


def views(asked: Asked) -> tuple[Link, ...]:
    """Link the ways to lay out the results; each begins at the first page."""
    return tuple(
        Link(name, replace(asked, view=view, page=1).address(), view == asked.view)
        for view, name in wordings.VIEWS.items()
    )


def state(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Give what a form must carry beside its text and its ticks, so that nothing is forgotten.

    What is carried from page to page stands in the form itself.
    """
    ticked = {"q", "exact", "page", *wordings.FACETS}
    search = replace(asked, carried=())
    return tuple(pair for pair in search.arguments() if pair[0] not in ticked)


def pager(asked: Asked, total: int, most: int, size: int) -> Pager | None:
    """Link the first, the last and the near pages; None where all is on one page.

    Args:
        asked: the page that is shown.
        total: hits, or documents.
        most: how many can be reached at all.
        size: how many are on a page.
    """
    last = last_page(min(total, most), size)
    if last == 1:
        return None
    near = {1, last} | {page for page in range(asked.page - 2, asked.page + 3) if 1 < page < last}
    pages: list[Link | None] = []
    for page in sorted(near):
        if pages and page - 1 not in near:
            pages.append(None)
        pages.append(Link(str(page), _page(asked, page), page == asked.page))
    return Pager(
        _page(asked, asked.page - 1) if asked.page > 1 else None,
        tuple(pages),
        _page(asked, asked.page + 1) if asked.page < last else None,
    )


def _page(asked: Asked, page: int) -> str:
    return replace(asked, page=page).address()


def relaxed(asked: Asked, name: Name, count: Callable[[Asked], int]) -> tuple[Relaxed, ...]:
    """Tell, facet by facet, how many hits there would be without its picks.

    Args:
        asked: a search that found nothing.
        name: names the picks.
        count: searches and gives the number of hits.
    """
    ways = []
    for facet, what in wordings.PICKS.items():
        picks = tuple(pick for pick in asked.picks if pick.facet == facet)
        if picks:
            wider = asked.without(*picks)
            names = tuple(name(pick.facet, pick.value) for pick in picks)
            ways.append(Relaxed(what, names, count(wider), wider.address()))
    return tuple(ways)


def nearest(results: Results, size: int) -> tuple[Hit, ...]:
    """The partial matches to show: as many as still fit a page of `size`, and a few at least."""
    return results.related[: max(size - len(results.hits), FEWEST_RELATED)]


def held_by(hits: Iterable[Hit]) -> tuple[str, ...]:
    """Give the words that are marked in some hits, those in most of them first."""
    found: Counter[str] = Counter()
    for hit in hits:
        marked = (
            snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.marks
        )
        found.update(list(dict.fromkeys(marked)))
    return tuple(word for word, _ in found.most_common(MOST_HELD))


def missing(asked: Asked, documents: Iterable[Document]) -> tuple[Missing, ...]:
    """Name the picked agency-years of which the corpus holds no document."""
    held = {(document.agency, document.year) for document in documents}
    agencies = [one for one in asked.values_of("agency") if one != UNKNOWN and is_plain(one)]
    years = [int(one) for one in asked.values_of("year") if one != UNKNOWN and is_plain(one)]
    if not agencies:
        known = {year for _, year in held}
        return tuple(Missing(None, year) for year in years if year not in known)
    if not years:
        names = {agency for agency, _ in held}
        return tuple(Missing(agency, None) for agency in agencies if agency not in names)
    return tuple(Missing(*pair) for pair in product(agencies, years) if pair not in held)[
        :MOST_MISSING
    ]
