"""How far the confidence of passages tells right readings from wrong ones, on made plans.

usage: PYTHONPATH=tests python benchmarks/confidence.py [--seed N] [--count N] [--fit SEED,SEED]

Without --fit it prints the figures of docs/decisions/018-meaning-by-evidence.md for plans of the
seed. With --fit it fits the weights on plans of those seeds first and writes them to
indexer/meaning/confidence.toml; judge on a seed that is not among them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from math import exp
from pathlib import Path

from generated.judging import Judged, figures, judge
from generated.making import Made, available, make
from generated.scoring import fold

from indexer.blocks import ReadFile
from indexer.formats import read_file
from indexer.meaning.confidence import confidences, signs
from indexer.splitting import Described
from indexer.splitting.split import outlined, walk_of
from search.errors import ZhengsuoError
from search.model import KINDS, Source

WEIGHTS = Path(__file__).resolve().parents[1] / "indexer" / "meaning" / "confidence.toml"
SHARED = WEIGHTS.parents[3] / "shared"
ROUNDS, RIDGE = 400, 0.002
REAL_TIMES = 3
"""How often a passage of a real document counts; there are few."""
_EITHER = (*KINDS, "one line", "own", "document", "bias")
"""What may speak for a passage; every other sign speaks against it or is silent."""
MOST = 2.0
"""No sign alone settles it: a missing work program is nearly always a fault in made plans, and no
fault in many real documents."""


def read_plans(seed: int, count: int) -> Iterator[tuple[Made, ReadFile]]:
    """Make plans of a seed and read them; those that are refused are left out."""
    with tempfile.TemporaryDirectory() as name:
        for made in make(seed, count, Path(name), available()):
            try:
                yield made, read_file(made.path)
            except ZhengsuoError:
                continue


def judge_real(shared: Path) -> list[Judged]:
    """Judge the passages of the documents with gold, where they are there: real plans print less.

    Where the gold is partial a passage that holds none of it is not judged.
    """
    golds = [*shared.glob("documents/*.gold.json"), *shared.glob("gold/*-plan-from-*.json")]
    out: list[Judged] = []
    for place, gold in enumerate(sorted(golds)):
        told = json.loads(gold.read_text("utf-8"))
        stem = gold.name.removesuffix(".json").removesuffix(".gold")
        path = next(
            (p for p in shared.glob(f"[cd]o*/{stem}.*") if p.suffix in (".txt", ".pdf")), None
        )
        if path is None:
            continue
        light = "expect" in told
        wanted = [w for w in told["expect" if light else "passages"] if w["kind"] != "narrative"]
        source = Source(path.name, "")
        for one in outlined(read_file(path), source, Described()):
            drawn = walk_of(read_file(path), source, one).drafts.in_order()
            for seen, sure, made in zip(signs(drawn), confidences(drawn), drawn, strict=True):
                passage = made.passage
                body = fold(passage.title) + fold(passage.text)
                right = any(
                    want["kind"] == passage.kind
                    and fold(want.get("title")) in body
                    and all(fold(said) in body for said in want.get("must_contain", ()))
                    for want in wanted
                )
                if right or (passage.kind != "narrative" and not told.get("partial")):
                    out.append(Judged(-1 - place, seen, sure, right))
    return out


def fit(rows: Sequence[Judged]) -> dict[str, float]:
    """Weights by which the signs tell right from wrong: logistic regression with a ridge."""
    own = _regress([(dict(row.signs), row.right) for row in rows])
    scores = [sum(own[n] * s for n, s in row.signs.items()) for row in rows]
    means: dict[int, list[float]] = {}
    for row, score in zip(rows, scores, strict=True):
        means.setdefault(row.plan, []).append(score)
    pairs = [
        ({"own": s, "document": sum(means[r.plan]) / len(means[r.plan]), "bias": 1.0}, r.right)
        for r, s in zip(rows, scores, strict=True)
    ]
    both = _regress(pairs)
    scaled = {name: weight * both["own"] for name, weight in own.items()}
    return {**scaled, "document": both["document"] / both["own"], "bias": both["bias"]}


def _regress(rows: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Full-batch descent with a step for each weight (Rprop), which needs no scaling of signs."""
    names = sorted({name for seen, _ in rows for name in seen})
    weights = dict.fromkeys(names, 0.0)
    steps, before = dict.fromkeys(names, 0.1), dict.fromkeys(names, 0.0)
    for _ in range(ROUNDS):
        slope = {name: RIDGE * weights[name] for name in names}
        for seen, right in rows:
            score = sum(weights[name] * strength for name, strength in seen.items())
            error = (1 / (1 + exp(-score)) - right) / len(rows)
            for name, strength in seen.items():
                slope[name] += error * strength
        for name in names:
            same = slope[name] * before[name]
            steps[name] = (
                min(1.0, steps[name] * 1.2)
                if same > 0
                else steps[name] * 0.5
                if same < 0
                else steps[name]
            )
            turn = 1 if slope[name] > 0 else -1 if slope[name] < 0 else 0
            most = MOST if name.startswith(_EITHER) else 0.0
            weights[name] = min(most, max(-MOST, weights[name] - steps[name] * turn))
            before[name] = slope[name]
        if max(steps.values()) < 1e-4:
            break
    return weights


def write(weights: dict[str, float], seeds: Sequence[int], count: int) -> None:
    """Keep the weights with how they were fitted."""
    told = (
        f"# Fitted by benchmarks/confidence.py --fit {','.join(map(str, seeds))} --count {count}."
    )
    lines = [f'"{name}" = {weight:.3f}' for name, weight in sorted(weights.items())]
    WEIGHTS.write_text("\n".join([told, "[weights]", *lines, ""]), "utf-8")


def main() -> None:
    """Fit where asked, then judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7771)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--fit", default="")
    args = parser.parse_args()
    seeds = [int(seed) for seed in args.fit.split(",") if seed]
    if seeds:
        plans = [plan for seed in seeds for plan in read_plans(seed, args.count)]
        write(
            fit([r for at, plan in enumerate(plans) for r in judge(at, *plan)]), seeds, args.count
        )
    rows = [
        r for at, plan in enumerate(read_plans(args.seed, args.count)) for r in judge(at, *plan)
    ]
    print(figures(rows))


if __name__ == "__main__":
    main()
