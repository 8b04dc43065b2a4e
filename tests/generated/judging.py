"""Whether passages of made plans are right, and how far their confidence tells it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from generated.making import Made
from generated.scoring import fields_right, fold, text_right, titled_alike

from indexer.blocks import ReadFile
from indexer.meaning.confidence import Drawn, Signs, confidences, signs
from indexer.splitting import Described
from indexer.splitting.split import outlined, walk_of
from search.model import Source
from search.present.results import passage_json

_LEAST_SAID = 8
"""Characters of an item that tell which passage it belongs to."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A passage of a made plan.

    Attributes:
        plan: place of its document.
        told: its confidence.
        right: it is a passage of the plan with all that the plan prints of it, or it is
            narrative that holds nothing of a passage that was not found.
    """

    plan: int
    signs: Signs
    told: float
    right: bool


def judge(plan: int, made: Made, read: ReadFile) -> list[Judged]:
    """Compare each passage of a plan with what was laid out."""
    out: list[Judged] = []
    source = Source(made.path.name, "")
    for one in outlined(read, source, Described()):
        drawn = walk_of(read, source, one).drafts.in_order()
        right = _right(made, drawn)
        told = confidences(drawn)
        out += map(Judged, [plan] * len(drawn), signs(drawn), told, right)
    return out


def _right(made: Made, drawn: Sequence[Drawn]) -> list[bool]:
    year = made.printed.content.year_roc + 1911
    right = [False] * len(drawn)
    missed = []
    for want in made.printed.passages:
        for at, one in enumerate(drawn):
            found = passage_json(one.passage)
            if right[at] or found["kind"] != want["kind"]:
                continue
            if not titled_alike(want, found) or not text_right(want, found):
                continue
            if all(fields_right(want, found, year).values()):
                right[at] = True
                break
        else:
            missed += [fold(s) for s in (want["title"], *want.get("items", ()))]
    lost = [said for said in missed if len(said) >= _LEAST_SAID]
    for at, one in enumerate(drawn):
        if one.passage.kind == "narrative":
            body = fold(one.passage.title) + fold(one.passage.text)
            right[at] = not any(said in body for said in lost)
    return right


def figures(rows: Sequence[Judged]) -> str:
    """The figures that say whether confidence means something."""
    least, surest = least_and_surest(rows)
    lines = [
        f"passages {len(rows)}, wrong {sum(not row.right for row in rows)}",
        f"wrong among the least sure tenth {least:.3f}, the surest half {surest:.3f}: {least / surest:.1f} times",
        f"area under ROC {area(rows):.3f}",
        "told: share right (passages)",
    ]
    for low in range(10):
        inside = [r for r in rows if low / 10 <= r.told < (low + 1) / 10 + (low == 9)]
        if inside:
            share = sum(r.right for r in inside) / len(inside)
            lines.append(f"  {low / 10:.1f}–{(low + 1) / 10:.1f}: {share:.2f} ({len(inside)})")
    return "\n".join(lines)


def least_and_surest(rows: Sequence[Judged]) -> tuple[float, float]:
    """The shares wrong among the least sure tenth and the surest half, in which one at least counts."""
    shuffled = list(rows)
    random.Random(0).shuffle(shuffled)
    wrong = [not row.right for row in sorted(shuffled, key=lambda row: row.told)]
    tenth, half = wrong[: len(wrong) // 10], wrong[len(wrong) // 2 :]
    return sum(tenth) / len(tenth), max(1, sum(half)) / len(half)


def area(rows: Sequence[Judged]) -> float:
    """How often a right passage is told to be surer than a wrong one; a tie counts half."""
    values = sorted({row.told for row in rows})
    right = dict.fromkeys(values, 0)
    wrong = dict.fromkeys(values, 0)
    for row in rows:
        (right if row.right else wrong)[row.told] += 1
    below = beats = 0.0
    for value in values:
        beats += right[value] * (below + wrong[value] / 2)
        below += wrong[value]
    return beats / max(1, sum(right.values()) * sum(wrong.values()))
