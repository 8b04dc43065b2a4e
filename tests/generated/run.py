"""Read many made plans and print, by family of layout, how much of them is read right.

usage: python -m generated.run [--seed N] [--count N] [--formats a,b] [--keep FOLDER] [--jobs N]

The worst files stay in the folder, with their truth and what was wrong, for looking at.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from pathlib import Path

from generated.making import Made, available, make
from generated.scoring import Score, score

from indexer.formats import read_file
from indexer.splitting import Described
from indexer.splitting.split import split_file
from search.errors import ZhengsuoError
from search.model import Source
from search.present.results import passage_json

RIGHT = 0.98
"""A document with this mark is read right."""
_WORST = 40


def read(made: Made) -> Score:
    """Read a made document and score it."""
    source = Source(made.path.name, sha256(made.path.read_bytes()).hexdigest())
    try:
        documents = split_file(read_file(made.path), source, Described())
    except ZhengsuoError as error:
        return Score({"refused": 0.0}, (f"refused: {error}",), (0, 1))
    passages = [passage_json(p) for document in documents for p in document.passages]
    return score(made.printed, passages)


def table(results: Sequence[tuple[Made, Score]]) -> str:
    """Marks by family and by family × format."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for made, result in results:
        for name in ("all", f"format {made.form}", *made.families):
            groups[name].append(result)
    lines = [f"{'family':32} {'files':>5} {'mean':>6} {'right':>6} {'facts':>6}"]

    def line(name: str, scores: Sequence[Score]) -> str:
        mean = sum(s.mark for s in scores) / len(scores)
        right = sum(s.mark >= RIGHT for s in scores) / len(scores)
        held, told = (sum(s.facts[i] for s in scores) for i in (0, 1))
        return f"{name:32} {len(scores):5} {mean:6.3f} {right:6.2f} {held / max(told, 1):6.3f}"

    lines += [line(name, groups[name]) for name in sorted(groups)]
    lines += ["", "layout × format: mean mark (files)"]
    forms = sorted({made.form for made, _ in results})
    lines.append(f"{'':24}" + "".join(f"{form[:9]:>10}" for form in forms))
    heads = sorted({f for made, _ in results for f in made.families if f.split()[0] in ("goals", "projects", "indicators", "numbering")})  # fmt: skip
    for family in heads:
        cells = []
        for form in forms:
            marks = [s.mark for m, s in results if m.form == form and family in m.families]
            told = f"{sum(marks) / len(marks):.2f} ({len(marks)})" if marks else "–"
            cells.append(f"{told:>10}")
        lines.append(f"{family:24}" + "".join(cells))
    parts: dict[str, list[float]] = defaultdict(list)
    for _, result in results:
        for name, mark in result.parts.items():
            parts[name].append(mark)
    lines += ["", "part: mean mark (files)"]
    lines += [f"{n:32} {sum(m) / len(m):.3f} ({len(m)})" for n, m in sorted(parts.items())]
    return "\n".join(lines)


def main() -> int:
    """Make, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--formats", default=",".join(available()))
    parser.add_argument("--keep", type=Path, default=Path("build/generated"))
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    formats = [form for form in args.formats.split(",") if form]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make(args.seed, args.count, folder, formats)
        with ProcessPoolExecutor(args.jobs) as pool:
            results = list(zip(made, pool.map(read, made, chunksize=4), strict=True))
        print(table(results))
        shutil.rmtree(args.keep, ignore_errors=True)
        args.keep.mkdir(parents=True)
        worst = sorted(results, key=lambda pair: pair[1].mark)
        listed = []
        for document, result in worst:
            if result.mark < RIGHT:
                told = "; ".join(document.families)
                listed.append(f"{result.mark:.3f} {document.path.name} {document.form} | {told}")
                listed += [f"      {fault}" for fault in result.faults[:12]]
        for document, _ in worst[:_WORST]:
            for path in folder.glob(f"{document.name}.*"):
                shutil.copy(path, args.keep)
        (args.keep / "faults.txt").write_text("\n".join(listed), "utf-8")
        print(f"\nthe worst files and all faults: {args.keep}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
