"""Whether a server answers as the description of its API says, asked at random.

Run: python benchmarks/described.py [--cases 1000] [--address http://127.0.0.1:8000]

Without an address, the samples are indexed and served. No case may fail.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "end_to_end"))

from fuzzing import fuzz

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Index and serve the samples; gives the address."""
    command = [sys.executable, ROOT / "zhengsuo.py"]
    subprocess.run([*command, "index", ROOT / "corpus", "--data", folder], check=True)
    log = folder / "server.log"
    with log.open("w") as out:
        options = ["--data", folder, "--port", "0"]
        server = subprocess.Popen([*command, "serve", *options], stdout=out, stderr=out)
    try:
        while not (found := re.search(r"http://localhost:\d+", log.read_text("utf-8"))):
            if server.poll() is not None:
                sys.exit(log.read_text("utf-8"))
            time.sleep(0.1)
        yield found[0]
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    """Ask, and print the cases of each operation."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000)
    parser.add_argument("--address")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.address:
            done, counts = fuzz(given.address, given.cases, folder)
        else:
            with served(folder) as address:
                done, counts = fuzz(address, given.cases, folder)
    print(done.stdout)
    for operation, count in sorted(counts.items()):
        print(f"{count:7,} {operation}")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
