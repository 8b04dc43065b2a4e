"""Atom feeds (RFC 4287), so that a reader of news tells of what a search finds anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.model import Hit, Passage
from web import faults, hit, results_page, wordings
from web.asking import searcher
from web.params import MOST_REACHED, Asked, is_shortest, read

PATH = "/search/feed"
_MOST_TEXT = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage in a feed.

    Attributes:
        id: of the passage, in its permalink; it stays over re-indexing.
        path: address of its page without the host.
        summary: plain text.
    """

    id: str
    path: str
    title: str
    summary: str
    author: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a page lists, for readers of news.

    Attributes:
        title: what is searched for; empty where that is everything.
        path: its own address without the host; it is what tells it from other feeds.
        page: address of the page that it follows.
        before: the feed of the page before, None on the first.
        after: the feed of the page after, None on the last.
    """

    title: str
    path: str
    page: str
    entries: tuple[Entry, ...]
    before: str | None = None
    after: str | None = None


def blueprint() -> Blueprint:
    """Make the feed of a query."""
    feeds = Blueprint("feeds", __name__)
    feeds.add_url_rule(PATH, "search", search)
    return feeds


def search() -> AnyResponse:
    """The feed of a search, which takes the arguments of its page; how it is laid out is no matter."""
    given = request.args.to_dict(flat=False)
    engine = searcher()
    read_, wrong = read(given, engine, strict=False)
    asked = replace(read_, view="passages")
    if wrong:
        raise faults.bad_request(wrong, ((wordings.TO_WHAT_WAS_READ, asked.address()),))
    if not is_shortest(given, asked):
        return redirect(asked.address(PATH), 301)
    results = engine.search(replace(asked.request(), related=False))
    last = results_page.last_page(min(results.total, MOST_REACHED), asked.size)
    if asked.page > last:
        raise faults.not_found((), *wordings.past_end(asked.page, last))
    within = results_page.marking_arguments(asked)
    name = results_page.namer(engine.store.documents())
    chips = results_page.chips(asked, name)
    return answer(
        Feed(
            title="・".join(filter(None, (asked.text, *(chip.label for chip in chips)))),
            path=asked.address(PATH),
            page=asked.address(),
            entries=tuple(_found(one, within) for one in results.hits),
            before=_page(asked, asked.page - 1) if asked.page > 1 else None,
            after=_page(asked, asked.page + 1) if asked.page < last else None,
        )
    )


def entry(passage: Passage, summary: str = "", within: str = "") -> Entry:
    """Make an entry of a passage.

    Args:
        passage: that it links.
        summary: plain text; the beginning of the passage where left out.
        within: arguments of its page, with the question mark.
    """
    return Entry(
        id=passage.id,
        path=f"/p/{passage.id}{within}",
        title=passage.title,
        summary=summary or passage.text[:_MOST_TEXT],
        author=passage.agency,
        kind=wordings.KINDS[passage.kind],
    )


def answer(feed: Feed) -> Response:
    """Write a feed out; its day is that of the index."""
    text = render_template("feed.xml", feed=feed)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _found(found: Hit, within: str) -> Entry:
    passage = found.passage
    where: Iterable[str] = (
        passage.document_title,
        *(snippet.text for snippet in hit.shown_snippets(found)),
    )
    return entry(passage, "\n".join(where), within)


def _page(asked: Asked, page: int) -> str:
    return replace(asked, page=page).address(PATH)
