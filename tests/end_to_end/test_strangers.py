"""On the wire, byte for byte: no other site may ask or frame, whatever its requests say."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
import small_corpus
from origin_tricks import ALLOWED, TRICKS
from waitress.server import create_server

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

GOOD, EVIL = ALLOWED[0].encode(), b"https://evil.example"
HEADERS = {
    **{
        name: b"Origin: " + origin.encode()
        for name, origin in TRICKS.items()
        # Blanks around a value are no part of it on the wire.
        if origin.strip() not in ALLOWED
    },
    "evil after good": b"Origin: " + GOOD + b"\r\nOrigin: " + EVIL,
    "good after evil": b"Origin: " + EVIL + b"\r\nOrigin: " + GOOD,
    "the good twice": b"Origin: " + GOOD + b"\r\nOrigin: " + GOOD,
    "folded": b"Origin: " + EVIL + b"\r\n " + GOOD,
    "another name": b"X-Origin: " + GOOD + b"\r\nOrigin: " + EVIL,
    "underscore": b"Origin: " + EVIL + b"\r\nHTTP_ORIGIN: " + GOOD,
    "referrer": b"Referer: " + GOOD + b"/\r\nOrigin: " + EVIL,
    "forwarded": b"Forwarded: host=www.example.tw;proto=https\r\nOrigin: " + EVIL,
    "forwarded host": b"X-Forwarded-Host: www.example.tw\r\nOrigin: " + EVIL,
    "of the same site": b"Sec-Fetch-Site: same-origin\r\nOrigin: " + EVIL,
    "asked for": b"Access-Control-Request-Headers: Origin\r\nOrigin: " + EVIL,
    "blank before the colon": b"Origin : " + GOOD,
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server that lets two origins in."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    app = create_app(Settings(data=data, embed_origins=ALLOWED), LiveSearcher(data))
    server = create_server(app, host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.close()
    thread.join(timeout=5)


def head_of(port: int, path: str, headers: bytes, method: str = "GET") -> str:
    """The head of an answer to a request that is sent as it stands."""
    start = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(start + headers + b"\r\n\r\n")
        said = b"".join(iter(lambda: line.recv(65536), b""))
    return said.partition(b"\r\n\r\n")[0].decode("latin-1").lower()


def policy_of(head: str) -> str:
    return next(line for line in head.split("\r\n") if line.startswith("content-security-policy:"))


@pytest.mark.parametrize("origin", ALLOWED)
def test_who_is_on_the_list_may(port: int, origin: str) -> None:
    head = head_of(port, "/api/v1/suggest?q=x", f"Origin: {origin}".encode())
    assert f"access-control-allow-origin: {origin}" in head
    assert "access-control-allow-credentials" not in head
    assert f" {origin}" in policy_of(head_of(port, "/embed/frame", b"Accept: */*"))


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_nobody_else_may_ask(port: int, headers: bytes, method: str) -> None:
    head = head_of(port, "/api/v1/suggest?q=x", headers, method)
    assert "access-control-allow-origin" not in head


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
def test_nobody_else_may_frame(port: int, headers: bytes) -> None:
    usual = policy_of(head_of(port, "/embed/frame", b"Accept: */*"))
    head = head_of(port, "/embed/frame", headers)
    # What the server refuses to read at all has no policy, and no page.
    assert " 400 " in head.split("\r\n")[0] or policy_of(head) == usual
    other = head_of(port, "/help", headers)
    assert " 400 " in other.split("\r\n")[0] or "frame-ancestors 'none'" in policy_of(other)
