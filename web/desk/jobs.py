"""Work that takes longer than a request may: one at a time, its result kept a while in memory."""

from __future__ import annotations

import logging
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from search.errors import ZhengsuoError

_LOG = logging.getLogger(__name__)
MOST_WAITING = 8
MOST_KEPT = 8
KEPT_SECONDS = 30 * 60
State = Literal["waiting", "working", "done", "failed"]
_ENDED: tuple[State, ...] = ("done", "failed")
Progress = Callable[[int, int], None]
Work = Callable[[Progress], Mapping[str, bytes]]


@dataclass(slots=True)
class Job:
    """A piece of work and how far it has come.

    Attributes:
        done: steps, of total; both 0 while it waits.
        results: files by name, once it is done.
        trouble: why it failed, for the person who asked; empty where that is our fault.
    """

    state: State = "waiting"
    done: int = 0
    total: int = 0
    results: Mapping[str, bytes] = field(default_factory=dict)
    trouble: str = ""


class Full(Exception):
    """Too many jobs wait already."""


class Jobs:
    """Does work one piece after the other and forgets each result after a while.

    Nothing is written to disk, and what was asked is let go of as soon as it is answered. Of
    what has ended the newest MOST_KEPT results are kept.

    Args:
        kept_seconds: how long a result is kept once it is there.
    """

    def __init__(self, kept_seconds: float = KEPT_SECONDS) -> None:
        self._kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._line: queue.SimpleQueue[tuple[str, Job, Work]] = queue.SimpleQueue()
        # The server stops without waiting for work that nobody can fetch any more.
        self._worker = threading.Thread(target=self._work, name="zhengsuo-jobs", daemon=True)

    def start(self, work: Work) -> str:
        """Put work in line and give the word by which it is asked after, which nobody can guess.

        Raises:
            Full: too much is in line.
        """
        new = secrets.token_urlsafe(16)
        with self._lock:
            ended = [word for word, job in self._jobs.items() if job.state in _ENDED]
            if len(self._jobs) - len(ended) >= MOST_WAITING:
                raise Full
            # A large pack is some megabytes: the oldest go first.
            for old in ended[: max(0, len(ended) - MOST_KEPT + 1)]:
                del self._jobs[old]
            job = self._jobs[new] = Job()
            if not self._worker.is_alive():
                self._worker.start()
        self._line.put((new, job, work))
        return new

    def job(self, word: str) -> Job | None:
        """Give a job, None where there is none or it was forgotten."""
        with self._lock:
            return self._jobs.get(word)

    def _work(self) -> None:
        while True:
            self._do(*self._line.get())

    def _do(self, word: str, job: Job, work: Work) -> None:
        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total

        job.state = "working"
        try:
            job.results = work(progress)
            job.state = "done"
        except ZhengsuoError as error:
            job.trouble = str(error)
            job.state = "failed"
        except Exception:  # noqa: BLE001  a worker has nobody above it who could tell
            _LOG.exception("job failed")
            job.state = "failed"
        timer = threading.Timer(self._kept_seconds, self._forget, (word,))
        timer.daemon = True
        timer.start()

    def _forget(self, word: str) -> None:
        with self._lock:
            self._jobs.pop(word, None)
