"""Ranking: what the words of a query weigh, and the score of a passage by its folded text.

Engines choose candidates by the presence of grams alone, which every engine can add up alike;
the order is made here, from the text, so that it is the same on each of them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise
from math import log, sqrt

from search.analysis import Analyzer, load_analyzer
from search.fields import BY_NAME, TEXT
from search.query.snippets import occurrences
from search.query.tree import Weight

CANDIDATES = 200
"""How many of the engine's first are put in order here."""
LONG = 60
"""Characters from which a text argues more than it names its subject."""

# Found on eval/drcd-dev.json: see docs/decisions.
_WORD, _GRAM, _WHOLE = 1.0, 1.2, 2.0
_K1, _B = 0.6, 0.8
_NEAR, _NEAR_CHARACTERS, _NEAR_CANDIDATES = 0.5, 60, 50
_HEADING = 0.2
_COVERED, _ENOUGH = 0.6, 0.5
_ALONE_CHARACTERS = 24
FEEDBACK_PASSAGES = 5
"""Of which words are added to a query."""
_FEEDBACK_WORDS, _FEEDBACK = 20, 0.2
_CHARACTERS_A_WORK = 36
_MOST_TOKENS = 400
_MOST_GRAMS = 96
# Going through four million postings takes about 0.3 seconds in Whoosh's engine.
_MOST_POSTINGS, _FEWEST_GRAMS = 4_000_000, 8
_NOT_WORD = re.compile(r"[\W_]+")
_WORDS = re.compile(r"[^\W_]+")
_LATIN = re.compile(r"[!-~]+")

Texts = Sequence[tuple[str, str]]
"""(field, folded text) pairs of a unit."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query looks for, weighed.

    Attributes:
        tokens: folded text to its weight: rarer is heavier.
        mean_length: folded characters of a unit of the index, on average.
        terms: the tokens of each term where several are asked for, all of which should be there.
        longer: a token to longer strings that hold it and say something else.
        known: what the tokens count in units that were put in order for the same request, so
            that each is counted once; numbers of units must be of one index.
    """

    tokens: Mapping[str, float]
    mean_length: float
    terms: tuple[Mapping[str, float], ...] = ()
    longer: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    known: dict[int, Counted] = field(default_factory=dict, compare=False)

    def holds(self, number: int, tokens: Sequence[str], least: int = 1) -> bool:
        """Tell whether a unit that was put in order holds at least so many of some tokens."""
        found = self.known[number].found
        there = (token for token in tokens if token in found)
        return sum(1 for _ in islice(there, least)) == least


@dataclass(frozen=True, slots=True)
class Counted:
    """What tokens count in a unit.

    Attributes:
        tokens: those that were looked for.
        found: what each that occurs counts, weights aside.
    """

    tokens: Mapping[str, float]
    found: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Questions:
    cuts: re.Pattern[str]
    long_cuts: re.Pattern[str]
    words: frozenset[str]
    doing: re.Pattern[str]


@cache
def _questions() -> _Questions:
    """Words that say nothing of the subject, from the maintained file, folded."""
    fold = load_analyzer().fold
    text = files("search.query").joinpath("questions.toml").read_text(encoding="utf-8")
    declared = tomllib.loads(text)

    def cutting(words: Iterable[str]) -> re.Pattern[str]:
        longest_first = sorted(set(map(fold, words)), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest_first)))

    return _Questions(
        cutting(declared["cuts"]),
        cutting((*declared["cuts"], *declared["discourse"])),
        frozenset(map(fold, (*declared["words"], *declared["discourse"]))),
        cutting(declared["doing"]),
    )


def tells_of_work(texts: Texts) -> bool:
    """Tell whether a text says what is planned or done, and not how things stand elsewhere."""
    body = "".join(text for field, text in texts if field == TEXT.name)
    return len(_questions().doing.findall(body)) * _CHARACTERS_A_WORK >= len(body)


def content_words(folded: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Give the words of a folded text that say what it is about, each once, in order."""
    return tuple(dict.fromkeys(folded[start:end] for start, end in _content(folded, analyzer)))


def words_as_typed(text: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Give the same words of a text in its own spelling."""
    folded = analyzer.fold_running_with_map(text, merged=True)
    words: dict[str, str] = {}
    for start, end in _content(folded.text, analyzer):
        first, last = folded.source_span(start, end)
        words.setdefault(folded.text[start:end], text[first:last])
    return tuple(words.values())


def _content(folded: str, analyzer: Analyzer) -> Iterator[tuple[int, int]]:
    for start, piece in pieces_of(folded):
        place = start
        for word in analyzer.cut(piece):
            latin = len(word) == 1 and _LATIN.fullmatch(word)
            if word not in _questions().words and not latin:
                yield place, place + len(word)
            place += len(word)


def tokens_of(folded: str, analyzer: Analyzer, *, whole: bool = False) -> dict[str, float]:
    """Cut a folded text into what is counted in passages: words, pairs and characters.

    Args:
        folded: a term or a question.
        analyzer: of the index.
        whole: the text itself is a token too, as are terms that were typed.

    Returns:
        Each token with its weight, rarity aside. What is said again weighs more, but less than
        twice as much: a speech turns round its subject and names it ten times.
    """
    words: Counter[str] = Counter()
    grams: Counter[str] = Counter()
    pieces = pieces_of(folded)
    # A long text has nearly every common character in it: alone they say less and less.
    short_question = not whole and len(folded) < LONG
    shortest = 1 if whole or short_question else 2
    alone = _GRAM * min(
        1.0, _ALONE_CHARACTERS / sum(len(piece) for _, piece in pieces or [(0, folded)])
    )
    for _, piece in pieces:
        words.update(
            word
            for word in analyzer.words(piece)
            if len(word) >= shortest
            and word not in _questions().words
            and not _NOT_WORD.fullmatch(word)
        )
        # Digits and letters one by one help a short question; in a list of terms and in a
        # long text, where years and amounts abound, only whole words of them count.
        grams.update(
            gram
            for gram in (*piece, *map("".join, pairwise(piece)))
            if short_question or not _LATIN.search(gram)
        )
    tokens = {word: _WORD * sqrt(times) for word, times in words.items()}
    for gram, times in grams.items():
        weight = _GRAM if len(gram) > 1 else alone
        tokens[gram] = tokens.get(gram, 0.0) + weight * sqrt(times)
    if whole or not pieces:
        tokens[folded] = tokens.get(folded, 0.0) + _WHOLE
    return tokens


def pieces_of(folded: str) -> list[tuple[int, str]]:
    """Give the parts between question words and marks, each with its place in the folded text.

    Where question words are all there is, they are kept.
    """
    cuts = _questions().long_cuts if len(folded) >= LONG else _questions().cuts
    blanked = cuts.sub(lambda cut: " " * len(cut.group()), folded)
    return [(found.start(), found.group()) for found in _WORDS.finditer(blanked)] or [
        (found.start(), found.group()) for found in _WORDS.finditer(folded)
    ]


def merged(parts: Iterable[tuple[Mapping[str, float], float]]) -> dict[str, float]:
    """Join the tokens of several wordings; each counts as in the wording where it weighs most."""
    tokens: dict[str, float] = {}
    for part, factor in parts:
        for token, weight in part.items():
            tokens[token] = max(tokens.get(token, 0.0), weight * factor)
    return tokens


def weigh(
    tokens: Mapping[str, float],
    units: int,
    mean_length: float,
    frequencies: Callable[[Sequence[str]], Sequence[int]],
    analyzer: Analyzer,
) -> Wanted:
    """Weigh tokens by their rarity.

    Args:
        tokens: with their weights, rarity aside.
        units: in the index.
        mean_length: of a unit, in folded characters.
        frequencies: gives for grams the number of units that hold each.
        analyzer: of the index.

    Returns:
        The tokens all of whose grams occur, the 400 heaviest. The rarity of a token longer
        than a gram is that of its rarest gram, which every engine knows.
    """
    grams = {token: analyzer.phrase(token) for token in tokens}
    every = tuple(dict.fromkeys(gram for parts in grams.values() for gram in parts))
    found = dict(zip(every, frequencies(every), strict=True))
    weighed = {}
    for token, parts in grams.items():
        frequency = min(found[gram] for gram in parts)
        if frequency:
            weighed[token] = tokens[token] * log(1 + (units - frequency + 0.5) / (frequency + 0.5))
    heaviest = sorted(weighed.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_TOKENS]
    return Wanted(dict(heaviest), mean_length)


def with_feedback(
    wanted: Wanted,
    leading: Sequence[tuple[Texts, float]],
    weigh_words: Callable[[Mapping[str, float]], Wanted],
    analyzer: Analyzer,
) -> Wanted:
    """Add words of the passages that lead: the corpus's own words for what is asked.

    Args:
        wanted: what was looked for.
        leading: (texts, score) of what was found, the best first.
        weigh_words: weighs words by their rarity.
        analyzer: of the index.

    Returns:
        The same, with twenty words of the leading passages, which together weigh a fifth of it.
        Source: relevance feedback after Lavrenko and Croft (RM3).
    """
    total = sum(score for _, score in leading)
    if total <= 0:
        return wanted
    shares: Counter[str] = Counter()
    for texts, score in leading:
        words = Counter(
            word
            for _, text in texts
            for word in analyzer.words(text)
            if len(word) > 1
            and word not in _questions().words
            and not _NOT_WORD.search(word)
            and not _LATIN.search(word)
        )
        for word, times in words.items():
            shares[word] += score / total * times / words.total()  # type: ignore[assignment]
    weighed = sorted(
        weigh_words(dict(shares)).tokens.items(), key=lambda pair: (-pair[1], pair[0])
    )[:_FEEDBACK_WORDS]
    share = _FEEDBACK * sum(wanted.tokens.values()) / (sum(weight for _, weight in weighed) or 1.0)
    tokens = dict(wanted.tokens)
    for word, weight in weighed:
        tokens[word] = tokens.get(word, 0.0) + share * weight
    return replace(wanted, tokens=tokens)


def gram_weights(wanted: Wanted, analyzer: Analyzer) -> tuple[Weight, ...]:
    """Give the weights by which an engine chooses candidates: the 96 heaviest grams.

    Single characters count where they were typed as a term or nothing longer is known.
    """
    grams: dict[str, float] = {}
    for token, weight in wanted.tokens.items():
        parts = analyzer.phrase(token)
        for gram in parts:
            grams[gram] = grams.get(gram, 0.0) + weight / len(parts)
    if any(len(gram) > 1 for gram in grams):
        grams = {gram: weight for gram, weight in grams.items() if len(gram) > 1}
    heaviest = sorted(grams.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_GRAMS]
    rounded = [(gram, round(weight, 6)) for gram, weight in heaviest]
    return (
        *(Weight(gram, weight) for gram, weight in rounded),
        *(Weight(gram, round(weight * _HEADING, 6), heading=True) for gram, weight in rounded),
    )


def affordable(
    weights: Sequence[Weight], frequencies: Callable[[Sequence[str]], Sequence[int]]
) -> tuple[Weight, ...]:
    """Leave out the lightest weights where their grams stand in too many units to go through.

    What is left out depends on the corpus alone and never on the clock, so that the same query
    has the same answer on every machine and every engine.

    Args:
        weights: the heaviest first.
        frequencies: gives for grams the number of units that hold each.
    """
    grams = [weight.gram for weight in weights if not weight.heading]
    kept: set[str] = set()
    total = 0
    for gram, frequency in zip(grams, frequencies(grams), strict=True):
        total += frequency
        if total > _MOST_POSTINGS and len(kept) >= _FEWEST_GRAMS:
            break
        kept.add(gram)
    return tuple(weight for weight in weights if weight.gram in kept)


def order(candidates: Mapping[int, Texts], wanted: Wanted) -> list[tuple[int, float]]:
    """Put candidates in order.

    Args:
        candidates: number of a unit to its texts.
        wanted: what is looked for.

    Returns:
        (number, score), the highest score first, ties by number.
    """
    for number, texts in candidates.items():
        _count(number, texts, wanted)
    found = {number: wanted.known[number].found for number in candidates}
    scores = {number: _total(shares, wanted.tokens) for number, shares in found.items()}
    leading = sorted(scores, key=lambda number: (-scores[number], number))[:_NEAR_CANDIDATES]
    for number in leading:
        scores[number] += _NEAR * _nearness(candidates[number], found[number], wanted.tokens)
    for number, covered in _coverage(found, wanted.terms).items():
        scores[number] *= 1 - _COVERED + _COVERED * covered
    scored = [(number, round(score, 6)) for number, score in scores.items()]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))


def _count(number: int, texts: Texts, wanted: Wanted) -> None:
    """Put down what each token counts: Robertson and Zaragoza's BM25F, weights aside.

    There is one length for the whole passage. An occurrence in a heading also counts as such,
    however often the text repeats the word.
    """
    known = wanted.known.get(number)
    if known and known.tokens is wanted.tokens:
        return
    counted, found = (known.tokens, dict(known.found)) if known else ({}, {})
    body = "\n".join(text for field, text in texts if not _is_heading(field))
    heading = "\n".join(text for field, text in texts if _is_heading(field))
    length = 1 - _B + _B * (len(body) + len(heading)) / (wanted.mean_length or 1)
    for token in wanted.tokens:
        if token in counted:
            continue
        longer = wanted.longer.get(token)
        often = (_without(body, longer) if longer else body).count(token)
        in_heading = token in (_without(heading, longer) if longer else heading)
        often += in_heading
        if often:
            share = often * (_K1 + 1) / (often + _K1 * length)
            found[token] = share + _HEADING if in_heading else share
    wanted.known[number] = Counted(wanted.tokens, found)


def _without(text: str, longer: Iterable[str]) -> str:
    for one in longer:
        text = text.replace(one, "\n")
    return text


def _total(found: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(share * weights.get(token, 0.0) for token, share in found.items())


def _coverage(
    found: Mapping[int, Mapping[str, float]], terms: Sequence[Mapping[str, float]]
) -> dict[int, float]:
    """How far each candidate holds all terms: half of what the best one has of a term is enough."""
    covered = dict.fromkeys(found, 0.0) if terms else {}
    for weights in terms:
        scores = {number: _total(shares, weights) for number, shares in found.items()}
        enough = _ENOUGH * max(scores.values(), default=0.0)
        for number, score in scores.items():
            covered[number] += min(1.0, score / enough) / len(terms) if enough else 0.0
    return covered


def _is_heading(field: str) -> bool:
    return BY_NAME[field].weight > TEXT.weight


def _nearness(texts: Texts, found: Iterable[str], weights: Mapping[str, float]) -> float:
    """The weight of the different tokens in the densest 60 characters of any one text."""
    longer = {token: weights[token] for token in found if len(token) > 1 and token in weights}
    best = 0.0
    for _, text in texts:
        places = occurrences(text, longer)
        inside: Counter[str] = Counter()
        weight = 0.0
        low = 0
        for start, end, added in places:
            token = text[start:end]
            if not inside[token]:
                weight += added
            inside[token] += 1
            while start - places[low][0] > _NEAR_CHARACTERS:
                gone = text[places[low][0] : places[low][1]]
                inside[gone] -= 1
                if not inside[gone]:
                    weight -= places[low][2]
                low += 1
            best = max(best, weight)
    return best
