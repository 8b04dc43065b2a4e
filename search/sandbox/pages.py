"""The pages of a file that a child process works on, as it tells them to the one that waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageReached:
    """A page is about to be read.

    Attributes:
        page: from 1.
        count: pages of the whole file.
    """

    page: int
    count: int


_listeners: list[Callable[[PageReached], None]] = []


def reached(page: int, count: int) -> None:
    """Tell that a page is about to be read; outside of a child process nobody listens."""
    for listener in _listeners:
        listener(PageReached(page, count))


def listen(listener: Callable[[PageReached], None]) -> None:
    """Have a function called with every page of the files that this process reads."""
    _listeners.append(listener)
