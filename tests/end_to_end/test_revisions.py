"""A target, a wording and a whole file that are replaced: told wherever the passage is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from indexer import pipeline
from search import agencies
from search.analysis import load_analyzer
from search.config import Settings
from search.errors import Refused
from search.evidence.assemble import assemble
from search.evidence.pack import Head, Order
from search.evidence.texts import StoredTexts
from search.live import LiveSearcher, open_searcher
from search.model import SearchRequest
from web.app import create_app
from web.export.content import paper

SAMPLE = Path(__file__).parents[2] / "corpus" / "sample-labor-106-plan-from-word.txt"
INDICATOR = "青年就業媒合人數"
OLD, NEW = "1,200人", "1,150人"
Replace = Callable[[Path, str], None]


def _target(plan: Path, text: str) -> None:
    plan.write_text(text.replace(OLD, NEW), "utf-8")


def _wording(plan: Path, text: str) -> None:
    plan.write_text(text.replace(OLD, NEW).replace("青年", "青少年", 1), "utf-8")


def _file(plan: Path, text: str) -> None:
    plan.unlink()
    plan.with_name("修正本.txt").write_text(text.replace(OLD, NEW), "utf-8")


@pytest.mark.parametrize("replaced", [_target, _wording, _file])
def test_what_was_replaced_is_told_in_all_places(tmp_path: Path, replaced: Replace) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    plan = folder / "plan.txt"
    text = SAMPLE.read_text("utf-8")
    plan.write_text(text, "utf-8")
    before = hashlib.sha256(plan.read_bytes()).hexdigest()
    pipeline.run([folder], data, "whoosh", lambda *_: None)
    replaced(plan, text)
    try:
        pipeline.run([folder], data, "whoosh", lambda *_: None)
    except Refused as refused:
        # A file under another name takes the old one's document with it, which a person confirms.
        pipeline.run([folder], data, "whoosh", lambda *_: None, confirmed=refused.code)

    searcher = open_searcher(data, "whoosh")
    (found,) = (
        hit.passage
        for hit in searcher.search(SearchRequest(INDICATOR, size=100)).hits
        if hit.passage.kpi is not None and hit.passage.title == INDICATOR
    )
    told = f"原 {OLD} → 修正 {NEW}，修正於"
    client = create_app(Settings(data=data), LiveSearcher(data)).test_client()
    for address in (f"/search?q={INDICATOR}", f"/search/feed?q={INDICATOR}"):
        assert told in client.get(address).text
    page = client.get(f"/p/{found.id}").text
    assert before in page
    assert OLD in page
    changes = client.get("/changes").text
    assert changes.index(OLD) < changes.index(NEW)
    assert before in changes
    assert OLD in client.get("/changes/feed").text

    analyzer = load_analyzer()
    order = Order(Head(), (SearchRequest(INDICATOR),), datetime.now(UTC))
    pack = assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
    assert told in str(paper(pack))
    searcher.close()


def test_every_earlier_wording_is_kept(tmp_path: Path) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    plan = folder / "plan.txt"
    text = SAMPLE.read_text("utf-8")
    for target in (OLD, NEW, "1,100人"):
        plan.write_text(text.replace(OLD, target), "utf-8")
        pipeline.run([folder], data, "whoosh", lambda *_: None)
    searcher = open_searcher(data, "whoosh")
    (change, earlier) = [one for one in searcher.store.changes() if one.touches_target]
    assert change.old is not None
    assert earlier.old is not None
    assert [one.kpi.target for one in (change.old, earlier.old) if one.kpi] == [NEW, OLD]
    assert change.old.source.sha256 != earlier.old.source.sha256
    searcher.close()
