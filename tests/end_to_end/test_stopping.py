"""A server that is told to stop sends the answers that it began, and takes no new ones."""

from __future__ import annotations

import http.client
import signal
import subprocess
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import small_corpus
from processes import free_port, zhengsuo

EXPORT = "/export/odt?q=%E5%8B%9E%E5%B7%A5"
"""An answer that takes some tenths of a second."""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    small_corpus.build(folder)
    return folder


def _started(data: Path, port: int) -> subprocess.Popen[str]:
    server = subprocess.Popen(
        zhengsuo("serve", "--data", data, "--port", str(port)), stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            _ask(port, "/readyz")
        except OSError:
            assert server.poll() is None
            time.sleep(0.1)
        else:
            return server
    raise AssertionError("the server did not start")


def _connection(port: int) -> closing[http.client.HTTPConnection]:
    return closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60))


def _ask(port: int, path: str) -> bytes:
    with _connection(port) as connection:
        connection.request("GET", path)
        return connection.getresponse().read()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_an_answer_that_was_begun_is_sent_whole(data: Path, told: signal.Signals) -> None:
    port = free_port()
    server = _started(data, port)
    try:
        # It has left when the signal comes, and is read, worked on and answered after it.
        with ExitStack() as stack:
            asked = [stack.enter_context(_connection(port)) for _ in range(20)]
            for connection in asked:
                connection.request("POST", EXPORT)
            server.send_signal(told)
            for connection in asked:
                answer = connection.getresponse()
                assert answer.status == 200
                assert answer.read().startswith(b"PK")
        assert server.wait(60) == 0
    finally:
        server.kill()
        server.communicate()
    with pytest.raises(ConnectionRefusedError):
        _ask(port, "/healthz")


def test_idle_and_half_sent_connections_do_not_hold_it(data: Path) -> None:
    port = free_port()
    server = _started(data, port)
    try:
        with _connection(port) as idle, _connection(port) as half:
            idle.request("GET", "/healthz")
            idle.getresponse().read()
            half.connect()
            half.sock.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n")
            server.terminate()
            assert server.wait(60) == 0
    finally:
        server.kill()
        server.communicate()
