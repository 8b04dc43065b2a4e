"""What is seen of a heading or numbered paragraph that speaks for a role, each with its strength."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.blocks import Table, Text
from indexer.meaning.headings import (
    announces_goals,
    has_content,
    has_table,
    heads_review,
    is_labelled_project,
    is_measured,
    is_section,
    is_told_in_parts,
    own_meaning,
    says_measured,
    titled_by_words,
)
from indexer.numbering import RANK
from indexer.outline.codes import labelled, labelled_goal
from indexer.outline.points import are_titled, is_bulleted, is_list_of_sentences
from indexer.outline.tree import Node, colon_title, is_aim
from indexer.vocabulary import load

_PLANS = ("施政計畫", "工作計畫")
_LONGEST_PROJECT = 8000
"""Characters; fields that are longer hold several work items whatever they look like."""
_FIRST_COUNTED = RANK["ordinal"]
_POINTS = RANK["chinese-bracket"]
_DONE = re.compile(
    "完成|辦理|核定|補助|輔導|受理|召開|舉辦|查獲|取締|訂定|修正|核准|發布|達成|累計|截至|計有|共計|業於|已於"
)
_AMOUNT = re.compile(
    r"(?:編列|匡列|經費|預算)[^，。；]{0,12}?[0-9０-９][0-9０-９,，.]*\s*[兆億萬千]*元"
)
_FIGURE = re.compile("[0-9０-９]")
_DATE = re.compile(r"[0-9０-９]\s*[年月日]")
_SENTENCE_END = re.compile("[。；]")
_LEAST_TEXT = 300
_SHORT = 40
"""Characters of a point; a result that is told takes more."""
_MOST = 0.8

Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands.

    Attributes:
        level: numbered levels from the nearest heading that says what it holds, itself counted;
            0 for parts and chapters.
        beneath_words: whether there is such a heading.
    """

    level: int = 0
    beneath_words: bool = False


class Reader:
    """Gathers the evidence of all nodes of a document.

    Attributes:
        default: what the kind of the document says of its numbered paragraphs.
    """

    def __init__(self, root: Node, title: str, kind: str | None) -> None:
        self._title, self._kind = title, kind
        numbered = load().numbered
        self.default = next((m for m, kinds in numbered.items() if kind in kinds), None)
        self._says = {id(node): own_meaning(node, kind, self.default) for node in root.walk()}
        self._mass: dict[int, int] = {}
        self._beneath: dict[int, frozenset[str]] = {}
        self._sum(root)
        self._formed = _forms(root.children, kind, self._says)
        self._root = root
        self._done, aims = self._measure_forms()
        # Where a heading says what it holds, the sentences beneath the others are its points.
        self._aims = 0.0 if {"goal", "project", "kpi"} & {*self._says.values()} else aims

    def _sum(self, node: Node) -> None:
        """Add up, from the leaves, characters of text and what labelled headings there are."""
        own = sum(len(block.text) for block in node.body if isinstance(block, Text))
        held: set[str] = set()
        for child in node.children:
            self._sum(child)
            held |= self._beneath[id(child)]
            own += self._mass[id(child)]
            if child.heads and has_content(child):
                if labelled_goal(child.title) is not None:
                    held.add("goal")
                if labelled(child.title, "indicator") is not None and says_measured(child):
                    held.add("sheet")
        self._mass[id(node)] = own + len(node.text)
        self._beneath[id(node)] = frozenset(held)

    def of_root(self) -> Evidence:
        """What speaks for the document as a whole."""
        root = self._root
        titled = titled_by_words(self._title, self._kind) if not self._any_words() else None
        return {
            "whole document": 1.0,
            "plan of goals": float(self.default == "goal"),
            "plan of work": float(self.default == "project"),
            "announced goals": float(announces_goals(root)),
            "title says work": float(titled == "project"),
            "lists aims": self._aims,
            "tells what was done": self._done,
        }

    def _measure_forms(self) -> tuple[float, float]:
        """How far the numbered paragraphs tell of work done, as reports do, or of aims, as policies do.

        Of 32 documents, reports to councils and parliament tell of work done, with figures, in 0.53
        to 0.77 of their text, all others but short performance reports in 0.43 and less; statements
        of policy have sentences of aims without dates in 0.87, all others in 0.10 and less.
        """
        whole = done = aims = 0
        for node in self._root.walk():
            told = "" if node.heads else node.text
            told += "".join(block.text for block in node.body if isinstance(block, Text))
            whole += len(told)
            if node.number is None:
                continue
            for sentence in _SENTENCE_END.split(told):
                if _DONE.search(sentence) and _FIGURE.search(sentence):
                    done += len(sentence)
                elif not (node.heads or node.children or _DATE.search(sentence)):
                    aims += len(sentence) if any(aim in sentence for aim in load().aims) else 0
        if whole < _LEAST_TEXT:
            return 0.0, 0.0
        return _between(done / whole, 0.35, 0.5), _between(aims / whole, 0.4, 0.7)

    def _any_words(self) -> bool:
        return any(is_section(node) for node in self._root.walk() if node.block is not None)

    def place(self, node: Node, above: Place) -> Place:
        """Where a node stands, by where what is above it stands."""
        if self._says[id(node)] is not None or id(node) in self._formed:
            return Place(0, True)
        counts = node.number is not None and (
            above.beneath_words or RANK[node.style] >= _FIRST_COUNTED
        )
        return Place(above.level + counts, above.beneath_words)

    def of(self, node: Node, place: Place) -> Evidence:
        """What is seen of a node; strengths from 0 to 1, what is not seen left out."""
        return {name: strength for name, strength in self._all(node, place) if strength}

    def _all(self, node: Node, place: Place) -> Iterator[tuple[str, float]]:
        says = self._says[id(node)]
        if says is not None:
            yield f"says {says}", 1
        heads, content = node.heads, has_content(node)
        if heads:
            goal = labelled_goal(node.title) is not None
            yield "labelled goal", float(goal and content)
            yield (
                "labelled indicator",
                float(content and labelled(node.title, "indicator") is not None),
            )
            name = node.title.rstrip("：:")
            yield "named as a program", float(place.level < 2 and name.endswith(load().programs))
            yield "named as a work item", float(name.endswith(load().works))
            yield "names goals column", float(load().header(node.title).field == "goal")
            parts_labelled = any(map(is_labelled_project, node.children))
            yield "labelled project", float(is_labelled_project(node) and not parts_labelled)
        beneath = self._beneath[id(node)]
        labelled_parts = any(
            has_content(c) and labelled(c.title, "indicator") for c in node.children
        )
        yield "over labelled indicators", float(labelled_parts)
        yield "over indicator sheets", float("sheet" in beneath or heads_review(node))
        yield "over labelled goals", float("goal" in beneath)
        yield from self._of_parts(node)
        mass = self._mass[id(node)]
        own = mass - len(node.text) - sum(self._mass[id(child)] for child in node.children)
        named = colon_title(node.title)
        sentence = not heads or (named is not None and bool(named[1]))
        if not labelled(node.title, "program"):
            yield "own sentence", float(sentence)
        told = own > 0.5 * mass and bool(node.children)
        yield "own text", float(told)
        yield "very long", float(mass > _LONGEST_PROJECT and bool(node.children))
        yield "measured", float(is_measured(node))
        yield "names an indicator beneath", float(any(map(_names_indicator, node.body)))
        tables = has_table(node)
        yield "only a table", float(tables and mass == len(node.text))
        counted = node.number is not None and RANK[node.style] >= _POINTS
        yield "counted as points", float(counted)
        yield "unnumbered over a table", float(tables and node.number is None)
        yield "whole chapter", float(place.level == 0 and says is None)
        over_parts = place.level == 1 and bool(node.children) and not (sentence or told)
        yield "first level over parts", float(over_parts)
        yield "deep level", float(place.level >= 2)
        yield f"looks like {self._formed.get(id(node))}", float(id(node) in self._formed)
        of_goals = self.default == "goal" or self._aims > 0.5
        field = of_goals and heads and bool(node.children) and not node.body
        yield "policy field", float(field)

    def _of_parts(self, node: Node) -> Iterator[tuple[str, float]]:
        count = len(node.children)
        if not count:
            return
        heads = [child for child in node.children if child.heads]
        yield "parts with text", sum(bool(child.body) for child in heads) / count
        yield "parts over others", sum(map(has_content, heads)) / count
        points = sum(
            not has_content(c) and colon_title(c.title) is None and len(c.title) <= _SHORT
            for c in node.children
        )
        yield "unnamed points", points / count
        yield "parts are fields", float(is_told_in_parts(node))
        amounts = sum(map(_tells_amount, node.children)) / count
        yield "parts with amounts", _between(amounts, 0.5, 1.0)
        records = sum(any(map(_is_record_table, child.body)) for child in node.children)
        yield "parts over indicators", records / count
        measured = sum(is_measured(child) for child in node.children) / count
        yield "parts measured", measured if not any(map(has_table, node.walk())) else 0.0

    def may_hold(self, node: Node, role: str) -> bool:
        """Whether a node without parts may stand over goals or work items: over marked points."""
        if node.children:
            return True
        if role == "goals":
            return self._says[id(node)] == "goal" or is_bulleted(node) or is_list_of_sentences(node)
        if role == "work":
            listed = is_bulleted(node) and are_titled(node)
            return listed or self._says[id(node)] == "project"
        return role == "indicators"


def _between(share: float, none: float, full: float) -> float:
    """A share as a strength: 0 at none and below, 1 at full and above."""
    return min(1.0, max(0.0, (share - none) / (full - none)))


def _tells_amount(node: Node) -> bool:
    """True if a heading's own paragraphs say what is budgeted for it: 編列57億元."""
    texts = [node.text, *(block.text for block in node.body if isinstance(block, Text))]
    return node.number is not None and any(map(_AMOUNT.search, texts))


def _is_record_table(block: Text | Table) -> bool:
    """True for a table that was made of labelled lines, which only indicators are."""
    return isinstance(block, Table) and not block.number


def _names_indicator(block: Text | Table) -> bool:
    return isinstance(block, Text) and labelled(block.text, "indicator") is not None


def _forms(top: list[Node], kind: str | None, says: Mapping[int, str | None]) -> dict[int, str]:
    """Id of a section → goals or work, for those of a plan whose headings say nothing.

    Headings over points are goals, headings over named work are programs; each kind once, and the
    goals before the work.
    """
    said = [says[id(node)] for node in top]
    numbered = [n for n in top if n.heads and (n.number is not None or n.level is not None)]
    if len(numbered) < 2 or (kind not in _PLANS and not {"project", "kpi", "goal"} & {*said}):
        return {}
    found: dict[int, str] = {}
    names = {"goal": "goals", "project": "work"}
    taken = {names[one] for one in said if one in names}
    for node, own in zip(top, said, strict=True):
        form = _form(node) if own is None and node in numbered else None
        if form is None or form in taken or (form == "goals" and "work" in found.values()):
            continue
        found[id(node)] = form
        taken.add(form)
    return found


def _form(node: Node) -> str | None:
    """What the headings and points beneath a heading look like: goals, work, or neither."""
    children = [child for child in node.children if child.heads and has_content(child)]
    if len(children) < 2 or len(children) < len(node.children) or is_section(children[0]):
        return None
    if any(isinstance(block, Table) for block in node.body):
        return None
    if sum(map(is_aim, children)) > _MOST * len(children):
        return "goals"
    points = [point for child in children for point in child.children]
    if not all(child.children for child in children):
        return None
    named = sum(
        (point.heads and has_content(point)) or colon_title(point.title) is not None
        for point in points
    )
    if named > _MOST * len(points):
        return "work"
    return "goals" if named < (1 - _MOST) * len(points) else None
