"""Conditions in the words of a query, wherever one is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode

from flask.testing import FlaskClient
from page import body_of, found, text
from werkzeug.test import TestResponse

from search import agencies
from search.analysis import load_analyzer
from search.assistant import answers
from search.evidence.assemble import assemble
from search.evidence.texts import StoredTexts
from search.live import open_searcher
from web.desk.batches import order_of
from web.desk.questions import Question

LINE = "勞動部109年度職業災害"
GOAL = "mol-109-plan-word-goal-1"


def test_the_page_says_what_narrows_it_and_links_the_line_as_typed(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote(LINE)}")
    said = found(page, "//p[contains(@class, 'narrowed')]")
    assert said == ["已將「勞動部」「109年度」作為篩選條件：1 段。改查原字（0 段）"]
    assert found(page, "//ol[@class='hits']//h3") == ["預防職業災害"]
    assert set(found(page, "//fieldset//input[@checked]/@value")) == {"mol", "109"}
    (way,) = found(page, "//p[contains(@class, 'narrowed')]/a/@href")
    typed = client.get(way)
    assert f"查無符合「{LINE}」" in text(typed)
    (offer,) = found(typed, "//p[contains(@class, 'offers')]/a/@href")
    assert found(client.get(offer), "//ol[@class='hits']//h3") == ["預防職業災害"]


def test_ticking_a_year_takes_the_place_of_the_one_in_the_line(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote(LINE)}&agency=mol&year=106")
    assert found(page, "//ol[@class='hits']//h3") == ["職業災害發生率"]
    said = found(page, "//p[contains(@class, 'narrowed')]")
    assert said == ["「勞動部」「109年度」改以勾選的條件為準。改查原字（0 段）"]


def _submitted(page: TestResponse, *, without: str = "", **more: str) -> str:
    """What a browser without scripts asks when the form of a page is sent."""
    fields = found_pairs(page, without) | {name: [value] for name, value in more.items()}
    pairs = [(name, value) for name, values in fields.items() for value in values if value]
    return f"/search?{urlencode(pairs)}"


def found_pairs(page: TestResponse, without: str) -> dict[str, list[str]]:
    pairs: dict[str, list[str]] = {"q": found(page, "//input[@id='q']/@value")}
    wanted = "(@type='hidden' or @checked) and not(@name='exact')"
    for field in found(page, f"//*[@form='search'][{wanted}]/@name"):
        path = f"//*[@form='search'][{wanted}][@name='{field}']/@value"
        pairs[field] = [value for value in found(page, path) if f"{field}={value}" != without]
    return pairs


def _sent(client: FlaskClient, address: str) -> tuple[dict[str, list[str]], TestResponse]:
    page = client.get(address, follow_redirects=True)
    return parse_qs(page.request.query_string.decode()), page


def test_a_box_that_is_unticked_stays_so_and_takes_its_word_from_the_line(
    client: FlaskClient,
) -> None:
    page = client.get(f"/search?q={quote(LINE)}")
    asked, answer = _sent(client, _submitted(page, without="year=109"))
    assert asked == {"q": ["職業災害"], "agency": ["mol"]}
    assert found(answer, "//fieldset//input[@checked]/@value") == ["mol"]
    assert found(answer, "//input[@id='q']/@value") == ["職業災害"]
    asked, answer = _sent(client, _submitted(answer, without="agency=mol"))
    assert asked == {"q": ["職業災害"]}
    assert not found(answer, "//fieldset//input[@checked]")


def test_boxes_of_the_line_that_stay_ticked_are_still_words_of_it(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote(LINE)}")
    assert _sent(client, _submitted(page))[0] == {"q": [LINE]}
    assert _sent(client, _submitted(page, kind="goal"))[0] == {"q": [LINE], "kind": ["goal"]}
    other = f"{_submitted(page)}&year=106"
    assert _sent(client, other)[0] == {"q": [LINE], "year": ["109", "106"]}


def test_the_last_pick_of_a_facet_takes_the_word_with_it(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote(LINE)}&year=106")
    assert found(page, "//fieldset//input[@checked]/@value") == ["mol", "106"]
    asked, _ = _sent(client, _submitted(page, without="year=106"))
    assert asked == {"q": ["職業災害"], "agency": ["mol"]}


def test_boxes_of_a_line_that_is_typed_over_go_with_it(client: FlaskClient) -> None:
    page = client.get(f"/search?q={quote(LINE)}")
    fields = found_pairs(page, "") | {"q": ["106年度職業災害"]}
    address = f"/search?{urlencode(fields, doseq=True)}"
    assert _sent(client, address)[0] == {"q": ["106年度職業災害"]}
    page = client.get(f"/search?q={quote(LINE)}&conditions=0")
    fields = found_pairs(page, "") | {"q": ["106年度職業災害"]}
    assert _sent(client, f"/search?{urlencode(fields, doseq=True)}")[0] == {
        "q": ["106年度職業災害"]
    }


def test_the_page_of_all_values_unticks_too(client: FlaskClient) -> None:
    page = client.get(f"/values/year?q={quote(LINE)}")
    names = found(page, "//form[@class='all-values']//input[@type='hidden']/@name")
    values = found(page, "//form[@class='all-values']//input[@type='hidden']/@value")
    asked, _ = _sent(client, f"/search?{urlencode(list(zip(names, values, strict=True)))}")
    assert asked == {"q": ["職業災害"], "agency": ["mol"]}


def test_the_api_gives_conditions_and_the_count_of_the_line(client: FlaskClient) -> None:
    body = body_of(client.get(f"/api/v1/search?q={quote(LINE)}"))
    assert (body["total"], body["query"]["literal_total"]) == (1, 0)
    assert [
        (one["facet"], one["value"], one["text"], one["applied"])
        for one in body["query"]["conditions"]
    ] == [("agency", "勞動部", "勞動部", True), ("year", "2020", "109年度", True)]
    assert body["query"]["filters"] == {"agency": ["勞動部"], "year": ["2020"]}
    typed = body_of(client.get(f"/api/v1/search?q={quote(LINE)}&conditions=0"))
    assert typed["total"] == 0
    assert not any(one["applied"] for one in typed["query"]["conditions"])
    assert typed["query"]["offers"][0]["count"] == 1
    assert client.get("/api/v1/search?q=x&conditions=2").status_code == 400
    lines = client.get(f"/api/v1/search.ndjson?q={quote(LINE)}").data.splitlines()
    assert len(lines) == 1


def test_other_columns_narrow_through_the_api(client: FlaskClient) -> None:
    chapter = quote("參、關鍵績效指標")
    body = body_of(client.get(f"/api/v1/search?q={quote('職業災害')}&chapter={chapter}"))
    assert [hit["kind"] for hit in body["hits"]] == ["kpi"]
    kind = quote("施政計畫")
    assert body_of(client.get(f"/api/v1/search?document_kind={kind}"))["total"] > 2
    assert client.get("/api/v1/search?chapter=x").status_code == 400


def test_what_stands_within_longer_figures_is_one_click_away(client: FlaskClient) -> None:
    page = client.get("/search?q=7")
    (note,) = (one for one in found(page, "//p[@class='note']") if "更長的數字" in one)
    assert "只在更長的數字或英文字裡有「7」，沒有算在內" in note
    (way,) = found(page, "//p[@class='note']/a[.='一併查']/@href")
    within = client.get(way)
    assert "更長的數字與英文字裡的也算" in text(within)
    counts = [
        body_of(client.get(f"/api/v1/search?q=7&inside={one}"))["total"] for one in ("0", "1")
    ]
    assert counts[0] < counts[1]


def test_a_feed_follows_the_conditions(client: FlaskClient) -> None:
    feed = client.get(f"/search/feed?q={quote(LINE)}").get_data(as_text=True)
    assert feed.count("<entry>") == 1
    assert GOAL in feed


def test_the_box_on_another_page_is_read_alike(client: FlaskClient) -> None:
    frame = client.get("/embed/frame?agency=mol")
    (action,) = found(frame, "//form/@action")
    (pinned,) = found(frame, "//input[@type='hidden']/@value")
    page = client.get(f"{action}?q={quote('109年度職業災害')}&agency={pinned}")
    assert found(page, "//ol[@class='hits']//h3") == ["預防職業災害"]
    assert "已將「109年度」作為篩選條件：1 段" in text(page)


def test_layouts_count_what_the_conditions_leave(client: FlaskClient) -> None:
    matrix = client.get(f"/search?q={quote(LINE)}&view=matrix")
    assert found(matrix, "//table//td/a") == ["1", "1"]
    documents = client.get(f"/search?q={quote(LINE)}&view=documents")
    assert "勞動部109年度施政計畫" in text(documents)
    assert "勞動部106年度施政計畫" not in text(documents)


def test_an_assistant_is_told_of_conditions(data: Path) -> None:
    with open_searcher(data, "whoosh") as searcher:
        body = answers.search(searcher, "https://plans.example.tw", LINE, {})
        assert [hit["id"] for hit in body["hits"]] == [GOAL]
        assert [one["text"] for one in body["conditions"]] == ["勞動部", "109年度"]
        typed = answers.search(searcher, "https://plans.example.tw", LINE, {}, conditions=False)
        assert typed["total"] == body["literal_total"] == 0


def test_a_batch_answers_within_the_conditions(data: Path) -> None:
    with open_searcher(data, "whoosh") as searcher:
        analyzer = load_analyzer()
        order = order_of(
            (Question(LINE),), datetime(2026, 11, 21, tzinfo=UTC), "https://plans.example.tw"
        )
        pack = assemble(order, searcher, StoredTexts(analyzer), analyzer, agencies.load())
        (inquiry,) = pack.inquiries
        assert inquiry.total == 1
        assert dict(inquiry.reading.filters) == {"agency": ("勞動部",), "year": ("2020",)}
        assert [row.passage.id for row in pack.evidence] == [GOAL]
        assert all(one.year == 2020 for one in inquiry.scan.documents)
