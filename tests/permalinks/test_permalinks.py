"""Every address that was ever given leads to its text, or says what became of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from addresses import old_data, old_plans
from flask.testing import FlaskClient

from indexer import pipeline
from indexer.assembly import SplitFile, assemble
from indexer.catalogue import load_catalogue
from indexer.identity import whole
from indexer.job import FileJob, read_and_split
from indexer.succession import MOST_OF_IT, kept_share
from search import agencies
from search.config import Settings
from search.live import LiveSearcher
from search.model import Passage
from search.store import generation
from search.store.reading import Store
from search.text import squeeze
from web.app import create_app
from web.desk.basket import Item, code_of, packed

ROOT = Path(__file__).parents[2]
LEAST_LED = 0.98
"""Share of the addresses that answer or lead on whose text must be there."""
REWORDED = "這一段的文字與先前收錄的不同"


class Renewed:
    """The index of the samples as a4e1639 left it, made anew by the code of today."""

    def __init__(self, data: Path) -> None:
        old_data(data)
        before = generation.open_newest(data, {}).folder / generation.STORE
        with Store.open(before, any_version=True) as store:
            self.old = {entry.id: entry.last for entry in store.ledger()}
            self.programs = store.programs_ever()
        self.report = pipeline.run([ROOT / "corpus"], data, "whoosh", lambda *_: None)
        live = LiveSearcher(data)
        self.store = live.searcher().store
        self.client: FlaskClient = create_app(Settings(data=data), live).test_client()


@pytest.fixture(scope="module")
def renewed(tmp_path_factory: pytest.TempPathFactory) -> Renewed:
    return Renewed(tmp_path_factory.mktemp("renewed"))


def test_every_passage_address_answers_leads_on_or_says_what_is_in_its_place(
    renewed: Renewed,
) -> None:
    assert len(renewed.old) == 296
    met: Counter[str] = Counter()
    for id_, passage in renewed.old.items():
        answer = renewed.client.get(f"/p/{id_}")
        page = answer.get_data(as_text=True)
        if answer.status_code == 410:
            named = re.findall(r'href="/p/([^"?]+)"', page)
            assert any(renewed.store.passage(one) for one in named), id_
            continue
        assert answer.status_code in (200, 301), id_
        shown = id_ if answer.status_code == 200 else answer.headers["Location"].rsplit("/", 1)[-1]
        now = renewed.store.passage(shown)
        assert now is not None, id_
        kept = holds(now, passage)
        met["kept" if kept else "not kept"] += 1
        # Another text is never shown as if it were the one that was linked to.
        assert kept or (answer.status_code == 200 and REWORDED in page), id_
    assert met["kept"] >= LEAST_LED * met.total()


def test_baskets_open_as_before(renewed: Renewed) -> None:
    for some in chunks(list(renewed.old), 60):
        items = [Item(id_, code_of(renewed.old[id_])) for id_ in some]
        page = renewed.client.get(f"/basket?basket={packed(items)}").get_data(as_text=True)
        assert page.count('<li class="entry') == len(some)
        assert "沒有這個代號的段落" not in page


def test_program_addresses_answer_or_lead_on(renewed: Renewed) -> None:
    answers = Counter(
        renewed.client.get(f"/program/{one.id}").status_code for one in renewed.programs
    )
    assert answers.total() == answers[200] + answers[301]


def test_the_read_plans_keep_their_addresses(shared: Path) -> None:
    plans = shared / "corpus"
    files = {digest(path): path for path in sorted(plans.glob("*.txt"))}
    catalogue = load_catalogue(plans)
    splits: list[SplitFile] = []
    for sha, path in files.items():
        described = catalogue.describes(path.name)
        splits += read_and_split(FileJob(path, f"corpus/{path.name}", sha, described))
    texts = {one.source.sha256: one.text for one in splits}
    past = old_plans(texts)
    content = assemble(splits, (), (), past, agencies.load())
    now = {passage.id: passage for group in content.groups for passage in group.passages}
    entries = {entry.id: entry for entry in content.ledger}
    met: Counter[str] = Counter()
    for old in past.ledger:
        entry = entries[old.id]
        shown = now.get(old.id) or now.get(entry.moved_to or "")
        if shown is None:
            assert content.parts[old.id], old.id
            continue
        text = texts[shown.source.sha256]
        printed = squeeze("".join(text[start:end] for start, end in shown.spans))
        kept = kept_share(squeeze(old.last.text), printed) >= MOST_OF_IT
        met["kept" if kept else "not kept"] += 1
        assert kept or entry.former is not None, old.id
    assert met["kept"] >= LEAST_LED * met.total()


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def holds(now: Passage, old: Passage) -> bool:
    return kept_share(whole(old), whole(now)) >= MOST_OF_IT


def chunks(of: list[str], size: int) -> Iterator[list[str]]:
    return (of[at : at + size] for at in range(0, len(of), size))
