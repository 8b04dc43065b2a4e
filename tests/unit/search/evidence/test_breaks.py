"""Words that a file breaks in five ways are never said to be absent from it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document as Docx

from indexer import pipeline
from search.analysis import load_analyzer
from search.evidence.pack import Scan
from search.evidence.scan import scan, sought
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher

WORDS = 200
SAMPLES = Path(__file__).parents[4] / "corpus"
# Of no sample plan: between the halves of a word stands nothing that could make it whole.
_FILLER = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_NUMERALS = "一二三四五六七八九十"
_TITLE = "示範市政府年度施政計畫"


def _words() -> list[str]:
    """Words of two to six characters from the sample plans, the same each time."""
    texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    every = {
        word
        for text in texts
        for word in load_analyzer().cut(text)
        if re.fullmatch("[\u4e00-\u9fff]{2,6}", word) and not set(word) & set(_FILLER + _NUMERALS)
    }
    drawn = random.Random(16).sample(sorted(every), len(every))  # noqa: S311  the same each time
    # One that stands within another, or in the title, would not be broken everywhere.
    chosen: list[str] = []
    for word in drawn:
        others = (*chosen, _TITLE)
        if not any(word in other or other in word for other in others):
            chosen.append(word)
    return chosen[:WORDS]


def _halves(word: str, place: int) -> tuple[str, str]:
    at = 1 + place % (len(word) - 1)
    return word[:at], word[at:]


def _filled(place: int, length: int) -> str:
    return "".join(_FILLER[(place * 7 + at) % len(_FILLER)] for at in range(length))


def _wrapped_items(words: list[str]) -> str:
    lines = []
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        lines += [
            f"（{_NUMERALS[place % 9]}）{_filled(place, 20)}{first}",
            f"      {rest}{_filled(place, 9)}。",
        ]
    return "\n".join(lines)


def _wrapped_headings(words: list[str]) -> str:
    lines = []
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        lines += [
            f"{_NUMERALS[place % 9]}、{_filled(place, 18)}{first}",
            f"    {rest}",
            f"{_filled(place, 30)}。",
            "",
        ]
    return "\n".join(lines)


def _over_pages(words: list[str]) -> str:
    pages = []
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        pages.append(
            f"{rest}{_filled(place, 24)}。\n{_filled(place + 3, 21)}{{}}\n\n  第 {place + 1} 頁\n"
        )
        pages[-1] = pages[-1].replace("{}", "")
        if place:
            head, mark, tail = pages[-2].rpartition("\n\n  第")
            pages[-2] = f"{head}{first}{mark}{tail}"
        else:
            pages[0] = f"{_filled(1, 30)}{first}\n\n  第 0 頁\n\f    示範年度計畫\n{pages[0]}"
    return "\f    示範年度計畫\n".join(pages)


def _over_cells(words: list[str]) -> str:
    rows = []
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        rows += [
            f"│{_filled(place, 6)}│{_filled(place, 6)}{first}│{_filled(place, 4)}│",
            f"│{'　' * 6}│{rest}{_filled(place, 7 - len(rest))}│{'　' * 4}│",
            "├──────┼───────┼────┤",
        ]
    return "\n".join(rows)


def _over_columns(words: list[str]) -> str:
    blocks = []
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        left = [_filled(place, 14), _filled(place + 1, 14 - len(first)) + first]
        right = [(rest + _filled(place + 2, 14))[:14], _filled(place + 5, 14)]
        blocks.append(
            "\n".join(f"{one}      {other}" for one, other in zip(left, right, strict=True))
        )
        blocks.append("\n\n\n\n" + _filled(place + 8, 34) + "。\n\n\n")
    return "\n".join(blocks)


KINDS: dict[str, Callable[[list[str]], str]] = {
    "items": _wrapped_items,
    "headings": _wrapped_headings,
    "pages": _over_pages,
    "cells": _over_cells,
    "columns": _over_columns,
}


def _over_cells_of_office(words: list[str], path: Path) -> None:
    """Words broken between the cells of a row, and between the paragraphs of a cell."""
    document = Docx()
    table = document.add_table(rows=0, cols=2)
    for place, word in enumerate(words):
        first, rest = _halves(word, place)
        cells = table.add_row().cells
        if place % 2:
            cells[0].text, cells[1].text = _filled(place, 5) + first, rest + _filled(place, 5)
        else:
            cells[0].text, cells[1].text = (
                _filled(place, 5) + first + "\n" + rest,
                _filled(place, 4),
            )
    document.save(str(path))


@pytest.fixture(scope="module")
def words() -> list[str]:
    return _words()


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, words: list[str]) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("breaks")
    files = folder / "files"
    files.mkdir()
    for year, (kind, write) in enumerate(KINDS.items(), start=101):
        text = f"示範市政府{year}年度施政計畫\n\n{write(words)}\n"
        assert len(words) == WORDS
        assert not [word for word in words if word in text]
        (files / f"{kind}.txt").write_text(text, "utf-8")
    _over_cells_of_office(words, files / "office.docx")
    pipeline.run([files], folder / "data", "whoosh", lambda stage, done, total: None)
    searcher = open_searcher(folder / "data", "whoosh")
    yield searcher
    searcher.close()


@pytest.fixture(scope="module")
def scanned(broken: Searcher, words: list[str]) -> Scan:
    analyzer = load_analyzer()
    texts = StoredTexts(analyzer)
    terms = sought(term for word in words for term in broken.looked_for(SearchRequest(f'"{word}"')))
    reading = broken.search(SearchRequest("", size=1)).reading
    return scan(texts.of(broken.store, broken.fingerprint), terms, reading, texts, analyzer)


@pytest.mark.parametrize("file", [*(f"{kind}.txt" for kind in KINDS), "office.docx"])
def test_no_broken_word_is_said_to_be_absent(scanned: Scan, words: list[str], file: str) -> None:
    (document,) = (one for one in scanned.documents if one.file == file)
    assert [word for word, count in zip(words, document.terms, strict=True) if count.silent] == []


def test_what_only_joins_is_listed_with_its_place(scanned: Scan, broken: Searcher) -> None:
    doubtful = [
        (scanned.terms[place].text, one.document)
        for one in scanned.documents
        for place, count in enumerate(one.terms)
        if count.joined and not (count.passages or count.outside)
    ]
    listed = {(place.term, place.document): place for place in scanned.aside if place.joined}
    assert doubtful
    for term, document in doubtful:
        place = listed[term, document]
        held = broken.store.document(document)
        assert held is not None
        printed = held.editions[0].text[place.start : place.end]
        assert set(term) <= set(printed)
        assert {printed[0], printed[-1]} <= set(term)


def test_the_documents_of_each_word_add_up(scanned: Scan) -> None:
    for place in range(len(scanned.terms)):
        tally = scanned.tally(place)
        assert tally.mentioned + tally.outside + tally.joined + tally.silent == len(
            scanned.documents
        )
