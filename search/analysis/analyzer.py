"""The analyzer: what makes indexed text and typed text meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from search.analysis import naming, normalise, script, segment
from search.analysis.needle import Needle, needle

# Raise when the rules in normalise.py, segment.py or naming.py fold, cut or choose differently.
_RULES = 4


@dataclass(frozen=True, slots=True)
class Analyzer:
    """Folds and cuts text, the same for index and query.

    Attributes:
        version: changes whenever the grams of some text, or the words of some names, would; an
            index made by another version must be built again. Shipped words serve ranking, at
            query time alone, so they are not in it.
        names: words that the names of a corpus share, kept with its index, merged folding.
    """

    version: str
    names: frozenset[str] = frozenset()

    def knowing(self, names: Iterable[str]) -> Analyzer:
        """Give the analyzer of a corpus, which also knows the words of its names."""
        known = frozenset(names)
        described = "\n".join((self.version, *sorted(known)))
        return Analyzer(sha256(described.encode()).hexdigest()[:16], known)

    def words_of_names(self, names: Iterable[str]) -> tuple[str, ...]:
        """Find the words that printed names share, as an index keeps them."""
        return naming.words_of_names(map(normalise.fold, names))

    def fold(self, text: str) -> str:
        """Fold a text to the form in which written forms of all scripts compare equal."""
        return normalise.fold(text)

    def fold_with_map(self, text: str) -> normalise.Folded:
        """Fold a text and keep where each character came from."""
        return normalise.fold_with_map(text)

    def fold_written(self, text: str) -> str:
        """Fold a text but for its script, so that 製 and 制 stay apart."""
        return normalise.fold_written(text)

    def fold_written_with_map(self, text: str) -> normalise.Folded:
        """Fold a text but for its script and keep where each character came from."""
        return normalise.fold_written_with_map(text)

    def fold_running(self, text: str, *, merged: bool = False) -> str:
        """Fold a text so that its figures and Latin words can be told apart."""
        return normalise.fold_running(text, merged=merged)

    def fold_running_with_map(self, text: str, *, merged: bool = False) -> normalise.Folded:
        """Fold a text so and keep where each character came from."""
        return normalise.fold_running_with_map(text, merged=merged)

    def is_simplified(self, text: str) -> bool:
        """Tell whether a text was typed in simplified script."""
        return script.is_simplified(text)

    def in_traditional(self, text: str) -> str:
        """Give what a text may mean where it was typed in simplified script: 製造 for 制造."""
        return script.in_traditional(text)

    def needle(
        self,
        text: str,
        *,
        merged: bool = False,
        inside: bool = False,
        apart: Iterable[tuple[str, str]] = (),
    ) -> Needle:
        """Make what to look for of a typed text.

        Args:
            text: a term or a wording of it.
            merged: it was typed in simplified script.
            inside: it may stand within longer figures and Latin words.
            apart: (before, after) pairs between which it says something else.
        """
        return needle(text, merged=merged, inside=inside, apart=apart)

    def phrase(self, folded: str) -> tuple[str, ...]:
        """Cut a folded term into the grams that stand in a row wherever it occurs."""
        return segment.phrase(folded)

    def words(self, folded: str) -> tuple[str, ...]:
        """Cut folded text into words for ranking, shorter words inside longer ones included."""
        return segment.words(folded, self.names)

    def cut(self, folded: str) -> tuple[str, ...]:
        """Cut folded text into words that together are the text."""
        return segment.cut(folded, self.names)


@cache
def load_analyzer() -> Analyzer:
    """Give the analyzer of this installation, the same object each time."""
    described = f"rules={_RULES} {normalise.describe()}"
    return Analyzer(version=sha256(described.encode()).hexdigest()[:16])
