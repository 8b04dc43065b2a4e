"""What differs between two wordings of a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Literal

from search.text import pairs_in, share_of_pairs, squeeze

Change = Literal["same", "added", "removed"]
_CLAUSE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
# Two changes with so little between them read better as one.
_GLUE = 1
# Matching takes time by the square; beyond this a clause is shown whole, old and new.
_MOST_WORDS = 2_000
# Of clauses that were rewritten less than a third of the pairs of characters is the same.
_LEAST_KEPT = 0.3
_SHORTEST_REWRITTEN = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both wordings, in the new one alone or in the old one alone.

    Attributes:
        old: of a run that is in both, how the old wording spells it, which may differ in widths
            and white space.
    """

    change: Change
    text: str
    old: str = field(default="", compare=False)


Cut = Callable[[str], Sequence[str]]
"""Cuts a text into words that together are the text."""
Compare = Callable[[Sequence[str], Sequence[str]], Iterator[Piece]]


def difference(old: str, new: str, cut: Cut) -> tuple[Piece, ...]:
    """Compare two texts by clauses, and the clauses that changed by words.

    Widths of characters and white space make no difference: files of one text differ in them
    throughout, and nobody means anything by it.

    Returns:
        Pieces in reading order, what was removed before what was added. The pieces that are
        not removed make up the new text; those not added the old one, but for widths and
        white space.
    """

    def by_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
        olds, news = cut("".join(old)), cut("".join(new))
        if max(len(olds), len(news)) > _MOST_WORDS or _is_another(old, new):
            yield from _whole(old, new)
        else:
            yield from _glued(tuple(_pieces(olds, news, _whole)))

    return tuple(_joined(_pieces(_CLAUSE.findall(old), _CLAUSE.findall(new), by_words)))


def _is_another(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether so little of a text is kept that word beside word nobody could read it."""
    texts = squeeze("".join(old)), squeeze("".join(new))
    if min(map(len, texts)) < _SHORTEST_REWRITTEN:
        return False
    return share_of_pairs(*map(pairs_in, texts)) < _LEAST_KEPT


def _whole(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    yield Piece("removed", "".join(old))
    yield Piece("added", "".join(new))


def _pieces(old: Sequence[str], new: Sequence[str], changed: Compare) -> Iterator[Piece]:
    keys = [squeeze(text) for text in old], [squeeze(text) for text in new]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[m:n]), "".join(old[i:j]))
        else:
            yield from changed(old[i:j], new[m:n])


def _glued(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Turn the few characters between two changes into a part of both."""
    for place, piece in enumerate(pieces):
        inside = 0 < place < len(pieces) - 1
        if piece.change == "same" and inside and len(piece.text.strip()) <= _GLUE:
            yield Piece("removed", piece.old)
            yield Piece("added", piece.text)
        else:
            yield piece


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join neighbours of one change, gathering what was removed before what was added."""
    removed: list[str] = []
    added: list[str] = []
    same: list[str] = []
    spelled: list[str] = []
    for piece in pieces:
        if piece.change != "same" and not squeeze(piece.text):
            # White space alone: kept where the wording has it that is shown.
            if piece.change == "added":
                (added if removed or added else same).append(piece.text)
            elif not removed and not added:
                spelled.append(piece.text)
            continue
        if piece.change == "same":
            if removed or added:
                yield from _flushed(same, spelled, removed, added)
            same.append(piece.text)
            spelled.append(piece.old)
        elif piece.change == "removed":
            removed.append(piece.text)
        else:
            added.append(piece.text)
    yield from _flushed(same, spelled, removed, added)


def _flushed(
    same: list[str], spelled: list[str], removed: list[str], added: list[str]
) -> Iterator[Piece]:
    pieces = (
        Piece("same", "".join(same), "".join(spelled)),
        Piece("removed", "".join(removed)),
        Piece("added", "".join(added)),
    )
    for texts in (same, spelled, removed, added):
        texts.clear()
    yield from (piece for piece in pieces if piece.text)
