"""What tells links to passages of one title from each other, for who hears them out of context."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from search.model import Passage
from web import wordings


def told_apart(passages: Iterable[Passage]) -> Mapping[str, str]:
    """Say where those passages stand whose title others have too.

    Args:
        passages: that one page links, in its order; one that comes again counts once.

    Returns:
        Id to a text that no other passage has; passages with a title of their own are left out.
    """
    found = {passage.id: passage for passage in passages}
    titles = Counter(passage.title for passage in found.values())
    alike = {id_: wordings.whereabouts(one) for id_, one in found.items() if titles[one.title] > 1}
    seen: Counter[tuple[str, str]] = Counter()
    named = {}
    for id_, where in alike.items():
        key = (found[id_].title, where)
        seen[key] += 1
        named[id_] = where if seen[key] == 1 else wordings.nth(where, seen[key])
    return named
