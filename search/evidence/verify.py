"""Comparing a quotation with the stored text of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.evidence.pack import Check, Verdict
from search.fields import BY_NAME
from search.model import Passage
from search.text import squeeze

# What a text file puts around words to set them in bold or into a table.
_MARKUP = re.compile(r"<[^<>]{1,200}>|[*#|`\\]")
# Of text in columns a line may end after very few characters, but not after one of a word.
_SHORTEST_PIECE = 2
# Labels that are the splitter's own, for columns that are headed in many ways.
_OWN_LABELS = ("經費", "衡量標準", "達成情形", "負責單位")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A stored text, with itself squeezed for comparison."""

    text: str
    squeezed: str


def source_text(text: str) -> SourceText:
    """Make a stored text ready for comparing many quotations with it."""
    return SourceText(text, _squeezed(text))


def verdict(passage: Passage, source: SourceText) -> Verdict:
    """Compare a passage's own words with the source at the places that it accounts for.

    Width and white space make no difference, since files of one text differ in them throughout;
    every other character must be there, in its order. Where a file prints columns side by side
    line by line, the lines of others may stand between those of the quotation, which is then
    "rejoined". A heading, and the label that a sheet prints above a cell and the passage before
    it ("年度目標值：25%"), may stand elsewhere in the file.

    Args:
        passage: as stored.
        source: the stored text of its edition, in which its spans count.
    """
    lines = [
        squeezed
        for start, end in passage.spans
        for line in re.split(r"\s", _MARKUP.sub("\n", source.text[start:end]))
        if (squeezed := squeeze(line))
    ]
    own = "".join(lines)
    rejoined = False
    differing = []
    for field, wording in _wordings(passage):
        sought = _squeezed(wording)
        if sought in own or (field != "text" and sought in source.squeezed):
            continue
        if _is_labelled(wording, own, source.squeezed):
            continue
        if _is_woven(sought, lines):
            rejoined = True
        else:
            differing.append((field, wording))
    composed = passage.kpi is not None and _squeezed(passage.text) not in source.squeezed
    return Verdict(_check(passage, bool(differing), rejoined), tuple(differing), composed)


def _check(passage: Passage, differs: bool, rejoined: bool) -> Check:
    if not differs:
        return "rejoined" if rejoined else "verified"
    if passage.corrected:
        return "corrected"
    return "restored" if passage.restored or passage.damaged else "mismatch"


def _wordings(passage: Passage) -> Iterator[tuple[str, str]]:
    # The title of a narrative may be a name for its place, such as 封面, that nobody printed.
    if passage.kind != "narrative":
        yield "title", passage.title
    yield from (("text", line) for line in passage.text.split("\n") if line.strip())
    if passage.kpi is not None:
        cells = (name.removeprefix("kpi.") for name in BY_NAME if name.startswith("kpi."))
        for cell in cells:
            value = getattr(passage.kpi, cell)
            if isinstance(value, str):
                yield f"kpi.{cell}", value
        yield from (("kpi.values", value) for _, value in passage.kpi.values)


def _is_labelled(line: str, own: str, source: str) -> bool:
    """Whether a line is the label of a column and a cell, both of the source."""
    label, colon, value = line.partition("：")
    if not colon:
        return False
    words = re.findall(r"\d+|[^\d\s]+", label)
    printed = label in _OWN_LABELS or all(_squeezed(word) in source for word in words)
    return printed and _squeezed(value) in own


def _is_woven(sought: str, lines: list[str]) -> bool:
    """Whether a text is made of whole line ends and line beginnings in their order.

    Each piece but the last reaches the end of its line, and each but the first begins one.
    """
    rest = sought
    for line in lines:
        if not rest:
            break
        if rest is sought:
            # The first piece: the longest end of a line that begins the text.
            length = next(
                (
                    size
                    for size in range(min(len(line), len(rest)), _SHORTEST_PIECE - 1, -1)
                    if line.endswith(rest[:size])
                ),
                0,
            )
            rest = rest[length:]
        elif rest.startswith(line) and len(line) >= _SHORTEST_PIECE:
            rest = rest[len(line) :]
        elif line.startswith(rest):
            rest = ""
    return not rest and bool(sought)


def _squeezed(text: str) -> str:
    return squeeze(_MARKUP.sub("", text))
