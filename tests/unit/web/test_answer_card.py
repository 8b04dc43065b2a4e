"""The answer card on the results page, in the API and in a terminal."""

from __future__ import annotations

from flask.testing import FlaskClient
from page import body_of, found, text, tree

QUERY = "/search?q=職業災害發生率 106 實際值"


def test_the_asked_value_leads_with_its_source_and_a_button(client: FlaskClient) -> None:
    answer = client.get(QUERY)
    assert found(answer, "//section[contains(@class, 'answer')]//h2") == [
        "職業災害發生率的歷年數值"
    ]
    assert found(answer, "//dl[@class='led']//dt") == ["106 年實際值"]
    assert found(answer, "//dl[@class='led']//dd") == ["2.8"]
    assert found(answer, "//table[@class='by-year']/thead//th") == [
        "年度",
        "目標值",
        "修正目標值",
        "實際值",
    ]
    assert found(answer, "//a[@class='it']/@href") == ["/p/mol-106-plan-word-kpi-1"]
    (button,) = tree(answer).xpath("//section[contains(@class, 'answer')]//button")
    assert button.get("form") == "keep"
    ids = found(answer, "//@id")
    assert len(ids) == len(set(ids))


def test_it_stands_above_the_hits_or_where_there_are_none(client: FlaskClient) -> None:
    order = found(
        client.get(QUERY), "//*[contains(@class, 'answer') or @id='total']/@id | //h2/@id"
    )
    assert order.index("answer-title") < order.index("total")


def test_who_asks_for_no_value_sees_no_card(client: FlaskClient) -> None:
    for query in ("職業災害發生率", "職業災害 106", "職業災害發生率 99 實際值"):
        assert found(client.get(f"/search?q={query}"), "//*[contains(@class, 'answer')]") == []


def test_other_views_and_the_words_alone_have_none(client: FlaskClient) -> None:
    for more in ("&view=documents", "&exact=1"):
        assert found(client.get(QUERY + more), "//*[contains(@class, 'answer')]") == []


def test_the_program_page_is_one_step_away(client: FlaskClient) -> None:
    (way,) = found(client.get(QUERY), "//section[contains(@class, 'answer')]//h2/a/@href")
    assert "職業災害發生率" in text(client.get(way))


def test_the_api_gives_the_values_with_their_passages(client: FlaskClient) -> None:
    card = body_of(client.get("/api/v1/search?q=職業災害發生率 106 實際值"))["answer"]
    assert (card["indicator"], card["agency"], card["years"]) == (
        "職業災害發生率",
        "勞動部",
        [2017],
    )
    asked = [value for value in card["values"] if value["asked"]]
    assert asked == [
        {
            "year": 2017,
            "year_roc": 106,
            "role": "actual",
            "text": "2.8",
            "asked": True,
            "passages": ["mol-106-plan-word-kpi-1"],
        }
    ]
    assert body_of(client.get("/api/v1/search?q=職業災害"))["answer"] is None
