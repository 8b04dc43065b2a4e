"""Whatever is indexed and typed, what is found is what a plain scan of the folded text finds."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import load_analyzer
from search.analysis.normalise import fold, fold_with_map
from search.engines import build_index, open_engine
from search.fields import IndexUnit
from search.query.parse import parse
from search.query.snippets import occurrences
from search.query.tree import Phrase

MIXED = st.text(
    st.one_of(st.sampled_from("職業災害勞工保險臺台僱雇，。 \n１a%㎡「」"), st.characters()),
    max_size=60,
)


@given(MIXED, MIXED)
def test_folding_a_whole_is_folding_its_parts(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(MIXED, st.data())
def test_any_cut_of_a_text_is_found_and_marked_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    wanted = fold(text[start:end])
    folded = fold_with_map(text)
    assert wanted in folded.text
    if wanted:
        places = occurrences(folded.text, {wanted: 1.0})
        spans = [folded.source_span(first, last) for first, last, _ in places]
        assert all(wanted in fold(text[first:last]) for first, last in spans)
        assert any(start <= first and last <= end for first, last in spans)


@given(st.text(max_size=300))
def test_any_text_can_be_parsed(text: str) -> None:
    assert parse(text).problems is not None


@given(st.text(st.sampled_from('職災 「」"()（）-OR或:機關年度109.\n'), max_size=120))
def test_any_grammar_can_be_parsed(text: str) -> None:
    assert parse(text).problems is not None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(MIXED, min_size=1, max_size=3), min_size=1, max_size=12), st.integers())
def test_an_index_finds_what_a_scan_finds(corpus: list[list[str]], seed: int) -> None:
    units = tuple(
        IndexUnit(
            number,
            tuple(("text", folded) for text in texts if (folded := fold(text))),
            (("agency", "甲"),),
            (),
        )
        for number, texts in enumerate(corpus)
    )
    chosen = random.Random(seed)  # noqa: S311  drawn by Hypothesis
    with tempfile.TemporaryDirectory() as folder:
        build_index("whoosh", Path(folder) / "index", units)
        engine = open_engine("whoosh", Path(folder) / "index")
        searched = [text for unit in units for _, text in unit.texts]
        for _ in range(20):
            if not searched:
                break
            text = chosen.choice(searched)
            start = chosen.randrange(len(text))
            wanted = text[start : start + chosen.randint(1, 8)]
            found = engine.search(
                Phrase(load_analyzer().phrase(wanted)), filters={}, sort="document", limit=99
            )
            assert list(found.numbers) == [
                unit.number for unit in units if any(wanted in held for _, held in unit.texts)
            ]
        engine.close()
