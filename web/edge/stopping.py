"""The end of a server: new work is refused, and answers that were begun are sent whole."""

from __future__ import annotations

import select
import signal
import sys
import time
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

# How long one look at the sockets may take while the server ends, in seconds.
_LOOK_SECONDS = 0.1
# Connections that waited to be accepted when the signal came; waitress lets the system hold 1,024.
_MOST_WAITING = 1024


def serve_until_stopped(server: Any, sockets: dict[int, Any], stop_seconds: float) -> None:
    """Serve until SIGTERM or Ctrl-C, then finish the answers that were begun.

    A second signal ends the process at once. waitress itself stops wherever the signal finds it,
    which may be within an answer, and gives up answers that take longer than five seconds.

    Args:
        server: of waitress.create_server, not running yet.
        sockets: the map that it was made with.
        stop_seconds: how long answers may still take.
    """
    is_stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_stopping
        if is_stopping:
            sys.exit(1)
        is_stopping = True
        # The loop waits for its sockets for a second at a time.
        for listener in _listeners(sockets):
            listener.pull_trigger()

    before = {name: signal.signal(name, stop) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not is_stopping:
            wasyncore.loop(timeout=1, map=sockets, count=1)
        _drain(sockets, stop_seconds)
    finally:
        server.task_dispatcher.shutdown(timeout=0)
        wasyncore.close_all(sockets)
        for name, handler in before.items():
            signal.signal(name, handler)


def _drain(sockets: dict[int, Any], stop_seconds: float) -> None:
    """Close what listens and what is idle, and send the rest."""
    # What was sent before the signal is taken up: a pass accepts one connection, the next reads it.
    for _ in range(_MOST_WAITING):
        if not select.select([one.socket for one in _listeners(sockets)], [], [], 0)[0]:
            break
        wasyncore.loop(timeout=0, map=sockets, count=1)
    wasyncore.loop(timeout=0, map=sockets, count=1)
    for listener in _listeners(sockets):
        # Not its own close(): that closes the trigger by which threads tell of finished answers.
        wasyncore.dispatcher.close(listener)
    until = time.monotonic() + stop_seconds
    while time.monotonic() < until:
        channels = [one for one in sockets.values() if isinstance(one, HTTPChannel)]
        idle = [one for one in channels if not one.requests and not one.total_outbufs_len]
        for channel in idle:
            channel.handle_close()
        if len(idle) == len(channels):
            return
        wasyncore.loop(timeout=_LOOK_SECONDS, map=sockets, count=1)


def _listeners(sockets: dict[int, Any]) -> list[BaseWSGIServer]:
    return [one for one in sockets.values() if isinstance(one, BaseWSGIServer)]
