"""Static files under addresses that carry a hash of their content, so that they never go stale."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A static file.

    Attributes:
        address: path on the site, with the content's hash in it.
        packed: its bytes under gzip.
    """

    address: str
    media_type: str
    content: bytes
    packed: bytes


def load() -> Mapping[str, Asset]:
    """Load all static files into memory, by name; together they are some tens of kilobytes."""
    found = {}
    for file in sorted(files("web").joinpath("static").iterdir(), key=lambda item: item.name):
        stem, _, suffix = file.name.rpartition(".")
        if suffix in _TYPES:
            content = file.read_bytes()
            if suffix == "js":
                content = _lean(content)
            address = f"/static/{stem}.{sha256(content).hexdigest()[:12]}.{suffix}"
            packed = gzip.compress(content, 9, mtime=0)
            found[file.name] = Asset(address, _TYPES[suffix], content, packed)
    return found


def _lean(script: bytes) -> bytes:
    """A script without indentation and without the lines that are comments as a whole."""
    lines = (line.strip() for line in script.decode().split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")).encode()


def version(assets: Mapping[str, Asset]) -> str:
    """A short hash of all that decides how pages look: static files, templates, our own code."""
    digest = sha256("".join(asset.address for asset in assets.values()).encode())
    package = files("web")
    for folder in (package, package.joinpath("templates")):
        for file in sorted(folder.iterdir(), key=lambda item: item.name):
            if file.name.endswith((".py", ".html", ".xml")):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
