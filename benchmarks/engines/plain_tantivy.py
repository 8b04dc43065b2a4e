"""The same questions asked of Tantivy alone: query, aggregations and stored fields."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import tantivy
from tantivy import Document, Occur, Query

FACETS = ("agency", "year", "work_program", "plan_category", "kind")


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder().add_text_field("text", stored=True, tokenizer_name="raw")
    made.add_text_field("pairs", tokenizer_name="ours")
    made.add_text_field("singles", tokenizer_name="ours", index_option="basic")
    for name in FACETS:
        made.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def build(folder: Path, rows: Sequence[dict[str, str]]) -> None:
    """Index rows of text and facets."""
    schema = _schema()
    made = tantivy.Index(schema, str(folder))
    cut = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex("[^\x1f]+")).build()
    made.register_tokenizer("ours", cut)
    writer = made.writer(500_000_000, 1)
    for row in rows:
        pairs = "\x1f".join(map("".join, pairwise(row["text"])))
        singles = "\x1f".join(set(row["text"]))
        writer.add_document(Document.from_dict(row | {"pairs": pairs, "singles": singles}, schema))
    writer.commit()
    writer.wait_merging_threads()


class Plain:
    """An opened index."""

    def __init__(self, folder: Path) -> None:
        self._searcher = tantivy.Index.open(str(folder)).searcher()
        self._schema = _schema()

    def page(
        self,
        terms: Sequence[str],
        *,
        either: bool = False,
        picks: Sequence[tuple[str, str]] = (),
        page: int = 1,
        size: int = 20,
    ) -> tuple[int, list[str], dict[str, dict[str, int]]]:
        """Give total, texts and counts of a page of results; as of plain_whoosh."""
        by = Occur.Should if either else Occur.Must
        asked = Query.boolean_query([(by, self._phrase(term)) for term in terms])
        picked = [Query.term_query(self._schema, *pick, index_option="basic") for pick in picks]
        asked = Query.boolean_query([(Occur.Must, one) for one in (asked, *picked)])
        found = self._searcher.search(asked, limit=size, offset=(page - 1) * size)
        texts = [str(self._searcher.doc(at)["text"][0]) for _, at in found.hits]
        wanted = {name: {"terms": {"field": name, "size": 10_000}} for name in FACETS}
        answer = self._searcher.aggregate(asked, wanted)
        counts = {
            name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]}
            for name in FACETS
        }
        return int(found.count), texts, counts  # type: ignore[attr-defined]

    def _phrase(self, term: str) -> Query:
        if len(term) == 1:
            return Query.term_query(self._schema, "singles", term, index_option="basic")
        pairs = list(map("".join, pairwise(term)))
        if len(pairs) == 1:
            return Query.term_query(self._schema, "pairs", pairs[0])
        return Query.phrase_query(self._schema, "pairs", list(pairs))
