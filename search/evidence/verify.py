"""Comparing a quotation with the stored text of its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.evidence.pack import Check, Verdict
from search.fields import BY_NAME
from search.model import Passage
from search.text import squeeze

# What a text file puts around words to set them in bold or into a table.
_MARKUP = re.compile(r"<[^<>]{1,200}>|[*#|`\\]")


def verdict(passage: Passage, source: str) -> Verdict:
    """Compare a passage's own words with the source at the places that it accounts for.

    Width and white space make no difference, since files of one text differ in them throughout;
    every other character must be there. The label that a sheet prints above a cell and the
    passage before it ("年度目標值：25%") may stand elsewhere in the file.

    Args:
        passage: as stored.
        source: the stored text of its edition, in which its spans count.
    """
    own = _folded("".join(source[start:end] for start, end in passage.spans))
    differing = tuple(
        (field, wording)
        for field, wording in _wordings(passage)
        if (sought := _folded(wording)) not in own
        and not (field != "text" and sought in _folded(source))
        and not _is_labelled(wording, own, source)
    )
    check: Check = "mismatch" if differing else "verified"
    if differing and passage.corrected:
        check = "corrected"
    elif differing and (passage.restored or passage.damaged):
        check = "restored"
    return Verdict(check, differing)


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
    label, colon, value = line.partition("：")
    if not colon:
        return False
    whole = _folded(source)
    words = re.findall(r"\d+|[^\d\s]+", label)
    return _folded(value) in own and all(_folded(word) in whole for word in words)


def _folded(text: str) -> str:
    return squeeze(_MARKUP.sub("", text))
