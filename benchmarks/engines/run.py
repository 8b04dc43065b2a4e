"""What engines take to build, change and search, beside plain use of the same library.

Run: python benchmarks/engines/run.py [--size 10000] [--engines whoosh tantivy] [--asked 30]

Every engine runs in a process of its own. Milliseconds are of whole pages through the searcher:
hits, five facets, snippets, and what else a page shows; each query is asked once, for the first
time. "Plain" is the library alone: its hits, its groups or aggregations, its snippets or texts.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from plans import DEEDS, FIELDS, THINGS, sentence

from search.analysis import load_analyzer
from search.engines import Batch, renew_index
from search.evaluation.reading_set import index_groups, open_groups
from search.fields import facet_values, index_units
from search.model import KINDS, Location, Passage, PassageGroup, SearchRequest, Source

OF_A_DOCUMENT = 100


def make_groups(count: int) -> list[PassageGroup]:
    """Passages of about 200 characters, a hundred of each document."""
    said = random.Random(5)  # noqa: S311  the same passages each time
    groups = []
    for number in range(count):
        place = number // OF_A_DOCUMENT
        title = said.choice(DEEDS) + said.choice(FIELDS) + said.choice(THINGS)
        groups.append(PassageGroup(number, (Passage(
            id=f"p{number}",
            document=f"d{place}",
            edition=f"d{place}.a",
            document_title=f"第{place}號施政計畫",
            document_kind="施政計畫",
            agency=f"{FIELDS[place // 11 % len(FIELDS)]}局",
            year=2010 + place % 11,
            kind=KINDS[number % len(KINDS)],
            title=title,
            text="".join(sentence(said) for _ in range(5)),
            source=Source("", ""),
            location=Location(0, 1),
            work_program=f"{said.choice(FIELDS)}業務",
            plan_category=said.choice(("公共建設", "社會發展", "科技發展")),
        ),)))  # fmt: skip
    return groups


def queries(groups: Sequence[PassageGroup], asked: int) -> dict[str, list[SearchRequest]]:
    """Requests of each kind, none twice."""
    drawn = random.Random(7)  # noqa: S311
    texts = [group.passages[0].text for group in groups]

    def cut(length: int) -> str:
        text = drawn.choice(texts)
        start = drawn.randrange(len(text) - length)
        return text[start : start + length].strip("，。") or cut(length)

    def every(make: Callable[[int], SearchRequest]) -> list[SearchRequest]:
        return [make(number) for number in range(asked)]

    words = sorted({*FIELDS, *THINGS, *DEEDS})
    pair = [f"{a} {b}" for a in FIELDS for b in THINGS]
    return {
        "term": every(lambda n: SearchRequest(f'"{words[n % len(words)]}"')),
        "rare term": every(lambda _: SearchRequest(f'"{cut(7)}"')),
        "two terms": every(lambda _: SearchRequest(drawn.choice(pair))),
        "phrase": every(lambda _: SearchRequest(f'"{drawn.choice(FIELDS)}{drawn.choice(THINGS)}"')),
        "one character": every(lambda n: SearchRequest(f'"{words[n % len(words)][0]}"')),
        "question": every(
            lambda _: SearchRequest(f"{cut(6)}要如何{drawn.choice(DEEDS)}{cut(5)}？")
        ),
        "paragraph": every(lambda _: SearchRequest(cut(120))),
        "three picks": every(
            lambda n: SearchRequest(
                f'"{words[n % len(words)]}"',
                filters=(
                    ("year", (str(2010 + n % 11),)),
                    ("kind", (KINDS[n % len(KINDS)],)),
                    ("plan_category", ("社會發展",)),
                ),
            )
        ),
        "page 50": every(lambda n: SearchRequest(f'"{words[n % len(words)]}"', page=50)),
    }


def timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Median, 95th and 99th hundredth of some calls, in milliseconds of the processor."""
    took = []
    for call in calls:
        began = time.process_time()
        call()
        took.append((time.process_time() - began) * 1000)
    parts = statistics.quantiles(took, n=100, method="inclusive")
    return [round(parts[at], 2) for at in (49, 94, 98)]


def measure(engine: str, size: int, asked: int) -> dict[str, object]:
    """Build, change and search with one engine."""
    groups = make_groups(size)
    wanted = queries(groups, asked)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.process_time()
        index_groups(groups, folder, engine)
        built = time.process_time() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        changed = _one_document(engine, groups, folder)
        searcher = open_groups(folder, engine)
        searcher.search(SearchRequest("政索"))
        ours = {
            kind: timed([lambda one=one: searcher.search(one) for one in requests])  # type: ignore[misc]
            for kind, requests in wanted.items()
        }
        ours["suggestion"] = timed([lambda w=w: searcher.suggest(w) for w in FIELDS[:asked]])  # type: ignore[misc]
        plain = import_module(f"plain_{engine}")
        (folder / "plain").mkdir()
        began = time.process_time()
        plain.build(folder / "plain", [_row(group) for group in groups])
        plainly_built = time.process_time() - began
        opened = plain.Plain(folder / "plain")
        plainly = {
            kind: timed([lambda one=one: _plainly(opened, one) for one in requests])  # type: ignore[misc]
            for kind, requests in wanted.items()
        }
        sizes = [
            sum(file.stat().st_size for file in (folder / part).rglob("*") if file.is_file())
            // 1024
            for part in ("index", "plain")
        ]
    return {
        "built": [round(built, 1), round(plainly_built, 1)],
        "changed": changed,
        "kilobytes": sizes,
        "peak": peak,
        "ours": ours,
        "plain": plainly,
    }


def _row(group: PassageGroup) -> dict[str, str]:
    fold = load_analyzer().fold
    return {"text": fold(group.passages[0].text)} | facet_values(group)


def _plainly(opened: object, request: SearchRequest) -> None:
    fold = load_analyzer().fold
    terms = [fold(term.strip('"')) for term in request.text.split()]
    picks = [(name, value) for name, values in request.filters for value in values]
    either = len(request.text) > 12
    if either:  # a question, in words as it is typed
        terms = ["".join(pair) for pair in zip(terms[0], terms[0][1:], strict=False)]
    opened.page(terms, either=either, picks=picks, page=request.page, size=request.size)  # type: ignore[attr-defined]


def _one_document(engine: str, groups: Sequence[PassageGroup], folder: Path) -> list[float]:
    """Seconds of all documents, and of one that has changed."""
    analyzer = load_analyzer()
    starts = range(0, len(groups), OF_A_DOCUMENT)

    def batch(start: int, version: int) -> Batch:
        own = groups[start : start + OF_A_DOCUMENT]
        return Batch(f"{start} {version}", len(own), lambda: index_units(own, analyzer))

    took = []
    for version in (0, 1):
        batches = [
            batch(start, version if start == starts[len(starts) // 2] else 0) for start in starts
        ]
        last = folder / "all" if version else None
        began = time.process_time()
        renew_index(engine, folder / ("one" if version else "all"), batches, last)
        took.append(round(time.process_time() - began, 2))
    return took


def table(found: dict[str, dict[str, object]]) -> str:
    """The figures as Markdown."""
    lines = ["| CPU ms, p50 / p95 / p99 | " + " | ".join(f"{e} | plain {e}" for e in found) + " |"]
    lines.append("| --- |" + " --- |" * 2 * len(found))
    kinds = next(iter(found.values()))["ours"]
    for kind in kinds:  # type: ignore[attr-defined]
        cells = [
            " / ".join(map(str, one[side].get(kind, ["–"])))  # type: ignore[attr-defined]
            for one in found.values()
            for side in ("ours", "plain")
        ]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    for label, key in (("built, CPU s", "built"), ("index, KB", "kilobytes")):
        cells = [str(value) for one in found.values() for value in one[key]]  # type: ignore[attr-defined]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    cells = [f"{one['changed'][0]} → {one['changed'][1]} | –" for one in found.values()]  # type: ignore[index]
    lines.append("| index of all documents → one changed, CPU s | " + " | ".join(cells) + " |")
    peaks = [f"{one['peak']} | –" for one in found.values()]
    lines.append("| peak memory of building, with the passages, MB | " + " | ".join(peaks) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure each engine in a process of its own, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--asked", type=int, default=30)
    parser.add_argument("--engines", nargs="+", default=["whoosh", "tantivy"])
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.size, given.asked)))
        return
    found = {}
    for engine in given.engines:
        done = subprocess.run(
            [
                sys.executable,
                __file__,
                "--one",
                engine,
                "--size",
                str(given.size),
                "--asked",
                str(given.asked),
            ],
            check=True,
            capture_output=True,
            text=True,
        )
        found[engine] = json.loads(done.stdout)
    print(f"{given.size:,} passages, {given.asked} queries of each kind\n")
    print(table(found))


if __name__ == "__main__":
    main()
