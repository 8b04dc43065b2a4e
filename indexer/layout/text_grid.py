"""Tables in text whose columns are parted by blanks alone, as programs print them and people type them.

A column stands at the same place of each line of one page. `pdftotext -layout` and its like count
places in characters, full-width ones as one, and begin anew on each page; what people line up by
hand counts full-width characters as two.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from indexer.blocks import Cell, Furniture, Row, Span, Table
from indexer.layout.lines import Line, cell_text, ends_sentence, visible
from indexer.layout.widths import width
from indexer.numbering import enumerator

Measure = Callable[[str], int]
Channel = tuple[int, int]
"""Beginning and end of a stretch of places that nothing is printed in."""

_GAP = re.compile(r"(?:[ 　]{2,}|　)")
_FIGURE = re.compile(r"[-–—－]|[\d,.()（）]*\d[\d,.]*\s?\S{0,4}")
_NO_CELL = ("：", ":", "。", "；")
_LONGEST_BAND = 24
_MOST_BLANK = 2
_LEAST_LINES = 3
_LEAST_PAIRS = 3
"""Lines with both columns of a table that has two."""
_LEAST_INDENT = 4
_NARROWEST = 6
"""Half-width characters of a column in which sentences are told from names."""
_MISSING = 0.6
"""How unlike columns may be before a page is held to print in fewer."""
_LONGER = 4
"""Places that a text at the end of its line may be too long for its column."""
_LEAST_CLOSE = 2, 3
"""Lines that print on both sides of a channel of one blank, where the columns are known or not."""
_MOST_HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two gaps of a line: its places, and its characters in the line."""

    x0: int
    x1: int
    start: int
    text: str


@dataclass(frozen=True)
class _Printed:
    """A line that may be of the table.

    Attributes:
        source: as it stands in the text.
        at: its place among the lines of the text.
        measure: how long the beginning of a line is.
        apart: True if a blank line stands above it.
        band: True if it heads the rows below it and has no cells.
    """

    source: Line
    at: int
    measure: Measure
    apart: bool = False
    band: bool = False

    @cached_property
    def pieces(self) -> tuple[_Piece, ...]:
        text = self.source.text
        return tuple(
            _Piece(self.measure(text[:a]), self.measure(text[:b]), a, text[a:b])
            for a, b in _segments(text)
        )

    @property
    def words(self) -> list[str]:
        return [piece.text for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class _Section:
    """Lines of a table on one page.

    Attributes:
        channels: between its columns.
        narrow: single blanks that may be channels too, the likeliest first.
        end: one past its last line.
    """

    lines: tuple[_Printed, ...]
    channels: tuple[Channel, ...]
    narrow: tuple[Channel, ...]
    end: int


@dataclass(slots=True)
class _Slice:
    """A line of the table cut at the borders of the columns: a text and its span for each."""

    line: _Printed
    texts: list[str]
    spans: list[Span | None]
    begins_page: bool = False
    more: list[tuple[int, Span | None]] = field(default_factory=list)

    def filled(self) -> set[int]:
        return {at for at, text in enumerate(self.texts) if text}


def _segments(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[place:end]
        if piece.strip():
            yield place + len(piece) - len(piece.lstrip()), place + len(piece.rstrip())
        place = gap.end() if gap else end


def unruled_table(
    lines: Sequence[Line],
    index: int,
    number: int,
    names_columns: Callable[[Sequence[str]], bool],
) -> tuple[int, Table, list[Furniture]] | None:
    """Read the table of two columns or more that a line begins.

    Args:
        lines: of the text.
        index: of the line.
        number: of the table.
        names_columns: tells whether texts are a header for sure; one row under it is a table.

    Returns:
        One past its last line, the table, and its headers that are printed again; None where
        none begins here.
    """
    text = lines[index].text
    if "\t" in text or len(list(_segments(text))) < 2:
        return None
    best: list[_Section] = []
    for measure in (len, width):
        first = _section(lines, index, measure)
        if first is not None:
            sections = [first, *_later_sections(lines, first, measure)]
            least = _LEAST_LINES - names_columns(first.lines[0].words)
            if _is_table(sections, least) and _size(sections) > _size(best):
                best = sections
    if not best:
        return None
    slices, again = _slices(best)
    rows = _rows(slices)
    table = Table(tuple(rows), number, lines[index].page, lines[index].number)
    return best[-1].end, table, again


def _size(sections: Sequence[_Section]) -> tuple[int, int]:
    """How many lines sections have, and how many pieces of them begin where others do."""
    aligned = 0
    for section in sections:
        starts = Counter(piece.x0 for line in section.lines for piece in line.pieces)
        aligned += sum(count for count in starts.values() if count > 1)
    return sum(len(section.lines) for section in sections), aligned


def _is_table(sections: Sequence[_Section], least: int) -> bool:
    first = sections[0]
    columns = len(first.channels) + 1
    if columns < 2:
        return False
    if len(first.lines[0].pieces) < columns and len(first.lines) > 1 and first.lines[1].apart:
        # A caption with its number: 表3   計畫一覽.
        return False
    whole = sum(len(_columns_in(line, one.channels)) > 1 for one in sections for line in one.lines)
    return whole >= least and (columns > 2 or all(map(_are_pairs, sections)))


def _are_pairs(section: _Section) -> bool:
    """True if lines of two columns are no prose with a gap: both begin where they do in others."""
    starts = [
        tuple(piece.x0 for piece in line.pieces) for line in section.lines if len(line.pieces) > 1
    ]
    if not starts:
        return True
    usual = max(set(starts), key=starts.count)
    return all(len(one) == 2 for one in starts) and starts.count(usual) >= 0.8 * len(starts)


def _later_sections(lines: Sequence[Line], first: _Section, measure: Measure) -> Iterator[_Section]:
    section = first
    while True:
        at = _next_printed(lines, section.end)
        if at is None or (not lines[at].after_page_end and "\f" not in lines[at].text):
            return
        later = _section(lines, at, measure, first)
        if later is None or len(later.channels) > len(first.channels):
            return
        if not later.channels and not _goes_on_alone(section, later):
            return
        yield later
        section = later


def _goes_on_alone(above: _Section, section: _Section) -> bool:
    """True if indented lines at the top of a page are the rest of one cell."""
    texts = [line.words[-1] for line in above.lines if not line.band]
    begins = section.lines[0].words[0]
    return not ends_sentence(texts[-1]) or _counts_on(texts, begins)


def _counts_on(texts: Sequence[str], text: str) -> bool:
    following = enumerator(text)
    last = next((one for text in reversed(texts) if (one := enumerator(text))), None)
    return (
        following is not None
        and last is not None
        and last.style == following.style
        and last.value + 1 == following.value
    )


def _next_printed(lines: Sequence[Line], at: int) -> int | None:
    while at < len(lines) and lines[at].blank:
        at += 1
    return at if at < len(lines) else None


def _section(
    lines: Sequence[Line], index: int, measure: Measure, first: _Section | None = None
) -> _Section | None:
    """The lines from one on that keep to common channels, on one page.

    Args:
        lines: of the text.
        index: of the first.
        measure: how long the beginning of a line is.
        first: section of the table, None where it is this one.
    """
    head = first.lines[0].words if first else []
    wanted = len(first.channels) + 1 if first else 0
    found: list[_Printed] = []
    channels: list[Channel] = []
    place = index
    blanks = 0
    while place < len(lines):
        line = lines[place]
        if line.blank:
            blanks += 1
            place += 1
            continue
        ends_page = line.after_page_end or "\f" in line.text
        if "\t" in line.text or blanks > _MOST_BLANK or (found and ends_page):
            break
        printed = _Printed(line, place, measure, blanks > 0)
        if found and printed.words == (head or found[0].words) and len(printed.words) > 2:
            found.append(printed)
            blanks = 0
            place += 1
            continue
        if found and _heads_again(printed.words, head or found[0].words):
            break
        if len(printed.pieces) == 1 and _is_left(printed, found, channels):
            role = _role_of_left(lines, printed, found, channels, head)
            if role is None:
                break
            printed = replace(printed, band=role == "band")
        if not printed.band:
            joined = _joined_channels(channels, found, printed)
            if joined is None and len(found) <= _MOST_HEAD_LINES and not head:
                # Words over several columns cross the channels between them.
                joined = _joined_channels([], [], printed)
                if len(joined or ()) < len(channels) or len(joined or ()) < 2:
                    joined = None
            if joined is None:
                break
            channels = joined
        found.append(printed)
        blanks = 0
        place += 1
    while found and found[-1].band:
        found.pop()
    if not found:
        return None
    narrow = _narrow_channels(found, channels, wanted)
    if not first:
        channels, narrow = sorted([*channels, *narrow]), []
    return _Section(tuple(found), tuple(channels), tuple(narrow), found[-1].at + 1)


def _heads_again(words: Sequence[str], head: Sequence[str]) -> bool:
    """True if a line has the words of the head of a table, or begins the next of its like."""
    if len(head) == 2:
        return words[0] == head[0]
    return 2 * sum(word in head for word in words) > len(words) > 1


def _is_left(printed: _Printed, found: Sequence[_Printed], channels: Sequence[Channel]) -> bool:
    """True if a line of one piece begins in the first column."""
    if channels:
        return printed.pieces[0].x0 < channels[0][1]
    return printed.pieces[0].x0 < _LEAST_INDENT


def _role_of_left(
    lines: Sequence[Line],
    printed: _Printed,
    found: Sequence[_Printed],
    channels: Sequence[Channel],
    head: Sequence[str],
) -> str | None:
    """What a line of one piece in the first column is: "band", "cell", or None for no part."""
    piece = printed.pieces[0]
    crosses = bool(channels) and piece.x1 > channels[0][0]
    marked = enumerator(piece.text) is not None
    after = _next_printed(lines, printed.at + 1)
    following = None if after is None else _Printed(lines[after], after, printed.measure)
    first_words = list(head) or (found[0].words if found else [])
    fits = (
        following is not None
        and len(following.pieces) > 1
        and not _heads_again(following.words, first_words)
        and "\t" not in following.source.text
        and (not channels or _joined_channels(channels, [], following) is not None)
    )
    is_band = marked or crosses or printed.apart or not found
    if fits and is_band and len(piece.text) <= _LONGEST_BAND and not piece.text.endswith(_NO_CELL):
        return "band"
    if crosses or marked or printed.apart or piece.text.endswith(_NO_CELL):
        return None
    above = found[-1].pieces[0] if found else None
    wrapped = (above is not None and not channels) or fits
    return "cell" if wrapped or (above is not None and above.x0 <= piece.x0 + 1) else None


def _joined_channels(
    channels: Sequence[Channel], lines: Sequence[_Printed], printed: _Printed
) -> list[Channel] | None:
    """The channels that a line leaves, with those that it adds; None where it closes one."""
    spans = [(piece.x0, piece.x1) for piece in printed.pieces]
    out = []
    for channel in channels:
        free = _widest_free(channel, spans)
        if free is None:
            return None
        out.append(free)
    for (_, left), (right, _) in pairwise(spans):
        if any(a < right and left < b for a, b in out):
            continue
        gap: Channel | None = (left, right)
        for line in lines:
            if not line.band:
                gap = gap and _widest_free(gap, [(p.x0, p.x1) for p in line.pieces])
        if gap is not None:
            out.append(gap)
    return sorted(out)


def _widest_free(channel: Channel, spans: Sequence[tuple[int, int]]) -> Channel | None:
    a, b = channel
    edges = [
        (-1, spans[0][0]),
        *zip((s[1] for s in spans), (s[0] for s in spans[1:]), strict=False),
    ]
    edges.append((spans[-1][1], 10**6))
    free = [(max(a, left), min(b, right)) for left, right in edges]
    best = max(free, key=lambda one: one[1] - one[0])
    return best if best[1] > best[0] else None


def _narrow_channels(
    found: Sequence[_Printed], channels: Sequence[Channel], wanted: int
) -> list[Channel]:
    """Single blanks that may part columns as well as words, the likeliest first.

    Where such a blank is a channel, lines print close on both of its sides.

    Args:
        found: the lines of the section.
        channels: that are wider.
        wanted: columns of the table on the pages before, 0 where this is the first.
    """
    lines = [line for line in found if not line.band]
    if len(lines) < _LEAST_LINES or (wanted and len(channels) + 1 >= wanted):
        return []
    places = [_places(line) for line in lines]
    narrow: list[tuple[int, int]] = []
    for place in range(max(map(max, places))):
        # A text behind which its line ends may be longer than its column.
        crossing = any(
            place in own and (not wanted or _goes_far_behind(line, place))
            for line, own in zip(lines, places, strict=True)
        )
        if crossing or any(a <= place < b for a, b in channels):
            continue
        close = [{place - 1, place + 1} <= own for own in places]
        if sum(close) >= _LEAST_CLOSE[not wanted] and (wanted or close[0]):
            narrow.append((sum(close), place))
    narrow.sort(reverse=True)
    return [(place, place + 1) for _, place in narrow]


def _goes_far_behind(line: _Printed, place: int) -> bool:
    return line.pieces[-1].x1 > place + _LONGER


def _places(line: _Printed) -> set[int]:
    """The places of a line that something is printed in."""
    text = line.source.text
    out: set[int] = set()
    place = 0
    for char in text:
        wide = line.measure(char)
        if not char.isspace():
            out.update(range(place, place + wide))
        place += wide
    return out


def _columns_in(line: _Printed, channels: Sequence[Channel]) -> set[int]:
    return {sum(piece.x0 >= end for _, end in channels) for piece in line.pieces}


def _slices(sections: Sequence[_Section]) -> tuple[list[_Slice], list[Furniture]]:
    """The lines of the table by column, without the headers that later pages print again."""
    first = sections[0]
    columns = len(first.channels) + 1
    out: list[_Slice] = []
    again: list[Furniture] = []
    head_lines = [line.words for line in first.lines]
    head = head_lines[0]
    for section in sections:
        if section is first:
            cut, places = (
                [_cut(line, section.channels) for line in section.lines],
                list(range(columns)),
            )
        else:
            cut, places = _fitted(out, section, columns)
        body: list[_Slice] = []
        repeated = 0
        for one in cut:
            if one is not cut[0] or section is not first:
                repeated = repeated if one.line.words != head else 0
                if repeated < len(head_lines) and one.line.words == head_lines[repeated]:
                    repeated += 1
                    line = one.line.source
                    words = " ".join(one.line.words)
                    again.append(Furniture(words, (line.span,), "重複表頭", line.page, line.number))
                    continue
                repeated = len(head_lines)
            body.append(one)
        for one in body:
            if not one.line.band:
                texts = [""] * columns
                spans: list[Span | None] = [None] * columns
                for place, text, span in zip(places, one.texts, one.spans, strict=True):
                    texts[place], spans[place] = text, span
                one.texts, one.spans = texts, spans
        if body and section is not first:
            body[0].begins_page = True
        out += body
    return out, again


def _cut(line: _Printed, channels: Sequence[Channel]) -> _Slice:
    text = line.source.text
    if line.band:
        return _Slice(line, [text.strip()], [line.source.span])
    # Where a word covers several columns, it belongs to the first.
    cuts = [0]
    for start, end in channels:
        at = _place_of(text, (start + end) // 2 if end - start > 1 else start, line.measure)
        inside = next((p for p in line.pieces if p.x0 < start and p.x1 > end), None)
        if inside and text[at : at + 1].isspace():
            inside = None
        cuts.append(inside.start + len(inside.text) if inside else at)
    cuts.append(len(text))
    texts: list[str] = []
    spans: list[Span | None] = []
    for a, b in pairwise(cuts):
        raw = text[a:b] if b > a else ""
        left = a + len(raw) - len(raw.lstrip(" 　\f"))
        stripped = raw.strip(" 　\f")
        texts.append(stripped)
        start = line.source.start + left
        spans.append((start, start + len(stripped)) if stripped else None)
    return _Slice(line, texts, spans)


def _place_of(text: str, place: int, measure: Measure) -> int:
    """The first character of a line that begins at a place or behind it."""
    if measure is len:
        return min(place, len(text))
    at = wide = 0
    while at < len(text) and wide < place:
        wide += width(text[at])
        at += 1
    return at


def _fitted(
    above: Sequence[_Slice], section: _Section, columns: int
) -> tuple[list[_Slice], list[int]]:
    """The lines of a later page by column, and the column of the table that each of these is."""
    found: list[tuple[float, list[_Slice], list[int]]] = []
    missing = columns - len(section.channels) - 1
    for more in range(min(missing, len(section.narrow)) + 1):
        channels = sorted([*section.channels, *section.narrow[:more]])
        cut = [_cut(line, channels) for line in section.lines]
        cost, places = _alignment(above, cut, columns, len(channels) + 1)
        found.append((cost + _MISSING * (missing - more), cut, places))
    return min(found, key=lambda one: one[0])[1:]


def _alignment(
    above: Sequence[_Slice], below: Sequence[_Slice], columns: int, own: int
) -> tuple[float, list[int]]:
    """The column of the table that each column of a later page is, and how unlike they are.

    Where a page prints in fewer, such as none of a cell that covers all of its rows, columns
    with as wide and as figured texts are one.
    """

    def looks(slices: Sequence[_Slice], column: int) -> tuple[float, float, float]:
        texts = [
            s.texts[column]
            for s in slices
            if not s.line.band and len(s.texts) > column and s.texts[column]
        ]
        figured = sum(_FIGURE.fullmatch(text) is not None for text in texts) / max(1, len(texts))
        printed = len(texts) / max(1, len(slices))
        return max(map(width, texts), default=0), figured, printed

    known = [looks(above[1:], column) for column in range(columns)]
    new = [looks(below, column) for column in range(own)]

    def unlike(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
        wider = abs(a[0] - b[0]) / max(a[0], b[0], 1)
        return wider + 2 * abs(a[1] - b[1]) + abs(a[2] - b[2])

    best: dict[tuple[int, int], tuple[float, list[int]]] = {}
    for column in range(own):
        for place in range(column, columns - own + column + 1):
            cost = unlike(known[place], new[column])
            if column == 0:
                best[column, place] = (cost, [place])
                continue
            before = [best[column - 1, p] for p in range(column - 1, place)]
            least = min(before, key=lambda one: one[0])
            best[column, place] = (least[0] + cost, [*least[1], place])
    return min((best[own - 1, p] for p in range(own - 1, columns)), key=lambda one: one[0])


# Rows


def _rows(slices: Sequence[_Slice]) -> list[Row]:
    columns = max(len(one.texts) for one in slices)
    cells = [one.texts for one in slices if not one.line.band]
    widest = [_full_width([texts[column] for texts in cells]) for column in range(columns)]
    starts = _starts(slices, widest)
    groups = [slices[a:b] for a, b in zip(starts, [*starts[1:], len(slices)], strict=True)]
    _return_to_merged(groups, widest)
    made: list[tuple[Line, tuple[Cell, ...]]] = []
    at = 0
    if len(groups) > 2 and (tiers := _two_tiers(groups[0], groups[1])):
        made += [(groups[0][0].line.source, tiers[0]), (groups[1][0].line.source, tiers[1])]
        at = 2
    for group in groups[at:]:
        made.append((group[0].line.source, _cells(group)))
    return [
        Row(cells, number, page=line.page, line=line.number)
        for number, (line, cells) in enumerate(made, 1)
    ]


def _return_to_merged(groups: Sequence[Sequence[_Slice]], widest: Sequence[int]) -> None:
    """Give the text of a cell that covers several rows back to the row that it begins in."""
    for before, group in pairwise(groups[1:]):
        first = group[0]
        woken = first.filled() - before[-1].filled()
        if first.line.band or before[-1].line.band or first.begins_page or not woken:
            continue
        for column in range(min(woken)):
            above_text = before[-1].texts[column]
            for one in group:
                text = one.texts[column]
                if not _is_within(above_text, text, widest[column]):
                    break
                last = before[-1]
                last.texts[column] = cell_text([last.texts[column], text])
                last.more.append((column, one.spans[column]))
                above_text = text
                one.texts[column], one.spans[column] = "", None


def _cells(group: Sequence[_Slice]) -> tuple[Cell, ...]:
    if group[0].line.band:
        return (Cell(visible(group[0].texts[0]), (group[0].line.source.span,)),)
    return tuple(_cell(group, column) for column in range(len(group[0].texts)))


def _cell(group: Sequence[_Slice], column: int) -> Cell:
    spans: list[Span] = []
    for one in group:
        spans += [span for span in (one.spans[column],) if span is not None]
        spans += [span for own, span in one.more if own == column and span is not None]
    return Cell(cell_text([visible(one.texts[column]) for one in group]), tuple(spans))


def _starts(slices: Sequence[_Slice], widest: Sequence[int]) -> list[int]:
    """The lines that begin a row.

    Cells are printed from the top of their row on without a gap: where a column prints that did
    not on the line above, a row begins, unless the longest text is in the midst of a sentence
    and the column is printed for the first time in its row. Where none does, one begins if what
    stands above ended before its column was full.
    """
    out = [0]
    longest = max(range(len(widest)), key=lambda column: widest[column])
    for at in range(1, len(slices)):
        above, one = slices[at - 1], slices[at]
        row = slices[out[-1] : at]
        if one.line.band or above.line.band:
            out.append(at)
            continue
        if one.begins_page:
            if out == [0] or not _continues_row(row, one, widest):
                out.append(at)
            continue
        woken = one.filled() - above.filled()
        within = _is_within(above.texts[longest], one.texts[longest], widest[longest])
        if woken:
            again = set().union(*(line.filled() for line in row))
            in_head = out == [0] or (len(out) == 2 and not slices[out[1]].texts[0])
            if not within or woken & again or in_head:
                out.append(at)
        elif _all_begin(above, one, widest, longest, is_head=out == [0]):
            out.append(at)
    return out


def _is_within(above: str, text: str, widest: int) -> bool:
    """True if a line of a column goes on in the midst of a sentence above it."""
    return (
        bool(above and text)
        and widest >= _NARROWEST
        and _is_full(above, text, widest)
        and not ends_sentence(above)
        and enumerator(text) is None
        and not _is_figure(text)
    )


def _full_width(texts: Sequence[str]) -> int:
    """The width of a full line of a column: the greatest that two lines have, if any two have one."""
    widths = sorted((width(text) for text in texts if text), reverse=True)
    return next((a for a, b in pairwise(widths) if a == b), max(widths, default=0))


def _is_full(above: str, text: str, widest: int) -> bool:
    """True if the first word of a line had no room on the one above."""
    word = re.match(r"[A-Za-z0-9.,%/]+|\S[，。、；：）」』]?", text)
    return width(above) + (width(word.group()) if word else 2) > widest


def _all_begin(
    above: _Slice, one: _Slice, widest: Sequence[int], longest: int, *, is_head: bool
) -> bool:
    """True if the columns of a line begin anew under ones that ended.

    Args:
        above: the line above.
        one: the line.
        widest: of each column the width of a full line.
        longest: the widest column.
        is_head: the line above is the first of the table.
    """
    both = sorted(one.filled())
    whole = len(both) == len(one.texts)
    if whole and len(both) == 2:
        return True
    if whole and is_head:
        # All words of a header may be broken: 指標名|稱.
        return any(
            not _is_full(above.texts[c], one.texts[c], widest[c])
            or _is_figure(one.texts[c])
            or enumerator(one.texts[c])
            for c in both
        )
    if len(both) < 2 and (not both or both[0] > 0):
        return False
    if any(_is_figure(above.texts[c]) and _is_figure(one.texts[c]) for c in both):
        return True
    if whole and len(above.filled()) == len(both):
        return not _is_within(above.texts[longest], one.texts[longest], widest[longest])
    begun = [
        not _is_full(above.texts[c], one.texts[c], widest[c])
        or _is_numbered_on(above.texts[c], one.texts[c])
        or (_is_figure(one.texts[c]) and len(one.texts[c]) > 1)
        for c in both
    ]
    return sum(begun) >= min(2, len(begun))


def _is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None


def _is_numbered_on(above: str, text: str) -> bool:
    return above.isdecimal() and text.isdecimal() and int(text) == int(above) + 1


def _continues_row(row: Sequence[_Slice], one: _Slice, widest: Sequence[int]) -> bool:
    """True if a line at the top of a page goes on with the row that the page before ended in."""
    filled = sorted(one.filled())
    if 0 in filled and len(filled) > 1 and not row[-1].filled() & {0}:
        return False
    for column in filled:
        above = next((r.texts[column] for r in reversed(row) if r.texts[column]), "")
        text = one.texts[column]
        if not above:
            return False
        if len(filled) == 1:
            continue
        if _is_figure(above) and _is_figure(text):
            return False
        if not _is_full(above, text, widest[column]) and not (
            ends_sentence(above) and enumerator(text)
        ):
            return False
    return True


def _two_tiers(
    upper: Sequence[_Slice], lower: Sequence[_Slice]
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]] | None:
    """The cells of two rows of a header, of which the upper one has words over several columns."""
    if upper[0].line.band or lower[0].line.band or (lower[0].texts[0] and upper[0].texts[0]):
        return None
    above, below = upper[0].filled(), lower[0].filled()
    columns = len(upper[0].texts)
    if not below - above or len(below) < 2:
        return None
    top: list[Cell] = []
    bottom: list[Cell] = []
    column = 0
    while column < columns:
        end = column + 1
        while end < columns and end not in above and end in below:
            end += 1
        if end - column > 1 and column in below:
            cell = _cell(upper, column)
            top.append(replace(cell, colspan=end - column))
            bottom += [_cell(lower, one) for one in range(column, end)]
        else:
            top.append(replace(_cell([*upper, *lower], column), rowspan=2))
        column = end
    return tuple(top), tuple(bottom)
