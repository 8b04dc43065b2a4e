"""Tantivy behind the port: one machine, millions of passages."""

from __future__ import annotations

import math
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import tantivy
from tantivy import Document, FieldType, Occur, Order, Query

from search.analysis.normalise import fold
from search.engines.base import Filters, Live, Part, Progress, our_errors, own_year, year_key
from search.engines.texts import BETWEEN, Texts, TextWriter, with_surrogates, without_surrogates
from search.engines.translating import Translator, field_of
from search.errors import EngineError
from search.fields import BY_NAME, COLUMNS, TEXT, IndexUnit
from search.filters import chosen, excluded, is_plain
from search.model import Sort
from search.query.tree import Node, Weight

NAME = "tantivy 0.27"
FORMAT = "2"
"""Raise when the files of a segment change."""
MOST_CHARACTERS = 60_000_000
"""Of one segment: Tantivy writes it from one heap, in the order of its units, and only one
segment breaks ties by that order."""
_HEAP_BYTES = 1_000_000_000
# A pair never stands across the token that parts two texts.
_PARTING = "\x1e"
_PROGRESS_EVERY = 1_000
# Values of a column that are counted; Tantivy makes no more buckets than this.
_MOST_VALUES = 65_000
_LAST = 1 << 62


def _schema() -> tantivy.Schema:
    made = tantivy.SchemaBuilder()
    made.add_unsigned_field("number", indexed=True, fast=True)
    for sort in ("newest", "oldest"):
        made.add_unsigned_field(sort, fast=True)
    made.add_text_field("pairs", tokenizer_name="ours", index_option="position")
    for name in ("singles", "heads"):
        made.add_text_field(name, tokenizer_name="ours", index_option="basic")
    for name in COLUMNS:
        made.add_text_field(f"c_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    return made.build()


def build(folder: Path, units: Iterable[IndexUnit], progress: Progress | None = None) -> None:
    """Write a segment of units.

    Raises:
        EngineError: writing failed.
    """
    schema = _schema()
    with our_errors("建立索引"):
        made = tantivy.Index(schema, str(folder), reuse=False)
        # The tokens are cut already: whatever is between two of these characters is one.
        cutting = tantivy.Tokenizer.regex(f"[^{BETWEEN}]+")
        made.register_tokenizer("ours", tantivy.TextAnalyzerBuilder(cutting).build())
        writer = made.writer(_HEAP_BYTES, 1)
        with TextWriter(folder) as texts:
            for unit in units:
                texts.add(unit)
                writer.add_document(Document.from_dict(_entry(unit), schema))
                if progress and (unit.number + 1) % _PROGRESS_EVERY == 0:
                    progress(unit.number + 1)
        writer.commit()
        writer.wait_merging_threads()
        for file in folder.iterdir():
            file.chmod(0o644)  # some are for their owner alone, who need not be the server


def _entry(unit: IndexUnit) -> dict[str, object]:
    merged = [(field, fold(text)) for field, text in unit.texts]
    columns: dict[str, list[str]] = defaultdict(list)
    for name, value in unit.columns:
        columns[f"c_{name}"].append(without_surrogates(value))
    year = own_year(unit)
    return {
        "number": unit.number,
        "newest": _place(year_key(year, "newest"), unit.number),
        "oldest": _place(year_key(year, "oldest"), unit.number),
        "pairs": _tokens((*map("".join, pairwise(text)), _PARTING) for _, text in merged),
        "singles": _tokens([{one for _, text in merged for one in text}]),
        "heads": _tokens(
            {*text, *map("".join, pairwise(text))}
            for field, text in merged
            if BY_NAME[field].weight > TEXT.weight
        ),
        **columns,
    }


def _place(year: float, number: int) -> int:
    """A number by which units sort by year and then by number."""
    return _LAST + number if math.isinf(year) else (int(year) + 100_000 << 32) + number


def _tokens(texts: Iterable[Iterable[str]]) -> str:
    return without_surrogates(BETWEEN.join(token for text in texts for token in text))


def open_segment(folder: Path, units: int, live: Live, characters: str) -> TantivySegment:
    """Open a segment that `build` wrote.

    Raises:
        EngineError: it is not there, damaged, or holds other than it should.
    """
    with our_errors("開啟索引"), ExitStack() as opening:
        texts = Texts(folder, units)
        # Threads of Tantivy's may still look at the folder when it goes.
        beside = tempfile.TemporaryDirectory(prefix="zhengsuo-", ignore_cleanup_errors=True)
        opening.callback(beside.cleanup)
        opened = tantivy.Index.open(_unlocked(folder, Path(beside.name)))
        opened.config_reader("manual")
        opened.reload()
        searcher = opened.searcher()
        held = searcher.num_segments, searcher.num_docs
        if held != (min(units, 1), units):
            raise EngineError("索引的段落數不一致", "請執行 zhengsuo index 重新建立索引")
        closing = opening.pop_all()
        return TantivySegment(searcher, texts, units, live, characters, closing.close)


def _unlocked(folder: Path, beside: Path) -> str:
    """Where Tantivy may write the lock that it wants while it opens files.

    Nothing is written into a generation, which may lie on a disk that is only read.
    """
    try:
        for file in folder.absolute().iterdir():
            if not file.name.endswith(".lock"):
                (beside / file.name).symlink_to(file)
    except OSError:  # Windows allows links to some users only
        return str(folder)
    return str(beside)


class TantivySegment:
    """A segment whose queries Tantivy answers, but for what only the text itself can tell."""

    def __init__(
        self,
        searcher: tantivy.Searcher,
        texts: Texts,
        units: int,
        live: Live,
        characters: str,
        closing: Callable[[], None],
    ) -> None:
        self._closing = closing
        self._searcher = searcher
        self._schema = _schema()
        self._units = units
        self._gone = _gone(self._schema, live, units)
        self._values: dict[str, tuple[str, ...]] = {}
        self._translator = Translator(_Language(searcher, self._schema, units), texts, characters)

    def search(
        self,
        tree: Node,
        *,
        filters: Filters,
        columns: Sequence[str],
        weights: Sequence[Weight],
        sort: Sort,
        most: int,
    ) -> Part:
        """Find units, as the port says."""
        if not self._units:
            return Part(0, (), (), {name: {} for name in columns})
        matching = self._translator.query(tree)
        narrowed = {name: self._allowed(name, values) for name, values in filters.items()}
        found = self._and((matching, *narrowed.values()))
        numbers, keys, total = self._first(found, weights, sort, most)
        counts = self._count([name for name in columns if name not in narrowed], found)
        for name in columns:
            if name in narrowed:
                others = (query for other, query in narrowed.items() if other != name)
                counts |= self._count([name], self._and((matching, *others)))
        return Part(total, numbers, keys, counts)

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of live units that hold it."""
        return tuple(map(self._frequency, grams))

    def close(self) -> None:
        """Remove the links; the files close with the last search that reads them."""
        self._closing()

    def _frequency(self, gram: str) -> int:
        if self._gone is None:
            return self._searcher.doc_freq(field_of(gram), without_surrogates(gram))
        return self._total(self._and((_term(self._schema, field_of(gram), gram),)))

    def _total(self, query: Query) -> int:
        return _total(self._searcher.search(query, limit=1, count=True))

    def _and(self, queries: Iterable[Query]) -> Query:
        """What all queries find among the live units, without a score."""
        parts = [(Occur.Must, query) for query in queries]
        if self._gone is not None:
            parts.append((Occur.MustNot, self._gone))
        return Query.const_score_query(Query.boolean_query(parts), 0.0)

    def _allowed(self, name: str, values: tuple[str, ...]) -> Query:
        out = [value for value in map(excluded, values) if value is not None]
        if not all(map(is_plain, values)):
            values = tuple(chosen(values, self._held(name)))
        among = self._one_of(name, values)
        if not out:
            return among
        # A plan over several years has several values: one that is excluded is enough.
        return Query.boolean_query([(Occur.Must, among), (Occur.MustNot, self._one_of(name, out))])

    def _one_of(self, name: str, values: Iterable[str]) -> Query:
        written = [without_surrogates(value) for value in values]
        return Query.term_set_query(self._schema, f"c_{name}", written)

    def _held(self, name: str) -> tuple[str, ...]:
        """The values of a column, read when they are first asked for."""
        held = self._values.get(name)
        if held is None:
            everything = self._and((Query.all_query(),))
            held = self._values[name] = tuple(self._count([name], everything)[name])
        return held

    def _count(self, names: Sequence[str], query: Query) -> dict[str, dict[str, int]]:
        asked = {name: {"terms": {"field": f"c_{name}", "size": _MOST_VALUES}} for name in names}
        answer = self._searcher.aggregate(query, asked) if asked else {}
        return {
            name: {
                with_surrogates(bucket["key"]): bucket["doc_count"]
                for bucket in answer[name]["buckets"]
            }
            for name in names
        }

    def _first(
        self, found: Query, weights: Sequence[Weight], sort: Sort, most: int
    ) -> tuple[Sequence[int], Sequence[float], int]:
        """The numbers of the first units, what they are sorted by, and how many there are."""
        if not most:
            return (), (), self._total(found)
        if sort == "relevance" and weights:
            answer = self._searcher.search(self._scored(found, weights), limit=most, count=True)
            places = [address for _, address in answer.hits]
            numbers = [int(one or 0) for one in self._searcher.fast_field_values("number", places)]
            return numbers, [-score for score, _ in answer.hits], _total(answer)
        by = sort if sort in ("newest", "oldest") else "number"
        answer = self._searcher.search(
            found, limit=most, count=True, order_by_field=by, order=Order.Asc
        )
        keys = [int(key) for key, _ in answer.hits]
        if by == "number":
            return keys, (0.0,) * len(keys), _total(answer)
        numbers = [key - _LAST if key >= _LAST else key & 0xFFFFFFFF for key in keys]
        years = [math.inf if key >= _LAST else (key >> 32) - 100_000 for key in keys]
        return numbers, years, _total(answer)

    def _scored(self, found: Query, weights: Sequence[Weight]) -> Query:
        adding = [
            (
                Occur.Should,
                Query.const_score_query(
                    _term(self._schema, "heads" if one.heading else field_of(one.gram), one.gram),
                    one.weight,
                ),
            )
            for one in weights
        ]
        return Query.boolean_query([(Occur.Must, found), *adding])


class _Language:
    """What Tantivy can be asked for in a segment."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema, units: int) -> None:
        self._searcher = searcher
        self._schema = schema
        self._units = units

    def everything(self) -> Query:
        return Query.all_query()

    def row(self, text: str) -> Query:
        if len(text) <= 2:
            return _term(self._schema, field_of(text), text)
        pairs = [without_surrogates(pair) for pair in map("".join, pairwise(text))]
        return Query.phrase_query(self._schema, "pairs", list(pairs))

    def every(self, parts: Sequence[Query]) -> Query:
        return Query.boolean_query([(Occur.Must, part) for part in parts])

    def some(self, parts: Sequence[Query]) -> Query:
        return _any(parts) if parts else Query.empty_query()

    def but(self, found: Query, others: Query) -> Query:
        return Query.boolean_query([(Occur.Must, found), (Occur.MustNot, others)])

    def numbered(self, numbers: Sequence[int]) -> Query:
        return Query.term_set_query(self._schema, "number", list(numbers))

    def numbers(self, query: Query) -> Iterator[int]:
        found = self._searcher.search(
            query, limit=self._units, count=False, order_by_field="number", order=Order.Asc
        )
        return (int(number) for number, _ in found.hits)


def _term(schema: tantivy.Schema, field: str, token: str) -> Query:
    return Query.term_query(schema, field, without_surrogates(token), index_option="basic")


def _total(answer: tantivy.SearchResult) -> int:
    return int(answer.count)  # type: ignore[attr-defined]  # forgotten in Tantivy's own stubs


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _gone(schema: tantivy.Schema, live: Live, units: int) -> Query | None:
    """What finds the units that are gone; None where none is."""
    ends = [0, *(place for pair in live for place in pair), units]
    gone = [(first, end) for first, end in _by_two(ends) if first < end]
    ranges = [
        Query.range_query(schema, "number", FieldType.Unsigned, first, end - 1)
        for first, end in gone
    ]
    return _any(ranges) if ranges else None


def _by_two(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(places[::2], places[1::2], strict=True)
