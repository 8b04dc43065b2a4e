"""What the form of the answer basket sends: the basket, the cover, and what is to be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast, get_args

from search.evidence.pack import Head
from search.text import without_controls
from web import wordings
from web.desk import basket
from web.desk.basket import Basket, Item
from web.desk.questions import topics_of
from web.params import Fault

MOST_QUESTION = 10_000
MOST_LINE = 200
MOST_TOPICS = 500
SAMPLE = 60
"""Passages drawn for a person to read: where none is relevant, at most 5 % of the rest are."""
_SITE = re.compile(r"https?://[A-Za-z0-9.:\[\]-]{1,255}")
_ADDRESS = re.compile(r"/p/([A-Za-z0-9.-]+)")
Act = Literal["save", "up", "down", "top", "remove", "clear", "undo", "renew", "unsearch"]
COVER = tuple(Head.__dataclass_fields__)
"""Names of the fields of the cover."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An item that was removed, with the place from 0 where it stood."""

    place: int
    item: Item


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it was sent.

    Attributes:
        taken: what the last action removed, for its undoing.
        act: what is to be done.
        place: of the item or search that it is to be done to, from 0.
        site: where the browser has found the site, such as https://plans.example.tw; empty where
            no script told.
        extent: how much is quoted of each passage for which nothing else was chosen.
    """

    basket: Basket
    head: Head
    taken: tuple[Taken, ...] = ()
    act: Act = "save"
    place: int = 0
    site: str = ""
    topics: tuple[str, ...] = ()
    sample: bool = False
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it.

    Attributes:
        said: in a sentence, empty where nothing is worth saying.
        focus: id of the element that should have the focus now.
    """

    basket: Basket
    taken: tuple[Taken, ...] = ()
    said: str = ""
    focus: str = ""


def read(sent: Mapping[str, Sequence[str]]) -> tuple[Form, tuple[Fault, ...]]:
    """Read the form.

    Args:
        sent: each field with all its values, in the order of the page.

    Returns:
        The form with what was typed into its fields for adding, and what is wrong with it.
    """
    faults: list[Fault] = []
    items = _items(sent.get("item", ()), sent.get("note", ()), sent.get("extent", ()))
    now = Basket(items, basket.read({basket.SEARCHED: sent.get("s", ())})[0].searches)
    taken = tuple(
        Taken(_whole(place), item)
        for place, item in zip(
            sent.get("taken-place", ()),
            _items(sent.get("taken", ()), sent.get("taken-note", ()), sent.get("taken-extent", ())),
            strict=False,
        )
    )
    words = without_controls(_first(sent, "words"))[:MOST_LINE]
    pasted, wrong = _pasted(_first(sent, "passages"))
    if wrong:
        faults.append(Fault("passages", wordings.no_passage_id("、".join(wrong)[:60])))
    now = now.added(pasted, basket.search_text([("q", words)]) if words else "")
    if len(now.items) > basket.MOST_ITEMS:
        faults.append(Fault("passages", wordings.basket_is_full(basket.MOST_ITEMS)))
        now = replace(now, items=now.items[: basket.MOST_ITEMS])
    act, _, place = _first(sent, "do").partition(":")
    site = _first(sent, "site")
    return Form(
        now,
        Head(**{name: _line(name, _first(sent, name)) for name in COVER}),
        taken,
        cast(Act, act) if act in get_args(Act) else "save",
        _whole(place) - 1,
        site if _SITE.fullmatch(site) else "",
        tuple(dict.fromkeys((*sent.get("topic", ()), *topics_of(_first(sent, "topics")))))[
            :MOST_TOPICS
        ],
        bool(_first(sent, "sample")),
        basket.extent(_first(sent, "every-extent")),
    ), tuple(faults)


def _items(ids: Sequence[str], notes: Sequence[str], extents: Sequence[str]) -> tuple[Item, ...]:
    empty = [""] * len(ids)
    found: dict[str, Item] = {}
    for text, note, extent in zip(ids, (*notes, *empty), (*extents, *empty), strict=False):
        for item in basket.unpacked(text)[0][:1]:
            kept = replace(item, note=basket.noted(note), extent=basket.extent(extent))
            found.setdefault(item.id, kept)
    return tuple(found.values())[: basket.MOST_ITEMS]


def _pasted(text: str) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """Ids of passages out of what a person pasted: addresses or ids, blanks between."""
    words = text[:20_000].split()
    ids = (found[1] if (found := _ADDRESS.search(word)) else word for word in words)
    return basket.unpacked("_".join(ids))


def _line(name: str, text: str) -> str:
    if name != "question":
        return without_controls(text)[:MOST_LINE]
    return "\n".join(map(without_controls, text[:MOST_QUESTION].splitlines())).strip("\n")


def _first(sent: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(sent.get(name, ())), "")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


def act(form: Form) -> Done:
    """Do what the form asks for; what cannot be done leaves the basket as it was."""
    now, at = form.basket, form.place
    if form.act == "clear" and now.items:
        taken = tuple(Taken(place, item) for place, item in enumerate(now.items))
        return Done(replace(now, items=()), taken, wordings.cleared(len(taken)), "undo")
    if form.act == "undo":
        return _undone(form)
    if form.act == "unsearch" and 0 <= at < len(now.searches):
        rest = (*now.searches[:at], *now.searches[at + 1 :])
        return Done(replace(now, searches=rest), said=wordings.SEARCH_REMOVED, focus="words")
    if not 0 <= at < len(now.items):
        return Done(now)
    item = now.items[at]
    if form.act == "remove":
        said = wordings.removed(at + 1, len(now.items) - 1)
        return Done(now.without(item.id), (Taken(at, item),), said, "undo")
    to = {"up": at - 1, "down": at + 1, "top": 0}.get(form.act)
    if to is None or not 0 <= to < len(now.items):
        return Done(now)
    return Done(
        now.moved(at, to),
        said=wordings.moved(at + 1, to + 1),
        focus=_button(form.act, to, len(now.items)),
    )


def _undone(form: Form) -> Done:
    items = list(form.basket.items)
    for one in form.taken:
        if one.item.id not in form.basket:
            items.insert(one.place, one.item)
    back = tuple(items[: basket.MOST_ITEMS])
    focus = f"remove-{form.taken[0].place + 1}" if form.taken else ""
    return Done(replace(form.basket, items=back), (), wordings.restored(len(back)), focus)


def _button(act: Act, place: int, count: int) -> str:
    """The button to go on with: the same one, or another where that has no further to go."""
    if act == "down":
        return f"{'down' if place < count - 1 else 'up'}-{place + 1}"
    return f"{'up' if place else 'down'}-{place + 1}"
