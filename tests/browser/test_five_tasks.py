"""Five tasks of a new user, each with no more presses than promised."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import address, one, texts, until

pytest.importorskip("selenium", reason="selenium is not installed")

from own_site import serving
from selenium.webdriver import Chrome, Keys

from indexer import pipeline

pytestmark = pytest.mark.browser

PLAN = """示範市政府環境局{year}年度施政計畫

壹、年度施政目標
一、提高資源回收率：推廣源頭減量，資源回收率達 {target}。

參、關鍵績效指標
表1 關鍵績效指標
關鍵策略目標｜關鍵績效指標｜衡量標準｜年度目標值
提高資源回收率｜資源回收率｜（回收量÷廢棄物總量）×100%｜{target}
"""


class Person:
    """Presses, counted; typing is none."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser
        self.presses = 0

    def search(self, text: str) -> None:
        """Type into the box and press Enter."""
        box = one(self.browser, "#q")
        box.clear()
        self.presses += 1
        box.send_keys(text, Keys.ENTER)
        until(self.browser, lambda: "/search" in self.browser.current_url)

    def press(self, selector: str) -> None:
        """Press a link or a button."""
        self.presses += 1
        one(self.browser, selector).click()


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of one indicator in two years."""
    folder, data = tmp_path_factory.mktemp("plans"), tmp_path_factory.mktemp("data")
    for year, target in ((108, "55%"), (109, "57%")):
        Path(folder, f"plan-{year}.txt").write_text(PLAN.format(year=year, target=target), "utf-8")
    pipeline.run([folder], data, "whoosh", lambda *_: None)
    with serving(data) as found:
        yield found


def test_the_target_of_an_indicator_in_one_press(browser: Chrome, plans: str) -> None:
    browser.get(plans)
    person = Person(browser)
    person.search("資源回收率 109 年目標值")
    assert "57%" in " ".join(texts(browser, ".answer dd, .hits .hit"))
    assert person.presses <= 1


def test_who_else_planned_it_in_two(browser: Chrome, site: str) -> None:
    browser.get(site)
    person = Person(browser)
    person.search("就業")
    person.press(".views a:last-child")
    until(browser, lambda: len(texts(browser, ".matrix tbody th")) >= 2)
    assert {"勞動部", "示範市政府"} <= set(texts(browser, ".matrix tbody th"))
    assert person.presses <= 2


def test_what_changed_since_last_year_in_two(browser: Chrome, plans: str) -> None:
    browser.get(plans)
    person = Person(browser)
    person.search("資源回收率")
    person.press(".hits .facts a[href*='/program/']")
    until(browser, lambda: "/program/" in browser.current_url)
    shown = one(browser, "main").text
    assert "55%" in shown
    assert "57%" in shown
    assert person.presses <= 2


def test_the_evidence_is_sent_in_four(browser: Chrome, site: str) -> None:
    browser.get(site)
    person = Person(browser)
    person.search("職業災害")
    person.press(".hits h3 a")
    until(browser, lambda: address(browser).startswith("p/"))
    person.press("[data-copies='whole-text citation']")
    until(browser, lambda: texts(browser, "#whole-text-copied") != [""])
    assert one(browser, "#whole-text-copied").text == "已複製全文與出處"
    assert person.presses <= 4


def test_the_box_is_embedded_in_three(browser: Chrome, site: str) -> None:
    browser.get(site)
    person = Person(browser)
    person.press(".bottom a[href^='/sitemap']")
    until(browser, lambda: "/sitemap" in browser.current_url)
    person.press("a[href='/embed']")
    until(browser, lambda: "/embed" in browser.current_url)
    person.press("[data-copies]")
    until(browser, lambda: "已複製" in one(browser, "main").text)
    assert person.presses <= 3
