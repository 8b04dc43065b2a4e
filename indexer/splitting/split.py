"""The splitter: the blocks of a file → a document with its passages and its coverage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.blocks import Furniture, ReadFile
from indexer.outline.records import join_records
from indexer.outline.tree import Node, outline
from indexer.splitting import Described, SplitDocument
from indexer.splitting.drafts import Drafts, merged
from indexer.splitting.metadata import About, about
from indexer.splitting.parts import Part, agency_parts
from indexer.splitting.repeats import fold_repeats
from indexer.splitting.restore import restored
from indexer.splitting.sections import Sections
from indexer.splitting.tables import lists_indicators
from indexer.tables.forms import with_forms
from indexer.tables.labelled import with_labelled_records
from indexer.tables.surroundings import with_surroundings
from search.model import Passage, Source, Uncovered, unread_of

_SAMPLE = "示範語料"
_WHOLE_PAGES = ("scanned-page", "crowded-page", "broken-page")
_MUCH = 0.2
_SHORT = 2000


def split_file(read: ReadFile, source: Source, described: Described) -> tuple[SplitDocument, ...]:
    """Split a file into documents and passages.

    Args:
        read: what the reader gave of it.
        source: its name and hash.
        described: what the catalogue says of it.

    Returns:
        The documents in it, nearly always one. Ids are given later.
    """
    return tuple(_split_part(read, source, one) for one in outlined(read, source, described))


@dataclass(frozen=True, slots=True)
class Outlined:
    """A document of a file as a tree of headings, before anything is made of it.

    Attributes:
        about: what is known of it.
        root: walk_of() takes what it makes passages of out of it.
        stop: one past its end in the file's text.
    """

    part: Part
    about: About
    root: Node
    stop: int


def outlined(read: ReadFile, source: Source, described: Described) -> list[Outlined]:
    """Part a file into documents, and make a tree of each; the arguments are those above."""
    blocks = with_labelled_records(with_forms(with_surroundings(read.blocks)), lists_indicators)
    parts = agency_parts(blocks)
    page_title = read.title if read.format == "html" else None
    known = about(blocks, described, source.file, page_title)
    stops = [*(part.start for part in parts[1:]), len(read.text)]
    return [
        Outlined(part, _own(known, part), _tree(part, known.title), stop)
        for part, stop in zip(parts, stops, strict=True)
    ]


def _tree(part: Part, title: str) -> Node:
    root = outline(restored(part.blocks), title)
    join_records(root)
    return root


def _own(whole: About, part: Part) -> About:
    if part.agency is None:
        return whole
    return replace(whole, agency=part.agency, title=f"{whole.title}（{part.agency}）")


def walk_of(read: ReadFile, source: Source, one: Outlined) -> Sections:
    """Take each heading and table of a document for what it is, and draft its passages."""
    sections = Sections(Drafts(one.about, source, dict(read.page_labels)))
    sections.walk(one.root)
    return sections


def _split_part(read: ReadFile, source: Source, one: Outlined) -> SplitDocument:
    known, part, stop = one.about, one.part, one.stop
    sections = walk_of(read, source, one)
    drafts = sections.drafts
    sample = _SAMPLE in read.text
    passages = tuple(replace(passage, sample=sample) for passage in fold_repeats(drafts.settle()))
    furniture = [b for b in part.blocks if isinstance(b, Furniture)] + sections.furniture
    marks = tuple((s, e, f.role) for f in furniture for s, e in f.spans)
    uncovered, characters = coverage(read.text, part.start, stop, passages, marks)
    warnings = [
        *read.warnings,
        *sections.warnings,
        *_much_furniture(marks, characters),
        *_unknown(known.agency, known.year, known.kind),
    ]
    return SplitDocument(
        title=known.title,
        kind=known.kind,
        agency=known.agency,
        year=known.year,
        sample=sample,
        passages=passages,
        furniture=marks,
        uncovered=uncovered,
        characters=characters,
        covered=characters - sum(_visible(item.text) for item in uncovered),
        warnings=tuple(warnings),
        printed=characters + _unread_characters(read),
        omissions=(*read.omissions, *sections.omissions),
        covers=known.covers,
    )


def _unread_characters(read: ReadFile) -> int:
    """Visible characters that the file prints and that are not in its text.

    A page of which nothing is known counts as its average page, anything else of unknown size
    as one character, so that what was not read never passes for nothing.
    """
    held = _visible(read.text)
    unread = unread_of(read.omissions)
    if read.printed is None:
        counted = sum(one.characters for one in unread)
    else:
        counted = max(0, read.printed - held)
    unknown = [one for one in unread if not one.characters]
    lost_pages = sum(one.reason in _WHOLE_PAGES for one in unknown)
    pages = {block.page for block in read.blocks if block.page is not None}
    average = (held + counted) / len(pages) if pages else 1
    return counted + round(lost_pages * average) + len(unknown) - lost_pages


def _much_furniture(marks: Sequence[tuple[int, int, str]], characters: int) -> list[str]:
    """Tell of furniture that takes so much of a text that rules may have erred."""
    share: dict[str, int] = {}
    for start, end, role in marks:
        if role != "標記":
            share[role] = share.get(role, 0) + end - start
    return [
        f"{role}占了全文的 {size / characters:.0%}，請確認沒有把內文當成{role}"
        for role, size in share.items()
        if characters > _SHORT and size > _MUCH * characters
    ]


def _unknown(agency: str | None, year: int | None, kind: str | None) -> list[str]:
    missing = [
        name
        for name, value in (("機關", agency), ("年度", year), ("文件種類", kind))
        if value is None
    ]
    if not missing:
        return []
    return [
        f"文件與目錄檔都沒有標示{'、'.join(missing)}，以「未標示」處理（可在 corpus.toml 補上）"
    ]


def coverage(
    text: str,
    first: int,
    stop: int,
    passages: Sequence[Passage],
    furniture: Sequence[tuple[int, int, str]],
) -> tuple[tuple[Uncovered, ...], int]:
    """Find the visible characters that nothing accounts for.

    Args:
        text: of the file.
        first: where the document begins in it.
        stop: one past its end.
        passages: of the document.
        furniture: (start, end, role) of its page furniture.

    Returns:
        The stretches that are in no passage and no furniture, and how many visible characters
        there are in all.
    """
    taken = merged(
        [
            *(span for passage in passages for span in passage.spans),
            *((start, end) for start, end, _ in furniture),
        ]
    )
    out: list[Uncovered] = []
    place = first
    line, counted = 1, 0
    for start, end in (*taken, (stop, stop)):
        for match in re.finditer(r"\S(?:.*\S)?", text[place:start]):
            at = place + match.start()
            line += text.count("\n", counted, at)
            counted = at
            out.append(Uncovered(at, place + match.end(), line, match.group(0)))
        place = max(place, end)
    return tuple(out), _visible(text[first:stop])


def _visible(text: str) -> int:
    return sum(not char.isspace() for char in text)
