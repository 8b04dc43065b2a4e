"""The path under which the site is found: all of its addresses begin with it.

Inside, the site is written as if it had the host for itself: templates and views name addresses
from the root. The path is taken off each request and put before each address of an answer here,
in one place, so that no page can forget it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Text is escaped wherever it is put into a page, its quotes too: an attribute of a tag is all
# that this can match.
_ADDRESS = re.compile(rb'(\s(?:href|src|action|formaction|data-address)=")(?=/(?!/))')
_LINK = re.compile(r"<(?=/(?!/))")


def mounted(app: WSGIApplication, mount: str) -> WSGIApplication:
    """Make an application answer under a path.

    Args:
        app: sees paths without the mount, whether the proxy has taken it off or not.
        mount: such as /plans.
    """

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == mount:
            start_response("308 Permanent Redirect", [("Location", f"{mount}/")])
            return [b""]
        if path.startswith(f"{mount}/"):
            environ["PATH_INFO"] = path[len(mount) :]
        environ["SCRIPT_NAME"] = ""
        return app(environ, start_response)

    return serve


def placed(response: Response, mount: str) -> Response:
    """Put the mount before the addresses of an answer that is not yet packed."""
    location = response.headers.get("Location", "")
    if location.startswith("/") and not location.startswith("//"):
        response.headers["Location"] = mount + location
    if "Link" in response.headers:
        response.headers["Link"] = _LINK.sub(f"<{mount}", response.headers["Link"])
    if response.mimetype == "text/html" and not response.is_streamed:
        response.set_data(_ADDRESS.sub(rb"\1" + mount.encode(), response.get_data()))
    return response
