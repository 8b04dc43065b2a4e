"""A cluster that loses a node, and one whose generation is switched, while it is searched."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from cluster import Cluster
from made_units import make_units
from opensearchpy import OpenSearch
from scanning import COLUMNS, counts, fold, needle, scan

from indexer import pipeline
from search import SearchRequest
from search.config import Cluster as Choice
from search.engines import build_index, open_engine
from search.errors import EngineError
from search.fields import IndexUnit
from search.live import LiveSearcher
from search.query.tree import EVERYTHING, Weight

PLAN = """# 示範市政府施政計畫

一、{topic}
（一）推動{topic}，輔導一百家廠商。
（二）辦理{topic}說明會十場。
"""


def choice_of(cluster: Cluster, name: str) -> Choice:
    return Choice(hosts=cluster.hosts, index=name, shards=2, replicas=1)


@contextmanager
def asked_all_the_time(ask: Callable[[], object]) -> Iterator[list[object]]:
    """Ask from four threads; give what they got, errors too."""
    answers: list[object] = []
    done = threading.Event()

    def run() -> None:
        while not done.is_set():
            try:
                answers.append(ask())
            except Exception as error:  # noqa: BLE001  every failure is counted
                answers.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_no_search_fails_and_no_passage_is_lost_when_a_node_dies(
    opensearch: Cluster, tmp_path: Path
) -> None:
    choice = choice_of(opensearch, "dying")
    units = make_units(400)
    build_index(choice, tmp_path / "first", units)
    weights = (Weight(fold("職災"), 2.5),)

    def slowly() -> Iterator[IndexUnit]:
        for unit in make_units(2_000):
            if unit.number % 50 == 0:
                time.sleep(0.05)
            if unit.number == 500:
                opensearch.kill(1)
            # Long texts, so that the units go in several requests.
            yield replace(unit, texts=(*unit.texts, ("section", "計畫" * 400)))

    with closing(open_engine(choice, tmp_path / "first")) as engine:

        def ask() -> object:
            return engine.search(
                needle("制"), filters={}, columns=COLUMNS, weights=weights, limit=400
            )

        expected = ask()
        with asked_all_the_time(ask) as answers:
            build_index(choice, tmp_path / "second", slowly())
        assert len(answers) > 20
        assert [one for one in answers if one != expected] == []
    opensearch.start(1)
    with closing(open_engine(choice, tmp_path / "second")) as engine:
        found = engine.search(EVERYTHING, filters={}, sort="document", limit=5_000)
        assert list(found.numbers) == list(range(2_000))
        assert found.total == 2_000


def test_a_switch_under_load_fails_nothing_and_mixes_nothing(
    opensearch: Cluster, tmp_path: Path
) -> None:
    choice, data, folder = choice_of(opensearch, "switching"), tmp_path / "data", tmp_path / "in"
    folder.mkdir()

    def index(topic: str) -> pipeline.Report:
        for number in range(3):
            (folder / f"示範市{110 + number}年度施政計畫.md").write_text(
                PLAN.format(topic=topic), encoding="utf-8"
            )
        return pipeline.run([folder], data, choice, lambda *_: None)

    index("甲類產業")
    live = LiveSearcher(data, choice)

    def ask() -> tuple[int, int]:
        searcher = live.searcher()
        return tuple(searcher.search(SearchRequest(word)).total for word in ("甲類", "乙類"))  # type: ignore[return-value]

    before = ask()
    assert before[0]
    assert not before[1]
    with asked_all_the_time(ask) as answers:
        index("乙類產業")
        end = time.monotonic() + 30
        while answers[-1] == before and time.monotonic() < end:
            time.sleep(0.2)
    assert set(answers) == {before, before[::-1]}
    client = OpenSearch(hosts=list(opensearch.hosts))
    serving = set(client.indices.get_alias(name="switching"))
    there = set(client.indices.get(index="switching-*"))
    assert serving < there  # those of the generation before stay for one round
    index("丙類產業")
    assert not serving & set(client.indices.get_alias(name="switching"))
    assert set(client.indices.get(index="switching-*")) & there == serving


def test_an_index_that_the_cluster_lost_is_refused_by_name(
    opensearch: Cluster, tmp_path: Path
) -> None:
    choice = choice_of(opensearch, "losing")
    build_index(choice, tmp_path / "index", make_units(5))
    client = OpenSearch(hosts=list(opensearch.hosts))
    client.indices.delete(index="losing-*")
    with pytest.raises(EngineError, match="開啟索引失敗"):
        open_engine(choice, tmp_path / "index")


def test_a_segment_is_found_by_all_who_hold_its_folder(opensearch: Cluster, tmp_path: Path) -> None:
    choice, units = choice_of(opensearch, "nodes"), make_units(60)
    build_index(choice, tmp_path / "one", units)
    shutil.copytree(tmp_path / "one", tmp_path / "other")
    tree = needle("職災")
    with closing(open_engine(choice, tmp_path / "other")) as engine:
        found = engine.search(tree, filters={}, columns=COLUMNS, sort="document", limit=100)
    assert list(found.numbers) == scan(units, tree, {})
    assert found.counts == counts(units, tree, {})
