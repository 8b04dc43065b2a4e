"""A document's outline: its headings with the passages beneath them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from search.model import Passage


@dataclass(slots=True)
class Heading:
    """A heading, its passages and the headings beneath it, in reading order.

    Attributes:
        count: passages here and beneath.
    """

    title: str
    passages: list[Passage] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    count: int = 0


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
        heading.passages.append(passage)
    return root


def _below(heading: Heading, title: str) -> Heading:
    for known in heading.headings:
        if known.title == title:
            return known
    below = Heading(title)
    heading.headings.append(below)
    return below
