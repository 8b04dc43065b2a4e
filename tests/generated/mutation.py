"""Halve and double each weight of reading, and name those that no document feels.

usage: python -m generated.mutation [--seed N] [--count N] [--of NAME]

A weight is felt where the passages of a golden layout or of a made plan change with it. A weight
that is not felt in either direction is to be removed, or a document added that needs it.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from generated.making import PLAIN, make

from indexer.blocks import ReadFile
from indexer.formats import read_file
from indexer.meaning import weights as of_meaning
from indexer.splitting import Described
from indexer.splitting.split import split_file
from indexer.tables import weights as of_tables
from search.errors import ZhengsuoError
from search.model import Source

MODULES: tuple[ModuleType, ...] = (of_tables, of_meaning)
FACTORS = (0.5, 2.0)
_LAYOUTS = Path(__file__).resolve().parents[1] / "golden" / "layouts"


@dataclass(frozen=True, slots=True)
class Weight:
    """A number in a module of weights: its name, and the mapping that holds it."""

    name: str
    holder: dict[Any, Any]
    key: str


def weights_of(module: ModuleType) -> Iterator[Weight]:
    """The numbers of a module of weights, at any depth of mappings and tuples."""
    for name in vars(module):
        if name.isupper():
            yield from _within(f"{module.__name__}.{name}", vars(module), name)


def _within(name: str, holder: dict[Any, Any], key: str) -> Iterator[Weight]:
    value = holder[key]
    for part in value if isinstance(value, tuple) else (value,):
        if isinstance(part, dict):
            for inner in part:
                yield from _within(f"{name}[{inner}]", part, inner)
    if isinstance(value, (int, float)) and value:
        yield Weight(name, holder, key)


def readings(documents: list[ReadFile]) -> list[int]:
    """What is read of each document, as one number for each."""
    out = []
    for at, read in enumerate(documents):
        try:
            split = split_file(read, Source(f"{at}", ""), Described())
        except ZhengsuoError:
            out.append(0)
            continue
        told = [(p.kind, p.title, p.text, p.work_program, p.kpi) for d in split for p in d.passages]
        out.append(hash(tuple(told)))
    return out


def main() -> None:
    """Print each weight that is not felt, then how many were tried."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--of", default="", help="only weights whose name holds this")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = make(args.seed, args.count, Path(folder), tuple(PLAIN))
        paths = [path for path in sorted(_LAYOUTS.iterdir()) if path.suffix != ".json"]
        documents = [read_file(path) for path in (*paths, *(one.path for one in made))]
    before = readings(documents)
    every = [w for m in MODULES for w in weights_of(m) if args.of in w.name]
    unfelt = 0
    for weight in every:
        value = weight.holder[weight.key]
        felt = 0
        for factor in FACTORS:
            weight.holder[weight.key] = value * factor
            felt = max(felt, sum(a != b for a, b in zip(before, readings(documents), strict=True)))
            weight.holder[weight.key] = value
            if felt:
                break
        if not felt:
            unfelt += 1
            print(weight.name, value, flush=True)
    print(f"{unfelt} of {len(every)} weights are felt by none of {len(documents)} documents")


if __name__ == "__main__":
    main()
