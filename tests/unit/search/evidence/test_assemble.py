from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import small_corpus
import small_plans

from search import agencies
from search.analysis import load_analyzer
from search.evidence import assemble as assembling
from search.evidence.pack import Chosen, Head, Order, Pack, PackTooLarge
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from search.model import SearchRequest
from search.searcher import Searcher

Make = Callable[..., Pack]


def test_a_query_s_pack_holds_every_hit(make: Make, searcher: Searcher) -> None:
    pack = make("職業災害")
    results = searcher.search(SearchRequest("職業災害", size=100))
    assert [row.passage.id for row in pack.evidence] == [hit.passage.id for hit in results.hits]
    assert [row.number for row in pack.evidence] == list(range(1, results.total + 1))
    (inquiry,) = pack.inquiries
    assert (inquiry.total, inquiry.documents) == (7, 2)
    assert inquiry.agencies == ("勞動部", "臺中市政府勞工局")
    assert inquiry.years == (2017, 2020)
    assert inquiry.evidence == (1, 2, 3, 4, 5, 6, 7)


def test_marks_are_where_the_term_stands(make: Make) -> None:
    for row in make("職災").evidence:
        marked = {row.passage.text[start:end] for start, end in row.marks}
        assert marked == {"職業災害"}


def test_filters_narrow_the_pack(make: Make) -> None:
    pack = make(SearchRequest("職業災害", filters=(("year", ("2017",)),)))
    assert {row.passage.year for row in pack.evidence} == {2017}
    assert [one.agency for one in pack.coverage if one.held] == ["勞動部"]


def test_what_is_chosen_keeps_its_order_and_notes(make: Make) -> None:
    ids = [row.passage.id for row in make("職業災害").evidence]
    chosen = tuple(Chosen(id_, f"備註{place}") for place, id_ in enumerate(reversed(ids)))
    pack = make("職業災害", chosen=chosen)
    assert [row.passage.id for row in pack.evidence] == ids[::-1]
    assert [row.note for row in pack.evidence] == [one.note for one in chosen]
    assert pack.inquiries[0].total == len(ids)
    assert all(row.marks and not row.inquiries for row in pack.evidence)


def test_a_passage_is_chosen_once(make: Make) -> None:
    (first, *_) = make("職業災害").evidence
    pack = make(chosen=(Chosen(first.passage.id), Chosen(first.passage.id)))
    assert len(pack.evidence) == 1


def test_permalinks_begin_with_the_public_address(make: Make) -> None:
    pack = make("促進", public_address="https://plans.example.tw")
    assert {row.permalink for row in pack.evidence} == {
        f"https://plans.example.tw/p/{row.passage.id}" for row in pack.evidence
    }


def test_partial_matches_stand_in_where_nothing_is_found_and_are_not_counted(make: Make) -> None:
    pack = make("請問青年就業諮詢與退休金之辦理情形為何", partial=3)
    (inquiry,) = pack.inquiries
    assert inquiry.total == 0
    assert inquiry.partial
    assert len(pack.evidence) == 3
    assert all(row.partial for row in pack.evidence)
    assert not make("請問青年就業諮詢與退休金之辦理情形為何").evidence


def test_several_questions_tell_which_rows_are_theirs(make: Make) -> None:
    pack = make("職業災害", "博覽會", "勞工")
    for number, inquiry in enumerate(pack.inquiries, start=1):
        own = tuple(row.number for row in pack.evidence if number in row.inquiries)
        assert inquiry.evidence == own
        assert len(own) == inquiry.total
        # What another question asks for is not marked.
        for row in (
            pack.evidence[place - 1]
            for place in own
            if pack.evidence[place - 1].inquiries == (number,)
        ):
            asked = ("職業災害", "博覽會", "勞工")[number - 1]
            assert {row.passage.text[start:end] for start, end in row.marks} <= {asked}
    assert len({row.passage.id for row in pack.evidence}) == len(pack.evidence)


def test_sources_carry_the_hash_of_their_file(make: Make) -> None:
    pack = make("職業災害")
    assert [(one.source.file, one.rows) for one in pack.sources] == [
        (
            name,
            tuple(row.number for row in pack.evidence if row.passage.source.file == name),
        )
        for name in ("labor-106.txt", "city-109.txt", "labor-107.txt")
    ]
    # What was scanned and not quoted stands there too.
    assert pack.sources[-1].rows == ()
    assert all(len(one.source.sha256) == 64 for one in pack.sources)


def test_progress_reaches_its_total(searcher: Searcher, texts: StoredTexts) -> None:
    steps: list[tuple[int, int]] = []
    order = Order(Head(), (SearchRequest("勞工"), SearchRequest("青年")), datetime.now(UTC))
    assembling.assemble(
        order,
        searcher,
        texts,
        load_analyzer(),
        agencies.load(),
        lambda done, total: steps.append((done, total)),
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_too_many_passages_are_refused_and_never_cut(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assembling, "MOST_PASSAGES", 3)
    with pytest.raises(PackTooLarge, match="共有 7 段，一份答復資料最多 3 段"):
        make("職業災害")


def test_lost_passages_are_named(tmp_path: Path) -> None:
    small_corpus.build(tmp_path)
    searcher = open_searcher(tmp_path, "whoosh")
    ids = (small_corpus.MOVED, small_corpus.GONE, "never-was")
    order = Order(Head(), (), datetime.now(UTC), tuple(map(Chosen, ids)))
    analyzer = load_analyzer()
    pack = assembling.assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
    assert [(one.id, one.fate) for one in pack.lost] == list(
        zip(ids, ("moved", "gone", "unknown"), strict=True)
    )
    moved, gone, unknown = pack.lost
    assert [row.passage.id for row in pack.evidence] == [moved.now]
    assert gone.last is not None
    assert unknown.last is None
    # The stored text of that corpus is made up, so that nothing of it is in its source.
    assert [row.number for row in pack.mismatches] == [1]
    searcher.close()


def test_unread_files_are_told_with_their_agency(make: Make) -> None:
    coverage = {one.agency: one for one in make("恐龍").coverage}
    labor = coverage["勞動部"]
    assert [held[2] for held in labor.held] == [2018, 2017]
    assert labor.missing == (2019, 2020)
    assert [failed.file for failed in labor.failed] == [f"plans/{small_plans.FAILED}"]
    assert coverage["臺中市政府勞工局"].missing == (2017, 2018, 2019)


@pytest.mark.parametrize(
    ("filters", "held", "missing"),
    [
        ((("agency", ("勞動部",)), ("year", ("2018",))), {"勞動部": [2018]}, {"勞動部": ()}),
        ((("agency", ("勞動部",)), ("year", ("2019",))), {"勞動部": []}, {"勞動部": (2019,)}),
        (
            (("year", ("2019",)),),
            {"勞動部": [], "臺中市政府勞工局": []},
            {"勞動部": (2019,), "臺中市政府勞工局": (2019,)},
        ),
        (
            (("year", ("2018",)),),
            {"勞動部": [2018], "臺中市政府勞工局": []},
            {"勞動部": (), "臺中市政府勞工局": (2018,)},
        ),
    ],
)
def test_an_agency_year_of_which_nothing_is_here_is_named(
    make: Make,
    filters: tuple[tuple[str, tuple[str, ...]], ...],
    held: dict[str, list[int]],
    missing: dict[str, tuple[int, ...]],
) -> None:
    coverage = make(SearchRequest("職業災害", filters=filters)).coverage
    assert {one.agency: [document[2] for document in one.held] for one in coverage} == held
    assert {one.agency: one.missing for one in coverage} == missing


def test_a_search_within_one_document_does_not_deny_the_agency_s_others(
    make: Make, searcher: Searcher
) -> None:
    (document,) = (one for one in searcher.store.documents() if one.year == 2018)
    (labor,) = make(SearchRequest("就業", filters=(("document", (document.id,)),))).coverage
    assert [held[2] for held in labor.held] == [2018]
    assert labor.missing == (2019, 2020)
