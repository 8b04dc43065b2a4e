"""Tantivy behind the port: one machine, millions of passages."""

from __future__ import annotations

import math
import mmap
import os
import tempfile
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import reduce
from itertools import pairwise, product
from operator import mul
from pathlib import Path

import tantivy
from tantivy import Document, FieldType, Occur, Order, Query

from search.analysis import Needle
from search.analysis.needle import PARTED
from search.analysis.normalise import fold, fold_running
from search.engines.base import Filters, Live, Part, Progress, our_errors, year_key
from search.errors import EngineError
from search.fields import BY_NAME, COLUMNS, TEXT, IndexUnit
from search.filters import chosen, is_plain
from search.model import Sort
from search.query.tree import And, Node, Not, Or, Phrase, Weight

NAME = "tantivy 0.27"
FORMAT = "1"
"""Raise when the files of a segment change."""
MOST_CHARACTERS = 60_000_000
"""Of one segment: Tantivy writes it from one heap, in the order of its units, and only one
segment breaks ties by that order."""
_HEAP_BYTES = 1_000_000_000
_TEXTS, _STARTS = "texts.bin", "starts.bin"
# Between the fields of a text, and between the tokens of a field; nothing that is typed folds
# to it. A pair never stands across the token that parts two texts.
_BETWEEN = "\x1f"
_PARTING = "\x1e"
_PROGRESS_EVERY = 1_000
# Values of a column that are counted; Tantivy makes no more buckets than this.
_MOST_VALUES = 65_000
# Ways to write a phrase that are asked for one by one.
_MOST_SPELLINGS = 32
_KEPT_QUERIES = 2_000
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
    # Bytes and not text, whose lines would have to be told apart by their characters.
    with our_errors("建立索引"), (folder / _TEXTS).open("wb") as texts:
        starts = array("Q", (0,))
        made = tantivy.Index(schema, str(folder), reuse=False)
        # The tokens are cut already: whatever is between two of these characters is one.
        cutting = tantivy.Tokenizer.regex(f"[^{_BETWEEN}]+")
        made.register_tokenizer("ours", tantivy.TextAnalyzerBuilder(cutting).build())
        writer = made.writer(_HEAP_BYTES, 1)
        for unit in units:
            body = _BETWEEN.join(text for _, text in unit.texts)
            texts.write(encoded := body.encode("utf-8", "surrogatepass"))
            starts.append(starts[-1] + len(encoded))
            writer.add_document(Document.from_dict(_entry(unit), schema))
            if progress and (unit.number + 1) % _PROGRESS_EVERY == 0:
                progress(unit.number + 1)
        writer.commit()
        writer.wait_merging_threads()
        (folder / _STARTS).write_bytes(starts.tobytes())
        for file in folder.iterdir():
            file.chmod(0o644)  # some are for their owner alone, who need not be the server


def _entry(unit: IndexUnit) -> dict[str, object]:
    merged = [(field, fold(text)) for field, text in unit.texts]
    columns = dict(unit.columns)
    year = columns.get("year", "")
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
        **{f"c_{name}": _written(value) for name, value in columns.items()},
    }


def _place(year: float, number: int) -> int:
    """A number by which units sort by year and then by number."""
    return _LAST + number if math.isinf(year) else (int(year) + 100_000 << 32) + number


def _tokens(texts: Iterable[Iterable[str]]) -> str:
    return _written(_BETWEEN.join(token for text in texts for token in text))


def _written(text: str) -> str:
    """Write lone surrogates as private characters of the last plane, since Rust has none."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(
            chr(ord(one) - 0xD800 + 0x10F800) if "\ud800" <= one <= "\udfff" else one
            for one in text
        )
    return text


def _read_back(value: str) -> str:
    if value.isascii() or not any(one >= "\U0010f800" for one in value):
        return value
    return "".join(
        chr(ord(one) - 0x10F800 + 0xD800) if one >= "\U0010f800" else one for one in value
    )


def open_segment(folder: Path, units: int, live: Live, characters: str) -> TantivySegment:
    """Open a segment that `build` wrote.

    Raises:
        EngineError: it is not there, damaged, or holds other than it should.
    """
    with our_errors("開啟索引"), ExitStack() as opening:
        starts = array("Q", (folder / _STARTS).read_bytes())
        with (folder / _TEXTS).open("rb") as file:
            length = os.fstat(file.fileno()).st_size
            texts = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
        # Threads of Tantivy's may still look at the folder when it goes.
        beside = tempfile.TemporaryDirectory(prefix="zhengsuo-", ignore_cleanup_errors=True)
        opening.callback(beside.cleanup)
        opened = tantivy.Index.open(_unlocked(folder, Path(beside.name)))
        opened.config_reader("manual")
        opened.reload()
        searcher = opened.searcher()
        held = searcher.num_segments, searcher.num_docs
        if held != (min(units, 1), units) or len(starts) != units + 1 or starts[-1] != length:
            raise EngineError("索引的段落數不一致", "請執行 zhengsuo index 重新建立索引")
        closing = opening.pop_all()
        return TantivySegment(searcher, texts, starts, live, characters, closing.close)


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
    """A segment whose queries Tantivy answers, but for what only the text itself can tell.

    A phrase of pairs says where characters stand in a row in the merged folding. Where that is
    not yet what a needle asks for - edges of figures, characters that the folding joins - the
    candidates' texts are looked through once, and the query is kept with its outcome.
    """

    def __init__(
        self,
        searcher: tantivy.Searcher,
        texts: mmap.mmap | bytes,
        starts: array[int],
        live: Live,
        characters: str,
        closing: Callable[[], None],
    ) -> None:
        self._closing = closing
        self._searcher = searcher
        self._texts = texts
        self._starts = starts
        self._schema = _schema()
        self._units = len(starts) - 1
        self._gone = _gone(self._schema, live, self._units)
        self._lock = threading.Lock()
        self._values: dict[str, tuple[str, ...]] = {}
        self._needles: OrderedDict[Phrase, Query] = OrderedDict()
        self._alike: dict[str, set[str]] = {}
        for character in characters:
            self._alike.setdefault(fold(character), set()).add(character)

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
        matching = self._query(tree)
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
            return self._searcher.doc_freq(_field(gram), _written(gram))
        return self._total(self._and((self._term(_field(gram), gram),)))

    def _total(self, query: Query) -> int:
        return _total(self._searcher.search(query, limit=1, count=True))

    def _term(self, field: str, token: str) -> Query:
        return Query.term_query(self._schema, field, _written(token), index_option="basic")

    def _and(self, queries: Iterable[Query]) -> Query:
        """What all queries find among the live units, without a score."""
        parts = [(Occur.Must, query) for query in queries]
        if self._gone is not None:
            parts.append((Occur.MustNot, self._gone))
        return Query.const_score_query(Query.boolean_query(parts), 0.0)

    def _query(self, node: Node) -> Query:
        match node:
            case Phrase():
                return self._phrase(node)
            case And(()):
                return Query.all_query()
            case And(parts):
                return Query.boolean_query([(Occur.Must, self._query(part)) for part in parts])
            case Or(()):
                return Query.empty_query()
            case Or(parts):
                return Query.boolean_query([(Occur.Should, self._query(part)) for part in parts])
            case Not(part):
                return _but(Query.all_query(), self._query(part))

    def _phrase(self, phrase: Phrase) -> Query:
        needle = phrase.needle
        if needle is None:
            text = phrase.grams[0] + "".join(gram[-1] for gram in phrase.grams[1:])
            return self._row(text)
        with self._lock:
            kept = self._needles.get(phrase)
            if kept is not None:
                self._needles.move_to_end(phrase)
                return kept
        query = self._spelled(phrase.grams, needle)
        if not self._says_all(needle):
            query = self._looked_through(query, needle)
        with self._lock:
            self._needles[phrase] = query
            if len(self._needles) > _KEPT_QUERIES:
                self._needles.popitem(last=False)
        return query

    def _row(self, text: str) -> Query:
        """Characters of the merged folding that stand in a row."""
        if len(text) == 1:
            return self._term("singles", text)
        pairs = [_written(pair) for pair in map("".join, pairwise(text))]
        if len(pairs) == 1:
            return self._term("pairs", pairs[0])
        return Query.phrase_query(self._schema, "pairs", list(pairs))

    def _spelled(self, grams: Sequence[str], needle: Needle) -> Query:
        """What holds a needle, and perhaps some more."""
        places = [sorted({fold(one) for one in place}) for place in needle.characters()]
        whole = all(len(one) == 1 for place in places for one in place)
        if whole and reduce(mul, map(len, places)) <= _MOST_SPELLINGS:
            rows = [self._row("".join(row)) for row in product(*places)]
            return _any(rows)
        return Query.boolean_query([(Occur.Must, self._term(_field(gram), gram)) for gram in grams])

    def _says_all(self, needle: Needle) -> bool:
        """Whether every text that has the needle's characters in a row has the needle."""
        if needle.apart or needle.has_edges() or PARTED.search(needle.text):
            return False
        return all(
            len(fold(spelled[0])) == 1
            and (
                needle.merged
                or all(self._alike.get(fold(one), set()) <= set(spelled) for one in spelled)
            )
            for spelled in needle.characters()
        )

    def _looked_through(self, candidates: Query, needle: Needle) -> Query:
        found = self._searcher.search(
            candidates,
            limit=self._units,
            count=False,
            order_by_field="number",
            order=Order.Asc,
        )
        occurs = needle.finder()
        hits: list[int] = []
        misses: list[int] = []
        for number, _ in found.hits:
            (hits if occurs(self._text(number, merged=needle.merged)) else misses).append(number)
        if len(misses) < len(hits):
            return _but(candidates, self._numbered(misses)) if misses else candidates
        return self._numbered(hits) if hits else Query.empty_query()

    def _numbered(self, numbers: list[int]) -> Query:
        return Query.term_set_query(self._schema, "number", numbers)

    def _text(self, number: int, *, merged: bool) -> str:
        text = self._texts[self._starts[number] : self._starts[number + 1]].decode(
            "utf-8", "surrogatepass"
        )
        if not merged:
            return text
        return _BETWEEN.join(fold_running(part, merged=True) for part in text.split(_BETWEEN))

    def _allowed(self, name: str, values: tuple[str, ...]) -> Query:
        if not all(map(is_plain, values)):
            values = tuple(chosen(values, self._held(name)))
        written = [_written(value) for value in values]
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
                _read_back(bucket["key"]): bucket["doc_count"] for bucket in answer[name]["buckets"]
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
                    self._term("heads" if one.heading else _field(one.gram), one.gram), one.weight
                ),
            )
            for one in weights
        ]
        return Query.boolean_query([(Occur.Must, found), *adding])


def _total(answer: tantivy.SearchResult) -> int:
    return int(answer.count)  # type: ignore[attr-defined]  # forgotten in Tantivy's own stubs


def _field(gram: str) -> str:
    return "singles" if len(gram) == 1 else "pairs"


def _any(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _but(some: Query, others: Query) -> Query:
    return Query.boolean_query([(Occur.Must, some), (Occur.MustNot, others)])


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
