from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from page import found, text, tree

from search.model import Document, Reading, Term
from web.matrix import MOST_AGENCIES, MOST_TERMS, Matrix, matrix, sheet
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
    assert (shown.years, shown.unheld) == (("2020", "2018", "未標示"), (2019,))
    (block,) = shown.blocks
    assert [line.agency for line in block.lines] == ["甲部", "乙市", "未標示"]
    cells = [[(cell.held, cell.count) for cell in line.cells] for line in block.lines]
    assert cells == [
        [(2, 5), (1, 0), (0, 0)],
        [(1, 0), (0, 0), (0, 0)],
        [(0, 0), (0, 0), (1, 1)],
    ]
    assert block.sums == (5, 0, 1)
    head, rows = sheet(shown)
    assert head == ("關鍵字", "機關", "合計", "109 年（2020）", "107 年（2018）", "未標示")
    assert rows[1] == ["整個查詢", "乙市", 0, 0, "未收錄", "未收錄"]
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
    assert (shown.years, shown.unheld) == (("2020",), (2021,))
    assert [[cell.held for cell in line.cells] for line in shown.blocks[0].lines] == [[1]]


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
    assert row == ["0", "未提及", "未收錄", "未收錄"]
    assert "108、107 年沒有收錄" in text(page)
    assert "以表格檢視" in found(page, "//title")[0]


def test_a_query_that_nobody_answers_still_has_its_matrix(client: FlaskClient) -> None:
    page = client.get("/search?q=恐龍&view=matrix")
    assert "未提及" in text(page)
    assert "查無符合" in text(page)
    assert client.get("/search?q=恐龍&view=matrix&page=2").status_code == 404


def test_one_agency_has_its_terms_as_rows(client: FlaskClient) -> None:
    page = client.get("/search?q=就業 職業災害&agency=mol&match=any&view=matrix")
    assert found(page, "//table/caption") == ["勞動部各關鍵字在各年度的段數"]
    rows = found(page, "//table/tbody/tr/th")
    assert rows == ["整個查詢", "「就業」", "「職業災害」"]


@pytest.mark.parametrize("suffix", ["csv", "ods"])
def test_the_table_can_be_taken_along(client: FlaskClient, suffix: str) -> None:
    page = client.get("/search?q=職業災害&view=matrix")
    (address,) = found(page, f"//a[contains(@href, 'matrix.{suffix}')]/@href")
    taken = client.get(address)
    assert taken.status_code == 200
    assert "attachment" in taken.headers["Content-Disposition"]
    if suffix == "csv":
        lines = taken.get_data(as_text=True).removeprefix("\ufeff").splitlines()
        assert lines[0].startswith("關鍵字,機關,合計,")
        assert any(line.startswith("整個查詢,示範市政府,0,0,未收錄") for line in lines)
    else:
        assert taken.data.startswith(b"PK")
    assert client.get("/search/matrix.xls?q=x").status_code == 404
