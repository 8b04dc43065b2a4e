"""How long the worst queries take, through the searcher, at a size.

Run: python benchmarks/hostile.py [--size 10000] [--random 500] [--engine whoosh]

No query may take more than two seconds.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from searching import make_units

from search.model import SearchRequest
from search.reading_set import ReadingSet, parse_reading_set, searcher_of

_COMMON = "業工勞職災保險就服務的之與及為以在有於等"
_SLIPS = ("職業按全", "勞公保顯", "按全職業按全職業按全職", "5j/ u6", "u6ej/ " * 4, "5j/ " * 20)


def make_set(size: int) -> ReadingSet:
    """The passages of benchmarks/searching.py as a set."""
    given = [
        {"id": str(unit.number), "title": unit.texts[0][1], "text": unit.texts[1][1]}
        for unit in make_units(size)
    ]
    return parse_reading_set({"passages": given, "queries": []})


def worst_queries(texts: list[str], chosen: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """(what it is, query): those made to be slow, then random ones."""
    joined = "".join(texts)[:2_000]
    yield "64 terms, any", " OR ".join(text[:6] for text in texts[:64])
    yield "64 terms, all", " ".join(text[:3] for text in texts[:64])
    yield "64 terms, none", " ".join("-" + text[:3] for text in texts[:64])
    yield "64 synonyms", " OR ".join(["職災勞保", "勞退身障", "長照健保", "就保"] * 16)
    yield "64 in simplified script", " OR ".join(["职业灾害劳", "劳工保险就", "计划计划"] * 21)
    yield "common characters, all", " ".join(_COMMON)
    yield "common characters, any", " OR ".join(_COMMON)
    yield "2,000 characters of prose", joined
    yield "2,000 characters quoted", f'"{joined[:1_990]}"'
    yield "words written in two ways", "計畫" * 250
    yield "one character again and again", "業" * 1_000
    yield "brackets", "(" * 19 + "職業災害" + ")" * 19
    yield "a question again and again", "，".join(["請問貴部職業災害預防之預算與成效為何"] * 80)
    for slip in _SLIPS:
        yield f"slip {slip[:12]}", slip
    for number in range(count):
        text = chosen.choice(texts)
        cuts = (text[chosen.randrange(len(text)) :][: chosen.randint(1, 40)] for _ in range(8))
        marks = (" ", " OR ", " -", '"', "，", "(", ")", "")
        yield f"random {number}", "".join(cut + chosen.choice(marks) for cut in cuts)


def main() -> None:
    """Print the slowest."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=10_000)
    options.add_argument("--random", type=int, default=500)
    options.add_argument("--engine", default="whoosh")
    given = options.parse_args()
    made = make_set(given.size)
    texts = [group.passages[0].text for group in made.groups[:500]]
    times: list[tuple[float, str]] = []
    with searcher_of(made, given.engine) as searcher:
        searcher.search(SearchRequest("職業"))
        for what, query in worst_queries(texts, random.Random(4), given.random):  # noqa: S311
            for match in ("auto", "any"):
                began = time.perf_counter()
                searcher.search(SearchRequest(query, match=match))  # type: ignore[arg-type]
                times.append((time.perf_counter() - began, f"{what}, {match}"))
    for seconds, what in sorted(times, reverse=True)[:15]:
        print(f"{seconds:6.3f} s  {what}")


if __name__ == "__main__":
    main()
