"""The page that answers many questions with one pack."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from search import clock
from search.errors import QueryError
from search.evidence.pack import MOST_PASSAGES, Head, Order
from search.model import SearchRequest
from web import faults, wordings
from web.asking import packer
from web.desk.jobs import KEPT_SECONDS, Full, Jobs, Progress
from web.desk.questions import (
    MOST_CHARACTERS,
    MOST_FILE_BYTES,
    MOST_QUESTIONS,
    questions,
    read_questions,
)
from web.export import formats
from web.params import Fault

FORMATS = ("odt", "ods", "csv")
PARTIAL = 10
"""How many partial matches stand in for a question that finds nothing."""
_BACK = (wordings.TO_BATCH, "/batch")


def order_of(asked: Sequence[str], made_at: datetime, public_address: str) -> Order:
    """Make the order for the pack of many questions, each searched as it stands."""
    return Order(
        head=Head(question=wordings.batch_question(asked)),
        requests=tuple(SearchRequest(text) for text in asked),
        made_at=made_at,
        public_address=public_address,
        partial=PARTIAL,
    )


def blueprint(
    jobs: Jobs,
    public_address: str,
    now: Callable[[], datetime] = clock.now,
) -> Blueprint:
    """Make the pages under /batch.

    Args:
        jobs: that do the work.
        public_address: what stands before paths in permalinks.
        now: the moment that packs carry.
    """
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
        order = order_of(asked, now(), public_address)
        make = packer()

        def work(progress: Progress) -> Mapping[str, bytes]:
            made = make(order, progress)
            known = (formats.FORMATS[name] for name in FORMATS)
            return {formats.file_name(made, one): one.write(made) for one in known}

        try:
            word = jobs.start(work)
        except Full as error:
            raise faults.Refused(
                faults.Trouble(503, *wordings.BATCHES_FULL, ways=(_BACK,))
            ) from error
        return redirect(f"/batch/{word}", 303)

    @batches.get("/batch/<word>")
    def state(word: str) -> Response:
        job = jobs.job(word)
        if job is None:
            raise faults.not_found((_BACK,), *wordings.NO_BATCH)
        answer = make_response(
            render_template(
                "batch_state.html",
                here="batch",
                job=job,
                word=word,
                kept_minutes=KEPT_SECONDS // 60,
            )
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @batches.get("/batch/<word>/<name>")
    def result(word: str, name: str) -> Response:
        job = jobs.job(word)
        content = job.results.get(name) if job else None
        if content is None:
            raise faults.not_found((_BACK,), *wordings.NO_BATCH)
        return formats.sent(content, formats.FORMATS[name.rpartition(".")[2]], name)

    return batches


def _asked() -> tuple[str, ...]:
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return read_questions(upload.read())
    return questions(request.form.get("questions", "").splitlines())
