"""The real server behind a real proxy: paths, client, user, and what nobody may pretend."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
import small_corpus
from proxying import reverse_proxy

HOST = "www.example.tw"
_LINK = re.compile(r'\s(?:href|src|action)="(/[^"#]*)"')


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "server.log"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[int]:
    """The direct port of a server that is set up as the operator's paper says."""
    folder = tmp_path_factory.mktemp("site")
    small_corpus.build(folder / "data")
    (folder / "zhengsuo.toml").write_text(
        f'data = "data"\nmount = "/plans"\npublic_address = "https://{HOST}"\n'
        f'trusted_hosts = ["{HOST}"]\ntrusted_proxies = ["127.0.0.2"]\n'
        'user_header = "Remote-User"\naccess_log = true\nport = 0\n'
    )
    with log.open("w") as out:
        command = [sys.executable, "-m", "zhengsuo", "serve"]
        server = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield _port(server, log)
    finally:
        server.terminate()
        server.wait(20)


def _port(server: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8")
        started = re.search(r"http://localhost:(\d+)/", log.read_text("utf-8"))
        if started:
            return int(started[1])
        time.sleep(0.1)
    pytest.fail(log.read_text("utf-8"))


def _get(address: str, **headers: str) -> tuple[int, str, str]:
    """Status, where it is redirected to, body."""
    asked = Request(address, headers={"Host": HOST} | headers)  # noqa: S310  our own server
    try:
        with urlopen(asked, timeout=30) as answer:  # noqa: S310
            return answer.status, answer.url, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers.get("Location", ""), error.read().decode()


def _raw(port: int, *lines: str) -> int:
    """Send a request as it stands; the status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        request = "\r\n".join((*lines, "Connection: close", "", ""))
        connection.sendall(request.encode("latin-1"))
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return int(answer.split()[1])


def _lines(log: Path, path: str) -> list[str]:
    """What the access log says of requests for a path, once it says something."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = [line for line in log.read_text("utf-8").splitlines() if f"path={path} " in line]
        if found:
            return found
        time.sleep(0.05)
    pytest.fail(log.read_text("utf-8"))


@pytest.mark.parametrize("strip", ["", "/plans"])
def test_every_link_leads_through_the_proxy(port: int, strip: str) -> None:
    with reverse_proxy(port, host=HOST, strip=strip) as outer:
        site = f"http://127.0.0.1:{outer}"
        seen: set[str] = set()
        for page in ("/plans/", "/plans/search?q=%E5%B0%B1%E6%A5%AD", "/plans/sitemap"):
            status, _, body = _get(site + page)
            assert status == 200
            links = {link.replace("&amp;", "&") for link in _LINK.findall(body)}
            assert links
            assert all(link.startswith("/plans/") for link in links), links
            seen |= links
        for link in sorted(seen)[:80]:
            assert _get(site + link)[0] == 200, link
        assert f"https://{HOST}/plans/p/" in _get(f"{site}/plans/p/mol-109-plan-word-goal-1")[2]


def test_the_proxy_names_client_and_user(port: int, log: Path) -> None:
    with reverse_proxy(port, host=HOST, user="wang") as outer:
        # What the client says of itself is written over, or comes before what the proxy adds.
        forged = {"X-Forwarded-For": "127.0.0.1", "Remote-User": "admin"}
        assert _get(f"http://127.0.0.1:{outer}/plans/help", **forged)[0] == 200
    line = _lines(log, "/help")[-1]
    assert "client=192.0.2.7 user=wang " in line


def test_what_the_direct_port_is_told_means_nothing(port: int, log: Path) -> None:
    site = f"http://127.0.0.1:{port}/plans/accessibility"
    forged = {
        "X-Forwarded-For": "192.0.2.7",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "for=192.0.2.7",
        "Remote-User": "admin",
    }
    assert _get(site, **forged)[0] == 200
    line = _lines(log, "/accessibility")[-1]
    assert "client=127.0.0.1 user=- " in line
    assert "headers ignored peer=127.0.0.1" in log.read_text("utf-8")
    assert "admin" not in log.read_text("utf-8")


def test_doubled_and_underscored_users_are_nobody(port: int, log: Path) -> None:
    def through(path: str, *headers: str) -> str:
        """The line in the log of a request that comes from the proxy's address."""
        with socket.create_connection(
            ("127.0.0.1", port), 30, source_address=("127.0.0.2", 0)
        ) as connection:
            lines = (f"GET /plans{path} HTTP/1.1", f"Host: {HOST}", *headers, "Connection: close")
            connection.sendall("\r\n".join((*lines, "", "")).encode())
            while connection.recv(65536):
                pass
        return _lines(log, path)[-1]

    assert "user=wang " in through("/d/one", "Remote-User: wang")
    assert "user=- " in through("/d/two", "Remote-User: wang", "Remote-User: admin")
    assert "user=- " in through("/d/three", "Remote_User: admin")
    assert "user=wang " in through("/d/four", "Remote_User: admin", "Remote-User: wang")
    assert "user=- " in through("/d/five", "REMOTE-USER: wang,admin")


def test_only_the_host_s_own_name_is_answered(port: int) -> None:
    def ask(host: str, path: str = "/plans/help") -> int:
        return _raw(port, f"GET {path} HTTP/1.1", f"Host: {host}")

    assert ask(HOST) == 200
    for host in ("evil.example", f"{HOST}.evil.example", f"x.{HOST}", "127.0.0.1", f"{HOST}@evil"):
        assert ask(host) == 400, host


def test_a_problem_is_one_behind_the_proxy_too(port: int) -> None:
    with reverse_proxy(port, host=HOST) as outer:
        status, _, body = _get(f"http://127.0.0.1:{outer}/plans/api/v1/search?page=0")
    assert (status, json.loads(body)["faults"][0]["parameter"]) == (400, "page")
