"""What the pages of a file print beside their text: findable, though it is no goal, work or prose."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.blocks import Block, Span, Table, spans_of
from indexer.layout.contents import without_leader
from indexer.numbering import enumerator
from indexer.splitting import SplitDocument
from indexer.splitting.drafts import merged
from search.fields import searched_texts
from search.model import PAGE_WORDS, Location, Passage, Source

_ROLES = frozenset({"頁首", "頁尾", "目錄", "表頭", "重複表頭"})


def with_page_words(
    documents: Sequence[SplitDocument],
    text: str,
    blocks: Iterable[Block],
    source: Source,
    labels: Mapping[int, str],
) -> tuple[SplitDocument, ...]:
    """Documents, each with one more passage of running heads, header rows and contents.

    It holds what stands in no other passage, once, at the place where it is printed first; a file
    without pages has none. Numbers of pages and marks of converters are not among it.

    Args:
        documents: of one file.
        text: of the file.
        blocks: of the file; they know the pages.
        source: the file.
        labels: page to the number that it prints.
    """
    pages = sorted(_paged(blocks))
    if not pages:
        return tuple(documents)
    return tuple(_with_words(one, text, pages, source, labels) for one in documents)


def _with_words(
    document: SplitDocument,
    text: str,
    pages: Sequence[tuple[int, int]],
    source: Source,
    labels: Mapping[int, str],
) -> SplitDocument:
    found = dict(_unheld(document, text))
    if not found or not document.passages:
        return document
    spans = merged(found)
    page = pages[max(bisect_right(pages, (spans[0][0], 1 << 40)) - 1, 0)][1]
    passage = Passage(
        id="",
        document="",
        edition="",
        document_title=document.title,
        document_kind=document.kind,
        agency=document.agency,
        year=document.year,
        kind="narrative",
        title=PAGE_WORDS,
        text="\n".join(found.values()),
        source=source,
        location=Location(
            start=spans[0][0], end=spans[-1][1], page=page, page_label=labels.get(page)
        ),
        spans=spans,
        sample=document.sample,
    )
    return replace(document, passages=(*document.passages, passage))


def _unheld(document: SplitDocument, text: str) -> Iterator[tuple[Span, str]]:
    """Furniture that no passage holds as printed, each wording at its first place."""
    held = "\n".join(
        _bare(wording) for passage in document.passages for _, wording in searched_texts(passage)
    )
    seen: set[str] = set()
    for start, end, role in sorted(document.furniture):
        wording = " ".join(without_leader(text[start:end]).split())
        bare = _bare(wording)
        if role in _ROLES and any(map(str.isalpha, bare)) and bare not in seen:
            seen.add(bare)
            mark = enumerator(wording)
            # A passage keeps the number of its heading apart.
            numbered = mark is not None and not wording[mark.end - 1].isalnum()
            if (_bare(wording[mark.end :]) if mark and numbered else bare) not in held:
                yield (start, end), wording


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _paged(blocks: Iterable[Block]) -> Iterator[tuple[int, int]]:
    """Where a page is known: (start, page)."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                page = row.page or block.page
                if page is not None:
                    yield from ((cell.spans[0][0], page) for cell in row.cells if cell.spans)
        elif block.page is not None:
            yield from ((start, block.page) for start, _ in spans_of(block))
