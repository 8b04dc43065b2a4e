"""The answer card: the one indicator that a query asks a value of, where there is no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from search.agencies import Agencies
from search.analysis import Analyzer
from search.filters import passes
from search.model import UNKNOWN, Answer, SearchRequest
from search.programs.indicators import Indicator
from search.query.fit import Fit, Named, chosen
from search.query.lexicon.lookup import Lexicon
from search.query.parse import All, Typed, parse, terms
from search.query.understand import Asked, Filters
from search.query.value_asked import value_asked
from search.store.reading import Store

_CANDIDATES = 16
# 環保局 for 環境保護局.
_BUREAU = re.compile(r"(\w)\w(\w)\w([局處署會])")


class Card:
    """Finds the card of a query in one generation.

    Args:
        store: of the generation.
        analyzer: that made the index.
        lexicon: the words that mean the same.
        agencies: what they are called.
        years: Gregorian, that documents of the corpus are of.
    """

    def __init__(
        self,
        store: Store,
        analyzer: Analyzer,
        lexicon: Lexicon,
        agencies: Agencies,
        years: Iterable[str],
    ) -> None:
        self._store = store
        self._analyzer = analyzer
        self._lexicon = lexicon
        self._agencies = agencies
        known = [int(year) for year in years if year.isdecimal()]
        # Values reach some years beyond the documents that print them.
        self._years = range(min(known, default=0) - 5, max(known, default=0) + 6)

    def of(self, request: SearchRequest, asked: Asked) -> Answer | None:
        """Give the card of a request, None where it asks for no value or in doubt."""
        if request.exact or request.page != 1 or not request.related:
            return None
        text = _plain_text(request.text)
        if text is None:
            return None
        bodies = [one for one in asked.conditions if one.facet == "agency"]
        for one in bodies:
            text = text.replace(one.text, " ")
        value = value_asked(text, self._years)
        if value is None:
            return None
        # Words such as 計畫 may be read as a kind of passage, which says nothing of what has values.
        filters = {**dict(request.filters), "agency": asked.filters.get("agency", ())}
        filters |= {one.facet: one.values for one in bodies}
        query = Named(value, self._analyzer, self._lexicon)
        candidates = self._store.indicators_with(query.grams(), _CANDIDATES)
        best = chosen(self._fits(candidates, query, filters), query)
        if best is None:
            return None
        program = self._store.program(best.program)
        ids = [id_ for member in program.members for id_ in member.passages] if program else []
        passages = (self._store.passage(id_) for id_ in ids)
        return Answer(
            program=best.program,
            title=best.names[0],
            agency=best.agency,
            years=query.years_of(best),
            reported_in=query.reported_in(best),
            roles=query.roles_of(best),
            passages=tuple(one for one in passages if one is not None),
        )

    def _fits(
        self, candidates: Iterable[Indicator], query: Named, filters: Filters
    ) -> Iterator[Fit]:
        for one in candidates:
            if _is_within(one, filters) and query.states(one) and query.counts(one):
                fit = query.fit(one, self._called(one.agency))
                if fit is not None:
                    yield fit

    def _called(self, agency: str | None) -> tuple[str, ...]:
        if agency is None:
            return ()
        names = dict.fromkeys(self._agencies.names(agency))
        place, government, bureau = agency.partition("政府")
        if government:
            short = _BUREAU.sub(r"\1\2\3", bureau)
            names |= dict.fromkeys((place, place + government, bureau, short, place + short))
        return tuple(name for one in names for name in (one, one.replace(government, "")) if name)


def _plain_text(text: str) -> str | None:
    """The terms of a query in a row; None where it says more than that they are wanted."""
    tree = parse(text).tree
    parts = tree.parts if isinstance(tree, All) else (tree,)
    if not all(isinstance(part, Typed) for part in parts):
        return None
    return " ".join(term.text for term in terms(tree))


def _is_within(one: Indicator, filters: Filters) -> bool:
    agencies, kinds = filters.get("agency"), filters.get("kind")
    return (not agencies or passes(agencies, one.agency or UNKNOWN)) and (
        not kinds or passes(kinds, "kpi")
    )
