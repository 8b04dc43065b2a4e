"""Weights of the evidence for the field of a column whose header word is not known.

A weight is what a share of 1.0 adds to the score of a field; LEAST is the score that a field must
reach. Fitted by eye on generated plans of development seeds (tests/generated), checked on the gold
documents; see docs/decisions/015-reading-in-stages.md.
"""

from __future__ import annotations

LEAST = 1.6
"""A field below it stays unknown: its cells are kept as text of the row, with their label."""
WORD = 1.2
"""How far the characters of an unknown header are those of known headers of the field."""
ORDER = 1.0
"""For each pair of columns that stand in the order in which tables have them; lost otherwise."""
ALONE = 1.5
"""Lost by values that were reached where no column says what was to be reached."""
NO_VALUES = 1.5
"""Lost by a table of indicators in which no column says how far anything is to be reached."""
CONTEXT = 1.5
"""A section of work items or of indicators, for a table of its kind."""

BODY: dict[str, dict[str, float]] = {
    "number": {"numbers": 2.5, "repeated": -2.0},
    "work_program": {"names": 1.0, "spread": 2.5, "repeated": 1.5, "prose": -2.0, "organs": -1.0},
    "project": {"names": 2.0, "filled": 0.5, "repeated": -2.0, "spread": -2.0, "organs": -2.0, "short": -0.3},
    "content": {"prose": 2.5, "long": 0.5, "names": -0.5},
    "plan_category": {"short": 0.8, "repeated": 1.4, "names": 0.4, "organs": -2.0, "values": -2.0, "spread": -1.0},
    "budget": {"amounts": 2.5, "units": -1.5},
    "responsible_unit": {"organs": 2.5},
    "goal": {"names": 1.0, "spread": 2.5, "repeated": 1.5, "organs": -1.0},
    "indicator": {"names": 2.0, "filled": 0.5, "repeated": -2.0, "spread": -2.0, "organs": -2.0, "short": -0.3},
    "measure": {"prose": 1.5, "long": 1.0, "filled": 0.5, "values": -2.0, "short": -0.6, "repeated": -1.0},
    "evaluation_method": {"methods": 1.6, "short": 0.8, "repeated": 1.4, "names": 0.4, "organs": -2.0, "values": -2.0, "spread": -1.0},
    "code": {"codes": 2.5},
    "unit": {"counted": 2.5, "organs": -2.5},
    "year": {"years": 2.5},
    "target": {"values": 2.0, "units": 0.5, "numbers": -1.0, "amounts": -1.0},
    "actual": {"values": 2.0, "units": 0.5, "numbers": -1.0, "amounts": -1.0},
}  # fmt: skip

ORDERED: dict[str, tuple[str, ...]] = {
    "project": ("number", "work_program", "project", "content", "responsible_unit"),
    "kpi": ("number", "goal", "indicator", "measure", "year", "target", "actual"),
}
"""Fields of each kind of table in their usual order."""
FREE: dict[str, tuple[str, ...]] = {
    "project": ("code", "plan_category", "budget"),
    "kpi": ("code", "evaluation_method", "responsible_unit", "unit"),
}
"""Fields that stand anywhere."""
