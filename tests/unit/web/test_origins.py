from __future__ import annotations

import pytest

from web.origins import frame_ancestors, is_allowed

ALLOWED = ("https://www.example.tw", "http://intranet:8080")
TRICKS = {
    "null": "null",
    "null in capitals": "Null",
    "empty": "",
    "blank": " ",
    "anything": "*",
    "suffix": "https://www.example.tw.evil.tw",
    "suffix without a dot": "https://www.example.twevil",
    "prefix": "https://evilwww.example.tw",
    "prefix with a hyphen": "https://evil-www.example.tw",
    "sub-domain": "https://a.www.example.tw",
    "domain above": "https://example.tw",
    "sibling": "https://www2.example.tw",
    "other scheme": "http://www.example.tw",
    "other scheme with a port": "https://intranet:8080",
    "no scheme": "www.example.tw",
    "no scheme but slashes": "//www.example.tw",
    "scheme in capitals": "HTTPS://www.example.tw",
    "host in capitals": "https://WWW.example.tw",
    "usual port": "https://www.example.tw:443",
    "other port": "https://www.example.tw:8443",
    "port left out": "http://intranet",
    "port begun alike": "http://intranet:80800",
    "empty port": "https://www.example.tw:",
    "slash at the end": "https://www.example.tw/",
    "path": "https://www.example.tw/a",
    "query": "https://www.example.tw?a",
    "fragment": "https://www.example.tw#a",
    "user": "https://user@www.example.tw",
    "allowed as user": "https://www.example.tw@evil.tw",
    "allowed as user and password": "https://www.example.tw:x@evil.tw",
    "dot at the end": "https://www.example.tw.",
    "backslash": "https://evil.tw\\www.example.tw",
    "two joined by a comma": "https://www.example.tw, https://evil.tw",
    "the same twice": "https://www.example.tw, https://www.example.tw",
    "two with a blank": "https://www.example.tw https://evil.tw",
    "both allowed at once": " ".join(ALLOWED),
    "blank before": " https://www.example.tw",
    "blank after": "https://www.example.tw ",
    "tab": "https://www.example.tw\t",
    "NUL": "https://www.example.tw\x00",
    "NUL and more": "https://www.example.tw\x00.evil.tw",
    "percent sign": "https://www%2eexample.tw",
    "full width": "https://ｗｗｗ.example.tw",
    "full stop of Chinese": "https://www。example.tw",
    "look-alike": "https://www.exаmple.tw",
    "Punycode of a look-alike": "https://www.xn--exmple-4nf.tw",
    "quoted": '"https://www.example.tw"',
    "wildcard": "https://*.example.tw",
    "dots as any sign": "https://wwwXexampleXtw",
    "part of it": "https://www.example.t",
    "address of a file": "file://www.example.tw",
    "blob": "blob:https://www.example.tw",
    "data": "data:text/html,https://www.example.tw",
}
"""Origins that are none of ALLOWED, however much they look like one."""


@pytest.mark.parametrize("origin", ALLOWED)
def test_origins_of_the_list_are_allowed(origin: str) -> None:
    assert is_allowed(origin, ALLOWED)


@pytest.mark.parametrize("origin", TRICKS.values(), ids=TRICKS)
def test_no_other_is(origin: str) -> None:
    assert not is_allowed(origin, ALLOWED)


def test_nobody_is_where_there_is_no_origin_or_no_list() -> None:
    assert not is_allowed(None, ALLOWED)
    assert not is_allowed(ALLOWED[0], ())
    assert not is_allowed("null", ("null",))


def test_frames_may_be_shown_by_the_site_itself_and_by_the_list() -> None:
    assert frame_ancestors(ALLOWED) == "'self' https://www.example.tw http://intranet:8080"
    assert frame_ancestors(()) == "'self'"
