"""Starting the service as processes of its own."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def zhengsuo(*arguments: str | Path) -> list[str | Path]:
    """Give the command line that runs a command."""
    return [sys.executable, "-m", "zhengsuo", *arguments]


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
