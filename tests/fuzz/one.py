"""Fuzz one target until it fails or libFuzzer's arguments say enough.

usage: python -m fuzz.one TARGET [FOLDER ...] [-runs=N] [-max_total_time=SECONDS] …
"""

import sys

import atheris

with atheris.instrument_imports(include=["indexer", "search"]):
    from fuzz.targets import run


def main() -> None:
    """Take the target's name from the arguments and leave the others to libFuzzer."""
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, lambda data: run(name, data))
    atheris.Fuzz()


main()
