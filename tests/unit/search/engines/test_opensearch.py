"""How a cluster is spoken to; what it answers is in tests/conformance and tests/failure."""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from search.config import Cluster, load_settings
from search.engines import build_index
from search.engines.opensearch import _BLANKS, _tokens
from search.errors import EngineError, SettingError
from search.fields import IndexUnit

UNITS = tuple(
    IndexUnit(number, (("text", f"勞工保險 {number}"),), (("year", "2026"),), ())
    for number in range(40)
)


class Server(ThreadingHTTPServer):
    """Takes units as a cluster does, some of them only when they are sent again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.held: set[str] = set()
        self.users: set[str | None] = set()
        self.asked: list[str] = []
        self.refusing = 0
        self.losing = False


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        asked = self.path.partition("?")[0]
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append(asked)
        self.server.users.add(self.headers.get("Authorization"))
        if asked.endswith("_bulk"):
            self._bulk(body)
        elif asked.endswith("_count"):
            self._answer(200, {"count": len(self.server.held)})
        else:
            self._answer(200, {"acknowledged": True})

    do_GET = do_PUT = do_POST

    def _bulk(self, body: bytes) -> None:
        server = self.server
        if server.refusing and len([one for one in server.asked if "_bulk" in one]) == 1:
            self._answer(429, {"error": "busy", "status": 429})
            return
        names = [json.loads(line)["index"]["_id"] for line in body.decode().split("\n")[:-1:2]]
        items = []
        for place, name in enumerate(names):
            busy = server.refusing > 0 and place % 3 == 0
            server.refusing -= busy
            if not busy and not server.losing:
                server.held.add(name)
            items.append({"index": {"_id": name, "status": 429 if busy else 201}})
        self._answer(200, {"errors": True, "items": items})

    def _answer(self, status: int, answer: object) -> None:
        encoded = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(encoded)))
        self.end_headers()
        self.wfile.write(encoded)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server()
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_what_a_busy_cluster_refuses_is_sent_again(tmp_path: Path) -> None:
    with serving() as server:
        server.refusing = 20
        build_index(Cluster((f"http://127.0.0.1:{server.server_port}",)), tmp_path / "i", UNITS)
        assert len(server.held) == len(UNITS)
        assert len([one for one in server.asked if one.endswith("_bulk")]) > 2


def test_units_that_a_cluster_lost_are_an_error(tmp_path: Path) -> None:
    with serving() as server:
        server.losing = True
        cluster = Cluster((f"http://127.0.0.1:{server.server_port}",))
        with pytest.raises(EngineError, match="叢集收到 0 段，應為 40 段"):
            build_index(cluster, tmp_path / "i", UNITS)


def test_a_user_signs_in_and_only_a_known_authority_is_believed(tmp_path: Path) -> None:
    certificate, key = tmp_path / "ca.pem", tmp_path / "key.pem"
    made = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost")
    also = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate))
    subprocess.run(("openssl", *made, *also), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(context) as server:
        hosts = (f"https://127.0.0.1:{server.server_port}",)
        cluster = Cluster(hosts, user="政索", password="密:碼", ca=certificate)  # noqa: S106
        build_index(cluster, tmp_path / "index", UNITS)
        with pytest.raises(EngineError, match="建立索引失敗"):
            build_index(Cluster(hosts), tmp_path / "strangers", UNITS)
        assert server.users == {"Basic " + base64.b64encode("政索:密:碼".encode()).decode()}


def test_blanks_are_tokens_and_never_part_them() -> None:
    for blank in _BLANKS:
        written = _tokens([[f"a{blank}", f"{blank}b"]])
        assert len(written.split()) == 2
        assert blank == " " or blank not in written


def test_settings_say_where_the_cluster_is() -> None:
    given = {"ENGINE": "opensearch", "OPENSEARCH_HOSTS": "https://a:9200,https://b:9200"}
    given |= {"OPENSEARCH_CA": "ca.pem", "OPENSEARCH_SHARDS": "3", "OPENSEARCH_PASSWORD": "密碼"}
    settings = load_settings({}, {f"ZHENGSUO_{name}": value for name, value in given.items()})
    expected = Cluster(("https://a:9200", "https://b:9200"), password="密碼", shards=3)  # noqa: S106
    assert settings.engine_choice == replace(expected, ca=Path("ca.pem"))
    assert "密碼" not in repr(settings) + repr(settings.engine_choice)
    assert load_settings({}, {}).engine_choice == "whoosh"


@pytest.mark.parametrize(
    ("name", "value"),
    [("HOSTS", "node1:9200"), ("HOSTS", ""), ("INDEX", "Plans"), ("SHARDS", "0")],
)
def test_bad_settings_of_a_cluster_are_refused(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"ZHENGSUO_OPENSEARCH_{name}"):
        load_settings({}, {f"ZHENGSUO_OPENSEARCH_{name}": value})
