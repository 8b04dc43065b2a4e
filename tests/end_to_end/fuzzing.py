"""Schemathesis, run over the description that a server gives of itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HOOKS = "fuzzing_hooks"
_FOLDER = Path(__file__).parent


def fuzz(
    address: str, cases: int, folder: Path
) -> tuple[subprocess.CompletedProcess[str], dict[str, int]]:
    """Ask every operation at random.

    Args:
        address: of a server, without a slash at its end.
        cases: that are made up for an operation, beside those that cover its bounds.
        folder: where schemathesis may write.

    Returns:
        The process, whose exit code is 0 where nothing was wrong, and the cases of each
        operation.
    """
    counts = folder / "counts.json"
    environment = dict(os.environ)  # noqa: TID251  handed on, not read
    paths = (str(_FOLDER), environment.get("PYTHONPATH", ""))
    environment |= {
        "SCHEMATHESIS_HOOKS": HOOKS,
        "PYTHONPATH": os.pathsep.join(paths),
        "FUZZING_COUNTS": str(counts),
    }
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            *("run", f"{address}/openapi.json"),
            *("--max-examples", str(cases)),
            *("--phases", "examples,coverage,fuzzing,stateful"),
            *("--checks", "all", "--exclude-checks", "positive_data_acceptance"),
            *("--warnings", "off", "--continue-on-failure", "--no-color"),
        ],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    return done, json.loads(counts.read_text("utf-8")) if counts.exists() else {}
