"""Scans: a page that is an image alone gets a text layer and is read."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from indexer.blocks import Text
from indexer.formats import read_bytes
from indexer.ocr import recognise
from search.errors import DocumentError

PRINTED = Path(__file__).resolve().parents[3] / "corpus" / "sample-labor-110-plan.pdf"


def _scan() -> bytes:
    """The first page of a sample as an image in a PDF, without any text."""
    printed = pypdfium2.PdfDocument(PRINTED)
    image = printed[0].render(scale=200 / 72).to_pil().convert("L")
    printed.close()
    out = io.BytesIO()
    image.save(out, "PDF", resolution=200)
    return out.getvalue()


def test_a_scan_is_named_as_such() -> None:
    with pytest.raises(DocumentError) as told:
        read_bytes(_scan(), ".pdf")
    assert "掃描" in told.value.message
    assert "zhengsuo ocr" in told.value.remedy


def test_a_scan_is_read_after_recognition(needs: Callable[[str], str]) -> None:
    needs("tesseract")
    steps: list[tuple[int, int]] = []
    read = read_bytes(recognise(_scan(), lambda done, total: steps.append((done, total))), ".pdf")
    text = "".join(block.text for block in read.blocks if isinstance(block, Text))
    assert "職業災害" in text or "職災" in text
    assert "施政計畫" in text
    assert any("OCR" in warning for warning in read.warnings)
    assert steps == [(0, 1), (1, 1)]


def test_what_is_no_pdf_is_refused(needs: Callable[[str], str]) -> None:
    needs("tesseract")
    with pytest.raises(DocumentError, match="打不開"):
        recognise(b"no pdf", lambda done, total: None)
