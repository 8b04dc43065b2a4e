"""An exchange: what happens around the view of each request."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, g, request

from search.config import Settings
from search.errors import ZhengsuoError
from web import embed, faults, wordings
from web.desk.jobs import Hurry
from web.edge import access, answers, cors, health, limits, mount, origins
from web.edge.grants import Grants
from web.edge.metrics import Metrics

if TYPE_CHECKING:
    from search.live import LiveSearcher

# The longest query that is read, in signs of which each takes twelve bytes, and room for picks.
MOST_QUERY_BYTES = 32 * 1024
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What they answer changes though the index does not.
_OF_THE_MOMENT = frozenset({"batches", "works", "pages.coverage"})
NO_INDEX_NEEDED = (
    "pages.help",
    "pages.accessibility",
    "opensearch.description",
    "openapi.document",
    "embed.frame",
)


def attend(
    app: Flask,
    settings: Settings,
    granted: Grants,
    live: LiveSearcher,
    metrics: Metrics,
    version: str,
    today: Callable[[], date],
    hurry: Hurry,
) -> None:
    """Open the index before each view, and finish each answer.

    Args:
        app: whose requests are attended.
        settings: of which all that changes an answer is in its validator.
        granted: to the boxes on other pages.
        live: gives the searcher of the generation that is in service.
        metrics: count what is answered.
        version: of pages and code.
        today: the day, which citations carry.
        hurry: told of the requests under way, to which long work gives way.
    """
    own = f"{settings.address} {settings.downloads} {settings.embed_origins}"
    own += f" {settings.embed_agencies} {settings.embed_users}"

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        hurry.begin()

    @app.teardown_request
    def end(_: BaseException | None) -> None:
        if "began" in g:
            hurry.end()

    limits.limit(app, settings.rate_limit)

    @app.before_request
    def open_index() -> Response | None:
        if len(request.query_string) > MOST_QUERY_BYTES:
            abort(414)
        if request.method not in _READING and origins.is_foreign(request, settings.public_address):
            raise faults.forbidden(*wordings.SENT_FROM_ELSEWHERE)
        if request.blueprint in (None, health.NAME):
            return None
        try:
            g.searcher = searcher = live.searcher()
        except ZhengsuoError:
            # What to do about it is on the help page, which needs no index.
            if request.endpoint in NO_INDEX_NEEDED:
                return None
            raise
        g.index = {
            "fingerprint": searcher.fingerprint,
            "built_at": searcher.built_at,
            "built_on": wordings.roc_day(searcher.built_at),
        }
        is_lasting = _OF_THE_MOMENT.isdisjoint((request.blueprint, request.endpoint))
        if request.method not in ("GET", "HEAD") or not is_lasting:
            return None
        parts = (version, searcher.fingerprint, request.full_path, today().isoformat(), own)
        asker = granted.decide(request.headers.get("Origin"), request.remote_user)
        g.validator = answers.validator(*parts, asker)
        if request.if_none_match.contains_weak(g.validator):
            return Response(status=304)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        if response.status_code in (200, 304) and "validator" in g:
            # Weak, since the same answer is sent packed and unpacked.
            response.set_etag(g.validator, weak=True)
            response.headers["Cache-Control"] = "no-cache"
        if settings.mount:
            response = mount.placed(response, settings.mount)
        response = cors.opened(request, response, granted.readers(request.endpoint))
        # Whom a box does not serve is told so in its frame.
        is_view = response.status_code in (200, 304, 403)
        own = embed.policy(request, granted) if is_view else {}
        response = answers.packed(request, answers.secured(response, own))
        seconds = time.perf_counter() - g.began if "began" in g else 0.0
        metrics.count(request.endpoint, request.method, response.status_code, seconds)
        access.log.info("%s", access.line(request, response, seconds))
        return response
