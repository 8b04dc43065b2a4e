"""Figures of the running server in the text format of Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE
from prometheus_client.registry import Collector

from search import clock
from search.errors import ZhengsuoError

if TYPE_CHECKING:
    from search.live import LiveSearcher

__all__ = ["CONTENT_TYPE", "Metrics"]
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# Anything may stand where a method should: each other word would be a series of its own.
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))


class Metrics:
    """Counts the requests of one application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "zhengsuo_requests",
            "Requests answered.",
            ("endpoint", "method", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "zhengsuo_request_seconds",
            "Time until an answer began, in seconds.",
            ("endpoint",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        Info("zhengsuo_build", "The program that runs.", registry=self._registry).info(
            {"version": version("zhengsuo"), "python": python_version()}
        )

    def count(self, endpoint: str | None, method: str, status: int, seconds: float) -> None:
        """Count an answered request; an endpoint is a name of ours, never an address."""
        name = endpoint or "none"
        self._requests.labels(name, method if method in _METHODS else "other", str(status)).inc()
        self._seconds.labels(name).observe(seconds)

    def watch(self, name: str, said: str, value: Callable[[], float]) -> None:
        """Give a figure that is looked up whenever all are asked for."""
        Gauge(name, said, registry=self._registry).set_function(value)

    def text(self, live: LiveSearcher, now: datetime | None = None) -> bytes:
        """Give all figures.

        Args:
            live: whose generation is told of; without one, its figures are left out.
            now: the time at which its age is told, by default the present.
        """
        index = CollectorRegistry()
        index.register(_Index(live, now or clock.now()))
        return generate_latest(self._registry) + generate_latest(index)


class _Index(Collector):
    """The figures of the generation in service at one moment."""

    def __init__(self, live: LiveSearcher, now: datetime) -> None:
        self._live = live
        self._now = now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give one figure after another."""
        try:
            searcher = self._live.searcher()
        except ZhengsuoError:
            yield _gauge("zhengsuo_index_ready", "Whether there is an index to search.", 0)
            return
        searched = searcher.store.searched()
        yield _gauge("zhengsuo_index_ready", "Whether there is an index to search.", 1)
        yield _gauge(
            "zhengsuo_index_problems",
            "Faults of the index though it is searched: damaged files, newer generations refused.",
            len(self._live.problems()),
        )
        yield _gauge("zhengsuo_index_documents", "Documents in the index.", searched.documents)
        yield _gauge(
            "zhengsuo_index_passages", "Passages in the index, editions folded.", searched.passages
        )
        yield _gauge(
            "zhengsuo_index_failed_files", "Files that could not be read.", searched.failed
        )
        built = clock.told(searcher.built_at)
        yield _gauge(
            "zhengsuo_index_age_seconds",
            "Time since the index was built, in seconds.",
            max(0.0, (self._now - built).total_seconds()),
        )


def _gauge(name: str, said: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, said, value=value)
