"""The page that answers many questions with one pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search import clock
from search.config import Settings
from search.errors import QueryError
from search.evidence.pack import MOST_PARTIAL, MOST_PASSAGES, Head, Order
from search.evidence.topics import is_question
from search.model import SearchRequest
from web import faults, wordings
from web.asking import packer, proposed
from web.desk.jobs import KEPT_SECONDS, Progress
from web.desk.questions import (
    MOST_CHARACTERS,
    MOST_FILE_BYTES,
    MOST_QUESTIONS,
    Question,
    questions,
    read_questions,
    topics_of,
    typed,
)
from web.desk.waiting import started
from web.export import formats
from web.params import Fault

_FORMATS = ("odt", "ods", "csv", "xlsx")
_BACK = (wordings.TO_BATCH, "/batch")


def order_of(asked: Sequence[Question], made_at: datetime, public_address: str) -> Order:
    """Make the order for the pack of many questions, each searched as it stands."""
    return Order(
        head=Head(question=wordings.batch_question([one.text for one in asked])),
        requests=tuple(SearchRequest(one.text) for one in asked),
        made_at=made_at,
        public_address=public_address,
        partial=MOST_PARTIAL,
        topics=tuple(one.topics for one in asked),
        labels=tuple(wordings.asked_by(one.number, one.legislator) for one in asked),
    )


def blueprint(
    settings: Settings,
    now: Callable[[], datetime] = clock.now,
) -> Blueprint:
    """Make the pages under /batch.

    Args:
        settings: of which the site's address and the formats are read.
        now: the moment that packs carry.
    """
    known = [one for one in formats.offered(settings) if one.name in _FORMATS]
    batches = Blueprint("batches", __name__)

    @batches.get("/batch")
    def form() -> str:
        return render_template(
            "batch.html",
            here="batch",
            most_questions=MOST_QUESTIONS,
            most_characters=MOST_CHARACTERS,
            most_passages=MOST_PASSAGES,
            most_megabytes=MOST_FILE_BYTES // 1024**2,
            kept_minutes=KEPT_SECONDS // 60,
        )

    @batches.post("/batch")
    def start() -> AnyResponse:
        request.max_content_length = MOST_FILE_BYTES + 64 * 1024
        request.max_form_memory_size = MOST_FILE_BYTES
        try:
            asked = _asked()
        except QueryError as error:
            raise faults.bad_request((Fault("questions", str(error)),), (_BACK,)) from error
        open_ = [one for one in asked if not one.topics and is_question(SearchRequest(one.text))]
        if open_ and "question" not in request.form:
            return _to_tick(asked)
        order = order_of(asked, now(), settings.address)
        make = packer()

        def work(progress: Progress) -> Mapping[str, bytes]:
            made = make(order, progress)
            return {formats.file_name(made, one): one.write(made) for one in known}

        return started(work, wordings.MAKING_BATCH, "/batch")

    return batches


def _to_tick(asked: Sequence[Question]) -> Response:
    """Ask which words of the questions are to be proven absent."""
    offers = tuple(
        tuple(dict.fromkeys((*one.topics, *proposed(one.text))))
        if is_question(SearchRequest(one.text))
        else ()
        for one in asked
    )
    answer = make_response(
        render_template(
            "batch_topics.html", here="batch", questions=tuple(zip(asked, offers, strict=True))
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _asked() -> tuple[Question, ...]:
    sent = request.form
    if "question" in sent:
        # The second step: each question with what was ticked under its number.
        rows = zip(
            sent.getlist("question"),
            sent.getlist("number"),
            sent.getlist("legislator"),
            strict=False,
        )
        return questions(
            Question(
                text,
                number,
                legislator,
                tuple(
                    dict.fromkeys(
                        (*sent.getlist(f"topic-{place}"), *topics_of(sent.get(f"more-{place}", "")))
                    )
                ),
            )
            for place, (text, number, legislator) in enumerate(rows, start=1)
        )
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return read_questions(upload.read())
    return typed(sent.get("questions", ""))
