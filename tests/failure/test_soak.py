"""A server that is searched, exported from and renewed for long neither errs nor grows."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import linear_regression
from urllib.parse import quote

import psutil
import pytest
from plants import start_index, write_state
from processes import free_port, wait_ready, zhengsuo

_CLIENTS = 6
_PAUSE_SECONDS = 0.2
_HOSTILE_SHARE = 0.01
_USUAL = (
    "/",
    "/search?q={word}",
    "/search?q={word}&view=documents",
    "/search?q={word}&page=2&agency=x",
    "/api/v1/search?q={word}&size=50",
    "/api/v1/suggest?q={letter}",
    "/feed?q={word}",
    "/coverage",
    "/export/odt?q={word}",
    "/export/csv?q={word}",
    "/export/ods?q={word}",
    "/healthz",
)
_HOSTILE = (
    "/search?q=" + "(" * 400,
    "/search?q=%00%ff%ed%a0%80",
    "/search?q=a&page=99999999999",
    "/p/x%0d%0aX:%20y",
    "/export/exe?q=a",
    "/..%2f..%2fetc%2fpasswd",
    "/making/" + "z" * 200,
    "/api/v1/search?" + "&".join(f"agency={n}" for n in range(300)),
)
_WORDS = ("茄苳", "欒樹", "勞資爭議", "高溫", "青年 職涯", "訪視與輔導", "沒有這個詞")


@dataclass
class Soaked:
    """What was seen of a server.

    Attributes:
        statuses: how many answers had each; 0 where none came.
        samples: (seconds since the start, resident bytes, handles, threads).
        builds: indexes that were put into service meanwhile.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    samples: list[tuple[float, int, int, int]] = field(default_factory=list)
    builds: int = 0


def soak(folder: Path, seconds: float, between_builds: float) -> Soaked:
    """Serve, ask at random from several sides, and build a changed index again and again.

    Args:
        folder: to work in.
        seconds: how long.
        between_builds: seconds from one build to the next.
    """
    corpus, data, port = folder / "corpus", folder / "data", free_port()
    write_state(corpus, 0)
    _index(corpus, data)
    log = folder / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            zhengsuo("serve", "--data", data, "--port", str(port)), stdout=out, stderr=out
        )
    seen, stop = Soaked(), threading.Event()
    clients = [
        threading.Thread(target=_ask, args=(port, random.Random(number), stop, seen.statuses))  # noqa: S311
        for number in range(_CLIENTS)
    ]
    try:
        wait_ready(server, f"http://127.0.0.1:{port}/readyz", log)
        for client in clients:
            client.start()
        watched, began = psutil.Process(server.pid), time.monotonic()
        while (since := time.monotonic() - began) < seconds:
            if since >= between_builds * (seen.builds + 1):
                write_state(corpus, 1 - seen.builds % 2)
                _index(corpus, data)
                seen.builds += 1
            with watched.oneshot():
                seen.samples.append(
                    (since, watched.memory_info().rss, watched.num_fds(), watched.num_threads())
                )
            time.sleep(1)
        assert server.poll() is None, log.read_text("utf-8")
    finally:
        stop.set()
        for client in clients:
            if client.ident is not None:
                client.join()
        server.terminate()
        server.wait(60)
    return seen


def _index(corpus: Path, data: Path) -> None:
    with start_index(corpus, data) as build:
        build.communicate()
    assert build.returncode == 0


def _ask(port: int, noise: random.Random, stop: threading.Event, statuses: Counter[int]) -> None:
    while not stop.is_set():
        word = noise.choice(_WORDS)
        path = noise.choice(_USUAL).format(word=quote(word), letter=quote(word[0]))
        if noise.random() < _HOSTILE_SHARE:
            path = noise.choice(_HOSTILE)
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.putrequest("GET", path)
            connection.endheaders()
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
        except (OSError, HTTPException):
            statuses[0] += 1
        finally:
            connection.close()
        stop.wait(_PAUSE_SECONDS * noise.random())


def slope(samples: list[tuple[float, int, int, int]], of: int) -> float:
    """What a figure grows a second after the first third of the time, in which caches fill."""
    later = samples[len(samples) // 3 :]
    return linear_regression([one[0] for one in later], [one[of] for one in later]).slope


@pytest.mark.skipif(sys.platform == "win32", reason="handles are counted otherwise there")
def test_a_short_soak_has_no_error(tmp_path: Path) -> None:
    seen = soak(tmp_path, seconds=20, between_builds=7)
    assert seen.builds >= 2
    assert not {status for status in seen.statuses if status >= 500 or status == 0}, seen.statuses
    assert seen.statuses[200] >= 100
    assert seen.samples[-1][2] <= seen.samples[len(seen.samples) // 3][2] + 30


@pytest.mark.long
def test_an_hour_leaves_the_server_as_it_was(tmp_path: Path) -> None:
    seen = soak(tmp_path, seconds=3_600, between_builds=60)
    assert not {status for status in seen.statuses if status >= 500 or status == 0}, seen.statuses
    assert slope(seen.samples, 1) * 600 <= 1024 * 1024
    assert slope(seen.samples, 2) * 600 <= 1
    assert slope(seen.samples, 3) * 600 <= 1
