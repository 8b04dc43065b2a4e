"""Topics: the words of a question in sentences whose absence is worth proving."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from search.agencies import Agencies
from search.analysis import Analyzer
from search.analysis.tags import tag
from search.model import SearchRequest
from search.query.lexicon.lookup import Lexicon
from search.query.parse import parse, terms
from search.query.unquoted import with_prose
from search.searcher import Searcher

MOST_TOPICS = 30
_LONGEST = 8
_LONGEST_UNHELD = 6
_SHORTEST = 2
# l and j are set phrases and short forms; nr is mostly no name, but words that jieba takes for one.
_NOUNS = frozenset(("n", "nz", "vn", "l", "j", "nr", "an", ""))
# Of these the dictionary is not sure enough: what no passage prints is no topic by itself.
_DOUBTFUL = frozenset(("l", "nr", "an", ""))
_CHINESE = re.compile("[\u3400-\u9fff]+")
# What the dictionary lacks and begins or ends so is no noun but a piece of a sentence.
_PIECE = re.compile("[之以為該隨與其所於而者應並已被至所].*|.*[之著為達於是]")
_NAME_LENGTHS = (2, 3)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of topics.toml, where each list says what it is for."""

    general: frozenset[str]
    joining: frozenset[str]
    never: frozenset[str]
    titles: frozenset[str]
    surnames: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the question as typed.

    Attributes:
        counts: it may stand in a topic; `alone` whether it may be one.
    """

    text: str
    start: int
    end: int
    counts: bool
    alone: bool


@cache
def _words() -> _Words:
    read = tomllib.loads(files("search.evidence").joinpath("topics.toml").read_text("utf-8"))
    return _Words(
        frozenset(read["general"]),
        frozenset(read["joining"]),
        frozenset(read["never"]) | frozenset(read["titles"]),
        frozenset(read["titles"]),
        frozenset(read["surnames"]) - {"\n"},
    )


def is_question(request: SearchRequest) -> bool:
    """Tell whether a request is sentences, of whose words no negative can be made."""
    if request.match != "auto" or request.exact:
        return False
    return any(term.prose for term in terms(with_prose(parse(request.text).tree, request.text)))


def topics(
    question: str,
    analyzer: Analyzer,
    lexicon: Lexicon,
    agencies: Agencies,
    held: Callable[[str], bool],
) -> tuple[str, ...]:
    """Propose topics: runs of nouns, and words of the lexicon; a person ticks them.

    Args:
        question: of the legislator.
        analyzer: that cuts it.
        lexicon: of which the words count as they are.
        agencies: whose names say who is asked, not of what.
        held: whether some passage holds a wording; a long run that none holds is offered in parts.

    Returns:
        Words as typed, in the order of the question, each once; at most MOST_TOPICS.
    """
    words = list(_cut(question, analyzer, agencies, held))
    found: dict[tuple[int, int], str] = {}
    for run in _runs(words):
        for part in _parts(run, held):
            found[part[0].start, part[-1].end] = "".join(word.text for word in part)
    for start, end in _listed(question, words, analyzer, lexicon):
        # What the lexicon knows within a longer topic is found by that as well.
        if not any(first <= start and end <= last for first, last in found):
            found[start, end] = question[start:end]
    general = _words().general | _words().never
    ordered = dict.fromkeys(
        text for _, text in sorted(found.items()) if text not in general and not agencies.find(text)
    )
    return tuple(ordered)[:MOST_TOPICS]


def _cut(
    question: str, analyzer: Analyzer, agencies: Agencies, held: Callable[[str], bool]
) -> Iterator[_Word]:
    folded = analyzer.fold_with_map(question)
    cut = []
    at = 0
    for word in analyzer.cut(folded.text):
        start, end = folded.source_span(at, at + len(word))
        cut.append((word, question[start:end], start, end))
        at += len(word)
    known = _words()
    persons = _persons([text for _, text, _, _ in cut])
    for place, (word, text, start, end) in enumerate(cut):
        kind = tag(word)
        chinese = bool(_CHINESE.fullmatch(text))
        noun = kind in _NOUNS and (kind != "" or len(text) >= _SHORTEST) and kind[:2] != "nt"
        counts = chinese and place not in persons and (noun or text in known.joining)
        counts = counts and text not in known.never and not agencies.find(text)
        counts = counts and not (kind == "" and (_PIECE.fullmatch(text) or not held(text)))
        alone = counts and len(text) >= _SHORTEST and text not in known.general
        yield _Word(text, start, end, counts, alone and (kind not in _DOUBTFUL or held(text)))


def _persons(texts: list[str]) -> frozenset[int]:
    """The places of words that are names of persons: beside a title, beginning with a surname."""
    known = _words()
    found = set()
    for place, text in enumerate(texts):
        if text not in known.titles:
            continue
        for beside in (place - 1, place + 1):
            if not 0 <= beside < len(texts) or texts[beside] in known.general:
                continue
            if texts[beside][:1] in known.surnames and len(texts[beside]) <= max(_NAME_LENGTHS):
                found.add(beside)
                # A name that is cut apart goes on behind its surname, or stands behind it.
                if len(texts[beside]) == 1 and beside > place:
                    found.add(beside + 1)
        if place > 1 and texts[place - 2] in known.surnames and len(texts[place - 1]) <= 2:
            found |= {place - 2, place - 1}
    return frozenset(found)


def _runs(words: list[_Word]) -> Iterator[list[_Word]]:
    """Words that count and stand side by side."""
    run: list[_Word] = []
    for word in words:
        if word.counts and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        if run:
            yield run
        run = [word] if word.counts else []
    if run:
        yield run


def _parts(run: list[_Word], held: Callable[[str], bool]) -> Iterator[list[_Word]]:
    """The topics of a run: the whole of it where it is short, and what passages hold of it."""
    whole = "".join(word.text for word in run)
    if len(run) == 1:
        if run[0].alone:
            yield run
        return
    if any(word.alone for word in run) and len(whole) <= _LONGEST:
        known = held(whole)
        # Of what nobody prints the absence is worth proving; longer, it is hardly one term.
        if known or len(whole) <= _LONGEST_UNHELD:
            yield run
        if known:
            return
    start = 0
    while start < len(run):
        reach = next(
            (
                end
                for end in range(len(run), start + 1, -1)
                if len(text := "".join(word.text for word in run[start:end])) <= _LONGEST
                and held(text)
            ),
            start + 1,
        )
        part = run[start:reach]
        if any(word.alone for word in part):
            yield part
        start = reach


def _listed(
    question: str, words: list[_Word], analyzer: Analyzer, lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Where words of the lexicon stand that begin and end where words of the question do."""
    starts = {word.start for word in words}
    ends = {word.end for word in words}
    folded = analyzer.fold_with_map(question)
    place = 0
    while place < len(folded.text):
        for word in lexicon.words_at(folded.text, place):
            start, end = folded.source_span(place, place + len(word))
            if start in starts and end in ends and end - start >= _SHORTEST:
                yield start, end
                place += len(word) - 1
                break
        place += 1


def proposed(
    question: str, searcher: Searcher, analyzer: Analyzer, agencies: Agencies
) -> tuple[str, ...]:
    """Propose the topics of a question for the corpus of a searcher."""

    def held(text: str) -> bool:
        asked = searcher.wordings(text)
        return asked is not None and asked.count > 0

    return topics(question, analyzer, searcher.lexicon, agencies, held)
