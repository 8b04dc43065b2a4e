from __future__ import annotations

from collections.abc import Callable

import pytest

from search import agencies
from search.analysis import load_analyzer
from search.evidence.pack import Pack
from search.evidence.topics import is_question, proposed
from search.model import SearchRequest
from search.searcher import Searcher

Make = Callable[..., Pack]

# Made up in the manner of questions that were asked; no person of these names is meant.
QUESTIONS = {
    "本席認為職業災害已經發生太多，勞動部許大同部長應說明就業博覽會與失業給付的辦理情形，"
    "並請主委王小明答復委員。": {"職業災害", "失業給付"},
    "鑑於退休勞工的照顧不足，爰要求貴院說明退休金提繳率與青年就業諮詢如何改善？": {"青年就業諮詢"},
    "針對恐龍保育經費，林大明委員請行政院說明已經完成哪些調查。": {"恐龍保育經費"},
}
NEVER = ("本院", "本席", "委員", "部長", "主委", "已經", "貴院", "行政院", "勞動部")
PERSONS = ("許大同", "大同", "王小明", "小明", "林大明", "大明")


def _proposed(searcher: Searcher, question: str) -> tuple[str, ...]:
    return proposed(question, searcher, load_analyzer(), agencies.load())


@pytest.mark.parametrize("question", QUESTIONS)
def test_topics_are_nouns_of_the_question(searcher: Searcher, question: str) -> None:
    offered = _proposed(searcher, question)
    assert set(offered) >= QUESTIONS[question]
    assert all(one in question and len(one) > 1 for one in offered)


@pytest.mark.parametrize("question", QUESTIONS)
def test_who_asks_and_who_is_asked_is_no_topic(searcher: Searcher, question: str) -> None:
    for one in _proposed(searcher, question):
        assert one not in NEVER
        assert not [name for name in PERSONS if name in one]


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("職業災害", False),
        ("職業災害、就業博覽會", False),
        (next(iter(QUESTIONS)), True),
        ("職業災害怎麼預防？", True),
    ],
)
def test_sentences_are_questions_and_lists_are_not(text: str, asks: bool) -> None:
    assert is_question(SearchRequest(text)) is asks


def test_no_negative_is_made_of_the_words_of_a_question(make: Make) -> None:
    (inquiry,) = make(next(iter(QUESTIONS))).inquiries
    assert inquiry.scan.prose
    assert (inquiry.scan.terms, inquiry.negatives) == ((), ())


def test_what_was_ticked_is_proven_however_much_it_is(make: Make) -> None:
    ticked = ("職業災害", "恐龍保育", *(f"議題{n}" for n in range(80)))
    (inquiry,) = make(next(iter(QUESTIONS)), topics=(ticked,)).inquiries
    assert tuple(term.text for term in inquiry.scan.terms) == ticked
    for place in range(len(ticked)):
        tally = inquiry.scan.tally(place)
        assert tally.mentioned + tally.outside + tally.joined + tally.silent == 3
    # The table of contents prints it, so that no document is silent and one is doubtful.
    assert inquiry.scan.tally(1).outside == 1
    assert {one.term for one in inquiry.negatives} == set(ticked)


def test_wordings_of_the_lexicon_are_scanned_with_a_topic(make: Make) -> None:
    (inquiry,) = make("職業災害怎麼預防？", topics=(("職災",),)).inquiries
    (term,) = inquiry.scan.terms
    assert {"職災", "職業災害"} <= set(term.forms)
    assert inquiry.scan.tally(0).mentioned == 2


def test_a_sample_is_drawn_from_what_was_not_found(make: Make, searcher: Searcher) -> None:
    first, again = (make("職業災害", sample=3).inquiries[0].sample for _ in range(2))
    assert first is not None
    assert first == again
    found = {row.passage.id for row in make("職業災害").evidence}
    assert not found & {passage.id for passage in first.passages}
    assert first.population == searcher.store.searched().passages - len(found)
    assert len(first.passages) == 3
    assert first.bound == pytest.approx(1 - 0.05 ** (1 / 3))
