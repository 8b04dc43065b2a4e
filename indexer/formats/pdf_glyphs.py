"""What is printed on the pages of a PDF: glyphs and rules, in points from the top left."""

from __future__ import annotations

import contextlib
import ctypes
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from pypdfium2 import raw

from indexer.layout.glyph_lines import Glyph
from indexer.layout.linear import SYMBOLS
from indexer.layout.page import Rule
from indexer.packages import limits

_ASCENT = 0.88
"""Share of the type size above the base line: the same in all fonts keeps a line level."""
_MOST_ODD = 0.3
"""Of a page: accented letters, signs and characters without a meaning, as a wrong map gives."""
_COMMON = frozenset("\xa0§°±²³µ·×÷")
_QUARTER = math.pi / 2
_UPRIGHT = 0.15
"""Radians off a quarter turn at which text is slanted."""
_DEPTH = 8
_MOST_RULES = 20_000
_THIN = 3.0
"""Points: a box that is thinner is drawn as a rule."""
_STRAIGHT = 0.5
_WHITE = 250
_HYPHENS = (0x02, 0xFFFE)
_UNKNOWN = "\ufffd"
_IDEOGRAPHIC = "\u2e80"
_UNSEEN = 3
"""Render mode of text that is there for searching alone: what recognition (OCR) made."""
_LEAST_PICTURE = 0.02
"""Of the page: smaller pictures are ornaments."""
_LEAST_COLUMN = 3
_CLOSEST, _FARTHEST, _BESIDE = 0.6, 1.6, 0.35
"""Of the type size: from one character of a column down to the next, and off to a side."""
_LEAST_LONE_COLUMN = 10
"""Characters of vertical writing on a page of which most is not: words in narrow cells are read
alike either way."""
_VERTICAL = 4
"""Turn of vertical writing, beside 0 to 3 quarters counter-clockwise."""
# Latin fonts that every PDF program has itself, so that nobody embeds them.
_STANDARD = ("helvetica", "arial", "times", "courier", "symbol", "zapfdingbats")

# Calling a named tuple's class takes thrice the time.
_new = tuple.__new__

Point = tuple[float, float]
Bounds = tuple[float, float, float, float]
"""Left, bottom, right and top in the coordinates of the page."""


class Mark(NamedTuple):
    """A character in the coordinates of its page.

    x and y are where its base line begins; the box is as wide as it takes on the line.
    """

    text: str
    x: float
    y: float
    box: Bounds
    angle: float
    size: float


@dataclass(frozen=True, slots=True)
class View:
    """What of a page is printed in one direction, turned so that it reads upright.

    Attributes:
        turn: quarters counter-clockwise at which it is printed, 4 for vertical writing.
        rules: none where there are so many that the page is a drawing.
    """

    turn: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page.

    Attributes:
        number: from 1.
        label: the page label that the file gives it, None where it gives none.
        views: those with any glyphs, the one with most first.
        printed: visible glyphs on the page, what is left out included.
        slanted: text at an angle, as a watermark is.
        outside: text beyond the visible box.
        pictures: how many large pictures it has.
        drawn: there is anything else on it than text.
        recognised: its text is what recognition of a scan (OCR) made of it.
        crowded: more glyphs than limits.py allows; they were left out.
        unknown: glyphs without a known character, all of them where so many are that what the
            rest is taken for is no text.
    """

    number: int
    label: str | None = None
    views: tuple[View, ...] = ()
    printed: int = 0
    slanted: str = ""
    outside: str = ""
    pictures: int = 0
    drawn: bool = False
    recognised: bool = False
    crowded: bool = False
    unknown: int = 0


def is_unknown(char: str) -> bool:
    """True if a character stands for a glyph of which only the font knows what it is."""
    return char == _UNKNOWN or ("\ue000" <= char <= "\uf8ff" and char not in SYMBOLS)


def _unknown(texts: str, printed: int) -> int:
    """How many characters are unknown: all where more are, or are signs, than any text has."""
    known = Counter(texts)
    unknown = sum(count for char, count in known.items() if is_unknown(char))
    odd = unknown + sum(
        count for char, count in known.items() if "\x7f" <= char <= "\u024f" and char not in _COMMON
    )
    return printed if odd > _MOST_ODD * printed else unknown


def page_label(document: Any, at: int) -> str | None:
    """The label that a file gives to a page, None where it is the page's count or missing."""
    length = raw.FPDF_GetPageLabel(document.raw, at, None, 0)
    if length <= 2:
        return None
    buffer = ctypes.create_string_buffer(length)
    raw.FPDF_GetPageLabel(document.raw, at, buffer, length)
    label = buffer.raw[: length - 2].decode("utf-16-le", "replace").strip()
    return label or None


def printed_page(document: Any, at: int, more: Sequence[Mark] = ()) -> tuple[PrintedPage, bool]:
    """The page at an index, and whether glyphs of it were lost for want of their font.

    Args:
        document: of pypdfium2.
        at: from 0.
        more: characters that another library found; those that this one has are left out.

    Raises:
        PdfiumError: the page is broken.
    """
    with contextlib.closing(document[at]) as page, contextlib.closing(page.get_textpage()) as text:
        count = text.count_chars()
        label = page_label(document, at)
        if count > limits.GLYPHS_A_PAGE:
            return PrintedPage(at + 1, label, printed=count, crowded=True), False
        drawing = _drawing(page, text.raw)
        marks = list(_marks(text.raw, count))
        marks += _others(marks, more)
        return page_of(at + 1, label, page.get_bbox(), marks, drawing), drawing.lost


def _others(marks: Sequence[Mark], more: Sequence[Mark]) -> list[Mark]:
    """Characters where none is printed yet."""
    if not more:
        return []
    taken = {(round(mark.x + dx), round(mark.y)) for mark in marks for dx in (-1, 0, 1)}
    return [mark for mark in more if (round(mark.x), round(mark.y)) not in taken]


def page_of(
    number: int, label: str | None, bounds: Bounds, marks: Sequence[Mark], drawing: Drawing
) -> PrintedPage:
    """Sort what is on a page by direction; outside and slanted text is put aside."""
    left, bottom, right, top = bounds
    turned: dict[int, list[Mark]] = {}
    outside: list[str] = []
    slanted: list[str] = []
    upright: list[Mark] = []
    least_x, most_x, least_y, most_y = 2 * left - 2, 2 * right + 2, 2 * bottom - 2, 2 * top + 2
    for mark in marks:
        text, _, _, (x0, y0, x1, y1), angle, _ = mark
        if not (least_x <= x0 + x1 <= most_x and least_y <= y0 + y1 <= most_y):
            outside.append(text)
        elif angle == 0.0:
            upright.append(mark)
        elif abs(angle - (quarters := round(angle / _QUARTER)) * _QUARTER) < _UPRIGHT:
            (turned.setdefault(quarters % 4, []) if quarters % 4 else upright).append(mark)
        else:
            slanted.append(text)
    column = _columns(upright)
    if upright:
        turned[0] = [mark for at, mark in enumerate(upright) if at not in column]
    if column:
        turned[_VERTICAL] = [mark for at, mark in enumerate(upright) if at in column]
    texts = {turn: "".join([mark[0] for mark in own]) for turn, own in turned.items()}
    sizes = {turn: _visible(text) for turn, text in texts.items()}
    printed = sum(sizes.values())
    unknown = _unknown("".join(texts.values()), printed)
    views = tuple(
        _view(turn, bounds, turned[turn], drawing.outlines)
        for turn in sorted(turned, key=lambda turn: -sizes[turn])
        if sizes[turn] and unknown < printed
    )
    return PrintedPage(
        number,
        label,
        views,
        printed + _visible("".join(outside)) + _visible("".join(slanted)),
        "".join(slanted).strip(),
        "".join(outside).strip(),
        drawing.pictures,
        drawing.any,
        drawing.unseen,
        unknown=unknown,
    )


def _visible(text: str) -> int:
    return len("".join(text.split()))


# Glyphs


def _marks(text_page: Any, count: int) -> Iterator[Mark]:
    """The characters of a page, those that the library made up left out.

    One call a character and four a run: calls are what reading a page costs.
    """
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_of, its_box = raw.FPDFText_GetLooseCharBox, ctypes.byref(box)
    high = 0
    angle, size = 0.0, 1.0
    rise = run_bottom = run_top = run_end = math.nan
    for at, code in enumerate(_codes(text_page, count)):
        if code <= 0x20 or code in _HYPHENS:
            if raw.FPDFText_IsGenerated(text_page, at) == 1:
                continue
            if code in _HYPHENS:
                code = 0x2D
        elif 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        box_of(text_page, at, its_box)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        same = angle == 0.0 and bottom == run_bottom and top == run_top
        if not (same and -0.5 * size < left - run_end < size):
            raw.FPDFText_GetMatrix(text_page, at, matrix)
            raw.FPDFText_GetCharOrigin(text_page, at, x, y)
            angle = math.atan2(matrix.b, matrix.a)
            size = raw.FPDFText_GetFontSize(text_page, at) * math.hypot(matrix.c, matrix.d)
            size = max(abs(size), 0.1)
            rise = y.value
            run_bottom, run_top = bottom, top
            base_x = x.value
        else:
            base_x = left
        run_end = right
        text = chr(code) if code >= 0x20 else _UNKNOWN if code == 0 else " "
        yield _new(Mark, (text, base_x, rise, (left, bottom, right, top), angle, size))


def _codes(text_page: Any, count: int) -> Sequence[int]:
    """The UTF-16 units of a page, one a character; 0 where there is none."""
    units = (ctypes.c_ushort * (count + 1))()
    # Characters without Unicode are not in the text of the page, and all behind them move up.
    if raw.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        return units[:count]
    return [raw.FPDFText_GetUnicode(text_page, at) for at in range(count)]


def _columns(marks: Sequence[Mark]) -> set[int]:
    """Indices of upright characters that are set one under the other: vertical writing.

    A column has at least three ideographs that each stand right under the one before.
    """
    columns: list[list[int]] = []
    last_x = last_y = last_size = -1e9
    last = -1
    for at, (text, x, y, _, _, size) in enumerate(marks):
        if text < _IDEOGRAPHIC:
            if not text.isspace():
                last_y = -1e9
            continue
        if (
            _CLOSEST * size < last_y - y < _FARTHEST * size
            and abs(x - last_x) < _BESIDE * size
            and abs(size - last_size) < _BESIDE * size
        ):
            if columns and columns[-1][-1] == last:
                columns[-1].append(at)
            else:
                columns.append([last, at])
        last_x, last_y, last_size, last = x, y, size, at
    columns = [run for run in columns if len(run) >= _LEAST_COLUMN]
    if 2 * sum(map(len, columns)) < _visible("".join([mark[0] for mark in marks])):
        columns = [run for run in columns if len(run) >= _LEAST_LONE_COLUMN]
    return {at for run in columns for at in run}


# Directions


def _view(turn: int, bounds: Bounds, marks: Sequence[Mark], outlines: Sequence[Outline]) -> View:
    place = _Place(bounds, turn)
    rules = tuple(_rules(outlines, place))
    glyphs = _upright(marks, place) if turn == 0 else [_glyph(mark, place) for mark in marks]
    return View(
        turn,
        place.width,
        place.height,
        tuple(glyphs),
        rules if len(rules) <= _MOST_RULES else (),
    )


def _upright(marks: Sequence[Mark], place: _Place) -> list[Glyph]:
    """Nearly all glyphs there are: made without a call for each."""
    left, top = place.left, place.top
    return [
        _new(Glyph, (text, x0 - left, x1 - left, top - y - _ASCENT * size, size))
        for text, _, y, (x0, _, x1, _), _, size in marks
    ]


def _glyph(mark: Mark, place: _Place) -> Glyph:
    left, bottom, right, top = mark.box
    size = mark.size
    if place.turn == _VERTICAL:
        begin = place.top - mark.y - _ASCENT * size
        middle = place.right - (left + right) / 2
        return Glyph(mark.text, begin, begin + size, middle - size / 2, size)
    (x0, _), (x1, _) = place.of(left, bottom), place.of(right, top)
    _, base = place.of(mark.x, mark.y)
    return Glyph(mark.text, min(x0, x1), max(x0, x1), base - _ASCENT * size, size)


class _Place:
    """From the coordinates of a page to points from the top left as a reader holds it.

    Args:
        bounds: of the page. Its own rotation does not matter: a reader turns a page until its
            text is upright.
        turn: quarters, counter-clockwise, at which the text is printed, or vertical, whose
            columns from the right become lines from the top.
    """

    def __init__(self, bounds: Bounds, turn: int) -> None:
        self.left, self.bottom, self.right, self.top = bounds
        self.turn = turn
        sides = (self.right - self.left, self.top - self.bottom)
        self.width, self.height = sides if turn in (0, 2) else (sides[1], sides[0])

    def of(self, x: float, y: float) -> Point:
        """A point of the page."""
        match self.turn:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x


# Rules, pictures and fonts

Outline = tuple[Point, ...]


@dataclass(slots=True)
class Drawing:
    """What is on a page beside text.

    Attributes:
        outlines: corners of drawn paths; curves end them.
        pictures: large ones.
        any: there is a picture or a path.
        lost: text of fonts that are not at hand was dropped by the library.
        unseen: the first text is there for searching alone.
    """

    outlines: list[Outline] = field(default_factory=list)
    pictures: int = 0
    any: bool = False
    lost: bool = False
    unseen: bool = False


def _drawing(page: Any, text_page: Any) -> Drawing:
    found = Drawing()
    left, bottom, right, top = page.get_bbox()
    least = _LEAST_PICTURE * (right - left) * (top - bottom)
    first_text = True
    corners = tuple(ctypes.c_float() for _ in range(4))
    for item, matrices in _objects(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if first_text:
                first_text = False
                found.unseen = raw.FPDFTextObj_GetTextRenderMode(item) == _UNSEEN
            if not found.lost:
                raw.FPDFPageObj_GetBounds(item, *corners)
                found.lost = (
                    corners[2].value - corners[0].value < 0.01
                    and raw.FPDFTextObj_GetText(item, text_page, None, 0) <= 2
                    and not _at_hand(item)
                )
            continue
        found.any = True
        raw.FPDFPageObj_GetBounds(item, *corners)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            if len(found.outlines) <= _MOST_RULES:
                box = tuple(corner.value for corner in corners)
                found.outlines.extend(_outlines(item, matrices, box))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            x0, y0, x1, y1 = (corner.value for corner in corners)
            for matrix in matrices:
                (x0, y0), (x1, y1) = _moved(matrix, x0, y0), _moved(matrix, x1, y1)
            found.pictures += abs((x1 - x0) * (y1 - y0)) >= least
    return found


def _objects(
    holder: Any, count: Any, get: Any, matrices: tuple[Any, ...] = ()
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """The objects of a page or form, each with the matrices that carry it to the page."""
    for at in range(count(holder)):
        item = get(holder, at)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_FORM:
            yield item, matrices
        elif len(matrices) < _DEPTH:
            matrix = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, matrix)
            yield from _objects(
                item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, (matrix, *matrices)
            )


def _moved(matrix: Any, x: float, y: float) -> Point:
    return (
        matrix.a * x + matrix.c * y + matrix.e,
        matrix.b * x + matrix.d * y + matrix.f,
    )


def _at_hand(text_object: Any) -> bool:
    """True if the font is in the file or a standard one.

    Of other fonts the library has no glyphs, and drops text of a single character.
    """
    font = raw.FPDFTextObj_GetFont(text_object)
    if not font or raw.FPDFFont_GetIsEmbedded(font) == 1:
        return True
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    return buffer.value.decode("latin-1").lower().startswith(_STANDARD)


def _outlines(item: Any, matrices: Sequence[Any], box: Sequence[float]) -> Iterator[Outline]:
    """Each subpath of a path as its corners; what is filled with white alone is nothing."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not stroke.value:
        parts = tuple(ctypes.c_uint() for _ in range(4))
        known = raw.FPDFPageObj_GetFillColor(item, *parts)
        if not fill.value or (known and all(part.value >= _WHITE for part in parts[:3])):
            return
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= _THIN:
        middle_x, middle_y = (x0 + x1) / 2, (y0 + y1) / 2
        ends = (
            ((x0, middle_y), (x1, middle_y))
            if x1 - x0 > y1 - y0
            else ((middle_x, y0), (middle_x, y1))
        )
        yield tuple(_carried(matrices, *end) for end in ends)
        return
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, own)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for at in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _carried((own, *matrices), x.value, y.value)
        if kind != raw.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield tuple(points)
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            yield (*points, points[0])
            points = [points[0]]
    if len(points) > 1:
        yield tuple(points)


def _carried(matrices: Iterable[Any], x: float, y: float) -> Point:
    for matrix in matrices:
        x, y = _moved(matrix, x, y)
    return x, y


def _rules(outlines: Iterable[Outline], place: _Place) -> Iterator[Rule]:
    """The upright and level sides of outlines; slanted ones part nothing."""
    for outline in outlines:
        for one, other in pairwise(outline):
            (x0, y0), (x1, y1) = place.of(*one), place.of(*other)
            if abs(x0 - x1) < _STRAIGHT < abs(y0 - y1):
                middle = (x0 + x1) / 2
                yield Rule(middle, min(y0, y1), middle, max(y0, y1))
            elif abs(y0 - y1) < _STRAIGHT < abs(x0 - x1):
                middle = (y0 + y1) / 2
                yield Rule(min(x0, x1), middle, max(x0, x1), middle)
