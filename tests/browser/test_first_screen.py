"""What the first screen holds: the first hit, and few stops on the way to it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from driving import one, press, reach, window

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver import Chrome, Keys

pytestmark = pytest.mark.browser

QUERIES = ("就業", "勞動部 109 年 就業", "雇主", "就業 技能", "職業災害 就業 OR 技能")
TITLE = ".hits .hit :is(h3, h4), .answer h2"


def _top(browser: Chrome, selector: str) -> float:
    script = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
    return float(browser.execute_script(script, selector))


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 900, 330), (360, 740, 420)])
@pytest.mark.parametrize("text", QUERIES)
def test_the_first_hit_stands_high(
    browser: Chrome, site: str, text: str, width: int, height: int, most: int
) -> None:
    window(browser, width, height)
    browser.get(f"{site}/search?q={quote(text)}")
    assert _top(browser, TITLE) <= most
    assert one(browser, "html").size["width"] == width


@pytest.mark.parametrize("text", QUERIES[:3])
def test_few_stops_lie_between_the_skip_link_and_the_first_hit(
    browser: Chrome, site: str, text: str
) -> None:
    browser.get(f"{site}/search?q={quote(text)}")
    reach(browser, "a.skip[href='#hits-title']")
    press(browser, Keys.ENTER)
    for _ in range(12):
        press(browser, Keys.TAB)
        if browser.execute_script("return document.activeElement.matches('.hits .hit a')"):
            return
    raise AssertionError("more than 12 stops")


def test_the_strip_of_years_is_low_and_says_its_numbers(browser: Chrome, site: str) -> None:
    browser.get(f"{site}/search?q={quote('就業')}")
    assert one(browser, ".bars").size["height"] <= 40
    assert one(browser, ".bars a").get_attribute("textContent") == "只看 109 年，1 段"
