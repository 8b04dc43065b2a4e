"""Whatever a document, a query or a cover says, each file of a pack is whole and says it."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import small_plans
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from search import agencies
from search.analysis import load_analyzer
from search.evidence.assemble import assemble
from search.evidence.pack import Head, Order, Pack
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from web.export.formats import FORMATS
from web.export.texts import clean

PARTS = {"docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml"}
ANY = st.text(st.characters(codec=None), max_size=40)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pack]:
    data: Path = small_plans.index_plans(tmp_path_factory.mktemp("plans"))
    searcher = open_searcher(data, "whoosh")
    analyzer = load_analyzer()
    order = Order(Head(), (SearchRequest("職業災害"),), datetime.now(UTC))
    yield assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
    searcher.close()


@given(st.lists(ANY, min_size=len(fields(Head)), max_size=len(fields(Head))), ANY, ANY)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_text_can_be_written(pack: Pack, head: list[str], text: str, note: str) -> None:
    first = pack.evidence[0]
    passage = replace(first.passage, text=text, title=note, agency=text, work_program=note)
    row = replace(first, passage=passage, marks=(), title_marks=(), note=note)
    given_pack = replace(pack, head=Head(*head), evidence=(row,))
    for form in FORMATS.values():
        content = form.write(given_pack)
        if form.name == "csv":
            rows = list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))
            assert len(rows) == 2
            continue
        part = PARTS.get(form.name, "content.xml")
        with zipfile.ZipFile(BytesIO(content)) as archive:
            said = "".join(etree.fromstring(archive.read(part)).itertext())
        squeezed = "".join(said.split())
        for line in filter(str.strip, text.split("\n")):
            assert "".join(clean(line).split()) in squeezed
