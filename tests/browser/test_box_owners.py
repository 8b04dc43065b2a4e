"""The box as the owners of pages meet it: choices, code, a blank file, events, colours."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import other_site
import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from boxes import address, code, inside, told
from driving import one, press, until
from other_site import Service
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).parents[2] / "web" / "static" / "embed"


# ── What owners can do ──


def test_owners_can_stop_a_search(hosted: Callable[[str], Chrome], host: Service) -> None:
    page = hosted("column")
    page.execute_script(
        "document.addEventListener('plan-search:submit', (event) => { event.preventDefault(); window.url = event.detail.url })"
    )
    inside(page, "#q").send_keys("職業災害", Keys.ENTER)
    assert unquote(page.execute_script("return window.url")).endswith(
        "/search?q=職業災害&agency=mol&kind=goal"
    )
    assert address(page) == f"{host.address}/column.html"


def test_owners_can_set_colours(hosted: Callable[[str], Chrome]) -> None:
    button = inside(hosted("column"), "button")
    assert button.value_of_css_property("background-color") == "rgba(255, 210, 74, 1)"
    assert button.value_of_css_property("color") == "rgba(28, 28, 28, 1)"
    assert button.value_of_css_property("border-top-right-radius") == "0px"


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", "http://", "//["])
def test_a_source_that_leads_nowhere_leaves_the_form(
    visitor: Chrome, host: Service, ours: str, source: str
) -> None:
    box = code(visitor, ours, "code").replace(f'src="{ours}/search"', f'src="{source}"')
    host.answer = other_site.pages(ours, box, "")
    visitor.get(f"{host.address}/column.html")
    assert one(visitor, "plan-search input[name=q]").is_displayed()
    assert told(visitor) == []


def test_what_was_typed_before_the_script_came_stays(
    visitor: Chrome, host: Service, ours: str
) -> None:
    box = code(visitor, ours, "code")
    element, script = box.split("<script")
    host.answer = other_site.pages(ours, element, "")
    visitor.get(f"{host.address}/column.html")
    one(visitor, "plan-search input[name=q]").send_keys("職業")
    visitor.execute_script(
        "const script = document.createElement('script'); script.src = arguments[0]; document.body.append(script)",
        script.split('src="')[1].split('"')[0],
    )
    until(
        visitor,
        lambda: visitor.execute_script("return !!document.querySelector('plan-search').shadowRoot"),
    )
    press(visitor, "災害")
    assert inside(visitor, "#q").get_attribute("value") == "職業災害"


# ── A newcomer: the text of /embed and a blank file ──


@pytest.mark.parametrize("copied", ["code", "whole"])
def test_a_blank_file_becomes_a_page_with_a_box(
    visitor: Chrome, ours: str, tmp_path: Path, copied: str
) -> None:
    file = tmp_path / "box.html"
    file.write_text(code(visitor, ours, copied), "utf-8")
    visitor.get(file.as_uri())
    assert inside(visitor, "label").text == "查詢施政計畫"
    inside(visitor, "#q").send_keys("職業災害")
    until(visitor, lambda: visitor.execute_script("return events") == [["error", "職業災害"]])
    assert told(visitor) == []
    press(visitor, Keys.ENTER)
    until(visitor, lambda: address(visitor) == f"{ours}/search?q=職業災害")


def test_choices_show_at_once_in_code_and_preview(visitor: Chrome, ours: str) -> None:
    visitor.get(f"{ours}/embed")
    one(visitor, "#choices [name=agency][value=mol]").click()
    preview = "#preview plan-search[agency=mol]"
    until(visitor, lambda: visitor.find_elements(By.CSS_SELECTOR, preview))
    assert visitor.current_url == f"{ours}/embed?agency=mol"
    assert 'agency="mol"' in (one(visitor, "#code").get_attribute("value") or "")
    box = visitor.find_element(By.CSS_SELECTOR, preview).shadow_root.find_element(By.ID, "q")
    # The site's own shortcut leaves what is typed in the preview alone.
    box.send_keys("職/災")
    assert box.get_attribute("value") == "職/災"
    assert told(visitor) == []


def test_choices_are_made_without_scripts(browser: Chrome, ours: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{ours}/embed")
    one(browser, "#choices [name=agency][value=mol]").click()
    one(browser, "#choices [type=submit]").click()
    until(browser, lambda: browser.current_url.endswith("agency=mol"))
    assert 'agency="mol"' in one(browser, "#code").text
    one(browser, "#preview input[name=q]").send_keys("職業災害", Keys.ENTER)
    until(browser, lambda: address(browser) == f"{ours}/search?q=職業災害&agency=mol")


# ── Old browsers ──


@pytest.mark.parametrize("version", sorted(one.name for one in SCRIPT.iterdir()))
def test_an_old_browser_reads_the_script_without_complaint(tools: Path, version: str) -> None:
    """The engine of IE mode knows the syntax of 2009 alone; a page must see no error there."""
    parse = "import {parse} from 'acorn'; import fs from 'fs'; parse(fs.readFileSync(process.argv[1], 'utf8'), {ecmaVersion: 5})"
    said = subprocess.run(
        [
            str(shutil.which("node")),
            "--input-type=module",
            "-e",
            parse,
            str(SCRIPT / version / "plan-search.js"),
        ],
        cwd=tools,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 0, said.stderr
