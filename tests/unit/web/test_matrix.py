from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from page import found, text, tree

from search.model import Document, Reading, Term
from web.matrix import MOST_AGENCIES, MOST_TERMS, Matrix, matrix
from web.params import Asked, Pick


class Codes:
    def resolve(self, facet: str, text: str) -> str | None:
        return text

    def code(self, facet: str, value: str) -> str:
        return value


def document(agency: str | None, year: int | None, name: str = "plan") -> Document:
    return Document(f"{agency}-{year}-{name}", "計畫", "施政計畫", agency, year, False, ())


def laid(
    documents: list[Document],
    counts: Mapping[str, Mapping[str, int]],
    asked: Asked | None = None,
    terms: tuple[Term, ...] = (),
    filters: tuple[tuple[str, tuple[str, ...]], ...] = (),
) -> Matrix:
    asked = asked or Asked(text="全部")
    reading = Reading(asked.text, False, "auto", terms, filters)
    return matrix(asked, reading, documents, lambda one: counts.get(one.text, {}), Codes())


DOCUMENTS = [
    document("甲部", 2020),
    document("甲部", 2020, "report"),
    document("甲部", 2018),
    document("乙市", 2020),
    document(None, None),
]


def test_silence_is_told_apart_from_absence() -> None:
    counts = {"全部": {"甲部-2020-plan": 2, "甲部-2020-report": 3, "None-None-plan": 1}}
    shown = laid(DOCUMENTS, counts)
    assert shown.years == ("2020", "2019", "2018", "未標示")
    (block,) = shown.blocks
    assert [line.agency for line in block.lines] == ["甲部", "乙市", "未標示"]
    cells = [[(cell.held, cell.count) for cell in line.cells] for line in block.lines]
    assert cells == [
        [(2, 5), (0, 0), (1, 0), (0, 0)],
        [(1, 0), (0, 0), (0, 0), (0, 0)],
        [(0, 0), (0, 0), (0, 0), (1, 1)],
    ]
    assert [line.total for line in block.lines] == [5, 0, 1]


def test_terms_are_counted_one_by_one() -> None:
    counts = {
        "甲 乙": {"乙市-2020-plan": 1},
        "甲": {"乙市-2020-plan": 1, "甲部-2018-plan": 6},
        "「乙」": {"乙市-2020-plan": 9},
    }
    terms = (Term("甲", (("申", "synonym"),), 7), Term("乙", (), 9))
    shown = laid(DOCUMENTS, counts, Asked(text="甲 乙", view="matrix"), terms)
    assert [block.text for block in shown.blocks] == [None, "甲", "乙"]
    assert [sum(line.total for line in block.lines) for block in shown.blocks] == [1, 7, 9]
    address = shown.blocks[2].lines[1].cells[0].address
    assert address is not None
    assert parse_qs(urlsplit(address).query) == {
        "q": ["「乙」"],
        "agency": ["乙市"],
        "year": ["2020"],
    }


def test_picks_narrow_the_matrix() -> None:
    asked = Asked(text="全部", picks=(Pick("year", "2020", "109"),))
    shown = laid(DOCUMENTS, {}, asked, filters=(("year", ("2020",)),))
    assert shown.years == ("2020",)
    assert [line.agency for line in shown.blocks[0].lines] == ["甲部", "乙市"]


def test_a_picked_agency_shows_the_years_that_only_others_have() -> None:
    asked = Asked(text="全部", picks=(Pick("agency", "乙市", "乙市"),))
    documents = [document("甲部", 2021), document("乙市", 2020)]
    shown = laid(documents, {}, asked, filters=(("agency", ("乙市",)),))
    assert shown.years == ("2021", "2020")
    assert [[cell.held for cell in line.cells] for line in shown.blocks[0].lines] == [[0, 1]]


def test_a_condition_in_the_words_leaves_no_link_that_would_widen() -> None:
    counts = {"年度:109": {"甲部-2020-plan": 2}}
    shown = laid(DOCUMENTS, counts, Asked(text="年度:109"), filters=(("year", ("2020",)),))
    (cell,) = shown.blocks[0].lines[0].cells
    assert (cell.count, cell.address) == (2, None)


def test_a_matrix_stays_of_a_size() -> None:
    documents = [document(f"{number:02}局", 2020) for number in range(60)]
    terms = tuple(Term(f"詞{number}") for number in range(9))
    shown = laid(documents, {"「詞3」": {"55局-2020-plan": 1}}, Asked(text="多"), terms)
    assert len(shown.blocks) == 1 + MOST_TERMS
    assert shown.terms_left_out == 9 - MOST_TERMS
    assert len(shown.blocks[0].lines) == MOST_AGENCIES
    assert shown.left_out == 60 - MOST_AGENCIES
    assert shown.blocks[0].lines[0].agency == "55局"


def test_years_far_apart_make_no_wide_table() -> None:
    shown = laid([document("甲部", 2020), document("甲部", 1912)], {})
    assert shown.years == ("2020", "1912")


@pytest.mark.parametrize("query", ["職業災害", "就業", "職業災害 勞工", "就業&kind=project"])
def test_every_number_is_what_its_link_finds(client: FlaskClient, query: str) -> None:
    page = client.get(f"/search?q={query}&view=matrix")
    links = tree(page).xpath("//table[contains(@class, 'matrix')]//a")
    assert links
    for link in links:
        number = link.text_content()
        assert text(client.get(link.get("href"))).count(f"{number} 段／"), link.get("href")


def test_the_table_is_named_and_scoped(client: FlaskClient) -> None:
    page = client.get("/search?q=職業災害&view=matrix")
    assert found(page, "//table/caption") == ["「職業災害」在各機關各年度的段數"]
    headings = tree(page).xpath("//table//th")
    assert all(heading.get("scope") in ("col", "row") for heading in headings)
    row = found(page, "//table//tr[th='示範市政府']/td")
    assert row == ["0", "未提及", "未收錄", "未收錄", "未收錄", "未收錄"]
    assert "以表格檢視" in found(page, "//title")[0]


def test_a_query_that_nobody_answers_still_has_its_matrix(client: FlaskClient) -> None:
    page = client.get("/search?q=恐龍&view=matrix")
    assert "未提及" in text(page)
    assert "查無符合" in text(page)
    assert client.get("/search?q=恐龍&view=matrix&page=2").status_code == 404
