"""The behaviours that the site promises; docs/accessibility.md names the test of each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from own_site import PROGRAMS

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import (
    FLAGS,
    address,
    asked_for,
    focused,
    one,
    press,
    reach,
    texts,
    tick,
    until,
    window,
)
from selenium import webdriver
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser


def total(browser: Chrome) -> int:
    return int(texts(browser, "#total strong")[0].replace(",", ""))


def counts(browser: Chrome, facet: str) -> dict[str, int]:
    """Each value of a facet with its count, in the order shown."""
    script = """
    return [...document.querySelectorAll(`#panels input[name=${arguments[0]}]`)].map((box) =>
      [box.value, Number(box.closest(".tick").querySelector(".count").firstChild.textContent)])
    """
    return dict(browser.execute_script(script, facet))


@pytest.fixture
def slow(browser: Chrome) -> Iterator[Chrome]:
    """A browser whose next requests take a second, once `latency` is set."""
    browser.execute_cdp_cmd("Network.enable", {})
    yield browser
    latency(browser, 0)


def latency(browser: Chrome, milliseconds: int) -> None:
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1}
    browser.execute_cdp_cmd(
        "Network.emulateNetworkConditions", {**conditions, "uploadThroughput": -1}
    )


# ── 1. Facets ──


def test_ticking_a_value_adds_exactly_its_count(browser: Chrome, site: str) -> None:
    browser.get(site + "/search")
    kinds = counts(browser, "kind")
    assert total(browser) == sum(kinds.values())
    ticked = 0
    for value, count in kinds.items():
        tick(browser, "kind", value).click()
        ticked += count
        until(browser, lambda ticked=ticked: total(browser) == ticked)
        assert counts(browser, "kind") == kinds
    # Across facets it narrows, and the other facet counts what is left.
    tick(browser, "agency", "mol").click()
    until(browser, lambda: "agency=mol" in address(browser))
    until(browser, lambda: sum(counts(browser, "kind").values()) == total(browser))
    assert counts(browser, "kind") != kinds


def test_years_stand_newest_first_and_agencies_in_official_order(
    browser: Chrome, site: str
) -> None:
    browser.get(site + "/search")
    assert list(counts(browser, "year")) == ["110", "109", "106"]
    labels = texts(browser, "[data-facet=agency] .name")
    assert labels == ["勞動部", "示範市政府"]
    assert texts(browser, "[data-facet=work_program] .name")[-1] == "未標示"


def test_500_values_can_be_sifted(browser: Chrome, large_site: str) -> None:
    browser.get(large_site + "/search")
    panel = "[data-facet=work_program]"
    shown = f"{panel} .tick:not([hidden]) .name"
    assert len([text for text in texts(browser, shown) if text]) == 10
    box = one(browser, f"{panel} [name=find]")
    # What lies beyond the values that came with the page is found too; the first ten are sifted.
    box.send_keys("第04")
    until(browser, lambda: texts(browser, shown) == [f"第04{n}類工程業務" for n in range(10)])
    box.send_keys(Keys.CONTROL, "a", Keys.NULL, "第４９７")
    until(browser, lambda: texts(browser, shown) == ["第497類工程業務"])
    one(browser, f"{panel} .tick:not([hidden]) input").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 工作計畫 第497類工程業務"])
    until(browser, lambda: texts(browser, shown) == ["第497類工程業務"])
    one(browser, f"{panel} [name=find]").send_keys(Keys.CONTROL, "a", Keys.NULL, Keys.DELETE)
    until(browser, lambda: len([text for text in texts(browser, shown) if text]) > 10)
    assert texts(browser, shown)[0] != "第497類工程業務"
    one(browser, "a.clear").click()
    until(browser, lambda: texts(browser, ".chip") == [])


def test_composing_in_the_filter_box_asks_once(browser: Chrome, large_site: str) -> None:
    browser.get(large_site + "/search")
    one(browser, "[data-facet=work_program] [name=find]").click()
    for part in ("ㄍ", "ㄍㄨㄥ", "工"):
        browser.execute_cdp_cmd(
            "Input.imeSetComposition", {"text": part, "selectionStart": 1, "selectionEnd": 1}
        )
    assert asked_for(browser, "/values/") == 0
    browser.execute_cdp_cmd("Input.insertText", {"text": "工"})
    until(browser, lambda: asked_for(browser, "/values/") == 1)


def test_no_value_is_named_so(browser: Chrome, large_site: str) -> None:
    browser.get(large_site + "/search")
    panel = "[data-facet=work_program]"
    one(browser, f"{panel} [name=find]").send_keys("無此名稱")
    until(browser, lambda: one(browser, f"{panel} .none-sought").is_displayed())
    assert texts(browser, f"{panel} .tick:not([hidden])") == []


def test_all_values_have_a_page_of_their_own(browser: Chrome, large_site: str) -> None:
    browser.get(large_site + "/search")
    one(browser, "[data-facet=work_program] [name=find]").send_keys("第04", Keys.ENTER)
    until(browser, lambda: address(browser) == "values/work_program?find=第04")
    assert texts(browser, ".all-values .name") == [f"第04{n}類工程業務" for n in range(10)]
    one(browser, ".all-values .tick input").click()
    one(browser, ".all-values button").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 工作計畫 第040類工程業務"])
    assert total(browser) == 1


def test_500_values_can_be_sifted_without_scripts(browser: Chrome, large_site: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(large_site + "/search?agency=" + quote("示範市政府"))
    # The driver takes what is in a closed fold for hidden, even where the style shows it.
    reach(browser, "[data-facet=work_program] .rest summary")
    press(browser, Keys.ENTER)
    reach(browser, "[data-facet=work_program] .rest .more a")
    press(browser, Keys.ENTER)
    until(browser, lambda: address(browser).startswith("values/work_program?agency="))
    assert len(texts(browser, ".all-values .tick")) == PROGRAMS + 2
    one(browser, "#find").send_keys("工程業務", Keys.ENTER)
    until(browser, lambda: "find=工程業務" in address(browser))
    assert len(texts(browser, ".all-values .tick")) == PROGRAMS
    browser.find_element(By.LINK_TEXT, "不改變，回查詢結果").click()
    until(browser, lambda: address(browser).startswith("search?agency="))


# ── 2. Chips ──


def test_chips_say_what_they_remove_and_any_change_begins_at_page_1(
    browser: Chrome, site: str
) -> None:
    browser.get(site + "/search?agency=" + quote("示範市政府") + "&page=2")
    names = [
        chip.get_attribute("aria-label") for chip in browser.find_elements(By.CLASS_NAME, "chip")
    ]
    assert names == ["移除篩選：機關 示範市政府"]
    tick(browser, "kind", "project").click()
    until(browser, lambda: len(texts(browser, ".chip")) == 2)
    assert "page" not in address(browser)
    browser.get(site + "/search?q=" + quote("就業") + "&agency=mol&kind=project")
    one(browser, "a.clear").click()
    until(browser, lambda: address(browser) == "search?q=就業")


# ── 3. Nothing found ──


def test_nothing_found_says_how_it_was_read_and_what_would_help(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=" + quote("就業 職業") + "&agency=mol&year=110")
    assert (
        browser.execute_script(
            "return performance.getEntriesByType('navigation')[0].responseStatus"
        )
        == 200
    )
    shown = one(browser, ".nothing").text
    assert "就業" in shown
    assert "不限機關" in shown
    assert "勞動部 110 年度的文件不在收錄範圍內" in shown
    browser.find_element(By.LINK_TEXT, "查看收錄範圍").click()
    until(browser, lambda: address(browser) == "coverage")


# ── 4. What else was searched ──


def test_other_wordings_are_listed_and_can_be_switched_off(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=" + quote("職災"))
    one(browser, ".forms summary").click()
    assert "職業災害（同義詞）" in one(browser, ".forms").text
    found = total(browser)
    browser.find_element(By.CSS_SELECTOR, ".forms p a").click()
    until(browser, lambda: "exact=1" in address(browser))
    assert total(browser) < found
    assert one(browser, "input[name=exact]").is_selected()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("執業災害", "職業災害"), ("職業栽害", "職業災害"), ("就業幅務", "就業服務")],
)
def test_a_slip_of_sound_or_shape_is_offered_and_never_put_in_place(
    browser: Chrome, site: str, typed: str, meant: str
) -> None:
    browser.get(f"{site}/search?q={typed}")
    assert one(browser, "#total").get_attribute("textContent") == "0 段"
    assert one(browser, "#q").get_attribute("value") == typed
    assert address(browser) == f"search?q={typed}"
    offered = texts(browser, ".meant a")
    assert offered[0] == meant
    # What is offered has hits.
    for text in offered:
        browser.get(f"{site}/search?q={typed}")
        browser.find_element(By.LINK_TEXT, text).click()
        until(browser, lambda text=text: address(browser) == f"search?q={text}")
        assert total(browser) > 0


# ── 5. Marks ──


def test_marks_are_bold_and_in_the_spelling_of_the_source(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=" + quote("僱主"))
    assert texts(browser, "mark") == ["雇主"]
    mark = one(browser, "mark")
    assert int(mark.value_of_css_property("font-weight")) >= 600
    assert mark.value_of_css_property("font-style") == "normal"
    browser.get(site + "/search?q=" + quote("職業災害 災害"))
    assert texts(browser, "mark mark") == []
    browser.get(site + "/p/mol-109-plan-word-project-1?q=" + quote("僱主"))
    marked = texts(browser, ".prose")
    browser.get(site + "/p/mol-109-plan-word-project-1")
    assert texts(browser, ".prose") == marked
    assert texts(browser, "mark") == []


# ── 6. Sorting and pages ──


def test_sorting_begins_at_page_1_and_there_is_a_way_back_from_past_the_end(
    browser: Chrome, site: str
) -> None:
    browser.get(site + "/search?page=2")
    assert len(texts(browser, ".hits > li")) == 9
    browser.find_element(By.LINK_TEXT, "舊到新").click()
    until(browser, lambda: address(browser) == "search?sort=oldest")
    assert texts(browser, ".hit .year")[0].startswith("106 年")
    browser.get(site + "/search?page=7")
    browser.find_element(By.LINK_TEXT, "到最後一頁（第 2 頁）").click()
    until(browser, lambda: address(browser) == "search?page=2")


# ── 7. The address is the whole state ──


@pytest.mark.parametrize("written", ["2020", "１０９", "民國109年", "一○九"])
def test_every_way_to_write_a_year_leads_to_one_address(
    browser: Chrome, site: str, written: str
) -> None:
    browser.get(f"{site}/search?q={quote('就業')}&year={quote(written)}")
    assert address(browser) == "search?q=就業&year=109"
    assert browser.title.startswith("就業・109 年（2020）")


# ── 11, 12, 13. While results are on their way ──


NARROWED = "/search?q=" + quote("勞動部109年度職業災害")


def test_an_unticked_box_of_a_word_stays_unticked(browser: Chrome, site: str) -> None:
    browser.get(site + NARROWED)
    assert tick(browser, "year", "109").is_selected()
    tick(browser, "year", "109").click()
    until(browser, lambda: address(browser) == "search?q=職業災害&agency=mol")
    assert not tick(browser, "year", "109").is_selected()
    assert one(browser, "#q").get_attribute("value") == "職業災害"
    tick(browser, "agency", "mol").click()
    until(browser, lambda: address(browser) == "search?q=職業災害")
    assert not tick(browser, "agency", "mol").is_selected()


def test_so_it_does_without_scripts(plain: Chrome, site: str) -> None:
    window(plain, 360)
    plain.get(site + NARROWED)
    one(plain, "#fold > summary").click()
    tick(plain, "year", "109").click()
    one(plain, "#q").send_keys(Keys.ENTER)
    until(plain, lambda: address(plain) == "search?q=職業災害&agency=mol")
    assert not tick(plain, "year", "109").is_selected()


def test_a_line_typed_anew_drops_what_the_last_one_ticked(browser: Chrome, site: str) -> None:
    browser.get(site + NARROWED)
    box = one(browser, "#q")
    box.clear()
    box.send_keys("106年度職業災害", Keys.ENTER)
    until(browser, lambda: address(browser) == "search?q=106年度職業災害")


def test_the_last_tick_wins(slow: Chrome, site: str) -> None:
    slow.get(site + "/search")
    latency(slow, 600)
    tick(slow, "agency", "mol").click()
    until(slow, lambda: one(slow, "#found").get_attribute("aria-busy") == "true")
    tick(slow, "kind", "kpi").click()
    until(slow, lambda: len(texts(slow, ".chip")) == 2)
    until(slow, lambda: one(slow, "#found").get_attribute("aria-busy") == "false")
    assert address(slow) == "search?agency=mol&kind=kpi"


def test_old_results_stay_while_new_ones_are_fetched(slow: Chrome, site: str) -> None:
    slow.get(site + "/search")
    before = texts(slow, "#total")
    latency(slow, 1500)
    tick(slow, "agency", "mol").click()
    assert not one(slow, "#waiting").is_displayed()
    until(slow, lambda: one(slow, "#waiting").is_displayed())
    assert one(slow, "#waiting").text == "查詢中…"
    assert one(slow, "#found").get_attribute("aria-busy") == "true"
    assert texts(slow, "#total") == before
    assert one(slow, "#said").get_attribute("textContent") == ""
    until(slow, lambda: texts(slow, "#total") != before)
    assert not one(slow, "#waiting").is_displayed()
    assert one(slow, "#found").get_attribute("aria-busy") == "false"
    # The one status region says the count, and nothing else.
    until(slow, lambda: one(slow, "#said").get_attribute("textContent") == texts(slow, "#total")[0])
    assert len(slow.find_elements(By.CSS_SELECTOR, "main [role=status], main [aria-live]")) == 1


def test_an_answer_that_is_too_late_leaves_a_plain_link(slow: Chrome, site: str) -> None:
    """Eight seconds are made half a one; the rest of the page's time runs as ever."""
    script = "const set = setTimeout; setTimeout = (f, ms) => set(f, ms === 8000 ? 500 : ms);"
    added = slow.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
    try:
        slow.get(site + "/search")
        before = texts(slow, "#total")
        latency(slow, 4000)
        tick(slow, "agency", "mol").click()
        until(slow, lambda: texts(slow, ".late a") == ["直接開啟查詢結果"])
        assert texts(slow, "#total") == before
        latency(slow, 0)
        one(slow, ".late a").click()
        until(slow, lambda: texts(slow, ".chip") == ["× 機關 勞動部"])
    finally:
        slow.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


# ── 14. Back and forward ──


def test_pages_come_back_from_the_browser_s_memory(site: str) -> None:
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    # The driver switches this memory off unless it is told not to.
    options.add_experimental_option("excludeSwitches", ["disable-back-forward-cache"])
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        driver.get(site + "/search?q=" + quote("技能"))
        driver.execute_script(
            "window.addEventListener('pageshow', (event) => { window.kept = event.persisted; });"
            "window.scrollTo(0, 900)"
        )
        driver.find_elements(By.CSS_SELECTOR, ".hits h3 a")[5].click()
        until(driver, lambda: address(driver).startswith("p/"))
        driver.back()
        until(driver, lambda: driver.execute_script("return window.kept") is True)
        assert driver.execute_script("return window.scrollY") > 400
    finally:
        driver.quit()


# ── 15. Print ──


PAPER = (
    "/search?q=職業災害",
    "/search?q=職業災害&view=matrix",
    "/p/mol-109-plan-word-goal-1?q=職業災害",
)


@pytest.mark.parametrize("path", PAPER)
def test_print_leaves_the_text_with_where_it_is_from(browser: Chrome, site: str, path: str) -> None:
    browser.get(site + path)
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = browser.execute_script(
            "return [...document.querySelectorAll('form, nav, .side, button, .button, .chart .aside')]"
            ".filter((one) => one.getClientRects().length).map((one) => one.className)"
        )
        assert shown == []
        for mark in browser.find_elements(By.TAG_NAME, "mark"):
            assert "underline" in mark.value_of_css_property("text-decoration")
        assert "列印日期：民國" in one(browser, ".bottom .printed-from").text
        assert f"本頁網址：{site}{path}" in one(browser, ".bottom .printed-from").text
        for hit in browser.find_elements(By.CSS_SELECTOR, "#found .hit"):
            assert f"{site}/p/" in hit.text
        for leaf in browser.find_elements(By.CSS_SELECTOR, ".hit, .leaf"):
            assert leaf.value_of_css_property("break-inside") == "avoid"
        folded = browser.execute_script(
            "return [...document.querySelectorAll('main details:not(.fold, .rest, .numbers-of, .printed, .grid *)')]"
            ".filter((one) => !one.children[1].getClientRects().length).map((one) => one.outerHTML)"
        )
        assert folded == []
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("path", ["/coverage", "/search?q=職業災害&view=matrix"])
def test_no_column_of_a_wide_table_is_cut_on_paper(
    browser: Chrome, hostile_site: str, path: str
) -> None:
    """Thirty years stand on a sheet of 297 mm with margins of 15 mm."""
    browser.get(hostile_site + path.replace("職業災害", "計畫"))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    window(browser, 1009)
    try:
        assert len(texts(browser, ".grid thead tr:first-child th")) > 30
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 1009
        assert browser.execute_script(
            "return [...document.querySelectorAll('.grid')].every((one) =>"
            " one.getBoundingClientRect().right <= innerWidth)"
        )
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_ticked_page_prints_its_own_address(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    tick(browser, "agency", "mol").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    paper = one(browser, ".bottom .printed-from").get_attribute("textContent")
    assert "/search?q=就業&agency=mol" in (paper or "")


# ── 16. Narrow windows ──


def test_a_wide_table_is_scrolled_by_keyboard_in_a_named_region(browser: Chrome, site: str) -> None:
    window(browser, 320)
    browser.get(site + "/search?q=" + quote("就業") + "&view=matrix")
    region = one(browser, ".matrix").find_element(By.XPATH, "..")
    assert region.get_attribute("aria-label")
    assert region.get_attribute("tabindex") == "0"
    browser.execute_script("arguments[0].focus()", region)
    press(browser, *[Keys.ARROW_RIGHT] * 5)
    until(browser, lambda: browser.execute_script("return arguments[0].scrollLeft", region) > 0)
    # The agency stays in sight.
    left = browser.execute_script(
        "return document.querySelector('.matrix tbody th').getBoundingClientRect().left"
    )
    assert left >= 0


# ── 17. What the system asks for ──


def test_motion_and_colours_follow_the_system(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=" + quote("就業"))
    ground = one(browser, "body").value_of_css_property("background-color")
    features = [
        {"name": "prefers-color-scheme", "value": "dark"},
        {"name": "prefers-reduced-motion", "value": "reduce"},
    ]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    assert one(browser, "body").value_of_css_property("background-color") != ground
    assert one(browser, "#found").value_of_css_property("transition-duration") in ("0s", "")


def test_what_is_current_can_be_told_in_forced_colours(browser: Chrome, site: str) -> None:
    forced = [{"name": "forced-colors", "value": "active"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": forced})
    browser.get(site + "/search?q=就業&sort=newest")

    def ground(selector: str) -> str:
        return one(browser, selector).value_of_css_property("background-color")

    assert one(browser, "mark").value_of_css_property("outline-style") == "solid"
    for links in (".views", ".sorts"):
        assert ground(f"{links} a[aria-current]") != ground(f"{links} a:not([aria-current])")
    box = one(browser, "#q")
    box.send_keys(Keys.CONTROL, "a", Keys.NULL, "技能")
    until(browser, lambda: box.get_attribute("aria-expanded") == "true")
    box.send_keys(Keys.ARROW_DOWN)
    assert ground("#suggestions [aria-selected=true]") != ground("#suggestions")
    browser.get(site + "/coverage")
    assert ground(".links a[aria-current]") != ground(".links a:not([aria-current])")


# ── 18. Letters ──


def test_text_is_set_for_chinese(browser: Chrome, site: str) -> None:
    browser.get(site + "/p/mol-109-plan-word-goal-1")
    body, prose = one(browser, "body"), one(browser, ".prose")
    assert one(browser, "html").get_attribute("lang") == "zh-Hant-TW"
    assert body.value_of_css_property("font-family").startswith('"Noto Sans TC"')
    leading, size = (
        float(prose.value_of_css_property(name).removesuffix("px"))
        for name in ("line-height", "font-size")
    )
    assert leading / size == pytest.approx(1.75, abs=0.01)
    assert prose.size["width"] <= 38 * size + 1
    assert browser.execute_script("return document.fonts.size") == 0


# ── By keyboard alone ──


def test_search_tick_open_and_back_by_keyboard(browser: Chrome, site: str) -> None:
    browser.get(site + "/")
    press(browser, "/")
    press(browser, "就業", Keys.ENTER)
    until(browser, lambda: address(browser) == "search?q=就業")
    reach(browser, "input[name=agency][value=mol]")
    press(browser, Keys.SPACE)
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert focused(browser) == tick(browser, "agency", "mol")
    reach(browser, ".hits h3 a")
    press(browser, Keys.ENTER)
    until(browser, lambda: address(browser).startswith("p/"))
    browser.back()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    reach(browser, "a.chip")
    press(browser, Keys.ENTER)
    until(browser, lambda: texts(browser, ".chip") == [])
    until(browser, lambda: focused(browser).tag_name == "h2")


def test_a_year_of_the_chart_and_a_cell_of_the_matrix_by_keyboard(
    browser: Chrome, site: str
) -> None:
    browser.get(site + "/search?q=" + quote("就業"))
    reach(browser, ".bars a")
    name = browser.execute_script("return document.activeElement.textContent")
    assert name == "只看 109 年，1 段"
    press(browser, Keys.ENTER)
    until(browser, lambda: address(browser) == "search?q=就業&year=109")
    reach(browser, ".views a:last-child")
    press(browser, Keys.ENTER)
    until(browser, lambda: "view=matrix" in address(browser))
    reach(browser, ".matrix td a")
    press(browser, Keys.ENTER)
    until(browser, lambda: address(browser).startswith("search?q=就業&agency=mol"))
    assert total(browser) == 1
