"""Request arguments: what they ask for, and every fault in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast, get_args
from unicodedata import normalize
from urllib.parse import urlencode

from search.fields import NARROWING
from search.filters import excluded
from search.model import Match, SearchRequest, Sort
from search.text import without_controls
from web import wordings
from web.wordings import View

PICKED = NARROWING
SPAN = ("from", "to")
"""Fields of a form for a span of years; addresses write it as one value."""
SPAN_SIGN = ".."
SIZE = 20
MOST_SIZE = 100
MOST_REACHED = 10_000
MOST_CHARACTERS = 2_000
_CONDITIONS: Mapping[str, bool | None] = {"": None, "0": False, "1": True}
_UNREADABLE = "\ufffd"
_SINGLE = ("q", "exact", "conditions", "inside", "match", "sort", "page", "size", "view")


class Codebook(Protocol):
    """What facet values are called in addresses."""

    def resolve(self, facet: str, text: str) -> str | None:
        """Give the value that a name or code stands for, None where it stands for none."""

    def code(self, facet: str, value: str) -> str:
        """Give the code of a value."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One value picked of one facet, or one document."""

    facet: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one argument, in Traditional Chinese."""

    parameter: str
    message: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: the whole state of a results page.

    Attributes:
        picks: in the order of PICKED, then as given; each once.
        conditions: whether the words that name filters are read as such; None for where that
            is better.
        inside: terms are found within longer figures and Latin words too.
        view: how the results are laid out.
        carried: arguments of the answer basket, which are no part of the search.
    """

    text: str = ""
    picks: tuple[Pick, ...] = ()
    exact: bool = False
    match: Match = "auto"
    sort: Sort = "relevance"
    page: int = 1
    size: int = SIZE
    view: View = "passages"
    conditions: bool | None = None
    inside: bool = False
    carried: tuple[tuple[str, str], ...] = ()

    def request(self) -> SearchRequest:
        """Make the searcher's request of it."""
        return SearchRequest(
            text=self.text,
            filters=tuple((facet, values) for facet in PICKED if (values := self.values_of(facet))),
            match=self.match,
            exact=self.exact,
            sort=self.sort,
            page=self.page,
            size=self.size,
            conditions=self.conditions,
            inside=self.inside,
        )

    def counted(self) -> SearchRequest:
        """The request for no more than the counts, since hits cost more."""
        return replace(self.request(), page=1, size=1, related=False)

    def whole(self) -> Asked:
        """All that is asked for, however it is laid out."""
        return replace(self, page=1, size=SIZE, view="passages")

    def values_of(self, facet: str) -> tuple[str, ...]:
        """The picked values of one facet."""
        return tuple(pick.value for pick in self.picks if pick.facet == facet)

    def without(self, *picks: Pick) -> Asked:
        """The first page without these picks."""
        kept = tuple(pick for pick in self.picks if pick not in picks)
        return replace(self, picks=kept, page=1)

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments that say the same in the shortest way, codes for values."""
        pairs = [("q", self.text)] if self.text else []
        if self.exact:
            pairs.append(("exact", "1"))
        if self.conditions is not None:
            pairs.append(("conditions", str(int(self.conditions))))
        if self.inside:
            pairs.append(("inside", "1"))
        pairs += [(pick.facet, pick.code) for pick in self.picks]
        for name, value, default in (
            ("match", self.match, "auto"),
            ("sort", self.sort, "relevance"),
            ("view", self.view, "passages"),
            ("page", str(self.page), "1"),
            ("size", str(self.size), str(SIZE)),
        ):
            if value != default:
                pairs.append((name, value))
        return (*pairs, *self.carried)

    def address(self, path: str = "/search") -> str:
        """The address of the page that shows it."""
        arguments = urlencode(self.arguments())
        return f"{path}?{arguments}" if arguments else path


def read(
    arguments: Mapping[str, Sequence[str]],
    codebook: Codebook,
    *,
    strict: bool,
    carried: tuple[tuple[str, str], ...] = (),
    known: Collection[str] = tuple(wordings.PARAMETERS),
) -> tuple[Asked, tuple[Fault, ...]]:
    """Read what is asked for.

    Args:
        arguments: each name with all its values, as the request gives them.
        codebook: the facet values of the corpus that is being asked.
        strict: an argument that is not known is a fault; pages drop them, since mailers and
            social sites hang their own on every address.
        carried: goes into the addresses that are made of it.
        known: those that a strict reading takes, some of which others read.

    Returns:
        What could be read, and the faults of the rest.
    """
    faults = list(unknown(arguments, known)) if strict else []
    singles = {name: _single(name, arguments.get(name, ()), faults) for name in _SINGLE}
    typed = singles.pop("q")
    if not strict:
        # Addresses are typed and mended by hand, full-width digits and blanks among them.
        singles = {name: normalize("NFKC", text).strip() for name, text in singles.items()}
    if len(typed) > MOST_CHARACTERS:
        faults.append(Fault("q", wordings.too_long(len(typed), MOST_CHARACTERS)))
    text = without_controls(typed[:MOST_CHARACTERS])
    if not text and typed.strip():
        # Nothing but control characters is no wish to see everything.
        text = _UNREADABLE
    asked = Asked(
        text=text,
        picks=_picks(arguments, codebook, faults),
        exact=_choice("exact", singles["exact"], ("0", "1"), faults) == "1",
        conditions=_CONDITIONS[_choice("conditions", singles["conditions"], _CONDITIONS, faults)],
        inside=_choice("inside", singles["inside"], ("0", "1"), faults) == "1",
        match=cast(Match, _choice("match", singles["match"], get_args(Match), faults)),
        sort=cast(Sort, _choice("sort", singles["sort"], get_args(Sort), faults)),
        page=_number("page", singles["page"], 1, MOST_REACHED, faults),
        size=_number("size", singles["size"], SIZE, MOST_SIZE, faults),
        view="passages"
        if strict
        else cast(View, _choice("view", singles["view"], get_args(View), faults)),
        carried=carried,
    )
    # A page of the site that is too far on is past the end, and not found.
    deep = strict and asked.page * asked.size > MOST_REACHED
    if deep and not any(fault.parameter == "page" for fault in faults):
        faults.append(Fault("page", wordings.too_deep(asked.page, asked.size, MOST_REACHED)))
    return asked, tuple(faults)


def unknown(arguments: Iterable[str], known: Collection[str]) -> tuple[Fault, ...]:
    """Find the arguments that are not known."""
    return tuple(
        Fault(name, wordings.unknown_parameter(name, known))
        for name in arguments
        if name not in known
    )


def read_fields(
    given: Sequence[str], names: Collection[str]
) -> tuple[tuple[str, ...], tuple[Fault, ...]]:
    """Read which fields are wanted.

    Args:
        given: values of the argument; each may hold several names with commas between them.
        names: those that there are, in order.

    Returns:
        The wanted ones in the order of names, none where all are wanted; and the faults.
    """
    asked = {part.strip() for value in given for part in value.split(",")}
    wrong = sorted(asked.difference(names))
    faults = tuple(
        Fault("fields", wordings.unknown_field(without_controls(name)[:60], names))
        for name in wrong
    )
    return tuple(name for name in names if name in asked), faults


def typed(arguments: Mapping[str, str]) -> Asked:
    """Give what stands in the search box, whatever else is asked: faults are of no concern."""
    return Asked(
        text=without_controls(arguments.get("q", ""))[:MOST_CHARACTERS],
        exact=arguments.get("exact") == "1",
    )


def is_shortest(arguments: Mapping[str, Sequence[str]], asked: Asked) -> bool:
    """Whether the arguments already are the shortest that ask for it, whatever their order."""
    given = {name: list(values) for name, values in arguments.items()}
    shortest: dict[str, list[str]] = {}
    for name, value in asked.arguments():
        shortest.setdefault(name, []).append(value)
    return given == shortest


def _single(name: str, values: Sequence[str], faults: list[Fault]) -> str:
    if len(set(values)) > 1:
        faults.append(Fault(name, wordings.repeated(name)))
    return values[0] if values else ""


def _picks(
    arguments: Mapping[str, Sequence[str]], codebook: Codebook, faults: list[Fault]
) -> tuple[Pick, ...]:
    picks: dict[Pick, None] = {}
    ends = [_single(name, arguments.get(name, ()), faults).strip() for name in SPAN]
    for facet in PICKED:
        given_ = [
            *arguments.get(facet, ()),
            *([SPAN_SIGN.join(ends)] if facet == "year" and any(ends) else ()),
        ]
        for given in given_:
            text = without_controls(given)
            if not text:
                continue
            value = codebook.resolve(facet, text)
            if value is None:
                faults.append(Fault(facet, wordings.unknown_value(facet, text[:60])))
            else:
                picks[Pick(facet, value, codebook.code(facet, value))] = None
    # What is excluded is so even where it is ticked.
    out = {(pick.facet, excluded(pick.value)) for pick in picks}
    return tuple(pick for pick in picks if (pick.facet, pick.value) not in out)


def _choice(name: str, given: str, choices: Iterable[str], faults: list[Fault]) -> str:
    allowed = tuple(choices)
    if given in allowed or not given:
        return given or allowed[0]
    named = tuple(filter(None, allowed))
    faults.append(Fault(name, wordings.bad_choice(name, without_controls(given)[:60], named)))
    return allowed[0]


def _number(name: str, given: str, default: int, most: int, faults: list[Fault]) -> int:
    if not given:
        return default
    if given.isascii() and given.isdecimal() and len(given) < 9 and 1 <= int(given) <= most:
        return int(given)
    faults.append(Fault(name, wordings.bad_number(name, without_controls(given)[:60], most)))
    return default
