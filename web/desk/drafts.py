"""The page that checks the quotations and figures of a draft; nothing of a draft is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search.analysis import load_analyzer
from search.errors import QueryError
from search.evidence.checks import DraftCheck
from search.evidence.quotes import MOST_CHARACTERS
from web import faults, wordings
from web.asking import checker, texts_ready
from web.desk.jobs import Progress
from web.desk.waiting import started
from web.difference import Piece, difference
from web.export import formats
from web.params import Fault

_MOST_FORM_BYTES = 512 * 1024
_MOST_AT_ONCE = 4_000
"""Characters of a draft that is checked while the request waits: some tenths of a second."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A check with what differs in it, the draft's own words as those that are new."""

    check: DraftCheck
    pieces: tuple[Piece, ...]


def _values(draft: str, found: Sequence[DraftCheck]) -> dict[str, object]:
    """What the page shows of a draft that was checked."""
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
    return {
        "here": "verify",
        "most": MOST_CHARACTERS,
        "draft": draft,
        "checks": shown,
        "counts": Counter(one.status for one in found),
    }


def blueprint() -> Blueprint:
    """Make the page under /verify."""
    drafts = Blueprint("drafts", __name__)

    @drafts.get("/verify")
    def form() -> str:
        return render_template("verify.html", here="verify", most=MOST_CHARACTERS, draft="")

    @drafts.post("/verify")
    def verify() -> AnyResponse:
        request.max_content_length = _MOST_FORM_BYTES
        request.max_form_memory_size = _MOST_FORM_BYTES
        draft = request.form.get("draft", "").replace("\r\n", "\n")
        if not draft.strip():
            raise faults.bad_request((Fault("draft", wordings.NO_DRAFT),), (_BACK,))
        look_up = checker()
        if len(draft) > MOST_CHARACTERS:
            fault = Fault("draft", wordings.draft_too_long(len(draft), MOST_CHARACTERS))
            raise faults.bad_request((fault,), (_BACK,))
        if len(draft) > _MOST_AT_ONCE or not texts_ready():
            render = formats.renderer()

            def work(progress: Progress) -> Mapping[str, bytes]:
                progress(0, 1)
                return {
                    wordings.CHECKED_DRAFT: render("verify.html", **_values(draft, look_up(draft)))
                }

            return started(work, wordings.MAKING_CHECKS, "/verify")
        try:
            found = look_up(draft)
        except QueryError as error:
            raise faults.bad_request((Fault("draft", str(error)),), (_BACK,)) from error
        answer = make_response(render_template("verify.html", **_values(draft, found)))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return drafts


_BACK = (wordings.TO_DRAFT, "/verify")
