"""The files of an answer: of a basket, or of all that a search finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NoReturn

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from search import clock
from search.config import Settings
from search.evidence.assemble import too_large
from search.evidence.pack import MOST_PARTIAL, MOST_PASSAGES, Chosen, Head, Order
from search.evidence.topics import is_question
from search.model import SearchRequest
from web import faults, results_page, wordings
from web.asking import pack, packer, proposed, searcher, texts_ready
from web.desk import basket_page
from web.desk.basket_form import SAMPLE, Done, Form
from web.desk.carrying import held
from web.desk.jobs import Progress
from web.desk.waiting import started
from web.export import formats
from web.export.content import paper
from web.export.formats import Format
from web.params import Asked, Fault, read

PRINT = "print"
_MOST_ROWS_AT_ONCE = 100
_MOST_TOPICS_AT_ONCE = 10


def blueprint(settings: Settings) -> Blueprint:
    """Make the views that give files.

    Everything is asked for with POST: the cover stands in no address and in no log, and a check
    of links that refuses those to other office formats finds none.

    Args:
        settings: of which docx and the site's address are read.
    """
    files = Blueprint("answers", __name__)
    given = {one.name: one for one in formats.offered(settings)}

    def site(form: Form) -> str:
        # The operator's word comes first; that of the request's header is never taken.
        return settings.address if settings.public_address else form.site + settings.mount

    @files.post("/basket/<name>")
    def of_basket(name: str) -> Response:
        form, wrong = basket_page.sent_form()
        if name not in (PRINT, *given):
            _unknown(name)
        if not form.basket:
            wrong = (*wrong, Fault("item", wordings.EMPTY_BASKET))
        if wrong:
            return basket_page.page(Done(form.basket), form.head, settings.address, wrong, 400)
        return _answer(_of(form, site(form)), given.get(name), "/basket")

    @files.post("/export/<name>")
    def of_search(name: str) -> Response:
        form, _ = basket_page.sent_form()
        if name not in (PRINT, *given):
            _unknown(name)
        asked = _asked()
        return _answer(
            _of_search(asked, form, site(form)), given.get(name), asked.address("/export")
        )

    @files.get("/export")
    def export() -> str:
        asked = _asked()
        counted = searcher().search(asked.counted())
        name = results_page.namer(searcher().store.documents())
        return render_template(
            "export.html",
            asked=asked,
            results=counted,
            chips=results_page.chips(asked, name),
            most=MOST_PASSAGES,
            head=Head(),
            arguments=replace(asked, carried=()).address(""),
            back=asked.address(),
            asks=is_question(asked.request()),
            topics=proposed(asked.text) if is_question(asked.request()) else (),
            ticked=(),
            sampled=SAMPLE,
        )

    @files.get("/basket/<name>")
    @files.get("/export/<name>")
    def again(name: str) -> Response:
        # A page that was printed is asked for again by its address: its cover is gone.
        arguments = request.query_string.decode("ascii", "replace")
        return redirect(f"{request.path.rpartition('/')[0]}{'?' if arguments else ''}{arguments}")

    return files


def _unknown(name: str) -> NoReturn:
    raise faults.not_found((), *wordings.no_format(name[:20]))


def _asked() -> Asked:
    """The search that is exported: what it finds does not depend on view, page and size."""
    given = request.args.to_dict(flat=False)
    asked, wrong = read(given, searcher(), strict=False, carried=held().arguments())
    if wrong:
        raise faults.bad_request(wrong, ((wordings.TO_WHAT_WAS_READ, asked.address("/export")),))
    return asked.whole()


def _of(form: Form, address: str) -> Order:
    requests = [asked.request() for _, asked in basket_page.searches(form.basket)]
    topics: list[tuple[str, ...]] = [()] * len(requests)
    if form.topics:
        # Any of them is found; each is proven by itself.
        requests.append(SearchRequest(" OR ".join(form.topics), match="any", conditions=False))
        topics.append(form.topics)
    return Order(
        head=form.head,
        requests=tuple(requests),
        made_at=clock.now(),
        chosen=tuple(Chosen(item.id, item.note, item.extent) for item in form.basket.items),
        public_address=address,
        topics=tuple(topics),
        sample=SAMPLE if form.sample else 0,
        extent=form.extent,
    )


def _of_search(asked: Asked, form: Form, address: str) -> Order:
    wanted = asked.request()
    return Order(
        head=form.head,
        requests=(wanted,),
        made_at=clock.now(),
        public_address=address,
        # No passage has all the words of a question; what comes near it is its evidence.
        partial=MOST_PARTIAL if is_question(wanted) else 0,
        topics=(form.topics,),
        sample=SAMPLE if form.sample else 0,
        extent=form.extent,
    )


def _answer(order: Order, given: Format | None, back: str) -> Response:
    """Give a small pack at once; a larger one is made in the queue, and waited for at an address."""
    order = replace(order, parted=given is not None and given.parted)
    if _is_small(order):
        made = pack(order)
        return formats.page(made) if given is None else formats.attachment(made, given)
    make = packer()
    render = formats.renderer()

    def work(progress: Progress) -> Mapping[str, bytes]:
        made = make(order, progress)
        if given is None:
            return {formats.PRINTED: render("paper.html", paper=paper(made))}
        return {formats.file_name(made, given): given.write(made)}

    return started(work, wordings.MAKING_PACK, back)


def _is_small(order: Order) -> bool:
    """Whether a pack takes less than about half a second."""
    if order.sample or sum(map(len, order.topics)) > _MOST_TOPICS_AT_ONCE or not texts_ready():
        return False
    if order.chosen is not None:
        return len(order.chosen) <= _MOST_ROWS_AT_ONCE
    counts = (replace(one, page=1, size=1, related=False) for one in order.requests)
    total = sum(searcher().search(one).total for one in counts)
    if total > MOST_PASSAGES:
        raise too_large(total)
    return total <= _MOST_ROWS_AT_ONCE
