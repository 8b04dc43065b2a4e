"""Errors of reading, reported by users: an address with all filled in, or a form of the site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from search.config import Settings
from search.model import Passage
from search.store.reports import MOST_CHARACTERS, Report, add_report
from search.text import without_controls
from web import faults, passage_page, wordings
from web.asking import searcher

_MOST_SHOWN = 300


def address(settings: Settings, passage: Passage, found_at: str) -> str | None:
    """Give where an error in a passage is reported, None where nowhere.

    Args:
        settings: say where.
        passage: in question.
        found_at: address of its page.
    """
    if settings.reports:
        return f"/p/{passage.id}/report"
    if not settings.report_to:
        return None
    subject = wordings.report_subject(passage.id)
    place = passage_page.place(passage.location)
    body = wordings.report_body(
        found_at, passage.source.file, place, passage.title, passage.text[:_MOST_SHOWN]
    )
    if "@" in settings.report_to:
        return f"mailto:{settings.report_to}?subject={quote(subject)}&body={quote(body)}"
    sign = "&" if "?" in settings.report_to else "?"
    filled = f"passage={quote(passage.id)}&place={quote(place)}&text={quote(passage.text[:100])}"
    return f"{settings.report_to}{sign}{filled}"


def blueprint(data: Path, today: Callable[[], date]) -> Blueprint:
    """Make the form, for offices that keep a list.

    Args:
        data: the data folder.
        today: the day that is kept with a report.
    """
    reporting = Blueprint("reporting", __name__)

    def passage_of(id_: str) -> Passage:
        passage = searcher().store.passage(id_)
        if passage is None:
            raise faults.no_passage(searcher().store, id_)
        return passage

    @reporting.get("/p/<id_>/report")
    def form(id_: str) -> str:
        return render_template("report.html", passage=passage_of(id_), most=MOST_CHARACTERS)

    @reporting.post("/p/<id_>/report")
    def send(id_: str) -> str | Response:
        passage = passage_of(id_)
        note = without_controls(request.form.get("note", ""))[:MOST_CHARACTERS].strip()
        kept = bool(note) and add_report(
            data,
            Report(
                today().isoformat(),
                passage.id,
                passage.source.file,
                passage.source.sha256,
                passage.location.start,
                passage.title,
                note,
            ),
        )
        wrong = "" if kept else wordings.REPORT_NOT_KEPT if note else wordings.REPORT_EMPTY
        page = render_template(
            "report.html", passage=passage, most=MOST_CHARACTERS, note=note, kept=kept, wrong=wrong
        )
        return Response(page, 200 if kept else 400 if not note else 503, content_type="text/html")

    return reporting
