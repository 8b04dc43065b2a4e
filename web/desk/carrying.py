"""The basket that goes from page to page in addresses, where no script keeps it.

Every link and form of a page carries the basket that the page's own address holds. A button
that adds or drops a passage sends the page's address with what is to be done, and is led back
to the page with the basket that comes of it. With scripts the browser keeps the basket, and
addresses carry none.
"""

from __future__ import annotations

from typing import cast
from urllib.parse import quote, urlencode

from flask import Flask, g, redirect, request
from werkzeug.wrappers import Response

from web import faults, wordings
from web.asking import searcher
from web.desk import basket
from web.desk.basket import Basket, Item
from web.params import Asked, Fault

_ADD, _DROP, _FOUND_BY = "add", "drop", "found-by"
_NOT_PAGES = (None, "api")


def register(app: Flask) -> None:
    """Give the templates what carries, and answer the buttons."""
    app.jinja_env.globals.update(
        held=held,
        carry=carry,
        carried=lambda: held().arguments(),
        passage_code=basket.code_of,
        button_id=button_id,
        found_by=found_by,
        most_items=basket.MOST_ITEMS,
        here_arguments=_arguments,
        expanded=_expanded,
    )
    app.before_request(_pressed)


def held() -> Basket:
    """The basket of this request's address."""
    if "basket" not in g:
        g.basket = basket.read(request.args.to_dict(flat=False))[0]
    return cast(Basket, g.basket)


def hold(now: Basket) -> None:
    """Let the page that is being made carry another basket than its address does."""
    g.basket = now


def carry(address: str) -> str:
    """Add the basket of this request to an address of this site."""
    pairs = held().arguments()
    if not pairs:
        return address
    path, mark, fragment = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{urlencode(pairs)}{mark}{fragment}"


def found_by(asked: Asked) -> str:
    """The arguments of a search as a basket keeps them, empty where nothing was searched."""
    if not asked.text:
        return ""
    kept = Asked(
        asked.text,
        asked.picks,
        asked.exact,
        asked.match,
        conditions=asked.conditions,
        inside=asked.inside,
    )
    text = basket.search_text(kept.arguments())
    return text if len(text) <= basket.MOST_SEARCH else ""


def button_id(id_: str) -> str:
    """The element id of the button that adds a passage."""
    return f"k-{id_.replace('.', '_')}"


def _pressed() -> Response | None:
    """Do what a button asks for, and lead back to the page where it stands."""
    if request.method != "GET" or not ({_ADD, _DROP} & request.args.keys()):
        return None
    if request.blueprint in _NOT_PAGES or "searcher" not in g:
        return None
    now = held()
    new, wrong = basket.unpacked("_".join(request.args.getlist(_ADD)))
    now = now.added(map(_coded, new), request.args.get(_FOUND_BY, ""))
    old, _ = basket.unpacked("_".join(request.args.getlist(_DROP)))
    for item in old:
        now = now.without(item.id)
    if wrong:
        said = "、".join(wrong)[:60]
        raise faults.bad_request((Fault(_ADD, wordings.no_passage_id(said)),))
    if len(now.items) > basket.MOST_ITEMS:
        full = Fault(_ADD, wordings.basket_is_full(basket.MOST_ITEMS))
        raise faults.bad_request((full,), ((wordings.TO_BASKET, carry("/basket")),))
    arguments = (*_arguments(), *now.arguments())
    # The button that was pressed: a browser that follows the address puts the focus there.
    at = "".join(f"#{button_id(item.id)}" for item in (*new, *old)[:1])
    return redirect(f"{quote(request.path)}?{urlencode(arguments)}{at}", 303)


def _arguments() -> tuple[tuple[str, str], ...]:
    """The arguments of this page beside those of the basket and of its buttons."""
    ours = (_ADD, _DROP, _FOUND_BY)
    return tuple(
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in ours and not basket.is_carried(name)
    )


def _coded(item: Item) -> Item:
    """An item with the code of its passage, where the address gives none."""
    passage = None if item.code else searcher().store.passage(item.id)
    return item if passage is None else Item(item.id, basket.code_of(passage), item.note)


def _expanded() -> str:
    """The items of this request's basket as scripts read them: id~code, blanks between."""
    return " ".join(f"{item.id}~{item.code}" for item in held().items)
