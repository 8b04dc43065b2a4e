"""Picture of a page of a PDF, with the lines of a passage framed."""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdfium2
from pypdfium2 import raw

from search.analysis.radicals import CHARACTERS
from search.errors import DocumentError

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, from the lower left corner of the page."""
_MOST_CHARACTERS = 20_000
_MOST_PIXELS = 8_000_000
_MOST_PLACES = 60
_LEAST_PART = 4
"""Characters of a part of a piece that is printed with something in between."""
_TELLING = 5
"""Characters from which a part is looked for on the whole page."""
_FAR = 20.0
"""Line heights beyond which what is apart is merely far."""
_GREYS = 15
_PALETTE = bytes(value for grey in range(_GREYS) for value in [grey * 255 // (_GREYS - 1)] * 3)
_FRAME = bytes((0xB3, 0x4A, 0x00))
_TO_GREYS = bytes(value * (_GREYS - 1) // 255 for value in range(256))


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to draw.

    Attributes:
        file: a PDF file.
        page: from 1.
        pieces: what is to be framed, as frames() takes it.
        around: what stands right before and after.
        width: of the picture, in pixels.
    """

    file: Path
    page: int
    pieces: tuple[str, ...]
    around: tuple[str, ...] = ()
    width: int = 900


@dataclass(frozen=True, slots=True)
class _Printed:
    """Characters of a page in the file's own order: folded text, and the box of each character."""

    text: str
    boxes: tuple[Box, ...]

    def distance(self, one: int, other: int) -> float:
        """How far two characters stand apart, in line heights; lines count more than columns."""
        a, b = self.boxes[one], self.boxes[other]
        height = max(a[3] - a[1], 1.0)
        return (abs(a[1] - b[1]) + abs(a[0] - b[0]) / 8) / height


def page_picture(asked: PageRequest) -> bytes:
    """Draw a page as PNG, the lines that hold the text framed.

    Raises:
        DocumentError: the file or the page cannot be drawn.
    """
    try:
        document = pypdfium2.PdfDocument(asked.file)
    except pypdfium2.PdfiumError as error:
        raise DocumentError("PDF 不完整或已損壞", "請下載原始檔查看") from error
    with contextlib.closing(document):
        if not 1 <= asked.page <= len(document):
            raise DocumentError(f"PDF 沒有第 {asked.page} 頁", "請下載原始檔查看")
        page = document[asked.page - 1]
        boxes = frames(page, asked.pieces, asked.around)
        width, height = page.get_size()
        scale = min(asked.width / width, (_MOST_PIXELS / (width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True, rev_byteorder=False)
        pixels = _grey_rows(bitmap)
        corners = [
            (*_device(page, bitmap, box[0], box[3]), *_device(page, bitmap, box[2], box[1]))
            for box in boxes
        ]
        return _png(bitmap.width, bitmap.height, pixels, corners)


def frames(page: Any, pieces: Sequence[str], around: Sequence[str] = ()) -> tuple[Box, ...]:
    """Find the lines of a page that print a passage.

    Args:
        page: of pypdfium2.
        pieces: of the passage, as the reader gave them, in order; those that the page does not
            hold, such as those of the next page, are passed over.
        around: what the file prints right before and after, which tells like passages apart.

    Returns:
        Boxes around its lines, joined where they follow each other in a column.
    """
    printed = _printed(page)
    parts = [part for piece in pieces for part in _parts(folded(piece), printed.text)]
    near = [part for piece in around for part in _parts(folded(piece), printed.text)]
    taken = _chosen(printed, parts, [part for part in near if len(part) > 1])
    lines: list[Box] = []
    run: list[Box] = []
    for at, box in enumerate(printed.boxes):
        if run and (at not in taken or not _follows(run[-1], box)):
            lines.append(_around(run))
            run = []
        if at in taken:
            run.append(box)
    if run:
        lines.append(_around(run))
    return tuple(_joined(lines))


def folded(text: str) -> str:
    """A text without blanks, in the width and characters in which pages are compared."""
    return "".join(normalize("NFKC", text.translate(CHARACTERS)).split()).lower()


def _printed(page: Any) -> _Printed:
    text_page = page.get_textpage()
    text: list[str] = []
    boxes: list[Box] = []
    for at in range(min(text_page.count_chars(), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text_page, at)
        if code <= 0x20 or 0xD800 <= code < 0xE000:
            continue
        shown = folded(chr(code))
        text += shown
        boxes += [text_page.get_charbox(at, loose=True)] * len(shown)
    return _Printed("".join(text), tuple(boxes))


def _parts(piece: str, text: str) -> list[str]:
    """Cut a piece into the longest parts that a page holds, what it does not hold left out."""
    parts = []
    least = _LEAST_PART if len(piece) <= 4 * _LEAST_PART else 2 * _LEAST_PART
    at = 0
    while at < len(piece):
        low, high = 0, len(piece) - at
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if piece[at : at + middle] in text else (low, middle - 1)
        if low >= min(least, len(piece)):
            parts.append(piece[at : at + low])
        at += max(low, 1)
    return parts


def _chosen(printed: _Printed, parts: Sequence[str], near: Sequence[str]) -> set[int]:
    """Choose where the parts stand: places of their characters in the page's text."""
    found = {
        part: list(islice(_places(printed.text, part), _MOST_PLACES)) for part in {*parts, *near}
    }
    if not parts:
        return set()
    # What stands once decides where the rest is looked for.
    anchor = min(parts, key=lambda part: (min(len(found[part]), 4), -len(part)))

    def far(part: str, from_: int) -> float:
        return min(printed.distance(from_, place) for place in found[part])

    def cost(place: int) -> float:
        own = sum(min(far(part, place), _FAR) * len(part) for part in dict.fromkeys(parts))
        return own + sum(min(far(part, place), _FAR) * len(part) for part in near) / 2

    start = min(found[anchor], key=cost)
    taken = set(range(start, start + len(anchor)))
    rest = list(parts)
    rest.remove(anchor)
    band = [printed.boxes[at] for at in taken]
    for part in sorted(rest, key=len, reverse=True):
        free = [
            place
            for place in _places(printed.text, part)
            if taken.isdisjoint(range(place, place + len(part)))
            and (len(part) >= _TELLING or _is_level(printed.boxes[place], _around(band)))
        ]
        if free:
            place = min(free, key=lambda at: printed.distance(start, at))
            taken |= set(range(place, place + len(part)))
            if len(part) >= _TELLING:
                band += printed.boxes[place : place + len(part)]
    return taken


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _is_level(box: Box, band: Box) -> bool:
    """True if a character stands at the height of a band of lines, a line more or less."""
    height = box[3] - box[1]
    return band[1] - height < (box[1] + box[3]) / 2 < band[3] + height


def _follows(last: Box, box: Box) -> bool:
    """True if a character stands on the line of the one before it, at most two widths on."""
    height = max(last[3] - last[1], 1.0)
    level = min(last[3], box[3]) - max(last[1], box[1])
    return level > 0.5 * min(height, box[3] - box[1]) and -height < box[0] - last[2] < 2 * height


def _around(boxes: Iterable[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _joined(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that lie under or beside each other with less than a line in between."""
    joined: list[Box] = []
    for box in boxes:
        height = box[3] - box[1]
        for at, other in enumerate(joined):
            across = min(box[2], other[2]) - max(box[0], other[0]) > -2 * height
            along = min(box[3], other[3]) - max(box[1], other[1]) > -height
            if across and along:
                joined[at] = _around((box, other))
                break
        else:
            joined.append(box)
    return joined


def _device(page: Any, bitmap: Any, x: float, y: float) -> tuple[int, int]:
    across, down = raw.c_int(), raw.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, bitmap.width, bitmap.height, 0, x, y, across, down)
    return across.value, down.value


def _grey_rows(bitmap: Any) -> list[bytearray]:
    content = bytes(bitmap.buffer).translate(_TO_GREYS)
    step = bitmap.n_channels
    return [
        bytearray(content[row * bitmap.stride : row * bitmap.stride + bitmap.width * step : step])
        for row in range(bitmap.height)
    ]


def _png(
    width: int,
    height: int,
    rows: list[bytearray],
    frames_: Iterable[tuple[int, int, int, int]],
    thick: int = 3,
    off: int = 5,
) -> bytes:
    """Write rows of grey levels as a PNG of sixteen colours, with frames drawn over them."""
    for x1, y1, x2, y2 in frames_:
        left, right = max(0, min(x1, x2) - off), min(width, max(x1, x2) + off)
        top, bottom = max(0, min(y1, y2) - off), min(height, max(y1, y2) + off)
        for row in range(top, bottom):
            if row < top + thick or row >= bottom - thick:
                rows[row][left:right] = bytes([_GREYS]) * (right - left)
            else:
                rows[row][left : left + thick] = bytes([_GREYS]) * thick
                rows[row][right - thick : right] = bytes([_GREYS]) * thick
    packed = bytearray()
    for one in rows:
        even = bytes(one) + b"\0" * (len(one) % 2)
        high = int.from_bytes(even[0::2], "big") << 4
        packed += b"\0" + (high | int.from_bytes(even[1::2], "big")).to_bytes(len(even) // 2, "big")
    head = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    chunks = (
        (b"IHDR", head),
        (b"PLTE", _PALETTE + _FRAME),
        (b"IDAT", zlib.compress(bytes(packed), 7)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
