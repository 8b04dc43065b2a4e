"""How long the worst queries take among many passages, as multiples of a plain one.

Run: python benchmarks/hostile.py --data DIR [--count 100000] [--into FOLDER]

The passages are those of an index, each written again and again with a third of its words put in
the place of others, so that words keep the company and the frequency that they have in real
plans. FOLDER keeps what was built: building takes minutes, and asking again none.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search.analysis import load_analyzer
from search.evaluation.reading_set import index_groups, open_groups
from search.live import open_searcher
from search.model import Kpi, Passage, PassageGroup, SearchRequest
from search.searcher import Searcher
from search.store.generation import STORE

CHANGED = 1 / 3
KEPT_CELLS = ("target", "measure", "goal")
TYPED = 400
PLAIN = "職業災害預防"
_LEAST_WORD, _LONGEST_WORD = 2, 4


def multiplied(held: Sequence[PassageGroup], count: int, seed: int = 1) -> Iterator[PassageGroup]:
    """Write passages again with other words until there are enough of them."""
    chosen = random.Random(seed)  # noqa: S311  the same corpus each time
    cut = load_analyzer().cut
    pieces = {text: cut(text) for group in held for text in _texts(group.passages[0])}
    common = Counter(
        word
        for words in pieces.values()
        for word in words
        if _LEAST_WORD <= len(word) <= _LONGEST_WORD and word.isalpha()
    )
    pool = chosen.choices(list(common), list(common.values()), k=1_000_000)

    def again(text: str) -> str:
        return "".join(
            chosen.choice(pool) if word in common and chosen.random() < CHANGED else word
            for word in pieces[text]
        )

    for number in range(count):
        first = held[number % len(held)].passages[0]
        written = first if number < len(held) else _reworded(first, again, number)
        yield PassageGroup(number, (written,))


def _texts(passage: Passage) -> Iterator[str]:
    yield passage.title
    yield passage.text
    for cell in KEPT_CELLS:
        yield (passage.kpi and getattr(passage.kpi, cell)) or ""


def _reworded(passage: Passage, again: Callable[[str], str], number: int) -> Passage:
    cells = passage.kpi and Kpi(
        **{cell: again(text) for cell in KEPT_CELLS if (text := getattr(passage.kpi, cell))}
    )
    return replace(
        passage,
        id=f"{passage.id}-{number}",
        title=again(passage.title),
        text=again(passage.text),
        kpi=cells,
    )


def hostile(searcher: Searcher, held: Sequence[PassageGroup]) -> dict[str, SearchRequest]:
    """Write the queries that cost most, by what they hold."""
    chosen = random.Random(2)  # noqa: S311
    texts = [one.text for group in held for one in group.passages if len(one.text) > 200]
    characters = Counter("".join(texts)).most_common(400)
    frequent = [one for one, _ in characters if one.isalpha()]
    pairs = Counter(a + b for text in texts for a, b in pairwise(text))
    grams = [pair for pair, _ in pairs.most_common(300) if pair.isalpha()]
    words = Counter(word for text in texts for word in load_analyzer().cut(text))
    long_words = [word for word, _ in words.most_common(2_000) if len(word) >= 3 and word.isalpha()]
    paragraph = "".join(text.replace("\n", "") for text in chosen.sample(texts, 12))[:2_000]
    letters = "".join(frequent)
    queries = {
        "plain": PLAIN,
        "nothing": "",
        "one common character": frequent[0],
        "64 common characters, any": " OR ".join(frequent[:64]),
        "64 common characters, all": " ".join(frequent[:64]),
        "64 common pairs, any": " OR ".join(grams[:64]),
        "64 common pairs, all": " ".join(grams[:64]),
        "64 common pairs, quoted, any": " OR ".join(f'"{one}"' for one in grams[:64]),
        "64 common words, any": " OR ".join(long_words[:64]),
        "64 pairs of common pairs, any": " OR ".join(
            a + b for a, b in zip(grams[:64], grams[64:128], strict=False)
        ),
        "64 phrases of common characters, any": " OR ".join(
            "".join(chosen.sample(frequent[:40], 4)) for _ in range(64)
        ),
        "phrase of common grams": f'"{letters[:40]}"',
        "long phrase that is there": f'"{texts[0][:300]}"',
        "cuts of 8 characters, any": " OR ".join(
            text[20:28].replace(" ", "") for text in chosen.sample(texts, 60)
        ),
        "without 60 common characters": " ".join(f"-{one}" for one in frequent[:60]),
        "wildcards": "?*?*?*?*職* *業* 災?",
        "brackets": "(" * 200 + " OR ".join(grams[:30]) + ")" * 200,
        "paragraph of 500": paragraph[:500],
        "paragraph of 2,000": paragraph,
        "2,000 common characters": (letters * 20)[:2_000],
        "2,000 times one character": "的" * 2_000,
        "64 terms of variants": " OR ".join(["計畫", "規劃", "台灣", "週年", "部分", "身分"] * 10),
        "64 synonyms": " OR ".join(["職災", "勞保", "身障", "外勞", "勞工委員會", "健保"] * 10),
        "long term of synonyms": "職災勞保身障外勞健保職災勞保身障外勞健保職災勞保",
        "slips": "職業按全衛生",
        "term that is nowhere": "龘龘龘龘",
        "long term that is nowhere": grams[0] + "龘" + "".join(grams[1:19]),
        "simplified": "职业灾害 OR 劳动部 OR 推动 OR 办理",
        "64 of them simplified": " OR ".join(["推动", "办理", "计划", "劳动", "产业", "国"] * 10),
        "years": " OR ".join(f"{year}年" for year in range(90, 154)),
        "numbers": " OR ".join(str(number) for number in range(1, 65)),
    }
    asked = {name: SearchRequest(text) for name, text in queries.items()}
    asked["any of 2,000 characters"] = SearchRequest(" ".join(frequent * 9)[:2_000], match="any")
    asked["page 500"] = SearchRequest(frequent[0], page=500)
    asked["newest of all"] = SearchRequest(frequent[0], sort="newest", page=100, size=100)
    return asked


def main() -> None:
    """Print a table, the slowest query first."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--into", type=Path)
    options.add_argument("--engine", default="whoosh")
    given = options.parse_args()
    source = open_searcher(given.data, given.engine)
    held = tuple(source.store.groups())
    source.close()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.into or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / STORE).exists():
            began = time.process_time()
            index_groups(tuple(multiplied(held, given.count)), folder, given.engine)
            print(f"built {given.count / (time.process_time() - began):,.0f} passages/s")
        began = time.process_time()
        searcher = open_groups(folder, given.engine)
        print(f"opened in {time.process_time() - began:.1f} s")
        figures = {}
        for name, request in hostile(searcher, held).items():
            taken = []
            for _ in range(2):
                began = time.process_time()
                found = searcher.search(request)
                taken.append(time.process_time() - began)
            figures[name] = (*taken, found.total, len(found.related))
        typing = [text[:3] for group in held[:TYPED] if (text := group.passages[0].title)]
        longest = max(_seconds(searcher, text) for text in typing)
        searcher.close()
    plain = figures["plain"][1]
    for name, (first, again, total, related) in sorted(
        figures.items(), key=lambda pair: -pair[1][0]
    ):
        print(
            f"{first * 1000:8.0f} ms, then {again * 1000:7.0f} ms  × {again / plain:6.1f}"
            f"  {total:7,} hits {related:3} related  {name}"
        )
    print(f"typing: {longest * 1000:.1f} ms at most")


def _seconds(searcher: Searcher, typed: str) -> float:
    began = time.process_time()
    searcher.suggest(typed)
    return time.process_time() - began


if __name__ == "__main__":
    main()
