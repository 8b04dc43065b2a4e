"""A site over the samples, and a Chromium to look at it with."""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from waitress.server import create_server  # noqa: E402

from indexer import pipeline  # noqa: E402
from search.config import Settings  # noqa: E402
from search.live import LiveSearcher  # noqa: E402
from web.app import create_app  # noqa: E402

if TYPE_CHECKING:
    from flask import Flask
    from selenium.webdriver import Chrome

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
    "--hide-scrollbars",
)


@contextmanager
def serving(corpus: Sequence[Path]) -> Iterator[tuple[Flask, str]]:
    """Index folders into a folder of its own and serve them: (application, address)."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        pipeline.run(corpus, data, "whoosh", lambda *_: None)
        app = create_app(Settings(data=data), LiveSearcher(data))
        server = create_server(app, host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        try:
            yield app, f"http://127.0.0.1:{server.effective_port}"
        finally:
            server.close()


@contextmanager
def browsing() -> Iterator[Chrome]:
    """A Chromium without a window."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()
