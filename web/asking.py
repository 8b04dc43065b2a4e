"""The searcher that answers the request at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from flask import current_app, g

from search.searcher import Searcher
from web.holdings import Counts
from web.params import Codebook


def searcher() -> Searcher:
    """The searcher of this request: one generation from its first question to its last."""
    return cast(Searcher, g.searcher)


def codebook() -> Codebook:
    """The facet values of that generation and their codes."""
    return cast(Codebook, g.codebook)


def passage_counts() -> Mapping[str, int]:
    """The number of passages of each document, editions folded."""
    return cast(Counts, current_app.extensions["zhengsuo-counts"]).of(searcher())
