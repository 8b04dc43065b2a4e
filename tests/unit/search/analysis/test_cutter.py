"""rjieba may stand in for jieba only where it cuts the same words."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.analysis import cutter
from search.analysis.normalise import fold

pytest.importorskip("rjieba", reason="the extra fast is not installed")

ROOT = Path(__file__).resolve().parents[4]
# Characters at the edges of what jieba takes for a block, and what folding leaves of a text.
MARKS = (
    "+#&._%-，。（）、：\u33ff\u3400\u4dbf\u4e00\u9fd5\u9fd6\u9fff〇\U00020000é½㎡ \r\n\x00\ud800"
)


@cache
def swift() -> cutter.Swift:
    made = cutter.load_cutter()
    assert isinstance(made, cutter.Swift)
    return made


def assert_same(text: str) -> None:
    both = swift()
    assert list(both.cut(text)) == list(both.jieba.cut(text))
    assert list(both.cut_for_search(text)) == list(both.jieba.cut_for_search(text))


def texts_below(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".json":
            yield fold(json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False))
        elif path.suffix in (".txt", ".md", ".tsv", ".html"):
            yield fold(path.read_text(encoding="utf-8", errors="replace"))


def assert_same_below(folder: Path) -> None:
    texts = list(texts_below(folder))
    assert sum(map(len, texts)) > 50_000
    both = swift()
    for text in texts:  # the words in full are among those for searching, in the same order
        assert list(both.cut_for_search(text)) == list(both.jieba.cut_for_search(text))


def test_documents_of_ours_are_cut_the_same() -> None:
    assert_same_below(ROOT / "tests" / "golden")


def test_real_documents_are_cut_the_same(shared: Path) -> None:
    assert_same_below(shared)


def test_random_strings_of_known_and_rare_characters_are_cut_the_same() -> None:
    chosen = random.Random(113)  # noqa: S311
    known = sorted({one for text in texts_below(ROOT / "corpus") for one in text})
    words = list(swift().jieba.FREQ)
    for _ in range(5_000):
        pieces = [
            chosen.choice(
                (
                    chosen.choice(known),
                    chosen.choice(words),
                    chr(chosen.randrange(0x4E00, 0x9FD6)),
                    chosen.choice(MARKS),
                    str(chosen.randrange(3_000)),
                )
            )
            for _ in range(chosen.randrange(1, 20))
        ]
        assert_same("".join(pieces))


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5)),
        st.text(st.sampled_from("职业灾害劳工保险109年度客家原住民aZ" + MARKS)),
    )
)
def test_any_text_is_cut_the_same(text: str) -> None:
    assert_same(text)


def test_our_own_words_are_words_of_both() -> None:
    own = [fold(line) for line in cutter.words_file().splitlines() if not line.startswith("#")]
    assert own
    for word in own:
        assert swift().rjieba.cut(word) == [word] == list(swift().jieba.cut(word))


def test_many_threads_cut_at_once() -> None:
    text = fold("健全職業災害保險制度，109年度目標1,240人。") * 20
    expected = list(swift().jieba.cut(text))
    with ThreadPoolExecutor(8) as pool:
        cuts = list(pool.map(lambda _: list(swift().cut(text)), range(64)))
    assert all(one == expected for one in cuts)


def test_a_release_that_was_not_compared_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutter, "_COMPARED", "0.0.0")
    assert cutter.load_rjieba({}) is None


def test_jieba_leaves_nothing_in_the_shared_temp_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    tokenizer, _ = cutter.load_jieba()
    assert list(tokenizer.cut("测试")) == ["测试"]
    assert list(tmp_path.iterdir()) == []
