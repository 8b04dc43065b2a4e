"""What is printed on the pages of a PDF: glyphs and ruled edges, in points from the top left."""

from __future__ import annotations

import contextlib
import ctypes
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pdfplumber
import pypdfium2
from pypdfium2 import raw

from indexer.layout.pdf_lines import Glyph
from indexer.packages import limits
from search.errors import DocumentError

EXACT_PAGES = 200
"""At 30 pages a second, a quarter of the time that a file may take, on a machine half as fast."""
_ASCENT = 0.88
_QUARTER = math.pi / 2
_DEPTH = 8
_MOST_EDGES = 20_000
_HYPHENS = (0x02, 0xFFFE)
# Latin fonts that every PDF program has itself, so that nobody embeds them.
_RECOGNISED = "GlyphLessFont"
"""The font, invisible, in which tesseract writes what it recognised."""
_STANDARD = ("helvetica", "arial", "times", "courier", "symbol", "zapfdingbats")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page.

    Attributes:
        number: from 1.
        glyphs: those that stand upright as most of the page does.
        turned: the others, in the order of the file.
        edges: dictionaries with x0, x1, top, bottom and orientation ("h" or "v"), as
            pdfplumber's table functions take them; none where there are so many that the page
            is a drawing.
        crowded: the page has more glyphs than limits.py allows and was left out.
        recognised: its text is what recognition of a scan (OCR) made of it.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    turned: str = ""
    edges: tuple[Mapping[str, Any], ...] = ()
    crowded: bool = False
    recognised: bool = False


def sheets_of(data: bytes, exact_pages: int = EXACT_PAGES) -> tuple[str | None, list[Sheet]]:
    """The title and the pages of a PDF file.

    Two libraries read them. The exact one tells typed spaces from mere room beside Chinese
    characters and knows fonts that are not in the file, but it reads some 30 pages a second;
    the fast one reads some 200 and turns pages that are printed sideways.

    Args:
        data: the whole file.
        exact_pages: a file with more pages is read by the fast library where it can be.

    Raises:
        DocumentError: it is broken, protected or past the limits.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise DocumentError("檔案有密碼保護", "請移除密碼後再放進資料夾") from error
        raise DocumentError("PDF 不完整或已損壞", "請重新取得完整的檔案") from error
    with contextlib.closing(document):
        count = len(document)
        if count == 0:
            raise DocumentError("PDF 裡沒有任何一頁", "請重新取得完整的檔案")
        if count > limits.PAGES:
            raise DocumentError(
                f"PDF 有 {count:,} 頁，超過上限 {limits.PAGES:,}", "請分成幾個較小的檔案"
            )
        title = document.get_metadata_value("Title") or None
        sheets = [_counted(document, at) for at in range(count)]
        if count > exact_pages:
            sheets = [sheet or _fast_sheet(document, at) for at, sheet in enumerate(sheets)]
        if None in sheets:
            with pdfplumber.open(io.BytesIO(data)) as pdf:
                for at, page in enumerate(pdf.pages):
                    if sheets[at] is None:
                        exact = _exact_sheet(page, at + 1)
                        sideways = len(exact.turned) > len(exact.glyphs)
                        sheets[at] = (_fast_sheet(document, at) if sideways else None) or exact
                    page.close()
    return title, [sheet for sheet in sheets if sheet is not None]


def _counted(document: Any, at: int) -> Sheet | None:
    """An empty page in place of one that is broken or has too many glyphs, else None.

    The exact library would hang on millions of glyphs before anything could be counted.
    """
    try:
        with contextlib.closing(document[at]) as page:
            with contextlib.closing(page.get_textpage()) as text_page:
                if text_page.count_chars() <= limits.GLYPHS_A_PAGE:
                    return None
            width, height = page.get_size()
            return Sheet(at + 1, width, height, crowded=True)
    except pypdfium2.PdfiumError:
        return Sheet(at + 1, 0.0, 0.0)


def _fast_sheet(document: Any, at: int) -> Sheet | None:
    """A page by the fast library; None where that would lose glyphs."""
    with contextlib.closing(document[at]) as page:
        return _sheet(page, at + 1)


def _sheet(page: Any, number: int) -> Sheet | None:
    left, bottom, right, top = page.get_bbox()
    text_page = page.get_textpage()
    with contextlib.closing(text_page):
        paths, embedded = _objects(page)
        if not embedded:
            return None
        marks = list(_marks(text_page.raw, text_page.count_chars()))
    place = _Place((left, bottom, right, top), _most(mark.angle for mark in marks))
    edges = tuple(_edges(paths, place))
    return Sheet(
        number,
        place.width,
        place.height,
        tuple(_glyph(mark, place) for mark in marks if place.upright(mark.angle)),
        "".join(mark.text for mark in marks if not place.upright(mark.angle)),
        edges if len(edges) <= _MOST_EDGES else (),
    )


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A character in the coordinates of its page: origin, width along the line, angle, size."""

    text: str
    x: float
    y: float
    width: float
    angle: float
    size: float


def _marks(text_page: Any, count: int) -> Iterator[_Mark]:
    """The characters of a page, those that the library made up left out."""
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for at in range(count):
        if raw.FPDFText_IsGenerated(text_page, at) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text_page, at)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        raw.FPDFText_GetCharOrigin(text_page, at, x, y)
        raw.FPDFText_GetLooseCharBox(text_page, at, box)
        raw.FPDFText_GetMatrix(text_page, at, matrix)
        angle = math.atan2(matrix.b, matrix.a)
        lying = round(angle / _QUARTER) % 2 == 0
        size = raw.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
        yield _Mark(
            "-" if code in _HYPHENS else chr(code) if code else "\ufffd",
            x.value,
            y.value,
            box.right - box.left if lying else box.top - box.bottom,
            angle,
            max(size, 0.1),
        )


def _glyph(mark: _Mark, place: _Place) -> Glyph:
    x0, base = place.of(mark.x, mark.y)
    # The same share of the size above the base line in all fonts keeps a line's glyphs level.
    top = base - _ASCENT * mark.size
    return Glyph(mark.text, x0, x0 + mark.width, top, top + mark.size, mark.size)


def _most(angles: Iterable[float]) -> int:
    """At how many quarters of a turn, counter-clockwise, most of the text is printed."""
    counts = [0, 0, 0, 0]
    for angle in angles:
        counts[round(angle / _QUARTER) % 4] += 1
    return counts.index(max(counts))


class _Place:
    """From the coordinates of a page to points from the top left as a reader holds it.

    Args:
        bounds: left, bottom, right and top of the page. Its own rotation does not matter: a
            reader turns a page until its text is upright.
        quarters: at how many quarters of a turn, counter-clockwise, its text is printed.
    """

    def __init__(self, bounds: tuple[float, float, float, float], quarters: int) -> None:
        self._left, self._bottom, self._right, self._top = bounds
        self._quarters = quarters
        sides = (self._right - self._left, self._top - self._bottom)
        self.width, self.height = sides if quarters % 2 == 0 else (sides[1], sides[0])

    def upright(self, angle: float) -> bool:
        """Whether text at that angle, in radians, stands as most does."""
        return abs((angle - self._quarters * _QUARTER + math.pi) % (2 * math.pi) - math.pi) < 0.15

    def of(self, x: float, y: float) -> Point:
        """A point of the page."""
        match self._quarters:
            case 0:
                return x - self._left, self._top - y
            case 1:
                return y - self._bottom, x - self._left
            case 2:
                return self._right - x, y - self._bottom
            case _:
                return self._top - y, self._right - x


def _objects(page: Any) -> tuple[list[list[Point]], bool]:
    """The outlines drawn on a page, and whether all fonts are at hand."""
    outlines: list[list[Point]] = []
    for item in page.get_objects(
        filter=[raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH
    ):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            if not _at_hand(item.raw):
                return [], False
        elif len(outlines) <= _MOST_EDGES:
            outlines.extend(_outlines(item))
    return outlines, True


def _at_hand(text_object: Any) -> bool:
    """Whether the font is in the file or a standard one.

    Of other fonts the fast library has no glyphs, and drops text of a single character.
    """
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font or raw.FPDFFont_GetIsEmbedded(font) == 1:
        return bool(font)
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1").lower().startswith(_STANDARD)


def _outlines(item: Any) -> Iterator[list[Point]]:
    """Each subpath of a path as its corners, in page coordinates; curves end it."""
    matrix = item.get_matrix()
    container = getattr(item, "container", None)
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = getattr(container, "container", None)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield [*points, points[0]]
            points = [points[0]]
    if len(points) > 1:
        yield points


def _edges(outlines: Iterable[Sequence[Point]], place: _Place) -> Iterator[Mapping[str, Any]]:
    for outline in outlines:
        for one, other in pairwise(outline):
            (x0, y0), (x1, y1) = place.of(*one), place.of(*other)
            if abs(x0 - x1) < 0.5 and abs(y0 - y1) > 0.5:
                yield _edge((x0 + x1) / 2, min(y0, y1), (x0 + x1) / 2, max(y0, y1), "v")
            elif abs(y0 - y1) < 0.5 and abs(x0 - x1) > 0.5:
                yield _edge(min(x0, x1), (y0 + y1) / 2, max(x0, x1), (y0 + y1) / 2, "h")


def _edge(x0: float, top: float, x1: float, bottom: float, orientation: str) -> dict[str, Any]:
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }


def _exact_sheet(page: Any, number: int) -> Sheet:
    """A page by the exact library."""
    chars = page.chars
    recognised = any(_RECOGNISED in str(char.get("fontname")) for char in chars[:1])
    if recognised:
        # It parts nearly all Chinese characters by spaces that nobody printed.
        chars = [char for char in chars if not char["text"].isspace()]
    edges = page.edges
    return Sheet(
        number,
        float(page.width),
        float(page.height),
        tuple(_glyphs(char for char in chars if char.get("upright", True))),
        "".join(char["text"] for char in chars if not char.get("upright", True)),
        tuple(edges) if len(edges) <= _MOST_EDGES else (),
        recognised=recognised,
    )


def _glyphs(chars: Iterable[Mapping[str, Any]]) -> Iterator[Glyph]:
    for char in chars:
        if char["text"]:
            yield Glyph(
                char["text"],
                float(char["x0"]),
                float(char["x1"]),
                float(char["top"]),
                float(char["bottom"]),
                max(float(char["size"]), 0.1),
            )
