"""The answer basket as addresses and forms carry it: passages in order, notes, searches."""

from __future__ import annotations

import json
import re
from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlencode

from search.editions import wording
from search.evidence.excerpts import is_extent
from search.model import Passage
from search.text import without_controls

MOST_ITEMS = 200
MOST_NOTE = 1_000
MOST_SEARCHES = 10
MOST_SEARCH = 500
MOST_ADDRESS_BYTES = 7_800
"""Of arguments with notes: proxies take 8 KB for the first line of a request by default."""
HELD, SEARCHED = "basket", "s"
_NOTE = re.compile(r"n([1-9]\d{0,2})")
_EXTENT = re.compile(r"x([1-9]\d{0,2})")
_ITEM = re.compile(r"([A-Za-z0-9.-]{1,120})(?:~([a-z2-7]{4}))?")
_BETWEEN, _BEFORE_CODE = "_", "~"
_CODE_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Item:
    """A passage that was put into the basket.

    Attributes:
        code: of its wording when it was put there, see code_of; empty where nobody knows it.
        extent: how much of it is quoted, as search.evidence.excerpts knows it; empty for all.
    """

    id: str
    code: str = ""
    note: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Basket:
    """What a person gathers for an answer.

    Attributes:
        items: in their order, each passage once.
        searches: arguments of the searches by which they were found, such as "q=職災", encoded.
    """

    items: tuple[Item, ...] = ()
    searches: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.searches)

    def __contains__(self, id_: object) -> bool:
        return any(item.id == id_ for item in self.items)

    def added(self, items: Iterable[Item], search: str = "") -> Basket:
        """The basket with items at its end that it does not hold yet, and with their search."""
        new = {item.id: item for item in items if item.id not in self}
        searches = dict.fromkeys(filter(None, (*self.searches, search)))
        return Basket((*self.items, *new.values()), tuple(searches)[-MOST_SEARCHES:])

    def without(self, id_: str) -> Basket:
        """The basket without a passage."""
        return replace(self, items=tuple(item for item in self.items if item.id != id_))

    def moved(self, place: int, to: int) -> Basket:
        """The basket with the item at a place put at another, both from 0."""
        items = list(self.items)
        items.insert(to, items.pop(place))
        return replace(self, items=tuple(items))

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments that say it; notes are left out where they would not fit an address."""
        notes = [(f"n{at}", item.note) for at, item in enumerate(self.items, 1) if item.note]
        pairs = [(HELD, packed(self.items))] if self.items else []
        pairs += [(SEARCHED, search) for search in self.searches]
        pairs += [(f"x{at}", item.extent) for at, item in enumerate(self.items, 1) if item.extent]
        whole = (*pairs, *notes)
        return whole if len(urlencode(whole)) <= MOST_ADDRESS_BYTES else tuple(pairs)

    def fits(self) -> bool:
        """Whether an address can say all of it."""
        said = sum(name.startswith("n") for name, _ in self.arguments())
        return said == sum(bool(item.note) for item in self.items)


# A page of hits asks twice for each: in its button and in the one for all of them.
@lru_cache(maxsize=1024)
def code_of(passage: Passage) -> str:
    """A short code of what a passage says, by which a change is seen.

    Twenty bits: of a million changes one goes unseen, and the pack that is made quotes the
    wording of today in any case.
    """
    said = json.dumps(wording(passage), ensure_ascii=False).encode("utf-8", "surrogatepass")
    return b32encode(sha256(said).digest()).decode()[:_CODE_LETTERS].lower()


def packed(items: Iterable[Item]) -> str:
    """Write ids and codes; what an id has in common with the one before it is left out.

    Ids end in a kind and a hash (mol-109-plan.1a2b-goal-0123abcd); what stands before them is
    the same throughout an edition.
    """
    words = []
    before = ""
    for item in items:
        head = _head(item.id)
        word = item.id.removeprefix(head) if head and head == before else item.id
        words.append(f"{word}{_BEFORE_CODE}{item.code}" if item.code else word)
        before = head
    return _BETWEEN.join(words)


def unpacked(text: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Read what packed() wrote: the items, each once, and the words that are none."""
    items: dict[str, Item] = {}
    wrong = []
    before = ""
    for word in filter(None, text.split(_BETWEEN)):
        read = _ITEM.fullmatch(word)
        if read is None:
            wrong.append(word)
            continue
        id_ = before + read[1] if word.startswith("-") else read[1]
        before = _head(id_)
        items.setdefault(id_, Item(id_, read[2] or ""))
    return tuple(items.values()), tuple(wrong)


def _head(id_: str) -> str:
    return id_.rsplit("-", 2)[0] if id_.count("-") > 1 else ""


def read(arguments: Mapping[str, Sequence[str]]) -> tuple[Basket, tuple[str, ...]]:
    """Read a basket from an address.

    Args:
        arguments: each name with all its values; others than a basket's are ignored.

    Returns:
        The basket, and the words that could not be read.
    """
    items, wrong = unpacked("_".join(arguments.get(HELD, ())))
    notes = {
        int(number[1]): noted(values[0])
        for name, values in arguments.items()
        if values and (number := _NOTE.fullmatch(name))
    }
    extents = {
        int(number[1]): extent(values[0])
        for name, values in arguments.items()
        if values and (number := _EXTENT.fullmatch(name))
    }
    searches = (text for text in arguments.get(SEARCHED, ()) if len(text) <= MOST_SEARCH)
    basket = Basket(
        tuple(
            replace(item, note=notes.get(at, ""), extent=extents.get(at, ""))
            for at, item in enumerate(items, 1)
        ),
        tuple(dict.fromkeys(filter(None, map(without_controls, searches))))[:MOST_SEARCHES],
    )
    return basket, wrong


def search_text(arguments: Iterable[tuple[str, str]]) -> str:
    """Write the arguments of a search as a basket keeps them: encoded no more than needed.

    An address encodes them once more, so that every sign of encoding here would be one too many.
    """
    return "&".join(f"{name}={_AMBIGUOUS.sub(_escaped, value)}" for name, value in arguments)


_AMBIGUOUS = re.compile("[%&+;#]")


def _escaped(found: re.Match[str]) -> str:
    return f"%{ord(found.group()):02X}"


def noted(text: str) -> str:
    """A note as it is kept: its lines, without control characters, no longer than it may be."""
    return "\n".join(map(without_controls, text[:MOST_NOTE].splitlines())).strip()


def extent(text: str) -> str:
    """How much of a passage is quoted, as it was asked; all of it where that cannot be read."""
    return text if is_extent(text) else ""


def is_carried(name: str) -> bool:
    """Whether an argument is part of a basket."""
    pattern = _NOTE.fullmatch(name) or _EXTENT.fullmatch(name)
    return name in (HELD, SEARCHED) or pattern is not None
