"""The searcher that answers the request at hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import cast

from flask import current_app, g, request
from markupsafe import Markup

from search import agencies
from search.analysis import load_analyzer
from search.evidence import topics
from search.evidence.assemble import assemble
from search.evidence.checks import DraftCheck
from search.evidence.pack import Order, Pack
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.model import Document, Passage
from search.present.revisions import Revision, revisions
from search.searcher import Searcher
from search.store.changes import Change
from web.holdings import Answered, Holdings
from web.telling_apart import told_apart

HOLDINGS = "zhengsuo-holdings"
"""Where the application keeps what it gathers of a generation."""
_MOST_TYPED = 60
_SMALL_CORPUS = 300_000
"""Characters that are folded in less than half a second."""


def searcher() -> Searcher:
    """The searcher of this request: one generation from its first question to its last."""
    return cast(Searcher, g.searcher)


def suggestions(agencies: Collection[str] | None = None) -> tuple[str, tuple[str, ...]]:
    """What has been typed so far, as far as it is read, and what it may become.

    Args:
        agencies: names of those in whose passages it must stand; None for any.
    """
    typed = request.args.get("q", "").strip()[:_MOST_TYPED]
    return typed, searcher().suggest(typed, agencies=agencies) if typed else ()


def passage_counts() -> Mapping[str, int]:
    """The number of passages of each document, editions folded."""
    return _holdings().counts(searcher())


def document_name(document: Document) -> str:
    """What a document is called where many are listed."""
    return _holdings().names(searcher()).get(document.id, document.title)


def examples() -> tuple[str, ...]:
    """Subjects to try."""
    return _holdings().examples(searcher())


def changes() -> tuple[Change, ...]:
    """What the last indexing changed, targets first, a few of it."""
    return _holdings().changes(searcher())


def answered() -> tuple[Answered, ...]:
    """Questions that the corpus answers."""
    return _holdings().answered(searcher())


def program_of(passage: str) -> str | None:
    """The program of a passage, where it stands in other documents too."""
    return _known(passage)[0]


def revisions_of(passage: str) -> tuple[Revision, ...]:
    """How a passage read before, the newest change first."""
    return _known(passage)[1]


def know(passages: Iterable[str]) -> None:
    """Look up the programs and the revisions of all passages of a page at once."""
    ids, store = list(passages), searcher().store
    programs = store.own_programs(ids, documents=2)
    changed: dict[str, list[Change]] = {}
    for change in store.changes(ids):
        changed.setdefault(change.passage.id, []).append(change)
    found = {id_: (programs.get(id_), revisions(changed.get(id_, ()))) for id_ in ids}
    g.known = {**g.get("known", {}), **found}


def _known(passage: str) -> tuple[str | None, tuple[Revision, ...]]:
    if passage not in g.get("known", {}):
        know([passage])
    return cast("dict[str, tuple[str | None, tuple[Revision, ...]]]", g.known)[passage]


def tell_apart(passages: Iterable[Passage]) -> None:
    """Note what tells the passages that a page links from each other."""
    g.apart = told_apart(passages)


def apart(passage: Passage) -> Markup:
    """The attribute of a link to a passage whose title others of the page have too, else empty."""
    where = cast("Mapping[str, str]", g.get("apart", {})).get(passage.id)
    return Markup("") if where is None else Markup(' title="{}"').format(where)


def pack(order: Order) -> Pack:
    """Make an answer pack of what the request's searcher holds.

    Raises:
        PackTooLarge: it would hold more than a pack does.
    """
    texts = _holdings().texts
    return assemble(order, searcher(), texts, load_analyzer(), agencies.load())


def texts_ready() -> bool:
    """Whether what packs are scanned against is at hand, or small enough to be so at once."""
    held = searcher()
    if _holdings().texts.is_ready(held.fingerprint):
        return True
    editions = (edition for one in held.store.documents() for edition in one.editions)
    return sum(edition.characters for edition in editions) <= _SMALL_CORPUS


def packer() -> Callable[[Order, Callable[[int, int], None]], Pack]:
    """What makes packs of this request's generation after the request has ended."""
    return partial(_assembled, searcher(), _holdings().texts)


def _assembled(
    searcher: Searcher, texts: StoredTexts, order: Order, progress: Callable[[int, int], None]
) -> Pack:
    return assemble(order, searcher, texts, load_analyzer(), agencies.load(), progress)


def proposed(question: str) -> tuple[str, ...]:
    """Propose the topics of a question, of which a person ticks those to prove absent."""
    return topics.proposed(question, searcher(), load_analyzer(), agencies.load())


def checker() -> Callable[[str], tuple[DraftCheck, ...]]:
    """What looks up the quotations and figures of a draft, after the request has ended too."""
    return partial(_checked, searcher(), _holdings().texts)


def _checked(searcher: Searcher, texts: StoredTexts, draft: str) -> tuple[DraftCheck, ...]:
    return verify_quotes(draft, searcher, texts, load_analyzer(), agencies.load())


def _holdings() -> Holdings:
    return cast(Holdings, current_app.extensions[HOLDINGS])
