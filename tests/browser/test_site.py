from __future__ import annotations

from urllib.parse import quote

import pytest
import states

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import (
    address,
    asked_for,
    complaints,
    focused,
    one,
    press,
    said,
    tab,
    texts,
    tick,
    until,
    window,
)
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

ADDRESSES = tuple(states.ADDRESSES.values())


# ── Every page ──


@pytest.mark.parametrize("path", ADDRESSES)
def test_no_page_complains_or_asks_another_host(browser: Chrome, site: str, path: str) -> None:
    browser.get(site + path)
    names = browser.execute_script(
        "return performance.getEntriesByType('resource').map((one) => one.name)"
    )
    assert names
    assert all(name.startswith(site) for name in names)
    assert len(names) + 1 <= 5
    assert complaints(browser) == []


SPACED = """
const style = new CSSStyleSheet();
style.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important;"
  + " word-spacing: .16em !important } p { margin-bottom: 2em !important }");
document.adoptedStyleSheets = [style];
return [...document.querySelectorAll("button, .chip, .views a, .pager a, .tick, th, td, summary")].filter((one) =>
  one.getClientRects().length && !one.closest(".scroll, .unseen") && (one.scrollWidth > one.clientWidth + 1)
  && getComputedStyle(one).display !== "inline").map((one) => one.outerHTML.slice(0, 120));
"""


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_scrolls_sideways_or_is_cut_off(browser: Chrome, site: str, path: str) -> None:
    browser.get(site + path)
    enlarge = "document.documentElement.style.fontSize = arguments[0]; return true"
    for width, size in ((320, "100%"), (640, "200%"), (1280, "100%")):
        window(browser, width)
        # The basket goes on to the address that holds what is stored.
        until(browser, lambda size=size: browser.execute_script(enlarge, size))
        wide = browser.execute_script(
            "return [...document.querySelectorAll('body *')].filter((one) =>"
            " !one.closest('.scroll, .unseen, .said, .skip, textarea, .anchor')"
            " && one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))"
        )
        assert wide == [], width
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    # Wider spacing of letters, words, lines and paragraphs.
    window(browser, 320)
    assert browser.execute_script(SPACED) == []
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 320


CONTRAST = """
const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => {
  const [x, y, z] = [r, g, b].map((c) => { c /= 255; return c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4; });
  return .2126 * x + .7152 * y + .0722 * z;
};
const ground = (one) => {
  for (; one; one = one.parentElement) {
    const colour = parse(getComputedStyle(one).backgroundColor);
    if (colour.length === 3 || colour[3] === 1) return colour;
  }
  return [255, 255, 255];
};
return [...document.querySelectorAll('body *')].filter((one) =>
  [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())
  && one.getClientRects().length && !one.closest('svg')
).map((one) => {
  const [a, b] = [light(parse(getComputedStyle(one).color)), light(ground(one))].sort((p, q) => q - p);
  return [(a + .05) / (b + .05), one.outerHTML.slice(0, 120)];
}).filter(([ratio]) => ratio < 4.5);
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_stands_out(browser: Chrome, site: str, theme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    for path in ADDRESSES:
        browser.get(site + path)
        assert browser.execute_script(CONTRAST) == [], path


# The edge of what can be used is what tells it from its ground, or its own ground does.
EDGES = (
    CONTRAST[: CONTRAST.index("return [...document")]
    + """
const ratio = (one, other) => {
  const [a, b] = [light(one), light(other)].sort((p, q) => q - p);
  return (a + .05) / (b + .05);
};
return [...document.querySelectorAll("button, .button, .chip, textarea, select, input:not([type=hidden], [type=checkbox], [type=radio])")]
  .filter((one) => one.getClientRects().length && !one.closest(".unseen"))
  .map((one) => {
    const style = getComputedStyle(one), behind = ground(one.parentElement);
    // What lies quiet beside each hit looks like a link.
    if (one.matches(".keep, .out, .gather button") && !parseFloat(style.borderTopWidth)) return [3, ""];
    const drawn = parseFloat(style.borderTopWidth) ? ratio(parse(style.borderTopColor), behind) : 1;
    return [Math.max(drawn, ratio(ground(one), behind)), one.outerHTML.slice(0, 120)];
  })
  .concat(["--edge", "--accent"].flatMap((name) => ["--paper", "--ground", "--tint"].map((under) => {
    const probe = document.createElement("i");
    const read = (token) => { probe.style.color = `var(${token})`; return parse(getComputedStyle(probe).color); };
    document.body.append(probe);
    const found = [ratio(read(name), read(under)), `${name} on ${under}`];
    probe.remove();
    return found;
  })))
  .filter(([found]) => found < 3);
"""
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_focus_and_ticks_stand_out(browser: Chrome, site: str, theme: str) -> None:
    """Focus and ticks are drawn in --accent, the edges of controls in --edge."""
    features = [{"name": "prefers-color-scheme", "value": theme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    for path in ADDRESSES:
        browser.get(site + path)
        assert browser.execute_script(EDGES) == [], path


def test_targets_are_large_enough(browser: Chrome, site: str) -> None:
    programs = (states.ADDRESSES["program"], states.ADDRESSES["work program"])
    for path in ("/", "/search?q=就業&agency=mol", "/search", "/d/mol-109-plan", *programs):
        browser.get(site + path)
        small = browser.execute_script(
            "return [...document.querySelectorAll('button, .tick, .chip, .clear, .pager a, .sorts a, .views a, .bar .hold,"
            " .links a, summary, .inline a, input[type=search], .years .from a, .leaves .aside')]"
            ".filter((one) => one.getClientRects().length)"
            ".filter((one) => { const box = one.getBoundingClientRect(); return box.height < 24 || box.width < 24; })"
            ".map((one) => one.outerHTML.slice(0, 100))"
        )
        assert small == [], path


def test_the_skip_link_comes_first_and_works(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    press(browser, Keys.TAB)
    assert focused(browser).text == "跳到主要內容"
    focused(browser).send_keys(Keys.ENTER)
    until(browser, lambda: focused(browser).get_attribute("id") == "C")


COVERED = """
let here = document.activeElement;
// The box for pages of others has its own root.
while (here?.shadowRoot) here = here.shadowRoot.activeElement;
if (!here || here === document.body) return null;
const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
// A link of the chart is as large as its column, of which only parts are painted.
const boxes = [...(here.querySelector(".hold") ?? here).getClientRects()].filter((box) => box.width && box.height);
const covered = boxes.flatMap(({ left, right, top, bottom }) => {
  const points = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2]];
  return points.filter(([x, y]) => {
    // What is larger than the window, the room kept above what is scrolled to aside, cannot be in
    // it as a whole: the long tables of the API.
    if (!inside(x, y)) return bottom - top < innerHeight - 64 && right - left < innerWidth;
    const seen = here.getRootNode().elementFromPoint(x, y);
    return !(seen && (here.contains(seen) || seen.contains(here) || seen.closest("label")?.contains(here)));
  });
});
return [here.outerHTML.slice(0, 120), boxes.length, getComputedStyle(here).outlineStyle, covered, here.name || here.tagName];
"""


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ADDRESSES)
def test_focus_is_always_seen_and_never_covered(
    browser: Chrome, site: str, path: str, width: int
) -> None:
    window(browser, width)
    browser.get(site + path)
    seen = []
    for _ in range(600):
        tab(browser)
        here = browser.execute_script(COVERED)
        if here is None:
            break
        shown, boxes, outline, covered, name = here
        assert boxes, shown
        assert outline != "none", shown
        assert covered == [], shown
        seen.append(name)
    else:
        raise AssertionError("the Tab key does not come to an end")
    assert {"q", "exact"} <= set(seen)


# ── The box ──


def test_suggestions_are_walked_and_taken_by_keyboard(browser: Chrome, site: str) -> None:
    browser.get(site + "/")
    box = one(browser, "#q")
    box.send_keys("技能")
    until(browser, lambda: box.get_attribute("aria-expanded") == "true")
    assert box.get_attribute("role") == "combobox"
    box.send_keys(Keys.ARROW_DOWN)
    chosen = one(browser, "#" + said(box, "aria-activedescendant"))
    assert chosen.get_attribute("aria-selected") == "true"
    assert focused(browser) == box
    text = said(chosen, "data-text")
    box.send_keys(Keys.ENTER)
    until(browser, lambda: address(browser) == f"search?q={text}")


def test_escape_closes_then_clears(browser: Chrome, site: str) -> None:
    browser.get(site + "/")
    box = one(browser, "#q")
    box.send_keys("技能")
    until(browser, lambda: box.get_attribute("aria-expanded") == "true")
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "技能"
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("value") == ""
    assert address(browser) == ""


def test_typing_alone_never_searches(browser: Chrome, site: str) -> None:
    browser.get(site + "/")
    box = one(browser, "#q")
    box.send_keys("技能")
    until(browser, lambda: box.get_attribute("aria-expanded") == "true")
    box.send_keys(Keys.TAB)
    until(browser, lambda: box.get_attribute("aria-expanded") == "false")
    assert address(browser) == ""
    one(browser, "#q").send_keys(Keys.ENTER)
    until(browser, lambda: address(browser) == "search?q=技能")


def test_composing_a_word_asks_once(browser: Chrome, site: str) -> None:
    browser.get(site + "/")
    one(browser, "#q").click()
    for part in ("ㄐ", "ㄐㄧ", "ㄐㄧˋ", "技", "技ㄋ", "技ㄋㄥ", "技能"):
        browser.execute_cdp_cmd(
            "Input.imeSetComposition",
            {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
        )
    assert asked_for(browser, "/suggest") == 0
    browser.execute_cdp_cmd("Input.insertText", {"text": "技能"})
    until(browser, lambda: one(browser, "#q").get_attribute("aria-expanded") == "true")
    assert one(browser, "#q").get_attribute("value") == "技能"
    assert asked_for(browser, "/suggest") == 1


def test_slash_goes_to_the_box_unless_switched_off(browser: Chrome, site: str) -> None:
    browser.get(site + "/help")
    press(browser, "/")
    assert focused(browser).get_attribute("id") == "q"
    press(browser, "1/2")
    assert one(browser, "#q").get_attribute("value") == "1/2"
    one(browser, "#slash").click()
    browser.get(site + "/coverage")
    press(browser, "/")
    assert focused(browser).tag_name == "body"
    browser.get(site + "/help")
    one(browser, "#slash").click()


# ── Ticking with scripts ──


def test_ticking_keeps_focus_and_pushes_the_address(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    before = texts(browser, "#total")
    tick(browser, "agency", "mol").send_keys(Keys.SPACE)
    until(browser, lambda: address(browser) == "search?q=就業&agency=mol")
    assert texts(browser, "#total") != before
    assert focused(browser) == tick(browser, "agency", "mol")
    assert tick(browser, "agency", "mol").is_selected()
    assert texts(browser, ".chip") == ["× 機關 勞動部"]
    assert browser.title.startswith("就業・勞動部")
    until(browser, lambda: said(one(browser, "#said"), "textContent").startswith("1 段"))
    tick(browser, "kind", "project").send_keys(Keys.SPACE)
    until(browser, lambda: address(browser).endswith("agency=mol&kind=project"))
    browser.back()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert not tick(browser, "kind", "project").is_selected()
    browser.back()
    until(browser, lambda: texts(browser, ".chip") == [])
    assert texts(browser, "#total") == before
    browser.forward()
    until(browser, lambda: tick(browser, "agency", "mol").is_selected())


def test_back_from_a_passage_finds_the_results_as_they_were(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    tick(browser, "agency", "mol").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    one(browser, ".hits h3 a").click()
    until(browser, lambda: address(browser).startswith("p/"))
    browser.back()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert tick(browser, "agency", "mol").is_selected()


def test_quick_ticks_ask_once(browser: Chrome, site: str) -> None:
    browser.get(site + "/search")
    asked = asked_for(browser, "/search")
    browser.execute_script(
        "for (const name of ['goal', 'project', 'kpi'])"
        " document.querySelector(`#panels input[value=${name}]`).click()"
    )
    until(browser, lambda: len(texts(browser, ".chip")) == 3)
    assert asked_for(browser, "/search?") - asked == 1


def test_what_is_typed_but_not_sent_stays_in_the_box_alone(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    one(browser, "#q").send_keys("服務")
    tick(browser, "agency", "mol").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert address(browser) == "search?q=就業&agency=mol"
    assert one(browser, "#q").get_attribute("value") == "就業服務"
    tick(browser, "agency", "mol").click()
    until(browser, lambda: texts(browser, ".chip") == [])
    one(browser, "#q").send_keys(Keys.ENTER)
    until(browser, lambda: address(browser) == "search?q=就業服務")


def test_ticking_exact_searches_and_stays(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=職災")
    found = texts(browser, "#total")
    exact = one(browser, "input[name=exact]")
    exact.click()
    until(browser, lambda: address(browser) == "search?q=職災&exact=1")
    until(browser, lambda: texts(browser, "#total") != found)
    assert exact.is_selected()
    browser.back()
    until(browser, lambda: texts(browser, "#total") == found)
    assert not exact.is_selected()


@pytest.mark.parametrize(
    "path", ["/search?q=就業&exact=1&page=77", "/search?q=就業&exact=1&sort=x"]
)
def test_an_error_page_keeps_what_was_asked(browser: Chrome, site: str, path: str) -> None:
    browser.get(site + path)
    assert one(browser, "#q").get_attribute("value") == "就業"
    assert one(browser, "input[name=exact]").is_selected()
    assert texts(browser, ".crumbs li")[0] == "首頁"


def test_the_facets_can_be_skipped(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    press(browser, Keys.TAB, Keys.TAB)
    assert focused(browser).text == "跳到查詢結果"
    press(browser, Keys.ENTER)
    until(browser, lambda: focused(browser).get_attribute("id") == "hits-title")
    press(browser, Keys.TAB)
    assert browser.execute_script("return document.activeElement.matches('.hits h3 a')")


def test_removing_chips_moves_focus_on(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業&agency=mol&year=109&kind=project")
    assert len(texts(browser, ".chip")) == 3
    one(browser, ".chip").send_keys(Keys.ENTER)
    until(browser, lambda: len(texts(browser, ".chip")) == 2)
    until(browser, lambda: "chip" in said(focused(browser), "class"))
    focused(browser).send_keys(Keys.ENTER)
    until(browser, lambda: len(texts(browser, ".chip")) == 1)
    until(browser, lambda: "chip" in said(focused(browser), "class"))
    one(browser, ".chip").send_keys(Keys.ENTER)
    until(browser, lambda: focused(browser).tag_name == "h2")
    assert address(browser) == "search?q=就業"


def test_the_last_chip_of_a_search_without_hits_can_go(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=恐龍&agency=mol")
    one(browser, ".chip").click()
    until(browser, lambda: address(browser) == "search?q=恐龍")
    until(browser, lambda: not one(browser, "aside.side").is_displayed())
    browser.back()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert tick(browser, "agency", "mol").is_selected()


PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<details open ontoggle=alert(1)>",
    "\u2028<b>\u2029",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_is_never_run(browser: Chrome, site: str, payload: str) -> None:
    typed = quote(payload)
    for path in (
        f"/search?q={typed}",
        f"/search?q={typed}&agency={typed}",
        f"/p/mol-109-plan-word-goal-1?q={typed}",
        f"/{typed}",
    ):
        browser.get(site + path)
        assert not browser.execute_script(
            "return document.querySelectorAll('main script, main img, iframe, main svg, [onerror],"
            " [onload], [onfocus], [ontoggle]').length"
        )
    one(browser, "#q").clear()
    one(browser, "#q").send_keys(payload.replace("\u2028", "").replace("\u2029", ""))
    ActionChains(browser).pause(0.3).perform()
    assert complaints(browser) == []


def test_facets_fold_on_a_phone(browser: Chrome, site: str) -> None:
    window(browser, 360)
    browser.get(site + "/search?q=就業")
    assert not tick(browser, "agency", "mol").is_displayed()
    one(browser, "#fold > summary").click()
    assert tick(browser, "agency", "mol").is_displayed()
    tick(browser, "agency", "mol").click()
    until(browser, lambda: texts(browser, ".chip") == ["× 機關 勞動部"])
    assert texts(browser, "#fold > summary") == ["篩選條件（1）"]


def test_a_search_that_fails_keeps_the_old_results(browser: Chrome, site: str) -> None:
    browser.get(site + "/search?q=就業")
    before = texts(browser, "#total")
    browser.execute_cdp_cmd("Network.enable", {})
    blocked = {"urls": ["*agency=mol*"]}
    browser.execute_cdp_cmd("Network.setBlockedURLs", blocked)
    try:
        tick(browser, "agency", "mol").click()
        until(browser, lambda: texts(browser, ".late"))
    finally:
        browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    assert texts(browser, "#total") == before
    assert texts(browser, ".late a") == ["直接開啟查詢結果"]


def test_a_reference_is_copied_with_its_whole_address(browser: Chrome, site: str) -> None:
    browser.get(site + "/p/mol-109-plan-word-goal-1")
    cited = said(one(browser, "#citation"), "value")
    assert f"網址：{site}/p/mol-109-plan-word-goal-1" in cited
    assert one(browser, "[data-copies=citation]").is_displayed()


# ── Scripts off ──


def test_everything_can_be_done_without_scripts(plain: Chrome, site: str) -> None:
    plain.get(site + "/")
    one(plain, "#q").send_keys("就業", Keys.ENTER)
    until(plain, lambda: address(plain) == "search?q=就業")
    boxes = plain.find_elements(By.CSS_SELECTOR, "#panels input[name=agency]")
    assert len(boxes) == 2
    for box in boxes:
        # The driver takes what is in a closed fold for hidden, even where the style shows it.
        box.send_keys(Keys.SPACE)
    one(plain, ".apply button").send_keys(Keys.ENTER)
    until(plain, lambda: len(texts(plain, ".chip")) == 2)
    one(plain, ".chip").click()
    until(plain, lambda: len(texts(plain, ".chip")) == 1)
    assert texts(plain, ".chip") == ["× 機關 示範市政府"]
    plain.find_element(By.CSS_SELECTOR, ".sorts a:nth-of-type(2)").send_keys(Keys.ENTER)
    until(plain, lambda: address(plain).endswith("sort=newest"))
    plain.find_element(By.CSS_SELECTOR, "a[rel=next]").click()
    until(plain, lambda: address(plain).endswith("page=2"))
    one(plain, ".hits h3 a").click()
    until(plain, lambda: address(plain).startswith("p/"))
    one(plain, "a.context.before").click()
    until(plain, lambda: one(plain, "h1").text.startswith("技能補助"))
    assert not one(plain, "[data-copies=citation]").is_displayed()


def test_a_hint_is_followed_without_scripts(plain: Chrome, site: str) -> None:
    plain.get(site + "/search?q=" + quote("青年") + "&agency=mol&kind=kpi")
    plain.find_element(By.LINK_TEXT, "不限種類").click()
    until(plain, lambda: texts(plain, "#total")[0].startswith("1 段"))


def test_facets_fold_on_a_phone_without_scripts(plain: Chrome, site: str) -> None:
    window(plain, 360)
    plain.get(site + "/search?q=就業")
    assert not tick(plain, "agency", "mol").is_displayed()
    one(plain, "#fold > summary").click()
    assert tick(plain, "agency", "mol").is_displayed()
