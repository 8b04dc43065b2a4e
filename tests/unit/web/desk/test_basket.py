"""The answer basket in addresses: whole, short, and safe from whatever stands there."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

import pytest
import small_corpus
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from page import found, text

from search.model import Location, Passage, Source
from web.desk import basket
from web.desk.basket import Basket, Item

IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9.]{1,8}){0,4}", fullmatch=True)
CODES = st.from_regex(r"([a-z2-7]{4})?", fullmatch=True)
NOTES = st.text(max_size=50).map(basket.noted)
ITEMS = st.builds(Item, IDS, CODES, NOTES)
BASKETS = st.builds(
    Basket,
    st.lists(ITEMS, max_size=20, unique_by=lambda item: item.id).map(tuple),
    st.lists(st.just("q=職業災害") | st.just("q=a%26b&agency=mol"), unique=True).map(tuple),
)
GOAL = "mol-109-plan-word-goal-1"


@given(BASKETS)
def test_an_address_says_the_whole_basket(held: Basket) -> None:
    assert basket.read(parse_qs(urlencode(held.arguments()))) == (held, ())


@given(st.text())
def test_no_text_breaks_the_reading(words: str) -> None:
    items, wrong = basket.unpacked(words)
    assert basket.unpacked(basket.packed(items)) == (items, ())
    assert all(word in words for word in wrong)


def test_two_hundred_passages_fit_an_address() -> None:
    """Proxies take 8 KB for the first line of a request by default."""
    items = tuple(
        Item(f"sample-labor-{100 + at // 10}-performance.08d{at // 10:x}-project-{at:08x}", "abcd")
        for at in range(basket.MOST_ITEMS)
    )
    address = urlencode(Basket(items, ("q=職業災害",)).arguments())
    assert len(address) < 6_000
    assert basket.read(parse_qs(address))[0].items == items


def test_notes_that_do_not_fit_an_address_are_left_out_and_that_is_known() -> None:
    items = tuple(Item(f"mol-109-plan.1a2b-goal-{at:08x}", "abcd", "附" * 800) for at in range(9))
    held = Basket(items)
    assert not held.fits()
    assert len(urlencode(held.arguments())) < basket.MOST_ADDRESS_BYTES
    assert Basket(items[:1]).fits()


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"text": "（一）減少職業災害的發生 。"}, True),
        ({"text": "(一)減少職業災害的發生。"}, True),
        ({"text": "（一）減少職業災害之發生。"}, False),
        ({"title": "預防職災"}, False),
        ({"section": "貳"}, True),
    ],
)
def test_a_code_tells_another_wording_but_not_another_width(
    change: dict[str, str], same: bool
) -> None:
    told = {"title": "預防職業災害", "text": "（一）減少職業災害的發生。"}

    def passage(**given: str) -> Passage:
        return Passage(
            id="a",
            document="d",
            edition="e",
            document_title="計畫",
            document_kind=None,
            agency=None,
            year=None,
            kind="goal",
            source=Source("a.txt", "0" * 64),
            location=Location(0, 1),
            **given,
        )

    code = basket.code_of(passage(**told))
    assert len(code) == 4
    assert (basket.code_of(passage(**(told | change))) == code) is same


# ── From page to page ──


def test_a_button_adds_to_the_address_and_leads_back(client: FlaskClient) -> None:
    page = client.get("/search?q=職業災害")
    (value,) = found(page, f"//button[starts-with(@value, '{GOAL}~')]/@value")
    added = client.get(f"/search?q=職業災害&add={value}&found-by=q%3D職業災害")
    assert added.status_code == 303
    page = client.get(added.location)
    assert page.status_code == 200
    assert found(page, "//*[@id='basket-link']") == ["答復資料（1）"]
    (link,) = found(page, "//*[@id='basket-link']/@href")
    assert parse_qs(link.partition("?")[2]) == {"basket": [value], "s": ["q=職業災害"]}
    (button,) = found(page, f"//button[starts-with(@value, '{GOAL}~')]/@name")
    assert button == "drop"
    # Wherever one goes on to, the basket comes along.
    for address in found(
        page, "//a/@href | //form[@action='/search']//input[@type='hidden']/@name"
    ):
        if address.startswith(("/p/", "/search?", "/coverage", "/help", "/d/")):
            assert "basket=mol" in address, address
    dropped = client.get(f"/search?q=職業災害&basket={value}&drop={value}")
    assert found(client.get(dropped.location), "//*[@id='basket-link']") == ["答復資料"]


@pytest.mark.parametrize(
    "path", ["/", f"/p/{GOAL}", "/d/mol-109-plan", "/coverage", "/values/agency"]
)
def test_every_page_takes_and_carries(client: FlaskClient, path: str) -> None:
    added = client.get(f"{path}?add={GOAL}")
    assert added.status_code == 303
    page = client.get(added.location)
    assert page.status_code == 200
    assert found(page, "//*[@id='basket-link']") == ["答復資料（1）"]


def test_a_whole_page_of_results_is_added_at_once(client: FlaskClient) -> None:
    page = client.get("/search")
    (value,) = found(page, "//*[@class='gather']//button/@value")
    page = client.get(f"/search?add={value}", follow_redirects=True)
    assert found(page, "//*[@id='basket-link']") == ["答復資料（20）"]


@pytest.mark.parametrize(
    "query",
    ["add=<script>", "add=..%2F..%2Fetc", "add=%00", "add=" + "a" * 3000, "add=~abcd", "add=a%20b"],
)
def test_what_is_no_id_is_refused_in_words(client: FlaskClient, query: str) -> None:
    page = client.get(f"/search?{query}")
    assert page.status_code == 400
    assert "不是段落代號" in text(page)


def test_a_full_basket_says_where_larger_ones_come_from(client: FlaskClient) -> None:
    full = basket.packed(Item(f"a-b-{at}") for at in range(basket.MOST_ITEMS))
    page = client.get(f"/search?basket={full}&add={GOAL}")
    assert page.status_code == 400
    assert "匯出查詢結果" in text(page)
    page = client.get(f"/basket?basket={full}_{GOAL}")
    assert page.status_code == 400
    assert found(page, "//main//ul/li/a")[0] == "只開啟前 200 段"


# ── The page ──


def test_the_page_tells_what_became_of_each_passage(client: FlaskClient) -> None:
    ids = (GOAL, f"{small_corpus.CHANGED}~aaaa", small_corpus.MOVED, small_corpus.GONE, "no-such-1")
    page = client.get(f"/basket?basket={'_'.join(ids)}&n1=主要依據")
    assert page.status_code == 200
    fates = found(page, "//*[contains(@class, 'entries')]/li/@class")
    assert fates == ["entry here", "entry changed", "entry moved", "entry gone", "entry unknown"]
    changed = found(page, "//li[@class='entry changed']")[0]
    assert "改過文字" in changed
    assert found(page, "//*[@class='diff']/del")[:1] == ["〔刪除〕登報"]
    assert found(page, "//*[@class='diff']/ins")[:1] == ["〔新增〕線上"]
    assert "已移到新的位置" in found(page, "//li[@class='entry moved']")[0]
    assert "已不在收錄範圍內" in found(page, "//li[@class='entry gone']")[0]
    assert "沒有這個代號的段落" in found(page, "//li[@class='entry unknown']")[0]
    assert found(page, "//textarea[@name='note']")[0] == "主要依據"


def send(client: FlaskClient, **fields: object) -> str:
    answer = client.post("/basket", data=fields)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.get_data(as_text=True)


THREE = ["a-b-1~abcd", f"{GOAL}", "a-b-3"]


@pytest.mark.parametrize(
    ("do", "order", "focus"),
    [
        ("up:2", [GOAL, "a-b-1", "a-b-3"], "down-1"),
        ("up:3", ["a-b-1", "a-b-3", GOAL], "up-2"),
        ("down:1", [GOAL, "a-b-1", "a-b-3"], "down-2"),
        ("down:2", ["a-b-1", "a-b-3", GOAL], "up-3"),
        ("top:3", ["a-b-3", "a-b-1", GOAL], "down-1"),
        ("remove:1", [GOAL, "a-b-3"], "undo"),
        ("clear", [], "undo"),
        ("up:1", ["a-b-1", GOAL, "a-b-3"], None),
        ("down:3", ["a-b-1", GOAL, "a-b-3"], None),
        ("remove:99", ["a-b-1", GOAL, "a-b-3"], None),
        ("up:-1", ["a-b-1", GOAL, "a-b-3"], None),
        ("format:c", ["a-b-1", GOAL, "a-b-3"], None),
    ],
)
def test_buttons_order_and_remove(
    client: FlaskClient, do: str, order: list[str], focus: str | None
) -> None:
    page = client.post("/basket", data={"item": THREE, "note": ["甲", "乙", "丙"], "do": do})
    assert page.status_code == 200
    shown = [value.partition("~")[0] for value in found(page, "//input[@name='item']/@value")]
    assert shown == order
    notes = dict(zip(["a-b-1", GOAL, "a-b-3"], "甲乙丙", strict=True))
    assert found(page, "//textarea[@name='note']") == [notes[id_] for id_ in order]
    assert found(page, "//*[@autofocus]/@id") == ([focus] if focus else [])


@pytest.mark.parametrize("do", ["remove:2", "clear"])
def test_what_was_removed_comes_back_with_its_note(client: FlaskClient, do: str) -> None:
    page = client.post("/basket", data={"item": THREE, "note": ["甲", "乙", "丙"], "do": do})
    again = {
        name: found(page, f"//*[@name='{name}']/@value")
        for name in ("item", "taken", "taken-place", "taken-note")
    }
    again["note"] = found(page, "//textarea[@name='note']")
    page = client.post("/basket", data=again | {"do": "undo"})
    shown = [value.partition("~")[0] for value in found(page, "//input[@name='item']/@value")]
    assert shown == ["a-b-1", GOAL, "a-b-3"]
    assert found(page, "//textarea[@name='note']") == ["甲", "乙", "丙"]


def test_a_reworded_or_moved_passage_is_accepted_as_it_is(client: FlaskClient) -> None:
    sent = {"item": [f"{small_corpus.CHANGED}~aaaa", small_corpus.MOVED], "note": ["", "丙"]}
    page = client.post("/basket", data=sent | {"do": "renew:1"})
    assert found(page, "//*[contains(@class, 'entries')]/li/@class")[0] == "entry here"
    page = client.post("/basket", data=sent | {"do": "renew:2"})
    assert found(page, "//*[contains(@class, 'entries')]/li/@class")[1] == "entry here"
    assert found(page, "//input[@name='item']/@value")[1].startswith(GOAL)
    assert found(page, "//textarea[@name='note']") == ["", "丙"]


def test_pasted_addresses_and_words_are_added_with_any_button(client: FlaskClient) -> None:
    pasted = f"https://plans.example.tw/p/{GOAL}?q=x\n{small_corpus.CHANGED}"
    page = client.post("/basket", data={"passages": pasted, "words": "職業災害", "do": "save"})
    shown = [value.partition("~")[0] for value in found(page, "//input[@name='item']/@value")]
    assert shown == [GOAL, small_corpus.CHANGED]
    assert all("~" in value for value in found(page, "//input[@name='item']/@value"))
    assert found(page, "//form[@id='basket']//input[@name='s']/@value") == ["q=職業災害"]
    page = client.post("/basket", data={"item": GOAL, "passages": "../etc <b>", "question": "問"})
    assert page.status_code == 400
    assert found(page, "//input[@name='item']/@value")
    assert found(page, "//textarea[@name='question']") == ["問"]


def test_the_cover_stands_in_no_address(client: FlaskClient) -> None:
    page = client.post(
        "/basket",
        data={"item": [GOAL], "question": "機密問題", "legislator": "王委員", "do": "save"},
    )
    assert found(page, "//textarea[@name='question']") == ["機密問題"]
    assert found(page, "//input[@name='legislator']/@value") == ["王委員"]
    addresses = found(page, "//@href | //@action | //@formaction | //input[@id='share']/@value")
    assert not any(
        "機密" in one or "%E6%A9%9F%E5%AF%86" in one or "委員" in one for one in addresses
    )


def test_two_hundred_long_notes_are_taken(client: FlaskClient) -> None:
    items = [f"a-b-{at}" for at in range(basket.MOST_ITEMS)]
    page = client.post(
        "/basket", data={"item": items, "note": ["附" * basket.MOST_NOTE] * 200, "do": "up:200"}
    )
    assert page.status_code == 200
    assert len(found(page, "//textarea[@name='note']")[0]) == basket.MOST_NOTE
    assert "附註太長，沒有放進網址" in text(page)


def test_a_form_that_is_too_large_is_refused(client: FlaskClient) -> None:
    page = client.post("/basket", data={"question": "問" * 1_200_000})
    assert page.status_code == 413
    assert client.post("/search", data={"q": "x"}).status_code == 405
