"""Indicators in numbered lists without a table, as （一）受理件數：目標值 80 件。 is one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.blocks import Table, Text
from indexer.splitting.outline import Node, colon_title
from indexer.splitting.rows import unit_of
from indexer.splitting.tables import bare
from indexer.vocabulary import load
from search.model import Kpi

_FIGURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千萬]{2,}")
_CLAUSE = re.compile(r"[，,；;。\n](?![0-9０-９]{3})")
_REACHED = re.compile(r"(?:年度)?(?:預期|預定|預計|原訂|原定)?目標值?(?:為|達)?\s*(?=[0-9０-９])")
_MEASURES = ("target", "measure")
_LONGEST_TARGET = 24


def lists_indicators(node: Node) -> bool:
    """Whether most of what is numbered beneath a heading of indicators is measured in words."""
    if any(isinstance(block, Table) for block in node.blocks()):
        return False
    inner = [one for one in node.walk() if one is not node and is_measured(one)]
    others = [child for child in node.children if not any(one in inner for one in child.walk())]
    return len(inner) > len(others)


def is_measured(node: Node) -> bool:
    """Whether a numbered paragraph names an indicator and says what it is to reach."""
    parted = colon_title(node.title)
    if parted is not None and parted[1]:
        field = load().header(parted[0]).field
        return field in (None, "indicator") and bool(_FIGURE.search(parted[1]))
    beneath = [block.text for block in node.body if isinstance(block, Text)]
    beneath += [child.text for child in node.children]
    return node.heads and any(_labelled(text)[0] in _MEASURES for text in beneath)


def listed_kpi(lines: Sequence[str], goal: str | None) -> Kpi:
    """The cells of an indicator whose paragraphs label them: 目標值 80 件，負責單位：主計室.

    Args:
        lines: what stands behind its name, in order.
        goal: that it stands under.
    """
    found: dict[str, str] = {}
    for clause in (part.strip() for line in lines for part in _CLAUSE.split(line)):
        field, rest = _labelled(clause)
        reached = _REACHED.match(clause)
        if field:
            found.setdefault(field, rest)
        elif reached:
            found.setdefault("target", clause[reached.end() :])
    whole = lines[0].rstrip("。") if len(lines) == 1 else ""
    if not found and len(whole) <= _LONGEST_TARGET:
        found["target"] = whole
    target = found.get("target") or None
    return Kpi(
        goal=goal,
        measure=found.get("measure") or None,
        target=target,
        progress=found.get("progress") or None,
        unit=found.get("unit") or unit_of([target or ""]),
        responsible_unit=found.get("responsible_unit") or None,
    )


def _labelled(text: str) -> tuple[str | None, str]:
    """The field that the word before a colon names, and what is behind it."""
    parted = colon_title(bare(text.lstrip("-•●．· "))[1])
    if parted is None:
        return None, ""
    return load().header(parted[0]).field, parted[1]
