"""From blocks to passages: the splitter's door."""

from __future__ import annotations

from dataclasses import dataclass

from search.model import Omission, Passage, Uncovered

VERSION = "4"
"""Changes whenever the same blocks would give other passages."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a catalogue (corpus.toml beside the file) says of a file; None where silent."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    document_kind: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """What the splitter makes of a file, or of one agency's part of it.

    Attributes:
        year: Gregorian.
        covers: see search.model.Document.
        passages: in reading order; id, document and edition are still empty strings.
        furniture: (start, end, role) of page furniture.
        characters: visible characters of the file's text that belong to this document.
        covered: how many of them are in a passage or in furniture.
        warnings: in Traditional Chinese.
        printed: visible characters that are printed, see search.model.Edition.
        omissions: what of the file was left out, could not be read or was guessed.
    """

    title: str
    kind: str | None
    agency: str | None
    year: int | None
    sample: bool
    passages: tuple[Passage, ...]
    furniture: tuple[tuple[int, int, str], ...]
    uncovered: tuple[Uncovered, ...]
    characters: int
    covered: int
    warnings: tuple[str, ...] = ()
    printed: int = 0
    omissions: tuple[Omission, ...] = ()
    covers: tuple[int, ...] = ()
