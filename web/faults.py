"""Errors as people and programs see them: a page, or problem+json under /api/."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from search.errors import Damaged, DataError, NoIndex, Outdated, QueryError, ZhengsuoError
from search.model import Passage
from search.present.bodies import ProblemBody
from search.store.reading import Store
from web import wordings
from web.params import Fault, typed
from web.years import year_wordings

_log = logging.getLogger(__name__)
Way = tuple[str, str]
# Who asks for these reads JSON, and no page.
_FOR_PROGRAMS = ("/api/", "/openapi.json", "/healthz", "/readyz", "/metrics")


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error to show.

    Attributes:
        ways: where the reader can go from here: (label, address).
        gone: what is still known of a passage that is no longer in the corpus: (label, text).
        heirs: the passages that hold its text now, or the one that stands in its place.
    """

    status: int
    title: str
    remedy: str
    faults: tuple[Fault, ...] = ()
    ways: tuple[Way, ...] = ()
    gone: tuple[tuple[str, str], ...] = ()
    heirs: tuple[Passage, ...] = ()


class Refused(Exception):
    """A request that cannot be answered, with the trouble to show."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble


def bad_request(faults: Sequence[Fault], ways: Sequence[Way] = ()) -> Refused:
    """Refuse a request whose arguments have faults."""
    return Refused(Trouble(400, *wordings.ERRORS[400], tuple(faults), tuple(ways)))


def not_found(ways: Sequence[Way] = (), title: str = "", remedy: str = "") -> Refused:
    """Refuse a request for what is not there."""
    usual = wordings.ERRORS[404]
    return Refused(Trouble(404, title or usual[0], remedy or usual[1], ways=tuple(ways)))


def forbidden(title: str = "", remedy: str = "") -> Refused:
    """Refuse whom the settings do not name."""
    usual = wordings.ERRORS[403]
    return Refused(Trouble(403, title or usual[0], remedy or usual[1]))


def busy() -> Refused:
    """Refuse a whole result while as many as may be are sent."""
    return Refused(Trouble(503, *wordings.TOO_MANY_STREAMS))


def no_passage(store: Store, id_: str) -> Refused:
    """Tell that there is no passage of an id; of one that was there, what it was and what is now.

    Args:
        store: it knows every id that was ever given.
        id_: of no living passage.
    """
    last = store.tombstone(id_)
    if last is None:
        return not_found()
    known = zip(
        wordings.GONE, (wordings.named(last.document_title), last.title, last.text), strict=True
    )
    heirs = store.parts(id_)
    said = wordings.IN_ITS_PLACE if heirs else wordings.ERRORS[410]
    return Refused(Trouble(410, *said, gone=tuple(known), heirs=heirs))


def gone_program(title: str) -> Refused:
    """Tell that a program is no longer in the corpus, and what it was called."""
    return Refused(Trouble(410, *year_wordings.GONE_PROGRAM, gone=((wordings.GONE[1], title),)))


def register(app: Flask) -> None:
    """Show every error in the same way."""

    @app.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return _answer(error.trouble)

    @app.errorhandler(ZhengsuoError)
    def ours(error: ZhengsuoError) -> Response:
        if isinstance(error, QueryError):
            return _answer(bad_request((Fault("q", str(error)),)).trouble)
        # Its message may name folders of this machine: for the log alone.
        _log.error("search failed error=%r", error)
        return _answer(Trouble(503, *_said(error)))

    @app.errorhandler(HTTPException)
    def usual(error: HTTPException) -> Response | HTTPException:
        status = error.code or 500
        if status < 400:
            return error
        response = _answer(Trouble(status, *_usual(status)))
        for name, value in error.get_headers(request.environ):
            if name == "Allow":
                response.headers[name] = value
        return response

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        _log.exception("request failed endpoint=%s", request.endpoint, exc_info=error)
        return _answer(Trouble(500, *wordings.ERRORS[500]))


def _usual(status: int) -> tuple[str, str]:
    return wordings.ERRORS.get(status) or wordings.ERRORS[500 if status >= 500 else 400]


def _said(error: ZhengsuoError) -> tuple[str, str]:
    if isinstance(error, NoIndex):
        return wordings.NO_INDEX
    if isinstance(error, Outdated):
        return wordings.OUTDATED
    if isinstance(error, Damaged):
        return wordings.DAMAGED
    if isinstance(error, DataError):
        return wordings.ERRORS[503]
    return wordings.ENGINE_DOWN


def _answer(trouble: Trouble) -> Response:
    response = _problem(trouble) if request.path.startswith(_FOR_PROGRAMS) else _page(trouble)
    response.status_code = trouble.status
    response.headers["Cache-Control"] = "no-store"
    if trouble.status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _problem(trouble: Trouble) -> Response:
    body: ProblemBody = {
        "type": "about:blank",
        "title": trouble.title,
        "status": trouble.status,
        "detail": trouble.remedy,
    }
    if trouble.faults:
        body["faults"] = [
            {"parameter": fault.parameter, "message": fault.message} for fault in trouble.faults
        ]
    if trouble.gone:
        body["last"] = dict(trouble.gone)
    if trouble.heirs:
        body["now"] = [{"id": one.id, "title": one.title} for one in trouble.heirs]
    return Response(json.dumps(body, ensure_ascii=False), content_type="application/problem+json")


def _page(trouble: Trouble) -> Response:
    home: tuple[tuple[str, str], ...] = ((wordings.TO_HOME, "/"),)
    if trouble.status == 503:
        # Without an index there is no home page to go to, and no day on which it was made.
        home = ()
        g.pop("index", None)
    text = render_template(
        "error.html",
        title=trouble.title,
        remedy=trouble.remedy,
        faults=trouble.faults,
        ways=(*trouble.ways, *home, (wordings.TO_HELP, "/help")),
        gone=trouble.gone,
        heirs=trouble.heirs,
        status=trouble.status,
        asked=typed(request.args),
    )
    return Response(text, content_type="text/html; charset=utf-8")
