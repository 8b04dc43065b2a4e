"""The stored texts, folded and ready to be looked through without the index."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from search import pace
from search.analysis import Analyzer, Needle
from search.evidence.seams import Span, Strand, chunks, strand_text, strands
from search.fields import written_texts
from search.model import Document, Edition, Passage
from search.store.reading import Store

# Two or three bytes a character: some 100 MB at most.
_MOST_KEPT = 40_000_000


@dataclass(frozen=True, slots=True)
class EditionText:
    """One stored text.

    Attributes:
        text: as the reader gave it.
        furniture: spans of running heads and the like.
        chunks: the text in pieces that overlap, each in the written folding.
        strands: what of it may read on in another order, each in the written folding.
        places: (start, end, number of the group) of what passages account for, ascending.
    """

    edition: str
    file: str
    characters: int
    text: str
    furniture: tuple[Span, ...]
    chunks: tuple[tuple[Strand, str], ...]
    strands: tuple[tuple[Strand, str], ...]
    places: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The stored texts of a document.

    Attributes:
        document: without texts.
        numbers: of the groups, in order.
        groups: for each passage (editions folded) all its texts in the written folding, a
            line each: no needle holds the mark between lines.
        editions: the whole text of each.
    """

    document: Document
    numbers: tuple[int, ...]
    groups: tuple[str, ...]
    editions: tuple[EditionText, ...]

    @property
    def characters(self) -> int:
        """Visible characters of all editions."""
        return sum(edition.characters for edition in self.editions)


class StoredTexts:
    """Gives the folded texts of a store, from memory where they were asked for before.

    One generation is kept, as far as it is small enough. Any thread may ask.
    """

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._lock = threading.Lock()
        self._kept: tuple[str, tuple[DocumentText, ...]] | None = None

    def of(self, store: Store, fingerprint: str) -> Iterator[DocumentText]:
        """Give every document's texts in display order.

        Args:
            store: of the generation.
            fingerprint: of the same generation.
        """
        kept = self._kept
        if kept is not None and kept[0] == fingerprint:
            yield from kept[1]
            return
        # One at a time: two that fold the same texts would take twice the memory.
        with self._lock:
            kept = self._kept
            if kept is None or kept[0] != fingerprint:
                self._kept = None
                gathered: list[DocumentText] | None = []
                size = 0
                for one in self._fold(store):
                    size += sum(len(text.text) * 3 for text in one.editions)
                    size += sum(map(len, one.groups))
                    if gathered is None or size > _MOST_KEPT:
                        gathered = None
                        break
                    gathered.append(one)
                if gathered is not None:
                    self._kept = kept = (fingerprint, tuple(gathered))
        yield from kept[1] if kept is not None and kept[0] == fingerprint else self._fold(store)

    def is_ready(self, fingerprint: str) -> bool:
        """Tell whether the texts of a generation are at hand."""
        kept = self._kept
        return kept is not None and kept[0] == fingerprint

    def holds(self, needle: Needle, written: str) -> bool:
        """Tell whether a needle is in one of the lines of a text in the written folding."""
        if not needle.merged:
            return needle.occurs(written)
        return any(
            needle.occurs(self._analyzer.fold_running(line, merged=True))
            for line in written.split("\n")
        )

    def _fold(self, store: Store) -> Iterator[DocumentText]:
        groups: dict[str, list[tuple[int, str]]] = {}
        for id_, held in groupby(store.groups(), key=lambda group: group.passages[0].document):
            groups.setdefault(id_, []).extend(
                (
                    group.number,
                    "\n".join(text for _, text in written_texts(group, self._analyzer)),
                )
                for group in held
            )
        for bare in store.documents():
            pace.step()
            whole = store.document(bare.id)
            yield DocumentText(
                bare,
                tuple(number for number, _ in groups.get(bare.id, ())),
                tuple(text for _, text in groups.get(bare.id, ())),
                tuple(
                    self._edition(
                        edition, store.passages_of(edition.id), store.group_numbers(edition.id)
                    )
                    for edition in (whole.editions if whole else ())
                ),
            )

    def _edition(
        self, edition: Edition, passages: tuple[Passage, ...], numbers: Mapping[str, int]
    ) -> EditionText:
        fold = self._analyzer.fold_running
        text = edition.text
        furniture = tuple((start, end) for start, end, _ in edition.furniture)
        return EditionText(
            edition.id,
            edition.source.file,
            edition.characters,
            text,
            furniture,
            tuple(((span,), fold(text[slice(*span)])) for span in chunks(text)),
            tuple((one, fold(strand_text(text, one))) for one in strands(text, furniture)),
            tuple(
                sorted(
                    (start, end, numbers[passage.id])
                    for passage in passages
                    for start, end in (
                        *passage.spans,
                        *((one.location.start, one.location.end) for one in passage.also_at),
                    )
                )
            ),
        )
