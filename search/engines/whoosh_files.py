"""Whoosh's files as we have them written and read: presence alone, in large blocks."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
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

    def index(self, value: Iterable[str], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Give (term, frequency, weight, value) of each token, as Whoosh asks for it."""
        for token in value:
            yield encoded(token), 1, 1.0, b""


class Pool:
    """Postings by term, kept in memory until they are written.

    Whoosh's own pool keeps a tuple for each posting, sorts them all and spills them to files in
    the shared temp folder. Terms with their units as integers take a tenth of the room.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[bytes, array[int]]] = {}

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take (field, term, unit, weight, value) of one posting."""
        field, term, number, _, _ = item
        postings = self._fields.setdefault(field, {})
        if term in postings:
            postings[term].append(number)
        else:
            postings[term] = array("I", (number,))

    def cleanup(self) -> None:
        """Let go of all postings."""
        self._fields.clear()

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Give all postings by field, term and unit."""
        for field, postings in sorted(self._fields.items()):
            for term in sorted(postings):
                for number in postings[term]:
                    yield field, term, number, 1.0, b""


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's own format in larger blocks, since whole postings are read at once.

    Lengths of fields are not kept; Whoosh would look for them once a posting, each time for a
    file on the disk, which takes half of all its time.
    """

    length_stats = False

    def __init__(self) -> None:
        super().__init__(blocklimit=_BLOCK_POSTINGS, compression=1)


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
