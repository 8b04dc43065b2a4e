"""The page that checks the quotations and figures of a draft; nothing of a draft is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from search.analysis import load_analyzer
from search.errors import QueryError
from search.evidence.checks import DraftCheck
from search.evidence.quotes import MOST_CHARACTERS
from web import faults, wordings
from web.asking import checks
from web.difference import Piece, difference
from web.params import Fault

_MOST_FORM_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """A check with what differs in it, the draft's own words as those that are new."""

    check: DraftCheck
    pieces: tuple[Piece, ...]


def blueprint() -> Blueprint:
    """Make the page under /verify."""
    drafts = Blueprint("drafts", __name__)

    @drafts.get("/verify")
    def form() -> str:
        return render_template("verify.html", here="verify", most=MOST_CHARACTERS, draft="")

    @drafts.post("/verify")
    def verify() -> Response:
        request.max_content_length = _MOST_FORM_BYTES
        request.max_form_memory_size = _MOST_FORM_BYTES
        draft = request.form.get("draft", "").replace("\r\n", "\n")
        if not draft.strip():
            raise faults.bad_request((Fault("draft", wordings.NO_DRAFT),), (_BACK,))
        try:
            found = checks(draft)
        except QueryError as error:
            raise faults.bad_request((Fault("draft", str(error)),), (_BACK,)) from error
        cut = load_analyzer().cut
        shown = tuple(
            Shown(
                one,
                difference(one.printed, one.text, cut)
                if one.status == "differs" and one.kind == "quotation"
                else (),
            )
            for one in found
        )
        answer = make_response(
            render_template(
                "verify.html",
                here="verify",
                most=MOST_CHARACTERS,
                draft=draft,
                checks=shown,
                counts=Counter(one.status for one in found),
            )
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return drafts


_BACK = (wordings.TO_DRAFT, "/verify")
