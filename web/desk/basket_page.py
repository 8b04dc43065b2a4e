"""The page of the answer basket: what is in it, what became of it, and what is done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qs, urlencode

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from search.analysis import load_analyzer
from search.evidence import excerpts
from search.evidence.pack import Head
from search.model import Passage
from search.store.reading import Store
from web import faults, passage_page, results_page, wordings
from web.asking import proposed, searcher
from web.desk import basket, basket_form, carrying
from web.desk.basket import Basket, Item
from web.desk.basket_form import SAMPLE, Done, Form
from web.difference import Cut
from web.params import Asked, Fault
from web.params import read as read_search

MOST_FORM_BYTES = 3 * 1024 * 1024
"""Two hundred notes of a thousand characters take 1.8 MB, and as much again once removed."""
_MOST_EXTENTS = 60
Fate = Literal["here", "changed", "moved", "gone", "unknown"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the basket as the corpus has it now.

    Attributes:
        passage: as it is now, or last was where it is gone; None where it was never known.
        now: the item that says what is there now.
        differences: what was reworded since it was put into the basket.
        known: the wording of that time is known, so that the differences are from it.
    """

    item: Item
    fate: Fate
    passage: Passage | None
    now: Item
    differences: tuple[passage_page.Difference, ...] = ()
    known: bool = True

    @property
    def extents(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """What may be quoted of it: (heading, (value, label) of each choice)."""
        return () if self.passage is None or self.fate == "gone" else _extents(self.passage)


@dataclass(frozen=True, slots=True)
class Searched:
    """A search that the answer rests on."""

    arguments: str
    label: str
    address: str


def blueprint(public_address: str) -> Blueprint:
    """Make the page under /basket.

    Args:
        public_address: what stands before the path in the address to share.
    """
    views = Blueprint("basket", __name__)

    @views.get("/basket")
    def show() -> Response:
        now, wrong = basket.read(request.args.to_dict(flat=False))
        if wrong:
            fault = Fault(basket.HELD, wordings.no_passage_id("、".join(wrong)[:60]))
            way = (wordings.TO_WHAT_WAS_READ, _address(now))
            raise faults.bad_request((fault,), (way,))
        if len(now.items) > basket.MOST_ITEMS:
            fault = Fault(basket.HELD, wordings.basket_is_full(basket.MOST_ITEMS))
            first = replace(now, items=now.items[: basket.MOST_ITEMS])
            way = (wordings.only_first(basket.MOST_ITEMS), _address(first))
            raise faults.bad_request((fault,), (way,))
        return page(Done(now), Head(), public_address)

    @views.post("/basket")
    def change() -> Response:
        form, wrong = sent_form()
        done = _done(form)
        return page(done, form.head, public_address, wrong, 400 if wrong else 200, form.topics)

    return views


def sent_form() -> tuple[Form, tuple[Fault, ...]]:
    """Read the form of this request, which may be larger than others."""
    request.max_content_length = MOST_FORM_BYTES
    request.max_form_memory_size = MOST_FORM_BYTES
    return basket_form.read(request.form.to_dict(flat=False))


def _done(form: Form) -> Done:
    if form.act != "renew":
        return basket_form.act(form)
    items = list(form.basket.items)
    if not 0 <= form.place < len(items):
        return Done(form.basket)
    now = entry(items[form.place], searcher().store, load_analyzer().cut).now
    items[form.place] = now
    # Two old addresses may have become one passage.
    once = {item.id: item for item in items}
    done = replace(form.basket, items=tuple(once.values()))
    return Done(done, said=wordings.renewed(form.place + 1), focus=f"remove-{form.place + 1}")


def entry(item: Item, store: Store, cut: Cut) -> Entry:
    """Look up what became of an item."""
    passage = store.passage(item.id)
    if passage is not None:
        now = replace(item, code=basket.code_of(passage))
        if item.code in ("", now.code):
            return Entry(now, "here", passage, now)
        return _compared(item, "changed", passage, now, store.former(item.id), cut)
    last = store.tombstone(item.id)
    heir = store.moved(item.id)
    passage = None if heir is None else store.passage(heir)
    if passage is not None:
        now = Item(passage.id, basket.code_of(passage), item.note)
        return _compared(item, "moved", passage, now, last, cut)
    return Entry(item, "unknown" if last is None else "gone", last, item)


def _extents(passage: Passage) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The parts of a passage that may be quoted by themselves, none where it has but one."""
    if passage.kpi is not None:
        return ()
    found = []
    for unit in excerpts.UNITS:
        spans = excerpts.pieces(passage, unit)
        if len(spans) > 1:
            choices: list[tuple[str, str]] = [(unit, wordings.EXTENTS[unit])]
            choices += [
                (f"{unit}-{place}", wordings.extent(unit, place, passage.text[start:end]))
                for place, (start, end) in enumerate(spans[:_MOST_EXTENTS], start=1)
            ]
            found.append((wordings.EXTENT_HEADS[unit], tuple(choices)))
    return tuple(found)


def _compared(
    item: Item, fate: Fate, passage: Passage, now: Item, before: Passage | None, cut: Cut
) -> Entry:
    if before is None:
        return Entry(item, fate, passage, now, known=False)
    known = item.code in ("", basket.code_of(before))
    return Entry(item, fate, passage, now, passage_page.differences(passage, before, cut), known)


def searches(now: Basket) -> tuple[tuple[str, Asked], ...]:
    """What the searches of a basket ask for; what cannot be read of them is left out."""
    read = (
        (text, read_search(parse_qs(text, max_num_fields=60), searcher(), strict=False)[0])
        for text in now.searches
    )
    return tuple((text, asked) for text, asked in read if asked.text)


def page(
    done: Done,
    head: Head,
    public_address: str,
    wrong: Sequence[Fault] = (),
    status: int = 200,
    ticked: Sequence[str] = (),
) -> Response:
    """Show the basket.

    Args:
        done: the basket as it is now, and what was done to it.
        head: the cover as typed so far.
        public_address: what stands before the path in the address to share.
        wrong: what the form has wrong.
        status: of the answer.
        ticked: topics whose absence is to be proven.
    """
    store, cut = searcher().store, load_analyzer().cut
    entries = tuple(entry(item, store, cut) for item in done.basket.items)
    now = replace(done.basket, items=tuple(one.item for one in entries))
    name = results_page.namer(store.documents())
    carrying.hold(now)
    response = make_response(
        render_template(
            "basket.html",
            here="basket",
            entries=entries,
            now=now,
            head=head,
            done=done,
            wrong=wrong,
            searches=tuple(_searched(text, asked, name) for text, asked in searches(now)),
            counts=_counts(entries),
            shared=public_address + _address(now),
            whole=now.fits(),
            topics=tuple(
                dict.fromkeys((*ticked, *(proposed(head.question) if head.question else ())))
            ),
            ticked=ticked,
            sampled=SAMPLE,
        ),
        status,
    )
    if request.method == "POST":
        # The cover may name people: nothing of it stays on a shared machine.
        response.headers["Cache-Control"] = "no-store"
    return response


def _searched(text: str, asked: Asked, name: results_page.Name) -> Searched:
    picks = (name(pick.facet, pick.value) for pick in asked.picks)
    return Searched(text, "・".join((asked.text, *picks)), asked.address())


def _counts(entries: Sequence[Entry]) -> tuple[int, int, int]:
    """How many passages of how many documents and agencies."""
    held = [one.passage for one in entries if one.passage is not None and one.fate != "gone"]
    return len(held), len({one.document for one in held}), len({one.agency for one in held})


def _address(now: Basket) -> str:
    pairs = now.arguments()
    return f"/basket?{urlencode(pairs)}" if pairs else "/basket"
