"""One passage over the editions of its document."""

from __future__ import annotations

from search.model import EditionLink, Kpi, Passage, PassageGroup
from search.text import squeeze


def edition_links(group: PassageGroup, shown: Passage) -> tuple[EditionLink, ...]:
    """Link the passage that is shown with the same one in the other editions.

    Texts are the same where title, text and the cells of an indicator agree but for width
    and white space.
    """
    if len(group.passages) == 1:
        return ()
    said = wording(shown)
    return tuple(
        EditionLink(other.id, other.source.file, wording(other) == said)
        for other in group.passages
        if other.id != shown.id
    )


def wording(passage: Passage) -> tuple[str, ...]:
    """Give what two passages must have in common to say the same, width and white space aside."""
    kpi = passage.kpi or Kpi()
    cells = (kpi.goal, kpi.measure, kpi.target, kpi.evaluation_body, kpi.evaluation_method)
    values = (value for pair in kpi.values for value in pair)
    return tuple(squeeze(text or "") for text in (passage.title, passage.text, *cells, *values))
