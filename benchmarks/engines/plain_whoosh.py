"""The same questions asked of Whoosh alone, as its documentation shows: what we are measured by.

Characters and pairs as tokens, groups for the facets, Whoosh's own highlighter for the snippets.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from whoosh import analysis, fields, highlight, index, query

FACETS = ("agency", "year", "work_program", "plan_category", "kind")


def build(folder: Path, rows: Sequence[dict[str, str]]) -> None:
    """Index rows of text and facets."""
    grams = analysis.NgramTokenizer(minsize=1, maxsize=2)
    schema = fields.Schema(
        text=fields.TEXT(analyzer=grams, stored=True),
        **{name: fields.ID(stored=True) for name in FACETS},
    )
    writer = index.create_in(folder, schema).writer(limitmb=256)
    for row in rows:
        writer.add_document(**row)
    writer.commit()


class Plain:
    """An opened index."""

    def __init__(self, folder: Path) -> None:
        self._searcher = index.open_dir(folder).searcher()

    def page(
        self,
        terms: Sequence[str],
        *,
        either: bool = False,
        picks: Sequence[tuple[str, str]] = (),
        page: int = 1,
        size: int = 20,
    ) -> tuple[int, list[str], dict[str, dict[str, int]]]:
        """Give total, snippets and counts of a page of results.

        Args:
            terms: each stands in the text as it is.
            either: any of them, instead of all.
            picks: (facet, value) pairs.
            page: from 1.
            size: hits of a page.
        """
        phrases = [_phrase(term) for term in terms]
        asked = query.Or(phrases) if either else query.And(phrases)
        narrowed = query.And([query.Term(*pick) for pick in picks]) if picks else None
        results = self._searcher.search(
            asked, limit=page * size, groupedby=list(FACETS), filter=narrowed
        )
        results.fragmenter = highlight.ContextFragmenter(maxchars=100)
        hits = [
            results[at] for at in range((page - 1) * size, min(page * size, len(results.top_n)))
        ]
        snippets = [hit.highlights("text") for hit in hits]
        counts = {name: {v: len(d) for v, d in results.groups(name).items()} for name in FACETS}
        return len(results), snippets, counts


def _phrase(term: str) -> query.Query:
    if len(term) == 1:
        return query.Term("text", term)
    pairs = ["".join(pair) for pair in pairwise(term)]
    return query.Term("text", pairs[0]) if len(pairs) == 1 else query.Phrase("text", pairs)
