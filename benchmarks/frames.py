"""How many passages of PDF files have the frame over their lines in the picture of the page.

usage: python benchmarks/frames.py DATA [--count 300] [--seed 1]

DATA is a data folder. A frame is right where it holds 90 % of what the file prints of the passage
on its page and the next, and 80 % of what it holds is the passage's.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import pypdfium2

from search.live import open_searcher
from search.sandbox.page_picture import folded, frames
from search.store.sources import kept_file
from web.passage_page import printed_pieces

_GRAM = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    searcher = open_searcher(given.data, "whoosh")
    store = searcher.store  # which is closed with the searcher
    whole = [store.document(held.id) for held in store.documents()]
    editions = [one for held in whole if held for one in held.editions if one.format == "pdf"]
    passages = [
        (one, edition.text)
        for edition in editions
        for one in store.passages_of(edition.id)
        if one.location.page and one.spans
    ]
    chosen = random.Random(given.seed).sample(passages, min(given.count, len(passages)))  # noqa: S311
    files: dict[str, Any] = {}
    wrong = []
    for passage, text in chosen:
        sha256 = passage.source.sha256
        if sha256 not in files:
            files[sha256] = pypdfium2.PdfDocument(kept_file(given.data, sha256))
        pieces, around = printed_pieces(passage, text)
        if not _is_right(files[sha256], passage.location.page or 1, pieces, around):
            wrong.append(f"{passage.id} p.{passage.location.page}")
    print(f"{len(chosen) - len(wrong)} of {len(chosen)} right")
    print(*wrong, sep="\n")


def _is_right(document: Any, page: int, pieces: tuple[str, ...], around: tuple[str, ...]) -> bool:
    framed = _within(document[page - 1], pieces, around)
    after = _within(document[page], pieces, ()) if page < len(document) else ""
    wanted = [folded(piece) for piece in pieces]
    # A passage may go on to a third page, and a reader may put right what is printed twice.
    printed = " ".join(map(_text, (document[at] for at in (page - 1, page) if at < len(document))))
    held = sum(len(piece) * _share(piece, printed) for piece in wanted)
    kept = sum(len(piece) * _share(piece, f"{framed} {after}") for piece in wanted)
    return bool(framed) and kept >= 0.9 * held and (_share(framed, "".join(wanted)) >= 0.8)


def _within(page: Any, pieces: tuple[str, ...], around: tuple[str, ...]) -> str:
    text_page = page.get_textpage()
    return folded(
        "".join(
            text_page.get_text_bounded(left - 0.5, bottom + 1, right + 0.5, top - 1)
            for left, bottom, right, top in frames(page, pieces, around)
        )
    )


def _text(page: Any) -> str:
    return folded(page.get_textpage().get_text_bounded())


def _share(text: str, other: str) -> float:
    """Share of a text's characters in runs of three that another text holds too."""
    if len(text) < _GRAM:
        return float(text in other)
    held = [False] * len(text)
    for at in range(len(text) - _GRAM + 1):
        if text[at : at + _GRAM] in other:
            held[at : at + _GRAM] = [True] * _GRAM
    return sum(held) / len(held)


if __name__ == "__main__":
    main()
