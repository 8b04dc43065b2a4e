"""The child process that works on files: tasks come on stdin, answers go to stdout."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, cast

from search.errors import DocumentError
from search.sandbox import limits, pages
from search.sandbox.pages import PageReached

_HEAD = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Answer:
    """The last message on a file; messages before it tell of its pages."""

    value: object


def send(stream: IO[bytes], message: object) -> None:
    """Write one message with its length in front."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_HEAD.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """Read one message.

    Raises:
        EOFError: the other side is gone.
    """
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    data = stream.read(_HEAD.unpack(head)[0])
    # Both ends are this program; what is made of a file travels as plain dataclasses.
    return pickle.loads(data)  # noqa: S301


def main() -> None:
    """Answer requests until stdin ends."""
    requests = sys.stdin.buffer
    # What a library prints must never mix with the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _limit_memory()

    def tell(page: PageReached) -> None:
        _allow(started, page.count)
        send(answers, page)

    started = 0.0
    pages.listen(tell)
    while True:
        try:
            # A function travels by its name, and is imported here.
            task, argument = cast("tuple[Callable[[object], object], object]", receive(requests))
        except EOFError:
            return
        started = _used_seconds()
        _allow(started)
        try:
            answer = task(argument)
        except DocumentError as error:
            answer = error
        try:
            send(answers, Answer(answer))
        except BrokenPipeError:
            return


def _limit_memory() -> None:
    """Make the system refuse memory before the watcher has to kill, where it can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (limits.MEMORY_BYTES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.WRITTEN_BYTES, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _used_seconds() -> float:
    used = os.times()
    return used.user + used.system


def _allow(started: float, page_count: int = 0) -> None:
    """End this process by itself should the parent, which watches its time, be gone.

    Args:
        started: processor time that was used before this file, in seconds.
        page_count: pages of this file.
    """
    if sys.platform == "win32":
        return
    import resource

    seconds = int(started + limits.cpu_seconds(page_count) * 1.5) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
