"""Tables whose printed lines were kept but whose columns were broken.

Text taken from a PDF may hold each printed line of a table as a line of its own, with tabs where
the converter believed that columns part. It believes otherwise on each page. What stays true is
the paper: a column is as wide as it is, a full line fills it, a header names it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from indexer.blocks import Cell, Furniture, Row, Span, Table
from indexer.layout.widths import width
from indexer.numbering import Enumerator, enumerator
from indexer.tables.legible import is_noise, legible
from indexer.vocabulary import fold, load

_LEAST_LINES = 15
_LEAST_CUT = 0.35
_COPY = 0.5
_COMPARED = 200
_SNAP = 3
_ENDS = tuple("。！？」』")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_CODE = re.compile(r"\s*\d{1,2}-\d{1,2}-\d{1,2}\s*$")
_CUT_EDGE = re.compile(r"([\u3400-\u9fff])\s+(?=[\u3400-\u9fff「])")
_WIDE_MARKS = ",;:()!?"


def paper_width(text: str) -> int:
    """Width as printed: converters write full-width marks as ASCII ones."""
    text = text.strip()
    return width(text) + sum(char in _WIDE_MARKS for char in text)


def are_broken(parts: Sequence[Sequence[Row]]) -> bool:
    """Whether the rows are printed lines: most fill their column and end in mid-sentence."""
    last = [row.cells[-1].text for part in parts for row in part if row.cells[-1].text]
    if len(last) < _LEAST_LINES:
        return False
    full = _full(last)
    if not 16 <= full <= 160:
        return False
    cut = sum(0.85 * full <= paper_width(t) <= 1.1 * full and not t.endswith(_ENDS) for t in last)
    return cut >= _LEAST_CUT * len(last)


def _full(texts: Sequence[str]) -> int:
    """The width that most lines fill."""
    counts = Counter(paper_width(text) for text in texts)
    return max(counts, key=lambda w: (counts[w] * w, w))


@dataclass(slots=True)
class _Line:
    """A printed line with its text by column of the table.

    Attributes:
        lost: the line's content is missing, in part or whole.
        misread: something in its narrow cells is no text.
    """

    row: Row
    cells: list[str]
    lost: bool = False
    misread: bool = False


def regroup(parts: Sequence[Sequence[Row]], number: int) -> tuple[Table, list[Furniture]] | None:
    """Make rows of a table from its printed lines.

    Args:
        parts: printed lines of each page, its header among the first three.
        number: of the table in the file.

    Returns:
        The table, damaged, with a header row and a cell for each header word, and its
        repeated headers and illegible lines as furniture; None where no header is legible.
    """
    header = _reference(parts)
    if header is None:
        return None
    words = [cell.text for cell in header.cells]
    furniture: list[Furniture] = []
    pages: list[tuple[list[set[int]], list[Row]]] = []
    for part in parts:
        index, places = _mapping(words, part)
        for row in part[: index + 1]:
            if row is not header:
                furniture.append(_as_furniture(row, "重複表頭"))
        pages.append((places, list(part[index + 1 :])))
    shape = _shape(pages, len(words))
    lines: list[_Line] = []
    for places, rows in pages:
        lines += _lines(places, rows, words, shape)
    kept: list[_Line] = []
    for line in lines:
        if any(line.cells):
            kept.append(line)
        else:
            furniture.append(_as_furniture(line.row, "無法辨識"))
    rows = [header, *_rows(kept, shape)]
    rows = [Row(r.cells, i, i == 1, page=r.page, line=r.line) for i, r in enumerate(rows, 1)]
    return Table(tuple(rows), number, header.page, header.line, damaged=True), furniture


def _as_furniture(row: Row, role: str) -> Furniture:
    spans = tuple(span for cell in row.cells for span in cell.spans)
    return Furniture(" ".join(c.text for c in row.cells), spans, role, row.page, row.line)


def _reference(parts: Sequence[Sequence[Row]]) -> Row | None:
    """The header row that is printed best: each cell a header word."""
    heads = [row for part in parts for row in part[:3] if len(row.cells) > 1]
    good = [row for row in heads if all(load().header(cell.text).field for cell in row.cells)]
    return max(good, key=lambda row: len(row.cells), default=None)


def _mapping(words: Sequence[str], part: Sequence[Row]) -> tuple[int, list[set[int]]]:
    """Where a page's header stands, and the columns that each of its cells lies over."""
    whole = fold("".join(words))
    owner = [i for i, word in enumerate(words) for _ in fold(word)]

    def matcher(row: Row) -> SequenceMatcher[str]:
        text = fold("".join(cell.text for cell in row.cells))
        return SequenceMatcher(None, whole, text, autojunk=False)

    index = max(range(min(3, len(part))), key=lambda i: matcher(part[i]).ratio())
    places: list[set[int]] = [set() for _ in part[index].cells]
    cell_of = [i for i, cell in enumerate(part[index].cells) for _ in fold(cell.text)]
    for block in matcher(part[index]).get_matching_blocks():
        for step in range(block.size):
            places[cell_of[block.b + step]].add(owner[block.a + step])
    cells = Counter(len(row.cells) for row in part[index + 1 :])
    if cells and cells.most_common(1)[0][0] == len(words) != len(places):
        # The header was cut apart, the lines beneath it were not.
        return index, [{column} for column in range(len(words))]
    return index, places


@dataclass(frozen=True, slots=True)
class _Shape:
    """Widths on paper.

    Attributes:
        full: of a full line of the last column.
        item: of a full line inside a numbered item, which is indented.
        names: of each column before the last.
    """

    full: int
    item: int
    names: tuple[int, ...]


def _shape(pages: Sequence[tuple[list[set[int]], list[Row]]], columns: int) -> _Shape:
    """Widths of the columns, from the pages on which they are parted well."""
    content: list[str] = []
    names: list[list[str]] = [[] for _ in range(columns - 1)]
    for places, rows in pages:
        for row in rows:
            if len(row.cells) != len(places):
                continue
            joined = [""] * columns
            for place, cell in zip(places, row.cells, strict=True):
                if len(place) == 1:
                    joined[min(place)] += cell.text.strip()
            content.append(joined[-1])
            for column in range(columns - 1):
                if legible(joined[column]) == joined[column] != "":
                    names[column].append(joined[column])
    lines = [text for text in content if text]
    full = _full(lines) if lines else 60
    widths = Counter(paper_width(t) for t in lines if 0.85 * full <= paper_width(t) < full - 1)
    item = max(widths, key=lambda w: widths[w], default=full)
    return _Shape(full, item, tuple(_full(column) if column else full // 5 for column in names))


def _lines(
    places: Sequence[set[int]], rows: Sequence[Row], words: Sequence[str], shape: _Shape
) -> list[_Line]:
    """The printed lines of a page, by column."""
    last = len(words) - 1
    mixed = [i for i, place in enumerate(places) if last in place and len(place) > 1]
    right = 0
    if mixed and mixed[-1] < len(places) - 1:
        after = [row.cells[-1].text for row in rows if len(row.cells) == len(places)]
        right = _full([t for t in after if t and not is_noise(t)] or [""])
    out: list[_Line] = []
    numbered = False
    for row in rows:
        cells = [""] * len(words)
        lost = misread = False
        for index, cell in enumerate(row.cells):
            place = places[index] if index < len(places) else {last}
            if index == len(row.cells) - 1 and len(row.cells) < len(places):
                place = {last}
            text = cell.text.strip()
            if index in mixed:
                left = shape.full - right
                if numbered and _is_inner(text, left, out, shape):
                    left -= shape.full - shape.item
                beside = "".join(c.text for c in row.cells[index + 1 :])
                if _ends_name(text, beside, out, shape):
                    cells[last - 1] += legible(text)
                    continue
                head, text = _cut(text, _snapped(paper_width(text) - left, shape))
                for column, part in zip(range(last), _parted(head, shape), strict=False):
                    cells[column] += legible(part)
                    misread = misread or len(legible(part)) < len("".join(part.split()))
                cells[last] += "" if is_noise(text) else text
                lost = lost or (len(row.cells) > index + 1 and not row.cells[index + 1].text)
            elif last in place or (not place and index == len(row.cells) - 1):
                if is_noise(text):
                    lost = lost or bool(text)
                else:
                    cells[last] += text
            elif place:
                # Two header words over one cell: a name goes on more often than a program.
                read = legible(text)
                misread = misread or len(read) < len("".join(text.split()))
                cells[max(place)] += read
        if not mixed:
            before = list(cells)
            _return_edge(cells, shape)
            misread = misread or cells != before
        if cells[last]:
            found = enumerator(cells[last])
            numbered = (found is not None and found.style == "chinese") or (
                numbered and not (found is None and _starts_row(cells, out))
            )
        out.append(_Line(row, cells, lost or not cells[last], misread))
    return out


def _starts_row(cells: Sequence[str], above: Sequence[_Line]) -> bool:
    """Whether a line with a name, under one without, may begin a row."""
    if not above or not cells[-2] or above[-1].cells[-2]:
        return False
    return above[-1].lost or above[-1].cells[-1].endswith(_ENDS)


def _is_inner(text: str, left: int, out: Sequence[_Line], shape: _Shape) -> bool:
    """Whether a line that runs columns together lies in the indent of a numbered item."""
    above = out[-1].cells[-1] if out else ""
    if above.endswith("。") or enumerator(_behind(text, shape)) is not None:
        return False
    exact = {0, shape.names[-1], sum(shape.names[-2:])}
    head = paper_width(text) - left
    return not (head in exact and head + shape.full - shape.item not in exact)


def _ends_name(text: str, right: str, out: Sequence[_Line], shape: _Shape) -> bool:
    """Whether a short line of run-together columns is the end of a name, beside no content."""
    above = out[-1].cells[-1] if out else ""
    return not right and paper_width(text) <= shape.names[-1] and above.endswith("。")


def _behind(text: str, shape: _Shape) -> str:
    """The text of a line in which columns run together, from its first numbered item on."""
    for names in (shape.names[-1:], shape.names[-2:]):
        head, rest = _cut(text, sum(names))
        del head
        if enumerator(rest):
            return rest
    return text


def _snapped(head: int, shape: _Shape) -> int:
    """A width near that of a name column made equal to it: Latin letters vary in width."""
    name = shape.names[-1]
    return name if abs(head - name) <= _SNAP else head


def _cut(text: str, head: int) -> tuple[str, str]:
    """Cut a line after a width on paper; a small rest is not worth a cut."""
    if head < 3:
        return "", text
    for index in range(len(text)):
        if paper_width(text[: index + 1]) > head:
            return text[:index].strip(), text[index:].strip()
    return text, ""


def _parted(head: str, shape: _Shape) -> list[str]:
    """The text of the columns before the last where they run together."""
    names = list(shape.names)
    if paper_width(head) <= names[-1] + 2:
        return [""] * (len(names) - 1) + [head]
    out = []
    for wide in names[:-1]:
        part, head = _cut(head, wide)
        out.append(part)
    return [*out, head]


def _return_edge(cells: list[str], shape: _Shape) -> None:
    """Give back to a name the character that the cut left at the head of the next column."""
    name, text = cells[-2], cells[-1]
    if not name or not text or enumerator(text):
        return
    edge = _CUT_EDGE.match(text)
    if edge:
        if not name.endswith(edge.group(1)) and paper_width(name) <= shape.names[-1] - 2:
            cells[-2] += edge.group(1)
        cells[-1] = text[edge.end() :]
    elif (
        paper_width(text) > shape.full
        and paper_width(name) <= shape.names[-1] - 2
        and _IDEOGRAPH.match(text)
    ):
        cells[-2], cells[-1] = name + text[0], text[1:].strip()


def _rows(lines: Sequence[_Line], shape: _Shape) -> list[Row]:
    """Rows of the table: where a name, a first item or a paragraph begins anew."""
    groups: list[list[_Line]] = []
    value = 0
    for line in lines:
        found = enumerator(line.cells[-1])
        item = found if found is not None and found.style == "chinese" else None
        if not groups or _begins(groups[-1], line, item, value, shape):
            groups.append([])
            value = 0
        groups[-1].append(line)
        if item is not None:
            value = max(value, item.value)
    return [_row(group) for group in groups]


def _begins(
    group: Sequence[_Line], line: _Line, item: Enumerator | None, value: int, shape: _Shape
) -> bool:
    """Whether a printed line begins a row of its own."""
    text, name = line.cells[-1], line.cells[-2]
    if _CODE.match(name):
        return True
    above = next((one.cells[-1] for one in reversed(group) if one.cells[-1]), "")
    if _is_copy(text, above):
        return False
    if item is not None and item.value == 1 and above:
        return True
    if item is not None or not above:
        return False
    named = bool(name) and not group[-1].cells[-2]
    if not above.endswith("。"):
        # The end of the paragraph above is lost, or it is not at its end.
        return named and bool(text) and group[-1].lost
    if not text:
        return named
    return named or paper_width(above) < 0.95 * (shape.item if value else shape.full)


def _is_copy(text: str, above: str) -> bool:
    """Whether a line reads like the line above misread: recognition saw the line twice."""
    if len(text) < 8 or len(above) < 8:
        return False
    above = above[:_COMPARED]
    head = text[: len(above)]
    return SequenceMatcher(None, above, head, autojunk=False).ratio() >= _COPY


def _row(group: Sequence[_Line]) -> Row:
    cells: list[Cell] = []
    columns = len(group[0].cells)
    spans: list[list[Span]] = [[] for _ in range(columns)]
    for line in group:
        held = [span for cell in line.row.cells for span in cell.spans]
        spans[-1] += held
    for column in range(columns):
        text = ""
        for line in group:
            part = line.cells[column]
            if not part:
                continue
            if column == columns - 1 and text and enumerator(part) and text.endswith(_ENDS):
                text += "\n"
            text += part
        cells.append(
            Cell(
                text, tuple(spans[column]), damaged=any(line.lost or line.misread for line in group)
            )
        )
    first = group[0].row
    return Row(tuple(cells), 0, page=first.page, line=first.line)
