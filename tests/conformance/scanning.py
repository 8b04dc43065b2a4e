"""A plain scan of units: what every engine must answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from search.analysis import load_analyzer
from search.engines.base import Filters
from search.fields import BY_NAME, IndexUnit
from search.filters import excluding, passes, spanning
from search.query.tree import And, Node, Not, Or, Phrase, Weight

COLUMNS = ("agency", "year", "work_program", "plan_category", "kind", "document", "copies")
fold = load_analyzer().fold
fold_written = load_analyzer().fold_written


def phrase(text: str) -> Phrase:
    return Phrase(load_analyzer().phrase(fold(text)))


def needle(text: str, *, merged: bool = False, inside: bool = False) -> Phrase:
    made = load_analyzer().needle(text, merged=merged, inside=inside)
    return Phrase(made.grams(), made)


def holds(unit: IndexUnit, node: Node) -> bool:
    match node:
        case Phrase(grams, None):
            text = grams[0] + "".join(gram[-1] for gram in grams[1:])
            return any(text in fold(searched) for _, searched in unit.texts)
        case Phrase(_, needle):
            turn = fold_merged if needle.merged else str
            return any(needle.occurs(turn(searched)) for _, searched in unit.texts)
        case And(parts):
            return all(holds(unit, part) for part in parts)
        case Or(parts):
            return any(holds(unit, part) for part in parts)
        case Not(part):
            return not holds(unit, part)


def fold_merged(text: str) -> str:
    return load_analyzer().fold_running(text, merged=True)


def allowed(unit: IndexUnit, filters: Filters, but: str = "") -> bool:
    return all(
        passes(values, *values_of(unit, name)) for name, values in filters.items() if name != but
    )


def values_of(unit: IndexUnit, column: str) -> list[str]:
    return [value for name, value in unit.columns if name == column]


def scan(units: Sequence[IndexUnit], tree: Node, filters: Filters) -> list[int]:
    return [unit.number for unit in units if holds(unit, tree) and allowed(unit, filters)]


def counts(units: Sequence[IndexUnit], tree: Node, filters: Filters) -> Mapping[str, Counter[str]]:
    matching = [unit for unit in units if holds(unit, tree)]
    return {
        column: Counter(
            value
            for unit in matching
            if allowed(unit, filters, but=column)
            for value in values_of(unit, column)
        )
        for column in COLUMNS
    }


def score(unit: IndexUnit, weights: Sequence[Weight]) -> float:
    return sum(
        weight.weight
        for weight in weights
        if any(
            weight.gram in fold(text)
            for field, text in unit.texts
            if not weight.heading or BY_NAME[field].weight > 1
        )
    )


def frequency(units: Sequence[IndexUnit], gram: str) -> int:
    return sum(any(gram in fold(text) for _, text in unit.texts) for unit in units)


def random_tree(chosen: Random, texts: Sequence[str], depth: int = 2) -> Node:
    """A tree of cuts of some texts, which mostly find something."""
    if depth and chosen.random() < 0.5:
        parts = tuple(random_tree(chosen, texts, depth - 1) for _ in range(chosen.randint(0, 3)))
        made = chosen.choice((And, Or))(parts)
        return Not(made) if chosen.random() < 0.2 else made
    text = chosen.choice(texts)
    start = chosen.randrange(len(text))
    cut = text[start : start + chosen.randint(1, 6)].strip() or "職"
    if chosen.random() < 0.2:
        return phrase(cut)
    return needle(cut, merged=chosen.random() < 0.3, inside=chosen.random() < 0.3)


def random_filters(chosen: Random) -> Filters:
    choices: dict[str, tuple[str, ...]] = {
        "agency": ("勞動部", "示範市", "未標示", excluding("勞動部")),
        "year": ("2017", "2020", "未標示", spanning(2018, None), spanning(None, 2020)),
        "kind": ("goal", "project", excluding("kpi"), "narrative"),
        "copies": ("0", "1"),
    }
    names = chosen.sample(sorted(choices), chosen.choice((0, 0, 1, 2, 3)))
    return {
        name: tuple(chosen.sample(choices[name], chosen.randint(1, 2))) for name in sorted(names)
    }
