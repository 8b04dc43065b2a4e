"""The analyzer: what makes indexed text and typed text meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from search.analysis import normalise, segment

# Raise when the rules in normalise.py or segment.py cut or fold differently.
_RULES = 1


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Folds and cuts text, the same for index and query.

    Attributes:
        version: changes whenever the grams of some text would; an index made by another
            version must be built again. Words serve ranking, at query time alone, so they
            are not in it.
    """

    version: str

    def fold(self, text: str) -> str:
        """Fold a text to the form in which written forms compare equal."""
        return normalise.fold(text)

    def fold_with_map(self, text: str) -> normalise.Folded:
        """Fold a text and keep where each character came from."""
        return normalise.fold_with_map(text)

    def phrase(self, folded: str) -> tuple[str, ...]:
        """Cut a folded term into the grams that stand in a row wherever it occurs."""
        return segment.phrase(folded)

    def words(self, folded: str) -> tuple[str, ...]:
        """Cut folded text into words for ranking, shorter words inside longer ones included."""
        return segment.words(folded)

    def cut(self, folded: str) -> tuple[str, ...]:
        """Cut folded text into words that together are the text."""
        return segment.words(folded, search=False)


@cache
def load_analyzer() -> Analyzer:
    """Give the analyzer of this installation, the same object each time."""
    described = f"rules={_RULES} {normalise.describe()}"
    return Analyzer(version=sha256(described.encode()).hexdigest()[:16])
