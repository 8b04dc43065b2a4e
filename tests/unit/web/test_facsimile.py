"""The page of the source beside a passage."""

from __future__ import annotations

import struct
from pathlib import Path

import pypdfium2
import pytest
from flask.testing import FlaskClient
from page import found, text

from indexer import pipeline
from search.config import Settings
from search.live import LiveSearcher, open_searcher
from search.sandbox.page_picture import folded, frames
from search.store.sources import kept_file
from web.app import create_app
from web.passage_page import printed_pieces

CORPUS = Path(__file__).parents[3] / "corpus"
PDF = CORPUS / "sample-labor-110-plan.pdf"
LINES = CORPUS / "sample-fire-111-plan.html"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("read")
    pipeline.run([PDF, LINES], data, "whoosh", lambda *_: None)
    return data


def _client(data: Path, **settings: bool) -> FlaskClient:
    return create_app(Settings(data=data, **settings), LiveSearcher(data)).test_client()  # type: ignore[arg-type]


def _passage(data: Path, format_: str) -> str:
    with open_searcher(data, "whoosh") as searcher:
        store = searcher.store
        edition = next(
            one for held in store.documents() for one in held.editions if one.format == format_
        )
        return next(one.id for one in store.passages_of(edition.id) if len(one.text) > 30)


def test_a_pdf_page_is_drawn_once_and_kept(read: Path) -> None:
    client = _client(read)
    id_ = _passage(read, "pdf")
    (picture,) = found(client.get(f"/p/{id_}"), "//section[@class='facsimile']//img/@src")
    drawn = client.get(picture)
    assert (drawn.status_code, drawn.content_type) == (200, "image/png")
    assert struct.unpack(">I", drawn.data[16:20]) == (640,)
    assert client.get(picture, headers={"If-None-Match": drawn.headers["ETag"]}).status_code == 304
    assert client.get(f"/p/{id_}/page-huge.png").status_code == 404


def test_frames_lie_over_the_lines_of_each_passage(read: Path) -> None:
    with open_searcher(read, "whoosh") as searcher:
        store = searcher.store
        whole = [store.document(held.id) for held in store.documents()]
        editions = [one for held in whole if held for one in held.editions]
        (edition,) = [one for one in editions if one.format == "pdf"]
        passages = store.passages_of(edition.id)
    document = pypdfium2.PdfDocument(kept_file(read, edition.source.sha256))
    for passage in passages:
        pieces, around = printed_pieces(passage, edition.text)
        page = document[(passage.location.page or 1) - 1]
        text_page = page.get_textpage()
        framed = "".join(
            text_page.get_text_bounded(left - 1, bottom + 1, right + 1, top - 1)
            for left, bottom, right, top in frames(page, pieces, around)
        )
        assert folded(pieces[0])[:6] in folded(framed), passage.id


def test_other_formats_show_their_own_lines(read: Path) -> None:
    client = _client(read)
    id_ = _passage(read, "html")
    page = client.get(f"/p/{id_}")
    own = "".join(found(page, "//li[@class='own-line']"))
    with open_searcher(read, "whoosh") as searcher:
        passage = searcher.store.passage(id_)
    assert passage is not None
    assert folded(passage.text)[:20] in folded(own)
    assert client.get(f"/p/{id_}/page-small.png").status_code == 404


def test_what_may_not_be_downloaded_is_not_shown(read: Path) -> None:
    client = _client(read, downloads=False)
    for format_ in ("pdf", "html"):
        id_ = _passage(read, format_)
        assert "原始檔的這" not in text(client.get(f"/p/{id_}"))
        assert client.get(f"/p/{id_}/page-small.png").status_code == 404
