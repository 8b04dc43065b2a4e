"""Our own site, as a real server in a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from waitress.server import create_server

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

PROGRAMS = 500
"""Work programs of the large site."""


@contextmanager
def serving(data: Path, mount: str = "", embed_origins: tuple[str, ...] = ()) -> Iterator[str]:
    """Serve a data folder: the address."""
    settings = Settings(data=data, mount=mount, embed_origins=embed_origins)
    app = create_app(settings, LiveSearcher(data))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}{mount}"
    server.close()
    # Waitress sees the closing at its next look.
    thread.join(timeout=5)
