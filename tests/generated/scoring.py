"""How much of a made plan is read right: marks as the gold's scorer gives them, and facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from generated.layouts import Printed

ALIKE = 0.98
_LABELS = 14
"""Characters that a label in front of a cell may take in the text of a passage."""
KINDS = ("goal", "project", "kpi")
_CELLS = ("target", "unit", "evaluation_method", "responsible_unit")

Passage = Mapping[str, Any]


def fold(value: object) -> str:
    """Text without white space, widths folded."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value or "")))


def _alike(wanted: str, found: str) -> bool:
    if wanted == found:
        return True
    if not wanted or not found or abs(len(wanted) - len(found)) > 0.1 * len(wanted) + 2:
        return False
    return SequenceMatcher(None, wanted, found, autojunk=False).ratio() >= ALIKE


@dataclass(frozen=True, slots=True)
class Score:
    """Marks of one document, each 0 to 1.

    Attributes:
        parts: name → mark; the mean is the document's.
        faults: what is wrong, for people.
        facts: how many small statements hold, and how many there are.
    """

    parts: dict[str, float]
    faults: tuple[str, ...]
    facts: tuple[int, int]

    @property
    def mark(self) -> float:
        return sum(self.parts.values()) / len(self.parts) if self.parts else 0.0


def titled_alike(wanted: Passage, found: Passage) -> bool:
    """Whether a passage has the title that the plan prints."""
    return _alike(fold(wanted["title"]), fold(found["title"]))


def text_right(wanted: Passage, found: Passage) -> bool:
    """Whether a passage tells what the plan prints of it, and no more."""
    kind = wanted["kind"]
    if kind == "kpi":
        return _alike(fold(wanted["measure"]), fold((found["kpi"] or {}).get("measure")))
    text = fold(found["text"])
    items = [fold(item) for item in wanted["items"]]
    if kind == "goal":
        return _alike("".join(items), text)
    place = 0
    for item in items:
        at = text.find(item, place)
        if at < 0:
            return False
        place = at + len(item)
    beside = [fold(cell) for cell in wanted.get("beside", ())]
    whole = sum(map(len, items)) + sum(len(cell) + _LABELS for cell in beside)
    held = all(fold(cell) in text for cell in wanted.get("holds", ()))
    return held and len(text) <= 1.02 * whole + 2


def fields_right(wanted: Passage, found: Passage, year: int) -> dict[str, bool]:
    """Field → whether it is right, for the fields that the document tells."""
    kpi = found.get("kpi") or {}
    out: dict[str, bool] = {}
    for name in ("work_program", "plan_category"):
        if name in wanted:
            out[name] = fold(found[name]) == fold(wanted[name])
    if "codes" in wanted:
        out["codes"] = list(found["codes"]) == wanted["codes"]
    if "goal" in wanted:
        out["goal"] = fold(kpi.get("goal")) == fold(wanted["goal"])
    for name in _CELLS:
        if name in wanted:
            got = fold(kpi.get(name))
            if name == "target" and not got:
                got = fold((kpi.get("values") or {}).get(f"{year} target"))
            out[name] = got == fold(wanted[name])
    for label, value in wanted.get("values", {}).items():
        got = (kpi.get("values") or {}).get(label)
        if got is None and label == f"{year} target":
            got = kpi.get("target")
        out[f"values {label.partition(' ')[2]}"] = out.get(
            f"values {label.partition(' ')[2]}", True
        ) and fold(got) == fold(value)
    return out


def score(printed: Printed, passages: Sequence[Passage]) -> Score:
    """Compare what was read with what was laid out.

    Args:
        printed: the document.
        passages: as `zhengsuo passages --format jsonl` gives them.
    """
    parts: dict[str, float] = {}
    faults: list[str] = []
    right: dict[str, list[bool]] = {}
    year = printed.content.year_roc + 1911
    for kind in KINDS:
        wanted = [p for p in printed.passages if p["kind"] == kind]
        pool = [p for p in passages if p["kind"] == kind]
        if not wanted and not pool:
            continue
        free = list(pool)
        matched = 0
        for want in wanted:
            titled = [p for p in free if _alike(fold(want["title"]), fold(p["title"]))]
            if not titled:
                faults.append(f"{kind} missing: {want['title']}")
                continue
            found = next((p for p in titled if text_right(want, p)), titled[0])
            free.remove(found)
            if text_right(want, found):
                matched += 1
            else:
                faults.append(f"{kind} text: {want['title']} | {str(found['text'])[:80]!r}")
            for name, is_right in fields_right(want, found, year).items():
                right.setdefault(f"{kind} {name}", []).append(is_right)
                if not is_right:
                    faults.append(
                        f"{kind} {name}: {want['title']} | {found.get(name) or found['kpi']}"
                    )
        faults += [f"{kind} beyond: {p['title']}" for p in free]
        parts[kind] = 2 * matched / (len(wanted) + len(pool))
    for name, marks in sorted(right.items()):
        parts[name] = sum(marks) / len(marks)
    if printed.choices.title != "none" and passages:
        for name, value in (("agency", printed.content.agency), ("year", year)):
            parts[name] = sum(p[name] == value for p in passages) / len(passages)
            if parts[name] < 1:
                faults.append(f"{name}: {passages[0][name]}")
    if printed.narrative:
        bodies = "\n".join(fold(p["text"]) for p in passages if p["kind"] == "narrative")
        said = [s for text in printed.narrative for s in re.split("(?<=。)", fold(text)) if s]
        parts["narrative"] = sum(s in bodies for s in said) / len(said)
        if parts["narrative"] < 1:
            faults.append("narrative: not all sentences in narrative passages")
    return Score(parts, tuple(faults), facts(printed, passages))


def facts(printed: Printed, passages: Sequence[Passage]) -> tuple[int, int]:
    """Count small statements that hold: present, once, in order, apart, furniture absent."""
    bodies = [fold(p["title"]) + "\n" + fold(p["text"]) for p in passages]
    held: list[bool] = []
    for want in printed.passages:
        pieces = [fold(s) for s in want.get("items") or (want.get("measure"),)]
        title = fold(want["title"])
        # Present, whole, in one passage.
        held += [any(piece in body for body in bodies) for piece in pieces]
        # Once as a title.
        held.append(
            sum(fold(p["title"]) == title and p["kind"] == want["kind"] for p in passages) == 1
        )
        # One item before the next, and no item with another's.
        home = next((body for body in bodies if all(p in body for p in pieces)), None)
        held.append(home is not None)
        if home is not None:
            at = [home.index(piece) for piece in pieces]
            held.append(at == sorted(at))
            others = [
                fold(s)
                for other in printed.passages
                if other is not want and other["kind"] == want["kind"]
                for s in other.get("items") or (other.get("measure"),)
            ]
            held.append(not any(other in home for other in others))
    return sum(held), len(held)
