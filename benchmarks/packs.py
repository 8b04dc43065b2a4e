"""How long an answer pack takes, from a question to its files, and what a literal scan costs.

Run: python benchmarks/packs.py [--documents 300] [--data DIR]

Plans are strung together from a fixed list of words and indexed as any others; the same data
folder is used again where it holds them. With --data, what an operator has indexed is asked.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from indexer import pipeline
from search import agencies
from search.analysis import load_analyzer
from search.errors import NoIndex
from search.evidence.assemble import assemble
from search.evidence.pack import Head, Order, Pack
from search.evidence.quotes import verify_quotes
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher
from web.export.formats import FORMATS

GOALS = 34
_WORDS = [
    "職業災害",
    "勞工",
    "保險",
    "就業",
    "服務",
    "青年",
    "身心障礙",
    "中高齡",
    "補助",
    "計畫",
    "推動",
    "辦理",
    "加強",
    "預防",
    "宣導",
    "檢查",
    "輔導",
    "訓練",
    "退休金",
    "給付",
    "工會",
    "勞資",
    "爭議",
    "協商",
    "移工",
    "雇主",
    "安全",
    "衛生",
    "健康",
    "風險",
]
_NUMERALS = "一二三四五六七八九"
Made = TypeVar("Made")


def write_plans(folder: Path, documents: int) -> None:
    """Write plans of ten years of as many agencies as are needed."""
    chosen = random.Random(1)  # noqa: S311  the same plans each time
    known = [one.name for one in agencies.load().known if not one.successors]
    for number in range(documents):
        agency, year = known[number // 10 % len(known)], 106 + number % 10
        lines = [f"{agency}{year}年度施政計畫", "壹、年度施政目標"]
        for goal in range(1, GOALS + 1):
            tens, ones = divmod(goal, 10)
            numeral = ("" if tens < 2 else _NUMERALS[tens - 1]) + ("十" if tens else "")
            numeral += _NUMERALS[ones - 1] if ones else ""
            lines.append(f"{numeral}、{''.join(chosen.choices(_WORDS, k=5))}")
            for item in "一二三":
                lines.append(f"（{item}）{''.join(chosen.choices(_WORDS, k=25))}。")
        (folder / f"plan-{number:04}.txt").write_text("\n".join(lines) + "\n", "utf-8")


def timed(what: str, make: Callable[[], Made]) -> Made:
    """Do it and tell how long it took."""
    began = time.perf_counter()
    made = make()
    print(f"{what:<40} {time.perf_counter() - began:8.2f} s")
    return made


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=300)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--query", default="職業災害")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder) / "data"
        try:
            searcher = open_searcher(data, "whoosh")
        except NoIndex:
            plans = Path(folder) / "plans"
            plans.mkdir()
            write_plans(plans, given.documents)
            pipeline.run([plans], data, "whoosh", lambda stage, done, total: None)
            searcher = open_searcher(data, "whoosh")
        measure(searcher, given.query)
        searcher.close()


def measure(searcher: Searcher, query: str) -> None:
    """Make a pack of all that a query finds, its files, and check a draft."""
    analyzer, known = load_analyzer(), agencies.load()
    searched = searcher.store.searched()
    print(f"{searched.documents} documents, {searched.passages} passages, query {query}")

    def pack(texts: StoredTexts, request: SearchRequest) -> Pack:
        order = Order(Head(question=query), (request,), datetime.now(UTC))
        return assemble(order, searcher, texts, analyzer, known)

    texts = StoredTexts(analyzer)
    request = SearchRequest(query)
    whole = timed("whole pack, cold", lambda: pack(texts, request))
    timed("whole pack, warm", lambda: pack(texts, request))
    print(f"  {len(whole.evidence)} passages, {whole.inquiries[0].scan.characters:,} characters")
    for form in FORMATS.values():
        content = timed(f"  {form.name}", lambda form=form: form.write(whole))
        print(f"  {'':<38} {len(content) / 1024:8.0f} KB")
    hits = searcher.search(SearchRequest(query, size=1)).hits
    if hits:
        quoted = hits[0].passage.text[:40]
        draft = f"109 年度「{quoted}」「{quoted[:20]}恐龍{quoted[22:]}」「全面補助恐龍保育」"
        timed("three quotations", lambda: verify_quotes(draft, searcher, texts, analyzer))


if __name__ == "__main__":
    main()
