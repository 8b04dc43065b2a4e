"""Bodies that a draft names: whose words and figures it says that they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.agencies import Agencies
from search.evidence.checks import sentence_at
from search.model import Document, Passage


class BodiesNamed:
    """Recognises the agencies of a corpus in running text, by all their names.

    Args:
        documents: of the corpus.
        agencies: that know names; a bureau is also called by what follows its government's name.
    """

    def __init__(self, documents: Iterable[Document], agencies: Agencies) -> None:
        held = dict.fromkeys(one.agency for one in documents if one.agency is not None)
        self._agencies = agencies
        self._held = tuple(held)
        called: dict[str, str] = {}
        for name in (*agencies.all_names, *held):
            called.setdefault(name, name)
        for name in held:
            government, found, bureau = name.partition("政府")
            if found and len(bureau) > 1:
                called.setdefault(bureau, name)
                called.setdefault(f"{government}{bureau}", name)
        longest_first = sorted(called, key=len, reverse=True)
        self._called = called
        self._names = re.compile("|".join(map(re.escape, longest_first)))

    def before(self, draft: str, place: int) -> str | None:
        """The body that the sentence around a place names last before it, None where none."""
        first, _ = sentence_at(draft, place, place)
        named = [one.group() for one in self._names.finditer(draft[first:place])]
        return self._called[named[-1]] if named else None

    def is_of(self, passage: Passage, name: str | None) -> bool:
        """Whether a passage is of a body, of what it was called before, or of one under it."""
        if name is None or passage.agency is None:
            return True
        return (
            passage.agency == name
            or passage.agency.startswith(name)
            or passage.agency in self._agencies.answering(name, self._held)
            or name in self._agencies.names(passage.agency)
        )
