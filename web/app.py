"""The web application: pages and API over one corpus."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from flask import Flask, Response, abort, g, request
from jinja2 import StrictUndefined

from search.config import Settings
from search.errors import ZhengsuoError
from web import (
    answers,
    api,
    assets,
    downloads,
    faults,
    feeds,
    hit,
    marking,
    opensearch,
    pages,
    passage_page,
    wordings,
)
from web.asking import HOLDINGS
from web.holdings import Holdings

if TYPE_CHECKING:
    from search.live import LiveSearcher

MOST_BODY_BYTES = 64 * 1024
MOST_QUERY_BYTES = 16 * 1024
NO_INDEX_NEEDED = ("pages.help", "pages.accessibility", "opensearch.description")


def create_app(
    settings: Settings, live: LiveSearcher, *, today: Callable[[], date] = date.today
) -> Flask:
    """Make the application.

    Args:
        settings: of which the web reads trusted_hosts, public_address, downloads and data.
        live: gives the searcher of the generation that is in service.
        today: the day; citations name it as the one of retrieval.
    """
    app = Flask("web", static_folder=None, template_folder="templates")
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.extensions[HOLDINGS] = Holdings()
    files = assets.load()
    kept = downloads.folder(settings)
    _furnish(app, files, today, kept, settings.public_address)
    faults.register(app)
    app.register_blueprint(pages.blueprint(today, settings.public_address))
    app.register_blueprint(feeds.blueprint())
    app.register_blueprint(opensearch.blueprint(settings.public_address))
    app.register_blueprint(downloads.blueprint(kept))
    app.register_blueprint(api.blueprint())
    _serve_files(app, files)
    _tell_health(app, live)
    version = assets.version(files)
    own = f"{settings.public_address} {settings.downloads}"

    @app.before_request
    def open_index() -> Response | None:
        if len(request.query_string) > MOST_QUERY_BYTES:
            abort(414)
        if request.blueprint is None:
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
            "built_on": _day(searcher.built_at),
        }
        # The day is in it, for citations carry the day.
        parts = (version, searcher.fingerprint, request.full_path, today().isoformat(), own)
        g.validator = answers.validator(*parts)
        if request.if_none_match.contains_weak(g.validator):
            return Response(status=304)
        return None

    @app.after_request
    def finish(response: Response) -> Response:
        if response.status_code in (200, 304) and "validator" in g:
            # Weak, since the same answer is sent packed and unpacked.
            response.set_etag(g.validator, weak=True)
            response.headers["Cache-Control"] = "no-cache"
        return answers.packed(request, answers.secured(response))

    return app


def _furnish(
    app: Flask,
    files: Mapping[str, assets.Asset],
    today: Callable[[], date],
    kept: Path | None,
    public_address: str,
) -> None:
    """Give the templates their words and ways."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.undefined = StrictUndefined
    env.finalize = _shown
    env.globals.update(
        words=wordings,
        asset=lambda name: files[name].address,
        download=lambda source: downloads.address(kept, source),
        runs=marking.runs,
        title_marks=hit.title_marks,
        hit_snippets=hit.shown_snippets,
        numbers_of=hit.numbers,
        place=passage_page.place,
        trail=passage_page.trail,
        percent=wordings.percent,
        public_address=public_address,
        search_bar=opensearch.is_offered(public_address),
        asked=None,
        here="",
    )

    @app.context_processor
    def of_this_page() -> dict[str, Any]:
        # The host is the operator's, for the one of the request could be forged.
        path = unquote(request.full_path.rstrip("?"))
        return {
            "index": g.get("index"),
            "printed": {"path": public_address + path, "day": wordings.roc_date(today())},
        }


def _shown(value: object) -> object:
    """Make misleading characters of plain text visible; Markup has passed here before."""
    return marking.visible(value) if type(value) is str else value


def _serve_files(app: Flask, files: Mapping[str, assets.Asset]) -> None:
    by_address = {asset.address: asset for asset in files.values()}

    @app.get("/static/<name>")
    def static(name: str) -> Response:
        asset = by_address.get(f"/static/{name}")
        if asset is None:
            abort(404)
        takes_gzip = request.accept_encodings["gzip"] > 0
        response = Response(
            asset.packed if takes_gzip else asset.content, content_type=asset.media_type
        )
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _tell_health(app: Flask, live: LiveSearcher) -> None:
    @app.get("/healthz")
    def healthz() -> Response:
        return _status(200, {"status": "ok"})

    @app.get("/readyz")
    def readyz() -> Response:
        try:
            searcher = live.searcher()
        except ZhengsuoError as error:
            return _status(503, {"status": "unready", "reason": type(error).__name__})
        return _status(200, {"status": "ready", "fingerprint": searcher.fingerprint})


def _status(code: int, body: dict[str, str]) -> Response:
    response = Response(json.dumps(body), code, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _day(built_at: str) -> str:
    """The day of a time stamp in the calendar of the Republic of China."""
    try:
        return wordings.roc_date(datetime.fromisoformat(built_at).astimezone().date())
    except ValueError:
        return built_at
