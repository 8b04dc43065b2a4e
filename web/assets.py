"""Static files under addresses that carry a hash of their content, so that they never go stale."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}
# Every page asks for one style and one script, made of parts. Parts of a style stand in the order in which they overrule.
_JOINED = {
    "site.css": (
        "tokens.css",
        "base.css",
        "tables.css",
        "frame.css",
        "home.css",
        "results.css",
        "document.css",
        "basket.css",
        "reading.css",
        "years.css",
        "paper.css",
        "modes.css",
    ),
    "site.js": ("box.js", "hits.js", "printing.js", "ticking.js", "keeping.js"),
    # What only some pages need comes in one more file, theirs.
    "passage.js": ("copying.js",),
    "basket-page.js": ("copying.js", "basket.js"),
    "embed.js": ("copying.js", "choosing.js"),
}


_LOGO = "office-logo"


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


def load(logo: Path | None = None) -> Mapping[str, Asset]:
    """Load all static files into memory, by name; together they are some tens of kilobytes.

    Args:
        logo: an office's own, which is served beside ours.
    """
    contents = {
        file.name: file.read_bytes()
        for file in files("web").joinpath("static").iterdir()
        if file.name.rpartition(".")[2] in _TYPES
    }
    for name, parts in _JOINED.items():
        contents[name] = b"\n".join(contents[part] for part in parts)
    for part in {part for parts in _JOINED.values() for part in parts}:
        del contents[part]
    if logo is not None:
        contents[f"{_LOGO}{logo.suffix.lower()}"] = logo.read_bytes()
    return {name: _asset(name, contents[name]) for name in sorted(contents)}


def logo_of(assets: Mapping[str, Asset]) -> str:
    """The address of the office's logo, empty where it has none."""
    return next((one.address for name, one in assets.items() if name.startswith(_LOGO)), "")


def made(address: str, content: bytes) -> Asset:
    """Make what is served at an address, of the type that the address ends with."""
    suffix = address.rpartition(".")[2]
    return Asset(address, _TYPES[suffix], content, gzip.compress(content, 9, mtime=0))


def _asset(name: str, content: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    lean = _LEAN.get(suffix, bytes)(content)
    return made(f"/static/{stem}.{sha256(lean).hexdigest()[:12]}.{suffix}", lean)


def _lean_script(script: bytes) -> bytes:
    """A script without indentation and without the lines that are comments as a whole."""
    lines = (line.strip() for line in script.split(b"\n"))
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))


def _lean_style(style: bytes) -> bytes:
    """A style without comments and without blanks that mean nothing; no string of ours has such."""
    return _BLANKS.sub(rb"\1", _COMMENT.sub(b"", style)).replace(b";}", b"}").strip()


_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(rb"\s*([{};,])\s*|(?<=:)\s+")
_LEAN = {"js": _lean_script, "css": _lean_style}


def version(assets: Mapping[str, Asset]) -> str:
    """A short hash of all that decides how answers look: static files, templates, our own code."""
    digest = sha256("".join(asset.address for asset in assets.values()).encode())
    for package in ("search", "web"):
        for file in _code(files(package)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _code(folder: Traversable) -> Iterator[Traversable]:
    """The files of code and templates in a folder and those below, in order."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir():
            yield from _code(item)
        elif item.name.endswith((".py", ".html", ".xml")):
            yield item
