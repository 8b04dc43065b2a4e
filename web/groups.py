"""Results gathered by document: the best passages of each, with a link to all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from search.fields import DOCUMENT
from search.model import Document, Hit, Results, SearchRequest
from web.params import Asked, Pick

SIZE = 10
BEST = 3


@dataclass(frozen=True, slots=True)
class Group:
    """A document among the results.

    Attributes:
        count: its passages that match, editions folded.
        hits: the best of them.
        address: all of them.
    """

    document: Document
    count: int
    hits: tuple[Hit, ...]
    address: str


def groups(
    asked: Asked,
    counts: Mapping[str, int],
    document: Callable[[str], Document | None],
    search: Callable[[SearchRequest], Results],
) -> tuple[Group, ...]:
    """Gather one page of documents.

    Args:
        asked: the search, of which the page tells which documents are shown.
        counts: document to passages, in the order to show them in.
        document: gives a document without its text.
        search: answers a request.
    """
    page = list(counts)[(asked.page - 1) * SIZE : asked.page * SIZE]
    found = []
    for id_ in page:
        held = document(id_)
        if held is None:
            continue
        one = replace(
            asked,
            picks=(*(pick for pick in asked.picks if pick.facet != DOCUMENT), _pick(id_)),
            page=1,
            view="passages",
        )
        best = search(replace(one.request(), size=BEST, related=False))
        found.append(Group(held, counts[id_], best.hits, one.address()))
    return tuple(found)


def _pick(id_: str) -> Pick:
    return Pick(DOCUMENT, id_, id_)
