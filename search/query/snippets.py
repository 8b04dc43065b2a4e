"""Snippets: the part of a passage that shows best why it is a hit."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from search.analysis import Analyzer, Needle
from search.fields import searched_texts
from search.model import Passage, Snippet

LONGEST = 120
SHORTEST = 90
_MOST = 4
_MOST_TERMS = 8
_CELLS = 3
_STOP = re.compile("[。；！？\n]")
# Not the comma of 8,977, nor the colon of 9:30.
_PAUSE = re.compile(r"[，、：]|[,;:](?!\d)")
_ENDED = re.compile(r"(?:[。；！？][」』）)]?|\s)\Z")
_LONGEST_MARKED = 2_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A field's text with the places that match, as spans of the source, and their weights."""

    field: str
    text: str
    marks: tuple[Span, ...]
    weights: tuple[float, ...]
    total: float


def snippets(
    passage: Passage,
    needles: Mapping[Needle, float],
    analyzer: Analyzer,
    terms: Sequence[Collection[Needle]] = (),
) -> tuple[Snippet, ...]:
    """Cut the snippets of a hit.

    Args:
        passage: the hit.
        needles: what to mark, with the weight of each.
        analyzer: of the index.
        terms: those of the needles that are wordings of one term, for each term that is to be
            seen.

    Returns:
        At most four, the title first where it is marked, then the best window of the text or
        the cells of an indicator by name, with a window for each term that none of them shows,
        windows of one text as they stand in it; at least one, which may have no mark.
    """
    marked = [_mark(field, text, needles, analyzer) for field, text in searched_texts(passage)]
    hit = [field for field in marked if field.marks]
    titles = [field for field in hit if field.field == "title"][:1]
    texts = sorted(
        (field for field in hit if field.field == "text"), key=lambda field: -field.total
    )[:1]
    cells = [field for field in hit if field.field.startswith("kpi.")][:_CELLS]
    others = [field for field in hit if field.field not in ("title", "text") and field not in cells]
    chosen = titles + texts + cells
    if not texts and not cells:
        chosen += others[:1]
        plain = next((field for field in marked if field.field == "text"), None)
        if plain is not None:
            chosen.append(plain)
    if not chosen:
        chosen = marked[:1]
    windows = [(field, _window(field)) for field in chosen[:_MOST]]
    # An indicator's text is its cells in a row; of all else the text says most.
    fields = sorted(hit, key=lambda field: (field.field == "text") is (passage.kpi is not None))
    for term in terms[:_MOST_TERMS]:
        made = (_shown(field, *span) for field, span in windows)
        if len(windows) < _MOST and not any(_shows(one, term, analyzer) for one in made):
            windows.extend(_window_of(term, fields, needles, analyzer))
    return tuple(_shown(field, *span) for field, span in _as_read(windows))


def _as_read(windows: Sequence[tuple[_Marked, Span]]) -> list[tuple[_Marked, Span]]:
    """Windows by field, in the order in which their fields come, those of one as they stand in it."""
    fields = [(field.field, field.text) for field, _ in windows]
    return sorted(windows, key=lambda one: (fields.index((one[0].field, one[0].text)), one[1]))


def _shows(snippet: Snippet, term: Collection[Needle], analyzer: Analyzer) -> bool:
    return any(
        needle.occurs(analyzer.fold_running(snippet.text, merged=needle.merged)) for needle in term
    )


def _window_of(
    term: Collection[Needle],
    fields: Iterable[_Marked],
    needles: Mapping[Needle, float],
    analyzer: Analyzer,
) -> Iterator[tuple[_Marked, Span]]:
    """The best window for one term, of the first field that holds it, if any does."""
    alone = {needle: needles[needle] for needle in term if needle in needles}
    for field in fields:
        marked = _mark(field.field, field.text, alone, analyzer)
        if marked.marks:
            yield field, _window(marked)
            return


def occurrences(folded: str, needles: Mapping[str, float]) -> list[tuple[int, int, float]]:
    """Find all places of all needles in a folded text: (start, end, weight), ascending."""
    places: list[tuple[int, int, float]] = []
    for needle, weight in needles.items():
        start = folded.find(needle)
        while start >= 0 and len(places) < _LONGEST_MARKED:
            places.append((start, start + len(needle), weight))
            start = folded.find(needle, start + 1)
    return sorted(places)


def spans_of(
    text: str, needles: Mapping[Needle, float], analyzer: Analyzer
) -> list[tuple[int, int, float]]:
    """Find all places of all needles in a text as printed: (start, end, weight), ascending."""
    spans: list[tuple[int, int, float]] = []
    for merged in {needle.merged for needle in needles}:
        own = [pair for pair in needles.items() if pair[0].merged is merged]
        plain = analyzer.fold_running(text, merged=merged)
        # Most texts hold none of them, and the way back to the source is long to make.
        if any(needle.occurs(plain) for needle, _ in own):
            folded = analyzer.fold_running_with_map(text, merged=merged)
            for needle, weight in own:
                for start, end in islice(needle.places(folded.text), _LONGEST_MARKED):
                    spans.append((*folded.source_span(start, end), weight))
    return sorted(spans)


def marks_of(
    text: str, needles: Mapping[Needle, float], analyzer: Analyzer
) -> tuple[tuple[Span, float], ...]:
    """Find what to mark in a text as printed: spans with weights, ascending, never overlapping.

    Needles that overlap are one mark, as heavy as the heaviest of them.
    """
    return _joined(spans_of(text, needles, analyzer))


def _joined(spans: Iterable[tuple[int, int, float]]) -> tuple[tuple[Span, float], ...]:
    marks: list[tuple[Span, float]] = []
    for start, end, weight in spans:
        if marks and start < marks[-1][0][1]:
            (first, last), most = marks[-1]
            marks[-1] = ((first, max(last, end)), max(most, weight))
        else:
            marks.append(((start, end), weight))
    return tuple(marks)


def _mark(field: str, text: str, needles: Mapping[Needle, float], analyzer: Analyzer) -> _Marked:
    spans = spans_of(text, needles, analyzer)
    marks = _joined(spans)
    return _Marked(
        field,
        text,
        tuple(span for span, _ in marks),
        tuple(weight for _, weight in marks),
        sum(weight for _, _, weight in spans),
    )


def _shown(marked: _Marked, start: int, end: int) -> Snippet:
    marks = tuple(
        (max(first, start) - start, min(last, end) - start)
        for first, last in marked.marks
        if first < end and last > start
    )
    text = marked.text
    cut = (start > 0 and not _ended(text[:start]), end < len(text) and not _ended(text[:end]))
    return Snippet(marked.field, text[start:end], marks, cut)


def _ended(before: str) -> bool:
    """Whether a sentence or a line ends where a text does."""
    return bool(_ENDED.search(before, max(len(before) - 2, 0)))


def _window(marked: _Marked) -> Span:
    """The span of the source to show: whole where it is short, else the densest 120 characters.

    Where those begin or end between two pauses, the densest that do not, if there are any.
    """
    text, marks = marked.text, marked.marks
    if len(text) <= LONGEST:
        return 0, len(text)
    first, last = _densest(marks, marked.weights) if marks else (0, 0)
    start = _outside(_start(text, first, last), marks, up=True) if first else 0
    end = _end(text, start, last)
    end = max(_outside(end, marks, up=False), min(last, start + LONGEST))
    places = _pauses(text)
    if marks and not (start in places and end in places):
        return _between(places, marked) or (start, end)
    return start, end


def _pauses(text: str) -> dict[int, bool]:
    """The places at which a snippet may begin or end, each with whether it is a sentence's end."""
    ends = {found.end(): False for found in _PAUSE.finditer(text)}
    ends |= {found.end(): True for found in _STOP.finditer(text)} | {0: True, len(text): True}
    return ends | {_past_blanks(text, end, len(text)): stop for end, stop in ends.items()}


def _between(places: Mapping[int, bool], marked: _Marked) -> Span | None:
    """The span from one place to another that shows most: sentences before clauses, the first."""
    ordered = sorted(places)
    starts = [start for start, _ in marked.marks]
    ends = [end for _, end in marked.marks]
    sums = [0.0, *accumulate(marked.weights)]
    best, best_span = (0.0, 0), None
    for start in ordered:
        low = bisect_left(starts, start)
        if low and ends[low - 1] > start:
            continue
        longest = bisect_right(ordered, start + LONGEST)
        for end in ordered[bisect_left(ordered, start + SHORTEST) : longest]:
            high = bisect_right(ends, end)
            if high > low and (high == len(starts) or starts[high] >= end):
                shown = (round(sums[high] - sums[low], 9), places[start] + places[end])
                if shown > best:
                    best, best_span = shown, (start, end)
    return best_span


def _outside(place: int, marks: Sequence[Span], *, up: bool) -> int:
    """A place to cut at, moved to the end or the start of a mark that it would cut."""
    at = bisect_left(marks, (place,)) - 1
    if at >= 0 and marks[at][0] < place < marks[at][1]:
        return marks[at][1 if up else 0]
    return place


def _densest(marks: Sequence[Span], weights: Sequence[float]) -> Span:
    """The run of marks that weighs most and still fits, the first of equals."""
    best, best_span = -1.0, marks[0]
    low = 0
    weight = 0.0
    for high, (_, end) in enumerate(marks):
        weight += weights[high]
        while low < high and end - marks[low][0] > LONGEST - 10:
            weight -= weights[low]
            low += 1
        if weight > best + 1e-9:
            best, best_span = weight, (marks[low][0], end)
    return best_span


def _start(text: str, first: int, last: int) -> int:
    """Where to begin: after a mark of the sentence that holds the match, if that is near."""
    room = LONGEST - (last - first)
    if room <= 0:
        return first
    earliest = max(0, first - max(room - 20, room // 2))
    # Near the end of a text there must be enough left of it.
    earliest = min(earliest, len(text) - LONGEST)
    latest = min(first, len(text) - SHORTEST)
    if earliest <= 0 and last <= LONGEST:
        return 0
    for pattern in (_STOP, _PAUSE):
        ends = [found.end() for found in pattern.finditer(text, earliest, latest)]
        if ends:
            return _past_blanks(text, ends[0], first)
    return earliest


def _past_blanks(text: str, start: int, limit: int) -> int:
    while start < limit and text[start].isspace():
        start += 1
    return start


def _end(text: str, start: int, last: int) -> int:
    """Where to end: behind the match, at the last punctuation between 90 and 120 characters."""
    if len(text) - start <= LONGEST:
        return len(text)
    for pattern in (_STOP, _PAUSE):
        ends = [found.end() for found in pattern.finditer(text, start, start + LONGEST)]
        if ends and ends[-1] >= max(start + SHORTEST, last):
            return ends[-1]
    return start + LONGEST
