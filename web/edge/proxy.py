"""The proxy in front of the server: whose word on client, host and user is believed."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)
Networks = tuple[IPv4Network | IPv6Network, ...]
Address = IPv4Address | IPv6Address

UNHEARD = "zhengsuo.unheard"
"""Set in the environment of a request that carries the word of a proxy which is not trusted."""
_FORWARDED = "HTTP_FORWARDED"
_FOR, _HOST, _PROTO = "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"
_SAID = (
    _FORWARDED, _FOR, _HOST, _PROTO, "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_BY", "HTTP_X_FORWARDED_SERVER", "HTTP_X_REAL_IP",
)  # fmt: skip
_HOST_NAME = re.compile(r"[A-Za-z0-9._-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](?::[0-9]{1,5})?")
_LONGEST_USER = 200


def networks(texts: Iterable[str]) -> Networks:
    """Read addresses and networks, such as 10.0.0.5 and 10.0.0.0/24."""
    return tuple(ip_network(text) for text in texts)


def is_among(text: str | None, listed: Networks) -> bool:
    """Whether an address is in one of the networks; what is no address is in none."""
    address = _address(text or "")
    return address is not None and any(address in network for network in listed)


def heeding(app: WSGIApplication, trusted: Networks, user_header: str) -> WSGIApplication:
    """Make an application hear what trusted proxies say, and nobody else.

    Waitress believes one proxy at most, so it leaves the headers to us.

    Args:
        app: gets REMOTE_ADDR, HTTP_HOST and wsgi.url_scheme of the client, REMOTE_USER where a
            trusted proxy names one, and none of the headers that say so.
        trusted: where proxies ask from.
        user_header: the header that names the user; empty for none.
    """
    user_key = f"HTTP_{user_header.upper().replace('-', '_')}" if user_header else ""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # REMOTE_USER is for us to say: a server does not know it.
        environ.pop("REMOTE_USER", None)
        said = {name: environ.pop(name) for name in (*_SAID, user_key) if name in environ}
        peer = environ.get("REMOTE_ADDR")
        if is_among(peer, trusted):
            environ.update(believed(said, str(peer), trusted, user_key))
        elif said:
            environ[UNHEARD] = True
            _log.warning("headers ignored peer=%s names=%s", peer, ",".join(sorted(said)))
        return app(environ, start_response)

    return serve


def believed(
    said: Mapping[str, str], peer: str, trusted: Networks, user_key: str = ""
) -> dict[str, Any]:
    """Give what a trusted proxy says of a request, as the environment has it.

    Each proxy adds itself at the end of a list, so only the end of it is of trusted hands: the
    client is the last that is no trusted proxy, whatever a client wrote before it.
    """
    heard: dict[str, Any] = {}
    for text in reversed(_listed(said.get(_FOR))):
        address = _address(text)
        if address is None:
            _log.warning("header ignored peer=%s name=X-Forwarded-For", peer)
            break
        heard["REMOTE_ADDR"] = str(address)
        if not any(address in network for network in trusted):
            break
    scheme = _last(said.get(_PROTO)).lower()
    if scheme in ("http", "https"):
        heard["wsgi.url_scheme"] = scheme
    host = _last(said.get(_HOST))
    if _HOST_NAME.fullmatch(host):
        heard["HTTP_HOST"] = host
    user = _user(said.get(user_key, ""))
    if user:
        heard["REMOTE_USER"] = user
    elif said.get(user_key):
        _log.warning("user ignored peer=%s: doubled or no name", peer)
    return heard


def _user(text: str) -> str:
    """The name in a header; empty where there is none or, the header being doubled, several."""
    try:
        name = text.encode("latin-1").decode().strip()
    except UnicodeError:
        return ""
    fits = len(name) <= _LONGEST_USER and name.isprintable() and "," not in name
    return name if fits else ""


def _listed(text: str | None) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []


def _last(text: str | None) -> str:
    return _listed(text)[-1] if text else ""


def _address(text: str) -> Address | None:
    """Read an address, in the forms that proxies write: with a port, in brackets, mapped."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
