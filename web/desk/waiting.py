"""The pages of long work: how far it is, its files, and the button that ends it."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from web import faults, wordings
from web.desk.jobs import KEPT_SECONDS, Full, Jobs, Work
from web.export import formats

JOBS = "zhengsuo-jobs"
"""Where the application keeps its queue."""
_PAGE = "html"


def started(work: Work, title: str, back: str) -> AnyResponse:
    """Put work in line, and lead to the page where it is waited for.

    Raises:
        Refused: too much is in line.
    """
    jobs: Jobs = current_app.extensions[JOBS]
    client = request.remote_user or request.remote_addr or ""
    try:
        word = jobs.start(work, client, title, back)
    except Full as error:
        ways = ((wordings.TO_ASKING, back),)
        raise faults.Refused(faults.Trouble(503, *wordings.JOBS_FULL, ways=ways)) from error
    return redirect(f"/making/{word}", 303)


def blueprint(jobs: Jobs) -> Blueprint:
    """Make the pages under /making."""
    works = Blueprint("works", __name__)

    @works.get("/making/<word>")
    def state(word: str) -> Response:
        job = jobs.job(word)
        if job is None:
            raise faults.not_found((), *wordings.NO_JOB)
        answer = make_response(
            render_template("work.html", job=job, word=word, kept_minutes=KEPT_SECONDS // 60)
        )
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @works.post("/making/<word>/cancel")
    def cancel(word: str) -> AnyResponse:
        jobs.cancel(word)
        return redirect(f"/making/{word}", 303)

    @works.get("/making/<word>/<name>")
    def result(word: str, name: str) -> Response:
        job = jobs.job(word)
        content = job.results.get(name) if job else None
        if content is None:
            raise faults.not_found((), *wordings.NO_JOB)
        ending = name.rpartition(".")[2]
        if ending == _PAGE:
            answer = Response(content)
            answer.headers["Cache-Control"] = "no-store"
            return answer
        return formats.sent(content, formats.FORMATS[ending], name)

    return works
