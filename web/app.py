"""The web application: pages and API over one corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from flask import Flask, Response, abort, g, request
from jinja2 import DictLoader, StrictUndefined

from search import clock
from search.config import Settings
from search.errors import SettingError
from web import (
    api,
    assets,
    changes_page,
    citing,
    downloads,
    embed,
    facsimile,
    faults,
    feeds,
    hit,
    marking,
    opensearch,
    pages,
    passage_page,
    reporting,
    wordings,
)
from web.asking import HOLDINGS, apart, document_name, program_of, revisions_of
from web.desk import answer_files, basket_page, batches, carrying, drafts, waiting
from web.desk.jobs import Hurry, Jobs
from web.desk.memory import MemoryRequest
from web.edge import answers, exchange, grants, health, mount, proxy
from web.edge.address import SiteAddress
from web.edge.metrics import Metrics
from web.export import formats
from web.export.formats import Format
from web.holdings import Holdings
from web.openapi import description
from web.years import compare, programs, year_wordings

if TYPE_CHECKING:
    from search.live import LiveSearcher

MOST_BODY_BYTES = 64 * 1024


def create_app(
    settings: Settings, live: LiveSearcher, *, today: Callable[[], date] = clock.today
) -> Flask:
    """Make the application.

    Args:
        settings: all but those of the index and of the port are read.
        live: gives the searcher of the generation that is in service.
        today: the day; citations name it as the one of retrieval.

    Raises:
        SettingError: the mount is an address of the site's own.
    """
    app = Flask("web", static_folder=None)
    app.jinja_loader = DictLoader(_templates())
    app.request_class = MemoryRequest
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY_BYTES,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
    )
    app.extensions[HOLDINGS] = Holdings()
    files = assets.load(settings.logo)
    kept = downloads.folder(settings)
    offered = formats.offered(settings)
    _furnish(app, files, today, kept, settings, offered)
    faults.register(app)
    found_at = SiteAddress(settings)
    app.register_blueprint(
        pages.blueprint(
            today, found_at, settings.data, kept, live.problems, [one.name for one in offered]
        )
    )
    app.register_blueprint(basket_page.blueprint(settings.address))
    app.register_blueprint(answer_files.blueprint(settings))
    app.register_blueprint(feeds.blueprint())
    app.register_blueprint(changes_page.blueprint())
    app.register_blueprint(programs.blueprint())
    app.register_blueprint(compare.blueprint(settings))
    app.register_blueprint(opensearch.blueprint(settings.address))
    boxes = embed.scripts()
    granted = grants.Grants(settings)
    app.register_blueprint(embed.blueprint(boxes[embed.VERSION], settings.address, granted))
    embed.serve_scripts(app, boxes)
    app.register_blueprint(downloads.blueprint(kept))
    if settings.reports:
        app.register_blueprint(reporting.blueprint(settings.data, today))
    app.register_blueprint(facsimile.blueprint(kept, facsimile.Pictures()))
    app.register_blueprint(drafts.blueprint())
    app.register_blueprint(citing.blueprint(today, found_at))
    app.register_blueprint(batches.blueprint(settings))
    hurry = Hurry()
    app.extensions[waiting.JOBS] = jobs = Jobs(hurry=hurry)
    app.register_blueprint(waiting.blueprint(jobs))
    app.register_blueprint(api.blueprint(settings.mount, max(1, settings.threads // 2), granted))
    app.register_blueprint(description.blueprint(settings.address, settings.mount, settings.port))
    _serve_files(app, files)
    metrics = Metrics()
    metrics.watch("zhengsuo_jobs_waiting", "Long work in line.", jobs.waiting)
    app.register_blueprint(health.blueprint(live, metrics, proxy.networks(settings.metrics_from)))
    exchange.attend(app, settings, granted, live, metrics, assets.version(files), today, hurry)
    carrying.register(app)
    if settings.mount:
        _refuse_own(settings.mount, app)
        app.wsgi_app = mount.mounted(app.wsgi_app, settings.mount)  # type: ignore[assignment]
    trusted = proxy.networks(settings.trusted_proxies)
    app.wsgi_app = proxy.heeding(app.wsgi_app, trusted, settings.user_header)  # type: ignore[assignment]
    return app


def _furnish(
    app: Flask,
    files: Mapping[str, assets.Asset],
    today: Callable[[], date],
    kept: Path | None,
    settings: Settings,
    offered: tuple[Format, ...],
) -> None:
    """Give the templates their words and ways."""
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    env.undefined = StrictUndefined
    env.finalize = _shown
    env.filters["roc"] = lambda year: str(year - 1911)
    env.globals.update(
        words=wordings,
        year_words=year_wordings,
        asset=lambda name: files[name].address,
        export_formats=offered,
        download=lambda source: downloads.address(kept, source),
        runs=marking.runs,
        title_marks=hit.title_marks,
        title_over=hit.title_over,
        hit_snippets=hit.shown_snippets,
        numbers_of=hit.numbers,
        place=passage_page.place,
        apart=apart,
        program_of=program_of,
        revisions_of=revisions_of,
        document_name=document_name,
        side_of=compare.side_of,
        trail=passage_page.trail,
        percent=wordings.percent,
        public_address=settings.address,
        office=settings.office,
        contact=settings.contact,
        privacy=settings.privacy,
        logo=assets.logo_of(files),
        report_address=lambda passage, found_at: reporting.address(settings, passage, found_at),
        search_bar=opensearch.is_offered(settings.address),
        asked=None,
        here="",
    )

    @app.context_processor
    def of_this_page() -> dict[str, Any]:
        # The host is the operator's, for the one of the request could be forged.
        path = unquote(request.full_path.rstrip("?"))
        return {
            "index": g.get("index"),
            "printed": {"path": settings.address + path, "day": wordings.roc_date(today())},
        }


def _templates() -> Mapping[str, str]:
    """Read all templates, by name: those of an upgrade are for the code that comes with it."""
    folder = resources.files("web").joinpath("templates")
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


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
        return answers.kept(request, asset)


def _refuse_own(path: str, app: Flask) -> None:
    """Refuse a mount that begins like a page, which could then not be told from it."""
    first = path.split("/")[1]
    own = {rule.rule.split("/")[1] for rule in app.url_map.iter_rules()}
    if first in own:
        raise SettingError(*wordings.mount_taken(first))
