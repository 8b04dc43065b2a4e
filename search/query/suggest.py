"""Suggestions while typing: names of the corpus that begin with, or hold, what was typed."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis import Analyzer


class Names:
    """The names of a corpus, ready to be looked through.

    Args:
        names: (what it is, name, times), the most frequent first.
        analyzer: folds what is typed and the names alike.
    """

    def __init__(self, names: Iterable[tuple[str, str, int]], analyzer: Analyzer) -> None:
        self._fold = analyzer.fold
        unique = {self._fold(name): name for _, name, _ in reversed(tuple(names))}
        self._folded = tuple(reversed(unique))
        self._printed = unique

    def like(self, text: str, limit: int = 10) -> tuple[str, ...]:
        """Give names as printed: those that begin with a text, then those that hold it.

        Args:
            text: as typed so far.
            limit: how many at most.
        """
        wanted = self._fold(text)
        if not wanted or limit < 1:
            return ()
        begin = [name for name in self._folded if name.startswith(wanted)][:limit]
        if len(begin) < limit:
            begin += [
                name for name in self._folded if wanted in name and not name.startswith(wanted)
            ][: limit - len(begin)]
        return tuple(self._printed[name] for name in begin)
