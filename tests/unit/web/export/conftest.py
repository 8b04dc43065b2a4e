"""A pack of a few plans, some of them hostile, and LibreOffice to open its files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import small_plans

from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import Chosen, Head, Order, Pack
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher

MADE_AT = datetime(2026, 11, 21, 14, 30, tzinfo=timezone(timedelta(hours=8)))
HEAD = Head(
    question="=cmd|'/C calc'!A0 本席關心職業災害，\n請問歷年作為為何？\x00\ud800",
    legislator="王○明",
    term="11",
    session="5",
    sitting="12",
    number="11-5-12/0345",
    received="2026-11-16",
    due="115 年 12 月 6 日",
    prepared_by="綜合規劃司",
)
Convert = Callable[[bytes, str, str], bytes]


@pytest.fixture(scope="session")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    opened = open_searcher(small_plans.index_plans(tmp_path_factory.mktemp("plans")), "whoosh")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pack(searcher: Searcher) -> Pack:
    """Everything that the plans hold, a hostile note beside each passage."""
    analyzer = load_analyzer()
    chosen = tuple(
        Chosen(group.passages[0].id, small_plans.HOSTILE[place % len(small_plans.HOSTILE)])
        for place, group in enumerate(searcher.store.groups())
    )
    order = Order(
        HEAD,
        (SearchRequest("職業災害"),),
        MADE_AT,
        chosen,
        "https://plans.example.tw",
        partial=3,
        parted=True,
    )
    return assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())


@pytest.fixture(scope="session")
def convert(needs: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Open a file in LibreOffice and save it in another format."""
    soffice = needs("libreoffice")
    folder = tmp_path_factory.mktemp("office")

    def run(content: bytes, suffix: str, to: str) -> bytes:
        source = folder / f"pack.{suffix}"
        source.write_bytes(content)
        profile = (folder / "profile").as_uri()
        subprocess.run(
            [
                soffice,
                f"-env:UserInstallation={profile}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return Path(folder / "out" / f"pack.{to.partition(':')[0]}").read_bytes()

    return run
