"""Atom feeds (RFC 4287), so that a reader of news tells of what a search finds anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.fields import DOCUMENT
from search.model import Hit, Passage
from search.searcher import Searcher
from web import faults, hit, results_page, wordings
from web.asking import revisions_of, searcher
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
        updated: ISO 8601; empty where not known, which then is the day of the index.
    """

    id: str
    path: str
    title: str
    summary: str
    author: str | None
    kind: str
    updated: str = ""


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
    documents = engine.store.documents()
    read_at = {held.id: max(one.read_at for one in held.editions) for held in documents}
    counts = engine.by_document(asked.request())
    last = results_page.last_page(min(sum(counts.values()), MOST_REACHED), asked.size)
    if asked.page > last:
        raise faults.not_found((), *wordings.past_end(asked.page, last))
    within = results_page.marking_arguments(asked)
    name = results_page.namer(documents)
    chips = results_page.chips(asked, name)
    return answer(
        Feed(
            title="・".join(filter(None, (asked.text, *(chip.label for chip in chips)))),
            path=asked.address(PATH),
            page=asked.address(),
            entries=tuple(
                _found(one, within, read_at) for one in _newest(asked, engine, counts, read_at)
            ),
            before=_page(asked, asked.page - 1) if asked.page > 1 else None,
            after=_page(asked, asked.page + 1) if asked.page < last else None,
        )
    )


def _newest(
    asked: Asked, engine: Searcher, counts: Mapping[str, int], read_at: Mapping[str, str]
) -> Sequence[Hit]:
    """The hits of a page, those of documents read last first, else in the order of the search.

    A reader of news asks for the first page alone: what was added has to stand on it.

    Args:
        asked: the search and its page.
        engine: of the generation.
        counts: how many hits each document has.
        read_at: when each document was last read.
    """
    rank = {
        id_: place
        for place, id_ in enumerate(sorted(counts, key=lambda id_: read_at[id_], reverse=True))
    }
    end = asked.page * asked.size
    before = dict(zip(rank, accumulate((counts[id_] for id_ in rank), initial=0), strict=False))
    within = tuple(id_ for id_, start in before.items() if start < end)
    if not within:
        return ()
    request = asked.request()
    others = tuple(one for one in request.filters if one[0] != DOCUMENT)
    hits = engine.search(
        replace(
            request,
            filters=(*others, (DOCUMENT, within)),
            related=False,
            page=1,
            size=min(MOST_REACHED, sum(counts[id_] for id_ in within)),
        )
    ).hits
    ordered = sorted(hits, key=lambda one: rank[one.passage.document])
    return ordered[end - asked.size : end]


def entry(passage: Passage, summary: str = "", within: str = "", updated: str = "") -> Entry:
    """Make an entry of a passage.

    Args:
        passage: that it links.
        summary: plain text; the beginning of the passage where left out.
        within: arguments of its page, with the question mark.
        updated: when its document was last read, ISO 8601.
    """
    return Entry(
        id=passage.id,
        path=f"/p/{passage.id}{within}",
        title=passage.title,
        summary=summary or passage.text[:_MOST_TEXT],
        author=passage.agency,
        kind=wordings.KINDS[passage.kind],
        updated=updated,
    )


def answer(feed: Feed) -> Response:
    """Write a feed out; its own day is that of the index."""
    text = render_template("feed.xml", feed=feed)
    return Response(text, content_type="application/atom+xml; charset=utf-8")


def _found(found: Hit, within: str, read_at: Mapping[str, str]) -> Entry:
    passage = found.passage
    where: Iterable[str] = (
        wordings.named(passage.document_title),
        *(wordings.revised(one, _MOST_TEXT) for one in revisions_of(passage.id)[:1]),
        *(snippet.text for snippet in hit.shown_snippets(found)),
    )
    return entry(passage, "\n".join(where), within, read_at[passage.document])


def _page(asked: Asked, page: int) -> str:
    return replace(asked, page=page).address(PATH)
