"""A column of a table and what it means."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from indexer.vocabulary import fold

VALUES = ("target", "revised", "actual", "baseline", "rate", "value")
"""Fields of columns that hold a target, an actual or another value."""
_YEAR = re.compile(r"^(?:中華民國|民國)?\d{2,4}年?度?|[(（][^()（）]*[)）]$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means.

    Attributes:
        field: a field of vocabulary.toml, "value" for a bare year, None where unknown.
        label: the header's own words, outermost first.
        year: Gregorian, where the header prints one.
        unit: what its figures are counted in, where its header or a line over the table says so.
        why: what decided the field, for those who ask.
        margin: how sure the field is, 0 to 1: 1 for a known header word, else by how much the
            assignment is better than the best one in which the column has another field.
    """

    field: str | None
    label: str
    year: int | None = None
    unit: str | None = dataclasses.field(default=None, compare=False)
    why: str = dataclasses.field(default="", compare=False)
    margin: float = dataclasses.field(default=1.0, compare=False)

    @property
    def word(self) -> str:
        """The header's words without a year or a bracket."""
        return _YEAR.sub("", fold(self.label))
