"""A query in writing: the tree that was understood, as a line that is understood alike."""

from __future__ import annotations

from collections.abc import Iterable

from search.model import Condition
from search.query.facets import LABELS, code
from search.query.parse import All, Any, Syntax, Typed, Without, terms

_MOST_VALUES = 8


def formal(tree: Syntax | None, conditions: Iterable[Condition]) -> str:
    """Write a query as a line with its operators and filters.

    Args:
        tree: what was understood, lists taken apart.
        conditions: that were read from the line and narrow it.

    Returns:
        Nothing for sentences, whose words are weighed and not required.
    """
    if any(term.prose for term in terms(tree)):
        return ""
    parts = [] if tree is None else [_written(tree, inner=False)]
    parts += [_filter(one) for one in conditions if one.applied]
    return " ".join(dict.fromkeys(parts))


def _filter(one: Condition) -> str:
    """A condition as a typed filter; in its own words where no filter is typed so."""
    if one.facet not in LABELS or not 0 < len(one.values) <= _MOST_VALUES:
        return one.text
    codes = (code(one.facet, value) for value in one.values)
    values = one.values if one.facet in ("agency", "kind") else tuple(codes)
    return f"{LABELS[one.facet]}:{','.join(values)}"


def _written(tree: Syntax, *, inner: bool) -> str:
    match tree:
        case Typed(text, quoted):
            return f"「{text}」" if quoted else text
        case All(parts):
            # What is left out stands behind a minus of its own, not behind an operator.
            line = " AND ".join(_written(p, inner=True) for p in parts if not _is_out(p))
            out = " ".join(_written(part, inner=True) for part in parts if _is_out(part))
            whole = f"{line} {out}".strip()
        case Any(parts):
            whole = " OR ".join(_written(part, inner=True) for part in parts)
        case Without(part):
            return "-" + _written(part, inner=True)
    return f"（{whole}）" if inner else whole


def _is_out(part: Syntax) -> bool:
    return isinstance(part, Without)
