"""A site of others: pages that carry the box, and services that answer badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOSTS = Path(__file__).parent / "hosts"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src {site}; connect-src {site}; style-src 'self'; form-action {site};"
    " base-uri 'none'; frame-ancestors 'self'; require-trusted-types-for 'script';"
    " trusted-types 'none'"
)


@dataclass
class Service:
    """A server that is not ours.

    Attributes:
        address: its origin.
        answer: gives status, headers and body for a path; replaced from test to test.
        asked: (path, headers) of each request so far.
    """

    address: str
    answer: Callable[[str], tuple[int, dict[str, str], bytes]]
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@contextmanager
def serving() -> Iterator[Service]:
    """Run a server that answers as its service says, each request in a thread of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append((self.path, dict(self.headers)))
            status, headers, body = service.answer(self.path)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                # The browser did not wait.
                pass

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_port}", lambda _: (404, {}, b""))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield service
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)


def pages(site: str, box: str, frame: str) -> Callable[[str], tuple[int, dict[str, str], bytes]]:
    """Answer with the pages of `hosts`.

    Args:
        site: the origin that the strict page lets in.
        box: code that stands for BOX.
        frame: code that stands for FRAME.
    """

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        file = HOSTS / path.lstrip("/").partition("?")[0]
        if file.parent != HOSTS or not file.is_file():
            return 404, {}, b""
        headers = {"Content-Type": f"{_TYPES[file.suffix]}; charset=utf-8"}
        if file.name == "strict.html":
            headers["Content-Security-Policy"] = _POLICY.format(site=site)
        text = file.read_text("utf-8").replace("BOX", box).replace("FRAME", frame)
        return 200, headers, text.encode()

    return answer


_OPEN = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}


def _slow(_: str) -> tuple[int, dict[str, str], bytes]:
    time.sleep(4)
    return 200, _OPEN, b'{"suggestions": ["late"]}'


def _moved(path: str) -> tuple[int, dict[str, str], bytes]:
    if path.startswith("/login"):
        return 200, _OPEN | {"Content-Type": "text/html"}, b"<title>login</title>"
    return 302, _OPEN | {"Location": "/login"}, b""


BAD: dict[str, Callable[[str], tuple[int, dict[str, str], bytes]]] = {
    "error": lambda _: (500, _OPEN, b'{"suggestions": []}'),
    "not there": lambda _: (404, _OPEN, b"{}"),
    "login page": lambda _: (200, _OPEN | {"Content-Type": "text/html"}, b'{"suggestions": []}'),
    "login page elsewhere": _moved,
    "no JSON": lambda _: (200, _OPEN, b"<html>"),
    "nothing": lambda _: (200, _OPEN, b""),
    "null": lambda _: (200, _OPEN, b"null"),
    "other JSON": lambda _: (200, _OPEN, b'{"suggestions": "many"}'),
    "origin not allowed": lambda _: (
        200,
        {"Content-Type": "application/json"},
        b'{"suggestions": []}',
    ),
    "too slow": _slow,
}
"""Ways to give no suggestions."""
