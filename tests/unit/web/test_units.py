"""The unit of several words and the formal query, on the results page and in the API."""

from __future__ import annotations

from flask.testing import FlaskClient
from page import body_of, found, text

TWO = "/search?q=職業災害 就業"


def test_the_unit_is_said_and_can_be_switched(client: FlaskClient) -> None:
    units = "//nav[@aria-label='各詞要在哪裡']/a"
    passage = client.get(TWO)
    assert found(passage, units) == ["同一段", "同一份文件"]
    assert found(passage, f"{units}[@aria-current]") == ["同一段"]
    (way,) = found(passage, f"{units}[not(@aria-current)]/@href")
    document = client.get(way)
    assert found(document, f"{units}[@aria-current]") == ["同一份文件"]
    assert found(client.get("/search?q=職業災害"), units) == []
    assert found(client.get("/search?q=職業災害 OR 就業"), units) == []


def test_where_no_passage_holds_all_words_their_documents_are_offered(client: FlaskClient) -> None:
    page = client.get(TWO)
    assert found(page, "//*[@id='total']/strong") == ["0"]
    (way,) = found(page, "//section[@class='nothing']/p[@class='note']/a/@href")
    assert "match=document" in way
    assert found(client.get(way), "//*[@id='total']/strong") != ["0"]


def test_the_formal_query_can_be_edited(client: FlaskClient) -> None:
    page = client.get("/search?q=職業災害、就業&sort=newest")
    form = "//details[contains(@class, 'formal')]//form"
    assert found(page, f"{form}//input[@name='q']/@value") == ["職業災害 AND 就業"]
    assert found(page, f"{form}//input[@name='sort']/@value") == ["newest"]
    assert "查詢式：職業災害 AND 就業" in text(page)
    # Where it says what the box says, it is not said twice.
    assert found(client.get("/search?q=職業災害"), form) == []


def test_the_api_tells_both(client: FlaskClient) -> None:
    body = body_of(client.get("/api/v1/search?q=職業災害 就業&match=document"))
    assert body["query"]["match"] == "document"
    assert body["query"]["formal"] == "職業災害 AND 就業"
    assert body["total"] > 0
    assert body_of(client.get("/api/v1/search?q=職業災害 就業"))["total"] == 0


def test_a_feed_keeps_the_unit(client: FlaskClient) -> None:
    feed = client.get("/search/feed?q=職業災害 就業&match=document")
    assert feed.status_code == 200
    assert b"<entry>" in feed.data
