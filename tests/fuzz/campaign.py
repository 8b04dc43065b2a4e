"""Fuzz every target, some side by side, and print what became of each.

usage: python -m fuzz.campaign [--seconds N] [--runs N] [--seed N] [--targets a,b] [--jobs N] [--keep]

With a seed and a number of runs every campaign tries the same inputs: those kept and what grows
from them, none that an earlier campaign found. A failing input stays in build/fuzz/. Put into tests/fuzz/kept/TARGET/ it becomes a test.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fuzz.targets import KEPT, TARGETS

_FOUND = Path("build/fuzz")
_LONGEST = {"pdf": 5_000, "package": 5_000, "query": 200}
_LONGEST_ELSE = 1_000
"""Bytes of an input: what is small is tried often."""
_SECONDS_EACH = 30
"""What one input may take: as long as the child that reads files lets a file take."""
_MEGABYTES = 1_024
_MOST_KEPT = 80
"""Files that stay with a target; more make every start slow."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a target fared.

    Attributes:
        runs: inputs that were tried.
        fault: the end of what the fuzzer printed, empty where nothing failed.
    """

    target: str
    runs: int
    fault: str


def fuzz(target: str, limits: list[str], seed: int | None, keep: bool) -> Outcome:
    """Fuzz one target in a process of its own."""
    grown, kept = _FOUND / target, KEPT / target
    if seed is not None:
        limits = [*limits, f"-seed={seed}"]
        shutil.rmtree(grown, ignore_errors=True)
    grown.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "fuzz.one", target]
    done = subprocess.run(
        [
            *command,
            *(str(grown), str(kept)),
            *limits,
            f"-max_len={_LONGEST.get(target, _LONGEST_ELSE)}",
            f"-timeout={_SECONDS_EACH}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-artifact_prefix={grown}-",
            "-print_final_stats=1",
            "-verbosity=0",
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=os.environ | {"PYTHONHASHSEED": "0"},  # noqa: TID251  for the child alone
    )
    counted = re.search(r"number_of_executed_units: (\d+)", done.stderr)
    fault = done.stdout[-2_000:] + done.stderr[-4_000:] if done.returncode else ""
    if keep and not fault:
        _keep(command, grown, kept)
    return Outcome(target, int(counted[1]) if counted else 0, fault)


def _keep(command: list[str], grown: Path, kept: Path) -> None:
    """Add the smallest new inputs that reach what those kept do not."""
    merged = grown.with_name(f"{grown.name}.new")
    merged.mkdir(exist_ok=True)
    subprocess.run(
        [*command, "-merge=1", "-verbosity=0", str(merged), str(kept), str(grown)],
        capture_output=True,
        check=True,
    )
    held = {file.name for file in kept.iterdir()}
    new = sorted(merged.iterdir(), key=lambda file: file.stat().st_size)
    for file in [one for one in new if one.name not in held][: _MOST_KEPT - len(held)]:
        file.replace(kept / file.name)


def main() -> int:
    """Run what the arguments say; 1 where a target failed."""
    given = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    given.add_argument("--seconds", type=int)
    given.add_argument("--runs", type=int)
    given.add_argument("--seed", type=int)
    given.add_argument("--targets", default=",".join(TARGETS))
    given.add_argument("--jobs", type=int, default=2)
    given.add_argument("--keep", action="store_true")
    asked = given.parse_args()
    limits = [f"-max_total_time={asked.seconds}"] if asked.seconds else []
    limits += [f"-runs={asked.runs}"] if asked.runs else []
    if not limits:
        given.error("--seconds or --runs says when it is enough")
    failed = 0
    with ThreadPoolExecutor(asked.jobs) as pool:
        targets = asked.targets.split(",")
        for outcome in pool.map(lambda one: fuzz(one, limits, asked.seed, asked.keep), targets):
            print(f"{outcome.target:10} {outcome.runs:10,} runs", "FAILED" * bool(outcome.fault))
            print(outcome.fault, end="", flush=True)
            failed |= bool(outcome.fault)
    return failed


if __name__ == "__main__":
    sys.exit(main())
