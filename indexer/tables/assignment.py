"""The field of each column: by the words of its header, else by its body and its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from math import log

from indexer.tables import weights
from indexer.tables.bodies import Body
from indexer.tables.columns import VALUES, Column
from indexer.tables.units import is_money
from indexer.vocabulary import fold, load

_MOST_UNKNOWN = 8
_MOST_CANDIDATES = 3
_SMOOTHING = 20
"""Characters of all headers that stand for a field before its own are counted."""
_LEAST_SHARE = 0.6
_NAME = {"project": "project", "kpi": "indicator"}
_NAMES = frozenset(_NAME.values())
_OWN = {
    "project": frozenset({"project", "content", "work_program", "plan_category", "budget"}),
    "kpi": frozenset({"indicator", "measure", "evaluation_method", "goal", "target", "actual"}),
}
"""Known columns that tell the kind of their table."""
_Given = tuple[float, Mapping[int, str]]
"""Score, and column → field of an assignment."""


def assign(
    columns: Sequence[Column], bodies: Sequence[Body], context: str | None
) -> tuple[Column, ...]:
    """Give a field to columns whose header words are not known, where the evidence is enough.

    Args:
        columns: by their header words.
        bodies: what stands beneath each.
        context: what the section is that the table stands in: project, kpi, narrative, or None.
    """
    groups = _unknown(columns, bodies)
    known = {
        at: column.field
        for at, column in enumerate(columns)
        if column.field and not any(at in group for group in groups)
    }
    if context == "narrative":
        return tuple(columns)
    told = context or any(field in own for field in known.values() for own in _OWN.values())
    if not groups or len(groups) > _MOST_UNKNOWN or not (told or any(map(_is_plain, bodies))):
        return tuple(columns)
    found: list[_Given] = []
    for kind, order in weights.ORDERED.items():
        taken = set(known.values())
        if (_NAMES - {_NAME[kind]}) & taken and _NAME[kind] not in taken:
            # The name of a row is known, and it is that of the other kind.
            continue
        fields = [f for f in (*order, *weights.FREE[kind]) if f not in taken]
        own = len(taken & _OWN[kind]) + (weights.CONTEXT if context == kind else 0.0)
        found += [
            (own + score, given)
            for score, given in _assignments(columns, bodies, groups, known, kind, fields)
        ]
    best, given = max(found, key=lambda one: one[0], default=(0.0, {}))
    return tuple(
        replace(
            column,
            field=given[at],
            why=_why(column, bodies[at], given[at]),
            margin=_share(
                best - max((s for s, other in found if other.get(at) != given[at]), default=0.0)
            ),
        )
        if at in given
        else column
        for at, column in enumerate(columns)
    )


def _share(difference: float) -> float:
    """A difference of two scores as a share, 0 to 1: half at the least score of a field."""
    return difference / (difference + weights.LEAST)


def _is_plain(body: Body) -> bool:
    """Whether a column can only be of a plan: prose, or figures with what they count."""
    return max(body.prose, body.units) >= _LEAST_SHARE


def _unknown(columns: Sequence[Column], bodies: Sequence[Body]) -> list[tuple[int, ...]]:
    """The columns whose words do not settle them; those of one word, year after year, are one."""
    groups: dict[str, list[int]] = {}
    name = next((at for at, c in enumerate(columns) if c.field in (None, *_NAMES)), 0)
    for at, (column, body) in enumerate(zip(columns, bodies, strict=True)):
        named = column.field is None or (column.field == "value" and bool(column.word))
        # 年度目標 over names that stand before those of the rows is no value to reach.
        named |= column.field == "target" and at < name and body.values < _LEAST_SHARE
        if named and body.filled and not body.constant:
            groups.setdefault(column.word if column.year else f"{at}", []).append(at)
    return [tuple(group) for group in groups.values()]


def _assignments(
    columns: Sequence[Column],
    bodies: Sequence[Body],
    groups: Sequence[Sequence[int]],
    known: Mapping[int, str],
    kind: str,
    fields: Sequence[str],
) -> Iterator[_Given]:
    """Iterate over the assignments of likely fields to columns, each with its score."""
    choices: list[list[tuple[float, str | None]]] = []
    for first, *_ in groups:
        # A year stands over values alone.
        own = [f for f in fields if columns[first].year is None or f in VALUES]
        scored = [(_of_column(columns[first], bodies[first], field), field) for field in own]
        likely = sorted((s, f) for s, f in scored if s >= weights.LEAST)[-_MOST_CANDIDATES:]
        choices.append([(0.0, None), *likely])
    for chosen in product(*choices):
        fields_given = [field for _, field in chosen if field]
        if len(set(fields_given)) < len(fields_given):
            continue
        given = {
            at: field
            for group, (_, field) in zip(groups, chosen, strict=True)
            for at in group
            if field
        }
        firsts = {group[0]: given[group[0]] for group in groups if group[0] in given}
        score = sum(s for s, _ in chosen) + _order({**known, **firsts}, firsts, kind)
        if kind == "kpi" and not {*fields_given, *known.values()} & {*VALUES, "progress"}:
            score -= weights.NO_VALUES
        if "actual" in fields_given and "target" not in {*fields_given, *known.values()}:
            score -= weights.ALONE
        yield score, given


def _of_column(column: Column, body: Body, field: str) -> float:
    return sum(_evidence(column, body, field).values())


def _evidence(column: Column, body: Body, field: str) -> dict[str, float]:
    """What each kind of evidence adds to the score of a field."""
    found = {
        name: weight * float(getattr(body, name)) for name, weight in weights.BODY[field].items()
    }
    if column.unit and is_money(column.unit) and field in ("budget", *VALUES):
        # What is counted in money is spent, whatever the form of its figures.
        found = {"amounts": weights.BODY["budget"]["amounts"] if field == "budget" else 0.0}
    elif column.unit and "units" in weights.BODY[field]:
        # Figures whose unit stands in the header have it as much as those that print it.
        found |= {
            "units": weights.BODY[field]["units"] * body.values,
            "numbers": 0.0,
            "amounts": 0.0,
        }
    return {**found, "word": weights.WORD * word_likeness(column.word, field)}


def _why(column: Column, body: Body, field: str) -> str:
    evidence = _evidence(column, body, field)
    parts = "、".join(f"{name} {score:+.2f}" for name, score in evidence.items() if score)
    total = sum(evidence.values())
    return f"欄名不認得，依內容與位置：{parts}，合計 {total:.2f}（至少 {weights.LEAST}）"


def _order(fields: Mapping[int, str], given: Mapping[int, str], kind: str) -> float:
    """What the order of the columns adds or takes, over the pairs with a column just given."""
    order = weights.ORDERED[kind]
    placed = [(at, order.index(field)) for at, field in sorted(fields.items()) if field in order]
    total = 0.0
    for index, (left, first) in enumerate(placed):
        for right, second in placed[index + 1 :]:
            if first != second and (left in given or right in given):
                total += weights.ORDER * (1 if first < second else -2)
    return total


@cache
def word_likeness(word: str, field: str) -> float:
    """How far the characters of a header are those of a field's known headers, -0.3 to 1.

    The mean over its characters of the log of how much more common each is in headers of the
    field than in others.
    """
    text = [char for char in fold(word) if "\u3400" <= char <= "\u9fff"]
    if not text:
        return 0.0
    own, every = _characters()
    total, whole = sum(own[field].values()), sum(every.values())
    score = 0.0
    for char in text:
        # A character that no known header has tells nothing.
        share = every[char] / whole
        if share:
            here = (own[field][char] + _SMOOTHING * share) / (total + _SMOOTHING)
            score += log(here / share)
    return max(-0.3, min(1.0, score / len(text)))


@cache
def _characters() -> tuple[dict[str, Counter[str]], Counter[str]]:
    """Characters of the known headers by field, and of all."""
    own: dict[str, Counter[str]] = {field: Counter() for field in weights.BODY}
    every: Counter[str] = Counter()
    for word, field in load().headers.items():
        every.update(word)
        if field in own:
            own[field].update(word)
    return own, every
