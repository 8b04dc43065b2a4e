"""A small reverse proxy, as real as the server behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ADDRESS = "127.0.0.2"
"""Where the proxy asks from: not where the tests ask from themselves."""
_OF_THE_HOP = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


@contextmanager
def reverse_proxy(inner_port: int, *, host: str, user: str = "", strip: str = "") -> Iterator[int]:
    """Serve what a server on this machine serves.

    Args:
        inner_port: of the server.
        host: that clients ask for.
        user: who has signed in; empty leaves the client's own header as it is.
        strip: a path that is taken off.

    Yields:
        The port of the proxy.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name: value for name, value in self.headers.items() if name != "Host"}
            before = self.headers.get("X-Forwarded-For")
            peer = "192.0.2.7"
            headers["X-Forwarded-For"] = f"{before}, {peer}" if before else peer
            headers["X-Forwarded-Proto"] = "https"
            headers["Host"] = host
            if user:
                headers["Remote-User"] = user
            inner = HTTPConnection("127.0.0.1", inner_port, timeout=30, source_address=(ADDRESS, 0))
            inner.request("GET", self.path.removeprefix(strip) or "/", headers=headers)
            answer = inner.getresponse()
            body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OF_THE_HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            inner.close()

        def log_message(self, format: str, *args: object) -> None:
            """Be quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
