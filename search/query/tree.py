"""The tree of a query: all that an engine must understand."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import Needle


@dataclass(frozen=True, slots=True)
class Phrase:
    """Grams that stand in a row, each one character after the one before, within one field.

    Attributes:
        grams: of the merged folding.
        needle: what must stand in the text itself; the grams are then all in the text, in no
            row of their own.
    """

    grams: tuple[str, ...]
    needle: Needle | None = None


@dataclass(frozen=True, slots=True)
class And:
    """All of these; everything where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these; nothing where there are none."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    part: Node


Node = Phrase | And | Or | Not
EVERYTHING = And(())
NOTHING = Or(())


@dataclass(frozen=True, slots=True)
class Weight:
    """What the presence of a gram adds to the score of a unit that matches.

    Attributes:
        heading: counts only in fields that weigh more than the text.
    """

    gram: str
    weight: float
    heading: bool = False
