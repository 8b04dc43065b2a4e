"""A machine without a network: installs from a folder, starts the service, asks it one thing.

usage: [unshare --map-root-user --net] python offline_machine.py FOLDER DOCUMENTS QUERY [--cut]

With --cut the process stands in a network namespace of its own, and makes sure of it. Prints the
answer as JSON; what the installer says goes to stderr.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from processes import free_port

SECONDS = 240
_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x41
_ELSEWHERE = ("192.0.2.1", 443)


def loopback_alone() -> None:
    """Bring the loopback up, which is all there is."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        fcntl.ioctl(probe, _SET_FLAGS, struct.pack("16sh", b"lo", _UP_AND_RUNNING))
    assert [name for _, name in socket.if_nameindex()] == ["lo"]
    try:
        socket.create_connection(_ELSEWHERE, timeout=5)
    except OSError:
        return
    raise AssertionError("the network is not cut off")


def main() -> None:
    """Install, serve, ask, stop."""
    folder, documents, query = sys.argv[1:4]
    if sys.argv[4:] == ["--cut"]:
        loopback_alone()
    port = free_port()
    service = subprocess.Popen(
        ["sh", str(Path(folder) / "install.sh"), documents, "--port", str(port)],
        stdout=sys.stderr,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + SECONDS
        while service.poll() is None and time.monotonic() < until:
            try:
                with urlopen(
                    f"http://127.0.0.1:{port}/api/v1/search?q={quote(query)}", timeout=10
                ) as answer:
                    sys.stdout.write(answer.read().decode())
                    return
            except (URLError, ConnectionError):
                time.sleep(0.2)
        sys.exit(f"the service did not start: {service.poll()}")
    finally:
        if service.poll() is None:
            os.killpg(service.pid, signal.SIGTERM)
        service.wait()


if __name__ == "__main__":
    main()
