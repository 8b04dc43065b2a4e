"""The searcher that answers the request at hand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import cast

from flask import current_app, g, request

from search import agencies
from search.analysis import load_analyzer
from search.evidence import topics
from search.evidence.assemble import assemble
from search.evidence.checks import DraftCheck
from search.evidence.pack import Order, Pack
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.model import Document
from search.present.revisions import Revision, revisions
from search.searcher import Searcher
from search.store.changes import Change
from web.holdings import Answered, Holdings

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
    known = cast("dict[str, str | None]", g.get("programs", {}))
    if passage not in known:
        know_programs([passage])
    return cast("dict[str, str | None]", g.programs)[passage]


def know_programs(passages: Iterable[str]) -> None:
    """Look up the programs of all passages of a page at once."""
    ids = list(passages)
    found = searcher().store.own_programs(ids, documents=2)
    g.programs = {**g.get("programs", {}), **{id_: found.get(id_) for id_ in ids}}


def revisions_of(passage: str) -> tuple[Revision, ...]:
    """How a passage read before, the newest change first."""
    return revisions(searcher().store.changes([passage]))


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


def checks(draft: str) -> tuple[DraftCheck, ...]:
    """Look up the quotations and figures of a draft.

    Raises:
        QueryError: it is too long.
    """
    texts = _holdings().texts
    return verify_quotes(draft, searcher(), texts, load_analyzer(), agencies.load())


def _holdings() -> Holdings:
    return cast(Holdings, current_app.extensions[HOLDINGS])
