"""The API as its readers meet it: asked at random, streamed whole, and by the examples given."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import small_corpus
from fuzzing import fuzz
from waitress.server import create_server

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

CASES = 50


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the small corpus."""
    data = tmp_path_factory.mktemp("data")
    small_corpus.build(data)
    app = create_app(Settings(data=data), LiveSearcher(data))
    server = create_server(
        app, host="127.0.0.1", port=0, threads=4, clear_untrusted_proxy_headers=False
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.mark.slow
def test_whatever_is_asked_the_answer_is_as_described(address: str, tmp_path: Path) -> None:
    done, counts = fuzz(address, CASES, tmp_path)
    assert done.returncode == 0, done.stdout[-5000:]
    assert len(counts) == 11
    assert counts["GET /api/v1/search"] > CASES
