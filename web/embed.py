"""The box for pages of other sites: its script, its frame, the page that makes the code for both."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Request, Response, abort, render_template, request
from werkzeug.datastructures import MultiDict

from search.model import UNKNOWN, Facet, FacetValue, SearchRequest
from search.text import without_controls
from web import faults, wordings
from web.asking import searcher
from web.assets import Asset, made
from web.edge import answers, origins
from web.edge.grants import Grants
from web.params import Asked, Fault, read

NAME = "embed"
FRAME = f"{NAME}.frame"
VERSION = "1.0.0"
"""The version that new pages get; the pages that have an earlier one keep it."""
PINS = {"agency": "agency", "year": "year", "plan_category": "category", "kind": "kind"}
"""What a box can be narrowed to for good: argument of a search → attribute of the element."""
SCRIPT = "plan-search.js"
_UNKNOWN = "https://HOST"
_MOST_LABEL = 40
_MOST_CODE = 200


@dataclass(frozen=True, slots=True)
class Script:
    """A version of the script; its bytes never change.

    Attributes:
        integrity: what browsers compare them with.
    """

    asset: Asset
    integrity: str


@dataclass(frozen=True, slots=True)
class Box:
    """The choices of a page's owner.

    Attributes:
        label: what stands over the field; empty is the usual.
        suggest: suggestions are offered while typing.
        pins: (argument of a search, codes) pairs.
        in_form: the page around it is one form, in which none of its own can stand: browsers
            leave out its beginning and take its end for that of the page's.
    """

    label: str = ""
    suggest: bool = True
    pins: tuple[tuple[str, tuple[str, ...]], ...] = ()
    in_form: bool = False

    def picks(self) -> tuple[tuple[str, str], ...]:
        """The arguments of a search that it is narrowed to."""
        return tuple((name, code) for name, codes in self.pins for code in codes)

    def arguments(self) -> tuple[tuple[str, str], ...]:
        """The arguments of the frame that shows it."""
        pairs = [("label", self.label)] if self.label else []
        return (*pairs, *self.picks())


def scripts() -> Mapping[str, Script]:
    """Load each version of the script, as it stands in its file: what was reviewed is what runs."""
    found = {}
    for folder in files("web").joinpath("static", "embed").iterdir():
        if folder.is_dir():
            content = folder.joinpath(SCRIPT).read_bytes()
            digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
            asset = made(f"/embed/{folder.name}/{SCRIPT}", content)
            found[folder.name] = Script(asset, f"sha384-{digest}")
    return found


def blueprint(script: Script, address: str, granted: Grants) -> Blueprint:
    """Make the page and the frame.

    Args:
        script: the version that new pages get.
        address: of the site, with its host where that is known; else a script fills it in.
        granted: whom frames serve.
    """
    home = address if address.startswith("http") else _UNKNOWN + address
    embed = Blueprint(NAME, __name__)
    embed.add_url_rule("/embed", "page", lambda: page(script, home))
    embed.add_url_rule("/embed/frame", "frame", lambda: frame(granted))
    return embed


def serve_scripts(app: Flask, held: Mapping[str, Script]) -> None:
    """Serve each version of the script at an address of its own."""

    @app.get(f"/embed/<version>/{SCRIPT}")
    def embed_script(version: str) -> Response:
        if version not in held:
            abort(404)
        response = answers.kept(request, held[version].asset)
        # It is public, and says nothing of who asks: any page may check its integrity.
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def policy(request: Request, granted: Grants) -> Mapping[str, str]:
    """Give the directives of the security policy in which a view differs from all others.

    Args:
        request: for the view.
        granted: who may show which box in a frame.
    """
    if request.endpoint == FRAME:
        framers = granted.framers(pinned(request.args, "agency"))
        return {"frame-ancestors": origins.frame_ancestors(framers)}
    if request.endpoint == f"{NAME}.page":
        return {"frame-src": "'self'"}
    return {}


def page(script: Script, home: str) -> str:
    """The page on which the owner of another page chooses a box and copies its code."""
    given = request.args.to_dict(flat=False)
    asked, wrong = read(
        {name: given[name] for name in PINS if name in given}, searcher(), strict=False
    )
    label, faulty = _label(given)
    if wrong or faulty:
        raise faults.bad_request((*wrong, *faulty), ((wordings.START_AGAIN, "/embed"),))
    box = Box(label, "plain" not in given, _pins(asked), "inside" in given)
    facets = searcher().search(SearchRequest(size=1, related=False)).facets
    return render_template(
        "embed.html",
        here="embed",
        box=box,
        script=script,
        home=home,
        origin="{0.scheme}://{0.netloc}".format(urlsplit(home)),
        pins=PINS,
        panels=tuple(
            (facet, known) for facet in facets if facet.name in PINS and (known := _known(facet))
        ),
    )


def pinned(given: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """What a frame is narrowed to, as its address says it."""
    return tuple(filter(None, map(without_controls, given.getlist(name))))


def frame(granted: Grants) -> tuple[str, int]:
    """The box alone, for editors of pages that take out scripts.

    What it is narrowed to is not looked up, so that it is there while the index is not.
    """
    given = request.args.to_dict(flat=False)
    label, wrong = _label(given)
    pins = tuple((name, pinned(request.args, name)) for name in PINS if name in given)
    wrong += tuple(
        Fault(name, wordings.unknown_value(name, value[:60]))
        for name, values in pins
        for value in values
        if len(value) > _MOST_CODE
    )
    if wrong:
        raise faults.bad_request(wrong)
    serves = granted.serve(pinned(request.args, "agency"), request.remote_user)
    box = Box(label, False, pins)
    return render_template("embed_frame.html", box=box, serves=serves), 200 if serves else 403


def _label(given: Mapping[str, Sequence[str]]) -> tuple[str, tuple[Fault, ...]]:
    label = without_controls(" ".join(given.get("label", ())))
    if len(label) > _MOST_LABEL:
        return "", (Fault("label", wordings.label_too_long(len(label), _MOST_LABEL)),)
    return label, ()


def _pins(asked: Asked) -> tuple[tuple[str, tuple[str, ...]], ...]:
    codes = {name: tuple(pick.code for pick in asked.picks if pick.facet == name) for name in PINS}
    return tuple((name, values) for name, values in codes.items() if values)


def _known(facet: Facet) -> tuple[FacetValue, ...]:
    return tuple(value for value in facet.values if value.value != UNKNOWN)
