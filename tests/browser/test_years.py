"""Programs through the years and comparisons, in a real browser over the sample documents."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from driving import address, one, said, texts, window
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from waitress.server import create_server

from search.config import Settings
from search.live import LiveSearcher
from web.app import create_app

pytestmark = pytest.mark.browser

RATE = "職業災害死亡千人率"


@pytest.fixture(scope="module")
def samples(samples: Path) -> Iterator[str]:
    """The address of a site over the sample documents."""
    app = create_app(Settings(data=samples, downloads=False), LiveSearcher(samples))
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


def follow(browser: Chrome, words: str) -> None:
    browser.find_element(By.PARTIAL_LINK_TEXT, words).click()


def to_rate(browser: Chrome, samples: str) -> None:
    """From a search to the indicator's program, by links alone."""
    browser.get(f"{samples}/search?q=「{RATE}」&kind=kpi&exact=1")
    follow(browser, "歷年沿革")


def test_from_a_search_to_a_program_without_scripts(plain: Chrome, samples: str) -> None:
    to_rate(plain, samples)
    assert address(plain).startswith("program/sample-labor-kpi-")
    assert one(plain, "h1").text == RATE
    follow(plain, "110年度施政績效報告")
    assert address(plain).startswith("p/")
    assert "歷年沿革" in one(plain, ".source").text
    one(plain, ".years-of").click()
    assert address(plain).startswith("program/")


def test_the_table_tells_every_year_with_its_source(plain: Chrome, samples: str) -> None:
    to_rate(plain, samples)
    heads = texts(plain, ".beside .years thead th")
    assert heads[:3] == ["年度", "目標值", "實際值"]
    rows = texts(plain, ".beside .years tbody th")
    assert [row.split()[0] for row in rows] == ["106", "107", "108", "109", "110", "115"]
    assert "0.032以下" in texts(plain, ".beside .value strong")
    assert len(plain.find_elements(By.CSS_SELECTOR, ".beside .from a")) >= 8
    # The table stands before the chart.
    table = plain.find_element(By.CSS_SELECTOR, ".beside table").rect
    chart = plain.find_element(By.CSS_SELECTOR, ".beside svg").rect
    assert table["x"] < chart["x"]


def test_a_missing_year_is_a_gap_and_a_new_measure_breaks_the_line(
    plain: Chrome, samples: str
) -> None:
    to_rate(plain, samples)
    (targets,) = plain.find_elements(By.CSS_SELECTOR, ".l-target")
    assert len(said(targets, "points").split()) == 5
    assert len(plain.find_elements(By.CSS_SELECTOR, "rect.dot")) == 6
    # Actual values of 108 and 110 alone are two dots and no line.
    assert len(plain.find_elements(By.CSS_SELECTOR, "circle.dot")) == 2
    assert plain.find_elements(By.CSS_SELECTOR, ".l-actual") == []
    assert len(plain.find_elements(By.CSS_SELECTOR, "text.cross")) == 1
    assert "110 年到 115 年：衡量標準由" in one(plain, ".breaks").text
    label = said(one(plain, "svg.lines"), "aria-label")
    assert "108 年實際值 0.029" in label
    assert "111 年" not in label


def test_links_tell_who_made_them_and_why(plain: Chrome, samples: str) -> None:
    to_rate(plain, samples)
    assert "未經人工確認" in one(plain, ".notice").text
    assert "系統比對" in texts(plain, ".years .tag")
    assert any("內容相似" in why for why in texts(plain, ".years .why"))


def test_what_changed_from_year_to_year_is_marked_in_words_too(plain: Chrome, samples: str) -> None:
    to_rate(plain, samples)
    assert any("災保" in text for text in texts(plain, ".step ins"))
    hidden = plain.find_elements(By.CSS_SELECTOR, ".step ins .said")
    assert {said(mark, "textContent") for mark in hidden} == {"〔新增〕"}


def test_two_plans_are_picked_and_compared_without_scripts(plain: Chrome, samples: str) -> None:
    plain.get(f"{samples}/compare")
    for id_, year in (("a", 109), ("b", 110)):
        names = [
            choice.text
            for choice in Select(one(plain, f"#{id_}")).options
            if f"勞工局{year}年度施政計畫" in choice.text
        ]
        Select(one(plain, f"#{id_}")).select_by_visible_text(names[0])
    one(plain, "form.pick button.main").click()
    everything = len(plain.find_elements(By.CSS_SELECTOR, ".aligned > li"))
    assert len(plain.find_elements(By.CSS_SELECTOR, ".aligned > li.same")) > 0
    follow(plain, "只看差異")
    assert "only=1" in address(plain)
    rows = plain.find_elements(By.CSS_SELECTOR, ".aligned > li")
    assert 0 < len(rows) < everything
    assert plain.find_elements(By.CSS_SELECTOR, ".aligned > li.same") == []
    left, right = plain.find_elements(By.CSS_SELECTOR, ".changed .sides")[0].find_elements(
        By.CSS_SELECTOR, ":scope > p"
    )
    assert left.find_elements(By.TAG_NAME, "ins") == []
    assert right.find_elements(By.TAG_NAME, "del") == []
    assert left.rect["x"] < right.rect["x"]


@pytest.mark.parametrize("path", ["/compare?a=sample-labor-109-plan&b=sample-labor-110-plan", ""])
def test_narrow_pages_have_one_column_and_no_sideways_scroll(
    plain: Chrome, samples: str, path: str
) -> None:
    window(plain, 320)
    if path:
        plain.get(samples + path)
    else:
        to_rate(plain, samples)
    width = "return document.documentElement.scrollWidth"
    plain.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert plain.execute_script(width) <= 320  # type: ignore[no-untyped-call]
    if path:
        pair = plain.find_elements(By.CSS_SELECTOR, ".changed .sides")[0]
        left, right = pair.find_elements(By.CSS_SELECTOR, ":scope > p")
        assert left.rect["x"] == right.rect["x"]
        assert left.rect["y"] < right.rect["y"]
