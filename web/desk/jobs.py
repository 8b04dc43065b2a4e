"""Work that takes longer than a request may: one piece at a time, fair between those who ask."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from search import memory, pace
from search.errors import ZhengsuoError

_LOG = logging.getLogger(__name__)
MOST_WAITING = 64
MOST_OF_ONE = 32
"""Jobs in line, of all clients and of one."""
MOST_KEPT_BYTES = 96 * 1024 * 1024
KEPT_SECONDS = 30 * 60
# Of each such stretch of work a request under way may take the second number as well.
_RUN_SECONDS, _GIVE_WAY_SECONDS = 0.01, 0.02
State = Literal["waiting", "working", "done", "failed", "cancelled"]
_ENDED: tuple[State, ...] = ("done", "failed", "cancelled")
Progress = Callable[[int, int], None]
Work = Callable[[Progress], Mapping[str, bytes]]


class Hurry:
    """How many requests are being answered, to which long work gives way."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._busy = 0

    def begin(self) -> None:
        """A request is being answered."""
        with self._free:
            self._busy += 1

    def end(self) -> None:
        """It has been."""
        with self._free:
            self._busy -= 1
            if not self._busy:
                self._free.notify_all()

    def give_way(self, seconds: float) -> None:
        """Wait until no request is being answered, at most so long."""
        with self._free:
            if self._busy:
                self._free.wait(seconds)


@dataclass(slots=True)
class Job:
    """A piece of work and how far it has come.

    Attributes:
        title: what is made, for the person who waits.
        back: address from which it was asked for.
        client: who asked.
        done: steps, of total; both 0 while it waits.
        ahead: how many jobs are done before it, as far as can be told now.
        results: files by name, once it is done.
        trouble: why it failed, for the person who asked; empty where that is our fault.
    """

    title: str
    back: str
    client: str
    state: State = "waiting"
    done: int = 0
    total: int = 0
    ahead: int = 0
    results: Mapping[str, bytes] = field(default_factory=dict)
    trouble: str = ""
    ended_at: float = 0.0

    def is_wanted(self) -> bool:
        """Whether nobody has cancelled it."""
        return self.state != "cancelled"


class Full(Exception):
    """Too many jobs wait already."""


class _Cancelled(Exception):
    """Nobody wants the work any more."""


class Jobs:
    """Does work one piece after the other and forgets each result after a while.

    Clients take turns, however much one of them asks for. Nothing is written to disk, and what was
    asked is let go of as soon as it is answered. Of what has ended the newest results are kept.

    Args:
        kept_seconds: how long a result is kept once it is there.
        hurry: of the requests to which work gives way.
    """

    def __init__(self, kept_seconds: float = KEPT_SECONDS, hurry: Hurry | None = None) -> None:
        self._kept_seconds = kept_seconds
        self._hurry = hurry or Hurry()
        self._ready = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._lines: OrderedDict[str, deque[tuple[Job, Work]]] = OrderedDict()
        self._worker: threading.Thread | None = None

    def start(self, work: Work, client: str, title: str, back: str) -> str:
        """Put work in line and give the word by which it is asked after, which nobody can guess.

        Args:
            work: makes files; what of it calls pace.step() gives way and can be cancelled.
            client: who asks; the work of several is done in turns.
            title: what is made.
            back: address to go on from where it fails.

        Raises:
            Full: too much is in line, or of this client.
        """
        new = secrets.token_urlsafe(16)
        with self._ready:
            self._forget_old()
            line = self._lines.setdefault(client, deque())
            if len(line) >= MOST_OF_ONE or sum(map(len, self._lines.values())) >= MOST_WAITING:
                raise Full
            job = self._jobs[new] = Job(title, back, client)
            line.append((job, work))
            if self._worker is None:
                # The server stops without waiting for work that nobody can fetch any more.
                self._worker = threading.Thread(
                    target=self._serve, name="zhengsuo-jobs", daemon=True
                )
                self._worker.start()
            self._ready.notify()
        return new

    def job(self, word: str) -> Job | None:
        """Give a job, None where there is none or it was forgotten."""
        with self._ready:
            self._forget_old()
            job = self._jobs.get(word)
            if job is not None and job.state == "waiting":
                job.ahead = self._ahead(job)
            return job

    def cancel(self, word: str) -> None:
        """Take a job out of the line, or end it at its next step; what has ended is let go of."""
        with self._ready:
            job = self._jobs.get(word)
            if job is None:
                return
            line = self._lines.get(job.client, deque())
            for waiting in [pair for pair in line if pair[0] is job]:
                line.remove(waiting)
            self._end(job, "cancelled")
            job.results = {}

    def waiting(self) -> int:
        """Count the jobs in line."""
        with self._ready:
            return sum(map(len, self._lines.values()))

    def _ahead(self, job: Job) -> int:
        """How many jobs have their turn before one: the line of each client is as deep as its own."""
        own = [one for one, _ in self._lines.get(job.client, ())]
        place = next((at for at, one in enumerate(own) if one is job), 0)
        clients = list(self._lines)
        turn = clients.index(job.client) if job.client in clients else 0
        before = sum(
            min(len(line), place + (at < turn))
            for at, (client, line) in enumerate(self._lines.items())
            if client != job.client
        )
        working = any(one.state == "working" for one in self._jobs.values())
        return before + place + working

    def _serve(self) -> None:
        while True:
            with self._ready:
                while not (taken := self._next()):
                    self._ready.wait()
            self._do(*taken)
            # A pack, and what made it, are not to be held until the next one comes.
            del taken
            memory.give_back()

    def _next(self) -> tuple[Job, Work] | None:
        """The next job, of the client whose turn it is."""
        for client in list(self._lines):
            line = self._lines.pop(client)
            if not line:
                continue
            taken = line.popleft()
            if line:
                self._lines[client] = line
            return taken
        return None

    def _do(self, job: Job, work: Work) -> None:
        resumed = time.monotonic()

        def step() -> None:
            nonlocal resumed
            if not job.is_wanted():
                raise _Cancelled
            if time.monotonic() - resumed >= _RUN_SECONDS:
                self._hurry.give_way(_GIVE_WAY_SECONDS)
                resumed = time.monotonic()

        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total
            step()

        with self._ready:
            if job.state != "waiting":
                return
            job.state = "working"
        results: Mapping[str, bytes] = {}
        state: State = "failed"
        try:
            with pace.asking(step):
                results = work(progress)
            state = "done"
        except _Cancelled:
            state = "cancelled"
        except ZhengsuoError as error:
            job.trouble = str(error)
        except Exception:  # noqa: BLE001  a worker has nobody above it who could tell
            _LOG.exception("job failed")
        with self._ready:
            # It may have been cancelled after its last step.
            if job.is_wanted():
                job.results = results
                self._end(job, state)

    def _end(self, job: Job, state: State) -> None:
        job.state, job.ended_at = state, time.monotonic()

    def _forget_old(self) -> None:
        """Let go of what was kept long enough, and of the oldest where it is too much."""
        now = time.monotonic()
        ended = sorted(
            (job.ended_at, word) for word, job in self._jobs.items() if job.state in _ENDED
        )
        held = sum(len(content) for job in self._jobs.values() for content in job.results.values())
        for at, word in ended:
            if held <= MOST_KEPT_BYTES and now - at <= self._kept_seconds:
                break
            held -= sum(map(len, self._jobs.pop(word).results.values()))
