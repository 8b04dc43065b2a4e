"""A document's outline: its headings with the passages beneath them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from search.model import Passage


@dataclass(slots=True)
class Heading:
    """A heading with what stands beneath it.

    Attributes:
        parts: passages and headings, in reading order.
        count: passages here and beneath.
    """

    title: str
    parts: list[Passage | Heading] = field(default_factory=list)
    count: int = 0

    @property
    def headings(self) -> list[Heading]:
        """The headings right beneath."""
        return [part for part in self.parts if isinstance(part, Heading)]

    @property
    def passages(self) -> list[Passage]:
        """The passages right beneath."""
        return [part for part in self.parts if isinstance(part, Passage)]


def outline(passages: Iterable[Passage]) -> Heading:
    """Gather passages under their section paths.

    Args:
        passages: of one edition, in reading order.

    Returns:
        The root, which has no title.
    """
    root = Heading("")
    for passage in passages:
        heading = root
        heading.count += 1
        for title in filter(None, passage.section.split(" > ")):
            heading = _below(heading, title)
            heading.count += 1
        heading.parts.append(passage)
    _take_in(root)
    return root


def _below(heading: Heading, title: str) -> Heading:
    for known in heading.headings:
        if known.title == title:
            return known
    below = Heading(title)
    heading.parts.append(below)
    return below


def _take_in(heading: Heading) -> None:
    """Put a passage that bears the name of a heading beside it first beneath that heading."""
    below = {_name(one.title): one for one in heading.headings}
    for passage in heading.passages:
        home = below.get(_name(f"{passage.number or ''}{passage.title}"))
        if home is not None:
            heading.parts.remove(passage)
            home.parts.insert(0, passage)
            home.count += 1
    for one in heading.headings:
        _take_in(one)


def _name(title: str) -> str:
    """What a heading is called, whatever marks stand between its number and its words."""
    return re.sub(r"[\s、.．:：（）()]", "", title)
