"""The page of the source that prints a passage: a picture, or the file's own lines."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response

from search.errors import DocumentError
from search.model import Edition, Passage
from search.sandbox.page_picture import PageRequest, page_picture
from search.sandbox.pool import ReaderPool
from search.store.sources import kept_file
from web import downloads, faults, passage_page, wordings
from web.asking import searcher

_CPU_SECONDS = 10.0
_MOST_KEPT = 64
_LINES_AROUND = 3
_MOST_LINES = 60
_WIDTHS = {"small": 640, "large": 1600}


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file; own where the passage stands in it."""

    number: int
    text: str
    own: bool


class Pictures:
    """Draws pages in a child process, one at a time, and keeps those drawn last."""

    def __init__(self) -> None:
        self._pool: ReaderPool | None = None
        self._kept: OrderedDict[PageRequest, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def draw(self, asked: PageRequest) -> bytes:
        """Draw a page, or give it as it was drawn before.

        Raises:
            DocumentError: it cannot be drawn within the limits.
        """
        with self._lock:
            if asked not in self._kept:
                if self._pool is None:
                    self._pool = ReaderPool(1, cpu_seconds=_CPU_SECONDS)
                self._kept[asked] = self._pool.one(page_picture, asked)
            self._kept.move_to_end(asked)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[asked]


def blueprint(data: Path | None, pictures: Pictures) -> Blueprint:
    """Make the view of a passage's page.

    Args:
        data: the data folder, None where nothing may be downloaded.
        pictures: of this application.
    """
    facsimile = Blueprint("facsimile", __name__)

    @facsimile.get("/p/<id_>/page-<size>.png")
    def page(id_: str, size: str) -> Response:
        store = searcher().store
        passage = store.passage(id_)
        edition = None if passage is None else edition_of(passage)
        if passage is None or edition is None or size not in _WIDTHS:
            raise faults.no_passage(store, id_)
        if not is_drawn(data, passage, edition):
            raise faults.not_found((), *wordings.NO_FILE)
        file = None if data is None else kept_file(data, passage.source.sha256)
        pieces, around = passage_page.printed_pieces(passage, edition.text)
        try:
            drawn = pictures.draw(
                PageRequest(
                    file or Path(), passage.location.page or 1, pieces, around, _WIDTHS[size]
                )
            )
        except DocumentError as error:
            raise faults.not_found((), error.message, error.remedy) from error
        answer = Response(drawn, content_type="image/png")
        answer.cache_control.max_age = 3600
        answer.add_etag()
        return answer

    return facsimile


def edition_of(passage: Passage) -> Edition | None:
    """The edition of a passage, with its text."""
    document = searcher().store.document(passage.document)
    editions = document.editions if document else ()
    return next((one for one in editions if one.id == passage.edition), None)


def is_drawn(data: Path | None, passage: Passage, edition: Edition) -> bool:
    """True if there is a picture of the page: of PDF files that may be downloaded."""
    may = downloads.address(data, passage.source) is not None
    return may and edition.format == "pdf" and passage.location.page is not None


def lines(data: Path | None, passage: Passage, edition: Edition) -> tuple[SourceLine, ...]:
    """Give the lines of a file that print a passage, with some before and after.

    Returns:
        Nothing for files that may not be downloaded.
    """
    if downloads.address(data, passage.source) is None or not passage.spans:
        return ()
    start, end = passage.spans[0][0], passage.spans[-1][1]
    first = edition.text.count("\n", 0, start)
    last = min(edition.text.count("\n", 0, end), first + _MOST_LINES)
    every = edition.text.split("\n")
    shown = range(max(0, first - _LINES_AROUND), min(len(every), last + 1 + _LINES_AROUND))
    return tuple(
        SourceLine(number + 1, every[number], first <= number <= last)
        for number in shown
        if every[number].strip()
    )
