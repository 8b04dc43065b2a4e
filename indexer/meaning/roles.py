"""The best labelling of the tree of headings: a role for each node, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indexer.meaning.evidence import Evidence, Place, Reader
from indexer.meaning.headings import has_content, is_measured
from indexer.meaning.weights import BASE, EVIDENCE, STEPS, Role
from indexer.outline.tree import Node

_TOLD = 2
"""Pieces of evidence that are shown."""
_ROOT: tuple[Role, ...] = ("narrative", "goals", "work", "indicators")
_NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The role of a node.

    Attributes:
        margin: how far the next best role of it, or of anything above it, lies behind.
        why: what spoke for it most, in Traditional Chinese.
        next_best: the role that lies next behind at the node itself, None where there is no other.
    """

    node: Node
    role: Role
    margin: float
    why: str
    next_best: Role | None = None


def label(root: Node, title: str, kind: str | None) -> dict[int, Labelled]:
    """Give every node of a tree its role, by its id.

    The score of a role is what speaks for it at the node, and the mean of the best that its parts
    reach beneath it: a section of forty items is no surer than one of four, and what a part is
    moves its neighbours only through what stands above both. Nodes that are part of a goal, of a
    work item or of narrative have no role of their own and are left out.
    """
    reader = Reader(root, title, kind)
    scores: dict[int, dict[Role, float]] = {}
    seen: dict[int, Evidence] = {}

    def weigh(node: Node, place: Place) -> None:
        for child in node.children:
            weigh(child, reader.place(child, place))
        evidence = seen[id(node)] = reader.of(node, place) if node is not root else reader.of_root()
        scores[id(node)] = {
            role: score(evidence, role) + _of_parts(node, role, scores)
            for role in (_ROOT if node is root else BASE)
            if _may_be(node, role, evidence, reader)
        }

    weigh(root, Place())
    found: dict[int, Labelled] = {}

    def settle(node: Node, ranked: Mapping[Role, float], above: float) -> None:
        first, *others = sorted(ranked, key=ranked.__getitem__, reverse=True)
        margin = min(above, ranked[first] - ranked[others[0]] if others else above)
        second = others[0] if others else None
        found[id(node)] = Labelled(node, first, margin, _why(seen[id(node)], first), second)
        for child in node.children:
            if _has_role(child, first):
                settle(child, _with_steps(child, first, scores), margin)

    settle(root, scores[id(root)], float("inf"))
    return found


def score(evidence: Evidence, role: Role) -> float:
    """What the evidence at a node says for a role."""
    return BASE[role] + sum(
        strength * EVIDENCE[name][1].get(role, 0.0) for name, strength in evidence.items()
    )


def _may_be(node: Node, role: Role, evidence: Evidence, reader: Reader) -> bool:
    """The few hard constraints."""
    match role:
        case "indicator sheet":
            return "labelled indicator" in evidence
        case "chapter goal":
            return "labelled goal" in evidence
        case "goals" | "work" | "indicators":
            return node.block is None or reader.may_hold(node, role)
        case _:
            return True


def _has_role(node: Node, above: Role) -> bool:
    """Whether a node beneath one of this role is more than a part of its text."""
    if above not in STEPS:
        return False
    on_top = node.parent is not None and node.parent.block is None
    listed = above in ("goals", "work") or (above == "indicators" and is_measured(node))
    return on_top or listed or (node.heads and has_content(node))


def _with_steps(
    node: Node, above: Role, scores: Mapping[int, Mapping[Role, float]]
) -> dict[Role, float]:
    steps = STEPS[above]
    return {role: own + steps[role] for role, own in scores[id(node)].items() if role in steps}


def _of_parts(node: Node, role: Role, scores: Mapping[int, Mapping[Role, float]]) -> float:
    if role not in STEPS:
        return 0.0
    best = [
        max(_with_steps(child, role, scores).values())
        for child in node.children
        if _has_role(child, role)
    ]
    return sum(best) / len(best) if best else 0.0


def _why(evidence: Evidence, role: Role) -> str:
    spoke = sorted(
        (
            (EVIDENCE[name][1].get(role, 0.0) * strength, EVIDENCE[name][0])
            for name, strength in evidence.items()
        ),
        reverse=True,
    )
    told = [f"{words} {weight:+.1f}" for weight, words in spoke[:_TOLD] if weight > 0]
    return "、".join(told) or "沒有其他角色更相符"
