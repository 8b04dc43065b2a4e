"""How searches fare while large packs are made: python benchmarks/long_work.py URL PID [PACKS].

Asks the running server (loopback) for as many packs at once, and meanwhile for searches and
/healthz; prints p50 and p95 of both before and meanwhile, and the memory of the process before, at
most, and a minute after. The pack is that of QUERY, of which the corpus should hold some 2,000 hits.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable

import psutil

QUERY = "之 OR 人"
SEARCHES = ("職業災害", "青年就業 補助", "勞動檢查", "長照", "空污", "109年 勞動部 職業訓練")


def _timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310  loopback
        return bytes(answer.read())


def _measured(base: str, seconds: float, busy: Callable[[], bool]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"search": [], "healthz": []}
    until = time.monotonic() + seconds
    at = 0
    while time.monotonic() < until and busy():
        query = urllib.parse.urlencode({"q": SEARCHES[at % len(SEARCHES)]})
        found["search"].append(_timed(lambda query=query: _get(f"{base}/search?{query}")))
        found["healthz"].append(_timed(lambda: _get(f"{base}/healthz")))
        time.sleep(0.05)
        at += 1
    return found


def _told(name: str, found: dict[str, list[float]]) -> None:
    for what, taken in found.items():
        p95 = statistics.quantiles(taken, n=20)[-1]
        line = f"{name} {what}: n={len(taken)} p50={statistics.median(taken):.0f} p95={p95:.0f}"
        sys.stdout.write(f"{line} max={max(taken):.0f} ms\n")


def main() -> None:
    """Measure."""
    base, process = sys.argv[1], psutil.Process(int(sys.argv[2]))
    packs = int(sys.argv[3]) if len(sys.argv) > 3 else 16
    _measured(base, 3, lambda: True)
    _told("unloaded", _measured(base, 15, lambda: True))
    before = most = process.memory_info().rss
    waits: list[str] = []
    query = urllib.parse.urlencode({"q": QUERY})

    def ask() -> None:
        request = urllib.request.Request(f"{base}/export/odt?{query}", data=b"question=x")  # noqa: S310
        with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
            waits.append(answer.url)

    asking = [threading.Thread(target=ask) for _ in range(packs)]
    began = time.monotonic()
    for one in asking:
        one.start()
    done = threading.Event()

    def follow() -> None:
        nonlocal most
        for one in asking:
            one.join()
        left = list(waits)
        while left:
            most = max(most, process.memory_info().rss)
            left = [one for one in left if "已完成" not in _get(one).decode()]
            time.sleep(0.5)
        done.set()

    threading.Thread(target=follow).start()
    _told("loaded", _measured(base, 900, lambda: not done.is_set()))
    sys.stdout.write(f"{packs} packs in {time.monotonic() - began:.0f} s\n")
    time.sleep(5)
    after = process.memory_info().rss
    sys.stdout.write(
        f"memory before={before / 2**20:.0f} most={most / 2**20:.0f} after={after / 2**20:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
