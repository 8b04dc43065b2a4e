"""The child process that works on files: tasks come on stdin, answers go to stdout."""

from __future__ import annotations

import os
import pickle
import struct
import sys
from collections.abc import Callable
from typing import IO, cast

from search.errors import DocumentError
from search.sandbox import limits

_HEAD = struct.Struct("<Q")


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
    while True:
        try:
            # A function travels by its name, and is imported here.
            task, argument = cast("tuple[Callable[[object], object], object]", receive(requests))
        except EOFError:
            return
        _limit_time()
        try:
            answer = task(argument)
        except DocumentError as error:
            answer = error
        try:
            send(answers, answer)
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


def _limit_time() -> None:
    """End this process by itself should the parent, which watches the clock, be gone."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.SECONDS * 1.5) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))
