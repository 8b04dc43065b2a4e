"""Whoosh's files as we have them written and read: presence alone, in large blocks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import sub
from typing import Any

from whoosh import fields as whoosh_fields
from whoosh import formats
from whoosh.codec import whoosh3

_BLOCK_POSTINGS = 2_048


class Tokens(whoosh_fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """A field of ready tokens, of which only the presence is indexed.

    Positions are left out: 600 characters of text make 1,200 grams, whose positions Whoosh
    writes and reads one by one in Python. Whether grams stand in a row is looked up in the
    folded text itself, which is both exact and fifty times faster.
    """

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None


class Pool:
    """Postings by field and token, kept in memory until they are written.

    Whoosh's own pool keeps a tuple for each posting, sorts them all and spills them to files in
    the shared temp folder. Tokens with their units as integers take a tenth of the room, and are
    taken without going through six calls in Python for each.
    """

    add = None  # where Whoosh would put the postings of a document's own fields

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, array[int]]] = {}

    def take(self, field: str, number: int, tokens: Iterable[str]) -> None:
        """Take the tokens of a unit, each once; units come in order."""
        postings = self._fields.setdefault(field, {})
        for token in tokens:
            held = postings.get(token)
            if held is None:
                postings[token] = array("I", (number,))
            else:
                held.append(number)

    def cleanup(self) -> None:
        """Let go of all postings."""
        self._fields.clear()

    def iter_postings(self) -> Iterator[tuple[str, list[tuple[bytes, array[int]]]]]:
        """Give all terms of each field with their units, in order."""
        for field, postings in sorted(self._fields.items()):
            yield field, sorted((encoded(token), held) for token, held in postings.items())


class _PostingsWriter(whoosh3.W3PostingsWriter):  # type: ignore[misc]
    """Writes whole blocks of units, whose weights are all 1."""

    _ids: array[int]

    def add_units(self, numbers: array[int]) -> None:
        """Take the units of a term, ascending."""
        for start in range(0, len(numbers), _BLOCK_POSTINGS):
            if self._ids:
                self._write_block()
            self._ids = numbers[start : start + _BLOCK_POSTINGS]
            self._weights = array("f", (1.0,)) * len(self._ids)
            self._maxweight = 1.0

    def _mini_ids(self) -> tuple[int, ...]:
        return (self._ids[0], *map(sub, self._ids[1:], self._ids))

    def _mini_weights(self) -> None:
        return None


class _FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes the terms of a Pool."""

    def add_postings(
        self,
        schema: Any,
        _lengths: None,
        items: Iterable[tuple[str, list[tuple[bytes, array[int]]]]],
    ) -> None:
        """Write all terms of each field."""
        for field, terms in items:
            self.start_field(field, schema[field])
            for term, numbers in terms:
                self.start_term(term)
                self._postwriter.add_units(numbers)
                self.finish_term()
            self.finish_field()


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's own format in larger blocks, since whole postings are read at once.

    Lengths of fields are not kept; Whoosh would look for them once a posting, each time for a
    file on the disk, which takes half of all its time.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK_POSTINGS, compression=1)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        """Write postings block by block."""
        return _PostingsWriter(dbfile, blocklimit=_BLOCK_POSTINGS, byteids=byteids, compression=1)

    def field_writer(self, storage: Any, segment: Any) -> _FieldWriter:
        """Write the terms of a Pool."""
        return _FieldWriter(self, storage, segment)


def encoded(token: str) -> bytes:
    """Give the bytes of a token; a facet value may hold a lone surrogate, which UTF-8 refuses."""
    return token.encode("utf-8", "surrogatepass")


def posting_of(reader: Any, field: str, term: bytes) -> array[int]:
    """Read the units that hold a term of an index, ascending.

    Args:
        reader: of Whoosh.
        field: of its schema.
        term: one that the field has.
    """
    matcher = reader.postings(field, term)
    if not isinstance(matcher, whoosh3.W3LeafMatcher):
        return array("I", matcher.all_ids())
    # Block by block: Whoosh's own way costs five calls in Python for each unit.
    numbers = array("I")
    while matcher.is_active():
        matcher._read_data()
        numbers.extend(accumulate(matcher._data[0]))
        matcher._next_block()
    return numbers
