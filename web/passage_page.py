"""The parts of a passage's page: its paragraphs, its cells, where it stands, how to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from search.evidence import excerpts
from search.model import KPI_CELLS, Kpi, Location, Passage
from search.text import squeeze
from web import wordings
from web.difference import Cut, Piece, difference

_MOST_BETWEEN = 300
_AROUND = 300
_MOST_PIECES = 200


@dataclass(frozen=True, slots=True)
class Difference:
    """How one field of a passage is worded elsewhere."""

    label: str
    pieces: tuple[Piece, ...]


def paragraphs(passage: Passage) -> tuple[str, ...]:
    """Cut a passage's text where its lines end and where its items begin, dropping nothing."""
    return tuple(passage.text[start:end] for start, end in excerpts.items(passage))


def printed_pieces(passage: Passage, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give a passage as its file prints it, and what stands around it there.

    Args:
        passage: of the file.
        text: that the reader gave of the file.

    Returns:
        The lines of the passage up to where other passages stand in between, and the nearest
        lines before and after.
    """
    spans = [passage.spans[0]] if passage.spans else []
    for last, span in pairwise(passage.spans):
        if span[0] - last[1] > _MOST_BETWEEN:
            break
        spans.append(span)
    if not spans:
        return (), ()
    pieces = [line for start, end in spans for line in text[start:end].split("\n")]
    before = text[max(0, spans[0][0] - _AROUND) : spans[0][0]].split("\n")[-4:]
    after = text[spans[-1][1] : spans[-1][1] + _AROUND].split("\n")[:4]
    whole = tuple(filter(str.strip, pieces))[:_MOST_PIECES]
    return whole, tuple(filter(str.strip, (*before, *after)))


def is_said_by_cells(passage: Passage) -> bool:
    """Whether the cells of an indicator say all that its text says, labels aside."""
    if passage.kpi is None:
        return False
    said = squeeze(passage.title + "".join(text for _, text in cells(passage.kpi)))
    # A line of such a text is the column's printed label, a colon and the cell.
    values = (line.rpartition("：")[2] for line in paragraphs(passage))
    return all(squeeze(value) in said for value in values)


def cells(kpi: Kpi) -> tuple[tuple[str, str], ...]:
    """Give the cells of an indicator that are not empty, each with its label."""
    printed = tuple(
        (wordings.FIELDS[f"kpi.{name}"], value)
        for name in KPI_CELLS
        if (value := getattr(kpi, name)) is not None
    )
    return printed + tuple((wordings.value_label(label), value) for label, value in kpi.values)


def values(kpi: Kpi) -> tuple[tuple[str, str], ...]:
    """Give the target and the values of an indicator, each with its label."""
    target = ((wordings.FIELDS["kpi.target"], kpi.target),) if kpi.target else ()
    return target + tuple((wordings.value_label(label), value) for label, value in kpi.values)


def place(location: Location) -> str:
    """Write where a passage stands in its file."""
    return wordings.place(location)


def trail(passage: Passage) -> tuple[str, ...]:
    """The headings that a passage stands under, from the top."""
    return tuple(part for part in passage.section.split(" > ") if part)


def differences(shown: Passage, other: Passage, cut: Cut) -> tuple[Difference, ...]:
    """Compare a passage with itself in another edition.

    Args:
        shown: the one whose page it is.
        other: the same passage there.
        cut: cuts a text into words.

    Returns:
        One difference for each field that is worded otherwise; in each, what only the other
        edition has is removed and what only the shown one has is added.
    """
    return tuple(
        Difference(label, difference(old, new, cut))
        for label, old, new in _pairs(shown, other)
        if squeeze(old) != squeeze(new)
    )


def is_printed_alike(shown: Passage, other: Passage) -> bool:
    """Whether two editions print a passage alike to the character."""
    return all(old == new for _, old, new in _pairs(shown, other))


def _pairs(shown: Passage, other: Passage) -> Sequence[tuple[str, str, str]]:
    """The fields to compare: (label, wording there, wording here)."""
    return [
        (wordings.FIELDS["title"], other.title, shown.title),
        (wordings.FIELDS["text"], other.text, shown.text),
        *_cell_pairs(other.kpi or Kpi(), shown.kpi or Kpi()),
    ]


def _cell_pairs(old: Kpi, new: Kpi) -> Sequence[tuple[str, str, str]]:
    olds, news = dict(cells(old)), dict(cells(new))
    return [(name, olds.get(name, ""), news.get(name, "")) for name in {**news, **olds}]


def citation(passage: Passage, today: date, address: str) -> str:
    """Write the passage's reference as an official would put it into a reply.

    Args:
        passage: what is cited.
        today: the day on which it is fetched.
        address: where this page is found.
    """
    return wordings.citation(
        wordings.cited_from(passage.agency, passage.year, wordings.named(passage.document_title)),
        f"{passage.number}{passage.title}" if _leads(passage) else passage.title,
        (*trail(passage)[-1:], place(passage.location)),
        passage.source.file,
        address,
        today,
    )


def _leads(passage: Passage) -> bool:
    """Whether the number is punctuated as a lead (（一）) or not known to be (四)."""
    return passage.number is not None and passage.number.endswith(("）", ")", "、", "."))
