"""The frame of an answer: what is asked, part by part, and which evidence speaks of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from search.agencies import Agencies
from search.analysis import Analyzer
from search.evidence.pack import Evidence, Part
from search.evidence.scan import Sought, sought
from search.evidence.topics import proposed
from search.searcher import Searcher

REPLY = "質詢答復"
"""Kind of the documents that hold earlier answers."""
_MOST_ROWS = 8
_LEAST_SHARE, _LEAST_OF_RAREST = 0.5, 0.6
# Of this many passages of the corpus a word says half of what the rarest says.
_COMMON = 20
_NUMBERED = re.compile(
    r"(?m)^\s*(?=(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．)）])\s*\S)"
    r"|(?<=[。；：？！?;:])\s*(?=(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[、．)）]))"
)
_SENTENCE = re.compile(r"[^。？！?!\n]*(?:[。？！?!]+[」』]?|\n|$)")
_ASKS = re.compile(
    r"[？?]|請(?!假|領|求權)|如何|為何|何時|何種|是否|有無|多少|幾|哪些|哪個|提供|說明|檢討|研議|要求|建議|應(?:如何|該|予)"
)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A topic of a part, with what it weighs."""

    term: Sought
    weight: float


def asked_parts(question: str) -> tuple[str, ...]:
    """Cut a question into what is asked, leaving nothing out.

    Numbered points are parts of their own. Within them each sentence that asks is one, together
    with the sentences before it that only lead to it.
    """
    found: list[str] = []
    for point in filter(str.strip, re.split(_NUMBERED, question)):
        waiting = ""
        own: list[str] = []
        for sentence in (one.group() for one in _SENTENCE.finditer(point)):
            waiting += sentence
            if _ASKS.search(sentence):
                own.append(waiting)
                waiting = ""
        if waiting.strip() and own:
            own[-1] += waiting
        elif waiting.strip():
            own.append(waiting)
        found += own
    # A lead without a question of its own belongs to the first one.
    lead = found[0].strip() if found else ""
    if len(found) > 1 and (lead.endswith(("：", ":")) or not _ASKS.search(lead)):
        found[:2] = ["".join(found[:2])]
    return tuple(one.strip() for one in found if one.strip())


def parts(
    questions: Sequence[str],
    rows: Sequence[Evidence],
    searcher: Searcher,
    analyzer: Analyzer,
    agencies: Agencies,
) -> tuple[Part, ...]:
    """Propose which evidence speaks of each part of some questions.

    A row speaks of a part by the topics of the part that it holds in any wording; rare topics
    weigh more. Rows of earlier answers are named apart.
    """
    held = [
        (row, analyzer.fold_running(f"{row.passage.title}\n{row.passage.text}")) for row in rows
    ]
    made = []
    for text in (part for question in questions for part in asked_parts(question)):
        topics = proposed(text, searcher, analyzer, agencies)
        frames = tuple(_frames(topics, searcher))
        scores = []
        silent = {frame.term.text for frame in frames}
        for row, written in held:
            spoken = [
                frame
                for frame in frames
                if any(needle.occurs(written) for needle in frame.term.needles if not needle.merged)
            ]
            silent -= {frame.term.text for frame in spoken}
            if spoken:
                scores.append((sum(frame.weight for frame in spoken), row))
        best = max((score for score, _ in scores), default=0.0)
        ordered = sorted(scores, key=lambda one: (-one[0], one[1].number))
        # What only shares the commonest words of a part does not speak of it.
        least = max((frame.weight for frame in frames), default=0.0) * _LEAST_OF_RAREST
        near = [row for score, row in ordered if score >= max(best * _LEAST_SHARE, least)]
        answers = [row.number for row in near if row.passage.document_kind == REPLY]
        others = [row.number for row in near if row.passage.document_kind != REPLY]
        made.append(
            Part(
                text,
                topics,
                tuple(others[:_MOST_ROWS]),
                tuple(answers[:_MOST_ROWS]),
                tuple(topic for topic in topics if topic in silent),
                len(scores),
            )
        )
    return tuple(made)


def _frames(topics: Sequence[str], searcher: Searcher) -> Iterator[_Frame]:
    known = (searcher.wordings(topic) for topic in topics)
    for term in sought([one for one in known if one is not None]):
        yield _Frame(term, 1 / (1 + math.log1p(term.indexed / _COMMON)))
