"""How long an index takes to build and queries to answer, at several sizes.

Run: python benchmarks/searching.py [--sizes 1000 10000] [--engine whoosh]

Passages are strung together from a fixed list of words, so that every machine asks the same of
the same corpus; what it prints are ratios to the first size and milliseconds of this machine.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search.analysis import load_analyzer
from search.engines import Engine, build_index, open_engine
from search.fields import IndexUnit
from search.model import FACETS
from search.query import rank
from search.query.sound import initials
from search.query.suggest import Names
from search.query.tree import EVERYTHING, And, Node, Phrase

CHARACTERS = 300
ASKED = 200
QUESTION = 30
Asked = TypeVar("Asked")
_WORDS = (
    "職業災害", "勞工", "保險", "就業", "服務", "青年", "身心障礙", "中高齡", "補助", "計畫", "推動", "辦理", "加強", "預防", "宣導", "檢查", "輔導", "訓練", "退休金", "給付", "工會", "勞資", "爭議", "協商", "移工", "雇主", "安全", "衛生", "健康", "風險", "產業", "創新", "永續", "發展", "環境", "教育", "文化", "交通", "建設", "都市", "更新", "住宅", "長照", "托育", "兒童", "少年", "婦女", "老人", "社會", "福利", "農業", "水利", "能源", "減碳", "資訊", "數位", "治理", "財政", "統計",
)  # fmt: skip


def make_units(count: int, seed: int = 1) -> Iterator[IndexUnit]:
    """Passages of 300 characters, their words in a frequency that falls like that of language."""
    chosen = random.Random(seed)  # noqa: S311  the same corpus each time
    fold = load_analyzer().fold
    rare = [chr(code) + chr(code + 7) for code in range(0x5000, 0x6000)]
    words = [fold(word) for word in (*_WORDS, *rare)]
    weights = [1 / (place + 3) for place in range(len(words))]
    for number in range(count):
        text = "".join(chosen.choices(words, weights, k=CHARACTERS // 2))[:CHARACTERS]
        title = "".join(chosen.choices(words, weights, k=5))
        columns = (
            ("agency", f"機關{number % 30}"),
            ("year", str(2010 + number % 16)),
            ("work_program", f"計畫{number % 500}"),
            ("plan_category", f"類別{number % 8}"),
            ("kind", ("goal", "project", "kpi", "narrative")[number % 4]),
            ("document", f"d{number // 60}"),
            ("copies", str(number % 2)),
        )
        yield IndexUnit(number, (("title", title), ("text", text)), columns, ())


def measure(engine: Engine, texts: list[str]) -> dict[str, float]:
    """Median milliseconds a query, each kind asked for the first time and then again."""
    analyzer = load_analyzer()
    chosen = random.Random(2)  # noqa: S311

    def cut(length: int) -> str:
        text = chosen.choice(texts)
        start = chosen.randrange(len(text) - length)
        return text[start : start + length]

    def exact(tree: Node) -> None:
        engine.search(tree, filters={}, columns=FACETS, sort="document", limit=10)

    def question(text: str) -> None:
        tokens = rank.tokens_of(text, analyzer)
        wanted = rank.weigh(
            tokens, engine.lexicon.units, engine.lexicon.mean_length, engine.frequencies, analyzer
        )
        weights = rank.gram_weights(wanted, analyzer)
        engine.search(
            EVERYTHING, filters={}, columns=FACETS, weights=weights, limit=rank.CANDIDATES
        )

    def phrases(length: int) -> list[Node]:
        return [Phrase(analyzer.phrase(cut(length))) for _ in range(ASKED)]

    trees = {
        "one character": phrases(1),
        "term of 4": phrases(4),
        "two terms": [And(pair) for pair in zip(phrases(2), phrases(2), strict=True)],
    }
    questions = [cut(QUESTION) for _ in range(ASKED)]
    figures = {}
    for when in ("first", "again"):
        for kind, asked in trees.items():
            figures[f"{kind}, {when}"] = statistics.median(
                _milliseconds(exact, tree) for tree in asked
            )
        figures[f"question, {when}"] = statistics.median(
            _milliseconds(question, text) for text in questions
        )
    return figures


def measure_typing(count: int) -> dict[str, float]:
    """Milliseconds of a suggestion while typing, among as many names as there are passages."""
    chosen = random.Random(3)  # noqa: S311
    names = ["".join(chosen.choices(_WORDS, k=6)) + str(number) for number in range(count)]
    opened = Names((("project", name, 1) for name in names), load_analyzer())
    typed = {
        "typing, prefix": [name[: chosen.randint(1, 6)] for name in names[:ASKED]],
        "typing, inside": [name[4:8] for name in names[:ASKED]],
        "typing, nothing": [name[3:6] + "龘" for name in names[:ASKED]],
        "typing, 注音": [
            "".join(min(initials(character)) for character in name[:4]) for name in names[:ASKED]
        ],
    }
    opened.like("ㄅ")  # sounds are worked out when they are first asked for
    return {
        f"{kind}, {what}": figure(sorted(_milliseconds(opened.like, text) for text in texts))
        for kind, texts in typed.items()
        for what, figure in (("median", statistics.median), ("longest", max))
    }


def _milliseconds(ask: Callable[[Asked], object], what: Asked) -> float:
    began = time.process_time()
    ask(what)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    options.add_argument("--engine", default="whoosh")
    given = options.parse_args()
    first: dict[str, float] = {}
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "index"
            began = time.process_time()
            build_index(given.engine, place, make_units(size))
            built = time.process_time() - began
            began = time.process_time()
            engine = open_engine(given.engine, place)
            opened = (time.process_time() - began) * 1000
            texts = [text for unit in make_units(500) for _, text in unit.texts[1:]]
            figures = measure(engine, texts) | measure_typing(size)
            megabytes = (engine.status().size_bytes or 0) / 1e6
            engine.close()
        print(
            f"{size:,} passages: built {size / built:,.0f}/s, {megabytes:,.0f} MB, opened {opened:,.0f} ms"
        )
        for name, milliseconds in figures.items():
            ratio = milliseconds / first.setdefault(name, milliseconds)
            print(f"  {name:<22} {milliseconds:8.2f} ms  × {ratio:.1f}")


if __name__ == "__main__":
    main()
