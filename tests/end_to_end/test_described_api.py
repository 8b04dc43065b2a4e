"""The API as its readers meet it: asked at random, streamed whole, and by the examples given."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
import small_corpus
from fuzzing import fuzz
from lxml import html
from waitress.server import create_server

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app
from web.openapi.operations import OPERATIONS

ROOT = Path(__file__).resolve().parents[2]
CASES = 50
PAPERS = ("README.md", "docs/使用手冊.md", "docs/operations.md")


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
    # All but the description itself.
    assert len(counts) == len(OPERATIONS) - 1
    assert counts["GET /api/v1/search"] > CASES


def _run(command: str, address: str, folder: Path) -> str:
    """Run an example against a server; what it gives, from the file where it names one."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    asked = re.sub(r"http://(?:localhost|127\.0\.0\.1):8000", address, command)
    assert asked != command, command
    done = subprocess.run(
        [*shlex.split(asked), "--fail-with-body", "--silent", "--show-error"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    named = re.search(r"-o (\S+)", command)
    return (folder / named[1]).read_text("utf-8") if named else done.stdout


def _look(command: str, given: str) -> None:
    """An example shows something of its kind."""
    if ".csv" in command:
        assert len(given.splitlines()) > 1
    elif ".ndjson" in command:
        assert [json.loads(line) for line in given.splitlines()]
    elif "/metrics" in command:
        assert "zhengsuo_index_passages" in given
    else:
        body = json.loads(given)
        assert body.get("total", 1) > 0, command


def test_every_example_of_the_page_runs(address: str, tmp_path: Path) -> None:
    with urlopen(f"{address}/api", timeout=30) as answer:  # noqa: S310  our own server
        page = html.fromstring(answer.read())
    examples = [one.text_content() for one in page.xpath('//code[@class="example"]')]
    assert len(examples) >= len(OPERATIONS) - 1
    for command in examples:
        _look(command, _run(command, address, tmp_path))
    for link in page.xpath('//p[@class="note"]/a/@href'):
        with urlopen(address + link, timeout=30) as answer:  # noqa: S310
            assert answer.status == 200


@pytest.mark.parametrize("paper", PAPERS)
def test_every_example_of_the_papers_runs(address: str, tmp_path: Path, paper: str) -> None:
    text = (ROOT / paper).read_text("utf-8")
    for command in re.findall(r"^curl .*$", text, re.M):
        _look(command, _run(command, address, tmp_path))
