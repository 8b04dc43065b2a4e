from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from search import pace
from search.errors import QueryError
from web.desk import jobs as jobs_module
from web.desk.jobs import MOST_OF_ONE, MOST_WAITING, Full, Hurry, Job, Jobs, Progress, Work


def _until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came about")


def _start(jobs: Jobs, work: Work, client: str = "one") -> str:
    return jobs.start(work, client, "答復資料", "/basket")


def _job(jobs: Jobs, word: str) -> Job:
    job = jobs.job(word)
    assert job is not None
    return job


def test_a_job_tells_how_far_it_is_and_then_gives_its_files() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(progress: Progress) -> dict[str, bytes]:
        progress(1, 2)
        go.wait(5)
        return {"a.odt": b"content"}

    job = _job(jobs, _start(jobs, work))
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

    job = _job(jobs, _start(jobs, work))
    _until(lambda: job.state == "failed")
    assert job.trouble == trouble


def test_one_who_asks_for_much_is_refused_and_others_are_not() -> None:
    jobs, go = Jobs(), threading.Event()

    def work(progress: Progress) -> dict[str, bytes]:
        go.wait(5)
        return {}

    first = _job(jobs, _start(jobs, work))
    _until(lambda: first.state == "working")
    for _ in range(MOST_OF_ONE):
        _start(jobs, work)
    with pytest.raises(Full):
        _start(jobs, work)
    for client in ("two", "three"):
        for _ in range((MOST_WAITING - MOST_OF_ONE) // 2):
            _start(jobs, work, client)
    with pytest.raises(Full):
        _start(jobs, work, "four")
    go.set()
    _until(lambda: jobs.waiting() == 0)
    _start(jobs, work)


def test_clients_take_turns() -> None:
    jobs, go, order = Jobs(), threading.Event(), list[str]()

    def work(name: str) -> Work:
        def made(progress: Progress) -> dict[str, bytes]:
            go.wait(5)
            order.append(name)
            return {}

        return made

    words = [_start(jobs, work("a0"), "a")]
    _until(lambda: _job(jobs, words[0]).state == "working")
    words += [_start(jobs, work(f"a{n}"), "a") for n in range(1, 4)]
    words += [_start(jobs, work(f"b{n}"), "b") for n in range(2)]
    assert [_job(jobs, word).ahead for word in words[1:]] == [1, 3, 5, 2, 4]
    go.set()
    _until(lambda: len(order) == 6)
    assert order == ["a0", "a1", "b0", "a2", "b1", "a3"]


def test_a_job_is_cancelled_at_its_next_step_or_in_line() -> None:
    jobs, begun, stopped = Jobs(), threading.Event(), threading.Event()

    def endless(progress: Progress) -> dict[str, bytes]:
        begun.set()
        try:
            while True:
                pace.step()
                time.sleep(0.001)
        finally:
            stopped.set()

    running, waiting = _start(jobs, endless), _start(jobs, endless)
    assert begun.wait(5)
    jobs.cancel(waiting)
    assert _job(jobs, waiting).state == "cancelled"
    jobs.cancel(running)
    assert stopped.wait(5)
    assert _job(jobs, running).state == "cancelled"
    job = _job(jobs, _start(jobs, lambda progress: {"a": b"1"}))
    _until(lambda: job.state == "done")


def test_work_gives_way_to_requests() -> None:
    hurry = Hurry()
    jobs = Jobs(hurry=hurry)
    went = [0]

    def work(progress: Progress) -> dict[str, bytes]:
        until = time.monotonic() + 0.3
        while time.monotonic() < until:
            pace.step()
            went[0] += 1
        return {}

    def steps() -> int:
        went[0] = 0
        job = _job(jobs, _start(jobs, work))
        _until(lambda: job.state == "done")
        return went[0]

    alone = steps()
    hurry.begin()
    beside = steps()
    hurry.end()
    assert 0 < beside < alone


def test_results_are_forgotten_after_a_while() -> None:
    jobs = Jobs(kept_seconds=0.01)
    word = _start(jobs, lambda progress: {"a": b"1"})
    _until(lambda: jobs.job(word) is None)


def test_a_word_that_nobody_was_given_leads_nowhere() -> None:
    assert Jobs().job("x") is None


def test_the_oldest_results_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "MOST_KEPT_BYTES", 30)
    jobs = Jobs()
    words = []
    for _ in range(5):
        words.append(_start(jobs, lambda progress: {"n": b"0123456789"}))
        _until(lambda: _job(jobs, words[-1]).state == "done")
    assert [word for word in words if jobs.job(word) is not None] == words[-3:]
