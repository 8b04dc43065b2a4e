"""Passages survive being kept as JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from search.model import KINDS, Kpi, Location, Passage, Place, Source
from search.store.records import dump, passage_of, passage_record

# Lone surrogates too: a hostile file can smuggle them in.
texts = st.text(max_size=20)
maybe = st.none() | texts
numbers = st.none() | st.integers(0, 10**6)
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
locations = st.builds(
    Location,
    start=st.integers(0, 10**6),
    end=st.integers(0, 10**6),
    page=numbers,
    line=numbers,
    table=numbers,
    row=numbers,
)
fields_of_a_passage = {
    "id": texts,
    "document": texts,
    "edition": texts,
    "document_title": texts,
    "document_kind": maybe,
    "agency": maybe,
    "year": numbers,
    "kind": st.sampled_from(KINDS),
    "title": texts,
    "text": texts,
    "source": st.builds(Source, file=texts, sha256=texts),
    "location": locations,
    "number": maybe,
    "section": texts,
    "work_program": maybe,
    "plan_category": maybe,
    "items": st.lists(texts, max_size=3).map(tuple),
    "codes": st.lists(texts, max_size=3).map(tuple),
    "kpi_link": maybe,
    "kpi": st.none()
    | st.builds(
        Kpi,
        goal=maybe,
        measure=maybe,
        target=maybe,
        evaluation_body=maybe,
        evaluation_method=maybe,
        plan_link=maybe,
        values=pairs,
        progress=maybe,
        unit=maybe,
        responsible_unit=maybe,
    ),
    "also_at": st.lists(st.builds(Place, location=locations, differs=pairs), max_size=2).map(tuple),
    "spans": st.lists(st.tuples(st.integers(0), st.integers(0)), max_size=3).map(tuple),
    "damaged": st.booleans(),
    "restored": st.booleans(),
    "sample": st.booleans(),
    "corrected": st.booleans(),
    "confidence": st.floats(0, 1),
    "original": maybe,
    "covers": st.lists(st.integers(1990, 2040), max_size=3).map(tuple),
}
passages = st.builds(Passage, **fields_of_a_passage)


def test_every_field_is_tried() -> None:
    assert fields_of_a_passage.keys() == {field.name for field in fields(Passage)}


def _equal_but_for_empty(passage: Passage) -> Passage:
    """The record leaves out empty optional texts; None and "" are both no value."""
    names = (
        *("document_kind", "agency", "number", "work_program", "plan_category", "kpi_link"),
        "original",
    )
    changes = {name: getattr(passage, name) or None for name in names}
    return replace(passage, **changes)


@given(passages)
def test_a_passage_comes_back_whole(passage: Passage) -> None:
    kept = json.loads(dump(passage_record(passage)).encode("ascii"))
    assert passage_of(kept) == _equal_but_for_empty(passage)
    assert passage_of(kept).confidence == passage.confidence
