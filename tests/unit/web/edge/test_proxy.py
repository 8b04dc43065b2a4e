"""What a proxy says is believed of the proxies that are listed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.edge.proxy import UNHEARD, believed, heeding, is_among, networks

TRUSTED = networks(("10.0.0.5", "10.1.0.0/16", "::1"))


def _seen(peer: str, user_header: str = "Remote-User", **headers: str) -> dict[str, Any]:
    """The environment that the application sees."""
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: object) -> list[bytes]:
        seen.update(environ)
        return []

    environ = {"REMOTE_ADDR": peer, "HTTP_HOST": "inner", "wsgi.url_scheme": "http", **headers}
    heeding(app, TRUSTED, user_header)(environ, lambda *_: lambda _: None)  # type: ignore[arg-type]
    return seen


def test_a_listed_proxy_names_client_host_scheme_and_user() -> None:
    seen = _seen(
        "10.0.0.5",
        HTTP_X_FORWARDED_FOR="192.0.2.7",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="plans.example.tw",
        HTTP_REMOTE_USER="wang",
    )
    assert seen["REMOTE_ADDR"] == "192.0.2.7"
    assert seen["wsgi.url_scheme"] == "https"
    assert seen["HTTP_HOST"] == "plans.example.tw"
    assert seen["REMOTE_USER"] == "wang"
    assert not [name for name in seen if "FORWARDED" in name or name == "HTTP_REMOTE_USER"]


@pytest.mark.parametrize("peer", ["192.0.2.1", "10.0.0.50", "10.2.0.1", "", "localhost", "::2"])
def test_nobody_else_is_believed(peer: str, caplog: pytest.LogCaptureFixture) -> None:
    seen = _seen(
        peer,
        HTTP_X_FORWARDED_FOR="127.0.0.1",
        HTTP_FORWARDED="for=127.0.0.1",
        HTTP_X_REAL_IP="127.0.0.1",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_REMOTE_USER="admin",
        REMOTE_USER="admin",
    )
    assert seen["REMOTE_ADDR"] == peer
    assert seen["wsgi.url_scheme"] == "http"
    assert seen["HTTP_HOST"] == "inner"
    assert "REMOTE_USER" not in seen
    assert seen[UNHEARD]
    assert "HTTP_REMOTE_USER" in caplog.text
    assert "admin" not in caplog.text


@pytest.mark.parametrize(
    ("list_", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("203.0.113.9, 192.0.2.7", "192.0.2.7"),  # the first was written by the client
        ("127.0.0.1,::1,192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, 10.1.2.3", "192.0.2.7"),  # through two of our proxies
        ("192.0.2.7:51234", "192.0.2.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("10.1.0.1", "10.1.0.1"),
        ("nonsense", None),
        ("192.0.2.7, nonsense", None),
        ("", None),
        ("192.0.2.7,", None),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy_of_ours(list_: str, client: str | None) -> None:
    said = {"HTTP_X_FORWARDED_FOR": list_}
    assert believed(said, "10.0.0.5", TRUSTED).get("REMOTE_ADDR") == client


@pytest.mark.parametrize(
    ("header", "user"),
    [
        ("wang", "wang"),
        (" wang ", "wang"),
        ("王小明".encode().decode("latin-1"), "王小明"),
        ("EXAMPLE\\wang", "EXAMPLE\\wang"),
        ("wang, admin", None),  # as servers join a doubled header
        ("wang,wang", None),
        ("wang\r\nX: y", None),
        ("\xff\xfe", None),
        ("", None),
        ("x" * 201, None),
    ],
)
def test_a_user_is_one_name(header: str, user: str | None) -> None:
    said = {"HTTP_REMOTE_USER": header}
    assert believed(said, "10.0.0.5", TRUSTED, "HTTP_REMOTE_USER").get("REMOTE_USER") == user


def test_without_a_setting_no_user_is_known() -> None:
    seen = _seen("10.0.0.5", "", HTTP_REMOTE_USER="wang", REMOTE_USER="wang")
    assert "REMOTE_USER" not in seen


@pytest.mark.parametrize("host", ["a b", "x/../y", "<script>", "a@b", "h:999999", "a,b c"])
def test_a_host_is_a_name(host: str) -> None:
    assert "HTTP_HOST" not in believed({"HTTP_X_FORWARDED_HOST": host}, "10.0.0.5", TRUSTED)


@given(st.text())
def test_any_text_is_borne(text: str) -> None:
    names = ("FOR", "HOST", "PROTO")
    said = {f"HTTP_X_FORWARDED_{name}": text for name in names} | {"HTTP_REMOTE_USER": text}
    heard = believed(said, "10.0.0.5", TRUSTED, "HTTP_REMOTE_USER")
    assert heard.get("wsgi.url_scheme", "http") in ("http", "https")
    assert "," not in heard.get("REMOTE_USER", "")
    assert is_among(text, ()) is False
