"""The list of hits, of which what is below the first screen is laid out after it is shown."""

from __future__ import annotations

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import until, window
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from web.params import SIZE

pytestmark = pytest.mark.browser

LIST = "/search?q=技能"
"""More than a screen of hits."""


def hits_told(browser: Chrome) -> int:
    """How many hits assistive software finds."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return sum(node.get("role", {}).get("value") == "article" for node in nodes)


def hits_sent(browser: Chrome) -> int:
    """How many hits the page holds."""
    return len(browser.find_elements(By.CSS_SELECTOR, ".hits > li"))


def laid_out(browser: Chrome) -> bool:
    script = "return !document.querySelector(':is(.hits, .groups) > li:not(.group li, .laid)')"
    return bool(browser.execute_script(script))


@pytest.mark.parametrize(("path", "least"), [(LIST, SIZE), ("/search?view=documents", 4)])
def test_assistive_software_finds_every_hit(
    browser: Chrome, site: str, path: str, least: int
) -> None:
    browser.get(site + path)
    assert hits_sent(browser) >= least
    until(browser, lambda: hits_told(browser) == hits_sent(browser))
    browser.execute_script("document.querySelector('#panels input[name=kind]').click()")
    until(browser, lambda: "kind=" in browser.current_url)
    until(browser, lambda: laid_out(browser))
    assert hits_told(browser) == hits_sent(browser)


def test_without_scripts_assistive_software_finds_every_hit(plain: Chrome, site: str) -> None:
    plain.get(site + LIST)
    assert hits_told(plain) == hits_sent(plain) >= SIZE


@pytest.mark.parametrize("width", [1280, 360])
def test_a_reload_finds_the_place(browser: Chrome, site: str, width: int) -> None:
    window(browser, width)
    browser.get(site + LIST)
    until(browser, lambda: laid_out(browser))
    browser.execute_script("document.querySelectorAll('.hits > li')[14].scrollIntoView()")
    script = """
    return [scrollY, document.querySelectorAll('.hits > li')[14].getBoundingClientRect().top]
    """
    before = browser.execute_script(script)
    assert before[0] > 0
    browser.refresh()
    until(browser, lambda: browser.execute_script(script) == before)


def test_paper_leaves_no_hit_for_later(browser: Chrome, site: str) -> None:
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        browser.get(site + LIST)
        # As in a window that draws no frame, and so has not come to lay them out.
        ways = browser.execute_script(
            "return [...document.querySelectorAll('.hits > li')].map((one) => {"
            "one.classList.remove('laid'); return getComputedStyle(one).contentVisibility; })"
        )
        assert len(ways) >= SIZE
        assert set(ways) == {"visible"}
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_what_is_short_stands_together_in_a_tall_window(browser: Chrome, site: str) -> None:
    # A page that has come in part is short too: what stood apart would move as more comes.
    window(browser, 360, 2400)
    browser.get(site + "/search?q=就業&agency=mol")
    gap = browser.execute_script(
        "const bottom = document.querySelector('.side').getBoundingClientRect().bottom;"
        "return document.getElementById('found').getBoundingClientRect().top - bottom"
    )
    assert gap < 40
