"""Characters of PDF pages whose fonts are not in the file, which pdfium drops, by pdfminer."""

from __future__ import annotations

import io
import math
from collections.abc import Collection
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer, LTFigure
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import MATRIX_IDENTITY

from indexer.formats.pdf_glyphs import Mark


def marks_of(data: bytes, pages: Collection[int]) -> dict[int, list[Mark]]:
    """The characters of some pages, in the coordinates of each page.

    Args:
        data: the whole file.
        pages: indices from 0.
    """
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources)
    interpreter = PDFPageInterpreter(resources, device)
    found: dict[int, list[Mark]] = {}
    for at, page in enumerate(PDFPage.create_pages(document)):
        if at in pages:
            device.begin_page(page, MATRIX_IDENTITY)
            interpreter.render_contents(page.resources, page.contents, ctm=MATRIX_IDENTITY)
            device.end_page(page)
            found[at] = _marks(device.get_result())
    return found


def _marks(container: LTContainer[Any]) -> list[Mark]:
    marks: list[Mark] = []
    for item in container:
        if isinstance(item, LTFigure):
            marks += _marks(item)
        elif isinstance(item, LTChar) and len(text := item.get_text()) == 1:
            a, b, _, _, x, y = item.matrix
            marks.append(
                Mark(text, x, y, (item.x0, item.y0, item.x1, item.y1), math.atan2(b, a), item.size)
            )
    return marks
