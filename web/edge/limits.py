"""How many requests an address may send."""

from __future__ import annotations

from time import time

from flask import Flask, Response, request

# Those who watch over the server ask often, and a page brings its own style and script.
_FREE = ("static", "health.healthz", "health.readyz", "health.metrics")


def limit(app: Flask, rate: str) -> None:
    """Refuse with 429 what an address sends beyond a rate.

    The counts are of this process, and are gone when it ends.

    Args:
        app: all of its pages and its API together.
        rate: such as 120/minute; empty for no limit.
    """
    if not rate:
        return
    # A tenth of a second to import, and seldom wanted.
    from flask_limiter import Limiter

    limiter = Limiter(
        lambda: request.remote_addr or "",
        app=app,
        application_limits=[rate],
        application_limits_exempt_when=lambda: request.endpoint in _FREE,
        storage_uri="memory://",
    )

    # The library's own headers would tell everybody to come again, and at the wrong time what
    # found the index missing.
    @app.after_request
    def later(response: Response) -> Response:
        if response.status_code == 429 and (spent := limiter.current_limit) is not None:
            response.headers["Retry-After"] = str(max(1, int(spent.reset_at - time())))
        return response
