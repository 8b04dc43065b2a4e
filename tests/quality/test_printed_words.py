"""Every printed word is found: runs of characters of real PDFs, asked as exact phrases.

The runs are taken from the text that pdftotext gives in the order of the file, a program that
shares nothing with the reader. Runs within a line are those of all lines, running heads, header rows
and contents among them; what goes on over the end of a line or page is looked for without lines that
pages print again, and numbers of pages. Prose is a line of 20 characters or more that ends no
sentence, above one that is as long or ends one: what follows a line of a narrow cell in the file is
often another cell.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from indexer import pipeline
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher

RUNS = 100
SHARE = 0.99
LONG = 20
EDGE = 10
CHINESE = "[\u3400-\u9fff]+"
ENDS = tuple("。；：！？;:!?")
ITEM = re.compile(r"[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}、")
PAGE_NUMBER = re.compile(r"\W*第?\w{1,4}頁?(\W共?\d+頁)?\W*")
DOCUMENTS = (
    "control-yuan-114.pdf",
    "ey-drill-111.pdf",
    "ey-infra5-114.pdf",
    "ey-report-113h2.pdf",
    "taipei-budget-113.pdf",
)


@pytest.fixture(scope="module")
def pdfs(shared: Path, once: Callable[[str, Callable[[Path], object]], Path]) -> Iterator[Searcher]:
    files = [shared / "documents" / name for name in DOCUMENTS]
    data = once("pdfs", lambda folder: pipeline.run(files, folder, "whoosh", lambda *_: None))
    opened = open_searcher(data, "whoosh")
    yield opened
    opened.close()


def pages_of(path: Path) -> list[list[str]]:
    """The lines of each page."""
    command = ["pdftotext", "-raw", str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [list(filter(None, map(str.strip, page.split("\n")))) for page in text.split("\f")]


def without_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """The same without what pages print again at their edges, and numbers of pages."""
    counts = Counter(
        key for page in pages for key in set(map(repeated, page[:EDGE] + page[-EDGE:]))
    )
    return [
        [
            line
            for at, line in enumerate(page)
            if counts[repeated(line)] < 3 or EDGE <= at < len(page) - EDGE
            if not PAGE_NUMBER.fullmatch(line)
        ]
        for page in pages
    ]


def repeated(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def is_prose(line: str, following: str) -> bool:
    cut = len(line) >= LONG and not line.rstrip("」』”’）)").endswith(ENDS)
    goes_on = len(following) >= LONG or following.endswith(ENDS)
    return cut and goes_on and not ITEM.match(following)


def within(pages: Sequence[Sequence[str]], chosen: random.Random) -> Iterator[str]:
    """Runs of any line, furniture too."""
    printed = (re.findall(CHINESE, line) for page in pages for line in page)
    runs = [run for line in printed for run in line if len(run) >= 4]
    while True:
        run = chosen.choice(runs)
        length = chosen.randint(4, min(8, len(run)))
        start = chosen.randrange(len(run) - length + 1)
        yield run[start : start + length]


def across(pairs: Sequence[tuple[str, str]], chosen: random.Random) -> Iterator[str]:
    ends = [
        (before[0], after[0])
        for line, following in pairs
        if (before := re.findall(CHINESE + "$", line))
        and (after := re.match(CHINESE, following))
        and len(before[0]) + len(after[0]) >= 4
    ]
    while ends:
        left, right = chosen.choice(ends)
        length = chosen.randint(4, min(8, len(left) + len(right)))
        least, most = max(1, length - len(right)), min(length - 1, len(left))
        taken = chosen.randint(least, most)
        yield left[-taken:] + right[: length - taken]


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_runs_of_printed_characters_are_found(
    shared: Path, pdfs: Searcher, name: str, needs: Callable[[str], str]
) -> None:
    needs("pdftotext")
    printed = pages_of(shared / "documents" / name)
    pages = without_furniture(printed)
    chosen = random.Random(7)  # noqa: S311  the same runs each time
    lines = [pair for page in pages for pair in pairwise(page) if is_prose(*pair)]
    ends = [
        (page[-1], following[0])
        for page, following in pairwise(pages)
        if page and following and is_prose(page[-1], following[0])
    ]
    samples = {
        "within a line": within(printed, chosen),
        "across a line end": across(lines, chosen),
        "across a page end": across(ends, chosen),
    }
    for kind, runs in samples.items():
        asked = [run for run, _ in zip(runs, range(RUNS), strict=False)]
        lost = [
            run
            for run in asked
            if not pdfs.search(SearchRequest(f'"{run}"', exact=True, size=1)).total
        ]
        assert len(lost) <= (1 - SHARE) * len(asked), (kind, lost)
