"""From a question to the file of its answer, with scripts and without, by mouse and by keyboard."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote

import pytest
import small_corpus

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import complaints, one, press, reach, texts, until
from lxml import etree
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from web.desk import basket

pytestmark = pytest.mark.browser

GOAL, KPI = "mol-109-plan-word-goal-1", "mol-106-plan-word-kpi-1"
SEARCH = "/search?q=" + quote("職業災害")
QUESTION = "請問職業災害如何防制？"


@pytest.fixture
def browser(browser: Chrome, site: str) -> Chrome:
    """A browser that keeps nothing of earlier tests."""
    browser.get(site + "/help")
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    return browser


@pytest.fixture
def downloads(browser: Chrome, tmp_path: Path) -> Callable[[str], bytes]:
    """Give the content of the file with a suffix that comes next."""
    told = {"behavior": "allow", "downloadPath": str(tmp_path)}
    browser.execute_cdp_cmd("Browser.setDownloadBehavior", told)

    def next_one(suffix: str) -> bytes:
        until(browser, lambda: list(tmp_path.glob(f"*.{suffix}")), seconds=20)
        (file,) = tmp_path.glob(f"*.{suffix}")
        content = file.read_bytes()
        file.unlink()
        return content

    return next_one


def focus_id(browser: Chrome) -> str:
    return browser.execute_script("return document.activeElement.id")  # type: ignore[no-any-return]


def status(browser: Chrome) -> str:
    return one(browser, "#said").get_attribute("textContent") or ""


def button(browser: Chrome, id_: str) -> WebElement:
    return one(browser, f"button.keep[value^='{id_}~']")


def label(browser: Chrome, id_: str) -> str:
    return button(browser, id_).text.partition("：")[0].strip()


def ids(browser: Chrome) -> list[str]:
    """The ids in the basket's page, in order."""
    values = browser.execute_script(
        "return [...document.querySelectorAll('#basket [name=item]')].map((one) => one.value)"
    )
    return [value.partition("~")[0] for value in values]


def notes(browser: Chrome) -> list[str]:
    script = "return [...document.querySelectorAll('#basket [name=note]')].map((one) => one.value)"
    return browser.execute_script(script)  # type: ignore[no-any-return]


def kept(browser: Chrome) -> list[str]:
    """The ids that the browser keeps."""
    text = browser.execute_script("return localStorage.getItem('basket')")
    return [item[0] for item in json.loads(text)["items"]] if text else []


def words(document: bytes) -> str:
    """The text of an ODT."""
    content = zipfile.ZipFile(io.BytesIO(document)).read("content.xml")
    return "\n".join(
        "".join(item.itertext()) for item in etree.fromstring(content).iterfind(".//{*}p")
    )


def fill(browser: Chrome, site: str, *wanted: str) -> None:
    """Put passages into the basket and open its page."""
    browser.get(f"{site}/basket?basket={'_'.join(wanted)}")
    until(browser, lambda: kept(browser) == list(wanted))


# ── Adding, with scripts ──


def test_a_button_adds_in_place_and_says_so(browser: Chrome, site: str) -> None:
    browser.get(site + SEARCH)
    at = browser.current_url
    assert label(browser, GOAL) == "加入答復資料"
    button(browser, GOAL).click()
    assert label(browser, GOAL) == "✓ 已加入"
    assert status(browser) == "已加入答復資料，共 1 段"
    assert one(browser, "#basket-link").text == "答復資料（1）"
    assert browser.current_url == at
    assert browser.execute_script("return document.activeElement.value").startswith(GOAL)
    # It is there on every other page, and after facets were ticked.
    browser.get(f"{site}/p/{GOAL}")
    assert label(browser, GOAL) == "✓ 已加入"
    browser.get(f"{site}/d/mol-109-plan")
    assert label(browser, GOAL) == "✓ 已加入"
    browser.get(site + SEARCH)
    one(browser, "#panels input[name=agency][value=mol]").click()
    until(browser, lambda: texts(browser, ".chip"))
    assert label(browser, GOAL) == "✓ 已加入"
    button(browser, GOAL).click()
    assert label(browser, GOAL) == "加入答復資料"
    assert status(browser) == "已從答復資料移出，剩 0 段"
    assert one(browser, "#basket-link").text == "答復資料"
    assert kept(browser) == []


def test_going_back_shows_what_has_been_added_since(browser: Chrome, site: str) -> None:
    browser.get(site + SEARCH)
    one(browser, f".hit a[href^='/p/{GOAL}']").click()
    until(browser, lambda: "/p/" in browser.current_url)
    button(browser, GOAL).click()
    browser.back()
    until(browser, lambda: label(browser, GOAL) == "✓ 已加入")


def test_a_basket_in_an_address_joins_what_is_kept(browser: Chrome, site: str) -> None:
    browser.get(site + SEARCH)
    button(browser, GOAL).click()
    # As a press of the button leads to before the scripts have come.
    browser.get(f"{site}{SEARCH}&basket={KPI}&s=q%3D%E6%8A%80%E8%83%BD")
    until(browser, lambda: kept(browser) == [GOAL, KPI])
    assert "basket=" not in browser.current_url
    assert one(browser, "#basket-link").text == "答復資料（2）"
    carrying = "return [...document.querySelectorAll('a:not(#basket-link)')].map((one) => one.getAttribute('href')).filter((one) => /[?&](basket|s)=/.test(one))"
    assert browser.execute_script(carrying) == []


def test_no_more_than_two_hundred_are_added(browser: Chrome, site: str) -> None:
    full = {"items": [[f"a-b-{at}", "", ""] for at in range(basket.MOST_ITEMS)], "searches": []}
    browser.execute_script("localStorage.setItem('basket', arguments[0])", json.dumps(full))
    browser.get(site + SEARCH)
    button(browser, GOAL).click()
    assert "最多逐段加入 200 段" in status(browser)
    assert "匯出查詢結果" in status(browser)
    assert label(browser, GOAL) == "加入答復資料"
    assert len(kept(browser)) == basket.MOST_ITEMS


@pytest.mark.parametrize(
    "spoilt", ["{", "[]", "null", '{"items": 3}', '{"items": [[]], "searches": [1]}']
)
def test_a_spoilt_storage_is_an_empty_basket(browser: Chrome, site: str, spoilt: str) -> None:
    browser.execute_script("localStorage.setItem('basket', arguments[0])", spoilt)
    browser.get(site + SEARCH)
    button(browser, GOAL).click()
    assert GOAL in kept(browser)


# ── In six actions ──


class Actions:
    """A person's actions, counted: each click, and each field that is filled."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser
        self.count = 0

    def type(self, selector: str, *keys: str) -> None:
        self.count += 1
        one(self.browser, selector).send_keys(*keys)

    def click(self, selector: str) -> None:
        self.count += 1
        one(self.browser, selector).click()

    def press(self, selector: str) -> None:
        """Press what the driver takes for hidden in a closed fold, even where the style shows it."""
        self.count += 1
        one(self.browser, selector).send_keys(Keys.ENTER)


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_question_to_the_file_in_six_actions(
    browser: Chrome, site: str, downloads: Callable[[str], bytes], scripts: bool
) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    browser.get(site)
    person = Actions(browser)
    person.type("#q", "職業災害", Keys.ENTER)
    until(browser, lambda: "/search" in browser.current_url)
    person.press(".gather button")
    until(browser, lambda: one(browser, "#basket-link").text == "答復資料（2）")
    person.click("#basket-link")
    until(browser, lambda: "/basket" in browser.current_url)
    person.type("#question", QUESTION)
    person.click("#formats .main")
    said = words(downloads("odt"))
    assert person.count == 5
    for part in (QUESTION, "職業災害發生率", "減少職業災害的發生。"):
        assert part in said


def test_a_whole_search_goes_into_a_file_in_four_actions(
    browser: Chrome, site: str, downloads: Callable[[str], bytes]
) -> None:
    browser.get(site)
    person = Actions(browser)
    person.type("#q", "技能", Keys.ENTER)
    until(browser, lambda: "/search" in browser.current_url)
    person.click(".gather a")
    until(browser, lambda: "/export" in browser.current_url)
    assert texts(browser, "#total") == ["25 段／1 份文件"]
    person.type("#question", QUESTION)
    person.click("#formats .main")
    said = words(downloads("odt"))
    assert person.count == 4
    assert all(f"技能補助{at}" in said for at in range(25))


# ── Ordering ──


def test_reorder_and_export_by_keyboard_alone(
    browser: Chrome, site: str, downloads: Callable[[str], bytes]
) -> None:
    fill(browser, site, KPI, GOAL, small_corpus.CHANGED)
    browser.refresh()
    reach(browser, "#down-1")
    press(browser, Keys.ENTER)
    until(browser, lambda: ids(browser) == [GOAL, KPI, small_corpus.CHANGED])
    until(browser, lambda: focus_id(browser) == "down-2")
    assert status(browser) == "已將第 1 段移到第 2 段。"
    press(browser, Keys.SPACE)
    until(browser, lambda: ids(browser) == [GOAL, small_corpus.CHANGED, KPI])
    # It can go no further down: the way back has the focus.
    until(browser, lambda: focus_id(browser) == "up-3")
    reach(browser, "#top-3")
    press(browser, Keys.ENTER)
    until(browser, lambda: ids(browser) == [KPI, GOAL, small_corpus.CHANGED])
    until(browser, lambda: focus_id(browser) == "down-1")
    # The keys move the passage in whose note one writes.
    one(browser, "#note-2").click()
    press(browser, "先看這段")
    ActionChains(browser).key_down(Keys.ALT).send_keys(Keys.ARROW_UP).key_up(Keys.ALT).perform()
    until(browser, lambda: ids(browser) == [GOAL, KPI, small_corpus.CHANGED])
    assert notes(browser) == ["先看這段", "", ""]
    assert kept(browser) == [GOAL, KPI, small_corpus.CHANGED]
    reach(browser, "#question")
    press(browser, QUESTION)
    reach(browser, "#formats button")
    press(browser, Keys.ENTER)
    said_in_file = words(downloads("odt"))
    assert "先看這段" in said_in_file
    assert said_in_file.index("減少職業災害的發生。") < said_in_file.index("職業災害發生率")


def test_removing_can_be_undone(browser: Chrome, site: str) -> None:
    fill(browser, site, KPI, GOAL)
    one(browser, "#note-2").send_keys("附註乙")
    one(browser, "#remove-2").click()
    until(browser, lambda: ids(browser) == [KPI])
    until(browser, lambda: focus_id(browser) == "undo")
    assert status(browser) == "已移出第 2 段，剩 1 段。"
    assert kept(browser) == [KPI]
    press(browser, Keys.ENTER)
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert notes(browser) == ["", "附註乙"]
    one(browser, "#clear").click()
    until(browser, lambda: ids(browser) == [])
    assert kept(browser) == []
    one(browser, "#undo").click()
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert notes(browser) == ["", "附註乙"]


# ── What the address and the browser keep ──


def test_the_address_is_the_whole_basket_but_for_the_cover(browser: Chrome, site: str) -> None:
    browser.get(site + SEARCH)
    one(browser, ".gather button").click()
    one(browser, "#basket-link").click()
    until(browser, lambda: len(ids(browser)) == 2)
    one(browser, "#note-1").send_keys("附註 & 甲\t=1+1")
    one(browser, "#question").send_keys(QUESTION)
    one(browser, "#legislator").send_keys("王委員")
    one(browser, "#share").click()
    address = one(browser, "#share").get_attribute("value") or ""
    assert address == browser.current_url
    assert address.startswith(site + "/basket?")
    assert "附註 & 甲" in parse_qs(address)["n1"][0]
    assert parse_qs(address)["s"] == ["q=職業災害"]
    everything = unquote(address) + browser.execute_script("return JSON.stringify(localStorage)")
    assert "王委員" not in everything
    assert QUESTION not in everything
    # Whoever is given it sees the same.
    before = ids(browser), notes(browser)
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    browser.get(address)
    assert (ids(browser), notes(browser)) == before
    assert one(browser, "#question").get_attribute("value") == ""


def test_the_cover_stays_while_one_searches_on(browser: Chrome, site: str) -> None:
    fill(browser, site, KPI)
    one(browser, "#question").send_keys(QUESTION)
    browser.get(site + SEARCH)
    button(browser, GOAL).click()
    one(browser, "#basket-link").click()
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert one(browser, "#question").get_attribute("value") == QUESTION


def test_anothers_basket_takes_nothing_from_ones_own(browser: Chrome, site: str) -> None:
    fill(browser, site, KPI)
    others = f"{site}/basket?basket={GOAL}"
    browser.get(others)
    assert one(browser, "#shared").is_displayed()
    assert ids(browser) == [GOAL]
    assert kept(browser) == [KPI]
    one(browser, "#own").click()
    until(browser, lambda: ids(browser) == [KPI])
    browser.get(others)
    one(browser, "#merge").click()
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert kept(browser) == [KPI, GOAL]
    browser.get(others)
    one(browser, "#adopt").click()
    until(browser, lambda: kept(browser) == [GOAL])
    assert not one(browser, "#shared").is_displayed()


def test_going_back_to_the_basket_shows_it_as_it_is_now(browser: Chrome, site: str) -> None:
    fill(browser, site, KPI)
    browser.get(site + SEARCH)
    button(browser, GOAL).click()
    browser.back()
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert kept(browser) == [KPI, GOAL]
    assert not one(browser, "#shared").is_displayed()


def test_a_failed_change_loses_nothing(browser: Chrome, site: str) -> None:
    fill(browser, site, KPI, GOAL)
    one(browser, "#note-1").send_keys("附註甲")
    browser.execute_cdp_cmd("Network.enable", {})
    conditions = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, **conditions})
    try:
        one(browser, "#down-1").click()
        until(browser, lambda: "未完成" in status(browser))
    finally:
        browser.execute_cdp_cmd(
            "Network.emulateNetworkConditions", {"offline": False, **conditions}
        )
    assert (ids(browser), notes(browser)) == ([KPI, GOAL], ["附註甲", ""])
    one(browser, "#down-1").click()
    until(browser, lambda: ids(browser) == [GOAL, KPI])


# ── What became of passages ──


def test_reworded_and_lost_passages_are_told(browser: Chrome, site: str) -> None:
    wanted = (f"{small_corpus.CHANGED}~aaaa", small_corpus.MOVED, small_corpus.GONE, "no-such-1")
    browser.get(f"{site}/basket?basket={'_'.join(wanted)}")
    changed = one(browser, ".entry.changed")
    assert "改過文字" in changed.text
    assert [item.text for item in changed.find_elements(By.CSS_SELECTOR, ".diff del")] == [
        "〔刪除〕\n登報"
    ]
    assert [item.text for item in changed.find_elements(By.CSS_SELECTOR, ".diff ins")] == [
        "〔新增〕\n線上"
    ]
    assert "已移到新的位置" in one(browser, ".entry.moved").text
    assert "已不在收錄範圍內" in one(browser, ".entry.gone").text
    assert "沒有這個代號的段落" in one(browser, ".entry.unknown").text
    one(browser, ".entry.changed button[value^=renew]").click()
    until(browser, lambda: not texts(browser, ".entry.changed"))
    one(browser, ".entry.moved button[value^=renew]").click()
    until(browser, lambda: GOAL in ids(browser))


# ── Without scripts ──


def test_the_whole_way_without_scripts(
    plain: Chrome, site: str, downloads: Callable[[str], bytes]
) -> None:
    plain.get(site + SEARCH)
    button(plain, GOAL).click()
    until(plain, lambda: one(plain, "#basket-link").text == "答復資料（1）")
    assert label(plain, GOAL) == "✓ 已加入"
    assert "basket=" in plain.current_url
    # Through facets, another search and a passage, it comes along.
    one(plain, ".hit h3 a").click()
    until(plain, lambda: "/p/" in plain.current_url)
    one(plain, "#q").clear()
    one(plain, "#q").send_keys("技能", Keys.ENTER)
    until(plain, lambda: "q=" + quote("技能") in plain.current_url)
    plain.find_element(By.LINK_TEXT, "下一頁 ›").click()
    until(plain, lambda: "page=2" in plain.current_url)
    last = texts(plain, ".hit h3")[-1]
    plain.find_elements(By.CSS_SELECTOR, "button.keep")[-1].click()
    until(plain, lambda: one(plain, "#basket-link").text == "答復資料（2）")
    one(plain, "#basket-link").click()
    until(plain, lambda: len(ids(plain)) == 2)
    one(plain, "#note-1").send_keys("附註甲")
    one(plain, "#question").send_keys(QUESTION)
    one(plain, "#down-1").click()
    until(plain, lambda: ids(plain)[1] == GOAL)
    until(plain, lambda: focus_id(plain) == "up-2")
    until(plain, lambda: notes(plain) == ["", "附註甲"])
    assert one(plain, "#question").get_attribute("value") == QUESTION
    one(plain, "#remove-1").click()
    until(plain, lambda: ids(plain) == [GOAL])
    one(plain, "#undo").click()
    until(plain, lambda: len(ids(plain)) == 2)
    # The address to share is the basket as it is now, order and note too.
    address = one(plain, "#share").get_attribute("value") or ""
    assert parse_qs(address)["n2"] == ["附註甲"]
    assert len(parse_qs(address)["s"]) == 2
    one(plain, "#formats .main").click()
    said = words(downloads("odt"))
    assert QUESTION in said
    assert "附註甲" in said
    assert last in said
    assert said.index(last) < said.index("減少職業災害的發生。")


def test_every_format_is_given_without_scripts(
    plain: Chrome, site: str, downloads: Callable[[str], bytes]
) -> None:
    plain.get(f"{site}/basket?basket={GOAL}")
    for name in ("odt", "ods", "csv", "docx"):
        one(plain, f"#formats button[formaction='/basket/{name}']").click()
        assert downloads(name)
    one(plain, "#formats button[formaction='/basket/print']").click()
    until(plain, lambda: len(plain.window_handles) == 2)
    first, second = plain.window_handles
    plain.switch_to.window(second)
    try:
        assert texts(plain, "main h1") == ["答復資料"]
        assert "減少職業災害的發生。" in one(plain, "main").text
    finally:
        plain.close()
        plain.switch_to.window(first)


# ── One click to cite ──


def test_a_passage_is_cited_with_one_click(browser: Chrome, site: str) -> None:
    granted = {"origin": site, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    browser.execute_cdp_cmd("Browser.grantPermissions", granted)
    browser.get(f"{site}/p/{KPI}")
    cited = one(browser, "#citation").get_attribute("value") or ""
    for part in ("勞動部", "106年度", "表 3 第 7 列", f"{site}/p/{KPI}", "取得日期：民國"):
        assert part in cited
    one(browser, "[data-copies=citation]").click()
    until(browser, lambda: status(browser) == "已複製出處註記")
    read = "return navigator.clipboard.readText()"
    assert browser.execute_script(read) == cited


def test_without_scripts_a_reference_can_be_selected(plain: Chrome, site: str) -> None:
    plain.get(f"{site}/p/{KPI}")
    field = one(plain, "#citation")
    assert "表 3 第 7 列" in (field.get_attribute("value") or "")
    assert field.get_attribute("readonly") is not None
    assert not one(plain, "[data-copies=citation]").is_displayed()


# ── Whatever is typed is text ──

ATTACK = "\"'></textarea><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}"


@pytest.mark.parametrize("scripts", [True, False])
def test_notes_and_cover_are_text(browser: Chrome, site: str, scripts: bool) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    at = f"{site}/basket?basket={GOAL}_{KPI}&n1={quote(ATTACK)}&s={quote('q=' + ATTACK)}"
    browser.get(at)  # a dialog would make this fail
    assert notes(browser) == [ATTACK, ""]
    one(browser, "#question").send_keys("</textarea><script>alert(3)</script>")
    one(browser, "#down-1").click()
    until(browser, lambda: ids(browser) == [KPI, GOAL])
    assert notes(browser) == ["", ATTACK]
    foreign = (
        "return document.querySelectorAll('main img, main script:not([src^=\"/static/\"])').length"
    )
    assert browser.execute_script(foreign) == 0
    assert complaints(browser) == []
