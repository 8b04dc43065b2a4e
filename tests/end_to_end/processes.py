"""Starting the service as processes of its own."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


def zhengsuo(*arguments: str | Path) -> list[str | Path]:
    """Give the command line that runs a command."""
    return [sys.executable, "-m", "zhengsuo", *arguments]


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    data: Path, *, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Serve a data folder until the block ends.

    Args:
        data: of an index that can be searched.
        folder: in which the server is started; this one where left out.
        environment: of the server; that of this process where left out.

    Yields:
        The address of the server, which is ready.
    """
    address = f"http://127.0.0.1:{(port := free_port())}"
    log = data / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            zhengsuo("serve", "--data", data, "--port", str(port)),
            cwd=folder,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_ready(server, f"{address}/readyz", log)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def wait_ready(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until a server that was started says that it is ready.

    Args:
        server: that was started.
        url: that answers once it is ready.
        log: where it writes what is wrong.
    """
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8")
        try:
            with urlopen(url, timeout=5):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))
