"""Address under which the site is found, for whoever reads its paths elsewhere."""

from __future__ import annotations

from flask import request

from search.config import Settings


class SiteAddress:
    """Says what stands before the site's paths.

    Args:
        settings: a public address holds always; else the host of a request does where only
            trusted hosts are let in, for any other could be forged.
    """

    def __init__(self, settings: Settings) -> None:
        self._public = settings.public_address
        self._mount = settings.mount
        self._trusting = bool(settings.trusted_hosts)

    def __call__(self) -> str:
        """The address for the request at hand, without a host where none is sure."""
        if self._public or not self._trusting:
            return self._public + self._mount
        return f"{request.scheme}://{request.host}{self._mount}"
