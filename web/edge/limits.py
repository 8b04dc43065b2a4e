"""How many requests an address may send."""

from __future__ import annotations

from flask import Flask, request

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

    Limiter(
        lambda: request.remote_addr or "",
        app=app,
        application_limits=[rate],
        application_limits_exempt_when=lambda: request.endpoint in _FREE,
        storage_uri="memory://",
        headers_enabled=True,
    )
