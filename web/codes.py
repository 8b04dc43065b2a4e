"""What facet values are called in addresses, for one generation of the corpus."""

from __future__ import annotations

from collections.abc import Mapping

from search.model import SearchRequest
from search.query import facets
from search.searcher import Searcher


class Codes:
    """The codebook of what the corpus holds.

    Args:
        held: facet → the values that some passage has.
    """

    def __init__(self, held: Mapping[str, tuple[str, ...]]) -> None:
        self._held = held
        # Work programs go into the hundreds, and every request reads a few codes.
        self._by_code = {
            (facet, facets.code(facet, value)): value
            for facet, values in held.items()
            for value in values
        }

    def value(self, facet: str, text: str) -> str | None:
        """Give the value that a name or code stands for, None where it stands for none."""
        known = self._by_code.get((facet, text))
        return known or facets.resolve(facet, text, self._held.get(facet, ()))

    def code(self, facet: str, value: str) -> str:
        """Give the code of a value."""
        return facets.code(facet, value)


def codes_of(searcher: Searcher) -> Codes:
    """Make the codebook of what a searcher searches."""
    everything = searcher.search(SearchRequest(size=1))
    return Codes(
        {facet.name: tuple(value.value for value in facet.values) for facet in everything.facets}
    )
