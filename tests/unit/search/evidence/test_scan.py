from __future__ import annotations

from collections.abc import Callable

import pytest

from search.analysis import load_analyzer
from search.evidence.pack import Pack
from search.evidence.texts import StoredTexts
from search.fields import written_texts
from search.model import SearchRequest
from search.searcher import Searcher

Make = Callable[..., Pack]


@pytest.mark.parametrize(
    "term",
    ["職業災害", "職災", "工", "雇主", "台中", "职业灾害", "博覽會 20 場", "=1+1", "恐龍", "106年"],
)
def test_the_scan_agrees_with_the_index(make: Make, term: str) -> None:
    (inquiry,) = make(term).inquiries
    for scanned in inquiry.scan.terms:
        assert scanned.passages == scanned.indexed


@pytest.mark.parametrize("term", ["災害", "就業博覽會", "青年"])
def test_the_scan_finds_what_stands_in_the_passages(
    make: Make, searcher: Searcher, term: str
) -> None:
    analyzer = load_analyzer()
    held = sum(
        any(analyzer.fold_written(term) in text for _, text in written_texts(group, analyzer))
        for group in searcher.store.groups()
    )
    (inquiry,) = make(SearchRequest(term, exact=True)).inquiries
    assert [one.passages for one in inquiry.scan.terms] == [held]


def test_it_counts_every_character_of_every_edition(make: Make, searcher: Searcher) -> None:
    (inquiry,) = make("勞工").inquiries
    editions = [edition for held in searcher.store.documents() for edition in held.editions]
    assert inquiry.scan.editions == len(editions) == 3
    assert inquiry.scan.characters == sum(edition.characters for edition in editions)


def test_documents_that_do_not_mention_a_term_are_named(make: Make) -> None:
    (inquiry,) = make("職業災害").inquiries
    assert [
        (one.agency, one.term, [held[2] for held in one.silent]) for one in inquiry.negatives
    ] == [("勞動部", "職業災害", [2018])]


def test_a_synonym_is_no_silence(make: Make) -> None:
    assert not [one for one in make("職災").inquiries[0].negatives if one.silent[0][2] == 2017]


def test_filters_narrow_what_is_said_to_be_silent(make: Make) -> None:
    (inquiry,) = make(SearchRequest("恐龍", filters=(("agency", ("勞動部",)),))).inquiries
    assert [one.agency for one in inquiry.negatives] == ["勞動部"]
    assert {one.agency for one in inquiry.scan.documents} == {"勞動部"}


def test_what_stands_in_no_passage_is_told_apart(make: Make) -> None:
    (inquiry,) = make("恐龍保育").inquiries
    assert inquiry.total == 0
    (aside,) = inquiry.scan.aside
    assert (aside.file, aside.term) == ("labor-106.txt", "恐龍保育")
    assert "恐龍保育" in aside.text


def test_texts_are_the_same_from_memory(searcher: Searcher) -> None:
    kept = StoredTexts(load_analyzer())
    first = list(kept.of(searcher.store, searcher.fingerprint))
    assert list(kept.of(searcher.store, searcher.fingerprint)) == first
    assert first == list(StoredTexts(load_analyzer()).of(searcher.store, "another"))
