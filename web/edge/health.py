"""What machines that watch over the server ask: does it live, can it answer, how is it doing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from search.errors import ZhengsuoError
from search.present.bodies import HealthBody, ReadyBody
from web import faults
from web.edge.metrics import CONTENT_TYPE, Metrics
from web.edge.proxy import UNHEARD, Networks, is_among

if TYPE_CHECKING:
    from search.live import LiveSearcher

NAME = "health"


def blueprint(live: LiveSearcher, metrics: Metrics, readers: Networks) -> Blueprint:
    """Make /healthz, /readyz and /metrics, none of which needs an index.

    Args:
        live: whether there is an index to answer from.
        metrics: what is counted.
        readers: who may read it.
    """
    health = Blueprint(NAME, __name__)

    @health.get("/healthz")
    def healthz() -> Response:
        """Whether the process lives."""
        body: HealthBody = {"status": "ok"}
        return _status(200, body)

    @health.get("/readyz")
    def readyz() -> Response:
        """Whether a search can be answered."""
        body: ReadyBody
        try:
            searcher = live.searcher()
        except ZhengsuoError as error:
            body = {"status": "unready", "reason": type(error).__name__}
            return _status(503, body)
        body = {"status": "ready", "fingerprint": searcher.fingerprint}
        if problems := live.problems():
            body |= {"status": "degraded", "problems": len(problems)}
        return _status(200, body)

    @health.get("/metrics", endpoint="metrics")
    def counted() -> Response:
        """How many requests of which kind, how long they took, and how old the index is."""
        # A proxy on the same machine would otherwise lend its address to everyone.
        if UNHEARD in request.environ or not is_among(request.remote_addr, readers):
            raise faults.forbidden()
        response = Response(metrics.text(live), content_type=CONTENT_TYPE)
        response.headers["Cache-Control"] = "no-store"
        return response

    return health


def _status(code: int, body: HealthBody | ReadyBody) -> Response:
    response = Response(json.dumps(body), code, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
