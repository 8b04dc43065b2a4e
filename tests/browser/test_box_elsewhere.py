"""The box on pages of others: strict, hostile, old, narrow, framed, without scripts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import other_site
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from boxes import address, code, found_by_axe, inside, is_open, told
from driving import asked_for, complaints, one, press, until
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from test_tools import TAGS

pytestmark = pytest.mark.browser

WITH_SCRIPTS = ("strict", "hostile", "globals", "column")
"""Host pages in which the box itself stands; `framed` shows the strict one in a frame."""
RESULTS = "/search?q=職業災害&agency=mol&kind=goal"


# ── On every page ──


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_the_box_is_there_and_searches(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    page = hosted(name)
    box, button = inside(page, "#q"), inside(page, "button")
    label = inside(page, "label")
    for shown in (box, button, label):
        assert shown.is_displayed()
    for target in (box, button):
        assert target.size["height"] >= 24
        assert target.size["width"] >= 24
    assert box.size["width"] >= 100
    # Side by side, in what width there is.
    assert abs(box.rect["y"] - button.rect["y"]) < 2
    assert box.rect["x"] + box.rect["width"] <= button.rect["x"] + 1
    assert not one(page, "plan-search form").is_displayed()
    box.send_keys("職業災害")
    button.click()
    until(page, lambda: address(page) == ours + RESULTS)
    assert page.find_elements(By.CSS_SELECTOR, ".hits > li")


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_suggestions_come_and_nothing_complains(hosted: Callable[[str], Chrome], name: str) -> None:
    page = hosted(name)
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    rows = inside(page, "#l").find_elements(By.CSS_SELECTOR, "li")
    assert "就業服務" in [row.text for row in rows]
    for row in rows:
        assert row.size["height"] >= 24
        assert row.rect["x"] >= 0
    assert told(page) == []
    assert complaints(page) == []


@pytest.mark.parametrize("name", WITH_SCRIPTS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_inside(
    hosted: Callable[[str], Chrome], tools: Path, name: str, theme: str
) -> None:
    page = hosted(name)
    features = [{"name": "prefers-color-scheme", "value": theme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    press(page, Keys.ARROW_DOWN)
    assert found_by_axe(page, tools, TAGS, "plan-search") == []


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_one_request_for_each_composed_word(hosted: Callable[[str], Chrome], name: str) -> None:
    page = hosted(name)
    inside(page, "#q").click()
    for number, word in enumerate(
        (("ㄐ", "ㄐㄧ", "就", "就ㄧ", "就ㄧㄝ", "就業"), ("ㄈ", "服", "服務"))
    ):
        for part in word:
            page.execute_cdp_cmd(
                "Input.imeSetComposition",
                {"text": part, "selectionStart": len(part), "selectionEnd": len(part)},
            )
            time.sleep(0.15)
        assert asked_for(page, "/suggest") == number
        page.execute_cdp_cmd("Input.insertText", {"text": word[-1]})
        until(page, lambda number=number: asked_for(page, "/suggest") == number + 1)
    time.sleep(0.5)
    assert asked_for(page, "/suggest") == 2
    assert inside(page, "#q").get_attribute("value") == "就業服務"


@pytest.mark.parametrize("name", WITH_SCRIPTS)
def test_everything_is_done_by_keyboard(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    page = hosted(name)
    for _ in range(4):
        press(page, Keys.TAB)
        if page.switch_to.active_element.tag_name == "plan-search":
            break
    box = inside(page, "#q")
    outline = box.value_of_css_property("outline-style"), box.value_of_css_property("outline-width")
    assert outline == ("solid", "3px")
    press(page, "技能")
    until(page, lambda: is_open(page))
    first = inside(page, "#o0").text
    press(page, Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == "o0"
    assert inside(page, "[aria-selected=true]").text == first
    press(page, Keys.ARROW_UP)
    assert box.get_attribute("aria-activedescendant") is None
    press(page, Keys.ARROW_UP)
    last = len(inside(page, "#l").find_elements(By.CSS_SELECTOR, "li")) - 1
    assert box.get_attribute("aria-activedescendant") == f"o{last}"
    # Esc closes, then clears.
    press(page, Keys.ESCAPE)
    assert not is_open(page)
    assert box.get_attribute("value") == "技能"
    press(page, Keys.ESCAPE)
    assert box.get_attribute("value") == ""
    press(page, "技能")
    until(page, lambda: is_open(page))
    # Tab leaves and closes.
    press(page, Keys.TAB)
    assert not is_open(page)
    assert page.execute_script("return document.activeElement.shadowRoot.activeElement.type") == (
        "submit"
    )
    ActionChains(page).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    press(page, Keys.ARROW_DOWN)
    assert inside(page, "[aria-selected=true]").text == first
    press(page, Keys.ENTER)
    until(page, lambda: address(page) == f"{ours}/search?q={first}&agency=mol&kind=goal")


# The hostile page hides its own forms; there the box alone is seen.
@pytest.mark.parametrize("name", [name for name in WITH_SCRIPTS if name != "hostile"])
def test_without_scripts_the_form_searches(
    hosted: Callable[[str], Chrome], ours: str, name: str
) -> None:
    chrome = hosted("framed")
    chrome.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page = hosted(name)
    one(page, "plan-search input[name=q]").send_keys("職業災害", Keys.ENTER)
    until(page, lambda: address(page) == ours + RESULTS)


# ── In a page that is one form ──


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_is_one_form_keeps_its_fields(
    visitor: Chrome, host: other_site.Service, ours: str, scripts: bool
) -> None:
    box = code(visitor, ours, "code", "?agency=mol&kind=goal&inside=1&label=x%26y")
    host.answer = other_site.pages(ours, box, "")
    visitor.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    for sends in (False, True):
        visitor.get(f"{host.address}/formed.html")
        if sends:
            one(visitor, "[name=after]").send_keys("02", Keys.ENTER)
            sent = f"{host.address}/formed.html?state=1&before=&after=02"
            until(visitor, lambda sent=sent: address(visitor) == sent)
        elif scripts:
            assert inside(visitor, "label").text == "x&y"
            inside(visitor, "#q").send_keys("職業災害", Keys.ENTER)
            until(visitor, lambda: address(visitor) == ours + RESULTS)
        else:
            one(visitor, "plan-search a").click()
            until(visitor, lambda: address(visitor) == f"{ours}/search?agency=mol&kind=goal")


# ── In frames ──


def test_in_a_frame_the_results_take_the_whole_window(
    hosted: Callable[[str], Chrome], ours: str
) -> None:
    page = hosted("framed")
    page.switch_to.frame(0)
    inside(page, "#q").send_keys("就業")
    until(page, lambda: is_open(page))
    assert told(page) == []
    inside(page, "#q").send_keys(Keys.ESCAPE, Keys.ESCAPE, "職業災害", Keys.ENTER)
    page.switch_to.default_content()
    until(page, lambda: address(page) == ours + RESULTS)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_variant_in_a_frame_searches_in_the_whole_window(
    hosted: Callable[[str], Chrome], ours: str, scripts: bool
) -> None:
    page = hosted("editor")
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})
    page = hosted("editor")
    page.switch_to.frame(0)
    box = one(page, "#q")
    # All of it is seen in the height that the code gives.
    assert box.rect["y"] + box.rect["height"] <= 88
    box.send_keys("職業災害", Keys.ENTER)
    page.switch_to.default_content()
    until(page, lambda: address(page) == ours + RESULTS)


def test_axe_finds_nothing_in_the_variant_in_a_frame(
    hosted: Callable[[str], Chrome], tools: Path
) -> None:
    page = hosted("editor")
    page.get(one(page, "iframe").get_attribute("src") or "")
    # Headings and regions are the matter of the page around it.
    assert found_by_axe(page, tools, TAGS, "form") == []


@pytest.mark.parametrize("path", ["/", "/search", "/embed", "/embed/frame"])
def test_other_sites_cannot_frame_what_is_not_for_them(
    visitor: Chrome, ours: str, path: str
) -> None:
    with other_site.serving() as stranger:
        body = f"<title>x</title><iframe src='{ours}{path}'></iframe>".encode()
        stranger.answer = lambda _: (200, {"Content-Type": "text/html"}, body)
        visitor.get(stranger.address)
        visitor.switch_to.frame(0)
        assert not visitor.find_elements(By.CSS_SELECTOR, "form")
        visitor.switch_to.default_content()
        refused = [entry["message"] for entry in visitor.get_log("browser")]  # type: ignore[no-untyped-call]
        assert any("frame-ancestors" in message for message in refused)


def test_scripts_of_other_sites_get_no_suggestions(visitor: Chrome, ours: str) -> None:
    box = code(visitor, ours, "code")
    with other_site.serving() as stranger:
        stranger.answer = other_site.pages(ours, box, "")
        visitor.get(f"{stranger.address}/strict.html")
        inside(visitor, "#q").send_keys("就業")
        until(visitor, lambda: visitor.execute_script("return events") == [["error", "就業"]])
        assert not is_open(visitor)
        assert told(visitor) == []
