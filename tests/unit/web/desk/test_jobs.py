from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from search.errors import QueryError
from web.desk.jobs import MOST_KEPT, MOST_WAITING, Full, Jobs, Progress


def _until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")


def test_a_job_tells_how_far_it_is_and_then_gives_its_files() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(progress: Progress) -> dict[str, bytes]:
        progress(1, 2)
        go.wait(5)
        return {"a.odt": b"content"}

    word = jobs.start(work)
    job = jobs.job(word)
    assert job is not None
    _until(lambda: job.done == 1)
    assert (job.state, job.total) == ("working", 2)
    go.set()
    _until(lambda: job.state == "done")
    assert job.results == {"a.odt": b"content"}


@pytest.mark.parametrize(
    ("error", "trouble"), [(QueryError("太多段", "請縮小"), "太多段（請縮小）"), (KeyError(1), "")]
)
def test_a_failed_job_says_so(error: Exception, trouble: str) -> None:
    jobs = Jobs()

    def work(progress: Progress) -> dict[str, bytes]:
        raise error

    job = jobs.job(jobs.start(work))
    assert job is not None
    _until(lambda: job.state == "failed")
    assert job.trouble == trouble


def test_too_many_jobs_are_refused_and_old_ones_forgotten() -> None:
    jobs, go = Jobs(kept_seconds=0.01), threading.Event()

    def work(progress: Progress) -> dict[str, bytes]:
        go.wait(5)
        return {}

    words = [jobs.start(work) for _ in range(MOST_WAITING)]
    assert len(set(words)) == MOST_WAITING
    with pytest.raises(Full):
        jobs.start(work)
    go.set()
    _until(lambda: all(jobs.job(word) is None for word in words))
    jobs.start(work)


def test_a_word_that_nobody_was_given_leads_nowhere() -> None:
    assert Jobs().job("x") is None


def test_the_oldest_results_make_room() -> None:
    jobs = Jobs()
    words = []
    for number in range(MOST_KEPT + 3):
        words.append(jobs.start(lambda progress, number=number: {"n": bytes([number])}))
        _until(lambda: (job := jobs.job(words[-1])) is not None and job.state == "done")
    kept = [word for word in words if jobs.job(word) is not None]
    assert kept == words[-MOST_KEPT:]
