"""The core: passages, analysis, queries, engines and the store; knows neither files nor pages.

What is named here is for scripts too: docs/python.md shows how.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import DataError, EngineError, NoIndex, QueryError, ZhengsuoError
from search.model import (
    UNKNOWN,
    Document,
    Edition,
    Facet,
    FacetValue,
    FailedFile,
    Hit,
    Kpi,
    Location,
    Passage,
    PassageGroup,
    Results,
    SearchRequest,
    Snippet,
)

if TYPE_CHECKING:
    from search.config import EngineChoice
    from search.searcher import Searcher

__all__ = [
    "UNKNOWN",
    "DataError",
    "Document",
    "Edition",
    "EngineError",
    "Facet",
    "FacetValue",
    "FailedFile",
    "Hit",
    "Kpi",
    "Location",
    "NoIndex",
    "Passage",
    "PassageGroup",
    "QueryError",
    "Results",
    "SearchRequest",
    "Snippet",
    "ZhengsuoError",
    "open_index",
]


def open_index(data: str | Path = ".zhengsuo", engine: EngineChoice = "whoosh") -> Searcher:
    """Open the index that `zhengsuo index` wrote; close it, or use it in a with statement.

    Args:
        data: the data folder; nothing is written into it.
        engine: that made the index; for OpenSearch a search.config.Cluster.

    Raises:
        DataError: there is no index that can be searched; the message says why and what to do.
        EngineError: the engine cannot be opened.
    """
    # The engine and its dictionaries take most of a second to import.
    from search.live import open_searcher

    return open_searcher(Path(data), engine)
