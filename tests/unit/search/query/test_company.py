from __future__ import annotations

from collections.abc import Iterator

import pytest
from corpus_of_passages import passage, searcher_of

from search.model import SearchRequest
from search.searcher import Searcher

INJURED = "協助職業災害勞工重返職場，辦理職能復健與生活津貼。"
FARMING = "輔導農民種植雜糧，改善灌溉設施並推廣有機栽培。"


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    passages = [
        passage("職災重建甲", INJURED),
        passage("職能復健補助", INJURED + "提供職能復健補助。"),
        passage("職業災害預防", "職業災害預防宣導與工地檢查。"),
        (
            passage("職業災害勞工", INJURED + "建立個案管理。", id="a"),
            passage("職業災害勞工", INJURED + "建立個案管理人員。", id="b", edition="demo.b"),
        ),
        *(passage(f"農業{n}", FARMING + f"第{n}區試辦。") for n in range(8)),
        passage("空", "。"),
    ]
    opened = searcher_of(tmp_path_factory.mktemp("company") / "index", passages)
    yield opened
    opened.close()


def terms(searcher: Searcher, text: str, **request: object) -> tuple[str, ...]:
    return searcher.search(SearchRequest(text, **request)).related_terms  # type: ignore[arg-type]


def test_terms_that_stand_with_a_term_are_given(searcher: Searcher) -> None:
    found = terms(searcher, "職業災害")
    assert "復健" in " ".join(found)
    assert not {"提供", "辦理"} & set(found), "no program, project or indicator is called so"
    assert not any("職業災害" in term or "農民" in term for term in found)
    assert found == terms(searcher, "職業災害")


def test_the_words_of_the_query_are_never_given(searcher: Searcher) -> None:
    assert not {"復健", "職能復健"} & set(terms(searcher, "復健 職能"))


def test_only_the_first_page_of_what_was_asked_has_them(searcher: Searcher) -> None:
    assert terms(searcher, "") == ()
    assert terms(searcher, "職業災害", page=2) == ()
    assert terms(searcher, "職業災害", related=False) == ()
    assert terms(searcher, "沒有這個詞") == ()


def test_similar_passages_come_by_the_words_they_share(searcher: Searcher) -> None:
    found = searcher.similar("p-職災重建甲")
    assert [one.passage.title for one in found[:2]] in (
        ["職能復健補助", "職業災害勞工"],
        ["職業災害勞工", "職能復健補助"],
    )
    assert not any(one.passage.title.startswith("農業") for one in found)
    assert all(0 < one.share <= 1 for one in found)
    assert found == searcher.similar("p-職災重建甲")
    assert len(searcher.similar("p-農業1", limit=3)) == 3


def test_other_editions_are_not_similar_passages(searcher: Searcher) -> None:
    for id_ in ("a", "b"):
        assert not {"a", "b"} & {one.passage.id for one in searcher.similar(id_)}
        assert searcher.similar(id_)


def test_nothing_is_similar_to_nothing(searcher: Searcher) -> None:
    assert searcher.similar("p-空") == ()
    assert searcher.similar("nowhere") == ()
    assert searcher.similar("p-農業1", limit=0) == ()
