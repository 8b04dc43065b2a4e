"""What is near where nothing matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.live import open_searcher
from search.model import SearchRequest


@pytest.mark.parametrize("text", ["10,000人", "20,000人", "10,000場"])
def test_a_figure_printed_nowhere_is_no_empty_page(samples: Path, text: str) -> None:
    searcher = open_searcher(samples, "whoosh")
    results = searcher.search(SearchRequest(text))
    searcher.close()
    assert results.total == 0
    assert text[-1] in results.related[0].passage.title + results.related[0].passage.text
