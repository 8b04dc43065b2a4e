"""Printed lines → paragraphs, by the margins of each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indexer.layout.continuation import Bounds, continues, ends_sentence
from indexer.layout.linear import glue
from indexer.layout.page import Line, Page

_LEAST_AGREEING = 3
_NARROWEST = 0.5
"""Of the width of a page: shorter lines that agree are entries of a list."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that are one paragraph."""

    text: str
    lines: tuple[Line, ...]


def paragraphs_of(
    lines: Sequence[Line],
    bounds: Bounds | Callable[[Line], Bounds],
    *,
    glued: Callable[[str, str], str] = glue,
) -> list[Paragraph]:
    """Rejoin wrapped lines.

    Args:
        lines: in reading order, furniture taken out; blank lines end a paragraph.
        bounds: where full lines begin and end, or a function that gives that of a line.
        glued: joins two lines of a paragraph.
    """
    out: list[Paragraph] = []
    pending: list[Line] = []
    pitch = line_pitch(lines)

    def finish() -> None:
        if pending:
            text = pending[0].text
            for line in pending[1:]:
                text = glued(text, line.text)
            out.append(Paragraph(text, tuple(pending)))
            pending.clear()

    for line in lines:
        if line.blank:
            finish()
            continue
        if pending:
            of_last = bounds(pending[-1]) if callable(bounds) else bounds
            if not continues(pending, line, of_last, pitch):
                finish()
        pending.append(line)
    finish()
    return out


def line_pitch(lines: Sequence[Line]) -> float:
    """Usual distance between the tops of two lines, 0 where there are none."""
    steps = [
        b.top - a.top
        for a, b in pairwise(lines)
        if a.page == b.page and 0.5 * a.em < b.top - a.top < 4 * a.em
    ]
    return float(median(steps)) if steps else 0.0


def margins_of(pages: Iterable[Page]) -> dict[int, Bounds]:
    """Where full lines begin and end on each page, by page number.

    A page whose own lines do not show it has the margins of the nearest page of its size that
    does, as long as none of its lines is outside them.

    Args:
        pages: with the lines of the body alone.
    """
    own: dict[int, Bounds] = {}
    known = [page for page in pages if page.lines]
    for page in known:
        bounds = _shown(page)
        if bounds is not None:
            own[page.number] = bounds
    return {page.number: own.get(page.number) or _borrowed(page, known, own) for page in known}


def _shown(page: Page) -> Bounds | None:
    """The margins that the lines of a page show: where several cut sentences end alike."""
    cut = [line for line in page.lines if not line.blank and not ends_sentence(line.text)]
    full = _agreeing([line.x1 for line in cut], [line.em for line in cut], outermost=max)
    if full is None:
        return None
    begins = [line.x0 for line in page.lines if not line.blank]
    ems = [line.em for line in page.lines if not line.blank]
    left = _agreeing(begins, ems, outermost=min)
    left = min(begins) if left is None else left
    # Nothing but lines that are broken ends there, so that no line goes far beyond.
    beyond = [line for line in page.lines if line.x1 > full + line.em and line.x0 < full]
    if full - left < _NARROWEST * page.width or len(beyond) > len(cut) // 4:
        return None
    return left, full


def _agreeing(
    places: Sequence[float], ems: Sequence[float], *, outermost: Callable[..., float]
) -> float | None:
    """The outermost place where several lines end, or begin, within half an em."""
    ordered = sorted(zip(places, ems, strict=True), reverse=outermost is max)
    for at in range(len(ordered) - _LEAST_AGREEING + 1):
        if abs(ordered[at][0] - ordered[at + _LEAST_AGREEING - 1][0]) < 0.5 * ordered[at][1]:
            return ordered[at + 1][0]
    return None


def _borrowed(page: Page, pages: Sequence[Page], own: dict[int, Bounds]) -> Bounds:
    lines = [line for line in page.lines if not line.blank]
    if not lines:
        return 0.0, page.width
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    em = median(line.em for line in lines)
    nearest = sorted(
        (other for other in pages if other.number in own),
        key=lambda other: abs(other.number - page.number),
    )
    for other in nearest[:8]:
        like = abs(other.width - page.width) < em and abs(other.height - page.height) < em
        bounds = own[other.number]
        if like and bounds[0] - 2 * em < left and right < bounds[1] + em:
            return bounds
    # No line is known to be full, so the margins are taken to be alike.
    return left, max(right, page.width - left) if right - left < _NARROWEST * page.width else right
