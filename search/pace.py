"""Pace: long work asks between its steps whether it may go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], None] | None] = ContextVar("asked", default=None)


def step() -> None:
    """Give way where others are in a hurry, and stop where the work is no longer wanted.

    Called once for each document, row or cell block that takes some milliseconds; costs nothing
    where nobody has asked for it.

    Raises:
        Whatever the one who asked raises to end the work.
    """
    asked = _asked.get()
    if asked is not None:
        asked()


@contextmanager
def asking(asked: Callable[[], None]) -> Iterator[None]:
    """Let steps of what runs inside call a function."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)
