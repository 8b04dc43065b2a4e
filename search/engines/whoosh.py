"""Whoosh 2.7.4 behind the port: the embedded default."""

from __future__ import annotations

import heapq
import threading
from array import array
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from pathlib import Path
from typing import Any

from whoosh import fields as whoosh_fields
from whoosh import index, writing

from search.analysis import Needle
from search.analysis.normalise import fold, fold_running
from search.engines.base import Filters, Live, Part, Progress, our_errors, own_year, year_key
from search.engines.sets import Sets, bits_of, numbers_of
from search.engines.whoosh_files import Codec, Pool, Tokens, encoded, posting_of
from search.errors import EngineError
from search.fields import BY_NAME, COLUMNS, TEXT, IndexUnit
from search.filters import chosen, excluded, is_plain
from search.model import Sort
from search.query.tree import And, Node, Not, Or, Phrase, Weight

NAME = "whoosh 2.7.4"
FORMAT = "5"
"""Raise when the files of a segment change, or the classes that Whoosh's pickles name."""
MOST_CHARACTERS = 1 << 40
_TEXTS = "texts.txt"
# Between the fields of a text; nothing that is typed folds to it.
_BETWEEN = "\x1f"
_PROGRESS_EVERY = 50
# Postings that stay decoded in memory, in units counted over all of them (4 bytes each).
_CACHED_POSTINGS = 8_000_000
_CACHED_FREQUENCIES = 200_000
# Sets of units that stay made, in bytes.
_CACHED_SETS_BYTES = 32_000_000


def _schema() -> whoosh_fields.Schema:
    """Our own schema: given at each opening, so that the pickled one is never read."""
    return whoosh_fields.Schema(
        grams=Tokens(),
        heads=Tokens(),
        own_year=Tokens(),
        **{f"c_{name}": Tokens() for name in COLUMNS},
    )


def build(folder: Path, units: Iterable[IndexUnit], progress: Progress | None = None) -> None:
    """Build an index in one commit, thus in one segment whose document numbers are ours.

    Raises:
        EngineError: writing failed.
    """
    with (
        our_errors("建立索引"),
        (folder / _TEXTS).open("w", encoding="utf-8", newline="\n") as texts,
    ):
        writer = index.create_in(str(folder), _schema()).writer(codec=Codec())
        pool = writer.pool = Pool()
        try:
            for unit in units:
                texts.write(_BETWEEN.join(text for _, text in unit.texts) + "\n")
                merged = [(field, fold(text)) for field, text in unit.texts]
                writer.add_document()
                pool.take("grams", unit.number, _grams(text for _, text in merged))
                heads = _grams(text for field, text in merged if _is_heading(field))
                pool.take("heads", unit.number, heads)
                for name, value in unit.columns:
                    pool.take(f"c_{name}", unit.number, (value,))
                pool.take("own_year", unit.number, (own_year(unit),))
                if progress and (unit.number + 1) % _PROGRESS_EVERY == 0:
                    progress(unit.number + 1)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=writing.NO_MERGE)


def _is_heading(field: str) -> bool:
    return BY_NAME[field].weight > TEXT.weight


def _grams(texts: Iterable[str]) -> set[str]:
    """All single characters and pairs of neighbours of some texts, each once."""
    grams: set[str] = set()
    for text in texts:
        grams.update(text)
        grams.update(map("".join, pairwise(text)))
    return grams


def open_segment(folder: Path, units: int, live: Live, characters: str) -> WhooshSegment:
    """Open a segment that `build` wrote.

    Raises:
        EngineError: it is not there, damaged, or holds other than it should.
    """
    with our_errors("開啟索引"):
        opened = index.open_dir(str(folder), schema=_schema())
        texts = (folder / _TEXTS).read_text(encoding="utf-8").split("\n")[:-1]
        reader = opened.reader()
        if not reader.doc_count_all() == len(texts) == units:
            reader.close()
            raise EngineError("索引的段落數不一致", "請執行 zhengsuo index 重新建立索引")
        return WhooshSegment(reader, texts, live, characters)


class WhooshSegment:
    """A segment as sets of units, the bits of integers, over postings that Whoosh keeps.

    Whoosh scores and collects posting by posting in Python, and reads every hit's stored
    fields to count facets. Here postings become bit sets once, and boolean queries and counts
    are operations on whole sets.
    """

    def __init__(self, reader: Any, texts: list[str], live: Live, characters: str) -> None:
        self._reader = reader
        self._texts = texts
        self._all = sum((1 << end) - (1 << first) for first, end in live)
        self._whole = self._all.bit_count() == len(texts)
        self._lock = threading.Lock()
        self._postings: dict[tuple[str, str], array[int]] = {}
        self._cached = 0
        self._frequencies: dict[str, int] = {}
        self._sets = Sets(_CACHED_SETS_BYTES)
        self._closed = False
        self._merged_texts: dict[int, str] = {}
        self._alike: dict[str, set[str]] = {}
        for character in characters:
            self._alike.setdefault(fold(character), set()).add(character)
        self._columns = {name: self._read_column(f"c_{name}") for name in COLUMNS}
        self._years = self._read_years()

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
        allowed = {name: self._allowed(name, values) for name, values in filters.items()}
        matching = self._match(tree)
        found = reduce(and_, allowed.values(), matching)
        numbers, keys = self._first(found, weights, sort, most)
        counts = {name: self._count(name, matching, allowed) for name in columns}
        return Part(found.bit_count(), numbers, keys, counts)

    def frequencies(self, grams: Sequence[str]) -> tuple[int, ...]:
        """Give for each gram the number of live units that hold it."""
        if self._whole:
            return tuple(map(self._frequency, grams))
        return tuple((self._holding(gram) & self._all).bit_count() for gram in grams)

    def close(self) -> None:
        """Close Whoosh's files; closing again does nothing."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._reader.close()

    def _read_column(self, field: str) -> dict[str, int]:
        values = [term.decode("utf-8", "surrogatepass") for term in self._reader.lexicon(field)]
        held = {value: bits_of(self._read(field, value)) & self._all for value in values}
        return {value: bits for value, bits in held.items() if bits}

    def _read_years(self) -> dict[Sort, array[float]]:
        sorts: tuple[Sort, ...] = ("newest", "oldest")
        years = {sort: array("d", bytes(8 * len(self._texts))) for sort in sorts}
        for value, bits in self._read_column("own_year").items():
            for number in numbers_of(bits):
                for sort in sorts:
                    years[sort][number] = year_key(value, sort)
        return years

    def _frequency(self, gram: str) -> int:
        """How many units hold a gram, those that are gone too, without reading which."""
        known = self._frequencies.get(gram)
        if known is None:
            with self._lock:
                known = int(self._reader.doc_frequency("grams", encoded(gram)))
                if len(self._frequencies) >= _CACHED_FREQUENCIES:
                    self._frequencies.clear()
                self._frequencies[gram] = known
        return known

    def _posting(self, field: str, token: str) -> array[int]:
        """The units that hold a token, ascending; decoded once while memory allows."""
        key = (field, token)
        with self._lock:  # Whoosh's file has one place of reading for all threads
            posting = self._postings.get(key)
            if posting is None:
                posting = self._read(field, token)
                self._cached += len(posting) + 16
                while self._cached > _CACHED_POSTINGS and self._postings:
                    oldest = next(iter(self._postings))
                    self._cached -= len(self._postings.pop(oldest)) + 16
                self._postings[key] = posting
            return posting

    def _read(self, field: str, token: str) -> array[int]:
        if (field, encoded(token)) not in self._reader:
            return array("I")
        return posting_of(self._reader, field, encoded(token))

    def _match(self, node: Node) -> int:
        match node:
            case Phrase(grams, needle):
                return self._phrase(grams, needle)
            case And(parts):
                return reduce(and_, map(self._match, parts), self._all)
            case Or(parts):
                return reduce(or_, map(self._match, parts), 0)
            case Not(part):
                return self._all & ~self._match(part)

    def _phrase(self, grams: tuple[str, ...], needle: Needle | None) -> int:
        """Units that hold all grams, then those whose text holds them in a row.

        A request asks for the same phrase again to tell how many units hold it.
        """
        found = self._sets.get((grams, needle))
        if found is None:
            found = self._look_for(grams, needle) & self._all
            self._sets.keep((grams, needle), found)
        return found

    def _look_for(self, grams: tuple[str, ...], needle: Needle | None) -> int:
        rarest_first = sorted(set(grams), key=self._frequency)
        rarest = self._posting("grams", rarest_first[0])
        if not rarest or (len(grams) == 1 and self._says_all(grams[0], needle)):
            return self._holding(rarest_first[0])
        if len(rarest) < 64:
            candidates: Iterable[int] = rarest
        else:
            candidates = numbers_of(reduce(and_, map(self._holding, rarest_first)))
        if needle is None:
            text = grams[0] + "".join(gram[-1] for gram in grams[1:])
            needle = Needle(text, merged=True, inside=True)
        text_of = self._merged if needle.merged else self._texts.__getitem__
        occurs = needle.finder()
        return bits_of([number for number in candidates if occurs(text_of(number))])

    def _holding(self, gram: str) -> int:
        """The units that hold a gram, those that are gone too, as a set."""
        found = self._sets.get(gram)
        if found is None:
            found = bits_of(self._posting("grams", gram))
            self._sets.keep(gram, found)
        return found

    def _says_all(self, gram: str, needle: Needle | None) -> bool:
        """Whether every text that has the gram has the needle too."""
        if needle is None or needle.merged:
            return needle is None or not (needle.spelled or needle.apart or needle.has_edges())
        return (
            not (needle.apart or needle.has_edges())
            and len(needle.text) == len(gram)
            and all(
                self._alike.get(fold(spelled[0]), set()) <= set(spelled)
                for spelled in needle.characters()
            )
        )

    def _merged(self, number: int) -> str:
        """A text in the merged folding, folded when it is first asked for."""
        merged = self._merged_texts.get(number)
        if merged is None:
            texts = self._texts[number].split(_BETWEEN)
            merged = _BETWEEN.join(fold_running(text, merged=True) for text in texts)
            self._merged_texts[number] = merged
        return merged

    def _allowed(self, name: str, values: tuple[str, ...]) -> int:
        column = self._columns[name]
        if all(map(is_plain, values)):
            return reduce(or_, (column.get(value, 0) for value in values), 0)
        among = reduce(or_, (column[value] for value in chosen(values, column)), 0)
        # A unit whose editions differ has several values: one that is excluded is enough.
        out = (column.get(value, 0) for value in map(excluded, values) if value is not None)
        return among & ~reduce(or_, out, 0)

    def _count(self, name: str, matching: int, allowed: dict[str, int]) -> dict[str, int]:
        others = (bits for column, bits in allowed.items() if column != name)
        matched = reduce(and_, others, matching)
        counts = {
            value: (bits & matched).bit_count() for value, bits in self._columns[name].items()
        }
        return {value: count for value, count in counts.items() if count}

    def _first(
        self, found: int, weights: Sequence[Weight], sort: Sort, most: int
    ) -> tuple[Sequence[int], Sequence[float]]:
        """The first units of a set, and what they are sorted by."""
        if not most or not found:
            return (), ()
        numbers = numbers_of(found)
        if sort == "relevance" and weights:
            scores = self._scores(weights)
            keys = [-scores[number] for number in numbers]
        elif sort in ("newest", "oldest"):
            keys = [self._years[sort][number] for number in numbers]
        else:
            return numbers[:most], (0.0,) * min(most, len(numbers))
        first = heapq.nsmallest(most, zip(keys, numbers, strict=True))
        return [number for _, number in first], [key for key, _ in first]

    def _scores(self, weights: Sequence[Weight]) -> list[float]:
        scores = [0.0] * len(self._texts)
        for weight in weights:
            added = weight.weight
            for number in self._posting("heads" if weight.heading else "grams", weight.gram):
                scores[number] += added
        return scores
