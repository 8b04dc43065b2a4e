"""What facet values are called in addresses, for one generation of the corpus."""

from __future__ import annotations

from search.query import facets
from search.searcher import Searcher


class Codes:
    """The codebook of the corpus that a searcher searches."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def value(self, facet: str, text: str) -> str | None:
        """Give the value that a name or code stands for, None where it stands for none."""
        return facets.resolve(facet, text)

    def code(self, facet: str, value: str) -> str:
        """Give the code of a value."""
        return facets.code(facet, value)
