"""Work on files in child processes, so that a hostile file can harm nothing but itself."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self, TypeVar, cast

import psutil

from search.errors import DocumentError
from search.sandbox import limits
from search.sandbox.pages import PageReached
from search.sandbox.worker import Answer, receive, send

_TICK_SECONDS = 0.05
_TREE_EVERY_TICKS = 5
_START = "import sys; sys.path[:] = {path!r}; from search.sandbox.worker import main; main()"

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Listen = Callable[[PageReached], None]


@dataclass(slots=True, eq=False)
class _Limit:
    """What the file at hand may cost, and how far it has come.

    Attributes:
        cpu_before: processor time that the child and its programs had used before, in seconds.
        cpu_seconds: how much more they may use.
        since: when it began, by the monotonic clock.
    """

    cpu_before: float
    cpu_seconds: float
    since: float
    page: PageReached | None = None


@dataclass(slots=True, eq=False)
class _Worker:
    """A child process and what it is busy with."""

    process: subprocess.Popen[bytes]
    seen: psutil.Process
    files: int = 0
    limit: _Limit | None = None
    killed_for: DocumentError | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class ReaderPool:
    """Runs a task on files in child processes, each file within the limits of limits.py.

    A task is a function of a module, which takes all that it needs of one file as its argument;
    argument and answer travel pickled. Children start when the first file comes and are used again for the next.

    Args:
        workers: how many files are read at once.
        cpu_seconds: processor time for one file, what its pages add aside.
        memory_bytes: resident memory for one file.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        cpu_seconds: float = limits.CPU_SECONDS,
        memory_bytes: int = limits.MEMORY_BYTES,
    ) -> None:
        self._size = max(1, workers)
        self._cpu_seconds = cpu_seconds
        self._memory_bytes = memory_bytes
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all children, the busy ones too."""
        self._closed.set()
        with self._lock:
            workers = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in workers:
            _kill(worker.process)
        if self._watcher is not None:
            self._watcher.join()
            self._watcher = None

    def run(
        self,
        task: Callable[[Argument], Result],
        arguments: Iterable[Argument],
        listen: Callable[[Argument, PageReached], None] = lambda *_: None,
    ) -> Iterator[tuple[Argument, Result | DocumentError]]:
        """Run a task on files, in the order given.

        Args:
            task: such as read_file.
            arguments: of one file each.
            listen: called with the argument of a file and the page of it that is reached, by the
                one who takes the answers.

        Yields:
            Each argument with the answer, or with the reason why there is none and the
            remedy. No error leaves for a bad file.
        """
        todo = enumerate(arguments)
        done: queue.Queue[tuple[int, PageReached | Result | DocumentError]] = queue.Queue()
        waiting: dict[int, Result | DocumentError] = {}
        asked: dict[int, Argument] = {}
        running = 0
        following = 0

        def work(number: int, argument: Argument) -> None:
            try:
                told = lambda page: done.put((number, page))  # noqa: E731
                done.put((number, self._run(task, argument, told)))
            except Exception as error:  # noqa: BLE001  the one who waits must be told, whatever it is
                done.put((number, _failed(error)))

        while True:
            # A few files ahead of the one that is waited for, so that memory stays bounded.
            while running < self._size and len(asked) < 4 * self._size:
                started = next(todo, None)
                if started is None:
                    break
                asked[started[0]] = started[1]
                running += 1
                threading.Thread(target=work, args=started, daemon=True).start()
            if not asked:
                return
            while following not in waiting:
                number, outcome = done.get()
                if isinstance(outcome, PageReached):
                    listen(asked[number], outcome)
                    continue
                waiting[number] = outcome
                running -= 1
                if number != following and len(asked) < 4 * self._size:
                    break
            while following in waiting:
                yield asked.pop(following), waiting.pop(following)
                following += 1

    def one(self, task: Callable[[Argument], Result], argument: Argument) -> Result:
        """Run a task on one file.

        Raises:
            DocumentError: it cannot be read, or it passed a limit.
        """
        outcome = self._run(task, argument, lambda _: None)
        if isinstance(outcome, DocumentError):
            raise outcome
        return outcome

    def _run(
        self, task: Callable[[Argument], Result], argument: Argument, listen: Listen
    ) -> Result | DocumentError:
        worker = self._take()
        try:
            outcome = self._ask(worker, (task, argument), listen)
        except (EOFError, OSError, ValueError):
            _kill(worker.process)
            with self._lock:
                self._busy.discard(worker)
            # A library that is refused memory ends the process without a word.
            return worker.killed_for or DocumentError(
                "讀取程式在這個檔案上異常結束，"
                f"可能是檔案損壞，或需要的記憶體超過 {self._memory_bytes // 1024 // 1024} MB",
                "請用原來的軟體開啟後另存新檔，或分成幾個較小的檔案",
            )
        self._give_back(worker)
        return cast("Result | DocumentError", outcome)

    def _ask(self, worker: _Worker, request: object, listen: Listen) -> object:
        stdin, stdout = worker.process.stdin, worker.process.stdout
        if stdin is None or stdout is None:
            raise EOFError
        limit = _Limit(_used_cpu(worker.seen), self._cpu_seconds, time.monotonic())
        worker.limit = limit
        send(stdin, request)
        while isinstance(message := receive(stdout), PageReached):
            limit.page = message
            limit.cpu_seconds = limits.cpu_seconds(message.count, self._cpu_seconds)
            listen(message)
        with worker.lock:
            worker.limit = None
            if worker.killed_for is not None:
                raise EOFError
        return cast("Answer", message).value

    def _take(self) -> _Worker:
        with self._lock:
            if self._closed.is_set():
                raise DocumentError("讀取已經停止", "請重新執行")
            worker = self._idle.pop() if self._idle else None
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True)
                self._watcher.start()
        if worker is None or worker.process.poll() is not None:
            worker = _start()
        with self._lock:
            self._busy.add(worker)
        return worker

    def _give_back(self, worker: _Worker) -> None:
        worker.files += 1
        with self._lock:
            self._busy.discard(worker)
            if worker.files < limits.FILES_A_WORKER and not self._closed.is_set():
                self._idle.append(worker)
                return
        _kill(worker.process)

    def _watch(self) -> None:
        """Kill what takes too long or too much; runs beside the readers until the pool ends."""
        tick = 0
        while not self._closed.wait(_TICK_SECONDS):
            tick += 1
            with self._lock:
                busy = tuple(self._busy)
            for worker in busy:
                reason = self._fault(worker, whole_tree=tick % _TREE_EVERY_TICKS == 0)
                if reason is None:
                    continue
                with worker.lock:
                    if worker.limit is None:
                        continue
                    worker.killed_for = reason
                _kill(worker.process)

    def _fault(self, worker: _Worker, *, whole_tree: bool) -> DocumentError | None:
        limit = worker.limit
        if limit is None:
            return None
        if _used_cpu(worker.seen, whole_tree=whole_tree) - limit.cpu_before > limit.cpu_seconds:
            return _too_long(f"讀取用了超過 {limit.cpu_seconds:g} 秒的運算時間", limit)
        wall_seconds = limits.WALL_TIMES * limit.cpu_seconds
        if time.monotonic() - limit.since > wall_seconds:
            return _too_long(f"讀取超過 {wall_seconds / 60:g} 分鐘", limit)
        if _resident(worker.seen, whole_tree=whole_tree) > self._memory_bytes:
            return out_of_memory(self._memory_bytes)
        return None


def _too_long(said: str, limit: _Limit) -> DocumentError:
    page = limit.page
    where = "" if page is None else f"（共 {page.count:,} 頁，讀到第 {page.page:,} 頁）"
    return DocumentError(f"{said}{where}，已中止", "請分成幾個較小的檔案，或另存成 ODT、DOCX")


def out_of_memory(memory_bytes: int = limits.MEMORY_BYTES) -> DocumentError:
    """The error for a file that needs more memory than it may have."""
    return DocumentError(
        f"讀取時需要的記憶體超過 {memory_bytes // 1024 // 1024} MB，已中止",
        "請分成幾個較小的檔案，或用原來的軟體另存新檔",
    )


def _failed(error: Exception) -> DocumentError:
    if isinstance(error, DocumentError):
        return error
    failure = DocumentError("無法啟動讀取程式", "請確認系統資源足夠後重試")
    failure.__cause__ = error
    return failure


def _start() -> _Worker:
    # -c and not a script or a module: the child must import what this process imports, and
    # nothing of the program that happens to be running here.
    process = subprocess.Popen(  # noqa: S603  our own interpreter and our own code
        [sys.executable, "-c", _START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    return _Worker(process, psutil.Process(process.pid))


def _used_cpu(process: psutil.Process, *, whole_tree: bool = False) -> float:
    """Processor time that a process has used, with the programs that it started and that ended.

    Args:
        process: the child.
        whole_tree: programs that still run are counted too, which costs more.
    """
    total = 0.0
    with contextlib.suppress(psutil.Error):
        running = process.children(recursive=True) if whole_tree else []
        for one in (process, *running):
            with contextlib.suppress(psutil.Error):
                used = one.cpu_times()
                total += used.user + used.system
                # Windows does not count them.
                total += getattr(used, "children_user", 0) + getattr(used, "children_system", 0)
    return total


def _resident(process: psutil.Process, *, whole_tree: bool) -> int:
    total = 0
    with contextlib.suppress(psutil.Error):
        total = int(process.memory_info().rss)
        if whole_tree:
            for child in process.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    total += int(child.memory_info().rss)
    return total


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child and all that it started."""
    if process.poll() is None:
        try:
            children = psutil.Process(process.pid).children(recursive=True)
        except psutil.Error:
            children = []
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
        for child in children:
            with contextlib.suppress(psutil.Error):
                child.kill()
        with contextlib.suppress(OSError):
            process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
