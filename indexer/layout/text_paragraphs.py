"""Paragraphs of text without geometry: lines that a page or a program broke are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from indexer.blocks import Text
from indexer.layout.lines import Line, ends_sentence, heading_level, unlisted, visible
from indexer.layout.widths import width
from indexer.numbering import bullet, enumerator

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_LAYOUT_SPACE = re.compile(rf"(?<=[{_CJK},;:()]) +(?=[{_CJK}])")
# Characters spread over the width of a line (內　　政); words are parted, not spread (第一章　前言).
_SPREAD = re.compile(
    r"(?<![\u3400-\u9fff])([\u3400-\u9fff])　+(?=[\u3400-\u9fff](?![\u3400-\u9fff]))"
)
_AFTER_MARK = re.compile(r"(?<=[，、；。]) +(?=[\u3400-\u9fff])")
_LATIN_END = re.compile(r"[A-Za-z,.;:)]$")
_LATIN_START = re.compile(r"[A-Za-z(]")
_FIRST_WORD = re.compile(r"[A-Za-z0-9.,%/-]+|\S[，。、；：）」』]?")
_LATIN_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,%/-]+")
_FAR_MARK = re.compile(r"\S{1,4}\s+([、．.])")
_CLAUSE = re.compile(r"[。；：]")
_GAP = re.compile(r"\S(?: {2,}|　{2,})\S")
_LABEL = re.compile(r"[^。；，：:]{1,16}[：:]")
_NARROWEST = 20
_WIDEST = 130
_LEAST_LINES = 20
_LEAST_SPIKE = 3
_SPIKE = 1.5
"""How many times as many lines must have the greatest length as any length just below it."""
_MOSTLY = 0.6
_FULL = 0.8
_LEAST_CUT = 0.25
_NOTHING = Line("", 0, 0)
_AT_EDGE = 3
"""Half-width characters that the last word of a full line may leave of it."""
_LEAST_INDENT = 2
_LEAST_HANGING = 2
_NARROWEST_HANGING = 30


@dataclass(frozen=True, slots=True)
class _Run:
    """Printed lines that a program cut out of one line, or a line by itself."""

    lines: tuple[Line, ...]
    text: str

    @property
    def after_page_end(self) -> bool:
        return self.lines[0].after_page_end

    @property
    def blank(self) -> bool:
        return not self.text.strip()

    @property
    def indent(self) -> int:
        return self.lines[0].span[0] - self.lines[0].start


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the lines of a text were broken.

    Attributes:
        cut: the lengths, in characters or in half-width characters, at which a program cut every
            line that was longer, in the midst of a word too; none where none was.
        measure: of these lengths.
        full: width of a full line where a page broke lines between words, 0 where none did.
        hanging: width of a full line over lines that are indented under it, 0 likewise.
        sentences: styles of number whose items are sentences, so that one without an end goes on.
        labels: what several lines begin with, so that a line does though the one above is full.
    """

    cut: tuple[int, ...] = ()
    measure: Callable[[str], int] = len
    full: int = 0
    hanging: int = 0
    labels: frozenset[str] = frozenset()
    sentences: frozenset[str] = frozenset()


def edges_of(lines: Sequence[Line]) -> Edges:
    """Where the prose of a text is broken into lines."""
    cut, measure = _cut_edge(lines)
    labels = _labels([_Run((line,), line.text) for line in lines])
    runs = _uncut(lines, Edges(cut, measure, labels=labels))
    full = _worded_edge([run.text for run in runs if _is_prose(run.text)])
    return Edges(cut, measure, full, 0 if full else _hanging_edge(runs), labels, _sentences(runs))


def paragraphs_of(lines: Sequence[Line], edges: Edges) -> list[Text]:
    """Join the lines of each paragraph.

    Args:
        lines: in reading order, furniture and tables taken out.
        edges: of the text.
    """
    out: list[Text] = []
    open_runs: list[_Run] = []
    gap = False
    runs = _uncut(lines, edges)
    printed = [run.text.strip() for run in runs if not run.blank]
    count = 0
    for run in runs:
        if run.blank:
            gap = True
            continue
        count += 1
        following = printed[count] if count < len(printed) else ""
        if open_runs and not _continues(open_runs, run, following, gap, edges):
            out.append(_paragraph(open_runs))
            open_runs = []
        open_runs.append(run)
        gap = False
    if open_runs:
        out.append(_paragraph(open_runs))
    return out


def _uncut(lines: Sequence[Line], edges: Edges) -> list[_Run]:
    """Lines as they were before a program cut the long ones."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and edges.cut and _was_cut_off(groups[-1], line, edges):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        _Run(tuple(group), _joined([group[0].text, *(one.text.strip() for one in group[1:])]))
        for group in groups
    ]


def _was_cut_off(above: Sequence[Line], line: Line, edges: Edges) -> bool:
    """True if a line is the rest of the one above, which reaches the edge."""
    last = above[-1].text
    text = line.text.strip()
    if line.blank or not _is_prose(last) or not _reaches(last, text, edges):
        return False
    if _is_labelled(text, edges):
        return False
    if not _begins_item(text):
        return True
    first, number = enumerator(unlisted(above[0].text.strip())), enumerator(unlisted(text))
    if ends_sentence(last) or number is None or number.value == 1:
        return False
    # What is numbered neither as one nor as the next is a number in the sentence.
    return first is None or (first.style == number.style and number.value != first.value + 1)


def _reaches(last: str, text: str, edges: Edges) -> bool:
    """True if a line ends at the edge, or the word that the next begins with had no room on it."""
    length = edges.measure(last)
    if length in edges.cut:
        return True
    word = _LATIN_WORD.match(text)
    return word is not None and length < edges.cut[0] < length + len(word.group())


def _is_prose(text: str) -> bool:
    return bool(text.strip()) and not any(mark in text for mark in "\t|<")


def _cut_edge(lines: Sequence[Line]) -> tuple[tuple[int, ...], Callable[[str], int]]:
    """The lengths at which a program cut every longer line: several have one, none has more.

    A program that counts characters cuts at one length, one that counts widths leaves a place
    where a full-width character had no room, one that prints leaves that of a character and its
    mark.
    """
    prose = [
        (a.text.rstrip(), b.text)
        for a, b in pairwise([*lines, _NOTHING])
        if _is_prose(a.text) and not _GAP.search(a.text)
    ]
    for measure, spare in ((len, 1), (width, 2), (width, 4)):
        lengths = Counter(measure(text) for text, _ in prose)
        longest = max(lengths, default=0)
        if not _NARROWEST <= longest <= _WIDEST:
            continue
        edge = tuple(range(longest, longest - spare, -1))
        below = [sum(lengths[one - step * spare] for one in edge) for step in (1, 2, 3)]
        full = [pair for pair in prose if measure(pair[0]) in edge]
        if len(full) < max(_LEAST_SPIKE, _SPIKE * max(below)):
            continue
        if sum(_goes_on(text, after) for text, after in full) >= _MOSTLY * len(full):
            return edge, measure
    return (), len


def _goes_on(text: str, after: str) -> bool:
    """True if a line ends within a sentence, and what stands under it may go on with it."""
    return _is_prose(after) and not ends_sentence(text) and not _begins_item(after.strip())


def _worded_edge(prose: Sequence[str]) -> int:
    """The width of a full line where a page broke lines between words or characters, or 0."""
    widths = sorted(width(text.strip()) for text in prose)
    if len(widths) < _LEAST_LINES:
        return 0
    full = widths[int(len(widths) * 0.95)]
    if not _NARROWEST <= full <= _WIDEST or widths[-1] > 3 * full:
        return 0
    cut = sum(_FULL * full <= width(text.strip()) and not ends_sentence(text) for text in prose)
    return full if cut >= _LEAST_CUT * len(widths) else 0


def _hanging_edge(runs: Sequence[_Run]) -> int:
    """Where lines end over lines that are indented under them, a hanging indent, or 0.

    At least two that reach it must end in mid-sentence over an indented line without a number,
    and they must be most of those that reach it.
    """
    pairs = [(a, b) for a, b in pairwise(runs) if _is_prose(a.text) and not _GAP.search(a.text)]
    edge = max((width(run.text) for run, _ in pairs), default=0)
    if edge < _NARROWEST_HANGING:
        return 0
    full = [(run, after) for run, after in pairs if width(run.text) >= edge - _AT_EDGE]
    cut = [run for run, after in full if not ends_sentence(run.text) and _is_indented(after)]
    return edge if len(cut) >= _LEAST_HANGING and 2 * len(cut) >= len(full) else 0


def _is_indented(run: _Run) -> bool:
    text = run.text.strip()
    return (
        _is_prose(text)
        and not _GAP.search(run.text)
        and run.indent >= _LEAST_INDENT
        and enumerator(text) is None
        and not bullet(text)
    )


def _is_labelled(text: str, edges: Edges) -> bool:
    label = _LABEL.match(text)
    return label is not None and label.group() in edges.labels


def _sentences(runs: Sequence[_Run]) -> frozenset[str]:
    """Styles of number of which at least as many items end as sentences as seem to be cut."""
    ended: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    for run, after in pairwise([*runs, _Run((_NOTHING,), "")]):
        number = enumerator(unlisted(run.text.strip()))
        if number is not None and run.text.rstrip().endswith("。"):
            ended[number.style] += 1
        elif number is not None and _goes_on(run.text, after.text):
            cut[number.style] += 1
    return frozenset(style for style, count in ended.items() if count >= cut[style])


def _is_cut_item(open_runs: Sequence[_Run], text: str, edges: Edges) -> bool:
    """True if a numbered sentence of several clauses is broken in the midst of one."""
    last = open_runs[-1].text.strip()
    number = enumerator(unlisted(open_runs[0].text.strip()))
    return (
        number is not None
        and number.style in edges.sentences
        and "，" in last
        and "。" in text
        and _goes_on(last, text)
    )


def _labels(runs: Sequence[_Run]) -> frozenset[str]:
    """Words before a colon that several lines begin with: 衡量方式：…, 目標值：…."""
    found = Counter(match.group() for run in runs if (match := _LABEL.match(run.text.strip())))
    return frozenset(label for label, count in found.items() if count > 1)


def _continues(open_runs: list[_Run], run: _Run, following: str, gap: bool, edges: Edges) -> bool:
    """True if a line goes on with the paragraph that is open."""
    last, text = open_runs[-1].text.strip(), run.text.strip()
    if edges.hanging and not gap and width(open_runs[-1].text) >= edges.hanging - _AT_EDGE:
        return not ends_sentence(last) and _is_indented(run) and not _is_labelled(text, edges)
    if _begins_item(text) or heading_level(open_runs[0].text)[0]:
        return False
    if last.endswith(tuple("。！？；：;:")):
        return False
    if edges.full:
        return width(last) >= _FULL * edges.full and _was_cut(last, text, following)
    if not gap and _is_cut_item(open_runs, text, edges):
        return True
    if not (gap or run.after_page_end):
        return False
    # A figure or page end has cut a sentence in two.
    return (
        len(last) >= 30 and bool(_CLAUSE.search(last)) and not ends_sentence(last) and "。" in text
    )


def _begins_item(text: str) -> bool:
    return bool(heading_level(text)[0] or enumerator(unlisted(text)) or bullet(text))


def _was_cut(last: str, text: str, following: str) -> bool:
    """True if a line ended because it was full: the next word would not have fitted.

    How wide the paper is here (paragraphs are indented) is told by the lines about.
    """
    word = _FIRST_WORD.match(text)
    needed = width(word.group(0)) if word else 2
    return width(last) + needed > max(width(last), width(text), width(following) if text else 0)


def _joined(parts: Sequence[str]) -> str:
    """Lines as one, with a space between Latin words alone."""
    out: list[str] = []
    # The last part is remembered: to look for it in the whole text each time took minutes where
    # a hundred thousand lines were one paragraph.
    end = ""
    for part in filter(None, parts):
        if _LATIN_END.search(end) and _LATIN_START.match(part):
            out.append(" ")
        out.append(part)
        end = part
    return "".join(out)


def _paragraph(runs: Sequence[_Run]) -> Text:
    level, first = heading_level(runs[0].text)
    text = _joined([visible(unlisted(first)), *(visible(run.text) for run in runs[1:])])
    spans = tuple(line.span for run in runs for line in run.lines)
    line = runs[0].lines[0]
    return Text(tidy(text), spans, level, line.page, line.number)


def tidy(text: str) -> str:
    """Text without the spaces that a layout left in it: 內　　政, 打 造."""
    text = _AFTER_MARK.sub("", text)
    number = enumerator(text)
    if number is not None and number.text.endswith((")", "）")):
        text = number.text + text[number.end :]
    elif number is not None and (mark := _FAR_MARK.match(text)):
        text = number.text + mark.group(1) + text[number.end :]
    if len(text) <= 24:
        return _SPREAD.sub(r"\1", text)
    # In prose a space between two Chinese characters is where a line ended; a heading may
    # part its words by spaces on purpose.
    return _LAYOUT_SPACE.sub("", text) if _CLAUSE.search(text) else text
